//! What a character of the original costs, and every way it can continue or end a word.

use super::halves::Half;
use super::hypothesis::Hypothesis;
use super::kept::Kept;
use super::path::What;
use super::search::{Search, bracket, quote};
use super::walk::Walk;
use super::witness::MOST;
use crate::dictionary::simplified;
use crate::language::{Class, Listed, Prefix, Word, class, within};

/// A form that is not the usual Traditional one and that the document uses nowhere else.
const UNUSUAL: f32 = -2.0;
/// A bracket closed that was not opened in the line: one way to number items, or a misreading.
const UNOPENED: f32 = -0.7;
/// A Traditional character that is a word of its own in Simplified text (顯著) and more often stands for another (看著).
/// (synthetic/slip-without-glosses)
pub(super) const PARTICLE: (char, char) = ('著', '着');
/// What a character of a word not yet ended is taken to cost, of what it costs alone, to compare hypotheses.
const UNENDED: f32 = 0.65;

/// What is done with each hypothesis that a character leads to: it ends a word, it goes on in one, both or neither.
type Then<'t, 'a, 'b> = &'t mut dyn FnMut(&mut Walk<'a, 'b>, Hypothesis);

/// What can come of a Han character. Nearly all that is tried comes to nothing: numbers first, and a hypothesis only for
/// what reaches what is asked.
struct Ways {
    /// What a hypothesis scores that has read it, without a word that it ends.
    score: f32,
    /// The word that it ends, where it is one, and what a hypothesis then scores.
    ended: Option<(Option<Word>, f32)>,
    /// The beginning of words, and what the characters of a word not yet ended are taken to cost.
    longer: Option<(Prefix, f32)>,
}

impl<'a, 'b> Walk<'a, 'b> {
    /// Reads a character of which a byte was chosen.
    #[inline]
    pub(super) fn emit_half(
        &mut self,
        h: &Hypothesis,
        half: &Half,
        mut then: impl FnMut(&mut Self, Hypothesis),
    ) {
        self.try_half(h, half, None, f32::MIN, |walk, mut h| {
            walk.note(&mut h, What::Chosen(half.c));
            then(walk, h);
        });
    }

    /// The same for a character that no table of halves gave.
    pub(super) fn emit_choice(&mut self, h: &Hypothesis, c: char, then: impl FnMut(&mut Self, Hypothesis)) {
        self.emit_half(h, &self.search.kept.characters.half(self.search.model, c), then);
    }

    /// Reads a character of which a byte was chosen; hypotheses that are not estimated at `least` come to nothing. The step is
    /// not noted. Which words may be `listed` after the last one is told where many characters are tried.
    #[inline(always)]
    pub(super) fn try_half(
        &mut self,
        h: &Hypothesis,
        half: &Half,
        listed: Option<&Listed>,
        least: f32,
        mut then: impl FnMut(&mut Self, Hypothesis),
    ) {
        if self.how.banned == Some((self.at, half.c)) {
            return;
        }
        if half.is_mark || half.c == PARTICLE.0 {
            return self.read(h, What::Chosen(half.c), Some(half), least, &mut then);
        }
        if let Some(ways) = self.ways(h, half, listed, least) {
            self.go(h, What::Chosen(half.c), half, ways, then);
        }
    }

    /// Reads a character of the original.
    pub(super) fn emit(&mut self, h: &Hypothesis, c: char, mut then: impl FnMut(&mut Self, Hypothesis)) {
        self.read(h, What::Emitted(c), None, f32::MIN, &mut |walk, mut h| {
            walk.note(&mut h, What::Emitted(c));
            then(walk, h);
        });
    }

    /// Every way the character can continue or end a word.
    fn read(&mut self, h: &Hypothesis, what: What, half: Option<&Half>, least: f32, then: Then<'_, 'a, 'b>) {
        let (What::Emitted(c) | What::Chosen(c)) = what else { return };
        if class(c) != Class::HAN {
            let plain = half.map_or_else(|| simplified(c), |half| half.plain);
            return self.read_mark(h, what, c, plain, least, then);
        }
        let (search, model) = (self.search, self.search.model);
        let half = half.copied().unwrap_or_else(|| search.kept.characters.half(model, c));
        if let Some(ways) = self.ways(h, &half, None, least) {
            self.go(h, what, &half, ways, &mut *then);
        }
        if c == PARTICLE.0 {
            let particle = Half { c, is_usual: true, ..search.kept.characters.half(model, PARTICLE.1) };
            if let Some(ways) = self.ways(h, &particle, None, least) {
                self.go(h, what, &particle, ways, then);
            }
        }
    }

