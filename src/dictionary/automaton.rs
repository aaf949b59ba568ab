//! Which keys a text begins with: a double-array trie over characters. Also part of the build script, which lays out
//! those of the tables compiled in.

use std::borrow::Cow;

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// A small number for every character of some keys; 0 for all others.
#[derive(Debug, Clone)]
pub struct Codes {
    plane: Cow<'static, [[u8; 2]]>,
    /// Characters beyond the plane in order; the first has the code `beyond_from`, each next one more.
    beyond: Cow<'static, [[u8; 4]]>,
    beyond_from: u16,
    /// Characters beyond the plane that are seen as another, in order, with the other's code.
    seen_as: Vec<(char, u16)>,
    /// No code is that high.
    end: u16,
}

impl Codes {
    /// Codes for the characters of `keys`, the commonest first, so that the array is filled densely.
    ///
    /// `None` where there are more different characters than there are codes.
    pub fn new<'a>(keys: impl Iterator<Item = &'a str>) -> Option<Codes> {
        let mut counts = std::collections::BTreeMap::<char, u32>::new();
        for c in keys.flat_map(str::chars) {
            *counts.entry(c).or_default() += 1;
        }
        let (mut plane, beyond): (Vec<_>, Vec<_>) =
            counts.into_iter().partition(|(c, _)| (*c as usize) < PLANE);
        plane.sort_by_key(|(c, count)| (std::cmp::Reverse(*count), *c));
        let end = u16::try_from(plane.len() + beyond.len() + 1).ok()?;
        let mut codes = vec![[0; 2]; PLANE];
        for ((c, _), code) in plane.iter().zip(1u16..) {
            codes[*c as usize] = code.to_le_bytes();
        }
        let beyond: Vec<_> = beyond.iter().map(|(c, _)| u32::from(*c).to_le_bytes()).collect();
        let beyond_from = plane.len() as u16 + 1;
        Some(Codes { plane: codes.into(), beyond: beyond.into(), beyond_from, seen_as: Vec::new(), end })
    }

    /// What [`Codes::laid_out`] takes.
    #[allow(dead_code, reason = "the build script's")]
    pub fn parts(&self) -> (Vec<u8>, Vec<u8>, u16) {
        (self.plane.concat(), self.beyond.concat(), self.beyond_from)
    }

    /// The codes that [`Codes::parts`] took apart.
    pub fn laid_out(plane: &'static [u8], beyond: &'static [u8], beyond_from: u16) -> Codes {
        let beyond: Cow<'static, [[u8; 4]]> = beyond.as_chunks().0.into();
        let end = beyond_from + beyond.len() as u16;
        Codes { plane: plane.as_chunks().0.into(), beyond, beyond_from, seen_as: Vec::new(), end }
    }

    /// Every character with a code, a character that is seen as another left out.
    pub fn characters(&self) -> impl Iterator<Item = (char, u16)> {
        let plane = self.plane.iter().zip(0u32..).filter(|(code, _)| **code != [0; 2]);
        let plane = plane.map(|(code, c)| (c, u16::from_le_bytes(*code)));
        let beyond = self.beyond.iter().map(|bytes| u32::from_le_bytes(*bytes)).zip(self.beyond_from..);
        plane.chain(beyond).filter_map(|(c, code)| Some((char::from_u32(c)?, code)))
    }

    /// Gives each first character of `pairs` the code of the second, so that a text is read as if the second stood
    /// there. Returns the second ones that had no code and got one.
    pub fn see_as(&mut self, pairs: &[(char, char)]) -> Vec<(char, u16)> {
        let mut new = Vec::new();
        for &(_, to) in pairs {
            if self.get(to) == 0 && self.end < u16::MAX {
                new.push((to, self.end));
                self.set(to, self.end);
                self.end += 1;
            }
        }
        let codes: Vec<_> = pairs.iter().map(|&(from, to)| (from, self.get(to) as u16)).collect();
        codes.into_iter().for_each(|(from, code)| self.set(from, code));
        new
    }

    fn set(&mut self, c: char, code: u16) {
        match self.plane.to_mut().get_mut(c as usize) {
            Some(slot) => *slot = code.to_le_bytes(),
            None => match self.seen_as.binary_search_by_key(&c, |(c, _)| *c) {
                Ok(at) => self.seen_as[at].1 = code,
                Err(at) => self.seen_as.insert(at, (c, code)),
            },
        }
    }

    /// The code of a character of the Basic Multilingual Plane.
    #[inline]
    pub fn of_plane(&self, c: usize) -> u32 {
        self.plane.get(c).map_or(0, |code| u32::from(u16::from_le_bytes(*code)))
    }

    /// The code of a character.
    #[inline]
    pub fn get(&self, c: char) -> u32 {
        match self.plane.get(c as usize) {
            Some(code) => u32::from(u16::from_le_bytes(*code)),
            None => self.beyond(c),
        }
    }

    #[cold]
    fn beyond(&self, c: char) -> u32 {
        if let Ok(found) = self.seen_as.binary_search_by_key(&c, |(c, _)| *c) {
            return u32::from(self.seen_as[found].1);
        }
        let found = self.beyond.binary_search_by_key(&u32::from(c), |bytes| u32::from_le_bytes(*bytes));
        found.map_or(0, |n| u32::from(self.beyond_from) + n as u32)
    }
}

