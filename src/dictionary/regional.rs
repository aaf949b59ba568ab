//! Which characters tell that a text is in Cantonese, and which of them are not what they look like there.

use std::sync::OnceLock;

use super::kinds;
use crate::text::{Bits, characters, find_in_set, is_in_set};

/// Characters of written Cantonese.
#[derive(Debug)]
pub struct Cantonese {
    tells: Box<Bits>,
    stays: Box<Bits>,
}

impl Cantonese {
    /// The compiled-in table.
    pub fn built_in() -> &'static Cantonese {
        static TABLE: OnceLock<Cantonese> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/language/regional.tsv");
            let sets = kinds::parse("language/regional.tsv", text, ["cantonese", "stays"]);
            let [tells, stays] = sets.unwrap_or_else(|_| kinds::none());
            Cantonese { tells, stays }
        })
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

    /// The characters that tell of Cantonese.
    pub fn telling(&self) -> impl Iterator<Item = char> {
        characters(&self.tells)
    }

    /// Whether `c` is one of them.
    pub fn tells(&self, c: char) -> bool {
        is_in_set(&self.tells, c)
    }

    /// How many of the characters of a text tell of Cantonese.
    pub fn count(&self, text: &str) -> usize {
        text.chars().filter(|c| is_in_set(&self.tells, *c)).count()
    }

    /// Whether a character stands in `text` that has a sense of its own in Cantonese.
    pub fn has_staying(&self, text: &str) -> bool {
        find_in_set(text, 0, &self.stays).is_some()
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
}
