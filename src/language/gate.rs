//! Which two characters have been seen side by side: the fast look that decides where anything slower looks at all.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use super::commonest::{self, Places};
use super::format::{
    COMMONEST, INSIDE_BITS, INSIDE_BYTES, PAIRS, SEEN_BITS, SEEN_BYTES, TABLE_BYTES, any, cut,
};
use super::model::Model;
use super::vocabulary::Vocabulary;
use crate::error::{Error, data_error};
use crate::text::is_han;

/// The pairs that are compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/language/pairs.bin");
/// Their name in errors.
const BUILT_IN_NAME: &str = "language/pairs.bin";

/// log10 probability from which a word is so common that a misread character is looked for in it: one of 32,000.
const COMMON: f32 = -5.5;

/// What [`any`] says of the tables of pairs inside common words that are compiled in, laid out when the program was built.
const BUILT_IN_ANY: [&[u8]; 2] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/pairs.inside_any")),
    include_bytes!(concat!(env!("OUT_DIR"), "/pairs.inside_common_any")),
];

/// Pairs of Simplified characters, as bits at hashed places: a pair that was seen is always found, one that was not is
/// taken for seen once in some twenty times. What they say of the commonest characters stands in tables once more.
pub struct Gate {
    seen: Cow<'static, [u8]>,
    inside: Cow<'static, [u8]>,
    list: Cow<'static, [u8]>,
    seen_common: Cow<'static, [u8]>,
    inside_common: Cow<'static, [u8]>,
    /// Whether any bit of a byte of `inside` and of `inside_common` is set: an eighth of their size, small enough for the
    /// processor's cache, and nearly all that is asked is answered by it.
    inside_any: Cow<'static, [u8]>,
    inside_common_any: Cow<'static, [u8]>,
    /// Of characters in the list; [`COMMONEST`] for the others.
    places: Places,
}

/// A character with its place among the commonest.
type Placed = (char, usize);

impl Gate {
    /// The name of the file in a folder of data.
    pub const FILE: &str = "pairs.bin";

