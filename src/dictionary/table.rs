//! How a table of keys and values is written (OpenCC's text format), and how a row is found and cited.

use std::borrow::Cow;
use std::path::Path;

use super::built_in;
use super::rows::{self, Place};
use crate::error::Error;

/// A table: unique keys, each with one or more values, in the order of their code points.
///
/// A line is the key, a tab and the values with one space between them. Lines that are empty or begin with `#`
/// say nothing.
#[derive(Debug, Clone)]
pub struct Table {
    name: Cow<'static, str>,
    text: Cow<'static, str>,
    /// A [`Place`] each.
    rows: Cow<'static, [[u8; rows::BYTES]]>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// What is looked up.
    pub key: &'a str,
    /// The line of the table, from 1.
    pub line: u32,
    values: &'a str,
    best: &'a str,
}

impl<'a> Row<'a> {
    /// The values, best first; never none, never empty.
    pub fn values(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.values.split(' ')
    }

    /// The best value.
    pub fn value(&self) -> &'a str {
        self.best
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
        let (name, text, rows) =
            built_in::TABLES.iter().find(|(known, ..)| *known == name).ok_or_else(|| Error::Unknown {
                what: "table",
                name: name.into(),
                known: "those in dictionaries/variants",
            })?;
        Ok(Table { name: (*name).into(), text: (*text).into(), rows: rows.as_chunks().0.into() })
    }

    /// The names of the tables compiled in.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        built_in::TABLES.iter().map(|(name, ..)| *name)
    }

    /// Whether the folder `data` has a file that replaces the table `name`.
    pub(crate) fn is_replaced(name: &str, data: Option<&Path>) -> bool {
        data.is_some_and(|folder| folder.join(name).exists())
    }

    /// Parses `text`; `name` is what the table is cited by. The rows need not be in order.
    ///
    /// # Errors
    /// [`Error::Line`] for a line without a tab, with an empty key or value, too long, or with a key that came before.
    pub fn parse(name: &str, text: impl Into<Cow<'static, str>>) -> Result<Table, Error> {
        let text = text.into();
        let rows =
            rows::parse(&text).map_err(|(line, problem)| Error::Line { file: name.into(), line, problem })?;
        let rows = rows.into_iter().map(Place::to_bytes).collect::<Vec<_>>().into();
        Ok(Table { name: Cow::Owned(name.into()), text, rows })
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

    /// The best value of row number `index`, which must be there.
    #[inline]
    pub(crate) fn best(&self, index: usize) -> &str {
        Place::from_bytes(self.rows[index]).best(&self.text)
    }

    /// The row of `key`.
    pub fn get(&self, key: &str) -> Option<Row<'_>> {
        let found = self.rows.binary_search_by(|place| self.at(place).key.cmp(key)).ok()?;
        Some(self.row(found))
    }

    fn at(&self, place: &[u8; rows::BYTES]) -> Row<'_> {
        let place = Place::from_bytes(*place);
        let values = place.values(&self.text);
        let best = &values[..usize::from(place.best_bytes)];
        Row { key: place.key(&self.text), line: place.line, values, best }
    }
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
