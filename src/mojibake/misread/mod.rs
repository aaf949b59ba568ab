//! Which stretches are text read in a wrong encoding, and what they were; what such an accident destroyed.

mod fill;
mod gone;
mod judge;
mod scan;
mod signature;
mod standing;
mod tape;
mod twins;
mod utf8;
mod walk;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use judge::{Candidate, Judge, Part};
use signature::{ACCIDENTS, Accident, Signature};
use tape::Tape;
use walk::{Item, Stretch};

use crate::damage::CodePage;
use crate::dictionary::telling;
use crate::edit::{self, Edit};
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Gate, Model};
use crate::restoration::{Cause, Gap};
use crate::restore::Proposals;
use crate::text::Span;

/// Times that a text may have been misread one after the other.
const ROUNDS: usize = 3;
/// Encodings tried on a line as those it was read in.
const READERS: usize = 6;
/// Stretches of one accident from which on the document shows it.
const OFTEN: usize = 3;
/// The share of the characters that are not ASCII which an accident must explain to be that of the whole document, and
/// log10 for each Han character of what a line of it must reach. (synthetic/misread-file-gbk-as-windows-1251)
const WHOLE_SHARE: f64 = 0.6;
const WHOLE_EVIDENCE: f32 = -8.0;
/// Quotation marks as running text has them, and as Markdown has them; those of source code are not among them.
const QUOTATION: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('`', '`')];
/// Han characters from which on what stands in them is no sample. (intact/article-on-mojibake)
const QUOTED: u32 = 12;

/// The rule: built once, used for many documents.
pub(super) struct Misread {
    model: &'static Model,
    /// Whether the model is the one that is compiled in, for which the telling characters are listed.
    is_built_in: bool,
    /// Built when the first text comes that something tells of an accident in.
    signature: OnceLock<Signature>,
}

impl std::fmt::Debug for Misread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Misread").finish_non_exhaustive()
    }
}

impl Misread {
    pub(super) fn new(model: &'static Model) -> Misread {
        let is_built_in = Model::built_in().is_ok_and(|built_in| std::ptr::eq(built_in, model));
        Misread { model, is_built_in, signature: OnceLock::new() }
    }

    /// Edits for what can be read again, gaps for what cannot.
    pub(super) fn propose(&self, text: &str) -> Proposals {
        let mut proposals = Proposals::default();
        if text.is_ascii() {
            proposals.gaps = gone::gaps(text, false);
            return proposals;
        }
        let signature = || self.signature.get_or_init(|| Signature::new(self.model));
        let gate = if self.is_built_in { telling() } else { signature().gate() };
        let (mut suspects, is_gone) = scan::suspects(text, gate);
        proposals.gaps = gone::gaps(text, is_gone);
        if let Ok(seen) = Gate::built_in() {
            let odd = scan::odd_lines(text, seen);
            if !odd.is_empty() {
                suspects = with_odd(suspects, odd);
            }
        }
        if suspects.is_empty() {
            return proposals;
        }
        let signature = signature();
        let judge = Judge { model: self.model, signature };
        let mut found: Vec<(usize, Candidate)> = Vec::new();
        let mut last: Option<Accident> = None;
        for scan::Suspect { offset, line, whole, odd } in suspects {
            // Most lines of a misread text met with the accident of the line before.
            if let Some(again) = last.and_then(|accident| judge.same_again(line, accident)) {
                found.extend(again.into_iter().map(|candidate| (offset, candidate)));
                continue;
            }
            let mut candidates = if whole { Vec::new() } else { judge.line(line, ROUNDS) };
            // What tells may tell of another accident than the one that explains the whole line.
            if whole || odd && !candidates.iter().any(|c| judge.believes(c, false)) {
                candidates = judge.whole_line(line, odd);
            }
            let first = candidates.first().map(|c| c.steps.clone()).unwrap_or_default();
            let is_one = candidates.iter().all(|c| c.is_sure() && c.steps == first);
            last = first.first().copied().filter(|_| is_one);
            found.extend(candidates.into_iter().map(|candidate| (offset, candidate)));
        }
        let believed: Vec<&Candidate> =
            found.iter().map(|f| &f.1).filter(|c| judge.believes(c, false)).collect();
        let mut often: FxHashMap<&[Accident], usize> = FxHashMap::default();
        for candidate in &believed {
            *often.entry(&candidate.steps).or_default() += 1;
        }
        let known = |steps: &[Accident]| often.get(steps).is_some_and(|count| *count >= OFTEN);
        let chosen = match whole_document(text, &believed).filter(|accident| known(&[*accident])) {
            Some(accident) => judge.document(text, accident, &found),
            None => found.iter().filter(|(_, c)| judge.believes(c, known(&c.steps))).cloned().collect(),
        };
        for (offset, candidate) in
            chosen.iter().filter(|(offset, candidate)| !is_quoted(text, *offset, candidate))
        {
            report(text, *offset, candidate, &mut proposals);
        }
        let edits = &proposals.edits;
        proposals.gaps.retain(|gap| gap.cause == Cause::Misread || !edit::overlap(edits, gap.span));
        proposals.gaps.sort_by_key(|gap| gap.span);
        proposals
    }
}

