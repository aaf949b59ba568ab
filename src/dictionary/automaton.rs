//! Which keys a text begins with: a double-array trie over characters. Also part of the build script, which lays out
//! those of the tables compiled in.

use std::borrow::Cow;

/// Bytes of a node as it is laid out: base and parent.
const NODE: usize = 8;
/// The parent of a node that is free.
const NONE: u32 = u32::MAX;
/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// A small number for every character of some keys; 0 for all others.
#[derive(Debug, Clone)]
pub struct Codes {
    plane: Cow<'static, [[u8; 2]]>,
    /// Characters beyond the plane in order; the first has the code `beyond_from`, each next one more.
    beyond: Cow<'static, [[u8; 4]]>,
    beyond_from: u16,
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
        u16::try_from(plane.len() + beyond.len() + 1).ok()?;
        let mut codes = vec![[0; 2]; PLANE];
        for ((c, _), code) in plane.iter().zip(1u16..) {
            codes[*c as usize] = code.to_le_bytes();
        }
        let beyond: Vec<_> = beyond.iter().map(|(c, _)| u32::from(*c).to_le_bytes()).collect();
        Some(Codes { plane: codes.into(), beyond: beyond.into(), beyond_from: plane.len() as u16 + 1 })
    }

    /// What [`Codes::laid_out`] takes.
    #[allow(dead_code, reason = "the build script's")]
    pub fn parts(&self) -> (Vec<u8>, Vec<u8>, u16) {
        (self.plane.concat(), self.beyond.concat(), self.beyond_from)
    }

    /// The codes that [`Codes::parts`] took apart.
    pub fn laid_out(plane: &'static [u8], beyond: &'static [u8], beyond_from: u16) -> Codes {
        Codes { plane: plane.as_chunks().0.into(), beyond: beyond.as_chunks().0.into(), beyond_from }
    }

    #[inline]
    fn get(&self, c: char) -> u32 {
        match self.plane.get(c as usize) {
            Some(code) => u32::from(u16::from_le_bytes(*code)),
            None => self.beyond(c),
        }
    }

    #[cold]
    fn beyond(&self, c: char) -> u32 {
        let found = self.beyond.binary_search_by_key(&u32::from(c), |bytes| u32::from_le_bytes(*bytes));
        found.map_or(0, |n| u32::from(self.beyond_from) + n as u32)
    }
}

/// A double-array trie: the child of node `n` by code `c` is `base(n) + c`, where that node's parent is `n`.
#[derive(Debug, Clone)]
pub struct Automaton {
    /// Base and parent of each: what is looked at for every character of a text lies in one line of the cache.
    nodes: Cow<'static, [[u8; NODE]]>,
    /// The value of each.
    values: Cow<'static, [[u8; 4]]>,
}

#[derive(Clone, Copy)]
struct Node {
    /// With [`KEY`] where a key ends.
    base: u32,
    parent: u32,
}

/// Marks in the base of a node that a key ends there.
const KEY: u32 = 1 << 31;

impl Node {
    fn to_bytes(self) -> [u8; NODE] {
        let ([a, b, c, d], [e, f, g, h]) = (self.base.to_le_bytes(), self.parent.to_le_bytes());
        [a, b, c, d, e, f, g, h]
    }

    #[inline]
    fn from_bytes([a, b, c, d, e, f, g, h]: [u8; NODE]) -> Node {
        Node { base: u32::from_le_bytes([a, b, c, d]), parent: u32::from_le_bytes([e, f, g, h]) }
    }
}

/// A key that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Bytes of the text it covers.
    pub bytes: usize,
    /// The key's value.
    pub value: u32,
}

/// Rows that share a beginning of `depth` bytes, to be spread over the children of `node`.
struct Pending {
    node: u32,
    start: usize,
    end: usize,
    depth: usize,
}

