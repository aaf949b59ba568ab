//! Which characters careless converters write for another wherever it stands, and by which words that shows.

use std::borrow::Cow;
use std::path::Path;

use super::characters::single;
use crate::error::Error;

/// The table's name, for citations.
const NAME: &str = "variants/overdone.tsv";
const BUILT_IN: &str = include_str!("../../dictionaries/variants/overdone.tsv");

/// The rows of the table.
#[derive(Debug)]
pub(crate) struct Overdone(Vec<Overdo>);

/// One row.
#[derive(Debug)]
pub(crate) struct Overdo {
    /// What is written.
    pub over: char,
    /// What is right.
    pub right: char,
    /// Words with `over` in which `right` is meant; none where the text's own words tell.
    pub words: Vec<String>,
    /// The line of the table, from 1.
    pub line: u32,
}

impl Overdone {
    /// The name to cite.
    pub(crate) const NAME: &str = NAME;

    /// The rows of the folder `data` where it has the file, else those compiled in.
    ///
    /// # Errors
    /// When the file cannot be read or parsed.
    pub(crate) fn open(data: Option<&Path>) -> Result<Overdone, Error> {
        match data.map(|folder| folder.join(NAME)).filter(|path| path.exists()) {
            None => Overdone::parse(NAME, BUILT_IN),
            Some(path) => {
                let text = std::fs::read_to_string(&path)
                    .map_err(|source| Error::File { path: path.clone(), source })?;
                Overdone::parse(&path.display().to_string(), text)
            }
        }
    }

    /// Lines of `over TAB right TAB words`, one space between two words, `-` for none. Lines that are empty or begin with
    /// `#` say nothing.
    fn parse(file: &str, text: impl Into<Cow<'static, str>>) -> Result<Overdone, Error> {
        let mut rows = Vec::new();
        for (line, n) in text.into().lines().zip(1u32..) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n as usize, problem: problem.into() };
            let fields: Vec<&str> = line.split('\t').collect();
            let [over, right, words] = fields[..] else {
                return Err(fail("not three fields separated by tabs"));
            };
            let (Some(over), Some(right)) = (single(over), single(right)) else {
                return Err(fail("the first two fields are not one character each"));
            };
            let words: Vec<String> =
                words.split(' ').filter(|word| *word != "-").map(str::to_owned).collect();
            if words.iter().any(|word| !word.contains(over)) {
                return Err(fail("a word lacks the character that is written"));
            }
            rows.push(Overdo { over, right, words, line: n });
        }
        Ok(Overdone(rows))
    }

    /// The rows in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Overdo> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        let rows = Overdone::open(None).unwrap();
        assert!(rows.rows().any(|row| (row.over, row.right) == ('壹', '一') && row.words.len() > 9));
        for text in ["壹\t一\n", "壹\t一一\t-\n", "壹\t一\t第一\n"] {
            assert!(matches!(Overdone::parse("t", text), Err(Error::Line { line: 1, .. })), "{text}");
        }
    }
}
