//! What a character of the original costs, and every way it can continue or end a word.

use super::halves::{Half, is_usual};
use super::hypothesis::Hypothesis;
use super::path::What;
use super::search::{bracket, quote};
use super::walk::Walk;
use super::witness::MOST;
use crate::dictionary::simplified;
use crate::language::{Class, class, within};

/// A form that is not the usual Traditional one and that the document uses nowhere else.
const UNUSUAL: f32 = -2.0;
/// A bracket closed that was not opened in the line: one way to number items, or a misreading.
const UNOPENED: f32 = -0.7;
/// A Traditional character that is a word of its own in Simplified text (顯著) and more often stands for another (看著).
/// (synthetic/slip-without-glosses)
const PARTICLE: (char, char) = ('著', '着');
/// What a character of a word not yet ended is taken to cost, of what it costs alone, to compare hypotheses.
const UNENDED: f32 = 0.65;

/// What is asked of a character whose byte was lost: most of those that are tried come to nothing, and of these nothing
/// is noted.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    /// What was done before it, to be noted with it.
    pub lead: What,
    /// The estimate that a hypothesis must reach.
    pub least: f32,
}

/// What is done with each hypothesis that a character leads to: it ends a word, it goes on in one, both or neither.
type Then<'t, 'a, 'b> = &'t mut dyn FnMut(&mut Walk<'a, 'b>, Hypothesis);

impl<'a, 'b> Walk<'a, 'b> {
    /// Reads a character of which a byte was chosen.
    #[inline]
    pub(super) fn emit_half(
        &mut self,
        h: &Hypothesis,
        half: &Half,
        mut then: impl FnMut(&mut Self, Hypothesis),
    ) {
        if self.may_choose(h, half) {
            self.read_char(h, What::Chosen(half.c), Some(half), None, &mut then);
        }
    }

    /// The same where the hypotheses are asked for more.
    #[inline]
    pub(super) fn emit_trial(
        &mut self,
        h: &Hypothesis,
        half: &Half,
        trial: Trial,
        mut then: impl FnMut(&mut Self, Hypothesis),
    ) {
        if self.may_choose(h, half) {
            self.read_char(h, What::Chosen(half.c), Some(half), Some(trial), &mut then);
        }
    }

    /// The same for a character that no table of halves gave.
    pub(super) fn emit_choice(&mut self, h: &Hypothesis, c: char, then: impl FnMut(&mut Self, Hypothesis)) {
        self.emit_half(h, &Half::of(self.search.model, c, 0), then);
    }

    /// Whether anything can come of the character: inside a word hardly any goes on.
    #[inline(always)]
    fn may_choose(&self, h: &Hypothesis, half: &Half) -> bool {
        let goes_on = || half.c == PARTICLE.0 || half.after(self.search.model, h.prefix).is_some();
        self.how.banned != Some((self.at, half.c)) && (h.unended == 0 || goes_on())
    }

    /// Reads a character of the original.
    pub(super) fn emit(&mut self, h: &Hypothesis, c: char, mut then: impl FnMut(&mut Self, Hypothesis)) {
        self.read_char(h, What::Emitted(c), None, None, &mut then);
    }

    /// Every way the character can continue or end a word.
    fn read_char(
        &mut self,
        h: &Hypothesis,
        what: What,
        half: Option<&Half>,
        trial: Option<Trial>,
        then: Then<'_, 'a, 'b>,
    ) {
        let (What::Emitted(c) | What::Chosen(c)) = what else { return };
        let plain = half.map_or_else(|| simplified(c), |half| half.plain);
        self.read_as(h, plain, what, half, trial, then);
        if c == PARTICLE.0 {
            let particle = Half { c, is_usual: true, ..Half::of(self.search.model, PARTICLE.1, 0) };
            self.read_as(h, PARTICLE.1, what, Some(&particle), trial, then);
        }
    }

    /// The same for one Simplified form of the character. Nearly all that is tried comes to nothing: numbers first, and a
    /// hypothesis only for what reaches what is asked.
    fn read_as(
        &mut self,
        h: &Hypothesis,
        plain: char,
        what: What,
        half: Option<&Half>,
        trial: Option<Trial>,
        then: Then<'_, 'a, 'b>,
    ) {
        let (c, is_chosen) = match what {
            What::Chosen(c) => (c, true),
            What::Emitted(c) => (c, false),
            _ => return,
        };
        let least = trial.map_or(f32::MIN, |trial| trial.least);
        let model = self.search.model;
        let next = class(c);
        if next != Class::HAN && h.unended > 0 {
            return;
        }
        let mut score = h.score + self.search.marks.after(h.previous_plain, plain);
        // Whatever the witness says, it will not be kept.
        let asked = self.next.cutoff().max(least);
        if score + MOST < asked {
            return;
        }
        let mended = h.settled == 0;
        score += self.search.witness.speaks(h.previous, c, mended || h.mended);
        if score < asked {
            return;
        }
        let read = |score: f32| {
            let choice = match is_chosen {
                true => h.choice.wrapping_mul(0x9E37_79B1).wrapping_add(c as u32 + 1),
                false => h.choice,
            };
            Hypothesis { previous: c, previous_plain: plain, mended, choice, score, ..*h }
        };
        if next != Class::HAN {
            let mut h = read(score + within(c));
            h.quotes = h.quotes.saturating_add(quote(c));
            h.brackets = h.brackets.saturating_add(bracket(c)).max(-1);
            if h.brackets < 0 {
                h.brackets = 0;
                h.score += UNOPENED;
            }
            h.last = None;
            self.noted(&mut h, what, trial);
            return then(self, h);
        }
        if !half.map_or_else(|| is_usual(plain, c), |half| half.is_usual) && !self.search.witness.uses(c) {
            score += UNUSUAL;
        }
        let place = match half {
            Some(half) if h.unended == 0 => half.first,
            Some(half) => half.after(model, h.prefix).map(|longer| (longer, model.word(longer))),
            None => model.step(h.prefix, plain).map(|longer| (longer, model.word(longer))),
        };
        let ended = match place {
            Some((_, Some(word))) => {
                let alone = match half {
                    Some(half) if h.unended == 0 => half.alone,
                    _ => model.unigram(word),
                };
                Some((Some(word), score + self.search.following.after(h.last, word, alone)))
            }
            _ => (h.unended == 0).then(|| (None, score + model.unknown(plain))),
        };
        let ended = ended.filter(|(_, score)| *score >= least);
        let longer = place.and_then(|(prefix, _)| {
            let share = half.map_or_else(|| model.frequency(plain), |half| half.share);
            let ahead = h.ahead + UNENDED * share;
            (score + ahead >= least).then_some((prefix, ahead))
        });
        if ended.is_none() && longer.is_none() {
            return;
        }
        let mut h = read(score);
        let unended = h.unended + 1;
        self.noted(&mut h, what, trial);
        if let Some((last, score)) = ended {
            then(self, Hypothesis { prefix: model.root(), unended: 0, ahead: 0.0, last, score, ..h });
        }
        if let Some((prefix, ahead)) = longer {
            then(self, Hypothesis { prefix, unended, ahead, ..h });
        }
    }

    /// Notes the steps that led to `h`.
    fn noted(&mut self, h: &mut Hypothesis, what: What, trial: Option<Trial>) {
        if let Some(Trial { lead, .. }) = trial {
            self.note(h, lead);
        }
        self.note(h, what);
    }
}
