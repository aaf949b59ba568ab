//! Where a search keeps what it gathers, and what it read before each token.

use super::hypothesis::{Hypothesis, KEPT, Next};
use super::lost::TWICE_THROUGH;
use super::path::Step;

/// What a search gathers: made once, used for every token.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) arena: Vec<Step>,
    pub(super) next: Next,
    /// What two vanished pairs begin with.
    pub(super) through: Next,
    /// What a vanished pair begins with: hypotheses, each with the number of its character.
    pub(super) firsts: Vec<(Hypothesis, usize)>,
    /// What a lost second byte leads to.
    pub(super) lost: Vec<(Hypothesis, u8)>,
    /// The hypotheses before each token of the window, and after the last: where each begin.
    beams: Vec<Hypothesis>,
    begin: Vec<usize>,
}

impl Room {
    pub(super) fn new() -> Room {
        Room {
            arena: Vec::with_capacity(1024),
            next: Next::of(KEPT),
            through: Next::of(TWICE_THROUGH),
            firsts: Vec::new(),
            lost: Vec::new(),
            beams: Vec::new(),
            begin: Vec::new(),
        }
    }

    /// For another window.
    pub(super) fn clear(&mut self) {
        self.arena.clear();
        self.beams.clear();
        self.begin.clear();
    }

    /// Keeps the hypotheses before the next token of the window.
    pub(super) fn keep(&mut self, beam: &[Hypothesis]) {
        self.begin.push(self.beams.len());
        self.beams.extend_from_slice(beam);
    }

    /// The hypotheses before a token, counted from the start of the window.
    pub(super) fn before(&self, token: usize) -> Option<Vec<Hypothesis>> {
        let end = self.begin.get(token + 1).copied().unwrap_or(self.beams.len());
        Some(self.beams[*self.begin.get(token)?..end].to_vec())
    }
}
