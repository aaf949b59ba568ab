//! Which characters names are made of.

use std::sync::OnceLock;

use crate::error::Error;

/// Characters of names, by what they do in them.
#[derive(Debug, Default, Clone)]
pub struct NameCharacters {
    surname: Vec<char>,
    foreign: Vec<char>,
    place: Vec<char>,
}

impl NameCharacters {
    /// The compiled-in table.
    pub fn built_in() -> &'static NameCharacters {
        static TABLE: OnceLock<NameCharacters> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/names.tsv");
            NameCharacters::parse("ocr/names.tsv", text).unwrap_or_default()
        })
    }

    /// Reads lines of `kind TAB characters`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape or of another kind.
    pub fn parse(file: &str, text: &str) -> Result<NameCharacters, Error> {
        let mut table = NameCharacters::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let list = match line.split_once('\t') {
                Some(("surname", list)) => (&mut table.surname, list),
                Some(("foreign", list)) => (&mut table.foreign, list),
                Some(("place", list)) => (&mut table.place, list),
                _ => {
                    let problem = "not surname, foreign or place and a tab".into();
                    return Err(Error::Line { file: file.into(), line: n + 1, problem });
                }
            };
            list.0.extend(list.1.chars());
            list.0.sort_unstable();
            list.0.dedup();
        }
        Ok(table)
    }

    /// Whether `c` is a common family name.
    pub fn is_surname(&self, c: char) -> bool {
        self.surname.binary_search(&c).is_ok()
    }

    /// Whether foreign names are written with `c`.
    pub fn is_foreign(&self, c: char) -> bool {
        self.foreign.binary_search(&c).is_ok()
    }

    /// Whether the names of places end in `c`.
    pub fn is_place(&self, c: char) -> bool {
        self.place.binary_search(&c).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let table = NameCharacters::built_in();
        assert!(table.is_surname('王') && table.is_foreign('斯') && table.is_place('村'));
        assert!(!table.is_surname('的') && !table.is_foreign('的') && !table.is_place('的'));
        assert!(matches!(NameCharacters::parse("n.tsv", "#\nriver\t河\n"), Err(Error::Line { line: 2, .. })));
    }
}
