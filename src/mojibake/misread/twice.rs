//! Text that was misread twice or three times over: what one accident gives is read once more.

use super::candidate::{Candidate, Part};
use super::judge::Judge;
use super::line::trimmed;
use super::signature::Accident;
use super::tape::Tape;
use super::walk::{self, Item};
use super::{fill, scan};

impl Judge<'_> {
    /// What several accidents explain, this one the last of them.
    pub(super) fn again(
        &self,
        line: &str,
        accident: Accident,
        rounds: usize,
        see: &mut dyn FnMut(Candidate),
    ) {
        scan::windows(line, |offset, window| {
            let foreign = || window.chars().filter(|c| !c.is_ascii());
            if 2 * foreign().filter(|c| self.signature.is_odd(*c)).count() < foreign().count() {
                return 0;
            }
            let tape = Tape::new(window, accident);
            let stretches = walk::stretches(&tape, self.signature, true);
            let end = stretches.last().map_or(0, |s| tape.at(s.tokens.1));
            for stretch in stretches.into_iter().filter_map(|stretch| trimmed(stretch, &tape)) {
                let whole = stretch.items.iter().map(|(item, ..)| match item {
                    Item::Char(c) => Some(Some(String::from(*c))),
                    Item::Gone => Some(Some(String::from(char::REPLACEMENT_CHARACTER))),
                    Item::Hole(hole) => {
                        hole.candidates().find(|c| *c == char::REPLACEMENT_CHARACTER).map(|c| Some(c.into()))
                    }
                    Item::Torn(..) => None,
                });
                let Some(texts) = whole.collect::<Option<Vec<_>>>() else { continue };
                let filled = fill::Filled { texts, chosen: 0, closest: None };
                let outer = Candidate::new(window, &tape, &stretch, &filled, self);
                let inner = self.line(&outer.after, rounds);
                let covered: usize = inner.iter().map(|c| c.span.len()).sum();
                let foreign =
                    outer.after.chars().filter(|c| !c.is_ascii()).map(char::len_utf8).sum::<usize>();
                let believed = inner.iter().all(|c| self.believes(c, false));
                if covered * 10 < foreign * 9 || !believed {
                    continue;
                }
                if let Some(candidate) = outer.through(window, &inner, self) {
                    see(candidate.shifted(offset));
                }
            }
            end
        });
    }
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
        let merit = judge.merit(line, &parts);
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
