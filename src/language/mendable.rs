//! Which two characters that were never seen side by side would make a likely word if one of them were another that it
//! looks like: the second look of the gate, so that clean text is read no closer than it must be.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::commonest::{self, Places};
use super::format::cut;
use super::gate::{Gate, is_set, set};
use super::model::Model;
use crate::dictionary::Lookalikes;
use crate::error::{Error, data_error};
use crate::text::is_han;

/// What is compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/language/mendable.bin");
/// Its name in errors.
const BUILT_IN_NAME: &str = "language/mendable.bin";

/// How many of the commonest characters have a row and a column in the table that is asked first: nearly all that is asked
/// is about two of these, and the commonest columns of a row lie together, in the processor's cache.
const COMMONEST: usize = (1 << 12) - 2;
/// Rows and columns: those of what is not common, and of what is not Han, are the last.
const COLUMNS: usize = COMMONEST + 2;
const LIST_BYTES: usize = 2 * COMMONEST;
const GLANCE_BYTES: usize = COLUMNS * COLUMNS / 8;
/// Blocks of the table of pairs, and the bits of a block: 4 MB, not half of the bits set, five for each pair. All five lie in
/// one line of the processor's cache.
const PAIR_BLOCKS: u32 = 16;
const BLOCK_BITS: u32 = 9;
const PAIR_SPOTS: u32 = 5;
/// Bits of the table of longer words with one character left out: 256 kB, one bit in seventy set, two for each.
const HOLE_BITS: u32 = 21;
/// Bits of the table of these words: 128 kB, one bit in a hundred set, two for each.
const WORD_BITS: u32 = 20;
const PAIR_BYTES: usize = 1 << (PAIR_BLOCKS + BLOCK_BITS - 3);
const HOLE_BYTES: usize = 1 << (HOLE_BITS - 3);
const WORD_BYTES: usize = 1 << (WORD_BITS - 3);
/// Of the file: the list of the commonest characters, commonest first, the table of their pairs, and the hashed tables.
const PARTS: [usize; 5] = [LIST_BYTES, GLANCE_BYTES, PAIR_BYTES, HOLE_BYTES, WORD_BYTES];
/// Look-alikes of a character that are tried.
const NEAR: u32 = 40;
/// log10: how much likelier the word must be than the two characters by themselves, for the pair to be worth a look. At
/// 3 one pair in two thousand of clean prose is, and some 12 in 100 corrections that would be made are missed where
/// nothing else tells of OCR: estimated with an earlier form of the table of longer words. (golden/synthetic/
/// ocr-one-in-a-report, unresolved/ocr-two-hints: with the table packed anew)
const WORTH: f32 = 3.0;
/// log10 of the share of misreadings that take a character for its look-alike of rank 0; falls as 1 / (rank + 2).
const CHANNEL: f32 = 0.12;
/// log10 probability from which a longer word is looked for.
const LONGER: f32 = -5.5;
/// Characters of a longer word.
const LEAST: usize = 3;
const LONGEST: usize = 4;

/// The tables, as bits at hashed places: what is worth a look is always found, what is not is by chance, one time in some sixty by
/// the share of bits set. Of the commonest characters a table without chance says first which pairs can be worth it at all.
pub struct Mendable {
    list: Cow<'static, [u8]>,
    glance: Cow<'static, [u8]>,
    pairs: Cow<'static, [u8]>,
    holes: Cow<'static, [u8]>,
    words: Cow<'static, [u8]>,
    places: Places,
}

impl Mendable {
    /// The name of the file in a folder of data.
    pub const FILE: &str = "mendable.bin";
    /// The place of a character that is not among the commonest.
    pub(crate) const UNCOMMON: u16 = COMMONEST as u16;
    /// The place of what is not Han.
    pub(crate) const NOT_HAN: u16 = Mendable::UNCOMMON + 1;

