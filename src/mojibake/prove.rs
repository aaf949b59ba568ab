//! Whether a reading is proved: the damage is run forward on it and must give the text that was found.

use super::path::{Path, Run, What};
use super::profile::Profile;
use super::search::Reading;
use super::token::{Kind, Readings, Token};
use crate::damage::{Glossing, Replay, Variant, gbk, read_in_pairs, replay_cuts};
use crate::dictionary::{GlossEntry, GlossTable};
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

/// Undamaged runs taken along on either side of damaged ones: what the replay needs to be in step.
const CONTEXT: usize = 4;
/// By how many powers of ten the chosen reading must lead the next one that replays alike, to count as proved, and to
/// be made at all.
const CLEAR_LEAD: f32 = 3.0;
const FAIR_LEAD: f32 = 0.6;
/// The same for a reading in which pairs vanished: other words can have vanished at the same places, and readings with
/// them are not all tried.
const CLEAR_LOSSY_LEAD: f32 = 3.5;
const FAIR_LOSSY_LEAD: f32 = 1.0;
/// The same over the run as it was found, where that makes sense too: text that may be sound is not touched on less.
/// (synthetic/class-marks-in-a-row)
const SOUND_LEAD: f32 = 2.0;

/// A damaged run and what can be said for its original.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub run: Run,
    pub certainty: Certainty,
    pub evidence: Vec<Evidence>,
    /// Whether the run makes sense as it was found, so that leaving it is no gap.
    pub may_be_sound: bool,
}

/// A stretch of damaged runs that are replayed together.
struct Verdict {
    /// Whether some reading gives the found text when the damage is run on it.
    replayed: bool,
    runs: Vec<Judged>,
}

/// Proves readings of one document.
pub(super) struct Prover<'a> {
    pub text: &'a str,
    pub table: &'a GlossTable,
    pub readings: &'a Readings,
    pub profile: &'a Profile,
}

