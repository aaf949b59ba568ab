//! Whether a Traditional document was made from Simplified character by character, and what stands there in its place.
//!
//! Such a conversion writes one form for every Simplified character, whatever the word: 后 or 後, but never both. The
//! Simplified view of the document is converted anew, word by word; where the document never distinguishes what the
//! words distinguish, it was converted so.

use std::collections::HashMap;
use std::path::Path;

use super::Target;
use super::aware::Aware;
use super::chain::Piece;
use crate::dictionary::{Flat, Table};
use crate::error::Error;

/// Places at which a phrase asks for another form than the only one the document has: fewer are chance. Pinned by
/// `intact/news-taiwan` and its neighbours, which stay, and by `found/informatization-speeches`.
const FEWEST: usize = 3;
/// Of how many different characters these places must be: an author may have a habit with one or two.
const FEWEST_CHARACTERS: usize = 3;
/// How many characters of which the document does not distinguish forms must stand against one of which it does. Texts
/// that were never converted have at most three.
const BLIND: usize = 8;
/// Of so many places at which there is a choice of forms, one must be against the document: lower, and a learned editor's
/// habits count as damage; higher, and documents spoilt in a few words only are left. Measured by `evaluate -- convert`.
const SHARE: usize = 16;
/// How many places at which a character has its only form, and the wrong one, must stand against one where it has the
/// right one of several.
const WRONG: usize = 2;

/// Mends half-converted documents.
#[derive(Debug)]
pub(super) struct Mender {
    region: Target,
    /// Forms of Taiwan and of Hong Kong to OpenCC's standard, and forms that are as good: to write one for the other is
    /// no error.
    standard: [Flat; 3],
    /// And from the standard.
    regional: [Flat; 2],
}

/// The Simplified view of a text, and for each of its bytes where that stands in the text.
struct View {
    text: String,
    origin: Vec<usize>,
}

impl View {
    fn new(text: &str, aware: &Aware) -> View {
        let mut view =
            View { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
        for piece in aware.simplified(text) {
            let before = text[piece.span.clone()].char_indices();
            // Rows keep the number of characters: tests/dictionaries.rs.
            for ((at, _), c) in before.zip(piece.after.chars()) {
                view.text.push(c);
                view.origin.resize(view.text.len(), piece.span.start + at);
            }
        }
        view.origin.push(text.len());
        view
    }
}

/// A place where a Simplified character has several forms.
struct Place {
    at: usize,
    simple: char,
    stands: char,
    wanted: char,
    /// Whether a phrase wants it, or a rule, and not only what is usual.
    backed: bool,
    /// The piece it is from.
    piece: usize,
}

impl Mender {
    /// For documents that are to have the forms of `region`. Tables of `data` replace compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(region: Target, data: Option<&Path>) -> Result<Mender, Error> {
        let flat = |name| Flat::new(&Table::open(name, data)?);
        Ok(Mender {
            region,
            standard: [
                flat("variants/TWVariantsRev.txt")?,
                flat("variants/HKVariantsRev.txt")?,
                flat("variants/Alike.txt")?,
            ],
            regional: [flat("variants/TWVariants.txt")?, flat("variants/HKVariants.txt")?],
        })
    }

    /// What mends `text`, which is in Traditional, character by character; nothing where it distinguishes what words
    /// ask for.
    pub fn pieces<'a>(&self, text: &str, aware: &'a Aware) -> Vec<Piece<'a>> {
        let view = View::new(text, aware);
        let pieces = aware.standard(&view.text);
        let places = self.places(text, &view, &pieces);
        if !self.is_half_converted(&places, aware) {
            return Vec::new();
        }
        let regional = self.region(text);
        let wrong = places.into_iter().filter(|place| self.form(place.stands) != self.form(place.wanted));
        let mend = |place: Place| {
            let Piece { rows, rule, .. } = &pieces[place.piece];
            let span = place.at..place.at + place.stands.len_utf8();
            let wanted = regional.map_or(place.wanted, |flat| flat.get(place.wanted));
            Piece { span, after: wanted.into(), rows: rows.clone(), rule: *rule }
        };
        wrong.map(mend).collect()
    }

    /// The forms to write: those of the region asked for, else those that `text` has itself.
    fn region(&self, text: &str) -> Option<&Flat> {
        match self.region {
            Target::HantTw => Some(&self.regional[0]),
            Target::HantHk => Some(&self.regional[1]),
            _ => {
                let count = |flat: &Flat| text.chars().filter(|c| flat.get(*c) != *c).count();
                (count(&self.standard[0]) > count(&self.regional[0])).then_some(&self.regional[0])
            }
        }
    }

    /// A character without the habits of a region.
    fn form(&self, c: char) -> char {
        self.standard.iter().fold(c, |c, flat| flat.get(c))
    }

    /// Every place where the view has a character with several forms.
    fn places(&self, text: &str, view: &View, pieces: &[Piece<'_>]) -> Vec<Place> {
        let mut places = Vec::new();
        for (piece, number) in pieces.iter().zip(0..) {
            let simple = &view.text[piece.span.clone()];
            let mut start = piece.span.start;
            // Phrases keep the number of characters: tests/dictionaries.rs.
            for (simple, wanted) in simple.chars().zip(piece.after.chars()) {
                let at = view.origin[start];
                start += simple.len_utf8();
                let stands = text[at..].chars().next().unwrap_or(simple);
                if simple != wanted || simple != stands {
                    let backed = piece.rule.is_some() || piece.span.len() > simple.len_utf8();
                    places.push(Place { at, simple, stands, wanted, backed, piece: number });
                }
            }
        }
        places
    }

    /// Whether the document never distinguishes what its words distinguish.
    fn is_half_converted(&self, places: &[Place], aware: &Aware) -> bool {
        let mut characters: HashMap<char, Vec<&Place>> = HashMap::new();
        for place in places {
            characters.entry(place.simple).or_default().push(place);
        }
        let (mut against, mut blind, mut seeing, mut choices) = (0, 0, 0, 0);
        for (simple, places) in &characters {
            let forms: Vec<char> = aware.forms(*simple).map(|c| self.form(c)).collect();
            if forms.len() > 1 {
                choices += places.len();
            }
            let mut counts: HashMap<char, usize> = HashMap::new();
            for place in places {
                *counts.entry(self.form(place.stands)).or_default() += 1;
            }
            let Some((usual, _)) = counts.iter().max_by_key(|(form, count)| (**count, u32::from(**form)))
            else {
                continue;
            };
            let (mut wrong, mut right) = (0, 0);
            for place in places {
                let (stands, wanted) = (self.form(place.stands), self.form(place.wanted));
                if stands != *usual && stands == wanted {
                    right += 1;
                } else if stands == *usual && stands != wanted && place.backed && forms.contains(&stands) {
                    wrong += 1;
                }
            }
            if wrong > WRONG * right {
                against += wrong;
                blind += 1;
            }
            seeing += usize::from(right > 0);
        }
        against >= FEWEST && blind >= FEWEST_CHARACTERS && blind > BLIND * seeing && SHARE * against > choices
    }
}
