//! Whether a Traditional document was made from Simplified character by character, and what stands there in its place.
//!
//! Such a conversion writes one form for every Simplified character, whatever the word: 后 or 後, but never both. The
//! Simplified view of the document is converted anew, word by word; where the document never distinguishes what the
//! words distinguish, it was converted so. A document may also be right but for single characters that are overdone: every
//! 只 is 隻.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::Target;
use super::aware::Aware;
use super::chain::Piece;
use crate::dictionary::characters::half_converted;
use crate::dictionary::{Flat, Overdone, Table, traditional};
use crate::error::Error;

/// Places at which a phrase asks for another form than the only one the document has: fewer are chance. Pinned by
/// `intact/news-taiwan` and its neighbours, which stay, and by `found/informatization-speeches`.
const FEWEST: usize = 3;
/// Of how many different characters these places must be: an author may have a habit with one or two.
const FEWEST_CHARACTERS: usize = 3;
/// Where a known kind of converter is looked for: how many places at which a phrase asks for another form than it writes,
/// and its form stands, must come on one at which the phrase's form stands. Of documents of 100 lines, those that were
/// converted have 28 and more, mostly without a single other one; clean ones have 10 at most (`evaluate -- convert`).
const TELLING: usize = 16;
/// And of so many places at which there is a choice of forms, one must be against the document. Clean documents in which
/// hardly any phrase asks for a rarer form stay below.
const KNOWN_SHARE: usize = 40;
/// How many such places there must be at least, where they are rarer than [`SHARE`] asks for.
const KNOWN_FEWEST: usize = 5;
/// So many places without a single other one are enough though they are of one character fewer than asked for.
const KNOWN_MANY: usize = 30;
/// Where nothing is known of the converter: how many characters of which the document does not distinguish forms must
/// stand against one of which it does. Texts that were never converted have at most three.
const BLIND: usize = 8;
/// Of so many places at which there is a choice of forms, one must be against the document: lower, and a learned editor's
/// habits count as damage; higher, and documents spoilt in a few words only are left. Measured by `evaluate -- convert`.
const SHARE: usize = 16;
/// How many places at which a character has its only form, and the wrong one, must stand against one where it has the
/// right one of several.
const WRONG: usize = 2;
/// Of how many different words the places must be at which a single overdone character is wrong. Pinned by
/// `intact/overdone-only`.
const FEWEST_WORDS: usize = 2;

/// Mends half-converted documents.
#[derive(Debug)]
pub(super) struct Mender {
    region: Target,
    /// Forms of Taiwan and of Hong Kong to OpenCC's standard, and forms that are as good: to write one for the other is
    /// no error.
    standard: [Flat; 3],
    /// And from the standard.
    regional: [Flat; 2],
    /// Words that are as good written otherwise, no sign of damage: by each character in which they differ, the words and
    /// where in them.
    words: HashMap<char, Vec<Written>>,
    overdone: Overdone,
}

/// A word that is as good written otherwise.
#[derive(Debug)]
struct Written {
    word: String,
    /// Bytes before the character in which it differs.
    at: usize,
    /// What may stand there as well.
    other: char,
}

/// The words of `table` by the characters in which keys and values differ.
fn written(table: &Table) -> HashMap<char, Vec<Written>> {
    let mut words: HashMap<char, Vec<Written>> = HashMap::new();
    for (word, otherwise) in table.rows().flat_map(|row| [(row.key, row.value()), (row.value(), row.key)]) {
        for ((at, c), other) in
            word.char_indices().zip(otherwise.chars()).filter(|((_, c), other)| c != other)
        {
            words.entry(c).or_default().push(Written { word: word.into(), at, other });
        }
    }
    words
}

/// The Simplified view of a text, and for each of its bytes where that stands in the text.
pub(super) struct View {
    text: String,
    origin: Vec<usize>,
}