impl Prover<'_> {
    /// The damaged runs of the best reading, each with what can be said for it.
    pub(super) fn judge(&self, tokens: &[Token], reading: &Reading) -> Vec<Judged> {
        let runs = &reading.best.runs;
        let mut judged = Vec::new();
        let mut at = 0;
        while let Some(first) = (at..runs.len()).find(|n| !is_sound(&runs[*n], tokens)) {
            let mut last = first;
            while let Some(next) =
                (last + 1..runs.len().min(last + 1 + CONTEXT)).find(|n| !is_sound(&runs[*n], tokens))
            {
                last = next;
            }
            let mut verdict = self.verdict(tokens, reading, first, last);
            // What slipped in the first pass and was put back in step by a cut goes on slipping for the replay: its
            // end may only come with the next damaged run.
            let mut further = last;
            while !verdict.replayed {
                let Some(next) = (further + 1..runs.len()).find(|n| !is_sound(&runs[*n], tokens)) else {
                    break;
                };
                further = next;
                let wider = self.verdict(tokens, reading, first, further);
                if wider.replayed {
                    verdict = wider;
                    last = further;
                }
            }
            // The reading that replays may change more than this stretch: what an earlier verdict covers stays its own.
            let covered = judged.iter().map(|j: &Judged| j.run.tokens.1).max().unwrap_or(0);
            judged.extend(verdict.runs.into_iter().filter(|j| j.run.tokens.0 >= covered));
            at = last + 1;
        }
        judged
    }

    fn verdict(&self, tokens: &[Token], reading: &Reading, first: usize, last: usize) -> Verdict {
        let runs = &reading.best.runs;
        let changed = |path: &Path, n: (usize, usize)| -> Vec<Run> {
            path.runs[n.0..=n.1].iter().filter(|r| !is_sound(r, tokens)).cloned().collect()
        };
        let (from, to) = self.with_context(tokens, runs, first, last);
        let stretch = (runs[from].tokens.0, runs[to].tokens.1);
        let found = Span::new(tokens[stretch.0].span.start, span_end(tokens, stretch.1, self.text));
        let found_text = found.of(self.text).unwrap_or_default();
        // What becomes of a byte left over depends on whether a line break follows.
        let line_end = if self.text[found.end..].starts_with(['\n', '\r']) { "\n" } else { "" };
        // The readings of this stretch, best first; the first one that replays is taken.
        let mut choices: Vec<(String, f32, &Path)> = Vec::new();
        for (path, score) in std::iter::once((&reading.best, reading.best_score))
            .chain(reading.others.iter().map(|(path, score)| (path, *score)))
        {
            if let Some(original) = path.over(stretch)
                && !choices.iter().any(|(o, _, _)| *o == original)
            {
                choices.push((original, score, path));
            }
        }
        let glossed = self.glossed(tokens, stretch);
        let glossing = Glossing::new(glossed.iter().copied());
        let found_chars: Vec<char> = (in_gbk(found_text) + line_end).chars().collect();
        let replays: Vec<Option<Replay>> = choices
            .iter()
            .map(|(original, _, path)| {
                let original = in_gbk(original) + line_end;
                self.replay(&original, &found_chars, &glossing, path, stretch)
            })
            .collect();
        let Some(winner) = replays.iter().position(Option::is_some) else {
            let evidence = vec![Evidence::Score { winner: reading.best_score, runner_up: None }];
            let low = |run| Judged {
                run,
                certainty: Certainty::Low,
                evidence: evidence.clone(),
                may_be_sound: false,
            };
            let runs = changed(&reading.best, (first, last)).into_iter().map(low).collect();
            return Verdict { replayed: false, runs };
        };
        let alike: Vec<usize> = (0..choices.len()).filter(|n| replays[*n].is_some()).collect();
        let (_, winner_score, path) = &choices[winner];
        let proof = replays[winner].as_ref().map(|replayed| {
            let is_here = |entry: &&&GlossEntry| {
                found_text.contains(&format!("{})", entry.reading))
                    && choices[winner].0.contains(entry.character)
            };
            let glosses = glossed.iter().filter(is_here);
            let glosses = glosses.map(|e| format!("{}({})", e.character, e.reading)).collect();
            evidence(replayed, glosses, alike.len() as u32)
        });
        let judge = |run: Run| {
            // The rival is the best reading that replays too and is other in this very run.
            let rival = alike.iter().find_map(|n| {
                let other = choices[*n].2.over(run.tokens);
                (other.as_deref() != Some(run.original.as_str())).then(|| (other, choices[*n].1))
            });
            let as_found = literal(tokens, run.tokens);
            let sound = alike
                .iter()
                .find(|n| choices[**n].2.over(run.tokens) == as_found)
                .map(|n| winner_score - choices[*n].1);
            let may_be_sound = sound.is_some_and(|lead| lead < SOUND_LEAD);
            let is_lossy = run.damage.iter().any(|d| matches!(d, What::Vanished(_)));
            let (clear, fair) =
                if is_lossy { (CLEAR_LOSSY_LEAD, FAIR_LOSSY_LEAD) } else { (CLEAR_LEAD, FAIR_LEAD) };
            // Half of a character that lost its second byte at the end of a line is a guess, which a long list bears out and
            // a gloss or two do not: none is left when the text is restored again. (unresolved/end-inside-slip)
            let is_guessed = !self.profile.is_sure()
                && run.tokens.1 >= tokens.len()
                && run.damage.iter().any(|d| matches!(d, What::Dropped(_)));
            // So is what was left over when all else was mended.
            let fair = if is_guessed || self.profile.is_left_over() { clear } else { fair };
            let certainty = match rival.as_ref().map_or(f32::INFINITY, |(_, score)| winner_score - score) {
                _ if may_be_sound => Certainty::Low,
                // Where pairs vanished, others replay too: that none is here tells only that the search left them out.
                _ if is_lossy && rival.is_none() => Certainty::Medium,
                lead if lead >= clear => Certainty::High,
                lead if lead >= fair => Certainty::Medium,
                _ => Certainty::Low,
            };
            let runner_up = rival.map(|(text, score)| (text.unwrap_or_else(|| choices[0].0.clone()), score));
            let score = Evidence::Score { winner: *winner_score, runner_up };
            let evidence = proof.iter().cloned().chain([score]).collect();
            Judged { run, certainty, evidence, may_be_sound }
        };
        let bounds = path.bounds(stretch).unwrap_or((first, last));
        Verdict { replayed: true, runs: changed(path, bounds).into_iter().map(judge).collect() }
    }

    /// Widens a stretch by undamaged runs, never ending between a character and its gloss.
    fn with_context(&self, tokens: &[Token], runs: &[Run], first: usize, last: usize) -> (usize, usize) {
        let is_gloss =
            |n: usize| matches!(tokens.get(runs[n].tokens.0).map(|t| t.kind), Some(Kind::Gloss { .. }));
        let mut from = first.saturating_sub(CONTEXT);
        while from > 0 && is_gloss(from) {
            from -= 1;
        }
        let mut to = (last + CONTEXT).min(runs.len() - 1);
        while to + 1 < runs.len() && is_gloss(to + 1) {
            to += 1;
        }
        (from, to)
    }

    /// What the page glosses: what it always glosses, and what it never shows otherwise and glosses in this stretch.
    fn glossed(&self, tokens: &[Token], stretch: (usize, usize)) -> Vec<&GlossEntry> {
        let seen = tokens[stretch.0..stretch.1.min(tokens.len())].iter().filter_map(|t| match t.kind {
            Kind::Gloss { reading, .. } => Some(self.readings.owners(reading)),
            Kind::Char { .. } => None,
        });
        let here: Vec<usize> = seen.flatten().map(|(_, index)| *index).collect();
        let glossed = self.table.entries().iter().enumerate().filter(|(index, _)| {
            self.profile.always_glossed(*index) || here.contains(index) && !self.profile.left_bare(*index)
        });
        glossed.map(|(_, entry)| entry).collect()
    }

    fn replay(
        &self,
        original: &str,
        found: &[char],
        glossing: &Glossing,
        path: &Path,
        stretch: (usize, usize),
    ) -> Option<Replay> {
        let (from, to) = path.bounds(stretch)?;
        if path.runs[from..=to].iter().any(|r| r.damage.contains(&What::GivenUp)) {
            return None;
        }
        let bytes = read_in_pairs(&glossing.insert(&gbk::encode(original)));
        let folded = self.profile.folded;
        replay_cuts(&bytes, found, Variant::A, folded)
            .or_else(|| replay_cuts(&bytes, found, Variant::B, folded))
    }
}

