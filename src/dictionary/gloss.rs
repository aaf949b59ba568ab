//! Which characters the pinyin artefact glosses, in which order and with which reading.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::toneless;
use crate::error::Error;

/// Name of the table, for citations.
const NAME: &str = "mojibake/gloss.tsv";

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossEntry {
    /// Place in the graded list, from 1.
    pub rank: u32,
    /// The character.
    pub character: char,
    /// Its reading with a tone mark, in NFC.
    pub reading: String,
    /// The line in the table, from 1.
    pub line: u32,
}

/// The graded list.
#[derive(Debug, Clone)]
pub struct GlossTable {
    name: &'static str,
    entries: Vec<GlossEntry>,
}

impl GlossTable {
    /// The built-in list.
    pub fn built_in() -> &'static GlossTable {
        static TABLE: OnceLock<GlossTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/mojibake/gloss.tsv");
            GlossTable::parse(NAME, text).unwrap_or(GlossTable { name: NAME, entries: Vec::new() })
        })
    }

    /// Reads a table of `rank TAB character TAB reading` lines with rising ranks; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape, or repeats a character.
    pub fn parse(file: &str, text: &str) -> Result<GlossTable, Error> {
        let mut entries: Vec<GlossEntry> = Vec::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let mut fields = line.split('\t');
            let (Some(rank), Some(character), Some(reading), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(fail("not three fields separated by tabs"));
            };
            let rank = rank.parse().map_err(|_| fail("the rank is not a number"))?;
            let mut characters = character.chars();
            let (Some(character), None) = (characters.next(), characters.next()) else {
                return Err(fail("the second field is not one character"));
            };
            if entries.last().is_some_and(|e| e.rank >= rank) {
                return Err(fail("the rank does not rise"));
            }
            if entries.iter().any(|e| e.character == character) {
                return Err(fail("the character stands in the table twice"));
            }
            let reading = reading.nfc().collect();
            entries.push(GlossEntry { rank, character, reading, line: n as u32 + 1 });
        }
        Ok(GlossTable { name: NAME, entries })
    }

    /// The list that a document shows; the lines of its entries are those of the table `name`.
    pub(crate) fn learned(name: &'static str, entries: Vec<GlossEntry>) -> GlossTable {
        GlossTable { name, entries }
    }

    /// The same list without tones.
    pub fn toneless(&self) -> GlossTable {
        let entries = self.entries.iter().cloned();
        let entries = entries.map(|e| GlossEntry { reading: toneless(&e.reading), ..e }).collect();
        GlossTable { entries, ..self.clone() }
    }

    /// The entries, by rank.
    pub fn entries(&self) -> &[GlossEntry] {
        &self.entries
    }

    /// The entry of a character.
    pub fn entry(&self, character: char) -> Option<&GlossEntry> {
        self.entries.iter().find(|e| e.character == character)
    }

    /// Whether some entry has this reading (NFC).
    pub fn has_reading(&self, reading: &str) -> bool {
        self.entries.iter().any(|e| e.reading == reading)
    }

    /// The name to cite.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_whole() {
        let table = GlossTable::built_in();
        assert_eq!(table.entries().len(), 161);
        assert_eq!(table.entry('數').map(|e| (e.rank, e.reading.as_str())), Some((10, "shù")));
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line) in
            [("1\t業\n", 1), ("#\nx\t業\tyè\n", 2), ("1\t業\tyè\n2\t業\tyè\n", 2), ("1\t業務\tyè\n", 1)]
        {
            match GlossTable::parse("t.tsv", text) {
                Err(Error::Line { line: l, .. }) => assert_eq!(l, line, "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }
}