/// A double-array trie: the child of a node by code `c` is the node `base + c`, where that one's code is `c`. No two nodes
/// have the same base, so that a code is enough to tell whose child a node is.
#[derive(Debug, Clone)]
pub struct Automaton {
    /// The code by which each is reached, 0 where it is free, in two bytes, and its base in four, with the marks of the key
    /// that ends there: together, because whoever looks at the one mostly asks for the other, and both are far away.
    nodes: Cow<'static, [[u8; 6]]>,
    /// The value of that key.
    values: Cow<'static, [[u8; 4]]>,
}

/// Bytes of a node as it is laid out.
const NODE: usize = 10;

/// Marks in the base of a node that a key ends there.
const KEY: u32 = 1 << 31;
/// The [`Key::decides`] of that key.
const DECIDES: u32 = 1 << 30;
/// Its [`Key::leads`].
const LEADS: u32 = 1 << 29;
/// Its [`Key::plain`].
const PLAIN: u32 = 1 << 28;
/// The base without marks. Tables of fifty thousand keys need seventeen bits.
const BASE: u32 = PLAIN - 1;

/// A key, and what is known of it before any text is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// What is looked up.
    pub text: &'a str,
    /// A number for it.
    pub value: u32,
    /// Whether it decides where it stands, unless a longer key does.
    pub decides: bool,
    /// Whether it is of the first group.
    pub leads: bool,
    /// Whether it becomes what its characters become one by one.
    pub plain: bool,
}

impl<'a> Key<'a> {
    /// A key of which nothing more is known; of several, the longest decides.
    pub fn new(text: &'a str, value: u32) -> Key<'a> {
        Key { text, value, decides: true, leads: false, plain: false }
    }
}

/// A key that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Bytes of the text it covers.
    pub bytes: usize,
    /// Its [`Key::leads`].
    pub leads: bool,
    /// Its [`Key::plain`].
    pub plain: bool,
    node: u32,
}

/// Rows that share a beginning of `depth` bytes, to be spread over the children of `node`.
struct Pending {
    node: u32,
    start: usize,
    end: usize,
    depth: usize,
}

