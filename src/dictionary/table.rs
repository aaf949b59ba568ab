//! How a table of keys and values is written (OpenCC's text format), and how a row is found and cited.

use std::borrow::Cow;
use std::path::Path;

use super::built_in;
use crate::error::Error;

/// A table: unique keys, each with one or more values, in the order of their code points.
///
/// A line is the key, a tab and the values with one space between them. Lines that are empty or begin with `#`
/// say nothing.
#[derive(Debug, Clone)]
pub struct Table {
    name: String,
    text: Cow<'static, str>,
    rows: Vec<Place>,
}

/// Where a row stands in the text of its table.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Offset of the key in bytes.
    key: u32,
    /// Offset of the tab.
    tab: u32,
    /// Offset of the end of the values.
    end: u32,
    /// From 1.
    line: u32,
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// What is looked up.
    pub key: &'a str,
    /// The line of the table, from 1.
    pub line: u32,
    values: &'a str,
}

impl<'a> Row<'a> {
    /// The values, best first; never none, never empty.
    pub fn values(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.values.split(' ')
    }

    /// The best value.
    pub fn value(&self) -> &'a str {
        self.values.split_once(' ').map_or(self.values, |(best, _)| best)
    }

    /// The values after the best one.
    pub fn others(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.values().skip(1)
    }
}

impl Table {
    /// The table `name`, a path below `dictionaries/` such as `variants/TSPhrases.txt`: the file of that name in
    /// the folder `data` where there is one, else the one compiled in.
    ///
    /// # Errors
    /// [`Error::File`] when the file is there but cannot be read, [`Error::Line`] when it cannot be parsed,
    /// [`Error::Unknown`] when there is neither a file nor a compiled-in table of that name.
    pub fn open(name: &str, data: Option<&Path>) -> Result<Table, Error> {
        if let Some(path) = data.map(|folder| folder.join(name)).filter(|path| path.exists()) {
            let text = std::fs::read_to_string(&path)
                .map_err(|source| Error::File { path: path.clone(), source })?;
            return Table::parse(&path.display().to_string(), text);
        }
        let (_, text) = built_in::TABLES.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            Error::Unknown { what: "table", name: name.into(), known: "those in dictionaries/variants" }
        })?;
        Table::parse(name, *text)
    }

    /// The names of the tables compiled in.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        built_in::TABLES.iter().map(|(name, _)| *name)
    }

    /// Parses `text`; `name` is what the table is cited by. The rows need not be in order.
    ///
    /// # Errors
    /// [`Error::Line`] for a line without a tab, with an empty key or value, or with a key that came before;
    /// [`Error::Data`] for a table of 4 GiB or more.
    pub fn parse(name: &str, text: impl Into<Cow<'static, str>>) -> Result<Table, Error> {
        let text = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(Error::Data { file: name.into(), problem: "the table is too large".into() });
        }
        // An entry takes some twenty bytes: close enough to grow at most once.
        let mut rows = Vec::with_capacity(text.len() / 20);
        let mut start = usize::from(text.starts_with('\u{FEFF}')) * '\u{FEFF}'.len_utf8();
        let mut line = 0;
        while start < text.len() {
            line += 1;
            let next = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |n| start + n + 1);
            let content = text[start..next].trim_end_matches(['\n', '\r']);
            if !content.is_empty() && !content.starts_with('#') {
                let tab = tab(content).map_err(|problem| Error::Line {
                    file: name.into(),
                    line,
                    problem: problem.into(),
                })?;
                let (key, end) = (start as u32, (start + content.len()) as u32);
                rows.push(Place { key, tab: (start + tab) as u32, end, line: line as u32 });
            }
            start = next;
        }
        let mut table = Table { name: name.into(), text, rows };
        table.sort()?;
        Ok(table)
    }

    /// Puts the rows in the order of their keys. Upstream's are already; a user's need not be.
    fn sort(&mut self) -> Result<(), Error> {
        let key = |place: &Place| &self.text[place.key as usize..place.tab as usize];
        if !self.rows.is_sorted_by(|a, b| key(a) < key(b)) {
            self.rows.sort_by(|a, b| key(a).cmp(key(b)));
            if let Some(twice) = self.rows.windows(2).find(|pair| key(&pair[0]) == key(&pair[1])) {
                let problem = format!("'{}' stands in line {} already", key(&twice[1]), twice[0].line);
                return Err(Error::Line { file: self.name.clone(), line: twice[1].line as usize, problem });
            }
        }
        Ok(())
    }

    /// What the table is cited by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in the order of their keys' code points.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|place| self.at(place))
    }

    /// Row number `index`, from 0, in the order of [`Table::rows`].
    ///
    /// # Panics
    /// When there are not that many.
    pub fn row(&self, index: usize) -> Row<'_> {
        self.at(&self.rows[index])
    }

    /// The row of `key`.
    pub fn get(&self, key: &str) -> Option<Row<'_>> {
        let found = self.rows.binary_search_by(|place| self.at(place).key.cmp(key)).ok()?;
        Some(self.row(found))
    }

    fn at(&self, place: &Place) -> Row<'_> {
        let (key, tab, end) = (place.key as usize, place.tab as usize, place.end as usize);
        Row { key: &self.text[key..tab], line: place.line, values: &self.text[tab + 1..end] }
    }
}

