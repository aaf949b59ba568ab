//! Which original the damaged text of a line came from: a search over the lost and shifted bytes, led by the word
//! model on the Simplified view.
//!
//! The found text is a stream of bytes in which some were lost. A hypothesis puts bytes back where the damage can
//! have taken them (before a mark that was cut, before ASCII, in pairs without a mapping), reads the stream in step
//! and is scored by the words it gives. Every way through is a way the damage can have gone; the replay decides.

use super::halves::Halves;
use super::hypothesis::{BEHIND, Hypothesis, KEPT, PairSet};
use super::kept::Kept;
use super::path::Path;
use super::profile::Profile;
use super::room::Room;
use super::token::{Readings, Token};
use super::walk::Walk;
use super::witness::Witness;
use crate::language::{EDGE, Model};

/// Other readings handed on.
const OTHERS: usize = 8;
/// The damage is over when the best hypothesis has read this many tokens in step.
const SETTLED: u16 = 8;
/// A window never grows past this many tokens: what is not settled by then is given up.
const WINDOW: usize = 600;

/// What the search knows about the document and the language.
pub(super) struct Search<'a> {
    pub model: &'a Model,
    pub kept: Kept,
    pub halves: &'a Halves,
    pub readings: &'a Readings,
    pub profile: &'a Profile,
    /// Pairs that the document always glosses, as a set over both bytes.
    pub owed: &'a PairSet,
    pub witness: &'a Witness,
    /// What a `?` before a mark costs as the byte left over at a cut.
    pub orphan: f32,
}

/// A Han character that speaks for nothing: what stands before a window that begins after a gloss.
const ANY: char = '漢';

/// How a window is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How {
    /// Stop at this token.
    pub until: Option<usize>,
    /// Do not choose this character at this token: what is the next best? The window must have been read without that
    /// right before.
    pub banned: Option<(usize, char)>,
}

/// The best reading of a window of tokens, and the next best that chose otherwise.
#[derive(Debug)]
pub(super) struct Reading {
    pub best: Path,
    pub best_score: f32,
    /// Other readings, best first, with their scores.
    pub others: Vec<(Path, f32)>,
    /// One past the last token read.
    pub end: usize,
}

impl Search<'_> {
    /// Reads `tokens` from `start`, which must be in step, until `sites` (rising indexes where damage shows) are
    /// passed and the reading is in step again, or the line ends; with `how.until`, exactly up to that token.
    pub(super) fn read(&self, tokens: &[Token], start: usize, sites: &[usize], how: How) -> Reading {
        let room = &mut *self.kept.room.borrow_mut();
        // Up to the character that is not to be chosen everything is as it was.
        let again = how.banned.and_then(|(token, _)| Some((room.before(token.checked_sub(start)?)?, token)));
        let noted = room.arena.len();
        let (mut beam, mut at) = again.clone().unwrap_or_else(|| {
            room.clear();
            (vec![self.first(tokens, start)], start)
        });
        let mut next_site = 0;
        while at < how.until.unwrap_or(tokens.len()) {
            if again.is_none() {
                room.keep(&beam);
            }
            let mut walk = Walk::new(self, tokens, at, how, best(&beam), room);
            for h in &beam {
                walk.consume(*h);
            }
            room.next.hand_over(&mut beam);
            let least = beam.first().map_or(f32::MIN, |best| best.estimate() - BEHIND);
            beam.retain(|h| h.estimate() >= least);
            for h in beam.iter_mut().filter(|h| h.late.is_some()) {
                h.note_late(&mut room.arena);
                h.note(h.took(at), &mut room.arena);
            }
            at += 1;
            if how.until.is_some() {
                continue;
            }
            while sites.get(next_site).is_some_and(|s| *s < at) {
                next_site += 1;
            }
            let near = sites.get(next_site).is_some_and(|s| *s < at + SETTLED as usize);
            if !near && self.is_settled(&beam) || at - start >= WINDOW {
                break;
            }
        }
        if again.is_none() {
            room.keep(&beam);
        }
        let reading = self.finish(beam, room, tokens, start, at, how);
        if again.is_some() {
            room.arena.truncate(noted);
        }
        reading
    }

    /// What a window at `start` begins with.
    fn first(&self, tokens: &[Token], start: usize) -> Hypothesis {
        let previous = start.checked_sub(1).map_or(EDGE, |n| tokens[n].char().unwrap_or(ANY));
        Hypothesis {
            quotes: balance(&tokens[..start]),
            brackets: tokens[..start].iter().filter_map(Token::char).map(bracket).fold(0, i8::saturating_add),
            ..Hypothesis::first(self.model.root(), previous)
        }
    }

    /// Whether the best hypothesis has been in step for long, and no other comes near it out of step.
    fn is_settled(&self, beam: &[Hypothesis]) -> bool {
        let Some(best) = beam.iter().max_by(|a, b| a.estimate().total_cmp(&b.estimate())) else {
            return true;
        };
        best.settled >= SETTLED
            && beam.iter().all(|h| h.pending == 0 || h.estimate() < best.estimate() - 12.0)
    }

    fn finish(
        &self,
        beam: Vec<Hypothesis>,
        room: &mut Room,
        tokens: &[Token],
        start: usize,
        end: usize,
        how: How,
    ) -> Reading {
        let mut walk = Walk::new(self, tokens, end, how, [f32::MIN; 2], room);
        for h in beam {
            walk.end(h);
        }
        let mut last = Vec::with_capacity(KEPT);
        room.next.hand_over(&mut last);
        let mut paths: Vec<(Path, f32)> = Vec::new();
        for h in &last {
            let path = Path::back(&room.arena, h.path, start);
            if !paths.iter().any(|(p, _)| p.original() == path.original()) {
                paths.push((path, h.score));
            }
            if paths.len() > OTHERS {
                break;
            }
        }
        let (best, best_score) =
            if paths.is_empty() { (Path::literal(tokens, start, end), f32::MIN) } else { paths.remove(0) };
        Reading { best, best_score, others: paths, end }
    }
}

/// The best estimates of hypotheses in step and of those out of step.
fn best(beam: &[Hypothesis]) -> [f32; 2] {
    let mut best = [f32::MIN; 2];
    for h in beam {
        let best = &mut best[usize::from(h.pending != 0)];
        *best = best.max(h.estimate());
    }
    best
}

/// Quotation marks opened and not closed.
pub(super) fn balance(tokens: &[Token]) -> i8 {
    tokens.iter().filter_map(Token::char).fold(0, |open: i8, c| open.saturating_add(quote(c)))
}

/// What a character adds to the round brackets open.
pub(super) fn bracket(c: char) -> i8 {
    match c {
        '（' | '(' => 1,
        '）' | ')' => -1,
        _ => 0,
    }
}

/// What a character adds to the quotation marks open.
pub(super) fn quote(c: char) -> i8 {
    match c {
        '“' | '「' | '『' => 1,
        '”' | '」' | '』' => -1,
        _ => 0,
    }
}