    /// What is compiled in.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged file.
    pub fn built_in() -> Result<&'static Mendable, Error> {
        static TABLE: OnceLock<Option<Mendable>> = OnceLock::new();
        TABLE
            .get_or_init(|| Some(Mendable::with(cut(BUILT_IN, PARTS)?.map(Cow::Borrowed))))
            .as_ref()
            .ok_or_else(|| data_error(BUILT_IN_NAME, "is of another length"))
    }

    fn with([list, glance, pairs, holes, words]: [Cow<'static, [u8]>; 5]) -> Mendable {
        let places = Places::of(&list, Mendable::UNCOMMON);
        Mendable { list, glance, pairs, holes, words, places }
    }

    /// What the file `path` holds, as [`Mendable::to_bytes`] gives it.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Data`] where it is of another length.
    pub fn open(path: &Path) -> Result<Mendable, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        let parts = cut(&bytes, PARTS)
            .ok_or_else(|| data_error(&path.display().to_string(), "is of another length"))?;
        Ok(Mendable::with(parts.map(|part| part.to_vec().into())))
    }

    /// The tables for the words of `model`, what looks like their characters, and the pairs that `gate` has seen.
    pub fn derive(model: &Model, gate: &Gate, lookalikes: &Lookalikes) -> Mendable {
        let [_, mut glance, mut pairs, mut holes, mut words] = PARTS.map(|bytes| vec![0; bytes]);
        let mut table = Mendable::with(
            [commonest::list(model, COMMONEST), Vec::new(), Vec::new(), Vec::new(), Vec::new()]
                .map(Cow::Owned),
        );
        let commonest = table.commonest();
        let mut at_a_glance = |first: char, second: char| {
            if let Some(at) = commonest.at(first, second).filter(|_| !gate.seen(first, second)) {
                set(&mut glance, at);
            }
        };
        // By character that may be meant: the characters that it is read as, with the log10 of how likely.
        let mut read_as: FxHashMap<char, Vec<(char, f32)>> = FxHashMap::default();
        for seen in (0x3400..=0x9FFF).filter_map(char::from_u32) {
            for like in lookalikes.of(seen).take_while(|like| like.rank < NEAR) {
                let channel = (CHANNEL / (like.rank as f32 + 2.0)).log10();
                read_as.entry(like.character).or_default().push((seen, channel));
            }
        }
        let mut alone: FxHashMap<char, f32> = FxHashMap::default();
        let mut alone = |c: char| {
            *alone.entry(c).or_insert_with(|| {
                model.find(c.encode_utf8(&mut [0; 4])).map_or_else(|| model.unknown(c), |w| model.unigram(w))
            })
        };
        model.each_word(|spelling, word| {
            let chars: Vec<char> = spelling.chars().collect();
            let likely = model.unigram(word);
            if let [first, second] = chars[..] {
                let (alone_first, alone_second) = (alone(first), alone(second));
                for &(seen, channel) in read_as.get(&first).into_iter().flatten() {
                    if likely + channel - alone(seen) - alone_second >= WORTH && !gate.seen(seen, second) {
                        note_pair(&mut pairs, seen, second);
                        at_a_glance(seen, second);
                    }
                }
                for &(seen, channel) in read_as.get(&second).into_iter().flatten() {
                    if likely + channel - alone_first - alone(seen) >= WORTH && !gate.seen(first, seen) {
                        note_pair(&mut pairs, first, seen);
                        at_a_glance(first, seen);
                    }
                }
            } else if (LEAST..=LONGEST).contains(&chars.len()) && likely >= LONGER {
                note(&mut words, around(&chars, LONGEST), WORD_BITS);
                for (hole, left_out) in LEFT_OUT.iter().enumerate().take(chars.len()) {
                    note(&mut holes, around(&chars, hole).wrapping_add(*left_out), HOLE_BITS);
                    let (before, behind) = (hole.checked_sub(1).map(|n| chars[n]), chars.get(hole + 1));
                    for &(seen, _) in read_as.get(&chars[hole]).into_iter().flatten() {
                        before.into_iter().for_each(|before| at_a_glance(before, seen));
                        behind.into_iter().for_each(|behind| at_a_glance(seen, *behind));
                    }
                }
            }
        });
        let uncommon = usize::from(Mendable::UNCOMMON);
        for place in 0..=uncommon {
            set(&mut glance, (place * COLUMNS + uncommon) as u32);
            set(&mut glance, (uncommon * COLUMNS + place) as u32);
        }
        let parts = [glance, pairs, holes, words].map(Cow::Owned);
        [table.glance, table.pairs, table.holes, table.words] = parts;
        table
    }

    /// The file that [`Mendable::open`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Mendable { list, glance, pairs, holes, words, .. } = self;
        [list, glance, pairs, holes, words].map(AsRef::as_ref).concat()
    }

    /// The pairs of the commonest characters by themselves.
    pub(crate) fn commonest(&self) -> Commonest<'_> {
        const NONE: &[u8; GLANCE_BYTES] = &[0; GLANCE_BYTES];
        Commonest { places: &self.places, glance: self.glance.first_chunk().unwrap_or(NONE) }
    }

    /// Whether `chars[second - 1]` and `chars[second]`, which `gate` has not seen side by side, are worth a closer look.
    pub fn is_worth(&self, chars: &[char], second: usize, gate: &Gate, lookalikes: &Lookalikes) -> bool {
        let Some([a, b]) = second.checked_sub(1).and_then(|first| chars.get(first..=second)) else {
            return false;
        };
        is_noted_pair(&self.pairs, *a, *b) || self.is_in_longer(chars, second, gate, lookalikes)
    }

    /// Whether a word of three or four characters stands there when one of the two is read as a look-alike. What is
    /// misread has not been seen beside either neighbour.
    fn is_in_longer(&self, chars: &[char], second: usize, gate: &Gate, lookalikes: &Lookalikes) -> bool {
        let first = second - 1;
        // No word reaches over a mark that parts sentences or their parts.
        let goes_on = |c: char| {
            (0x3400..0xFF00).contains(&u32::from(c))
                || !matches!(c, '，' | '。' | '、' | '；' | '：' | '“' | '”' | '\n' | ' ')
        };
        let (mut begin, mut end) = (first, second + 1);
        while begin > 0 && begin + LONGEST > second && goes_on(chars[begin - 1]) {
            begin -= 1;
        }
        while end < second + LONGEST && chars.get(end).is_some_and(|c| goes_on(*c)) {
            end += 1;
        }
        let strange = |n: usize| match n.checked_sub(1).and_then(|before| chars.get(before..=n)) {
            Some([a, b]) => !is_han(*a) || !is_han(*b) || !gate.seen(*a, *b),
            _ => true,
        };
        let holes = [(first, strange(first), true), (second, true, strange(second + 1))];
        holes.into_iter().any(|(hole, left, right)| {
            (LEAST..=LONGEST).any(|length| {
                // Where it was seen beside a neighbour, the word begins or ends with it.
                let from = if left { begin.max((hole + 1).saturating_sub(length)) } else { hole };
                let to = if right { hole + 1 } else { (hole + 2).saturating_sub(length) };
                let to = to.min((end + 1).saturating_sub(length));
                (from..to).any(|start| self.fills(&chars[start..start + length], hole - start, lookalikes))
            })
        })
    }

    /// Whether `word` is one when the character at `hole` is read as a look-alike.
    #[inline]
    fn fills(&self, word: &[char], hole: usize, lookalikes: &Lookalikes) -> bool {
        let rest = around(word, hole);
        is_noted(&self.holes, rest.wrapping_add(LEFT_OUT[hole]), HOLE_BITS)
            && lookalikes
                .of(word[hole])
                .take(NEAR as usize)
                .any(|like| is_noted(&self.words, rest.wrapping_add(at(like.character, hole)), WORD_BITS))
    }
}

