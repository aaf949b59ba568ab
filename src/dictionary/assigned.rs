//! Which character a name or a number stands for: named entities, private-use characters, radicals.

use std::sync::OnceLock;

use super::characters::single;
use crate::error::Error;

/// A table of names, each with one character.
#[derive(Debug, Default, Clone)]
pub struct Assigned {
    name: &'static str,
    /// By key: what it stands for and the line, from 1.
    rows: Vec<(String, char, u32)>,
}

impl Assigned {
    /// The named entities of HTML that stand in running text; the key is the name.
    pub fn entities() -> &'static Assigned {
        static TABLE: OnceLock<Assigned> = OnceLock::new();
        let text = include_str!("../../dictionaries/mojibake/entities.tsv");
        TABLE.get_or_init(|| Assigned::parse("mojibake/entities.tsv", text).unwrap_or_default())
    }

    /// Private-use characters of GBK; the key is the character.
    pub fn private_use() -> &'static Assigned {
        static TABLE: OnceLock<Assigned> = OnceLock::new();
        let text = include_str!("../../dictionaries/mojibake/private-use.tsv");
        TABLE.get_or_init(|| Assigned::parse("mojibake/private-use.tsv", text).unwrap_or_default())
    }

    /// Radicals that are whole characters; the key is the radical.
    pub fn radicals() -> &'static Assigned {
        static TABLE: OnceLock<Assigned> = OnceLock::new();
        let text = include_str!("../../dictionaries/mojibake/radicals.tsv");
        TABLE.get_or_init(|| Assigned::parse("mojibake/radicals.tsv", text).unwrap_or_default())
    }

    /// Reads lines of `key TAB character`, more columns being remarks; a key or a character may be written `U+E815`.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is none of these, or whose key stands twice.
    pub fn parse(name: &'static str, text: &str) -> Result<Assigned, Error> {
        let mut rows: Vec<(String, char, u32)> = Vec::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let key = fields.next().filter(|key| !key.is_empty());
            let key = key.map(|key| numbered(key).map_or_else(|| key.to_owned(), String::from));
            let value = fields.next().and_then(|value| numbered(value).or_else(|| single(value)));
            let Some(row) = key.zip(value) else {
                return Err(fail(name, n, "not a key and a character separated by a tab"));
            };
            rows.push((row.0, row.1, n as u32 + 1));
        }
        rows.sort();
        match rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(twice) => Err(fail(name, twice[1].2 as usize - 1, "the key stands twice")),
            None => Ok(Assigned { name, rows }),
        }
    }

    /// The name of the table, for citations.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What `key` stands for, and the line that says so.
    pub fn get(&self, key: &str) -> Option<(char, u32)> {
        let at = self.rows.binary_search_by(|(other, ..)| other.as_str().cmp(key)).ok()?;
        Some((self.rows[at].1, self.rows[at].2))
    }
}

/// The character that `U+4E2D` numbers.
fn numbered(field: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(field.strip_prefix("U+")?, 16).ok()?)
}

fn fail(file: &str, n: usize, problem: &str) -> Error {
    Error::Line { file: file.into(), line: n + 1, problem: problem.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        assert_eq!(Assigned::entities().get("ldquo").map(|(c, _)| c), Some('“'));
        assert_eq!(Assigned::entities().get("nothing"), None);
        assert_eq!(Assigned::private_use().get("\u{E863}").map(|(c, _)| c), Some('䶮'));
        assert_eq!(Assigned::radicals().get("⽂").map(|(c, _)| c), Some('文'));
        assert!(Assigned::radicals().rows.iter().all(|(_, c, _)| crate::text::is_han(*c)));
    }

    #[test]
    fn bad_lines_are_named() {
        for bad in ["a\n", "a\tbc\n", "\tb\n", "a\tU+D800\n"] {
            assert!(matches!(Assigned::parse("x.tsv", bad), Err(Error::Line { line: 1, .. })), "{bad:?}");
        }
        assert!(matches!(Assigned::parse("x.tsv", "a\tb\na\tc\n"), Err(Error::Line { line: 2, .. })));
    }
}