/// Where the tab of a row stands, or what is wrong with the row.
fn tab(content: &str) -> Result<usize, &'static str> {
    let tab = memchr::memchr(b'\t', content.as_bytes()).ok_or("there is no tab between key and value")?;
    if tab == 0 {
        return Err("there is no key before the tab");
    }
    // Bytes, not `split`: this runs for every row at start-up.
    let values = &content.as_bytes()[tab + 1..];
    if values.first().is_none_or(|b| *b == b' ')
        || values.last() == Some(&b' ')
        || memchr::memmem::find(values, b"  ").is_some()
    {
        return Err("a value is empty");
    }
    if memchr::memchr(b'\t', values).is_some() {
        return Err("there is more than one tab");
    }
    Ok(tab)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_lines_and_values() {
        let table = Table::parse("t.txt", "# note\n\n后\t後 后\r\n干\t幹 乾 干\n").unwrap();
        let row = table.get("干").unwrap();
        assert_eq!((row.line, row.value()), (4, "幹"));
        assert_eq!(row.others().collect::<Vec<_>>(), ["乾", "干"]);
        assert_eq!(table.get("后").unwrap().values().last(), Some("后"), "no carriage return");
        assert!(table.get("里").is_none());
    }

    #[test]
    fn rows_out_of_order_are_found() {
        let table = Table::parse("t.txt", "b\t2\na\t1\n").unwrap();
        assert_eq!(table.rows().map(|row| row.key).collect::<String>(), "ab");
        assert_eq!(table.get("b").unwrap().line, 1);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, at) in
            [("a\t1\nb 2\n", 2), ("\t1\n", 1), ("a\t1  2\n", 1), ("a\t\n", 1), ("a\t1\nb\t1\na\t2", 3)]
        {
            let Err(Error::Line { file, line, .. }) = Table::parse("t.txt", text) else {
                panic!("{text:?} was taken");
            };
            assert_eq!((file.as_str(), line), ("t.txt", at), "{text:?}");
        }
    }

    #[test]
    fn a_file_replaces_the_built_in_table() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("variants")).unwrap();
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), "甲\t乙\n").unwrap();
        let name = "variants/TSPhrases.txt";
        assert_eq!(Table::open(name, Some(folder.path())).unwrap().len(), 1);
        assert!(Table::open("variants/TSCharacters.txt", Some(folder.path())).unwrap().len() > 1000);
        assert!(matches!(Table::open("none.txt", None), Err(Error::Unknown { .. })));
    }
}
