//! What the document itself says: which characters it uses, and which pairs of characters stand in it elsewhere.

use rustc_hash::FxHashMap;

use super::token::{Kind, Token};
use crate::text::{Bits, add, is_han, is_in_set, set_of};

/// What a pair seen once elsewhere is worth, in powers of ten, and what more of them can add.
const SEEN: f32 = 0.7;
const SEEN_MORE: f32 = 0.8;
pub(super) const MOST: f32 = 2.2;

/// log2 of the bits that tell which characters may have been heard after those that share a place, and of such places: what
/// is asked about one character lies near together.
const SECOND_BITS: u32 = 12;
const FIRST_BITS: u32 = 9;

/// The characters and pairs of one document.
#[derive(Debug)]
pub(super) struct Witness {
    uses: FxHashMap<char, u32>,
    /// The characters used more than once.
    used: Box<Bits>,
    pairs: FxHashMap<u64, u32>,
    /// A bit for each pair heard, at hashed places: most that are asked for were not, and need not be looked up.
    heard: Vec<u64>,
}

impl Default for Witness {
    fn default() -> Witness {
        let (uses, pairs) = Default::default();
        Witness { uses, pairs, used: set_of([]), heard: vec![0; 1 << (FIRST_BITS + SECOND_BITS - 6)] }
    }
}

impl Witness {
    /// Takes in a line that stands so many times. Glosses are passed over: the characters on either side of one stand
    /// together.
    pub(super) fn hear(&mut self, tokens: &[Token], times: u32) {
        let mut previous = None;
        for token in tokens {
            let Kind::Char { c, .. } = token.kind else { continue };
            let uses = self.uses.entry(c).or_default();
            *uses += times;
            if *uses > 1 {
                add(&mut self.used, c);
            }
            if let Some(previous) = previous.filter(|p| is_han(*p) && is_han(c)) {
                let key = pair(previous, c);
                *self.pairs.entry(key).or_default() += times;
                let (word, bit) = place(previous, c);
                self.heard[word] |= bit;
            }
            previous = Some(c);
        }
    }

    /// Whether the document uses a character more than once: a misread one stands there by chance.
    pub(super) fn uses(&self, c: char) -> bool {
        is_in_set(&self.used, c)
    }

    /// What it speaks for `second` after `first`, in powers of ten; a pair that stands as it was found (not `mended`)
    /// is no witness for itself.
    #[inline(always)]
    pub(super) fn speaks(&self, first: char, second: char, mended: bool) -> f32 {
        let (word, bit) = place(first, second);
        if self.heard[word] & bit == 0 {
            return 0.0;
        }
        self.heard_of(pair(first, second), mended)
    }

    /// The same for a pair that may have been heard.
    #[cold]
    fn heard_of(&self, key: u64, mended: bool) -> f32 {
        let seen = self.pairs.get(&key).copied().unwrap_or(0);
        match seen.saturating_sub(u32::from(!mended)) {
            0 => 0.0,
            n => (SEEN + SEEN_MORE * (n as f32).log10()).min(MOST),
        }
    }
}

/// What stands for two characters.
#[inline]
fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The word and the bit at which a pair is noted.
#[inline]
fn place(first: char, second: char) -> (usize, u64) {
    // 2^32 divided by the golden ratio: spreads the characters.
    let spread = |c: char, bits: u32| ((c as u32).wrapping_mul(0x9E37_79B9) >> (u32::BITS - bits)) as usize;
    let place = spread(first, FIRST_BITS) << SECOND_BITS | spread(second, SECOND_BITS);
    (place >> 6, 1 << (place & 63))
}
