//! Text that was misread twice or three times over: what one accident gives is read once more.

use super::candidate::{Candidate, Part};
use super::judge::{Judge, Sample};
use super::line::trimmed;
use super::signature::Accident;
use super::tape::Tape;
use super::walk::{self, Item, Stretch};
use super::{fill, scan};
use crate::damage::CodePage;

/// Characters that may be left of one that was torn, at most: of one that was misread twice before. How often a stretch is read
/// again without them: they are told once what they are part of is read.
const MOST_TORN: usize = 24;
const RETRIES: usize = 2;
/// Characters of the line from the end of a piece within which such a one begins.
const NEAR_EDGE: usize = 64;

impl Judge<'_> {
    /// What several accidents explain, this one the last of them.
    pub(super) fn again(
        &self,
        line: &str,
        accident: Accident,
        rounds: usize,
        see: &mut dyn FnMut(Candidate),
    ) {
        scan::windows(line, NEAR_EDGE, |offset, window| {
            let foreign = || window.chars().filter(|c| !c.is_ascii());
            if 2 * foreign().filter(|c| self.signature.is_odd(*c)).count() < foreign().count() {
                return 0;
            }
            let tape = Tape::new(window, accident);
            let mut stretches = walk::stretches(&tape, self.signature, true);
            if offset + window.len() < line.len() {
                stretches.iter_mut().for_each(|stretch| stretch.leave_torn(&tape));
            }
            let last = stretches.last().map_or(0, |s| tape.at(s.tokens.1));
            let mut end = None;
            for stretch in stretches.into_iter().filter_map(|stretch| trimmed(stretch, &tape)) {
                let Some((mut outer, mut inner)) = self.both(window, &tape, &stretch, rounds) else {
                    continue;
                };
                let mut cut = 0;
                for _ in 0..RETRIES {
                    if tape.at(stretch.tokens.1) != last {
                        break;
                    }
                    let Some(more) = torn(&outer.after, &inner) else { break };
                    cut += more;
                    let shorter = without(&stretch, &tape, cut);
                    let Some(both) = shorter.and_then(|shorter| self.both(window, &tape, &shorter, rounds))
                    else {
                        break;
                    };
                    (outer, inner) = both;
                }
                let covered: usize = inner.iter().map(|c| c.span.len()).sum();
                let foreign =
                    outer.after.chars().filter(|c| !c.is_ascii()).map(char::len_utf8).sum::<usize>();
                let believed = inner.iter().all(|c| self.believes(c, false));
                if covered * 10 < foreign * 9 || !believed {
                    continue;
                }
                if let Some(candidate) = outer.through(window, &inner, self) {
                    end = Some(candidate.span.end);
                    see(candidate.shifted(offset));
                }
            }
            end.unwrap_or(last)
        });
    }

    /// What an accident gives of a stretch, and what that was before.
    fn both(
        &self,
        window: &str,
        tape: &Tape,
        stretch: &Stretch,
        rounds: usize,
    ) -> Option<(Candidate, Vec<Candidate>)> {
        let whole = stretch.items.iter().map(|(item, ..)| match item {
            Item::Char(c) => Some(*c),
            Item::Gone => Some(char::REPLACEMENT_CHARACTER),
            Item::Hole(hole) => hole.candidates().find(|c| *c == char::REPLACEMENT_CHARACTER),
            Item::Torn(..) => None,
        });
        let texts = whole.map(|c| Some(Some((c?, None)))).collect::<Option<Vec<_>>>()?;
        let filled = fill::Filled { texts, chosen: 0, closest: None };
        let outer = Candidate::new(window, tape, stretch, &filled, self);
        let inner = self.line(&outer.after, rounds);
        Some((outer, inner))
    }
}

/// How many characters at the end of `after`, which is read as `inner`, are left of one that was torn there: the beginning of a
/// character of UTF-8, or what is not read.
fn torn(after: &str, inner: &[Candidate]) -> Option<usize> {
    let longest = inner.iter().max_by_key(|c| c.span.len()).filter(|c| 2 * c.span.len() > after.len())?;
    let (written, reader) = *longest.steps.last()?;
    if written == CodePage::Utf8 && !reader.has_pairs() {
        let mut bytes = after.chars().rev().map(|c| reader.bytes(c).map_or(0, |bytes| bytes.as_slice()[0]));
        let (behind, lead) = bytes.by_ref().enumerate().find(|(_, byte)| !(0x80..=0xBF).contains(byte))?;
        let whole = match lead {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 0,
        };
        if behind + 1 < whole {
            return Some(behind + 1);
        }
    }
    let behind = after
        .get(longest.span.end..)
        .filter(|behind| !behind.is_empty() && behind.chars().all(|c| !c.is_ascii()))?;
    Some(behind.chars().count()).filter(|torn| *torn <= MOST_TORN)
}

/// A stretch without so many characters at its end, where something is left.
fn without(stretch: &Stretch, tape: &Tape, characters: usize) -> Option<Stretch> {
    let mut shorter = stretch.clone();
    shorter.items.truncate(stretch.items.len().checked_sub(characters)?);
    while shorter.items.last().is_some_and(|(.., end)| tape.token(*end).is_none()) {
        shorter.items.pop();
    }
    let (.., end) = *shorter.items.last()?;
    shorter.tokens.1 = tape.token(end)?;
    Some(shorter)
}

impl Candidate {
    /// This candidate with what it gave read once more.
    fn through(&self, line: &str, inner: &[Candidate], judge: &Judge) -> Option<Candidate> {
        let steps = &inner.first()?.steps;
        if inner.iter().any(|c| c.steps != *steps) {
            return None;
        }
        let mut after = String::new();
        let mut at = 0;
        for part in inner.iter().flat_map(|c| &c.parts) {
            after.push_str(self.after.get(at..part.span.start)?);
            after.push_str(&part.after);
            at = part.span.end;
        }
        after.push_str(self.after.get(at..)?);
        let parts = vec![Part::new(line, self.span, after.clone())];
        let merit = judge.merit(line, &parts, Sample::Whole);
        let steps = steps.iter().chain(&self.steps).copied().collect();
        let (gone, chosen) = (inner.iter().map(|c| c.gone).sum(), inner.iter().map(|c| c.chosen).sum());
        let twins = self.twins + inner.iter().map(|c| c.twins).sum::<u32>();
        let closest = inner.iter().filter_map(|c| c.closest.clone()).min_by(|a, b| a.2.total_cmp(&b.2));
        let (strange, telling) =
            (inner.iter().map(|c| c.strange).sum(), inner.iter().map(|c| c.telling).sum());
        let mut candidate = Candidate {
            parts,
            after,
            steps,
            merit,
            gone,
            chosen,
            twins,
            closest,
            strange,
            telling,
            ..self.clone()
        };
        candidate.replays = candidate.check(line);
        (candidate.replays || gone + chosen > 0).then_some(candidate)
    }
}
