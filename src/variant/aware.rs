//! Which Traditional form a Simplified text takes where the tables leave a choice: decided with the words of the text.
//!
//! A table of phrases is looked up wherever its letters stand, also where they belong to two words (与制 in 参与|制造).
//! Here a phrase counts only where it does not cut a word of the most likely cut of the sentence in two.

use std::ops::Range;
use std::path::Path;

use super::chain::{Piece, finish, of_row};
use super::context::Contexts;
use super::description;
use crate::dictionary::characters::single;
use crate::dictionary::{Found, Lookup};
use crate::error::Error;
use crate::language::Model;
use crate::text::{Span, is_han};

/// The group of phrases in the step.
const PHRASES: u8 = 0;
/// How much less likely, log10 for each character of a phrase beyond its first, the sentence may be when it is cut at both
/// ends of the phrase: a long phrase is no chance meeting of letters. Pinned by `tests/conversion.rs`: lower, and
/// phrases that the model cuts otherwise are lost; higher, and 被发 takes 被发明 apart again.
const CREDIT: f32 = 0.6;

/// Converts Simplified to Traditional, word by word.
#[derive(Debug)]
pub(super) struct Aware {
    model: &'static Model,
    phrases: Lookup,
    contexts: Contexts,
    /// To Simplified, for the view of a Traditional text.
    simplify: Lookup,
    /// The forms of a region, looked up in what the phrases made.
    region: Vec<Lookup>,
}

/// The words that a text is most likely cut into.
struct Cut {
    /// For every byte, whether a word begins or ends before it; one more for the end.
    bounds: Vec<bool>,
}

impl Cut {
    fn new(model: &Model, text: &str) -> Cut {
        let mut bounds = vec![false; text.len() + 1];
        bounds[0] = true;
        for (Span { start, end }, _) in model.segment(text) {
            bounds[start] = true;
            bounds[end] = true;
        }
        Cut { bounds }
    }

    /// Whether `range` is made of whole words or lies within one.
    fn fits(&self, range: &Range<usize>) -> bool {
        let whole = self.bounds[range.start] && self.bounds[range.end];
        whole || !self.bounds[range.start + 1..range.end].contains(&true)
    }
}

