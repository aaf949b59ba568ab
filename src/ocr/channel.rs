//! What it costs to take a character for another.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::observe::Knowledge;
use crate::dictionary::Lookalike;

/// log10 of the share of misreadings that take a character for its look-alike of rank 0; falls as 1 / (rank + 2).
/// A prior, not a measurement: the weights of the acceptor make up for what it gets wrong.
const CHANNEL: f32 = 0.12;
/// log10 price of any misreading in the search: one character in a hundred, an open door. What comes in is weighed.
/// (golden/synthetic/ocr-one-line-near, unresolved/ocr-unexplained)
const DOOR: f32 = -2.0;
/// The same where the page was read by OCR: one character in twenty. (golden/found/ocr-speech, synthetic/ocr-both-characters)
const DOOR_IN_OCR: f32 = -1.3;
/// log10 price of what the same page was surely misread for in several words: one in five of where it stands.
/// (golden/synthetic/ocr-habit; found/informatization-speeches: 台力 is lost with less)
const HABIT: f32 = -0.7;
/// The rank of what does not look alike.
pub(super) const UNLIKE: u32 = 1000;

/// What is misread for what, again and again.
pub(super) type Habits = FxHashSet<(char, char)>;

/// log10 price of any misreading.
pub(super) fn door(is_ocr: bool) -> f32 {
    if is_ocr { DOOR_IN_OCR } else { DOOR }
}

/// log10 of the share of misreadings that take a character for its look-alike of `rank`.
pub(super) fn channel(rank: u32) -> f32 {
    static KNOWN: OnceLock<Vec<f32>> = OnceLock::new();
    let channel = |rank: u32| (CHANNEL / (rank as f32 + 2.0)).log10();
    let known = KNOWN.get_or_init(|| (0..=UNLIKE).map(channel).collect());
    known.get(rank as usize).copied().unwrap_or_else(|| channel(rank))
}

/// log10 price of reading `seen` as its look-alike `meant` of `rank`.
pub(super) fn price(seen: char, meant: char, rank: u32, is_ocr: bool, habits: &Habits) -> f32 {
    let usual = channel(rank) + door(is_ocr);
    if habits.contains(&(seen, meant)) { usual.max(HABIT) } else { usual }
}

/// How `seen` looks like `meant`: what users say and what the document writes need no likeness. Where the page was read by OCR, also
/// from the other side.
pub(super) fn likeness(knowledge: &Knowledge, seen: char, meant: char, is_ocr: bool) -> Lookalike {
    if knowledge.confusions.has(seen, meant) {
        return Lookalike { character: meant, rank: 0, distance: 0 };
    }
    let is_meant = |like: &Lookalike| like.character == meant;
    let found = knowledge.lookalikes.find(seen, meant);
    let found = found.or_else(|| {
        let mut behind = is_ocr.then(|| knowledge.lookalikes.from_behind(seen)).into_iter().flatten();
        behind.find(is_meant)
    });
    found.unwrap_or(Lookalike { character: meant, rank: UNLIKE, distance: 15 })
}
