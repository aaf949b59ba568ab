//! Which characters look like which: a packed table made from a font, nearest first.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use crate::error::Error;

/// The table that is compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/ocr/lookalikes.bin");
/// Its name, for citations and for a folder of data.
const NAME: &str = "ocr/lookalikes.bin";

const MAGIC: &[u8; 8] = b"hanalike";
const VERSION: u32 = 1;
/// Magic, version and three counts.
const HEADER: usize = 24;

/// How many of what looks like a character are looked at from the other side: likeness is mutual, but a character of a common shape
/// has so many nearer ones that it does not list what lists it. (golden/synthetic/ocr-from-behind)
const MUTUAL: usize = 60;

/// The rank that what is found so has at least: it is not among the nearest.
const BEHIND: u32 = 20;

/// A character that looks like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookalike {
    /// The character.
    pub character: char,
    /// How many look more like it, from 0.
    pub rank: u32,
    /// How far its shape is, from 0 (very like) to 15.
    pub distance: u8,
}

/// For each common Simplified character the common ones that look most like it.
pub struct Lookalikes {
    bytes: Cow<'static, [u8]>,
    candidates: Vec<char>,
    /// By code point of the Basic Multilingual Plane: the number of the row plus one; 0 where there is none.
    rows: Vec<u16>,
    /// The same for the places of candidates.
    places: Vec<u16>,
    entries: usize,
    first_row: usize,
    /// By the place of a candidate: which others list it that it does not list, by their places, and at which rank. Made where it is
    /// asked for.
    listed_by: OnceLock<Vec<Vec<Entry>>>,
}

/// A candidate by its place, with a rank and a distance.
type Entry = (u16, u8, u8);

impl Lookalikes {
    /// The name of the table's file in a folder of data.
    pub const FILE: &str = NAME;

