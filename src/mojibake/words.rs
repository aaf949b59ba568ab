//! What a character of the original costs, and every way it can continue or end a word.

use super::halves::Half;
use super::hypothesis::Hypothesis;
use super::path::What;
use super::search::{bracket, quote};
use super::walk::Walk;
use super::witness::MOST;
use crate::dictionary::{simplified, traditional};
use crate::language::{Class, class, within};

/// A form that is not the usual Traditional one and that the document uses nowhere else.
const UNUSUAL: f32 = -2.0;
/// A bracket closed that was not opened in the line: one way to number items, or a misreading.
const UNOPENED: f32 = -0.7;
/// What a character of a word not yet ended is taken to cost, of what it costs alone, to compare hypotheses.
const UNENDED: f32 = 0.65;

/// The hypotheses that a character leads to: it ends a word, it goes on in one, both or neither.
#[derive(Default)]
pub(super) struct Emitted([Option<Hypothesis>; 2]);

impl From<[Option<Hypothesis>; 2]> for Emitted {
    fn from(ways: [Option<Hypothesis>; 2]) -> Emitted {
        Emitted(ways)
    }
}

impl IntoIterator for Emitted {
    type Item = Hypothesis;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<Hypothesis>, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

impl Walk<'_, '_> {
    /// Reads a character of which a byte was chosen.
    pub(super) fn emit_half(&mut self, h: Hypothesis, half: &Half) -> Emitted {
        self.choose(h, half)
    }

    /// The same for a character that no table of halves gave.
    pub(super) fn emit_choice(&mut self, h: Hypothesis, c: char) -> Emitted {
        self.choose(h, &Half::of(self.search.model, c, 0))
    }

    fn choose(&mut self, mut h: Hypothesis, half: &Half) -> Emitted {
        let c = half.c;
        if self.how.banned == Some((self.at, c)) {
            return Emitted::default();
        }
        h.choice = h.choice.wrapping_mul(0x9E37_79B1).wrapping_add(c as u32 + 1);
        self.read_char(h, c, What::Chosen(c), Some(half))
    }

    /// Reads a character of the original.
    pub(super) fn emit(&mut self, h: Hypothesis, c: char) -> Emitted {
        self.read_char(h, c, What::Emitted(c), None)
    }

    /// Every way the character can continue or end a word.
    pub(super) fn read_char(
        &mut self,
        mut h: Hypothesis,
        c: char,
        what: What,
        half: Option<&Half>,
    ) -> Emitted {
        let model = self.search.model;
        let next = class(c);
        if next != Class::HAN && h.unended > 0 {
            return Emitted::default();
        }
        let plain = half.map_or_else(|| simplified(c), |half| half.plain);
        h.score += self.search.marks.after(h.previous_plain, plain);
        // Whatever the witness says, it will not be kept.
        if h.score + MOST < self.next.cutoff() {
            return Emitted::default();
        }
        let mended = h.settled == 0;
        h.score += self.search.witness.speaks(h.previous, c, mended || h.mended);
        if h.score < self.next.cutoff() {
            return Emitted::default();
        }
        self.note(&mut h, what);
        h.previous = c;
        h.previous_plain = plain;
        h.mended = mended;
        if next != Class::HAN {
            h.score += within(c);
            h.quotes = h.quotes.saturating_add(quote(c));
            h.brackets = h.brackets.saturating_add(bracket(c)).max(-1);
            if h.brackets < 0 {
                h.brackets = 0;
                h.score += UNOPENED;
            }
            h.last = None;
            return Emitted::from([Some(h), None]);
        }
        if !half.map_or_else(|| traditional(plain) == c, |half| half.is_usual) && !self.search.witness.uses(c)
        {
            h.score += UNUSUAL;
        }
        let unknown = Hypothesis { last: None, score: h.score + model.unknown(plain), ..h };
        let place = match half {
            Some(half) if h.unended == 0 => half.first,
            _ => model.step(h.prefix, plain).map(|longer| (longer, model.word(longer))),
        };
        let Some((prefix, word)) = place else {
            return Emitted::from([(h.unended == 0).then_some(unknown), None]);
        };
        let share = half.map_or_else(|| model.frequency(plain), |half| half.share);
        let longer = Hypothesis { prefix, unended: h.unended + 1, ahead: h.ahead + UNENDED * share, ..h };
        match word {
            Some(word) => {
                let score = h.score + model.bigram(h.last, word);
                Emitted::from([
                    Some(Hypothesis {
                        prefix: model.root(),
                        unended: 0,
                        ahead: 0.0,
                        last: Some(word),
                        score,
                        ..h
                    }),
                    Some(longer),
                ])
            }
            None if h.unended == 0 => Emitted::from([Some(unknown), Some(longer)]),
            None => Emitted::from([Some(longer), None]),
        }
    }
}