/// The commonest characters and which two of them may be worth a closer look: for loops over whole texts.
#[derive(Clone, Copy)]
pub(crate) struct Commonest<'a> {
    places: &'a Places,
    glance: &'a [u8; GLANCE_BYTES],
}

impl Commonest<'_> {
    /// The place of `c` in the list of the commonest, all of which are Han; [`Mendable::UNCOMMON`] where it is not among them.
    #[inline]
    pub fn place(self, c: char) -> u16 {
        self.places.place(c)
    }

    /// Whether two characters by their places were never seen side by side and can be worth a closer look: both Han, and
    /// one uncommon, about which nothing is known here, or both common. Higher bits of a place are passed over.
    #[inline]
    pub fn may_be_worth(self, first: u16, second: u16) -> bool {
        let at = usize::from(first) % COLUMNS * COLUMNS + usize::from(second) % COLUMNS;
        self.glance[at / 8] >> (at % 8) & 1 == 1
    }

    /// The bit of two characters in the table, where both are among the commonest.
    fn at(self, first: char, second: char) -> Option<u32> {
        let [row, column] = [first, second].map(|c| self.place(c));
        let both = row < Mendable::UNCOMMON && column < Mendable::UNCOMMON;
        both.then_some(u32::from(row) * COLUMNS as u32 + u32::from(column))
    }
}

impl std::fmt::Debug for Mendable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mendable").finish_non_exhaustive()
    }
}

/// The places of a pair in the table of pairs.
fn spots(first: char, second: char) -> impl Iterator<Item = u32> {
    let key = at(first, 0).wrapping_add(at(second, 1));
    let key = (key ^ key >> 32).wrapping_mul(MIX);
    let block = (key >> (64 - PAIR_BLOCKS)) as u32;
    let spot = move |n: u32| (key >> (n * BLOCK_BITS)) as u32 & ((1 << BLOCK_BITS) - 1);
    (0..PAIR_SPOTS).map(move |n| block << BLOCK_BITS | spot(n))
}

