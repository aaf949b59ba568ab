//! Whether a reading is proved: the damage is run forward on it and must give the text that was found.

use super::path::{Path, Run, What};
use super::profile::Profile;
use super::replayed::{Choice, Stretch, in_step};
use super::search::Reading;
use super::token::{Kind, Readings, Token};
use crate::damage::Replay;
use crate::dictionary::{GlossEntry, GlossTable};
use crate::evidence::{Certainty, Evidence, Rule};

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
/// The same for one that replays only with more behind it, or with other marks than the search chose: mostly it ends with a
/// character that a cut left half of. With leads from 1 to 2 six to eight in ten were right, with greater ones nine.
const CLEAR_FAR_LEAD: f32 = 3.5;
const FAIR_FAR_LEAD: f32 = 2.0;
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

    /// What can be said for the runs from `first` to `last`: by what is near them, or else by all up to where the first pass is
    /// in step again. Behind a cut nothing shows that it is not yet. (synthetic/slip-goes-on-behind-a-cut)
    fn verdict(&self, tokens: &[Token], reading: &Reading, first: usize, last: usize) -> Verdict {
        let runs = &reading.best.runs;
        let (from, to) = self.with_context(tokens, runs, first, last + CONTEXT);
        let near = Stretch::of(&runs[from..=to]);
        let verdict = self.verdict_on(tokens, reading, (first, last), near);
        if verdict.replayed {
            return verdict;
        }
        let Some(end) =
            in_step(tokens, runs[last].tokens.1, self.profile.folded).filter(|end| near.end < *end)
        else {
            return verdict;
        };
        let behind = runs[last + 1..].iter().take_while(|run| run.tokens.0 < end);
        let to = last + behind.clone().count();
        // What is damaged on the way is looked at with it.
        if !behind.clone().all(|run| is_sound(run, tokens)) {
            return verdict;
        }
        let (_, to) = self.with_context(tokens, runs, first, to);
        let far = Stretch { is_far: true, ..Stretch::of(&runs[from..=to]) };
        // What the reading does not reach stays as it is.
        let far = if to + 1 < runs.len() { far } else { Stretch { end: end.max(far.end), ..far } };
        let farther = self.verdict_on(tokens, reading, (first, last), far);
        if farther.replayed { farther } else { verdict }
    }

    /// The same by one stretch.
    fn verdict_on(
        &self,
        tokens: &[Token],
        reading: &Reading,
        (first, last): (usize, usize),
        stretch: Stretch,
    ) -> Verdict {
        let changed = |path: &Path, n: (usize, usize)| -> Vec<Run> {
            path.runs[n.0..=n.1].iter().filter(|r| !is_sound(r, tokens)).cloned().collect()
        };
        let glossed = self.glossed(tokens, stretch);
        let choices = self.choices(tokens, reading, stretch, &glossed);
        // The first one that replays is taken.
        let alike: Vec<&Choice> = choices.iter().filter(|choice| choice.replay.is_some()).collect();
        let Some(winner) = alike.first() else {
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
        let proof = winner.replay.as_ref().map(|replayed| {
            let found_text = stretch.span(tokens, self.text).of(self.text).unwrap_or_default();
            let is_here = |entry: &&&GlossEntry| {
                found_text.contains(&format!("{})", entry.reading))
                    && winner.original.contains(entry.character)
            };
            let glosses = glossed.iter().filter(is_here);
            let glosses = glosses.map(|e| format!("{}({})", e.character, e.reading)).collect();
            evidence(replayed, glosses, alike.len() as u32)
        });
        let judge = |run: Run| {
            // The rival is the best reading that replays too and is other in this very run.
            let rival = alike.iter().find_map(|choice| {
                let other = choice.path.over(run.tokens);
                (other.as_deref() != Some(run.original.as_str())).then_some((other, choice.score))
            });
            let as_found = literal(tokens, run.tokens);
            let sound = alike.iter().find(|choice| choice.path.over(run.tokens) == as_found);
            let sound = sound.map(|choice| winner.score - choice.score);
            let may_be_sound = sound.is_some_and(|lead| lead < SOUND_LEAD);
            let is_lossy = run.damage.iter().any(|d| matches!(d, What::Vanished(_)));
            let is_farther = winner.only_wide || stretch.is_far;
            let (clear, fair) = match (is_farther, is_lossy) {
                (true, _) => (CLEAR_FAR_LEAD, FAIR_FAR_LEAD),
                (false, true) => (CLEAR_LOSSY_LEAD, FAIR_LOSSY_LEAD),
                (false, false) => (CLEAR_LEAD, FAIR_LEAD),
            };
            // Half of a character that lost its second byte at the end of a line is a guess, which a long list bears out and
            // a gloss or two do not: none is left when the text is restored again. (unresolved/end-inside-slip)
            let is_guessed = !self.profile.is_sure()
                && run.tokens.1 >= tokens.len()
                && run.damage.iter().any(|d| matches!(d, What::Dropped(_)));
            // So is what was left over when all else was mended.
            let fair = if is_guessed || self.profile.is_left_over() { clear } else { fair };
            let certainty = match rival.as_ref().map_or(f32::INFINITY, |(_, score)| winner.score - score) {
                _ if may_be_sound => Certainty::Low,
                // Where pairs vanished, and half of a character at a cut, others replay too: that none is here tells
                // only that the search left them out.
                _ if (is_lossy || winner.only_wide) && rival.is_none() => Certainty::Medium,
                lead if lead >= clear => Certainty::High,
                lead if lead >= fair => Certainty::Medium,
                _ => Certainty::Low,
            };
            let runner_up =
                rival.map(|(text, score)| (text.unwrap_or_else(|| choices[0].original.clone()), score));
            let score = Evidence::Score { winner: winner.score, runner_up };
            let evidence = proof.iter().cloned().chain([score]).collect();
            Judged { run, certainty, evidence, may_be_sound }
        };
        let bounds = winner.path.bounds(stretch.tokens).unwrap_or((first, last));
        Verdict { replayed: true, runs: changed(&winner.path, bounds).into_iter().map(judge).collect() }
    }

    /// Widens a stretch by undamaged runs, up to number `to` at least, never ending between a character and its gloss.
    fn with_context(&self, tokens: &[Token], runs: &[Run], first: usize, to: usize) -> (usize, usize) {
        let is_gloss =
            |n: usize| matches!(tokens.get(runs[n].tokens.0).map(|t| t.kind), Some(Kind::Gloss { .. }));
        let mut from = first.saturating_sub(CONTEXT);
        while from > 0 && is_gloss(from) {
            from -= 1;
        }
        let mut to = to.min(runs.len() - 1);
        while to + 1 < runs.len() && is_gloss(to + 1) {
            to += 1;
        }
        (from, to)
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