/// A replay as evidence: which glosses took part, and how many readings replay.
fn evidence(replayed: &Replay, glosses: Vec<String>, alike: u32) -> Evidence {
    Evidence::Replay {
        glosses,
        cuts: replayed.cuts.iter().map(|(mark, byte)| format!("{mark} {byte:02X}")).collect(),
        lost: replayed.lost.iter().map(|[a, b]| format!("{a:02X}{b:02X}")).collect(),
        alike,
    }
}

/// The characters of a run as they were found, where no gloss stands among them.
fn literal(tokens: &[Token], run: (usize, usize)) -> Option<String> {
    tokens.get(run.0..run.1)?.iter().map(Token::char).collect()
}

/// Whether a run is as it was, but for a gloss in its place.
pub(super) fn is_sound(run: &Run, tokens: &[Token]) -> bool {
    run.damage.is_empty()
        && match tokens.get(run.tokens.0).map(|t| t.kind) {
            Some(Kind::Char { c, .. }) => {
                run.tokens.1 == run.tokens.0 + 1 && run.original.chars().eq(std::iter::once(c))
            }
            Some(Kind::Gloss { .. }) => run.tokens.1 == run.tokens.0 + 1 && run.original.is_empty(),
            None => run.original.is_empty(),
        }
}

/// The rule that a damaged run falls under.
pub(super) fn rule(run: &Run) -> Rule {
    let cut = run.damage.iter().any(|d| matches!(d, What::Cut { .. }));
    let split = run.damage.iter().any(|d| matches!(d, What::Split(_)));
    match (split, cut) {
        (true, true) => Rule::CompoundSlip,
        (false, true) => Rule::CutSlip,
        _ => Rule::GlossSlip,
    }
}

/// Where the tokens before `end` end.
pub(super) fn span_end(tokens: &[Token], end: usize, text: &str) -> usize {
    match end.min(tokens.len()).checked_sub(1) {
        Some(last) => tokens[last].span.end,
        None => text.len(),
    }
}

/// The text with what GBK cannot write as `?`, as the damaging tools saw it.
fn in_gbk(text: &str) -> String {
    text.chars().map(|c| if gbk::bytes(c).is_some() { c } else { '?' }).collect()
}
