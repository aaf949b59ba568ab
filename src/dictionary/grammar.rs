//! Which characters any text is built with, whatever it is about.

use std::sync::OnceLock;

use crate::error::Error;
use crate::text::{Bits, add, is_in_set, set_of};

/// Characters of grammar, by what they do.
#[derive(Debug, Clone)]
pub struct GrammarCharacters {
    particle: Box<Bits>,
    numeral: Box<Bits>,
}

impl GrammarCharacters {
    /// The name of the compiled-in table.
    pub const NAME: &str = "ocr/grammar.tsv";

    /// The compiled-in table.
    pub fn built_in() -> &'static GrammarCharacters {
        static TABLE: OnceLock<GrammarCharacters> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/grammar.tsv");
            GrammarCharacters::parse(GrammarCharacters::NAME, text)
                .unwrap_or_else(|_| GrammarCharacters { particle: set_of([]), numeral: set_of([]) })
        })
    }

    /// Reads lines of `kind TAB characters`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape, of another kind, or has a character twice.
    pub fn parse(file: &str, text: &str) -> Result<GrammarCharacters, Error> {
        let mut table = GrammarCharacters { particle: set_of([]), numeral: set_of([]) };
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let bad =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.to_owned() };
            let (list, characters) = match line.split_once('\t') {
                Some(("particle", characters)) => (&mut table.particle, characters),
                Some(("numeral", characters)) => (&mut table.numeral, characters),
                _ => return Err(bad("not particle or numeral and a tab")),
            };
            for c in characters.chars() {
                if is_in_set(list, c) {
                    return Err(bad("a character stands there twice"));
                }
                add(list, c);
            }
        }
        Ok(table)
    }

    /// Whether sentences are built with `c`.
    #[inline]
    pub fn is_particle(&self, c: char) -> bool {
        is_in_set(&self.particle, c)
    }

    /// Whether numbers are written with `c`.
    pub fn is_numeral(&self, c: char) -> bool {
        is_in_set(&self.numeral, c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let table = GrammarCharacters::built_in();
        assert!(table.is_particle('的') && table.is_numeral('两'));
        assert!(!table.is_particle('两') && !table.is_numeral('的') && !table.is_particle('省'));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let line = |text: &str| match GrammarCharacters::parse("g.tsv", text) {
            Err(Error::Line { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("#\nverb\t做\n"), 2);
        assert_eq!(line("numeral\t一二一\n"), 1);
        assert_eq!(line("particle\t的\nparticle\t了的\n"), 2);
    }
}