impl Aware {
    /// Towards the forms that the step `region` makes of OpenCC's standard. Tables of `data` replace compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(region: Option<&str>, model: &'static Model, data: Option<&Path>) -> Result<Aware, Error> {
        let region = region.into_iter().map(|step| Lookup::step(step, data)).collect::<Result<_, _>>()?;
        let (phrases, simplify) = (Lookup::step("aware", data)?, Lookup::step("ts", data)?);
        Ok(Aware { model, phrases, contexts: Contexts::new(data)?, simplify, region })
    }

    /// The forms that the character `simple` may take, the usual one first; none where there is no choice.
    pub fn forms(&self, simple: char) -> impl Iterator<Item = char> {
        let mut found = None;
        self.phrases.all(simple.encode_utf8(&mut [0; 4]), |row| {
            found = Some(row.row).filter(|_| row.group != PHRASES)
        });
        found.into_iter().flat_map(|row| row.values()).filter_map(single)
    }

    /// What `text` is in Simplified, with as many characters.
    pub fn simplified(&self, text: &str) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let piece = match self.simplify.best(&text[at..]) {
                Some(found) => of_row(text, at, found),
                None => Piece { span: at..at + c.len_utf8(), after: c.into(), rows: Vec::new(), rule: None },
            };
            at = piece.span.end;
            pieces.push(piece);
        }
        pieces
    }

    /// What changes when `text`, in Simplified, becomes Traditional; in order.
    pub fn pieces(&self, text: &str) -> Vec<Piece<'_>> {
        let mut pieces = self.standard(text);
        if !self.region.is_empty() {
            pieces = finish(pieces, self.region.iter());
        }
        pieces.retain(|piece| piece.after != text[piece.span.clone()]);
        pieces
    }

    /// The whole of `text`, in Simplified, in OpenCC's standard of Traditional, piece by piece.
    pub fn standard(&self, text: &str) -> Vec<Piece<'_>> {
        let cut = Cut::new(self.model, text);
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let piece = self.piece(text, at, &cut);
            at = piece.span.end;
            pieces.push(piece);
        }
        pieces
    }

    /// What changes when `text`, in Traditional, takes the forms of the region; in order.
    pub fn regional(&self, text: &str) -> Vec<Piece<'_>> {
        let each = text.char_indices().map(|(at, c)| Piece {
            span: at..at + c.len_utf8(),
            after: c.into(),
            rows: Vec::new(),
            rule: None,
        });
        let mut pieces = finish(each.collect(), self.region.iter());
        pieces.retain(|piece| piece.after != text[piece.span.clone()]);
        pieces
    }

    /// What `text` becomes at `at`, as far as one row decides.
    fn piece(&self, text: &str, at: usize, cut: &Cut) -> Piece<'_> {
        let rest = &text[at..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let (mut phrase, mut character): (Option<Found>, Option<Found>) = (None, None);
        let mut found = Vec::new();
        self.phrases.all(rest, |row| found.push(row));
        for row in found.into_iter().rev() {
            if row.group == PHRASES && phrase.is_none() && self.holds(text, at..at + row.bytes, cut) {
                phrase = Some(row);
            } else if row.group != PHRASES {
                character = Some(row);
            }
        }
        if let Some(found) = phrase {
            return of_row(text, at, found);
        }
        if let Some((form, line)) = self.contexts.decide(text, at, |place| cut.bounds[place]) {
            let rows = character.into_iter().collect();
            return Piece { span: at..at + first, after: form.into(), rows, rule: Some(line) };
        }
        match character {
            Some(found) => of_row(text, at, found),
            None => {
                let end = at + description::length(rest).unwrap_or(first);
                Piece { span: at..end, after: text[at..end].into(), rows: Vec::new(), rule: None }
            }
        }
    }

    /// Whether the phrase at `range` is one: it cuts no word in two, or doing so costs the sentence little.
    fn holds(&self, text: &str, range: Range<usize>, cut: &Cut) -> bool {
        if cut.fits(&range) {
            return true;
        }
        let characters = text[range.clone()].chars().count();
        let (from, to) = sentence(text, &range, cut);
        let apart = self.model.score(&text[from..range.start])
            + self.model.score(&text[range.clone()])
            + self.model.score(&text[range.end..to]);
        self.model.score(&text[from..to]) - apart <= CREDIT * (characters - 1) as f32
    }
}

/// How many words on each side of a phrase decide whether it is one.
const AROUND: usize = 2;

/// The words around `range`, as far as they are Han and [`AROUND`] of them on each side.
fn sentence(text: &str, range: &Range<usize>, cut: &Cut) -> (usize, usize) {
    let (mut from, mut words) = (range.start, 0);
    for (at, c) in text[..range.start].char_indices().rev() {
        if !is_han(c) || words == AROUND {
            break;
        }
        from = at;
        words += usize::from(cut.bounds[at]);
    }
    let (mut to, mut words) = (range.end, 0);
    for (at, c) in text[range.end..].char_indices() {
        if !is_han(c) || words == AROUND {
            break;
        }
        to = range.end + at + c.len_utf8();
        words += usize::from(cut.bounds[to]);
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(region: Option<&str>, text: &str) -> String {
        let aware = Aware::new(region, Model::built_in().unwrap(), None).unwrap();
        let mut out = text.to_owned();
        for piece in aware.pieces(text).into_iter().rev() {
            out.replace_range(piece.span, &piece.after);
        }
        out
    }

    #[test]
    fn a_phrase_does_not_cut_words() {
        for (text, right) in [
            ("被发明", "被發明"),
            ("展示了如何", "展示了如何"),
            ("下面条件", "下面條件"),
            ("被发左衽", "被髮左衽"),
            ("了如指掌", "瞭如指掌"),
        ] {
            assert_eq!(converted(None, text), right);
        }
    }

    #[test]
    fn regions_have_forms_of_their_own() {
        assert_eq!(converted(Some("tw"), "他在屋里吃面条"), "他在屋裡吃麵條");
        assert_eq!(converted(Some("hk"), "他在屋里吃面条，说了"), "他在屋裏吃麪條，説了");
    }
}