    /// The pairs that are compiled in.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged `dictionaries/language/pairs.bin`.
    pub fn built_in() -> Result<&'static Gate, Error> {
        static GATE: OnceLock<Option<Gate>> = OnceLock::new();
        let gate = || {
            let parts = cut(BUILT_IN, PAIRS)?.map(Cow::Borrowed);
            Some(Gate::with(parts, BUILT_IN_ANY.map(Cow::Borrowed)))
        };
        GATE.get_or_init(gate).as_ref().ok_or_else(|| data_error(BUILT_IN_NAME, "is of another length"))
    }

    /// The pairs in the file `path`, as [`Gate::to_bytes`] gives them.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Data`] where it is of another length.
    pub fn open(path: &Path) -> Result<Gate, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        let parts = cut(&bytes, PAIRS)
            .ok_or_else(|| data_error(&path.display().to_string(), "is of another length"))?;
        Ok(Gate::of(parts.map(<[u8]>::to_vec)))
    }

    fn of(parts: [Vec<u8>; 5]) -> Gate {
        let [_, inside, _, _, inside_common] = &parts;
        let any = [inside, inside_common].map(|table| any(table).into());
        Gate::with(parts.map(Cow::Owned), any)
    }

    fn with(parts: [Cow<'static, [u8]>; 5], any: [Cow<'static, [u8]>; 2]) -> Gate {
        let ([seen, inside, list, seen_common, inside_common], [inside_any, inside_common_any]) =
            (parts, any);
        let places = Places::of(&list, COMMONEST as u16);
        Gate { seen, inside, list, seen_common, inside_common, inside_any, inside_common_any, places }
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
        let list = commonest::list(model, COMMONEST);
        let common = || commonest::characters(&list).enumerate();
        let (mut seen_common, mut inside_common) = (vec![0; TABLE_BYTES], vec![0; TABLE_BYTES]);
        for (row, first) in common() {
            for (column, second) in common() {
                let at = (row * COMMONEST + column) as u32;
                if is_set(&seen, place(first, second, SEEN_BITS)) {
                    set(&mut seen_common, at);
                }
                if is_set(&inside, place(first, second, INSIDE_BITS)) {
                    set(&mut inside_common, at);
                }
            }
        }
        Gate::of([seen, inside, list, seen_common, inside_common])
    }

    /// The file that [`Gate::open`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Gate { seen, inside, list, seen_common, inside_common, .. } = self;
        [seen, inside, list, seen_common, inside_common].map(AsRef::as_ref).concat()
    }

    /// The bit of the two characters in a table of the commonest, where both are among these.
    #[inline]
    fn common(&self, first: char, second: char) -> Option<u32> {
        let [row, column] = [first, second].map(|c| usize::from(self.places.place(c)));
        (row < COMMONEST && column < COMMONEST).then_some((row * COMMONEST + column) as u32)
    }

    /// Whether `second` was seen after `first`.
    #[inline]
    pub fn seen(&self, first: char, second: char) -> bool {
        match self.common(first, second) {
            Some(at) => is_set(&self.seen_common, at),
            None => is_set(&self.seen, place(first, second, SEEN_BITS)),
        }
    }

    /// The places, in order, of those of `chars` that were never seen behind the one before them, both Han.
    pub(crate) fn unseen(&self, chars: &[char]) -> impl Iterator<Item = usize> {
        let place = |c: char| usize::from(self.places.place(c));
        let mut before = ('\0', COMMONEST);
        chars.iter().enumerate().filter_map(move |(n, c)| {
            let (column, (first, row)) = (place(*c), before);
            before = (*c, column);
            let is_unseen = match row < COMMONEST && column < COMMONEST {
                true => !is_set(&self.seen_common, (row * COMMONEST + column) as u32),
                false => is_han(*c) && is_han(first) && !self.seen(first, *c),
            };
            is_unseen.then_some(n)
        })
    }

    /// Whether `second` stands after `first` in a common word.
    #[inline]
    pub fn inside(&self, first: char, second: char) -> bool {
        self.inside_at(self.placed(first), self.placed(second))
    }

    #[inline]
    fn inside_at(&self, (first, row): Placed, (second, column): Placed) -> bool {
        if row < COMMONEST && column < COMMONEST {
            let at = (row * COMMONEST + column) as u32;
            is_set(&self.inside_common_any, at >> 3) && is_set(&self.inside_common, at)
        } else {
            let at = place(first, second, INSIDE_BITS);
            is_set(&self.inside_any, at >> 3) && is_set(&self.inside, at)
        }
    }

    #[inline]
    fn placed(&self, c: char) -> Placed {
        (c, usize::from(self.places.place(c)))
    }

    /// Says of many characters whether one of them stands in a common word with one of these two, between which it is.
    pub(crate) fn between(&self, before: Option<char>, behind: Option<char>) -> impl Fn(char) -> bool {
        let [before, behind] = [before, behind].map(|c| c.map(|c| self.placed(c)));
        move |c| {
            let here = self.placed(c);
            before.is_some_and(|before| self.inside_at(before, here))
                || behind.is_some_and(|behind| self.inside_at(here, behind))
        }
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
        for (before, c, behind) in
            [(None, '教', Some('育')), (Some('教'), '育', Some('枝')), (Some('擞'), '育', None)]
        {
            let inside =
                before.is_some_and(|b| gate.inside(b, c)) || behind.is_some_and(|b| gate.inside(c, b));
            assert_eq!(gate.between(before, behind)(c), inside, "{c}");
        }
        let text: Vec<char> = "教育，擞育学枝。𠀀学a枝".chars().collect();
        let unseen = |n: &usize| {
            *n > 0 && is_han(text[n - 1]) && is_han(text[*n]) && !gate.seen(text[n - 1], text[*n])
        };
        assert!(gate.unseen(&text).eq((0..text.len()).filter(unseen)));
    }

    #[test]
    fn the_file_is_made_from_the_words() {
        let derived = Gate::derive(Model::built_in().unwrap(), Vocabulary::built_in().unwrap());
        assert!(derived.to_bytes() == BUILT_IN, "run examples/pack_pairs.rs again");
        let built_in = Gate::built_in().unwrap();
        assert!(derived.inside_any == built_in.inside_any);
        assert!(derived.inside_common_any == built_in.inside_common_any);
        let set: u32 = derived.seen.iter().map(|byte| byte.count_ones()).sum();
        assert!(set < 1 << (SEEN_BITS - 3), "{set}: too full to tell pairs apart");
    }
}
