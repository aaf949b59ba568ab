//! How well a few characters read, as they are: for the rules that take out or put in.

use super::observe::Knowledge;
use crate::language::{Alternatives, Lattice};

/// Reads phrases, keeping the room they need.
pub(super) struct Reader<'a> {
    pub knowledge: Knowledge<'a>,
    lattice: Lattice<'a>,
    none: Alternatives,
}

impl<'a> Reader<'a> {
    pub fn new(knowledge: Knowledge<'a>) -> Reader<'a> {
        let lattice = Lattice::new(knowledge.model, knowledge.vocabulary);
        Reader { knowledge, lattice, none: Alternatives::default() }
    }

    /// log10 probability of a run of Han characters.
    pub fn score(&mut self, text: &[char]) -> f32 {
        self.lattice.read(text, &self.none)
    }

    /// Whether the characters are one word, to the model or the vocabulary.
    pub fn is_word(&self, text: &[char]) -> bool {
        let text: String = text.iter().collect();
        self.knowledge.model.find(&text).is_some() || self.knowledge.vocabulary.contains(&text)
    }
}
