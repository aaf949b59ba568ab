//! Where words begin and go on, one look a character: a double array read where it lies in `words.bin`.
//!
//! Every step of every search passes here. A finite state transducer over bytes takes three nodes for a Han character;
//! the crates that keep double arrays look whole words up and cannot be walked.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// Bytes of the label of a place: the code of the character that leads there, or 0 where nothing does. The labels of all
/// places stand together, before the rest, so that a step that leads nowhere touches little memory.
const LABEL: usize = 2;
/// Bytes of the rest of a place: the base as three, the number of the word that ends here plus one as three (0: none
/// does). The children of a place lie at its base plus their labels; no two places have the same base, so that a place
/// belongs to one parent.
const REST: usize = 6;
pub(super) const PLACE: usize = LABEL + REST;
/// The most characters that can be labels, and the most words.
pub(super) const MOST_LABELS: usize = (1 << 16) - 1;
const MOST_WORDS: u32 = (1 << 24) - 1;
/// The base of a place without children: no array is so long.
const CHILDLESS: u32 = (1 << 24) - 1;
const ROOT: u32 = 0;

/// Words as the ways through a trie. Labels are numbers of characters from 1, the commonest first: what is looked for
/// lies near together.
pub(super) struct Trie {
    bytes: Cow<'static, [u8]>,
    places: usize,
}

impl Trie {
    /// The trie in `bytes`. What is damaged gives other words, or none.
    pub fn new(bytes: Cow<'static, [u8]>) -> Trie {
        Trie { places: bytes.len() / PLACE, bytes }
    }

    /// Where every word begins.
    pub fn root(&self) -> u32 {
        ROOT
    }

    /// The child of `place` by `label`, which is not 0.
    #[inline]
    pub fn step(&self, place: u32, label: u16) -> Option<u32> {
        self.child(self.base(place), label)
    }

    /// The child by `label` of the place whose base is `base`.
    #[inline]
    pub fn child(&self, base: u32, label: u16) -> Option<u32> {
        let child = base + u32::from(label);
        (self.label(child) == label).then_some(child)
    }

    /// The number of the word that ends at `place`.
    #[inline]
    pub fn word(&self, place: u32) -> Option<u32> {
        self.rest(place).and_then(|[.., a, b, c]| u32::from_le_bytes([a, b, c, 0]).checked_sub(1))
    }

