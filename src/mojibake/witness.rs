//! What the document itself says: which characters it uses, and which pairs of characters stand in it elsewhere.

use rustc_hash::FxHashMap;

use super::token::{Kind, Token};
use crate::text::is_han;

/// What a pair seen once elsewhere is worth, in powers of ten, and what more of them can add.
const SEEN: f32 = 0.7;
const SEEN_MORE: f32 = 0.8;
const MOST: f32 = 2.2;

/// The characters and pairs of one document.
#[derive(Debug, Default)]
pub(super) struct Witness {
    uses: FxHashMap<char, u32>,
    pairs: FxHashMap<(char, char), u32>,
}

impl Witness {
    /// Takes in a line that stands so many times. Glosses are passed over: the characters on either side of one stand
    /// together.
    pub(super) fn hear(&mut self, tokens: &[Token], times: u32) {
        let mut previous = None;
        for token in tokens {
            let Kind::Char { c, .. } = token.kind else { continue };
            *self.uses.entry(c).or_default() += times;
            if let Some(previous) = previous.filter(|p| is_han(*p) && is_han(c)) {
                *self.pairs.entry((previous, c)).or_default() += times;
            }
            previous = Some(c);
        }
    }

    /// Whether the document uses a character more than once: a misread one stands there by chance.
    pub(super) fn uses(&self, c: char) -> bool {
        self.uses.get(&c).is_some_and(|n| *n > 1)
    }

    /// What it speaks for `second` after `first`, in powers of ten; a pair that stands as it was found (not `mended`)
    /// is no witness for itself.
    pub(super) fn speaks(&self, first: char, second: char, mended: bool) -> f32 {
        let seen = self.pairs.get(&(first, second)).copied().unwrap_or(0);
        match seen.saturating_sub(u32::from(!mended)) {
            0 => 0.0,
            n => (SEEN + SEEN_MORE * (n as f32).log10()).min(MOST),
        }
    }
}
