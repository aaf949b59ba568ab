//! How likely a word is after another, remembered: a search asks for the same pairs again and again.

use std::cell::Cell;

use super::marks::Marks;
use super::model::{Model, Word};
use crate::text::is_han;

/// log2 of the answers that are remembered: those of some lines. A later one takes the place of an earlier.
const KEPT_BITS: u32 = 16;
/// Bits of a pair of words: the number of each has 24.
const PAIR_BITS: u32 = 48;

/// What the model says of the words that follow each other.
#[derive(Debug)]
pub(crate) struct Following<'a> {
    model: &'a Model,
    /// What of a pair does not say the place already, and the answer; it is no number where none is remembered yet.
    known: Vec<Cell<(u32, f32)>>,
    lists: Vec<Cell<Listed>>,
}

/// log2 of the bits that tell which words may be listed after one, and how many words are remembered with theirs.
const LISTED_BITS: u32 = 12;
const LISTS: usize = 1 << 7;

/// Which words may be listed after one: many are asked for, and few are. Made for a word after which many are tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    last: Option<Word>,
    backoff: f32,
    bits: [u64; 1 << (LISTED_BITS - 6)],
}

impl Listed {
    fn new(model: &Model, last: Word) -> Listed {
        let backoff = model.unigram_and_history(last).1.backoff();
        let mut listed = Listed { last: Some(last), backoff, bits: [0; 1 << (LISTED_BITS - 6)] };
        for next in model.followers(last) {
            let (word, bit) = Listed::place(next);
            listed.bits[word] |= bit;
        }
        listed
    }

    /// What [`Model::bigram`] gives for `next`, which is so likely `alone`, where the pair is not listed; `None` where it may
    /// be.
    #[inline]
    pub(crate) fn unlisted(&self, next: Word, alone: f32) -> Option<f32> {
        let (word, bit) = Listed::place(next);
        (self.bits[word] & bit == 0).then_some(self.backoff + alone)
    }

    #[inline]
    fn place(word: Word) -> (usize, u64) {
        // 2^32 divided by the golden ratio: spreads the words.
        let place = word.number().wrapping_mul(0x9E37_79B9) >> (u32::BITS - LISTED_BITS);
        ((place >> 6) as usize, 1 << (place & 63))
    }
}

impl<'a> Following<'a> {
    /// Which words may be listed after `last`.
    pub(crate) fn listed(&self, last: Word) -> Listed {
        let known = &self.lists[last.number() as usize % LISTS];
        match known.get() {
            listed if listed.last == Some(last) => listed,
            _ => {
                let listed = Listed::new(self.model, last);
                known.set(listed);
                listed
            }
        }
    }

    pub(crate) fn new(model: &'a Model) -> Following<'a> {
        let none = Listed { last: None, backoff: 0.0, bits: [0; 1 << (LISTED_BITS - 6)] };
        let lists = vec![Cell::new(none); LISTS];
        Following { model, lists, known: vec![Cell::new((0, f32::NAN)); 1 << KEPT_BITS] }
    }

    /// [`Model::bigram`] of `next`, which is so likely `alone`, after `last`.
    #[inline]
    pub(crate) fn after(&self, last: Option<Word>, next: Word, alone: impl FnOnce() -> f32) -> f32 {
        let Some(last) = last else { return alone() };
        let pair = u64::from(last.number()) << (PAIR_BITS / 2) | u64::from(next.number());
        // 2^48 divided by the golden ratio, an odd number: every pair has one place in 2^48, and they are spread.
        let place = pair.wrapping_mul(0x9E37_79B9_7F4B) & ((1 << PAIR_BITS) - 1);
        let known = &self.known[(place >> (PAIR_BITS - KEPT_BITS)) as usize];
        match known.get() {
            (of, answer) if of == place as u32 && !answer.is_nan() => answer,
            _ => self.ask(last, next, place as u32, known),
        }
    }

    #[cold]
    fn ask(&self, last: Word, next: Word, of: u32, known: &Cell<(u32, f32)>) -> f32 {
        let answer = self.model.bigram(Some(last), next);
        known.set((of, answer));
        answer
    }
}

/// log2 of the answers that are remembered about marks that share a place, and of such places.
const OTHER_BITS: u32 = 9;
const MARK_BITS: u32 = 5;

/// What the table of marks says of characters that follow each other, remembered too.
#[derive(Debug)]
pub(crate) struct Beside<'a> {
    marks: &'a Marks,
    known: Vec<Cell<((char, char), f32)>>,
}

impl<'a> Beside<'a> {
    pub(crate) fn new(marks: &'a Marks) -> Beside<'a> {
        let none = (('\0', '\0'), marks.after('\0', '\0'));
        Beside { marks, known: vec![Cell::new(none); 1 << (MARK_BITS + OTHER_BITS)] }
    }

    /// [`Marks::after`].
    #[inline(always)]
    pub(crate) fn after(&self, previous: char, next: char) -> f32 {
        match is_han(previous) && is_han(next) {
            true => self.marks.after_han(),
            false => self.after_mark(previous, next),
        }
    }

    /// The same where not both are Han.
    fn after_mark(&self, previous: char, next: char) -> f32 {
        let (mark, other) = if is_han(previous) { (next, previous) } else { (previous, next) };
        // 2^32 divided by the golden ratio: spreads the characters.
        let spread = |c: char, bits: u32| (c as u32).wrapping_mul(0x9E37_79B9) >> (u32::BITS - bits);
        let known = &self.known[(spread(mark, MARK_BITS) << OTHER_BITS | spread(other, OTHER_BITS)) as usize];
        match known.get() {
            (of, answer) if of == (previous, next) => answer,
            _ => {
                let answer = self.marks.after(previous, next);
                known.set(((previous, next), answer));
                answer
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_the_model_says() {
        let model = Model::built_in().unwrap();
        let following = Following::new(model);
        let words: Vec<Word> =
            ["的", "中国", "人民", "发展", "了"].map(|word| model.find(word).unwrap()).into();
        for _ in 0..2 {
            for last in words.iter().copied().map(Some).chain([None]) {
                for next in &words {
                    let said = following.after(last, *next, || model.unigram(*next));
                    assert_eq!(said, model.bigram(last, *next));
                    let unlisted =
                        last.and_then(|last| following.listed(last).unlisted(*next, model.unigram(*next)));
                    assert!(unlisted.is_none_or(|said| said == model.bigram(last, *next)));
                }
            }
        }
    }

    #[test]
    fn so_is_what_stands_beside_marks() {
        let marks = Marks::built_in();
        let beside = Beside::new(marks);
        let chars = ['的', '了', '。', '，', ',', ' ', '\u{3000}', '7', 'x', '^', '\0'];
        for _ in 0..2 {
            for (first, second) in chars.iter().flat_map(|first| chars.map(|second| (*first, second))) {
                assert_eq!(beside.after(first, second), marks.after(first, second), "{first}{second}");
            }
        }
    }
}