    /// The table that is compiled in.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged table.
    pub fn built_in() -> Result<&'static Lookalikes, Error> {
        static TABLE: OnceLock<Option<Lookalikes>> = OnceLock::new();
        TABLE.get_or_init(|| Lookalikes::parse(Cow::Borrowed(BUILT_IN))).as_ref().ok_or_else(|| damaged(NAME))
    }

    /// The table in the file `path`, as `benches/lookalikes.py` makes it.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Data`] where it is none of this version.
    pub fn open(path: &Path) -> Result<Lookalikes, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        Lookalikes::parse(Cow::Owned(bytes)).ok_or_else(|| damaged(&path.display().to_string()))
    }

    fn parse(bytes: Cow<'static, [u8]>) -> Option<Lookalikes> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (version, candidates, rows, entries) =
            (number(8)?, number(12)? as usize, number(16)? as usize, number(20)? as usize);
        let first_row = HEADER + 4 * (candidates + rows);
        let whole = first_row.checked_add(rows.checked_mul(entries)?.checked_mul(2)?)?;
        if !bytes.starts_with(MAGIC) || version != VERSION || candidates > 1 << 12 || bytes.len() != whole {
            return None;
        }
        let character = |n: usize| char::from_u32(number(HEADER + 4 * n)?);
        let list = (0..candidates).map(character).collect::<Option<Vec<char>>>()?;
        let mut by_row = vec![0; 1 << 16];
        for row in 0..rows {
            *by_row.get_mut(character(candidates + row)? as usize)? = u16::try_from(row + 1).ok()?;
        }
        let mut places = vec![0; 1 << 16];
        // The first, where a character stands twice.
        for (n, c) in list.iter().enumerate().rev() {
            if let Some(place) = places.get_mut(*c as usize) {
                *place = n as u16 + 1;
            }
        }
        let listed_by = OnceLock::new();
        Some(Lookalikes { candidates: list, rows: by_row, places, entries, first_row, listed_by, bytes })
    }

    /// What looks like `character`, nearest first; nothing for rare characters.
    pub fn of(&self, character: char) -> impl Iterator<Item = Lookalike> {
        let row = self.row(character).iter().enumerate();
        row.filter_map(|(rank, entry)| self.lookalike(rank, *entry))
    }

    /// What looks like `character` so that so many others look more like it.
    pub fn at(&self, character: char, rank: usize) -> Option<Lookalike> {
        self.lookalike(rank, *self.row(character).get(rank)?)
    }

    /// `meant` as what looks like `character`.
    pub fn find(&self, character: char, meant: char) -> Option<Lookalike> {
        let place = self.place(meant)? as u16;
        let is_meant = |entry: &[u8; 2]| u16::from_le_bytes(*entry) >> 4 == place;
        let rank = self.row(character).iter().position(is_meant)?;
        self.at(character, rank)
    }

    /// The place of `character` among [the candidates](Lookalikes::candidates).
    pub fn place(&self, character: char) -> Option<usize> {
        match self.places.get(character as usize) {
            Some(place) => usize::from(*place).checked_sub(1),
            None => self.candidates.iter().position(|c| *c == character),
        }
    }

    fn row(&self, character: char) -> &[[u8; 2]] {
        let row = self.rows.get(character as usize).copied().unwrap_or(0);
        let start = self.first_row + 2 * self.entries * usize::from(row.saturating_sub(1));
        let length = if row == 0 { 0 } else { 2 * self.entries };
        self.bytes.get(start..start + length).unwrap_or_default().as_chunks().0
    }

    fn lookalike(&self, rank: usize, entry: [u8; 2]) -> Option<Lookalike> {
        let entry = u16::from_le_bytes(entry);
        let character = *self.candidates.get(usize::from(entry >> 4))?;
        Some(Lookalike { character, rank: rank as u32, distance: (entry & 15) as u8 })
    }

    /// What lists `character` among the first that look like it, but is not in its row, nearest first: it looks like `character` seen
    /// from the other side.
    pub fn from_behind(&self, character: char) -> impl Iterator<Item = Lookalike> {
        let all = self.listed_by.get_or_init(|| self.turn());
        let entries = self.place(character).and_then(|place| all.get(place)).map_or(&[][..], Vec::as_slice);
        entries.iter().filter_map(|&(place, rank, distance)| {
            let character = *self.candidates.get(usize::from(place))?;
            Some(Lookalike { character, rank: u32::from(rank) + BEHIND, distance })
        })
    }

    /// The rows of the candidates, turned around.
    fn turn(&self) -> Vec<Vec<Entry>> {
        let mut out = vec![Vec::new(); self.candidates.len()];
        for (place, &c) in (0..).zip(&self.candidates) {
            for like in self.of(c).take(MUTUAL) {
                if let Some(row) = self.place(like.character).and_then(|n| out.get_mut(n)) {
                    row.push((place, like.rank as u8, like.distance));
                }
            }
        }
        let mut listed = vec![false; self.candidates.len()];
        for (&c, row) in self.candidates.iter().zip(&mut out) {
            let of_c = || self.of(c).filter_map(|like| self.place(like.character));
            of_c().for_each(|place| listed[place] = true);
            row.retain(|(place, ..): &Entry| !listed[usize::from(*place)]);
            of_c().for_each(|place| listed[place] = false);
            row.sort_unstable_by_key(|(place, rank, _)| (*rank, *place));
        }
        out
    }

    /// The characters of the table that others may be misread for, commonest first.
    pub fn candidates(&self) -> &[char] {
        &self.candidates
    }
}

impl std::fmt::Debug for Lookalikes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lookalikes").field("candidates", &self.candidates.len()).finish_non_exhaustive()
    }
}

fn damaged(file: &str) -> Error {
    Error::Data { file: file.into(), problem: "is no table of look-alikes of this version".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_near() {
        let table = Lookalikes::built_in().unwrap();
        for (seen, meant) in [('己', '已'), ('沽', '洁'), ('枝', '校'), ('巳', '已'), ('问', '间')]
        {
            let found = table.of(seen).find(|like| like.character == meant);
            assert!(found.is_some_and(|like| like.rank < 100), "{seen} {meant}: {found:?}");
        }
        assert!(table.of('a').next().is_none() && table.of('𠀀').next().is_none());
        assert!(table.of('校').all(|like| like.character != '校'));
    }

    #[test]
    fn a_damaged_table_is_refused() {
        assert!(Lookalikes::parse(Cow::Borrowed(&BUILT_IN[..BUILT_IN.len() - 1])).is_none());
        assert!(Lookalikes::parse(Cow::Borrowed(b"hanalike")).is_none());
    }
}