fn note_pair(table: &mut [u8], first: char, second: char) {
    spots(first, second).for_each(|place| set(table, place));
}

fn is_noted_pair(table: &[u8], first: char, second: char) -> bool {
    // Nearly every second bit is set: not to stop at the first that is not is faster.
    spots(first, second).fold(true, |all, place| all & is_set(table, place))
}

/// What stands for a word without its character `hole`; adding that character gives what stands for the word.
#[inline]
fn around(word: &[char], hole: usize) -> u64 {
    let whole = word.iter().enumerate().map(|(n, c)| at(*c, n)).fold(word.len() as u64, u64::wrapping_add);
    whole.wrapping_sub(word.get(hole).map_or(0, |c| at(*c, hole)))
}

/// What a character adds in place `n`.
fn at(c: char, n: usize) -> u64 {
    u64::from(c).wrapping_mul(SPREAD[n & 3])
}

/// Odd numbers without a pattern, one for each place of a word.
const SPREAD: [u64; LONGEST] =
    [0xD6E8_FEB8_6659_FD93, 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3];
/// What is added where the character in this place is left out.
const LEFT_OUT: [u64; LONGEST] =
    [0x5896_E21D_0CB3_A7C9, 0x1D8E_4E27_C47D_124F, 0xEB44_ACCA_B455_D165, 0x2F63_9E01_5A3C_77B1];

/// 2^64 divided by the golden ratio: spreads keys over the table.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The two places of a key in a table of two to the power of `bits` bits.
fn places(key: u64, bits: u32) -> [u32; 2] {
    let key = (key ^ key >> 32).wrapping_mul(MIX);
    [(key >> (64 - bits)) as u32, (key >> 8) as u32 & ((1 << bits) - 1)]
}

fn note(table: &mut [u8], key: u64, bits: u32) {
    places(key, bits).into_iter().for_each(|place| set(table, place));
}

fn is_noted(table: &[u8], key: u64, bits: u32) -> bool {
    places(key, bits).into_iter().all(|place| is_set(table, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_words_are_worth_a_look_and_chance_is_not() {
        let table = Mendable::built_in().unwrap();
        let (gate, lookalikes) = (Gate::built_in().unwrap(), Lookalikes::built_in().unwrap());
        let worth = |text: &str, second| {
            table.is_worth(&text.chars().collect::<Vec<char>>(), second, gate, lookalikes)
        };
        for text in ["学枝", "院棱"] {
            assert!(worth(text, 1), "{text}");
        }
        assert!(worth("现伐化", 1) && worth("现伐化", 2));
        assert!(!worth("枝则", 1));
        assert!(!worth("枝", 0) && !worth("", 3));
    }

    #[test]
    fn what_is_worth_a_look_is_so_at_a_glance() {
        let table = Mendable::built_in().unwrap();
        let commonest = table.commonest();
        let at_a_glance = |text: &str| match text.chars().map(|c| commonest.place(c)).collect::<Vec<u16>>()[..]
        {
            [a, b] => a < Mendable::UNCOMMON && b < Mendable::UNCOMMON && commonest.may_be_worth(a, b),
            _ => false,
        };
        // 学校, 院校; 现代化 on either side of what is misread.
        for pair in ["学枝", "院棱", "现伐", "伐化"] {
            assert!(at_a_glance(pair), "{pair}");
        }
        for pair in ["学校", "院校", "枝则"] {
            assert!(!at_a_glance(pair), "{pair}");
        }
    }

    #[test]
    fn the_file_is_made_from_the_words() {
        let (model, gate) = (Model::built_in().unwrap(), Gate::built_in().unwrap());
        let derived = Mendable::derive(model, gate, Lookalikes::built_in().unwrap());
        assert!(derived.to_bytes() == BUILT_IN, "run examples/pack_pairs.rs again");
        let share = |table: &[u8]| {
            table.iter().map(|byte| byte.count_ones() as usize).sum::<usize>() as f64
                / table.len() as f64
                / 8.0
        };
        assert!(share(&derived.pairs) < 0.46, "{}", share(&derived.pairs));
        assert!(share(&derived.glance) < 0.12, "{}", share(&derived.glance));
        assert!(share(&derived.holes) < 0.05, "{}", share(&derived.holes));
    }
}
