//! What one step of a conversion makes of a text, without what made it so: as fast as it can be told.

use super::description;
use crate::dictionary::characters::single;
use crate::dictionary::{Lookup, Match};

/// Words of the map of [`Scanner::stops`].
const WORDS: usize = 0x1_0000 / 64;

/// Takes what a step makes of a text, in order.
pub(super) trait Sink {
    /// A stretch that stays.
    fn same(&mut self, text: &str);
    /// What one character becomes.
    fn one(&mut self, c: char);
    /// What a row makes of what it covers.
    fn row(&mut self, value: &str);
    /// Here a row of the step's first group begins or ends.
    fn edge(&mut self) {}
}

impl Sink for String {
    #[inline]
    fn same(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline]
    fn one(&mut self, c: char) {
        self.push(c);
    }

    #[inline]
    fn row(&mut self, value: &str) {
        self.push_str(value);
    }
}

/// What is known of a character before what follows it is seen.
#[derive(Debug, Clone, Copy)]
struct Head {
    /// Where longer keys go on, 0 where none does; [`EDGE`] beside that where it is a row of the first group itself, or
    /// [`STAYS`] alone.
    branch: u32,
    /// What it becomes where no longer key stands; [`LOOK_UP`] where that takes a look at the tables.
    alone: char,
}

/// Stands for the branch of a character that stays, whatever follows it. Bases are lower.
const STAYS: u32 = 1 << 30;
/// After so many characters that stay more are likely to, and are passed over quicker together than one by one: what is
/// Simplified by `t2s`.
const CALM: u32 = 4;

/// Marks in a branch that the character alone begins and ends a row of the first group. Bases are lower.
const EDGE: u32 = 1 << 31;
/// Stands for what one character does not tell.
const LOOK_UP: char = '\0';

/// A step, prepared for running over texts.
#[derive(Debug)]
pub(super) struct Scanner {
    lookup: Lookup,
    /// By the codes of characters.
    heads: Vec<Head>,
    /// A bit for every character of the Basic Multilingual Plane: 0 where it stays, whatever follows it.
    stops: Box<[u64]>,
    /// Says of most pairs of characters that begin no key that they do not.
    pairs: Pairs,
}

/// A bit for every pair of characters that begins a key, at a place that others may share. Small enough to stay near,
/// unlike the keys: most characters of a text begin no key of several, and this tells without a look at them.
#[derive(Debug)]
struct Pairs(Box<[u64]>);

impl Pairs {
    /// Bits, as a power of two. Tables of fifty thousand keys begin with 33,000 pairs: of the pairs that begin none, one
    /// in eight is not told.
    const BITS: u32 = 18;

    fn new(pairs: impl Iterator<Item = (u32, u32)>) -> Pairs {
        let mut words = vec![0u64; (1 << Pairs::BITS) / 64].into_boxed_slice();
        for (branch, code) in pairs {
            let bit = Pairs::bit(branch, code);
            words[bit / 64] |= 1 << (bit % 64);
        }
        Pairs(words)
    }

    /// Knuth's multiplicative hashing; codes have less than sixteen bits, branches less than twenty.
    #[inline]
    fn bit(branch: u32, code: u32) -> usize {
        (((branch << 14) ^ code).wrapping_mul(0x9E37_79B1) >> (u32::BITS - Pairs::BITS)) as usize
    }

    /// Whether a key may go on from `branch` with this code: where this denies it, none does.
    #[inline]
    fn may_have(&self, branch: u32, code: u32) -> bool {
        let bit = Pairs::bit(branch, code);
        self.0.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0)
    }
}

impl Scanner {
    /// Prepares `lookup`, which is to see each first character of `pairs` as the second.
    pub fn new(mut lookup: Lookup, pairs: &[(char, char)]) -> Scanner {
        let mut heads = vec![Head { branch: 0, alone: LOOK_UP }; lookup.codes().end()];
        for (c, code) in lookup.codes().characters() {
            let mut head = Head { branch: lookup.keys().branch(u32::from(code)), alone: c };
            if let Some(found) = lookup.keys().decide(lookup.codes(), c.encode_utf8(&mut [0; 4])) {
                head.alone = single(lookup.value(found)).unwrap_or(LOOK_UP);
                head.branch |= if found.leads { EDGE } else { 0 };
            }
            if head.branch == 0 && head.alone == c {
                head.branch = STAYS;
            }
            heads[usize::from(code)] = head;
        }
        let new = lookup.see_as(pairs);
        heads.extend(new.into_iter().map(|(c, _)| Head { branch: 0, alone: c }));
        let mut stops = vec![0; WORDS].into_boxed_slice();
        let stopping = lookup.codes().characters().filter(|(c, code)| {
            let head = heads[usize::from(*code)];
            head.branch != STAYS || head.alone != *c
        });
        for c in stopping.map(|(c, _)| c).chain(description::OPERATORS) {
            if let Some(word) = stops.get_mut(c as usize / 64) {
                *word |= 1 << (c as u32 % 64);
            }
        }
        let branch =
            |head: &Head| Some((head.branch & !EDGE) as usize).filter(|branch| *branch < STAYS as usize);
        let highest = heads.iter().filter_map(branch).max().unwrap_or(0);
        let mut first = vec![false; highest + 1];
        heads.iter().filter_map(branch).for_each(|branch| first[branch] = true);
        let is_first = |branch: u32| first.get(branch as usize).is_some_and(|first| *first);
        let pairs = Pairs::new(lookup.keys().branches().filter(|(branch, _)| is_first(*branch)));
        Scanner { lookup, heads, stops, pairs }
    }

