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

/// Bytes of candidates of one line that are held at once, at most: those of a line as long as a window, tried with every
/// accident, take hundreds of megabytes.
const HELD: usize = 1 << 24;

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
            let whole = self.all_of(line, accident, true).into_iter().filter(|c| {
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
            let others: Vec<Accident> = others.filter(|other| !accidents.contains(other)).collect();
            accidents.extend(others);
        }
        // What explains the line from end to end replays, or is UTF-8 of which little is gone.
        let may_explain = |accident: &Accident| match *accident {
            (CodePage::Utf8, read) => may_be_utf8(line, read),
            accident => may_read_through(line, accident),
        };
        let accidents = accidents.into_iter().filter(may_explain);
        let mut all: Vec<Candidate> =
            accidents.flat_map(|accident| self.all_of(line, accident, true)).collect();
        mark_whole(line, &mut all);
        all.retain(|c| self.believes_whole(c) || c.whole && c.of_utf8() && self.believes(c, false));
        all.into_iter().max_by(|a, b| a.worth().total_cmp(&b.worth())).into_iter().collect()
    }

    /// The best candidates of a line, in order and disjoint.
    pub(super) fn line(&self, line: &str, rounds: usize) -> Vec<Candidate> {
        self.line_held(line, rounds, HELD)
    }

    /// The same, where candidates of so many bytes at most are held at once. How many makes no difference.
    fn line_held(&self, line: &str, rounds: usize, held: usize) -> Vec<Candidate> {
        let accidents = self.accidents(line, 1);
        let twice = accidents.iter().filter(|(written, _)| rounds > 1 && *written == CodePage::Utf8);
        // Each accident, and how often what it gives may have been misread before.
        let tried: Vec<(Accident, usize)> = accidents
            .iter()
            .map(|accident| (*accident, 0))
            .chain(twice.map(|accident| (*accident, rounds - 1)))
            .collect();
        let each = |(accident, rounds): (Accident, usize), see: &mut dyn FnMut(Candidate)| match rounds {
            0 => self.once(line, accident, false, see),
            rounds => self.again(line, accident, rounds, see),
        };
        // Of what finds no room only what is told of it is held, and if it is chosen it is read again.
        let mut ranked: Vec<Ranked<Held>> = Vec::new();
        let (ends, mut room) = (ends(line), held);
        for (tried, accident) in tried.iter().enumerate() {
            let mut number = 0;
            each(*accident, &mut |candidate| {
                let bytes = candidate.bytes();
                let Some(one) = self.ranked(ends, candidate) else { return };
                let (is_held, told) = (bytes <= room, one.told(()));
                let candidate = is_held.then_some(one.what);
                ranked.push(told.told(Held { tried, number, candidate }));
                room -= bytes.min(room);
                number += 1;
            });
        }
        let (held, mut missing): (Vec<Held>, Vec<Held>) =
            disjoint(ranked).into_iter().partition(|held| held.candidate.is_some());
        let mut best: Vec<Candidate> = held.into_iter().filter_map(|held| held.candidate).collect();
        missing.sort_unstable_by_key(|held| (held.tried, held.number));
        for missing in missing.chunk_by(|a, b| a.tried == b.tried) {
            let mut number = 0;
            let mut next = missing.iter().map(|held| held.number).peekable();
            each(tried[missing[0].tried], &mut |candidate| {
                // What is asked for comes in the same order again.
                let Some(one) = self.ranked(ends, candidate) else { return };
                if next.next_if_eq(&number).is_some() {
                    best.push(one.what);
                }
                number += 1;
            });
        }
        best.sort_by_key(|candidate| candidate.span.start);
        best
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
        let found = self.best(line, self.all_of(line, accident, false));
        let explained: usize = found.iter().flat_map(|c| &c.parts).map(|part| part.foreign).sum();
        (explained == foreign().count() && found.iter().all(Candidate::is_sure)).then_some(found)
    }

    /// Of candidates of a line the best, in order and disjoint.
    fn best(&self, line: &str, all: Vec<Candidate>) -> Vec<Candidate> {
        let ends = ends(line);
        disjoint(all.into_iter().filter_map(|candidate| self.ranked(ends, candidate)).collect())
    }

    /// A candidate of a line, where it explains anything, with what tells how good it is. What of the line is not ASCII has these
    /// `ends`.
    fn ranked(&self, ends: Option<(usize, usize)>, mut c: Candidate) -> Option<Ranked<Candidate>> {
        if c.merit.han == 0 || c.parts.is_empty() {
            return None;
        }
        let span = c.span;
        c.whole = ends.is_some_and(|(first, last)| span.start <= first && last < span.end);
        let believed = self.believes(&c, false);
        Some(Ranked { believed, whole: believed && c.whole, worth: c.worth(), span, what: c })
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
    fn once(&self, line: &str, accident: Accident, all: bool, see: &mut dyn FnMut(Candidate)) {
        let tells = |c: char| self.signature.tells(c) != 0;
        let read = |offset: usize, window: &str| {
            if !all && window.chars().filter(|c| tells(*c)).take(2).count() < 2 {
                return 0;
            }
            let tape = Tape::new(window, accident);
            let whole = walk::whole(&tape, self.signature);
            // Where the window must come from pairs of bytes throughout, no other way to read it differs from that.
            let needs_others = !all || !accident.0.has_pairs();
            let stretches =
                if needs_others { walk::stretches(&tape, self.signature, false) } else { Vec::new() };
            let ends = stretches.iter().chain(&whole).map(|s| tape.at(s.tokens.1));
            let end = ends.max().unwrap_or(0);
            for stretch in stretches.into_iter().chain(whole) {
                let Some(stretch) = trimmed(stretch, &tape) else { continue };
                if self.is_hopeless(window, &tape, &stretch) {
                    continue;
                }
                let (stretch, twins) = twins::choose(stretch, &tape, self.model);
                let items: Vec<Item> = stretch.items.iter().map(|(item, ..)| *item).collect();
                let (from, to) = (tape.at(stretch.tokens.0), tape.at(stretch.tokens.1));
                let around = (&line[..offset + from], &line[offset + to..]);
                let filled = fill::fill(&items, around, self.model, self.signature);
                let candidate = Candidate::new(window, &tape, &stretch, &filled, self);
                see(Candidate { twins, ..candidate.shifted(offset) });
            }
            end
        };
        // By letters and signs it is told what stands beside them that they were read with.
        match all || !accident.1.has_pairs() {
            true => scan::windows(line, read),
            false => scan::near(line, tells, read),
        }
    }

    /// All of it at once: for what is short, or looked at by one accident alone.
    fn all_of(&self, line: &str, accident: Accident, all: bool) -> Vec<Candidate> {
        let mut out = Vec::new();
        self.once(line, accident, all, &mut |candidate| out.push(candidate));
        out
    }
}

