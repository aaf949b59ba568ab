//! Which stretches are text read in a wrong encoding, and what they were; what such an accident destroyed.

mod bound;
mod candidate;
mod cyrillic;
mod fill;
mod gone;
mod hangul;
mod judge;
mod letter;
mod line;
mod listed;
mod plain;
mod rank;
mod scan;
mod signature;
mod standing;
mod tape;
mod twice;
mod twins;
mod utf8;
mod walk;
mod whole;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use candidate::{Candidate, are_fluent, are_sure};
use judge::Judge;
use signature::{ACCIDENTS, Accident, Signature};

use crate::dictionary::telling;
use crate::edit::{self, Edit};
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Gate, Model};
use crate::look::Look;
use crate::restoration::{Cause, Gap};
use crate::restore::Proposals;
use crate::text::{Bits, Span, is_han};

/// Times that a text may have been misread one after the other.
const ROUNDS: usize = 3;
/// Stretches of one accident from which on the document shows it.
const OFTEN: usize = 3;
/// The share of the characters that are not ASCII which an accident must explain to be that of the whole document.
/// (synthetic/misread-file-gbk-as-windows-1251)
const WHOLE_SHARE: f64 = 0.6;
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

    /// The characters that tell of an accident.
    pub(super) fn telling(&self) -> &Bits {
        if self.is_built_in { telling() } else { self.signature().gate() }
    }

    fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| match self.is_built_in {
            true => Signature::built_in(self.model),
            false => Signature::new(self.model),
        })
    }

    /// Edits for what can be read again, gaps for what cannot.
    pub(super) fn propose(&self, text: &str, look: &Look) -> Proposals {
        let mut proposals = Proposals::default();
        if text.is_ascii() {
            proposals.gaps = gone::gaps(text, 0);
            return proposals;
        }
        let (mut suspects, gone) = scan::suspects(text, &look.telling);
        proposals.gaps = gone::gaps(text, gone);
        if let Ok(seen) = Gate::built_in() {
            let odd = scan::odd_lines(text, seen);
            if !odd.is_empty() {
                suspects = with_odd(suspects, odd);
            }
        }
        if suspects.is_empty() {
            return proposals;
        }
        let signature = self.signature();
        let judge = Judge::new(self.model, signature);
        let mut found: Vec<(usize, Candidate)> = Vec::new();
        // The accident that was sure last, and how many lines it explained one after the other.
        let (mut last, mut lines): (Option<Accident>, usize) = (None, 0);
        for scan::Suspect { offset, line, whole, odd } in suspects {
            if cyrillic::is_prose(line) || hangul::is_prose(line, signature) {
                continue;
            }
            // Most lines of a misread text met with the accident of the line before.
            let is_shown = lines >= OFTEN;
            if let Some(again) = last.and_then(|accident| judge.same_again(line, accident, is_shown)) {
                found.extend(again.into_iter().map(|candidate| (offset, candidate)));
                lines += 1;
                continue;
            }
            let mut candidates = match whole {
                true => Vec::new(),
                false => judge.plainly(line).map_or_else(|| judge.line(line, ROUNDS), |plain| vec![plain]),
            };
            // What tells may tell of another accident than the one that explains the whole line.
            if whole || odd && !candidates.iter().any(|c| judge.believes(c, false)) {
                candidates = judge.whole_line(line, odd);
            }
            let first = candidates.first().and_then(|c| c.steps.first()).copied();
            let all: Vec<&Candidate> = candidates.iter().collect();
            let sure =
                first.filter(|_| are_sure(&all) || are_fluent(&all) && line::is_covered(line, &candidates));
            if sure.is_some() || !is_shown {
                let before = if sure == last { lines } else { 0 };
                (last, lines) = (sure, if sure.is_some() { before + 1 } else { 0 });
            }
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
            None => found
                .iter()
                .filter(|(_, c)| judge.believes(c, known(&c.steps)))
                .map(whole::as_found)
                .collect(),
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
    // The bytes with which characters begin that are not ASCII.
    let foreign = text.bytes().filter(|byte| *byte >= 0xC0).count();
    ACCIDENTS.into_iter().find(|accident| {
        let own = believed.iter().filter(|c| c.steps == [*accident]).flat_map(|c| &c.parts);
        let explained: usize = own.map(|part| part.foreign).sum();
        explained as f64 >= WHOLE_SHARE * foreign as f64
    })
}

/// Whether a short candidate stands in quotation marks or beside what it was: a sample in a text about encodings, not an
/// accident.
fn is_quoted(text: &str, offset: usize, candidate: &Candidate) -> bool {
    let span = candidate.span.shifted(offset);
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let in_marks = before.zip(after).is_some_and(|pair| QUOTATION.contains(&pair));
    let mut runs = candidate.after.split(|c| !is_han(c));
    let mut is_explained = || runs.any(|run| super::is_explained(text, span, run));
    candidate.merit.han < QUOTED && (in_marks || is_explained())
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

#[cfg(test)]
mod tests;
