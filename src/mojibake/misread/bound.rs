//! Which stretches nobody will believe, whatever words come of them: a look that takes less time than the words do. Right text with a
//! few rare characters in it gives many such stretches.

use super::judge::{GAIN_OF_MANY, Judge};
use super::tape::Tape;
use super::walk::{Item, Stretch};
use crate::dictionary::simplified;
use crate::text::is_han;

/// Sums in another order differ by less.
const ROUNDING: f32 = 0.01;

/// What stands before a character of the text that a stretch may have been.
enum Before {
    /// A Han character, Simplified.
    Han(char),
    /// What is not decided yet.
    Open,
    /// No part of a word.
    Nothing,
}

impl Judge<'_> {
    /// Whether a stretch of `line` gains too little by being read as it may have been written. Never so of a stretch whose
    /// [`Merit`](super::judge::Merit) gains enough.
    pub(super) fn is_hopeless(&self, line: &str, tape: &Tape, stretch: &Stretch) -> bool {
        // Where parts of a stretch are left out by what each gains, the others may gain more.
        let (written, reader) = tape.accident;
        if !written.has_pairs() || !reader.has_pairs() {
            return false;
        }
        let (mut han, mut gain) = (0u32, 0.0);
        // Of characters that may stand in one word, the share of the rarest: no word is commoner than any of its characters.
        let (mut rarest, mut before) = (0.0, Before::Nothing);
        for &(item, from, to) in &stretch.items {
            let is_decided = tape.cells[from..to].iter().all(|cell| cell.twin == cell.byte);
            let (Item::Char(c), true) = (item, is_decided) else {
                // Two characters at most, of which nothing is known.
                han += 2;
                before = Before::Open;
                continue;
            };
            if !is_han(c) {
                let stays = tape.token(from).is_some_and(|token| tape.tokens[token].c == c);
                gain += std::mem::take(&mut rarest) + if stays { 0.0 } else { self.signature.share(c) };
                before = Before::Nothing;
                continue;
            }
            han += 1;
            let c = simplified(c);
            let may_be_word = match before {
                Before::Han(before) => self.gate.is_none_or(|gate| gate.seen(before, c)),
                Before::Open => true,
                Before::Nothing => false,
            };
            if !may_be_word {
                gain += std::mem::take(&mut rarest);
            }
            rarest = self.signature.share(c).min(rarest);
            before = Before::Han(c);
        }
        let stands = &line[tape.at(stretch.tokens.0)..tape.at(stretch.tokens.1)];
        gain += rarest - self.standing(stands).1;
        gain + ROUNDING < GAIN_OF_MANY * han.max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Candidate;
    use super::super::signature::{ACCIDENTS, Signature};
    use super::super::{fill, twins, walk};
    use super::*;
    use crate::damage::{CodePage, misread};
    use crate::language::Model;

    #[test]
    fn what_gains_enough_is_not_hopeless() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let texts = [
            "庖丁為文惠君解牛，手之所觸，肩之所倚，足之所履，膝之所踦，砉然嚮然，奏刀騞然，莫不中音。",
            "我们在学校的图书馆里读书，下午去看电影，晚上回家吃饭。ABC 共有 30 人，",
            "巉巖上有鸜鵒，其聲啁啾；蘼蕪滿徑，葳蕤自守。",
        ];
        let lines = texts.iter().flat_map(|text| {
            let damaged = ACCIDENTS.iter().map(|(written, read)| misread(text, *written, *read, 1));
            let half = ACCIDENTS.iter().map(|(written, read)| {
                let (before, behind) = text.split_at(text.char_indices().nth(12).unwrap().0);
                before.to_owned() + &misread(behind, *written, *read, 1)
            });
            std::iter::once((*text).to_owned()).chain(damaged).chain(half)
        });
        let (mut hopeless, mut others) = (0, 0);
        for line in lines {
            for accident in ACCIDENTS.into_iter().filter(|(_, read)| read.has_pairs()) {
                let tape = Tape::new(&line, accident);
                let stretches = walk::stretches(&tape, &signature, false);
                for stretch in stretches.into_iter().chain(walk::whole(&tape, &signature)) {
                    let is_hopeless = judge.is_hopeless(&line, &tape, &stretch);
                    let (stretch, _) = twins::choose(stretch, &tape, model);
                    let items: Vec<Item> = stretch.items.iter().map(|(item, ..)| *item).collect();
                    let filled = fill::fill(&items, ("", ""), model, &signature);
                    let gain = Candidate::new(&line, &tape, &stretch, &filled, &judge).merit.gain();
                    let seen = if is_hopeless { &mut hopeless } else { &mut others };
                    *seen += 1;
                    assert!(!is_hopeless || gain < GAIN_OF_MANY, "{line} {accident:?} {gain}");
                    assert!(!is_hopeless || accident.0 != CodePage::Utf8);
                }
            }
        }
        assert!(hopeless > 1_000 && others > 1_000, "{hopeless} {others}");
    }
}