    /// The same for one that is not Han: it stands between words.
    fn read_mark(
        &mut self,
        h: &Hypothesis,
        what: What,
        c: char,
        plain: char,
        least: f32,
        then: Then<'_, 'a, 'b>,
    ) {
        if h.unended > 0 {
            return;
        }
        // The witness speaks for Han characters alone.
        let score = h.score + self.search.kept.marks.after(h.previous_plain, plain);
        if score < self.room.next.cutoff().max(least) {
            return;
        }
        let mut h = Hypothesis { score: score + within(c), ..read(h, what, c, plain) };
        h.quotes = h.quotes.saturating_add(quote(c));
        h.brackets = h.brackets.saturating_add(bracket(c)).max(-1);
        if h.brackets < 0 {
            h.brackets = 0;
            h.score += UNOPENED;
        }
        h.last = None;
        then(self, h);
    }

    /// What can come of a Han character.
    #[inline(always)]
    fn ways(&self, h: &Hypothesis, half: &Half, listed: Option<&Listed>, least: f32) -> Option<Ways> {
        let Search { model, kept, witness, .. } = self.search;
        let Kept { following, marks, .. } = kept;
        let in_word = h.unended > 0;
        // Inside a word hardly any goes on.
        let place = match in_word {
            true => Some(half.after(model, h.prefix)?),
            false => half.first.map(|(place, _)| place),
        };
        let mut score = h.score + marks.after(h.previous_plain, half.plain);
        // Whatever the witness says, it will not be kept.
        let asked = self.room.next.cutoff().max(least);
        if score + MOST < asked {
            return None;
        }
        score += witness.speaks(h.previous, half.c, h.settled == 0 || h.mended);
        if score < asked {
            return None;
        }
        if !half.is_usual && !witness.uses(half.c) {
            score += UNUSUAL;
        }
        let word = match in_word {
            true => place.and_then(|place| model.word(place)),
            false => half.first.and_then(|(_, word)| word),
        };
        let alone = |word| if in_word { model.unigram(word) } else { half.alone };
        let unlisted = |word| listed.filter(|_| !in_word)?.unlisted(word, half.alone);
        let after = |word| unlisted(word).unwrap_or_else(|| following.after(h.last, word, || alone(word)));
        let ended = match word {
            Some(word) => Some((Some(word), score + after(word))),
            None => (!in_word).then(|| (None, score + model.unknown(half.plain))),
        };
        let ended = ended.filter(|(_, score)| *score >= least);
        let longer = place.and_then(|prefix| {
            let ahead = h.ahead + UNENDED * half.share;
            (score + ahead >= least).then_some((prefix, ahead))
        });
        Some(Ways { score, ended, longer })
    }

    /// Goes those ways.
    #[inline(always)]
    fn go(
        &mut self,
        h: &Hypothesis,
        what: What,
        half: &Half,
        ways: Ways,
        mut then: impl FnMut(&mut Self, Hypothesis),
    ) {
        let Ways { score, ended, longer } = ways;
        if let Some((last, score)) = ended {
            let mut next = read(h, what, half.c, half.plain);
            (next.prefix, next.unended, next.ahead) = (self.search.model.root(), 0, 0.0);
            (next.last, next.score) = (last, score);
            then(self, next);
        }
        if let Some((prefix, ahead)) = longer {
            let mut next = read(h, what, half.c, half.plain);
            (next.prefix, next.unended, next.ahead, next.score) = (prefix, h.unended + 1, ahead, score);
            then(self, next);
        }
    }
}

/// What is the same however a character was read.
#[inline(always)]
fn read(h: &Hypothesis, what: What, c: char, plain: char) -> Hypothesis {
    let mut next = *h;
    if let What::Chosen(_) = what {
        next.choice = h.choice.wrapping_mul(0x9E37_79B1).wrapping_add(c as u32 + 1);
    }
    (next.previous, next.previous_plain, next.mended) = (c, plain, h.settled == 0);
    next
}
