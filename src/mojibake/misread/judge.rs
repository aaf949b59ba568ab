//! Whether a stretch, read as it may have been written, is Chinese enough to be believed.

use super::fill::Filled;
use super::signature::{Accident, Signature};
use super::tape::{Kind, Tape};
use super::walk::Stretch;
use crate::damage::{CodePage, misread};
use crate::dictionary::simplified;
use crate::language::Model;
use crate::text::{Span, is_han};

/// A piece of a line and what it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// Bytes of the line.
    pub(super) span: Span,
    /// U+FFFD where something is gone.
    pub(super) after: String,
}

/// A stretch as it may have been written.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Bytes of the line.
    pub(super) span: Span,
    /// What changes, in order; between the parts the stretch is the same.
    pub(super) parts: Vec<Part>,
    /// The whole stretch.
    pub(super) after: String,
    /// The accidents, first to last.
    pub(super) steps: Vec<Accident>,
    /// Characters chosen where a byte is lost, and characters that are gone.
    pub(super) chosen: u32,
    pub(super) gone: u32,
    pub(super) closest: Option<(char, char, f32)>,
    pub(super) merit: Merit,
    /// Ends at which the stretch stops although what stands beyond could be misread too.
    pub(super) loose_ends: u32,
    /// Whether misreading the result gives the stretch as it stands.
    pub(super) replays: bool,
}

/// How a candidate reads.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Merit {
    /// Han characters restored.
    pub(super) han: u32,
    /// log10 probability of the restored Han characters as words.
    pub(super) words: f32,
    /// log10 share of the stretch as it stands, character by character.
    pub(super) standing: f32,
    /// log10 share of the restored characters that are not Han.
    pub(super) others: f32,
}

/// log10 for each Han character: what restored text must read like, and by how much better than what stands. Real text
/// lies about -2.2, misread Russian or Korean below -3.8. (intact/other-languages)
const FLUENT: f32 = -3.6;
const GAIN: f32 = 1.0;
/// The same for stretches of fewer than [`FEW`] Han characters, where chance reaches further.
const FLUENT_FEW: f32 = -3.2;
const GAIN_FEW: f32 = 2.5;
const FEW: u32 = 6;

impl Merit {
    /// log10 gained by restoring, for each Han character.
    pub(super) fn gain(self) -> f32 {
        (self.words + self.others - self.standing) / self.han.max(1) as f32
    }

    /// log10 probability of a restored Han character.
    pub(super) fn fluency(self) -> f32 {
        self.words / self.han.max(1) as f32
    }
}

/// log10: that misread text ends beside text that is not.
const LOOSE_END: f32 = -4.0;

impl Candidate {
    /// log10 gained by restoring the whole of it.
    pub(super) fn worth(&self) -> f32 {
        self.merit.gain() * self.merit.han as f32 + LOOSE_END * self.loose_ends as f32
    }

    pub(super) fn new(line: &str, tape: &Tape, stretch: &Stretch, filled: &Filled, judge: &Judge) -> Candidate {
        let span = Span::new(tape.at(stretch.tokens.0), tape.at(stretch.tokens.1));
        let mut parts: Vec<Part> = Vec::new();
        let mut from = stretch.tokens.0;
        let mut text = String::new();
        let mut after = String::new();
        for (&(_, _, end), c) in stretch.items.iter().zip(&filled.chars) {
            text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
            let Some(to) = tape.token(end) else { continue };
            let span = Span::new(tape.at(from), tape.at(to));
            from = to;
            after.push_str(&text);
            if span.of(line) == Some(text.as_str()) {
                text.clear();
                continue;
            }
            match parts.last_mut() {
                Some(last) if last.span.end == span.start => {
                    last.span.end = span.end;
                    last.after.push_str(&text);
                    text.clear();
                }
                _ => parts.push(Part { span, after: std::mem::take(&mut text) }),
            }
        }
        let gone = filled.chars.iter().filter(|c| c.is_none()).count() as u32;
        let Filled { chosen, closest, .. } = *filled;
        let steps = vec![tape.accident];
        let merit = judge.merit(line, &parts);
        let beyond = [stretch.tokens.0.checked_sub(1), Some(stretch.tokens.1)];
        let is_loose = |token: &usize| {
            let cell = tape.tokens.get(*token).filter(|t| !t.c.is_ascii()).and_then(|t| tape.cells.get(t.cell));
            cell.is_some_and(|cell| cell.kind != Kind::Barrier)
        };
        let loose_ends = beyond.into_iter().flatten().filter(is_loose).count() as u32;
        let mut candidate =
            Candidate { span, parts, after, steps, chosen, gone, closest, merit, loose_ends, replays: false };
        candidate.replays = candidate.check(line);
        candidate
    }

    /// Whether misreading the result gives the stretch as it stands, character for character.
    pub(super) fn check(&self, line: &str) -> bool {
        let again = self.steps.iter().fold(self.after.clone(), |text, (written, read)| misread(&text, *written, *read, 1));
        self.span.of(line) == Some(again.as_str())
    }
}

/// What judging needs.
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) signature: &'a Signature,
}

impl Judge<'_> {
    pub(super) fn merit(&self, line: &str, parts: &[Part]) -> Merit {
        let mut merit = Merit::default();
        for Part { span, after } in parts {
            for run in after.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
                let simple: String = run.chars().map(simplified).collect();
                merit.han += simple.chars().count() as u32;
                merit.words += self.model.score(&simple);
            }
            merit.others += after.chars().filter(|c| !is_han(*c)).map(|c| self.signature.share(c)).sum::<f32>();
            let before = span.of(line).unwrap_or_default();
            let mut previous = None;
            for c in before.chars() {
                merit.standing += self.signature.share_after(previous.replace(c), c);
            }
        }
        merit
    }

    /// Whether a candidate is Chinese enough; `known` where the document shows the accident elsewhere.
    pub(super) fn believes(&self, candidate: &Candidate, known: bool) -> bool {
        let merit = candidate.merit;
        let least = if known { 1 } else { 2 };
        let (fluent, gain) = if merit.han < FEW && !known { (FLUENT_FEW, GAIN_FEW) } else { (FLUENT, GAIN) };
        merit.han >= least && merit.fluency() >= fluent && merit.gain() >= gain
    }
}