impl Automaton {
    /// The trie of `keys`, which are sorted and unique.
    pub fn new(keys: &[Key<'_>], codes: &Codes) -> Automaton {
        let mut array = Array { codes: vec![0], bases: vec![0], values: vec![0], taken: Vec::new(), free: 1 };
        let mut pending = vec![Pending { node: 0, start: 0, end: keys.len(), depth: 0 }];
        let mut next = 0;
        while next < pending.len() {
            let Pending { node, mut start, end, depth } = pending[next];
            next += 1;
            if let Some(key) = keys.get(start).filter(|key| start < end && key.text.len() == depth) {
                let marks = [(key.decides, DECIDES), (key.leads, LEADS), (key.plain, PLAIN)];
                let marks = marks.iter().filter(|(holds, _)| *holds).fold(KEY, |all, (_, mark)| all | mark);
                array.bases[node as usize] |= marks;
                array.values[node as usize] = key.value;
                start += 1;
            }
            let mut children = Vec::new();
            while start < end {
                let label = keys[start].text[depth..].chars().next().unwrap_or('\0');
                let below = depth + label.len_utf8();
                let letters = &keys[start].text.as_bytes()[depth..below];
                let first = start;
                while start < end && keys[start].text.as_bytes().get(depth..below) == Some(letters) {
                    start += 1;
                }
                children.push((codes.get(label), first, start, below));
            }
            children.sort_unstable();
            if let (Some(lowest), Some(highest)) = (children.first(), children.last()) {
                let base = array.fit(&children.iter().map(|child| child.0).collect::<Vec<_>>(), lowest.0);
                array.grow((base + highest.0 + 1) as usize);
                array.bases[node as usize] |= base;
                for &(code, start, end, depth) in &children {
                    let child = base + code;
                    array.codes[child as usize] = code as u16;
                    pending.push(Pending { node: child, start, end, depth });
                }
            }
        }
        let node = |(code, base): (&u16, &u32)| {
            let ([a, b], [c, d, e, f]) = (code.to_le_bytes(), base.to_le_bytes());
            [a, b, c, d, e, f]
        };
        let nodes: Vec<_> = array.codes.iter().zip(&array.bases).map(node).collect();
        let values: Vec<_> = array.values.iter().map(|value| value.to_le_bytes()).collect();
        Automaton { nodes: nodes.into(), values: values.into() }
    }

    /// The nodes and then the values, laid out.
    #[allow(dead_code, reason = "the build script's")]
    pub fn bytes(&self) -> Vec<u8> {
        [self.nodes.concat(), self.values.concat()].concat()
    }

    /// The trie that [`Automaton::bytes`] laid out.
    pub fn laid_out(bytes: &'static [u8]) -> Automaton {
        let (nodes, values) = bytes.split_at(6 * (bytes.len() / NODE));
        Automaton { nodes: nodes.as_chunks().0.into(), values: values.as_chunks().0.into() }
    }

    /// The child of a node with this base by `code`, where it has one, and its base with its marks.
    #[inline]
    fn child(&self, base: u32, code: u32) -> Option<(u32, u32)> {
        let child = base.wrapping_add(code);
        let &[a, b, c, d, e, f] = self.nodes.get(child as usize)?;
        let reached = u32::from(u16::from_le_bytes([a, b])) == code;
        (code != 0 && base != 0 && reached).then_some((child, u32::from_le_bytes([c, d, e, f])))
    }

    /// The base of the root.
    #[inline]
    fn root(&self) -> u32 {
        self.nodes.first().map_or(0, |&[_, _, c, d, e, f]| u32::from_le_bytes([c, d, e, f]) & BASE)
    }

    /// The value of a key that was found.
    #[inline]
    pub fn value(&self, found: Match) -> u32 {
        u32::from_le_bytes(self.values[found.node as usize])
    }

    /// Every key that `text` begins with, shortest first.
    #[inline]
    pub fn each(&self, codes: &Codes, text: &str, mut found: impl FnMut(Match)) {
        self.from(self.root(), codes, text, |node, base, bytes| found(Match::new(node, base, bytes)));
    }

    /// The key that decides at the beginning of `text`: the last to [decide](Key::decides).
    #[inline]
    pub fn decide(&self, codes: &Codes, text: &str) -> Option<Match> {
        let mut decides = None;
        self.from(self.root(), codes, text, |node, base, bytes| {
            if base & DECIDES != 0 {
                decides = Some(Match::new(node, base, bytes));
            }
        });
        decides
    }

    /// Gives `found` each node at which a key ends, its base and the bytes up to there, on the way from a branch.
    #[inline]
    fn from(&self, branch: u32, codes: &Codes, text: &str, mut found: impl FnMut(u32, u32, usize)) {
        let (mut branch, mut at, bytes) = (branch, 0, text.as_bytes());
        // Most ways end where nothing goes on: no character is read for that.
        while branch != 0 {
            let (code, length) = match bytes.get(at..at + 3) {
                Some(&[a @ 0xE0..=0xEF, b, c]) => {
                    let (first, second) = (usize::from(a & 0xF) << 12, usize::from(b & 0x3F) << 6);
                    (codes.of_plane(first | second | usize::from(c & 0x3F)), 3)
                }
                _ => match text[at..].chars().next() {
                    Some(c) => (codes.get(c), c.len_utf8()),
                    None => return,
                },
            };
            let Some((node, base)) = self.child(branch, code) else { return };
            at += length;
            if base & KEY != 0 {
                found(node, base, at);
            }
            branch = base & BASE;
        }
    }
}

impl Match {
    #[inline]
    fn new(node: u32, base: u32, bytes: usize) -> Match {
        Match { bytes, leads: base & LEADS != 0, plain: base & PLAIN != 0, node }
    }
}

/// The array while it is filled.
struct Array {
    codes: Vec<u16>,
    bases: Vec<u32>,
    values: Vec<u32>,
    /// Whether a node has this base.
    taken: Vec<bool>,
    /// No node below is free.
    free: usize,
}

impl Array {
    fn grow(&mut self, length: usize) {
        if self.codes.len() < length {
            self.codes.resize(length, 0);
            self.bases.resize(length, 0);
            self.values.resize(length, 0);
        }
    }

