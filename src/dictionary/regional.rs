//! Which characters tell that a text is in Cantonese, and which of them are not what they look like there.

use std::sync::OnceLock;

use crate::error::Error;
use crate::text::{Bits, add, is_in_set, set_of};

/// Characters of written Cantonese.
#[derive(Debug, Clone)]
pub struct Cantonese {
    tells: Box<Bits>,
    stays: Box<Bits>,
}

impl Cantonese {
    /// The name of the compiled-in table.
    pub const NAME: &str = "language/regional.tsv";

    /// The compiled-in table.
    pub fn built_in() -> &'static Cantonese {
        static TABLE: OnceLock<Cantonese> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/language/regional.tsv");
            Cantonese::parse(Cantonese::NAME, text).unwrap_or_else(|_| Cantonese::none())
        })
    }

    fn none() -> Cantonese {
        Cantonese { tells: set_of([]), stays: set_of([]) }
    }

    /// Reads lines of `kind TAB characters`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape, of another kind, or has a character twice.
    pub fn parse(file: &str, text: &str) -> Result<Cantonese, Error> {
        let mut table = Cantonese::none();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let bad = |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let (set, characters) = match line.split_once('\t') {
                Some(("cantonese", characters)) => (&mut table.tells, characters),
                Some(("stays", characters)) => (&mut table.stays, characters),
                _ => return Err(bad("not cantonese or stays and a tab")),
            };
            for c in characters.chars() {
                if is_in_set(set, c) {
                    return Err(bad("a character stands there twice"));
                }
                add(set, c);
            }
        }
        Ok(table)
    }

    /// Whether a text is in Cantonese: two different characters tell of it. (intact/cantonese-lines)
    pub fn is_in(&self, text: &str) -> bool {
        let mut found: Option<char> = None;
        for c in text.chars().filter(|c| is_in_set(&self.tells, *c)) {
            if found.is_some_and(|found| found != c) {
                return true;
            }
            found = Some(c);
        }
        false
    }

    /// How many of the characters of a text tell of Cantonese.
    pub fn count(&self, text: &str) -> usize {
        text.chars().filter(|c| is_in_set(&self.tells, *c)).count()
    }

    /// Whether `c` has a sense of its own in Cantonese.
    pub fn stays(&self, c: char) -> bool {
        is_in_set(&self.stays, c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cantonese_is_told_by_two_characters() {
        let table = Cantonese::built_in();
        assert!(table.is_in("佢食咗飯") && table.stays('晒') && table.count("佢食咗飯") == 2);
        for text in ["他吃了飯", "佢佢", "嘅"] {
            assert!(!table.is_in(text), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for text in ["#\nverb\t做\n", "#\nstays\t晒吓晒\n"] {
            assert!(matches!(Cantonese::parse("r.tsv", text), Err(Error::Line { line: 2, .. })));
        }
    }
}
