//! Which two characters have been seen side by side: the fast look that decides where anything slower looks at all.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use super::format::data_error;
use super::model::Model;
use super::vocabulary::Vocabulary;
use crate::error::Error;

/// The pairs that are compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/language/pairs.bin");
/// Their name in errors.
const BUILT_IN_NAME: &str = "language/pairs.bin";

/// Bits of the table of pairs seen at all: 2 MB, one bit in twenty set.
const SEEN_BITS: u32 = 24;
/// Bits of the table of pairs inside common words: 1 MB, one bit in two hundred set.
const INSIDE_BITS: u32 = 23;
/// log10 probability from which a word is so common that a misread character is looked for in it: one of 32,000.
const COMMON: f32 = -5.5;
const SEEN_BYTES: usize = 1 << (SEEN_BITS - 3);
const INSIDE_BYTES: usize = 1 << (INSIDE_BITS - 3);

/// Pairs of Simplified characters, as bits at hashed places: a pair that was seen is always found, one that was not is
/// taken for seen once in some twenty times.
pub struct Gate {
    seen: Cow<'static, [u8]>,
    inside: Cow<'static, [u8]>,
}

impl Gate {
    /// The name of the file in a folder of data.
    pub const FILE: &str = "pairs.bin";

    /// The pairs that are compiled in.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged `dictionaries/language/pairs.bin`.
    pub fn built_in() -> Result<&'static Gate, Error> {
        static GATE: OnceLock<Option<Gate>> = OnceLock::new();
        GATE.get_or_init(|| {
            let (seen, inside) = BUILT_IN.split_at_checked(SEEN_BYTES)?;
            (inside.len() == INSIDE_BYTES).then_some(Gate { seen: seen.into(), inside: inside.into() })
        })
        .as_ref()
        .ok_or_else(|| data_error(BUILT_IN_NAME, "is of another length"))
    }

    /// The pairs in the file `path`, as [`Gate::to_bytes`] gives them.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Data`] where it is of another length.
    pub fn open(path: &Path) -> Result<Gate, Error> {
        let mut seen = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        if seen.len() != SEEN_BYTES + INSIDE_BYTES {
            return Err(data_error(&path.display().to_string(), "is of another length"));
        }
        let inside = seen.split_off(SEEN_BYTES);
        Ok(Gate { seen: seen.into(), inside: inside.into() })
    }

    /// The pairs that stand inside the words of `model` and `vocabulary`, and where one word of `model` follows another.
    pub fn derive(model: &Model, vocabulary: &Vocabulary) -> Gate {
        let mut seen = vec![0; SEEN_BYTES];
        let mut inside = vec![0; INSIDE_BYTES];
        let mut within = |word: &str, is_common: bool| {
            for (first, second) in word.chars().zip(word.chars().skip(1)) {
                set(&mut seen, place(first, second, SEEN_BITS));
                if is_common {
                    set(&mut inside, place(first, second, INSIDE_BITS));
                }
            }
        };
        let mut ends = Vec::new();
        model.each_word(|spelling, word| {
            within(spelling, model.unigram(word) >= COMMON);
            if let (Some(first), Some(last)) = (spelling.chars().next(), spelling.chars().next_back()) {
                let number = word.number() as usize;
                ends.resize(ends.len().max(number + 1), None);
                ends[number] = Some((word, first, last));
            }
        });
        vocabulary.each_word(|word| within(word, false));
        for &(word, _, last) in ends.iter().flatten() {
            for next in model.followers(word) {
                if let Some(Some((_, first, _))) = ends.get(next.number() as usize) {
                    set(&mut seen, place(last, *first, SEEN_BITS));
                }
            }
        }
        Gate { seen: seen.into(), inside: inside.into() }
    }

    /// The file that [`Gate::open`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.seen.as_ref(), self.inside.as_ref()].concat()
    }

    /// Whether `second` was seen after `first`.
    #[inline]
    pub fn seen(&self, first: char, second: char) -> bool {
        is_set(&self.seen, place(first, second, SEEN_BITS))
    }

    /// Whether `second` stands after `first` in a common word.
    #[inline]
    pub fn inside(&self, first: char, second: char) -> bool {
        is_set(&self.inside, place(first, second, INSIDE_BITS))
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

/// The place of a pair in a table of two to the power of `bits` bits.
#[inline]
fn place(first: char, second: char, bits: u32) -> u32 {
    let mixed =
        (first as u32).wrapping_mul(0x9E37_79B1) ^ (second as u32).wrapping_mul(0x85EB_CA6B).rotate_left(15);
    mixed.wrapping_mul(0xC2B2_AE35) >> (32 - bits)
}

#[inline]
pub(super) fn is_set(table: &[u8], place: u32) -> bool {
    table.get((place >> 3) as usize).is_some_and(|byte| byte >> (place & 7) & 1 == 1)
}

pub(super) fn set(table: &mut [u8], place: u32) {
    table[(place >> 3) as usize] |= 1 << (place & 7);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_pass_and_misread_ones_do_not() {
        let gate = Gate::built_in().unwrap();
        assert!(gate.inside('教', '育') && gate.seen('教', '育'));
        assert!(!gate.seen('擞', '育') && !gate.seen('学', '枝'));
    }

    #[test]
    fn the_file_is_made_from_the_words() {
        let derived = Gate::derive(Model::built_in().unwrap(), Vocabulary::built_in().unwrap());
        assert!(derived.to_bytes() == BUILT_IN, "run examples/pack_pairs.rs again");
        let set: u32 = derived.seen.iter().map(|byte| byte.count_ones()).sum();
        assert!(set < 1 << (SEEN_BITS - 3), "{set}: too full to tell pairs apart");
    }
}