impl Automaton {
    /// The trie of `keys`, which are sorted and unique, each with its value.
    pub fn new(keys: &[(&str, u32)], codes: &Codes) -> Automaton {
        let mut array = Array { nodes: Vec::new(), values: Vec::new(), free: 1 };
        array.grow(1);
        array.nodes[0].parent = 0;
        let mut pending = vec![Pending { node: 0, start: 0, end: keys.len(), depth: 0 }];
        let mut next = 0;
        while next < pending.len() {
            let Pending { node, mut start, end, depth } = pending[next];
            next += 1;
            if start < end && keys[start].0.len() == depth {
                array.nodes[node as usize].base |= KEY;
                array.values[node as usize] = keys[start].1;
                start += 1;
            }
            let mut children = Vec::new();
            while start < end {
                let label = keys[start].0[depth..].chars().next().unwrap_or('\0');
                let below = depth + label.len_utf8();
                let letters = &keys[start].0.as_bytes()[depth..below];
                let first = start;
                while start < end && keys[start].0.as_bytes().get(depth..below) == Some(letters) {
                    start += 1;
                }
                children.push((codes.get(label), first, start, below));
            }
            children.sort_unstable();
            if let (Some(lowest), Some(highest)) = (children.first(), children.last()) {
                let base = array.fit(&children.iter().map(|child| child.0).collect::<Vec<_>>(), lowest.0);
                array.grow((base + highest.0 + 1) as usize);
                array.nodes[node as usize].base |= base;
                for &(code, start, end, depth) in &children {
                    let child = base + code;
                    array.nodes[child as usize].parent = node;
                    pending.push(Pending { node: child, start, end, depth });
                }
            }
        }
        let nodes: Vec<_> = array.nodes.iter().map(|node| node.to_bytes()).collect();
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
        let (nodes, values) = bytes.split_at(bytes.len() / (NODE + 4) * NODE);
        Automaton { nodes: nodes.as_chunks().0.into(), values: values.as_chunks().0.into() }
    }

    /// Whether any key begins with `c`.
    #[inline]
    pub fn begins(&self, codes: &Codes, c: char) -> bool {
        let Some(root) = self.nodes.first() else { return false };
        let code = codes.get(c);
        let child = (Node::from_bytes(*root).base & !KEY).wrapping_add(code) as usize;
        code != 0 && self.nodes.get(child).is_some_and(|node| Node::from_bytes(*node).parent == 0)
    }

    /// Every key that `text` begins with, its characters seen through `fold`, shortest first.
    #[inline]
    pub fn each(&self, codes: &Codes, text: &str, fold: impl Fn(char) -> char, mut found: impl FnMut(Match)) {
        let mut at = 0;
        let Some(root) = self.nodes.first() else { return };
        let (mut node, mut base) = (0, Node::from_bytes(*root).base & !KEY);
        for raw in text.chars() {
            let code = codes.get(fold(raw));
            if code == 0 {
                return;
            }
            let child = base.wrapping_add(code);
            let Some(bytes) = self.nodes.get(child as usize) else { return };
            let reached = Node::from_bytes(*bytes);
            if reached.parent != node {
                return;
            }
            at += raw.len_utf8();
            if reached.base & KEY != 0 {
                found(Match { bytes: at, value: u32::from_le_bytes(self.values[child as usize]) });
            }
            (node, base) = (child, reached.base & !KEY);
            if base == 0 {
                return;
            }
        }
    }
}

/// The array while it is filled.
struct Array {
    nodes: Vec<Node>,
    values: Vec<u32>,
    /// No node below is free.
    free: usize,
}

impl Array {
    fn grow(&mut self, length: usize) {
        if self.nodes.len() < length {
            self.nodes.resize(length, Node { base: 0, parent: NONE });
            self.values.resize(length, 0);
        }
    }

    fn is_free(&self, place: usize) -> bool {
        self.nodes.get(place).is_none_or(|node| node.parent == NONE)
    }

    /// The lowest base at which all `codes` fall on free nodes.
    fn fit(&mut self, codes: &[u32], lowest: u32) -> u32 {
        while !self.is_free(self.free) {
            self.free += 1;
        }
        let mut first = self.free.max(lowest as usize + 1);
        loop {
            let base = first - lowest as usize;
            if self.is_free(first) && codes.iter().all(|code| self.is_free(base + *code as usize)) {
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
        let keys: Vec<(&str, u32)> = keys.iter().copied().zip(0u32..).collect();
        let codes = Codes::new(keys.iter().map(|(key, _)| *key)).unwrap();
        let mut found = Vec::new();
        let trie = Automaton::new(&keys, &codes);
        trie.each(&codes, text, |c| if c == '車' { '车' } else { c }, |m| found.push((m.bytes, m.value)));
        found
    }

    #[test]
    fn every_key_that_a_text_begins_with_is_found() {
        let keys = ["丁", "甲", "甲乙", "甲乙丙丁", "车", "𠀀丁"];
        assert_eq!(found(&keys, "甲乙丙丁"), [(3, 1), (6, 2), (12, 3)]);
        assert_eq!(found(&keys, "甲乙丙"), [(3, 1), (6, 2)]);
        assert_eq!(found(&keys, "𠀀丁"), [(7, 5)]);
        assert_eq!(found(&keys, "車"), [(3, 4)], "seen through the fold");
        assert_eq!(found(&keys, "乙"), []);
        assert_eq!(found(&keys, "𠀁a"), []);
        assert_eq!(found(&keys, ""), []);
        assert_eq!(found(&[], "甲"), []);
    }
}