    fn is_free(&self, place: usize) -> bool {
        self.codes.get(place).is_none_or(|code| *code == 0) && place != 0
    }

    /// The lowest base at which all `codes` fall on free nodes.
    fn fit(&mut self, codes: &[u32], lowest: u32) -> u32 {
        while !self.is_free(self.free) {
            self.free += 1;
        }
        let mut first = self.free.max(lowest as usize + 1);
        loop {
            let base = first - lowest as usize;
            let is_taken = self.taken.get(base).is_some_and(|taken| *taken);
            if !is_taken
                && self.is_free(first)
                && codes.iter().all(|code| self.is_free(base + *code as usize))
            {
                if self.taken.len() <= base {
                    self.taken.resize(base + 1, false);
                }
                self.taken[base] = true;
                return base as u32;
            }
            first += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keys: &[&str], text: &str) -> Vec<(usize, u32)> {
        let keys: Vec<Key> = keys.iter().zip(0u32..).map(|(text, value)| Key::new(text, value)).collect();
        let mut codes = Codes::new(keys.iter().map(|key| key.text)).unwrap();
        let trie = Automaton::new(&keys, &codes);
        codes.see_as(&[('車', '车'), ('\u{2F800}', '丁')]);
        let mut found = Vec::new();
        trie.each(&codes, text, |m| found.push((m.bytes, trie.value(m))));
        found
    }

    #[test]
    fn every_key_that_a_text_begins_with_is_found() {
        let keys = ["丁", "甲", "甲乙", "甲乙丙丁", "车", "𠀀丁"];
        assert_eq!(found(&keys, "甲乙丙丁"), [(3, 1), (6, 2), (12, 3)]);
        assert_eq!(found(&keys, "甲乙丙"), [(3, 1), (6, 2)]);
        assert_eq!(found(&keys, "𠀀丁"), [(7, 5)]);
        assert_eq!(found(&keys, "車"), [(3, 4)], "seen as the other");
        assert_eq!(found(&keys, "\u{2F800}"), [(4, 0)]);
        assert_eq!(found(&keys, "乙"), []);
        assert_eq!(found(&keys, "𠀁a"), []);
        assert_eq!(found(&keys, ""), []);
        assert_eq!(found(&[], "甲"), []);
    }
}