/// Both lists in order; a line in both is odd as well.
fn with_odd<'a>(suspects: Vec<scan::Suspect<'a>>, odd: Vec<scan::Suspect<'a>>) -> Vec<scan::Suspect<'a>> {
    let mut all: BTreeMap<usize, scan::Suspect> = odd.into_iter().map(|line| (line.offset, line)).collect();
    for suspect in suspects {
        let odd = all.contains_key(&suspect.offset);
        all.insert(suspect.offset, scan::Suspect { odd, ..suspect });
    }
    all.into_values().collect()
}

/// The accident that befell the text as a whole: most of what is not ASCII is explained by it.
fn whole_document(text: &str, believed: &[&Candidate]) -> Option<Accident> {
    if believed.is_empty() {
        return None;
    }
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    ACCIDENTS.into_iter().find(|accident| {
        let own = believed.iter().filter(|c| c.steps == [*accident]).flat_map(|c| &c.parts);
        let explained: usize = own.map(|part| part.foreign).sum();
        explained as f64 >= WHOLE_SHARE * foreign as f64
    })
}

impl Judge<'_> {
    /// The candidates of a document that was misread as a whole: every line that can be read so from end to end is.
    fn document(
        &self,
        text: &str,
        accident: Accident,
        found: &[(usize, Candidate)],
    ) -> Vec<(usize, Candidate)> {
        let mut out = Vec::new();
        for (offset, line) in super::lines(text).filter(|(_, line)| !line.is_ascii()) {
            let foreign = |c: char| !c.is_ascii();
            let (first, last) = (line.find(foreign), line.rfind(foreign));
            let reaches =
                |c: &Candidate| Some(c.span.start) == first && last.is_some_and(|last| last < c.span.end);
            let whole = self.once(line, accident, true).into_iter().filter(|c| {
                reaches(c) && c.replays && c.gone + c.chosen == 0 && c.merit.evidence() >= WHOLE_EVIDENCE
            });
            match whole.max_by(|a, b| a.worth().total_cmp(&b.worth())) {
                Some(candidate) => out.push((offset, candidate)),
                None => {
                    let own = &found[found.partition_point(|(at, _)| *at < offset)..];
                    let own = own.iter().take_while(|(at, _)| *at == offset);
                    out.extend(own.filter(|(_, c)| self.believes(c, c.steps == [accident])).cloned());
                }
            }
        }
        out
    }

    /// The candidate that explains a short line from end to end, where little in it tells of an accident.
    /// In an `odd` one the readers that have all its characters are tried too, whatever tells.
    fn whole_line(&self, line: &str, odd: bool) -> Vec<Candidate> {
        let mut accidents = self.accidents(line, 0);
        if odd {
            let has_all = |reader: CodePage| {
                reader.has_pairs() && line.chars().all(|c| c.is_ascii() || reader.bytes(c).is_some())
            };
            let others =
                ACCIDENTS.into_iter().filter(|(written, read)| written.has_pairs() && has_all(*read));
            let others: Vec<Accident> = others.filter(|other| !accidents.contains(other)).collect();
            accidents.extend(others);
        }
        let accidents = accidents.into_iter();
        let mut all: Vec<Candidate> =
            accidents.flat_map(|accident| self.once(line, accident, true)).collect();
        mark_whole(line, &mut all);
        all.retain(|c| self.believes_whole(c));
        all.into_iter().max_by(|a, b| a.worth().total_cmp(&b.worth())).into_iter().collect()
    }

    /// The best candidates of a line, in order and disjoint.
    fn line(&self, line: &str, rounds: usize) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        let accidents = self.accidents(line, 1);
        for accident in accidents.iter().copied() {
            all.extend(self.once(line, accident, false));
        }
        if rounds > 1 {
            for accident in accidents.into_iter().filter(|(written, _)| *written == CodePage::Utf8) {
                all.extend(self.again(line, accident, rounds - 1));
            }
        }
        self.best(line, all)
    }

    /// What the accident of the line before explains, where it explains all of this line beyond doubt, as no accident that
    /// is tried before it does.
    fn same_again(&self, line: &str, accident: Accident) -> Option<Vec<Candidate>> {
        let (written, reader) = accident;
        let foreign = || line.chars().filter(|c| !c.is_ascii());
        let alike =
            |other: CodePage| foreign().all(|c| other.bytes(c).is_some_and(|b| Some(b) == reader.bytes(c)));
        let before = ACCIDENTS.into_iter().take_while(|other| *other != accident);
        if before.filter(|other| other.0 == written).any(|other| alike(other.1)) {
            return None;
        }
        let found = self.best(line, self.once(line, accident, false));
        let explained: usize = found.iter().flat_map(|c| &c.parts).map(|part| part.foreign).sum();
        (explained == foreign().count() && found.iter().all(Candidate::is_sure)).then_some(found)
    }

    /// Of candidates of a line the best, in order and disjoint.
    fn best(&self, line: &str, mut all: Vec<Candidate>) -> Vec<Candidate> {
        // What explains the whole line first, then the most gained; of what overlaps it, nothing.
        all.retain(|c| c.merit.han > 0 && !c.parts.is_empty());
        let foreign = |c: char| !c.is_ascii();
        let (first, last) = (line.find(foreign), line.rfind(foreign));
        for candidate in &mut all {
            let Span { start, end } = candidate.span;
            candidate.whole =
                first.is_some_and(|first| start <= first) && last.is_some_and(|last| last < end);
        }
        let rank = |c: &Candidate| {
            let believed = self.believes(c, false);
            (believed, believed && c.whole)
        };
        all.sort_by(|a, b| rank(b).cmp(&rank(a)).then(b.worth().total_cmp(&a.worth())));
        // By where they begin. The last of those that begin before another ends is the only one that it may overlap.
        let mut best: BTreeMap<usize, Candidate> = BTreeMap::new();
        for candidate in all {
            let last = best.range(..candidate.span.end).next_back();
            if last.is_none_or(|(_, last)| !last.span.overlaps(candidate.span)) {
                best.insert(candidate.span.start, candidate);
            }
        }
        best.into_values().collect()
    }

    /// The accidents by those readers of which more than `few` characters of the line tell and that have most of its
    /// characters.
    fn accidents(&self, line: &str, few: usize) -> Vec<Accident> {
        let mut counts = [0usize; ACCIDENTS.len()];
        for c in line.chars() {
            let mut tells = self.signature.tells(c);
            while tells != 0 {
                counts[tells.trailing_zeros() as usize] += 1;
                tells &= tells - 1;
            }
        }
        let count = |reader: CodePage| {
            let own = ACCIDENTS.iter().zip(counts).filter(|(accident, _)| accident.1 == reader);
            own.map(|(_, count)| count).max().unwrap_or(0)
        };
        let has =
            |reader: CodePage| line.chars().filter(|c| !c.is_ascii() && reader.bytes(*c).is_some()).count();
        let readers = CodePage::ALL.into_iter().filter(|reader| count(*reader) > few);
        let mut readers: Vec<((usize, usize), CodePage)> = readers.map(|r| ((has(r), count(r)), r)).collect();
        readers.sort_by_key(|reader| std::cmp::Reverse(reader.0));
        readers.truncate(READERS);
        ACCIDENTS.into_iter().filter(|(_, read)| readers.iter().any(|(_, reader)| reader == read)).collect()
    }

    /// What one accident explains, where characters tell of one or, with `all`, everywhere.
    fn once(&self, line: &str, accident: Accident, all: bool) -> Vec<Candidate> {
        let mut out = Vec::new();
        scan::windows(line, |offset, window| {
            if !all && window.chars().filter(|c| self.signature.tells(*c) != 0).take(2).count() < 2 {
                return 0;
            }
            let tape = Tape::new(window, accident);
            let stretches = walk::stretches(&tape, self.signature, false);
            let whole = walk::whole(&tape, self.signature);
            let ends = stretches.iter().chain(&whole).map(|s| tape.at(s.tokens.1));
            let end = ends.max().unwrap_or(0);
            for stretch in stretches.into_iter().chain(whole) {
                let Some(stretch) = trimmed(stretch, &tape) else { continue };
                let (stretch, twins) = twins::choose(stretch, &tape, self.model);
                let items: Vec<Item> = stretch.items.iter().map(|(item, ..)| *item).collect();
                let (from, to) = (tape.at(stretch.tokens.0), tape.at(stretch.tokens.1));
                let around = (&line[..offset + from], &line[offset + to..]);
                let filled = fill::fill(&items, around, self.model, self.signature);
                let candidate = Candidate::new(window, &tape, &stretch, &filled, self);
                out.push(Candidate { twins, ..candidate.shifted(offset) });
            }
            end
        });
        out
    }

    /// What several accidents explain, this one the last of them.
    fn again(&self, line: &str, accident: Accident, rounds: usize) -> Vec<Candidate> {
        let mut out = Vec::new();
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
                out.extend(outer.through(window, &inner, self).map(|c| c.shifted(offset)));
            }
            end
        });
        out
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

    fn shifted(mut self, by: usize) -> Candidate {
        let shift = |span: Span| Span::new(span.start + by, span.end + by);
        self.span = shift(self.span);
        self.parts.iter_mut().for_each(|part| part.span = shift(part.span));
        self
    }
}

