//! Which edits and gaps what was found in a line comes to: the runs as they were judged, and the glosses between them.

use std::ops::Range;

use super::Mojibake;
use super::memory::Found;
use super::path;
use super::profile::Profile;
use super::prove::{Judged, rule, span_end};
use super::token::{Kind, Token};
use crate::damage::gbk;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::restoration::{Cause, Gap};
use crate::restore::Proposals;
use crate::text::Span;

impl Mojibake {
    /// Proposes what was found in a line, and takes out its glosses.
    pub(super) fn line(
        &self,
        text: &str,
        tokens: &[Token],
        found: &[Found],
        profile: &Profile,
        proposals: &mut Proposals,
    ) {
        let mut at = 0;
        for Found { start, end, judged, sound } in found {
            self.glosses(tokens, at..*start, proposals.edits.len(), profile, proposals);
            let before = proposals.edits.len();
            for judged in judged {
                self.report(text, tokens, judged.clone(), profile, proposals);
            }
            // The runs judged may be of another reading than the best: what they cover is theirs.
            let taken: Vec<Span> = proposals.edits[before..].iter().map(|e| e.span).collect();
            for &(from, to) in sound {
                if (from..to).all(|n| taken.iter().all(|t| !t.overlaps(tokens[n].span))) {
                    self.glosses(tokens, from..to, before, profile, proposals);
                }
            }
            at = *end;
        }
        self.glosses(tokens, at..tokens.len(), proposals.edits.len(), profile, proposals);
    }

    /// Edits for the glosses among `tokens[range]` that stand after their own character: as found, or as the edit that
    /// ends there, one of those proposed `since`, restores it.
    fn glosses(
        &self,
        tokens: &[Token],
        range: Range<usize>,
        since: usize,
        profile: &Profile,
        proposals: &mut Proposals,
    ) {
        let earlier = since..proposals.edits.len();
        for at in range {
            let Kind::Gloss { reading, swallowed: false } = tokens[at].kind else { continue };
            let restored =
                proposals.edits[earlier.clone()].iter().find(|e| e.span.end == tokens[at].span.start);
            let character = match restored {
                Some(edit) if edit.certainty > Certainty::Low => edit.after.chars().next_back(),
                Some(_) => None,
                None => at.checked_sub(1).and_then(|before| tokens[before].char()),
            };
            let Some(character) = character else { continue };
            // The bytes matched may be the end of a character and the letter behind it (有l of 衛): nothing slipped.
            let straddled = match (at.checked_sub(2).map(|n| tokens[n]), gbk::bytes(character)) {
                (Some(before), Some(([letter, _], 1))) if restored.is_none() => {
                    before.pair().map(|[_, trail]| [trail, letter])
                }
                _ => None,
            };
            let owner = self.readings.owners(reading).iter().find(|(own, index)| {
                self.table.entries()[*index].character == character || Some(*own) == straddled
            });
            if let Some((_, index)) = owner.copied() {
                proposals.edits.push(self.gloss(tokens[at].span, index, profile));
            }
        }
    }

    /// The edit that takes out the gloss at `span`, which is of the character at `index` in the table.
    fn gloss(&self, span: Span, index: usize, profile: &Profile) -> Edit {
        let entry = &self.table.entries()[index];
        let (character, reading) = (entry.character, entry.reading.clone());
        let (glossed, bare) = (profile.glossed[index], profile.bare[index]);
        Edit {
            span,
            before: format!("({reading})"),
            after: String::new(),
            rule: Rule::Gloss,
            certainty: if profile.always_glossed(index) { Certainty::High } else { Certainty::Medium },
            evidence: vec![
                Evidence::Gloss { character, reading, glossed, bare },
                Evidence::Table { table: self.table.name().into(), line: entry.line, others: Vec::new() },
                profile.evidence(),
            ],
        }
    }

    /// The edit or the gap that a damaged run comes to.
    fn report(
        &self,
        text: &str,
        tokens: &[Token],
        judged: Judged,
        profile: &Profile,
        proposals: &mut Proposals,
    ) {
        let Judged { run, certainty, evidence, may_be_sound } = judged;
        let start = tokens.get(run.tokens.0).map_or(text.len(), |t| t.span.start);
        let span = Span::new(start, span_end(tokens, run.tokens.1, text).max(start));
        let given_up = run.damage.contains(&path::What::GivenUp);
        if given_up || certainty == Certainty::Low && !may_be_sound {
            proposals.gaps.push(Gap { span, cause: Cause::Slip });
        }
        if run.damage.iter().any(|d| matches!(d, path::What::Swallowed(_))) {
            proposals.gaps.push(Gap { span, cause: Cause::Lost });
        }
        if given_up {
            // The damage stays as it is; a gloss in it that stands behind its own character is a gloss all the same.
            let (range, since) = (run.tokens.0..run.tokens.1.min(tokens.len()), proposals.edits.len());
            self.glosses(tokens, range, since, profile, proposals);
        }
        let before = span.of(text).unwrap_or_default();
        if !given_up && before != run.original {
            let (before, rule) = (before.into(), rule(&run));
            proposals.edits.push(Edit { span, before, after: run.original, rule, certainty, evidence });
        }
    }
}
