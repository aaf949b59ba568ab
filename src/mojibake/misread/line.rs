//! What may have befallen one line: the accidents tried on it, and the best of what they explain.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::judge::Judge;
use super::signature::{ACCIDENTS, Accident};
use super::tape::Tape;
use super::walk::{self, Item, Stretch};
use super::{fill, scan, twins};
use crate::damage::CodePage;
use crate::text::Span;

/// Encodings tried on a line as those it was read in.
const READERS: usize = 6;
/// log10 for each Han character of what a line must reach in a document that was misread as a whole.
/// (synthetic/misread-file-gbk-as-windows-1251)
const WHOLE_EVIDENCE: f32 = -8.0;

impl Judge<'_> {
    /// The candidates of a document that was misread as a whole: every line that can be read so from end to end is.
    pub(super) fn document(
        &self,
        text: &str,
        accident: Accident,
        found: &[(usize, Candidate)],
    ) -> Vec<(usize, Candidate)> {
        let mut out = Vec::new();
        for (offset, line) in crate::mojibake::lines(text).filter(|(_, line)| !line.is_ascii()) {
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
    pub(super) fn whole_line(&self, line: &str, odd: bool) -> Vec<Candidate> {
        let mut accidents = self.accidents(line, 0);
        if odd {
            let has_all = |reader: CodePage| {
                reader.has_pairs() && line.chars().all(|c| c.is_ascii() || reader.bytes(c).is_some())
            };
            let others =
                ACCIDENTS.into_iter().filter(|(written, read)| written.has_pairs() && has_all(*read));
            let others: Vec<Accident> =
                others.filter(|other| !accidents.contains(other) && may_read_through(line, *other)).collect();
            accidents.extend(others);
        }
        let accidents = accidents.into_iter();
        let mut all: Vec<Candidate> =
            accidents.flat_map(|accident| self.once(line, accident, true)).collect();
        mark_whole(line, &mut all);
        all.retain(|c| self.believes_whole(c) || c.whole && c.of_utf8() && self.believes(c, false));
        all.into_iter().max_by(|a, b| a.worth().total_cmp(&b.worth())).into_iter().collect()
    }

    /// The best candidates of a line, in order and disjoint.
    pub(super) fn line(&self, line: &str, rounds: usize) -> Vec<Candidate> {
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
    pub(super) fn same_again(&self, line: &str, accident: Accident) -> Option<Vec<Candidate>> {
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
        let rank = |c: Candidate| {
            let believed = self.believes(&c, false);
            ((believed, believed && c.whole), c.worth(), c)
        };
        let mut all: Vec<((bool, bool), f32, Candidate)> = all.into_iter().map(rank).collect();
        all.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
        // By where they begin. The last of those that begin before another ends is the only one that it may overlap.
        let mut best: BTreeMap<usize, Candidate> = BTreeMap::new();
        for (_, _, candidate) in all {
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
}

/// Whether the bytes of a line are pairs from end to end: all but few lines that are right fail here, and need not be read
/// closer. Where a character was read from one of two pairs, which one is for the closer look.
fn may_read_through(line: &str, (written, read): Accident) -> bool {
    let mut lead: Option<u8> = None;
    for c in line.chars() {
        if !c.is_ascii() && read.twin(c).is_some() {
            return true;
        }
        let Some(bytes) = read.bytes(c) else { return false };
        for &byte in bytes.as_slice() {
            lead = match lead {
                None if byte < 0x80 => None,
                None => Some(byte),
                Some(lead) if written.pair(lead, byte).is_some() => None,
                Some(_) => return false,
            };
        }
    }
    lead.is_none()
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

/// A stretch without the ASCII at its ends, where that is no part of a misread character.
pub(super) fn trimmed(mut stretch: Stretch, tape: &Tape) -> Option<Stretch> {
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
