//! What users add: words to leave alone, and characters that their scanner takes for others.

use std::path::Path;
use std::sync::OnceLock;

use super::characters::{simplified, single};
use crate::error::Error;

/// Words that are not to be touched, in their Simplified view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protected(Vec<Vec<char>>);

impl Protected {
    /// Reads the file `path`: a word a line; lines that are empty or begin with `#` say nothing.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Line`] for the first line with a space or a tab inside.
    pub fn open(path: &Path) -> Result<Protected, Error> {
        Protected::parse(&path.display().to_string(), &read(path)?)
    }

    /// Reads `text`; `file` names it in errors.
    ///
    /// # Errors
    /// As [`Protected::open`].
    pub fn parse(file: &str, text: &str) -> Result<Protected, Error> {
        let mut words = Vec::new();
        for (line, word) in content(text) {
            if word.contains([' ', '\t', '\u{3000}']) {
                let problem = "more than one word; write one word a line".into();
                return Err(Error::Line { file: file.into(), line, problem });
            }
            words.push(word.chars().map(simplified).collect());
        }
        Ok(Protected(words))
    }

    /// The compiled-in words that older texts and texts of Hong Kong spell with a character that looks like the one written
    /// elsewhere: they stand.
    pub(crate) fn spellings() -> &'static Protected {
        static SPELLINGS: OnceLock<Protected> = OnceLock::new();
        SPELLINGS.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/spellings.txt");
            Protected::parse("ocr/spellings.txt", text).unwrap_or_default()
        })
    }

    /// Adds the words of `other`.
    pub fn extend(&mut self, other: Protected) {
        self.0.extend(other.0);
    }

    /// The words, in their Simplified view.
    pub fn words(&self) -> impl Iterator<Item = &[char]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// Pairs of characters that are taken for each other, in their Simplified view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confusions(Vec<(char, char)>);

impl Confusions {
    /// Reads the file `path`: lines of the character as it is misread, a tab, and the character meant.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Line`] for the first line of another shape.
    pub fn open(path: &Path) -> Result<Confusions, Error> {
        Confusions::parse(&path.display().to_string(), &read(path)?)
    }

    /// Reads `text`; `file` names it in errors.
    ///
    /// # Errors
    /// As [`Confusions::open`].
    pub fn parse(file: &str, text: &str) -> Result<Confusions, Error> {
        let mut pairs = Vec::new();
        for (line, content) in content(text) {
            let pair =
                content.split_once('\t').and_then(|(seen, meant)| Some((single(seen)?, single(meant)?)));
            let fail = |problem: &str| Error::Line { file: file.into(), line, problem: problem.into() };
            let (seen, meant) = pair.ok_or_else(|| fail("not one character, a tab and one character"))?;
            if simplified(seen) == simplified(meant) {
                return Err(fail("the two characters are the same"));
            }
            pairs.push((simplified(seen), simplified(meant)));
        }
        Ok(Confusions(pairs))
    }

    /// Adds the pairs of `other`.
    pub fn extend(&mut self, other: Confusions) {
        self.0.extend(other.0);
    }

    /// What `seen` may be.
    pub fn of(&self, seen: char) -> impl Iterator<Item = char> {
        self.0.iter().filter(move |(here, _)| *here == seen).map(|(_, meant)| *meant)
    }

    /// Whether `seen` may be `meant`.
    pub fn has(&self, seen: char, meant: char) -> bool {
        self.0.contains(&(seen, meant))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn read(path: &Path) -> Result<String, Error> {
    let file = |source| Error::File { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(file)?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::Line { file: path.display().to_string(), line, problem: "is not UTF-8".into() }
    })
}

/// The lines that say something, with their numbers.
fn content(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim_end_matches('\r').trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_in_order_and_words() {
        let text = include_str!("../../dictionaries/ocr/spellings.txt");
        let words: Vec<&str> = content(text).map(|(_, word)| word).collect();
        assert!(words.is_sorted_by(|a, b| a < b) && words.iter().all(|word| word.chars().count() > 1));
        let spellings = Protected::spellings();
        assert_eq!(spellings.words().count(), words.len());
        assert!(spellings.words().any(|word| word == ['捡', '校']), "in the Simplified view");
    }

    #[test]
    fn bad_lines_are_named() {
        let line = |error: Error| match error {
            Error::Line { line, .. } => line,
            other => panic!("{other}"),
        };
        assert_eq!(line(Protected::parse("p", "# x\n張三\n李 四\n").unwrap_err()), 3);
        assert_eq!(line(Confusions::parse("c", "\n未\t末\n未末\n").unwrap_err()), 3);
        assert_eq!(line(Confusions::parse("c", "馬\t马\n").unwrap_err()), 1);
        let words = Protected::parse("p", "張三\r\n").unwrap();
        assert_eq!(words.words().next(), Some(&['张', '三'][..]));
        assert!(Confusions::parse("c", "網\t綱\n").unwrap().has('网', '纲'));
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        std::fs::write(&path, b"a\n\xFF\n").unwrap();
        assert!(matches!(Protected::open(&path), Err(Error::Line { line: 2, .. })));
        assert!(matches!(Protected::open(&folder.path().join("none")), Err(Error::File { .. })));
    }
}