impl View {
    pub fn new(text: &str, aware: &Aware) -> View {
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
            words: written(&Table::open("variants/AlikeWords.txt", data)?),
            overdone: Overdone::open(data)?,
        })
    }

    /// Whether `text`, which is in Traditional, was converted character by character.
    pub fn is_needed(&self, text: &str, aware: &Aware) -> bool {
        let view = View::new(text, aware);
        let pieces = aware.standard(&view.text, &mut aware.cutter());
        self.is_half_converted(text, &self.places(text, &view, &pieces), aware)
    }

    /// What mends `text`, which is in Traditional, character by character; nothing where it distinguishes what words
    /// ask for.
    pub fn pieces<'a>(&self, text: &str, view: &'a View, aware: &'a Aware) -> Vec<Piece<'a>> {
        let pieces = aware.standard(&view.text, &mut aware.cutter());
        let places = self.places(text, view, &pieces);
        let half = self.is_half_converted(text, &places, aware);
        let overdone = if half { HashSet::new() } else { self.overdone(&places, &pieces) };
        if !half && overdone.is_empty() {
            return Vec::new();
        }
        let regional = self.region(text);
        let wrong = places.into_iter().filter(|place| {
            (half || overdone.contains(&place.simple)) && self.form(place.stands) != self.form(place.wanted)
        });
        let mend = |place: Place| {
            let Piece { rows, rule, .. } = &pieces[place.piece];
            let span = place.at..place.at + place.stands.len_utf8();
            let wanted = regional.map_or(place.wanted, |flat| flat.get(place.wanted));
            Piece { span, after: wanted.to_string().into(), rows: rows.clone(), rule: *rule }
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

    /// Whether the word that stands at `place` is as good as the one that is wanted.
    fn is_as_good(&self, text: &str, place: &Place) -> bool {
        let words = self.words.get(&place.stands).into_iter().flatten();
        words.filter(|written| self.form(written.other) == self.form(place.wanted)).any(|written| {
            let start = place.at.checked_sub(written.at);
            start.and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(&written.word))
        })
    }

    /// The Simplified characters that have one form throughout, one that is often overdone, also in words that ask for
    /// another.
    fn overdone(&self, places: &[Place], pieces: &[Piece<'_>]) -> HashSet<char> {
        let over = |place: &Place| {
            self.overdone.rows().any(|row| {
                row.words.is_empty()
                    && self.form(row.over) == self.form(place.stands)
                    && self.form(row.right) == self.form(place.wanted)
            })
        };
        let mut words: HashMap<char, HashMap<&str, usize>> = HashMap::new();
        for place in places.iter().filter(|place| place.backed && over(place)) {
            let word = pieces.get(place.piece).map_or("", |piece| &*piece.after);
            *words.entry(place.simple).or_default().entry(word).or_default() += 1;
        }
        words.retain(|simple, words| {
            let mut forms =
                places.iter().filter(|place| place.simple == *simple).map(|place| self.form(place.stands));
            let first = forms.next();
            words.len() >= FEWEST_WORDS
                && words.values().sum::<usize>() >= FEWEST
                && forms.all(|form| Some(form) == first)
        });
        words.into_keys().collect()
    }

    /// Whether the document never distinguishes what its words distinguish.
    fn is_half_converted(&self, text: &str, places: &[Place], aware: &Aware) -> bool {
        // To write a word otherwise, but as well, is no sign.
        let signs: Vec<&Place> =
            places.iter().filter(|place| place.backed && !self.is_as_good(text, place)).collect();
        let choices =
            places.iter().filter(|place| self.choices(place.simple, aware).nth(1).is_some()).count();
        self.is_of_known_kind(&signs, choices, traditional)
            || self.is_of_known_kind(&signs, choices, half_converted)
            || self.is_blind(places, aware)
    }

    /// The forms of a Simplified character without the habits of a region.
    fn choices(&self, simple: char, aware: &Aware) -> impl Iterator<Item = char> {
        aware.forms(simple).map(|c| self.form(c))
    }

    /// Whether the document is what a converter makes that writes `one` for every character.
    fn is_of_known_kind(&self, signs: &[&Place], choices: usize, one: impl Fn(char) -> char) -> bool {
        let (mut against, mut right, mut characters) = (0, 0, HashSet::new());
        for place in signs {
            let one = self.form(one(place.simple));
            let (stands, wanted) = (self.form(place.stands), self.form(place.wanted));
            if wanted != one && stands == one {
                against += 1;
                characters.insert(place.simple);
            }
            right += usize::from(wanted != one && stands == wanted);
        }
        let many = characters.len() >= FEWEST_CHARACTERS
            || (characters.len() + 1 == FEWEST_CHARACTERS && against >= KNOWN_MANY && right == 0);
        against >= FEWEST
            && many
            && against > TELLING * right
            && (SHARE * against > choices || (against >= KNOWN_FEWEST && KNOWN_SHARE * against > choices))
    }

    /// Whether a document, whatever made it, never distinguishes what its words distinguish.
    fn is_blind(&self, places: &[Place], aware: &Aware) -> bool {
        let mut characters: HashMap<char, Vec<&Place>> = HashMap::new();
        for place in places {
            characters.entry(place.simple).or_default().push(place);
        }
        let (mut against, mut blind, mut seeing, mut choices) = (0, 0, 0, 0);
        for (simple, places) in &characters {
            let forms: Vec<char> = self.choices(*simple, aware).collect();
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
