//! What a Simplified text becomes that is run over, decided with its words where they matter.
//!
//! Mostly they do not: the phrases that stand there make of each character what that becomes by itself, and no rule that may
//! hold chooses another form. How words meet is asked only at the other places.

use super::aware::{Aware, Chosen};
use super::cut::Cut;
use super::decider::Decider;
use super::description;
use super::made::Sink;
use super::scan::Scanner;
use crate::dictionary::Match;

/// Decides in a text that is run over as [`Aware::pieces`] does.
pub(super) struct ByWords<'a, 'm> {
    aware: &'a Aware,
    cut: Cut<'a, 'm>,
    /// Room for keys.
    found: Vec<Match>,
}

impl<'a, 'm> ByWords<'a, 'm> {
    pub fn new(aware: &'a Aware, cut: Cut<'a, 'm>) -> ByWords<'a, 'm> {
        ByWords { aware, cut, found: Vec::new() }
    }
}

impl<S: Sink> Decider<S> for ByWords<'_, '_> {
    #[inline(never)]
    fn longer(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> Option<usize> {
        let bytes = self.find(text, at);
        let end = at + bytes;
        if bytes <= 3 {
            return None;
        }
        if !self.found.iter().all(|key| key.plain) {
            return Some(self.decide(text, at, sink));
        }
        // Mostly no phrase begins within it, and how words meet does not matter.
        if scanner.is_calm(text, at + 3..end) {
            scanner.each(&text[at..end], sink.made());
            return Some(end - at);
        }
        Some(self.weigh(scanner, text, at, sink))
    }

    #[inline(never)]
    fn look_up(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> usize {
        let Some(c) = text[at..].chars().next() else { return text.len() - at };
        let bytes = c.len_utf8();
        let is_alone = !scanner.may_begin(text, at) || self.find(text, at) <= bytes;
        if is_alone && !description::OPERATORS.contains(&c) && self.aware.is_settled(text, at, c) {
            scanner.each(&text[at..at + bytes], sink.made());
            return bytes;
        }
        self.find(text, at);
        self.weigh(scanner, text, at, sink)
    }
}

impl ByWords<'_, '_> {
    /// Finds the keys that begin at `at`, and says how many bytes the longest has.
    fn find(&mut self, text: &str, at: usize) -> usize {
        self.found.clear();
        self.aware.phrases.matches(&text[at..], |key| self.found.push(key));
        self.found.last().map_or(0, |key| key.bytes)
    }

    /// Gives `sink` what becomes of the text from `at` on, where the keys that were found begin, and says how many bytes that
    /// are.
    fn weigh(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut impl Sink) -> usize {
        let is_calm = |at: usize| scanner.is_calm(text, at..at + 3);
        match self.aware.quiet(text, at, is_calm, |at, c| self.aware.is_settled(text, at, c)) {
            Some(end) => {
                scanner.each(&text[at..end], sink.made());
                end - at
            }
            None => self.decide(text, at, sink),
        }
    }

    /// Gives `sink` what becomes of the text from `at` on, where the keys that were found begin, and says how many bytes that
    /// are.
    fn decide(&mut self, text: &str, at: usize, sink: &mut impl Sink) -> usize {
        let phrases = &*self.aware.phrases;
        let first = text[at..].chars().next().map_or(1, char::len_utf8);
        let (bytes, after) = match self.aware.chosen(text, at, &mut self.cut, &self.found) {
            Chosen::Phrase(found) | Chosen::Alone(Some(found)) => (found.bytes, phrases.value(found)),
            Chosen::Rule(form, ..) => {
                sink.made().push(form.encode_utf8(&mut [0; 4]));
                return first;
            }
            Chosen::Alone(None) => {
                let bytes = description::length(&text[at..]).unwrap_or(first);
                (bytes, &text[at..at + bytes])
            }
        };
        sink.made().push(after);
        bytes
    }
}