/// A candidate, or what stands for it, and how good it is.
#[derive(Debug, Clone, Copy)]
struct Ranked<T> {
    believed: bool,
    /// Whether it explains the whole line, and is believed.
    whole: bool,
    worth: f32,
    span: Span,
    what: T,
}

impl<T> Ranked<T> {
    /// The same of what stands for it.
    fn told<U>(&self, what: U) -> Ranked<U> {
        let Ranked { believed, whole, worth, span, .. } = *self;
        Ranked { believed, whole, worth, span, what }
    }
}

/// A candidate, or how to find it again.
#[derive(Debug)]
struct Held {
    /// Which of what was tried gave it, and which of what that gave it is.
    tried: usize,
    number: usize,
    candidate: Option<Candidate>,
}

/// Where what of a line is not ASCII begins, and where its last character does.
fn ends(line: &str) -> Option<(usize, usize)> {
    let foreign = |c: char| !c.is_ascii();
    line.find(foreign).zip(line.rfind(foreign))
}

/// What explains the whole line first, then the most gained; of what overlaps it, nothing. In order.
fn disjoint<T>(mut all: Vec<Ranked<T>>) -> Vec<T> {
    all.sort_by(|a, b| (b.believed, b.whole).cmp(&(a.believed, a.whole)).then(b.worth.total_cmp(&a.worth)));
    // By where they begin. The last of those that begin before another ends is the only one that it may overlap.
    let mut best: BTreeMap<usize, (Span, T)> = BTreeMap::new();
    for Ranked { span, what, .. } in all {
        let last = best.range(..span.end).next_back();
        if last.is_none_or(|(_, (last, _))| !last.overlaps(span)) {
            best.insert(span.start, (span, what));
        }
    }
    best.into_values().map(|(_, what)| what).collect()
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

/// The share of the bytes of a line that stand in characters of UTF-8, at least, where it was UTF-8: much of it may be gone, but in
/// text that is right there is hardly any.
const LEAST_UTF8: f32 = 0.25;

/// Whether enough of a line, in the bytes that `read` has for it, is characters of UTF-8.
fn may_be_utf8(line: &str, read: CodePage) -> bool {
    let (mut all, mut within) = (0usize, 0usize);
    // How many bytes are missing of the character that was begun: Chinese takes three for each.
    let mut missing = 0;
    for c in line.chars() {
        if !c.is_ascii() && read.twin(c).is_some() {
            return true;
        }
        let Some(bytes) = read.bytes(c) else {
            (all, missing) = (all + 1, 0);
            continue;
        };
        for &byte in bytes.as_slice() {
            all += usize::from(!c.is_ascii());
            match byte {
                0x80..=0xBF if missing > 0 => {
                    missing -= 1;
                    within += if missing == 0 { 3 } else { 0 };
                }
                0xE2..=0xEF => missing = 2,
                _ => missing = 0,
            }
        }
    }
    within as f32 >= LEAST_UTF8 * all as f32
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

#[cfg(test)]
mod tests {
    use super::super::signature::Signature;
    use super::*;
    use crate::damage::misread;
    use crate::language::{Gate, Model};

    #[test]
    fn a_long_line_is_read_as_a_short_one() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge { model, gate: Gate::built_in().ok(), signature: &signature };
        let sentence = "我们在学校的图书馆里读书，下午去看电影。";
        let damaged = |written, read| misread(sentence, written, read, 1);
        let utf8 = damaged(CodePage::Utf8, CodePage::Gbk);
        let line = [
            &utf8[..],
            &damaged(CodePage::Gbk, CodePage::Windows1252),
            sentence,
            &misread(&utf8, CodePage::Utf8, CodePage::Windows1252, 1),
            "un café à côté",
            &utf8,
        ]
        .join(" ")
        .repeat(30);
        let told = |held: usize| {
            let found = judge.line_held(&line, 3, held);
            let told = |c: Candidate| (c.span.start, c.span.end, c.after, c.steps, c.whole, c.parts);
            found.into_iter().map(told).collect::<Vec<_>>()
        };
        let short = told(usize::MAX);
        assert!(short.len() > 90, "{}", short.len());
        assert_eq!((told(0), told(10_000)), (short.clone(), short));
    }
}
