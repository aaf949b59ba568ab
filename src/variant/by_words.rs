//! What a Simplified text becomes that is run over, decided with its words where they matter.
//!
//! Mostly they do not. A phrase that makes of each character what that becomes by itself need not be seen, and no rule that
//! may hold chooses another form. Where a phrase begins that changes more, or a rule does, it is asked whether one that was
//! not seen reaches over the place, and then how words meet.

use super::aware::{Aware, Chosen};
use super::beginnings::Within;
use super::cut::Cut;
use super::decider::Decider;
use super::description;
use super::made::Sink;
use super::scan::Scanner;
use crate::dictionary::Match;

/// Decides in a text that is run over as [`Aware::pieces`] does.
pub(super) struct ByWords<'a, 'm> {
    aware: &'a Aware,
    /// Which characters phrases have side by side.
    within: &'a Within,
    cut: Cut<'a, 'm>,
    /// Room for keys.
    found: Vec<Match>,
    /// Where what decided last ends: nothing reaches over from before.
    known: usize,
}

impl<'a, 'm> ByWords<'a, 'm> {
    pub fn new(aware: &'a Aware, within: &'a Within, cut: Cut<'a, 'm>) -> ByWords<'a, 'm> {
        ByWords { aware, within, cut, found: Vec::new(), known: 0 }
    }
}

impl<S: Sink> Decider<S> for ByWords<'_, '_> {
    #[inline(never)]
    fn longer(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> Option<usize> {
        self.find(text, at).then(|| self.decide(scanner, text, at, sink))
    }

    #[inline(never)]
    fn look_up(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> usize {
        let Some(c) = text[at..].chars().next() else { return text.len() - at };
        let bytes = c.len_utf8();
        if !(scanner.may_begin(text, at) && self.find(text, at)) {
            if !self.aware.has_rules(c) {
                if !description::OPERATORS.contains(&c) {
                    scanner.each(&text[at..at + bytes], sink.made());
                    return bytes;
                }
            } else if let Some(form) = self.aware.settled(text, at, c) {
                sink.made().push(form.encode_utf8(&mut [0; 4]));
                return bytes;
            }
        }
        self.decide(scanner, text, at, sink)
    }
}

impl ByWords<'_, '_> {
    /// Finds the keys that begin at `at`, and says whether one changes more than its characters by themselves.
    fn find(&mut self, text: &str, at: usize) -> bool {
        self.found.clear();
        self.aware.phrases.matches(&text[at..], |key| self.found.push(key));
        self.found.iter().any(|key| !key.plain)
    }

    /// Gives `sink` what becomes of the text from `at` on, and says how many bytes that are.
    fn decide(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut impl Sink) -> usize {
        self.known = match self.reached(text, at) {
            Some(end) => {
                scanner.each(&text[at..end], sink.made());
                end
            }
            None => at + self.choose(text, at, |after| sink.made().push(after)),
        };
        self.known - at
    }

    /// The end of a phrase that begins before `at` and reaches over it. It changes no more than its characters by themselves:
    /// nothing else was passed over.
    fn reached(&mut self, text: &str, at: usize) -> Option<usize> {
        let (mut from, mut next) = (at, text[at..].chars().next()?);
        for (place, c) in text[self.known..at].char_indices().rev() {
            if !self.within.has(c.into(), next.into()) {
                break;
            }
            (from, next) = (self.known + place, c);
        }
        let phrases = &self.aware.phrases;
        let reaches = |start: usize| {
            let mut longest = 0;
            phrases.matches(&text[start..], |key| longest = key.bytes);
            start + longest > at
        };
        let mut starts = text[from..at].char_indices().map(|(place, _)| from + place);
        if !starts.any(reaches) {
            return None;
        }
        // No phrase reaches over from before.
        let mut end = from;
        while end < at {
            end += self.choose(text, end, |_| ());
        }
        (end > at).then_some(end)
    }

    /// Gives `write` what becomes of the text from `at` on, where no phrase reaches over it, and says how many bytes that are.
    fn choose(&mut self, text: &str, at: usize, write: impl FnOnce(&str)) -> usize {
        self.find(text, at);
        let phrases = &*self.aware.phrases;
        let first = text[at..].chars().next().map_or(1, char::len_utf8);
        match self.aware.chosen(text, at, &mut self.cut, &self.found) {
            Chosen::Phrase(found) | Chosen::Alone(Some(found)) => {
                write(phrases.value(found));
                found.bytes
            }
            Chosen::Rule(form, ..) => {
                write(form.encode_utf8(&mut [0; 4]));
                first
            }
            Chosen::Alone(None) => {
                let bytes = description::length(&text[at..]).unwrap_or(first);
                write(&text[at..at + bytes]);
                bytes
            }
        }
    }
}
