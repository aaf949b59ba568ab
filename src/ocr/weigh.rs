//! What speaks for and against one changed word of a reading, as numbers.

use super::channel::{UNLIKE, channel, likeness};
use super::memory::Changed;
use super::neighbours::goes_with;
use super::observe::{Knowledge, Observation, Observer};
use crate::dictionary::NameCharacters;
use crate::language::{Alternatives, Piece, Word};
use crate::text::is_han;

/// log10 price of a misreading for a correction so clear that it counts towards the density of misreadings. (golden/found/ocr-speech)
const STRICT: f32 = -5.0;

/// Characters on either side by which a text is taken for strange, and the pairs that are added to those counted, unseen
/// and all: a short text says little. Modern prose has one unseen pair in thirty, classical one in five.
const STRANGE: usize = 500;
const DOUBT: (f32, f32) = (1.5, 40.0);
/// The rank of what does not look alike, seen from the other side: rare characters are in no row.
const UNLIKE_BACK: u32 = 400;
/// log10 probability that a word counts with which the model does not list. (golden/found/ocr-speech)
const RARE: f32 = -8.0;
/// Between what bounds, log10, it counts how much likelier a word is beside another than anywhere. (golden/found/ocr-speech)
const TIE: (f32, f32) = (-1.0, 4.0);

