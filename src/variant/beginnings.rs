//! At which characters of a text a key of several may stand: a look at few bytes that are near, before the keys are asked.

use super::made::zeros;
use crate::text::{Pairs, pair};

/// The pairs that stand side by side in a key: where they do in none, no key reaches over from the one to the other. The fifty
/// thousand keys have 61,000 such pairs: of others one in 17 is not told.
pub(super) type Within = Pairs<{ 1 << 14 }>;
/// The pairs that keys begin with. Ten thousand keys begin with 8,000: of others one in 32 is not told.
pub(super) type Firsts = Pairs<{ 1 << 12 }>;

/// A bit for every key of two characters and, behind these, one for every beginning of three, at a place that others may
/// share. Smaller than the keys, and nearer: at most characters of a text no key of several stands, and this tells without a
/// look at them.
#[derive(Debug)]
pub(super) struct Beginnings(Box<[u64; 2 * Beginnings::WORDS]>);

impl Beginnings {
    /// Bits of each, as a power of two. Of fifty thousand keys 19,000 are pairs, and the others begin with 28,000 triples: where
    /// none stands, one place in 22 is not told. With half of the bits one in eleven, and more than that is slower.
    const BITS: u32 = 20;
    const WORDS: usize = (1 << Beginnings::BITS) / 64;

    /// Of no key.
    pub fn new() -> Beginnings {
        Beginnings(zeros())
    }

    /// And of `key`, where that lies in the plane.
    pub fn add(&mut self, key: &str) {
        let mut numbers = key.chars().map(u32::from);
        let (Some(first), Some(second)) = (numbers.next(), numbers.next()) else { return };
        let pair = pair(first, second);
        let place = match numbers.next() {
            None => Beginnings::of_pair(pair),
            Some(third) => Beginnings::of_triple(pair, third),
        };
        self.0[place / 64] |= 1 << (place % 64);
    }

    #[inline]
    fn of_pair(pair: u32) -> usize {
        (pair >> (u32::BITS - Beginnings::BITS)) as usize
    }

    #[inline]
    fn of_triple(pair: u32, third: u32) -> usize {
        let hash = (pair.rotate_left(16) ^ third).wrapping_mul(0x9E37_79B1);
        64 * Beginnings::WORDS + (hash >> (u32::BITS - Beginnings::BITS)) as usize
    }

    #[inline]
    fn at(&self, place: usize) -> u64 {
        self.0[place / 64] >> (place % 64)
    }

    /// Whether these two may be a key: where this denies it, they are not.
    #[inline]
    pub fn may_be(&self, first: u32, second: u32) -> bool {
        self.at(Beginnings::of_pair(pair(first, second))) & 1 != 0
    }

    /// Whether a key may begin with these three, or the first two be one.
    #[inline]
    pub fn may_have(&self, first: u32, second: u32, third: u32) -> bool {
        let pair = pair(first, second);
        (self.at(Beginnings::of_pair(pair)) | self.at(Beginnings::of_triple(pair, third))) & 1 != 0
    }
}