/// Tells which candidates explain all of a line that is not ASCII.
fn mark_whole(line: &str, candidates: &mut [Candidate]) {
    let foreign = |c: char| !c.is_ascii();
    let (first, last) = (line.find(foreign), line.rfind(foreign));
    for candidate in candidates {
        let Span { start, end } = candidate.span;
        let reaches = first.is_some_and(|first| start <= first) && last.is_some_and(|last| last < end);
        candidate.whole = candidate.whole && reaches;
    }
}

/// Whether a short candidate stands in quotation marks: a sample in a text about encodings, not an accident.
fn is_quoted(text: &str, offset: usize, candidate: &Candidate) -> bool {
    let before = text[..offset + candidate.span.start].chars().next_back();
    let after = text[offset + candidate.span.end..].chars().next();
    let in_marks = before.zip(after).is_some_and(|pair| QUOTATION.contains(&pair));
    in_marks && candidate.merit.han < QUOTED
}

/// Edits and gaps for a candidate of the line at `offset`.
fn report(text: &str, offset: usize, candidate: &Candidate, proposals: &mut Proposals) {
    let certainty = if candidate.chosen + candidate.twins == 0 && candidate.replays {
        Certainty::High
    } else {
        Certainty::Medium
    };
    for part in &candidate.parts {
        let span = Span::new(offset + part.span.start, offset + part.span.end);
        let before = span.of(text).unwrap_or_default().to_owned();
        if part.after.contains(char::REPLACEMENT_CHARACTER) {
            proposals.gaps.push(Gap { span, cause: Cause::Misread });
        }
        let steps = candidate.steps.iter().map(|(written, read)| format!("{written} as {read}")).collect();
        proposals.edits.push(Edit {
            span,
            before,
            after: part.after.clone(),
            rule: Rule::Misread,
            certainty,
            evidence: vec![Evidence::Misread {
                steps,
                replays: candidate.replays,
                chosen: candidate.chosen + candidate.twins,
                gone: candidate.gone,
                gain: candidate.merit.gain(),
                closest: candidate.closest.clone(),
            }],
        });
    }
}

/// A stretch without the ASCII at its ends, where that is no part of a misread character.
fn trimmed(mut stretch: Stretch, tape: &Tape) -> Option<Stretch> {
    let same = |item: &(Item, usize, usize)| {
        let alone = tape.token(item.1).is_some() && tape.token(item.2).is_some();
        alone && matches!(item.0, Item::Char(c) if c.is_ascii())
    };
    let lead = stretch.items.iter().take_while(|item| same(item)).count();
    stretch.items.drain(..lead);
    stretch.tokens.0 += lead;
    while stretch.items.last().is_some_and(same) {
        stretch.items.pop();
        stretch.tokens.1 -= 1;
    }
    (!stretch.items.is_empty()).then_some(stretch)
}

#[cfg(test)]
mod tests;
