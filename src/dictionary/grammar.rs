//! Which characters any text is built with, whatever it is about.

use std::sync::OnceLock;

use super::kinds;
use crate::text::{Bits, is_in_set};

/// Characters of grammar, by what they do.
#[derive(Debug)]
pub struct GrammarCharacters {
    particle: Box<Bits>,
    numeral: Box<Bits>,
}

impl GrammarCharacters {
    /// The compiled-in table.
    pub fn built_in() -> &'static GrammarCharacters {
        static TABLE: OnceLock<GrammarCharacters> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/grammar.tsv");
            let sets = kinds::parse("ocr/grammar.tsv", text, ["particle", "numeral"]);
            let [particle, numeral] = sets.unwrap_or_else(|_| kinds::none());
            GrammarCharacters { particle, numeral }
        })
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
}
