//! Which two characters stand side by side in some word: where none has them so, words meet between them.

use super::model::Label;
use super::trie::Trie;

/// How many of the commonest characters have a bit for every other of them: nearly all that is asked is about two of these,
/// and the bits of the commonest lie together, in the processor's cache.
const COMMONEST: usize = 1 << 11;
/// Bits for pairs with another, as a power of two: at places that others may share. The words of `words.bin` have 60,000 such
/// pairs.
const OTHERS: u32 = 20;

/// A bit for every two characters: set where some word has them side by side, and for some rare ones by chance.
#[derive(Debug)]
pub(crate) struct Joined {
    common: Box<[u64]>,
    others: Box<[u64]>,
}

/// Where the bit of two characters is: among the commonest or not, and its number there.
#[inline]
fn place(first: u16, second: u16) -> (bool, usize) {
    let (row, column) = (usize::from(first), usize::from(second));
    if row < COMMONEST && column < COMMONEST {
        return (true, COMMONEST * row + column);
    }
    // Knuth's multiplicative hashing.
    let hash = (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9E37_79B1);
    (false, (hash >> (u32::BITS - OTHERS)) as usize)
}

impl Joined {
    /// Of the words of `trie`.
    pub(super) fn new(trie: &Trie) -> Joined {
        let mut common = vec![0; COMMONEST * COMMONEST / 64].into_boxed_slice();
        let mut others = vec![0; (1 << OTHERS) / 64].into_boxed_slice();
        trie.each_pair(|first, second| {
            let (is_common, place) = place(first, second);
            let bits: &mut [u64] = if is_common { &mut common } else { &mut others };
            bits[place / 64] |= 1 << (place % 64);
        });
        Joined { common, others }
    }

    /// Whether a word may have these two side by side: where this denies it, none has.
    #[inline]
    pub(crate) fn has(&self, first: Label, second: Label) -> bool {
        let (is_common, place) = place(first.0.get(), second.0.get());
        let bits = if is_common { &self.common } else { &self.others };
        bits[place / 64] >> (place % 64) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Model;

    #[test]
    fn what_a_word_has_side_by_side_is_joined() {
        let model = Model::built_in().unwrap();
        let joined = model.joined();
        let mut pairs = 0;
        model.each_word(|word, _| {
            for (first, second) in word.chars().zip(word.chars().skip(1)) {
                let (first, second) = (model.label(first).unwrap(), model.label(second).unwrap());
                assert!(joined.has(first, second), "{word}");
                pairs += 1;
            }
        });
        assert!(pairs > 100_000);
        let is_joined = |a: char, b: char| joined.has(model.label(a).unwrap(), model.label(b).unwrap());
        assert!(!is_joined('的', '与') && !is_joined('们', '把'));
    }
}
