//! What the document itself says: which characters it uses, and which pairs of characters stand in it elsewhere.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::token::{Kind, Token};
use crate::text::{Bits, add, is_han, is_in_set, set_of};

/// What a pair seen once elsewhere is worth, in powers of ten, and what more of them can add.
const SEEN: f32 = 0.7;
const SEEN_MORE: f32 = 0.8;
pub(super) const MOST: f32 = 2.2;

/// log2 of the bits that tell which characters may have been heard after those that share a place, and of such places at most:
/// what is asked about one character lies near together.
const SECOND_BITS: u32 = 12;
const FIRST_BITS: u32 = 9;
/// log2 of the bits for a byte of the document: few pairs share one.
const BYTE_BITS: u32 = 4;

/// The characters and pairs of one document.
#[derive(Debug)]
pub(super) struct Witness {
    uses: FxHashMap<char, u32>,
    /// The characters used more than once.
    used: Box<Bits>,
    pairs: FxHashMap<u64, u32>,
    /// A bit for each pair heard, at hashed places: most that are asked for were not, and need not be looked up.
    heard: Vec<u64>,
    /// log2 of the places for first characters among these.
    first_bits: u32,
    /// Those that were asked for since [`Witness::asked`].
    asked: RefCell<AskedFor>,
}

/// Pairs that were heard and asked for, a bit each at hashed places.
pub(super) type AskedFor = Box<[u64; 1 << (ASKED_BITS - 6)]>;

/// log2 of these bits.
const ASKED_BITS: u32 = 14;
/// In how many pairs two documents may differ for what was found in one to hold in the other.
const DIFFERENT: usize = 64;

impl Witness {
    /// Of a document of so many bytes.
    pub(super) fn of(bytes: usize) -> Witness {
        let (uses, pairs) = Default::default();
        let bits = bytes.checked_ilog2().unwrap_or(0) + BYTE_BITS;
        let first_bits = bits.saturating_sub(SECOND_BITS).clamp(1, FIRST_BITS);
        let heard = vec![0; 1 << (first_bits + SECOND_BITS - 6)];
        Witness { uses, pairs, used: set_of([]), heard, first_bits, asked: nothing().into() }
    }

    /// Takes in a line; one that stands again is no second witness, least of all for what is damaged in it. Glosses are passed
    /// over: the characters on either side of one stand together.
    pub(super) fn hear(&mut self, tokens: &[Token]) {
        let mut previous = None;
        for token in tokens {
            let Kind::Char { c, .. } = token.kind else { continue };
            let uses = self.uses.entry(c).or_default();
            *uses += 1;
            if *uses > 1 {
                add(&mut self.used, c);
            }
            if let Some(previous) = previous.filter(|p| is_han(*p) && is_han(c)) {
                let key = pair(previous, c);
                *self.pairs.entry(key).or_default() += 1;
                let (word, bit) = self.place(previous, c);
                self.heard[word] |= bit;
            }
            previous = Some(c);
        }
    }

    /// Whether the document uses a character more than once: a misread one stands there by chance.
    pub(super) fn uses(&self, c: char) -> bool {
        is_in_set(&self.used, c)
    }

    #[cfg(test)]
    pub(super) fn every_pair(&self) -> Vec<u64> {
        self.pairs.keys().copied().collect()
    }

    /// The pairs heard that were asked for since the last time.
    pub(super) fn asked(&self) -> AskedFor {
        self.asked.replace(nothing())
    }

    /// The pairs for which this document speaks otherwise than `other`; `None` where these are many, where one of the two never
    /// has one of them, which leaves no trace in [`Witness::asked`], or where another character is used more than once.
    pub(super) fn differing(&self, other: &Witness) -> Option<Vec<u64>> {
        if self.used != other.used || self.pairs.len() != other.pairs.len() {
            return None;
        }
        let says = |count: u32| [count, count.saturating_sub(1)].map(speak);
        let differs =
            |(key, count): &(&u64, &u32)| other.pairs.get(key).is_none_or(|n| says(*n) != says(**count));
        let differing = self.pairs.iter().filter(differs);
        let differing: Vec<u64> = differing.map(|(key, _)| *key).take(DIFFERENT + 1).collect();
        let are_in_both = differing.iter().all(|key| other.pairs.contains_key(key));
        (differing.len() <= DIFFERENT && are_in_both).then_some(differing)
    }

    /// What it speaks for `second` after `first`, in powers of ten; a pair that stands as it was found (not `mended`)
    /// is no witness for itself.
    #[inline(always)]
    pub(super) fn speaks(&self, first: char, second: char, mended: bool) -> f32 {
        let (word, bit) = self.place(first, second);
        if self.heard[word] & bit == 0 {
            return 0.0;
        }
        self.heard_of(pair(first, second), mended)
    }

    /// The word and the bit at which a pair is noted.
    #[inline(always)]
    fn place(&self, first: char, second: char) -> (usize, u64) {
        // 2^32 divided by the golden ratio: spreads the characters.
        let spread =
            |c: char, bits: u32| ((c as u32).wrapping_mul(0x9E37_79B9) >> (u32::BITS - bits)) as usize;
        let place = spread(first, self.first_bits) << SECOND_BITS | spread(second, SECOND_BITS);
        (place >> 6, 1 << (place & 63))
    }

    /// The same for a pair that may have been heard.
    #[cold]
    fn heard_of(&self, key: u64, mended: bool) -> f32 {
        let (word, bit) = asked_place(key);
        self.asked.borrow_mut()[word] |= bit;
        let seen = self.pairs.get(&key).copied().unwrap_or(0);
        speak(seen.saturating_sub(u32::from(!mended)))
    }
}

/// Steps in which what is spoken rises while witnesses double: documents that differ by little say the same.
const STEPS: f32 = 2.0;

/// What so many speak for a pair.
fn speak(seen: u32) -> f32 {
    if seen == 0 {
        return 0.0;
    }
    let doubled = (STEPS * (seen as f32).log2()).round() / STEPS;
    (SEEN + SEEN_MORE * std::f32::consts::LOG10_2 * doubled).min(MOST)
}

/// Nothing was asked for.
fn nothing() -> AskedFor {
    Box::new([0; 1 << (ASKED_BITS - 6)])
}

/// The word and the bit at which it is noted that a pair was asked for.
fn asked_place(key: u64) -> (usize, u64) {
    // 2^64 divided by the golden ratio: spreads the pairs.
    let place = ((key ^ key >> 27).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - ASKED_BITS)) as usize;
    (place >> 6, 1 << (place & 63))
}

/// Whether one of `pairs` was asked for, or may have been.
pub(super) fn is_among(pairs: &[u64], asked: &AskedFor) -> bool {
    pairs.iter().any(|key| {
        let (word, bit) = asked_place(*key);
        asked[word] & bit != 0
    })
}

/// What stands for two characters.
#[inline]
fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}