    #[inline]
    fn label(&self, place: u32) -> u16 {
        let start = LABEL * place as usize;
        let bytes = self.bytes[..LABEL * self.places].get(start..start + LABEL);
        bytes.map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    /// Where the children of `place` lie, for one that many are asked of.
    #[inline]
    pub fn base(&self, place: u32) -> u32 {
        self.rest(place).map_or(CHILDLESS, |[a, b, c, ..]| u32::from_le_bytes([a, b, c, 0]))
    }

    #[inline]
    fn rest(&self, place: u32) -> Option<[u8; REST]> {
        let start = LABEL * self.places + REST * place as usize;
        self.bytes.get(start..start + REST)?.try_into().ok()
    }

    /// Shows `see` the labels of every two places of which one leads to the other.
    pub fn each_pair(&self, mut see: impl FnMut(u16, u16)) {
        // By base: the label of the place that has it.
        let mut labels = vec![0; self.places];
        for place in 1..self.places as u32 {
            let label = self.label(place);
            if label != 0
                && let Some(slot) = labels.get_mut(self.base(place) as usize)
            {
                *slot = label;
            }
        }
        for place in 1..self.places as u32 {
            let label = self.label(place);
            let parent = place.checked_sub(u32::from(label)).and_then(|base| labels.get(base as usize));
            if let Some(parent) = parent.filter(|parent| label != 0 && **parent != 0) {
                see(*parent, label);
            }
        }
    }

    /// Shows `see` every word: the labels on its way, in their order, and its number.
    pub fn each(&self, mut see: impl FnMut(&[u16], u32)) {
        let count = self.places as u32;
        let mut parents: FxHashMap<u32, u32> = FxHashMap::default();
        for place in (0..count).filter(|place| *place == ROOT || self.label(*place) != 0) {
            parents.entry(self.base(place)).or_insert(place);
        }
        // A place has one label and with it at most one parent: whatever is damaged, no way leads round in a circle.
        let mut children: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for child in 1..count {
            let label = u32::from(self.label(child));
            if let Some(parent) = (label > 0).then(|| parents.get(&child.checked_sub(label)?)).flatten() {
                children.entry(*parent).or_default().push(child);
            }
        }
        let mut labels: Vec<u16> = Vec::new();
        let mut open: Vec<(u32, usize)> = vec![(ROOT, 0)];
        while let Some((place, depth)) = open.pop() {
            if depth > 0 {
                labels.truncate(depth - 1);
                labels.push(self.label(place));
            }
            if let Some(word) = self.word(place) {
                see(&labels, word);
            }
            // Of one parent, the places of children rise with their labels.
            open.extend(children.get(&place).into_iter().flatten().rev().map(|child| (*child, depth + 1)));
        }
    }
}

/// A word that is being placed: what it is spelled with, and its number.
type Labelled = (Vec<u16>, u32);

/// The array for `words`, each spelled with labels, in their order and each once. `None` where there are more words or
/// more places than fit.
pub(super) fn build(words: &[Labelled]) -> Option<Vec<u8>> {
    if words.iter().any(|(labels, word)| *word >= MOST_WORDS || labels.contains(&0)) {
        return None;
    }
    let mut array = Array { labels: vec![0], rest: Vec::new(), is_base: Vec::new(), first_free: 1 };
    // The places whose children are yet to be placed, with the words that go on there and how far they have come.
    let mut open: Vec<(usize, &[Labelled], usize)> = vec![(ROOT as usize, words, 0)];
    while let Some((place, words, depth)) = open.pop() {
        let (ends, rest) = words.split_at(words.partition_point(|(labels, _)| labels.len() == depth));
        let word = ends.first().map_or(0, |(_, word)| word + 1);
        let groups: Vec<&[Labelled]> = rest.chunk_by(|a, b| a.0[depth] == b.0[depth]).collect();
        let labels: Vec<u16> = groups.iter().map(|group| group[0].0[depth]).collect();
        let base = if labels.is_empty() { CHILDLESS as usize } else { array.base(&labels) };
        if !labels.is_empty() && base + MOST_LABELS >= CHILDLESS as usize {
            return None;
        }
        array.rest.resize(array.labels.len(), (0, 0));
        array.rest[place] = (base as u32, word);
        for (label, group) in labels.iter().zip(groups) {
            array.labels[base + usize::from(*label)] = *label;
            open.push((base + usize::from(*label), group, depth + 1));
        }
    }
    let labels = array.labels.iter().flat_map(|label| label.to_le_bytes());
    let rest = array.rest.iter().flat_map(|(base, word)| [*base, *word]);
    let three = |number: u32| number.to_le_bytes().into_iter().take(3);
    Some(labels.chain(rest.flat_map(three)).collect())
}

/// The array while it is filled.
struct Array {
    /// A place that is taken has a label; the root is the first.
    labels: Vec<u16>,
    /// Bases, and numbers of words plus one.
    rest: Vec<(u32, u32)>,
    is_base: Vec<bool>,
    first_free: usize,
}

impl Array {
    /// Where children with these labels, which rise, find room; the room is there afterwards.
    fn base(&mut self, labels: &[u16]) -> usize {
        let (first, last) = (usize::from(labels[0]), usize::from(labels[labels.len() - 1]));
        while self.is_taken(self.first_free) {
            self.first_free += 1;
        }
        let mut place = self.first_free.max(first);
        loop {
            let base = place - first;
            let is_base = self.is_base.get(base).is_some_and(|is| *is);
            if !is_base && labels.iter().all(|label| !self.is_taken(base + usize::from(*label))) {
                self.labels.resize(self.labels.len().max(base + last + 1), 0);
                self.is_base.resize(self.is_base.len().max(base + 1), false);
                self.is_base[base] = true;
                return base;
            }
            place += 1;
        }
    }

    fn is_taken(&self, place: usize) -> bool {
        place == 0 || self.labels.get(place).is_some_and(|label| *label != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(words: &[&[u16]]) -> Vec<Labelled> {
        words.iter().zip(0..).map(|(labels, n)| (labels.to_vec(), n)).collect()
    }

    #[test]
    fn words_are_found_and_told_in_order() {
        let words = labelled(&[&[1], &[1, 2], &[1, 2, 9], &[2, 1], &[9, 9, 9], &[300]]);
        let trie = Trie::new(build(&words).unwrap().into());
        let find = |labels: &[u16]| {
            labels.iter().try_fold(trie.root(), |place, label| trie.step(place, *label)).map(|p| trie.word(p))
        };
        assert!(words.iter().all(|(labels, n)| find(labels) == Some(Some(*n))));
        assert_eq!((find(&[]), find(&[2]), find(&[9, 9])), (Some(None), Some(None), Some(None)));
        assert_eq!((find(&[3]), find(&[1, 9]), find(&[300, 1]), find(&[65_535])), (None, None, None, None));
        let mut told = Vec::new();
        trie.each(|labels, n| told.push((labels.to_vec(), n)));
        assert_eq!(told, words);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_is_damaged_ends() {
        assert_eq!(build(&[(vec![0], 1)]), None);
        assert_eq!(build(&[(vec![1], MOST_WORDS)]), None);
        assert_eq!(Trie::new(build(&[]).unwrap().into()).step(ROOT, 1), None);
        let bytes = build(&labelled(&[&[1], &[1, 2], &[2, 1, 2]])).unwrap();
        for at in 0..bytes.len() {
            for change in [0x01, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= change;
                let trie = Trie::new(damaged.into());
                let mut count = 0;
                trie.each(|_, _| count += 1);
                assert!(count <= bytes.len() / PLACE, "byte {at}");
            }
        }
    }
}
