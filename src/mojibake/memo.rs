//! Remembers what the word model said: a search asks the same of it after many hypotheses.

use std::cell::Cell;

use crate::language::{Model, Prefix, Word};

/// Answers of each kind that are kept at a time; a later one takes the place of an earlier one. Powers of two that stay
/// in the second cache of a processor.
const STEPS: usize = 1 << 12;
const PAIRS: usize = 1 << 14;

/// A place in the trie of words, and the word that ends there, where one does.
pub(super) type Place = (Prefix, Option<Word>);

/// A word model that remembers.
pub(super) struct Memo<'a> {
    model: &'a Model,
    steps: Vec<Cell<(Prefix, char, Option<Place>)>>,
    pairs: Vec<Cell<(u32, u32, f32)>>,
}

impl<'a> Memo<'a> {
    pub(super) fn new(model: &'a Model) -> Memo<'a> {
        let (root, any) = (model.root(), '一');
        let step = (root, any, Memo::look_up(model, root, any));
        // No word has this number: see `Model`, which has fewer.
        let pair = (u32::MAX, u32::MAX, 0.0);
        Memo { model, steps: vec![Cell::new(step); STEPS], pairs: vec![Cell::new(pair); PAIRS] }
    }

    /// `prefix` and then `next`.
    pub(super) fn step(&self, prefix: Prefix, next: char) -> Option<Place> {
        let slot = &self.steps[place(prefix.place() ^ u64::from(next), STEPS)];
        let (known, character, answer) = slot.get();
        if (known, character) == (prefix, next) {
            return answer;
        }
        let answer = Memo::look_up(self.model, prefix, next);
        slot.set((prefix, next, answer));
        answer
    }

    fn look_up(model: &Model, prefix: Prefix, next: char) -> Option<Place> {
        let longer = model.step(prefix, next)?;
        Some((longer, model.word(longer)))
    }

    /// log10 probability of `next` after `previous`.
    pub(super) fn bigram(&self, previous: Option<Word>, next: Word) -> f32 {
        let Some(first) = previous else { return self.model.unigram(next) };
        let (first, second) = (first.number(), next.number());
        let slot = &self.pairs[place(u64::from(first) << 32 | u64::from(second), PAIRS)];
        let (known, after, answer) = slot.get();
        if (known, after) == (first, second) {
            return answer;
        }
        let answer = self.model.bigram(previous, next);
        slot.set((first, second, answer));
        answer
    }
}

/// The slot of `slots` (a power of two) for a key.
fn place(key: u64, slots: usize) -> usize {
    (key.wrapping_mul(0x517C_C1B7_2722_0A95) >> 32) as usize & (slots - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_those_of_the_model() {
        let model = Model::built_in().unwrap();
        let memo = Memo::new(model);
        for _ in 0..2 {
            for text in ["中国", "人民", "我们", "一", "𠀀"] {
                let mut place = Some((model.root(), None));
                for c in text.chars() {
                    let expected = place.and_then(|(p, _)| model.step(p, c)).map(|p| (p, model.word(p)));
                    place = place.and_then(|(p, _)| memo.step(p, c));
                    assert_eq!(place, expected, "{text}");
                }
            }
            let [first, second] = ["中国", "人民"].map(|w| model.find(w).unwrap());
            for (a, b) in [(Some(first), second), (Some(second), first), (None, first)] {
                assert_eq!(memo.bigram(a, b), model.bigram(a, b));
            }
        }
    }
}
