//! How likely a word is after another, remembered: a search asks for the same pairs again and again.

use std::cell::Cell;

use super::model::{Model, Word};

/// Answers that are remembered, a power of two: those of some lines. A later one takes the place of an earlier.
const KEPT: usize = 1 << 14;

/// What the model says of the words that follow each other.
#[derive(Debug)]
pub(crate) struct Following<'a> {
    model: &'a Model,
    /// A pair and the answer. The first pair that can be meant is of the words 0 and 0; that none is remembered yet is said by a
    /// number that is no pair.
    known: Vec<Cell<(u64, f32)>>,
}

impl<'a> Following<'a> {
    pub(crate) fn new(model: &'a Model) -> Following<'a> {
        Following { model, known: vec![Cell::new((u64::MAX, 0.0)); KEPT] }
    }

    /// [`Model::bigram`] of `next`, which is so likely `alone`, after `last`.
    #[inline]
    pub(crate) fn after(&self, last: Option<Word>, next: Word, alone: impl FnOnce() -> f32) -> f32 {
        let Some(last) = last else { return alone() };
        let pair = u64::from(last.number()) << 32 | u64::from(next.number());
        // 2^64 divided by the golden ratio: spreads the pairs.
        let place = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - KEPT.ilog2());
        let known = &self.known[place as usize];
        match known.get() {
            (of, answer) if of == pair => answer,
            _ => self.ask(last, next, known),
        }
    }

    #[cold]
    fn ask(&self, last: Word, next: Word, known: &Cell<(u64, f32)>) -> f32 {
        let answer = self.model.bigram(Some(last), next);
        known.set((u64::from(last.number()) << 32 | u64::from(next.number()), answer));
        answer
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
                }
            }
        }
    }
}
