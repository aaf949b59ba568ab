//! What explains a line from end to end: where little in it tells of an accident, and where the document was misread as a whole.

use std::borrow::Cow;

use super::candidate::{Candidate, are_sure};
use super::judge::Judge;
use super::line::Extent;
use super::signature::{ACCIDENTS, Accident};
use crate::damage::CodePage;
use crate::text::Span;

/// log10 for each Han character of what a line must reach in a document that was misread as a whole.
/// (synthetic/misread-file-gbk-as-windows-1251)
const WHOLE_EVIDENCE: f32 = -8.0;

impl Judge<'_> {
    /// The candidates of a document that was misread as a whole: every line that can be read so from end to end is.
    pub(super) fn document<'c>(
        &self,
        text: &str,
        accident: Accident,
        found: &'c [(usize, Candidate)],
    ) -> Vec<(usize, Cow<'c, Candidate>)> {
        let mut out = Vec::new();
        for (offset, line) in crate::mojibake::lines(text).filter(|(_, line)| !line.is_ascii()) {
            let foreign = |c: char| !c.is_ascii();
            let (first, last) = (line.find(foreign), line.rfind(foreign));
            let reaches =
                |c: &Candidate| Some(c.span.start) == first && last.is_some_and(|last| last < c.span.end);
            let own = &found[found.partition_point(|(at, _)| *at < offset)..];
            let own = &own[..own.partition_point(|(at, _)| *at == offset)];
            // What is beyond doubt needs no second look.
            let candidates: Vec<&Candidate> = own.iter().map(|(_, candidate)| candidate).collect();
            let starts = candidates.first().map(|c| c.span.start) == first;
            let ends = candidates.last().zip(last).is_some_and(|(c, last)| last < c.span.end);
            if starts && ends && candidates[0].steps == [accident] && are_sure(&candidates) {
                out.extend(own.iter().filter(|(_, c)| self.believes(c, true)).map(as_found));
                continue;
            }
            let whole = self.all_of(line, accident, Extent::Everywhere).into_iter().filter(|c| {
                reaches(c) && c.replays && c.gone + c.chosen == 0 && c.merit.evidence() >= WHOLE_EVIDENCE
            });
            match whole.max_by(|a, b| a.worth().total_cmp(&b.worth())) {
                Some(candidate) => out.push((offset, Cow::Owned(candidate))),
                None => {
                    let own = own.iter().filter(|(_, c)| self.believes(c, c.steps == [accident]));
                    out.extend(own.map(as_found));
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
            accidents.flat_map(|accident| self.all_of(line, accident, Extent::Everywhere)).collect();
        mark_whole(line, &mut all);
        all.retain(|c| self.believes_whole(c) || c.whole && c.of_utf8() && self.believes(c, false));
        all.into_iter().max_by(|a, b| a.worth().total_cmp(&b.worth())).into_iter().collect()
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

/// The share of the bytes of a line that stand in characters of UTF-8, at least, where it was UTF-8: much of it may be gone, but in
/// text that is right there is hardly any.
const LEAST_UTF8: f32 = 0.25;

/// A candidate at its place, as it was found.
pub(super) fn as_found((at, candidate): &(usize, Candidate)) -> (usize, Cow<'_, Candidate>) {
    (*at, Cow::Borrowed(candidate))
}

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
