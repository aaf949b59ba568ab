//! Which characters names are made of.

use std::sync::OnceLock;

use super::kinds;
use crate::text::{Bits, is_in_set};

/// Characters of names, by what they do in them.
#[derive(Debug)]
pub struct NameCharacters {
    surname: Box<Bits>,
    foreign: Box<Bits>,
    place: Box<Bits>,
    household: Box<Bits>,
}

impl NameCharacters {
    /// The compiled-in table.
    pub fn built_in() -> &'static NameCharacters {
        static TABLE: OnceLock<NameCharacters> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/names.tsv");
            let sets = kinds::parse("ocr/names.tsv", text, ["surname", "foreign", "place", "household"]);
            let [surname, foreign, place, household] = sets.unwrap_or_else(|_| kinds::none());
            NameCharacters { surname, foreign, place, household }
        })
    }

    /// Whether `c` is a common family name.
    pub fn is_surname(&self, c: char) -> bool {
        is_in_set(&self.surname, c)
    }

    /// Whether foreign names are written with `c`.
    pub fn is_foreign(&self, c: char) -> bool {
        is_in_set(&self.foreign, c)
    }

    /// Whether the names of places end in `c`.
    pub fn is_place(&self, c: char) -> bool {
        is_in_set(&self.place, c)
    }

    /// Whether `c`, behind a family name, stands for those who bear it.
    pub fn is_household(&self, c: char) -> bool {
        is_in_set(&self.household, c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let table = NameCharacters::built_in();
        assert!(table.is_surname('王') && table.is_foreign('斯') && table.is_place('村'));
        assert!(table.is_household('家') && !table.is_household('国'));
        assert!(!table.is_surname('的') && !table.is_foreign('的') && !table.is_place('的'));
    }
}
