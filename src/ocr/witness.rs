//! The document as its own witness: where else it writes the word, how often it writes what stands, how many clear
//! misreadings it shows.

use super::features::{NAMES, Terms};
use super::observe::Observation;
use super::page::Page;

/// Characters that densities are counted for.
const PER: f32 = 10_000.0;
/// Misreadings added to those found, so that a short text says little, and one without any not more than it can.
const DOUBT: f32 = 0.02;
/// Clear misreadings on 10,000 characters from which a document is taken for the work of OCR, and how many there must
/// be. Clean texts show 0 to 0.5; the second of the speeches in golden/found shows some thirty.
const OCR_DENSITY: f32 = 4.0;
const OCR_LEAST: usize = 3;

/// How many clear misreadings a page shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Density {
    /// Clear misreadings.
    pub strict: usize,
    /// Characters.
    pub characters: usize,
}

impl Density {
    pub fn of(page: &Page, observations: &[Observation]) -> Density {
        let strict = observations.iter().filter(|seen| seen.strict).count();
        Density { strict, characters: page.chars.len() }
    }


    /// Whether the page looks like the work of OCR as a whole.
    pub fn is_ocr(self) -> bool {
        self.strict >= OCR_LEAST && self.strict as f32 * PER / (self.characters as f32).max(1.0) >= OCR_DENSITY
    }

    /// The term, from the misreadings other than this one.
    fn term(self, own: bool) -> f32 {
        let others = self.strict.saturating_sub(usize::from(own)) as f32;
        ((others + DOUBT) / (self.characters as f32 / PER + 1.0)).log10()
    }
}

/// What the page says of an observation: fills in the terms that need more than its surroundings.
pub(super) fn hear(page: &Page, density: Density, seen: &mut Observation) {
    let range = seen.range.clone();
    let written = &page.chars[range.clone()];
    let more = |count: u32| (count as f32 + 1.0).ln();
    let mut set = |name: &str, value: f32| set(&mut seen.terms, name, value);
    set("word-elsewhere", more(page.count(&seen.word)));
    let mut context = 0;
    if let Some(before) = page.han(range.start.checked_sub(1)) {
        context += page.count(&[&[before], &seen.word[..]].concat());
    }
    if let Some(behind) = page.han(Some(range.end)) {
        context += page.count(&[&seen.word[..], &[behind]].concat());
    }
    set("context-elsewhere", more(context));
    set("written-elsewhere", more(page.count(written).saturating_sub(1)));
    let density = density.term(seen.strict);
    set("density", density);
    set("density-gain", (density + 2.0) * seen.gain.clamp(0.0, 6.0));
}

fn set(terms: &mut Terms, name: &str, value: f32) {
    if let Some(place) = NAMES.iter().position(|known| *known == name) {
        terms[place] = value;
    }
}