impl Observer<'_> {
    /// The terms of one changed word of a stretch that begins at `start`, in a run of `run` characters.
    pub fn weigh(
        &self,
        start: usize,
        run: usize,
        chars: &[char],
        mended: &[char],
        changed: &Changed,
        alternatives: &Alternatives,
    ) -> Option<Observation> {
        let Knowledge { model, gate, .. } = self.knowledge;
        let Changed { piece, after, before, other } = changed;
        let ((after_score, after_words), (before_score, words), other_score) = (after, before, *other);
        let changes: Vec<(usize, char)> = piece.changes.into_iter().flatten().collect();
        let mut before = mended.to_vec();
        before[piece.start..piece.end].copy_from_slice(&chars[piece.start..piece.end]);
        let gain = after_score - before_score;

        let is_ocr = self.is_ocr(start + piece.start);
        let (mut price, mut worst, mut distance, mut back) = (0.0, 0, 0, 0.0);
        for &(at, c) in &changes {
            let like = likeness(&self.knowledge, before[at], c, is_ocr);
            price += channel(like.rank);
            back += channel(likeness(&self.knowledge, c, before[at], false).rank.min(UNLIKE_BACK));
            worst = worst.max(like.rank);
            distance = distance.max(like.distance);
        }
        let asked = |(at, c): &(usize, char)| {
            let here = alternatives.at(*at).iter().find(|(known, _)| known == c);
            here.map_or(0.0, |(_, price)| *price)
        };
        let margin = after_score + changes.iter().map(asked).sum::<f32>() - other_score;

        let is_pair_unseen =
            |text: &[char], n: usize| n > 0 && n < text.len() && !gate.seen(text[n - 1], text[n]);
        let unseen = |text: &[char]| {
            changes
                .iter()
                .map(|(at, _)| {
                    usize::from(is_pair_unseen(text, *at)) + usize::from(is_pair_unseen(text, at + 1))
                })
                .sum::<usize>() as f32
        };
        let covering = |at: usize| words.iter().find(|word| word.start <= at && at < word.end);
        let broken =
            changes.iter().filter_map(|(at, _)| covering(*at)).filter(|word| word.end - word.start > 1);
        let (mut breaks, mut breaks_known) = (0.0f32, 0.0f32);
        for word in broken {
            if word.word.is_some() { breaks = 1.0 } else { breaks_known = 1.0 }
        }
        let broken_word = changes
            .iter()
            .filter_map(|(at, _)| covering(*at))
            .filter(|word| word.end - word.start > 1)
            .map(|word| word.word.map_or(RARE, |word| model.unigram(word)) - RARE)
            .fold(0.0, f32::max);
        let is_inside = |n: usize| n > 0 && n < mended.len() && gate.inside(mended[n - 1], mended[n]);
        let inside = changes.iter().flat_map(|(at, _)| [*at, at + 1]).filter(|n| is_inside(*n)).count();
        let tie = |first: Option<Word>, second: Option<Word>| match (first, second) {
            (Some(first), Some(second)) => {
                (model.bigram(Some(first), second) - model.unigram(second)).clamp(TIE.0, TIE.1)
            }
            _ => TIE.0,
        };
        let alone = |word: &Piece| word.end - word.start == 1;
        let overlaps = |word: &&Piece| word.start < piece.end && piece.start < word.end;
        let singles = words.iter().filter(overlaps).filter(|word| alone(word)).count();
        let left = after_words.iter().find(|word| word.end == piece.start);
        let right = after_words.iter().find(|word| word.start == piece.end);
        let length = piece.end - piece.start;
        let word = piece.word.map_or(RARE, |word| model.unigram(word));
        let (at, meant) = changes[0];
        let beside = |(at, c): &(usize, char)| goes_with(self.page, start + at, *c, &self.knowledge);
        let goes_with = is_ocr && length == 1 && changes.iter().all(beside);
        let around = mended.len().saturating_sub(length).max(1) as f32;
        let surroundings = (after_score - word) / around;
        let choices: usize = changes.iter().map(|(at, _)| alternatives.at(*at).len()).sum();
        let names = NameCharacters::built_in();
        let listed = |first: Option<Word>, second: Option<Word>| matches!((first, second), (Some(first), Some(second)) if model.is_listed(first, second));
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let edge = |n: Option<usize>| n.and_then(|n| self.page.chars.get(n)).is_none_or(|c| !is_han(*c));
        let terms = [
            gain.min(12.0),
            (gain - 3.0).clamp(0.0, 9.0),
            (gain - 6.0).clamp(0.0, 6.0),
            margin.min(8.0),
            price,
            f32::from(distance),
            flag(length == 3),
            flag(length >= 4),
            word,
            model.frequency(before[at]),
            model.frequency(meant),
            breaks,
            breaks_known,
            unseen(&before),
            unseen(mended),
            singles as f32,
            surroundings,
            (choices.max(1) as f32).ln(),
            flag(changes.len() > 1),
            flag(length == 1),
            flag(worst == UNLIKE),
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            flag(model.find(&before[at].to_string()).is_none()),
            flag(left.is_some_and(alone)),
            flag(right.is_some_and(alone)),
            flag(edge((start + piece.start).checked_sub(1))) + flag(edge(Some(start + piece.end))),
            flag(listed(left.and_then(|l| l.word), piece.word))
                + flag(listed(piece.word, right.and_then(|r| r.word))),
            flag(changes.iter().any(|(at, _)| self.is_named(start + at))),
            changes.iter().map(|(at, _)| self.foreign_around(start + at)).fold(0.0, f32::max),
            flag(
                self.page.han(Some(start + piece.end)).is_some_and(|c| names.is_place(c))
                    || names.is_place(before[piece.end - 1]),
            ),
            self.strangeness(start + piece.start),
            back,
            inside as f32,
            model.find(&before[at].to_string()).map_or(RARE, |word| model.unigram(word)),
            broken_word,
            tie(left.and_then(|l| l.word), piece.word) + tie(piece.word, right.and_then(|r| r.word)),
            (run as f32).ln(),
            0.0,
            0.0,
            0.0,
            0.0,
        ];
        Some(Observation {
            range: start + piece.start..start + piece.end,
            word: mended[piece.start..piece.end].to_vec(),
            changes: changes.iter().map(|(at, c)| (start + at, *c)).collect(),
            rank: worst,
            terms,
            strict: gain + price + STRICT * changes.len() as f32 > 0.0 && breaks_known == 0.0,
            is_ocr,
            kept: false,
            alike: 0,
            company: 0,
            gain,
            margin,
            goes_with,
        })
    }

    /// Whether a family name stands up to two characters before `place`, or there: it may be a given name.
    fn is_named(&self, place: usize) -> bool {
        let names = NameCharacters::built_in();
        (0..=2).any(|back| self.page.han(place.checked_sub(back)).is_some_and(|c| names.is_surname(c)))
    }

    /// How many of the characters from two before `place` to two behind it foreign names are written with.
    fn foreign_around(&self, place: usize) -> f32 {
        let names = NameCharacters::built_in();
        let around = place.saturating_sub(2)..=place + 2;
        around.filter(|n| self.page.han(Some(*n)).is_some_and(|c| names.is_foreign(c))).count() as f32
    }

    /// How much of the text around `place` stands as no text the words were taken from does: ln of the share of its pairs
    /// of characters that were never seen. Classical prose and verse are strange throughout; so is nothing that OCR did
    /// to modern prose.
    fn strangeness(&self, place: usize) -> f32 {
        let chars = &self.page.chars;
        let around = &chars[place.saturating_sub(STRANGE)..(place + STRANGE).min(chars.len())];
        let pairs = around.windows(2).filter(|pair| is_han(pair[0]) && is_han(pair[1]));
        let (mut all, mut unseen) = (DOUBT.1, DOUBT.0);
        for pair in pairs {
            all += 1.0;
            unseen += if self.knowledge.gate.seen(pair[0], pair[1]) { 0.0 } else { 1.0 };
        }
        (unseen / all).ln()
    }
}