    /// The tables of the step.
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    #[inline]
    fn stops(&self, c: usize) -> bool {
        self.stops.get(c / 64).is_none_or(|word| word >> (c % 64) & 1 != 0)
    }

    #[inline]
    fn head(&self, code: u32) -> Head {
        self.heads.get(code as usize).copied().unwrap_or(Head { branch: 0, alone: LOOK_UP })
    }

    /// Gives `sink` what the step makes of `text`.
    #[inline]
    pub fn run(&self, text: &str, sink: &mut impl Sink) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let from = at;
            let here = loop {
                match three(bytes, at) {
                    Some(c) if self.stops(c) => break Some(c),
                    Some(_) => at += 3,
                    None => match bytes.get(at) {
                        Some(byte) if *byte < 0x80 && !self.stops(usize::from(*byte)) => at += 1,
                        _ => break None,
                    },
                }
            };
            if from < at {
                sink.same(&text[from..at]);
            }
            at = match here {
                Some(c) => self.stretch(text, at, self.lookup.codes().of_plane(c), sink),
                None if at < bytes.len() => at + self.look_up(&text[at..], sink),
                None => at,
            };
        }
    }

    /// Gives `sink` what becomes of the characters from `at` on, the first of which has this code, up to one that no key
    /// has, to some that stay or to the end of a longer key, and says where that is.
    #[inline]
    fn stretch(&self, text: &str, mut at: usize, mut code: u32, sink: &mut impl Sink) -> usize {
        let (bytes, codes) = (text.as_bytes(), self.lookup.codes());
        // Characters that stay whatever follows them, one after the other.
        let mut calm = 0;
        loop {
            let head = self.head(code);
            calm = if head.branch == STAYS { calm + 1 } else { 0 };
            if head.alone == LOOK_UP || head.branch & EDGE != 0 {
                return at + self.look_up(&text[at..], sink);
            }
            let next = three(bytes, at + 3).map(|c| codes.of_plane(c));
            code = next.unwrap_or(0);
            let longer = match next {
                Some(_) if !self.pairs.may_have(head.branch, code) => None,
                Some(_) => self.lookup.keys().decide_after(head.branch, code, codes, &text[at + 6..]),
                None => self.lookup.keys().decide_from(head.branch, codes, &text[at + 3..]),
            };
            if let Some(found) = longer {
                let end = at + 3 + found.bytes;
                self.give(found, &text[at..end], sink);
                return end;
            }
            // Also where that is the character itself: it is quicker to write it than to ask.
            sink.one(head.alone);
            at += 3;
            if code == 0 || calm == CALM {
                return at;
            }
        }
    }

    /// Gives `sink` what a key makes of `covered`.
    #[inline(never)]
    fn give(&self, found: Match, covered: &str, sink: &mut impl Sink) {
        if found.leads {
            sink.edge();
        }
        if found.plain {
            covered.chars().for_each(|c| sink.one(self.alone(c)));
        } else {
            sink.row(self.lookup.value(found));
        }
        if found.leads {
            sink.edge();
        }
    }

    /// Gives `sink` what becomes of the beginning of `text`, and says how many bytes that are.
    #[inline(never)]
    fn look_up(&self, text: &str, sink: &mut impl Sink) -> usize {
        if let Some(found) = self.lookup.keys().decide(self.lookup.codes(), text) {
            self.give(found, &text[..found.bytes], sink);
            return found.bytes;
        }
        if let Some(bytes) = description::length(text) {
            sink.same(&text[..bytes]);
            return bytes;
        }
        let Some(c) = text.chars().next() else { return text.len() };
        sink.one(self.alone(c));
        c.len_utf8()
    }

    /// What a character becomes that is a row of its own, or none.
    #[inline]
    fn alone(&self, c: char) -> char {
        match self.lookup.codes().get(c) {
            0 => c,
            code => Some(self.head(code).alone).filter(|alone| *alone != LOOK_UP).unwrap_or(c),
        }
    }

    /// Where in `text` the rows of the first group stand, as they are found one after the other.
    pub fn edges(&self, text: &str, mut each: impl FnMut(std::ops::Range<usize>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match three(bytes, at) {
                Some(c) if !self.stops(c) => at += 3,
                _ => {
                    let rest = &text[at..];
                    let first = rest.chars().next().map_or(1, char::len_utf8);
                    at += match self.lookup.keys().decide(self.lookup.codes(), rest) {
                        Some(found) if found.leads => {
                            each(at..at + found.bytes);
                            found.bytes
                        }
                        // A row of another group does not cut, and may not hide one that does.
                        Some(_) => first,
                        None => description::length(rest).unwrap_or(first),
                    };
                }
            }
        }
    }
}

/// The character of three bytes of UTF-8 that stands at `at`, where one does.
#[inline]
fn three(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..at + 3) {
        Some(&[a @ 0xE0..=0xEF, b, c]) => {
            Some((usize::from(a) & 0xF) << 12 | (usize::from(b) & 0x3F) << 6 | usize::from(c) & 0x3F)
        }
        _ => None,
    }
}
