//! What a page is misread for again and again: an engine that took 台 for 合 in 整合 and 融合 took it so elsewhere.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Ocr;
use super::channel::Habits;
use super::memory::Memory;
use super::neighbours::ATTESTED;
use super::observe::{Observation, Observer};
use super::page::Page;
use super::witness::Density;
use crate::dictionary::GrammarCharacters;

/// In how many words a character must surely be misread for the same, for a habit. (golden/synthetic/ocr-habit)
const WORDS: usize = 2;

impl Ocr {
    /// Reads again what the page was surely misread for in several words, and adds the words that come out and that the page often
    /// writes: each of the two alone tells too little.
    pub(super) fn read_habits(
        &self,
        page: &Page,
        density: &Density,
        memory: &mut Memory<'static>,
        seen: &mut Vec<Observation>,
    ) {
        let habits = self.habits(page, seen);
        if habits.is_empty() {
            return;
        }
        let misread: FxHashSet<char> = habits.iter().map(|(seen, _)| *seen).collect();
        let places = density.regions().iter().cloned().flatten();
        let places: Vec<usize> = places.filter(|place| misread.contains(&page.chars[*place])).collect();
        let observer = Observer::new(self.knowledge(), page, Some(density), memory);
        let mut observer = observer.with_habits(habits);
        let mut found = observer.observe(&places);
        let overlap = |one: &Observation, other: &Observation| {
            one.range.start < other.range.end && other.range.start < one.range.end
        };
        found.retain(|new| {
            let is_often = new.range.len() > 1 && page.count(&new.word) >= ATTESTED;
            is_often && !seen.iter().any(|old| overlap(old, new) && self.is_sure(page, old))
        });
        if found.is_empty() {
            return;
        }
        seen.retain(|old| !found.iter().any(|new| overlap(old, new)));
        seen.extend(found);
        seen.sort_by_key(|seen| seen.range.start);
        self.hear(page, density, seen);
    }

    /// What was surely misread for the same in several words. What any text is built with is misread now and then, and mostly not.
    fn habits(&self, page: &Page, seen: &[Observation]) -> Habits {
        let grammar = GrammarCharacters::built_in();
        let mut words: FxHashMap<(char, char), FxHashSet<&[char]>> = FxHashMap::default();
        for seen in seen.iter().filter(|seen| seen.is_ocr && seen.range.len() > 1) {
            if !self.is_sure(page, seen) {
                continue;
            }
            for &(at, meant) in &seen.changes {
                let read = page.chars[at];
                if !grammar.is_particle(read) && !grammar.is_numeral(read) {
                    words.entry((read, meant)).or_default().insert(&seen.word);
                }
            }
        }
        words.retain(|_, words| words.len() >= WORDS);
        words.into_keys().collect()
    }
}
