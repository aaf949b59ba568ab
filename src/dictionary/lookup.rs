//! Which row of a step's tables stands for the beginning of a text.

use std::path::Path;

use super::automaton::{Automaton, Codes, Match};
use super::steps::{self, STEPS, TABLE_SHIFT};
use super::{Row, Table, built_in};
use crate::error::Error;

/// The tables of a step and the automaton of their keys.
#[derive(Debug)]
pub(crate) struct Lookup {
    tables: Vec<Table>,
    /// The group of each table, from 0.
    groups: Vec<u8>,
    codes: Codes,
    trie: Automaton,
}

/// A row whose key a text begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// Bytes of the text that the key covers.
    pub bytes: usize,
    /// The group of its table, from 0.
    pub group: u8,
    pub table: &'a Table,
    pub row: Row<'a>,
}

impl Lookup {
    /// The step `name`, one of [`STEPS`]. Tables of the folder `data`, where it has any, replace the compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed, or there is no such step.
    pub(crate) fn step(name: &str, data: Option<&Path>) -> Result<Lookup, Error> {
        let unknown = || Error::Unknown { what: "step", name: name.into(), known: "those of the modes" };
        let step = STEPS.iter().find(|step| step.name == name).ok_or_else(unknown)?;
        let (_, trie) = built_in::AUTOMATA.iter().find(|(known, _)| *known == name).ok_or_else(unknown)?;
        let mut replaced = false;
        let (mut tables, mut groups) = (Vec::new(), Vec::new());
        for (group, number) in step.groups.iter().zip(0u8..) {
            for table in *group {
                let file = format!("variants/{table}.txt");
                replaced |= Table::is_replaced(&file, data);
                tables.push(Table::open(&file, data)?);
                groups.push(number);
            }
        }
        if replaced {
            return Lookup::new(name, tables, groups);
        }
        let (plane, beyond, beyond_from) = built_in::CODES;
        let codes = Codes::laid_out(plane, beyond, beyond_from);
        Ok(Lookup { tables, groups, codes, trie: Automaton::laid_out(trie) })
    }

    /// The step `name` of `tables`, each of its own group, from the first that decides to the last.
    ///
    /// # Errors
    /// [`Error::Data`] where the tables are too large.
    #[cfg(test)]
    fn of(name: &str, tables: Vec<Table>) -> Result<Lookup, Error> {
        let groups = (0u8..).take(tables.len()).collect();
        Lookup::new(name, tables, groups)
    }

    fn new(name: &str, tables: Vec<Table>, groups: Vec<u8>) -> Result<Lookup, Error> {
        let too_large = || Error::Data { file: name.into(), problem: "the tables are too large".into() };
        if tables.iter().any(|table| table.len() >> TABLE_SHIFT > 0) {
            return Err(too_large());
        }
        let all = tables.iter().flat_map(Table::rows).map(|row| row.key);
        let codes = Codes::new(all).ok_or_else(too_large)?;
        let rows = tables.iter().map(|table| table.rows().map(|row| (row.key, row.value())).collect());
        let trie = Automaton::new(&steps::keys(groups.iter().copied().zip(rows)), &codes);
        Ok(Lookup { tables, groups, codes, trie })
    }

    /// Reads every text as if each first character of `pairs` were the second. Returns the second ones that stand in
    /// no key, with the codes they have from now on.
    pub(crate) fn see_as(&mut self, pairs: &[(char, char)]) -> Vec<(char, u16)> {
        self.codes.see_as(pairs)
    }

    /// The numbers of the keys' characters.
    #[inline]
    pub(crate) fn codes(&self) -> &Codes {
        &self.codes
    }

    /// All rows, those of each table in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.tables.iter().flat_map(Table::rows)
    }

    /// The keys.
    #[inline]
    pub(crate) fn keys(&self) -> &Automaton {
        &self.trie
    }

    /// What a key becomes.
    #[inline]
    pub(crate) fn value(&self, found: Match) -> &str {
        let value = self.trie.value(found);
        let table = &self.tables[(value >> TABLE_SHIFT) as usize];
        table.best((value & ((1 << TABLE_SHIFT) - 1)) as usize)
    }

    /// The row that decides what `text` begins with.
    #[inline]
    pub(crate) fn best(&self, text: &str) -> Option<Found<'_>> {
        self.trie.decide(&self.codes, text).map(|found| self.found(found))
    }

    /// Every row whose key `text` begins with, shortest first.
    pub(crate) fn all<'a>(&'a self, text: &str, mut each: impl FnMut(Found<'a>)) {
        self.trie.each(&self.codes, text, |found| each(self.found(found)));
    }

    /// Every key that `text` begins with, shortest first.
    #[inline]
    pub(crate) fn matches(&self, text: &str, each: impl FnMut(Match)) {
        self.trie.each(&self.codes, text, each);
    }

    /// The row of a key that was found.
    pub(crate) fn found(&self, found: Match) -> Found<'_> {
        let value = self.trie.value(found);
        let number = (value >> TABLE_SHIFT) as usize;
        let table = &self.tables[number];
        let row = table.row((value & ((1 << TABLE_SHIFT) - 1)) as usize);
        Found { bytes: found.bytes, group: self.groups[number], table, row }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_group_with_a_match_decides_and_in_it_the_longest() {
        let one = Table::parse("one", "甲\t1\n甲乙\t2\n").unwrap();
        let two = Table::parse("two", "甲乙丙\t3\n丁\t4\n").unwrap();
        let lookup = Lookup::of("test", vec![one, two]).unwrap();
        let best = |text: &str| lookup.best(text).map(|found| (found.bytes, found.row.value().to_owned()));
        assert_eq!(best("甲乙丙"), Some((6, "2".into())));
        assert_eq!(best("甲丙"), Some((3, "1".into())));
        assert_eq!(best("丁"), Some((3, "4".into())));
        assert_eq!(best("丙"), None);
    }

    #[test]
    fn every_key_is_found_as_it_was_laid_out() {
        for step in STEPS {
            let lookup = Lookup::step(step.name, None).unwrap();
            for row in lookup.tables.iter().flat_map(Table::rows) {
                let mut longest = 0;
                lookup.all(row.key, |found| longest = found.bytes);
                assert_eq!(longest, row.key.len(), "{}: {}", step.name, row.key);
            }
        }
        assert!(Lookup::step("none", None).is_err());
    }
}
