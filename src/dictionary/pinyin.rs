//! Which Mandarin readings a character has, with tones and without.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{simplified, traditional};
use crate::error::Error;

/// Name of the table, for citations.
const NAME: &str = "readings/pinyin.tsv";

/// The readings of characters.
#[derive(Debug, Clone, Default)]
pub struct Pinyin {
    /// Syllables with tone marks in NFC, and the same without.
    syllables: Vec<(String, String)>,
    /// By character: its syllables, each with the line it stands in.
    characters: FxHashMap<char, Vec<(u16, u32)>>,
}

impl Pinyin {
    /// The built-in table; parsed when it is first asked for.
    pub fn built_in() -> &'static Pinyin {
        static TABLE: OnceLock<Pinyin> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/readings/pinyin.tsv");
            Pinyin::parse(NAME, text).unwrap_or_default()
        })
    }

    /// Reads lines of `syllable TAB characters`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape, or repeats a syllable.
    pub fn parse(file: &str, text: &str) -> Result<Pinyin, Error> {
        let mut pinyin = Pinyin::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let (syllable, characters) = line.split_once('\t').ok_or_else(|| fail("there is no tab"))?;
            if pinyin.syllables.iter().any(|(known, _)| known == syllable) {
                return Err(fail("the syllable stands in the table twice"));
            }
            let index = u16::try_from(pinyin.syllables.len()).map_err(|_| fail("too many syllables"))?;
            pinyin.syllables.push((syllable.nfc().collect(), toneless(syllable)));
            for c in characters.chars() {
                pinyin.characters.entry(c).or_default().push((index, n as u32 + 1));
            }
        }
        Ok(pinyin)
    }

    /// The line of the table that says that `c`, in either script, can be read so; `reading` is in NFC, with its tone
    /// mark or altogether without. `v` may stand for `ü`.
    pub fn line(&self, c: char, reading: &str) -> Option<u32> {
        let forms = [c, simplified(c), traditional(c)];
        let mut known = forms.iter().filter_map(|form| self.characters.get(form)).flatten();
        known
            .find(|(index, _)| {
                let (toned, bare) = &self.syllables[usize::from(*index)];
                toned == reading || same_bare(bare, reading)
            })
            .map(|(_, line)| *line)
    }

    /// The readings of `c` as it stands, with tone marks.
    pub fn readings(&self, c: char) -> impl Iterator<Item = &str> {
        let indexes = self.characters.get(&c).into_iter().flatten();
        indexes.map(|(index, _)| self.syllables[usize::from(*index)].0.as_str())
    }

    /// The name to cite.
    pub fn name(&self) -> &'static str {
        NAME
    }
}

/// A reading without its tone mark; `ü` stays.
pub fn toneless(reading: &str) -> String {
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{304}' | '\u{30C}');
    reading.nfd().filter(|c| !is_tone(c)).nfc().collect()
}

fn same_bare(bare: &str, reading: &str) -> bool {
    bare == reading
        || bare.contains('ü') && bare.chars().map(|c| if c == 'ü' { 'v' } else { c }).eq(reading.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_known_in_both_scripts() {
        let pinyin = Pinyin::built_in();
        for (c, reading) in [
            ('新', "xin"),
            ('新', "xīn"),
            ('的', "de"),
            ('發', "fa"),
            ('发', "fā"),
            ('女', "nv"),
            ('綠', "lü"),
        ] {
            assert!(pinyin.line(c, reading).is_some(), "{c}({reading})");
        }
        for (c, reading) in [('他', "he"), ('新', "xín"), ('人', "man"), ('，', "de"), ('新', "")] {
            assert_eq!(pinyin.line(c, reading), None, "{c}({reading})");
        }
        assert!(pinyin.readings('長').eq(["cháng", "zhǎng"]));
        assert_eq!(toneless("lǜ"), "lü");
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line) in [("xīn", 1), ("#\nxīn\t新\nxīn\t心\n", 3)] {
            match Pinyin::parse("t.tsv", text) {
                Err(Error::Line { line: l, .. }) => assert_eq!(l, line, "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }
}
