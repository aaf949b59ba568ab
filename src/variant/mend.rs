//! Whether a Traditional document was made from Simplified character by character, and what stands there in its place.
//!
//! Such a conversion writes one form for every Simplified character, whatever the word: 后 or 後, but never both. The
//! Simplified view of the document is converted anew, word by word; where the document never distinguishes what the
//! words distinguish, it was converted so. A document may also be right but for single characters that are overdone: every
//! 只 is 隻.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use memchr::{memchr, memmem, memrchr};

use super::Target;
use super::aware::Aware;
use super::chain::Piece;
use super::converters::{Converters, KNOWN, Testimony};
use crate::dictionary::{Flat, Overdo, Overdone, Table};
use crate::error::Error;

/// Of how many different characters the places must be at which a phrase asks for another form than the converter writes,
/// and its form stands: an author may have a habit with one or two. Pinned by `intact/half-converted-two-characters` and
/// `intact/half-converted-three-characters`.
const FEWEST_CHARACTERS: usize = 3;
/// In a longer text that never contradicts the converter fewer characters are enough, the more places there are with a choice
/// of forms: so many places at which the text is wrong, and so many places with a choice times characters, for each known
/// converter. The more it differs from clean text, the fewer do: clean texts that no place contradicts and two are against
/// have 31, 12 and 12 at most, of 2 to 100 lines each (`evaluate -- convert`). Pinned by
/// `intact/half-converted-fifteen-choices`, `intact/half-converted-thirteen-choices` and `intact/half-converted-once`, those
/// of the first and the last converter by `intact/half-converted-first-forms` and `intact/half-converted-web`, each with `-few`.
const FEWEST_UNCONTRADICTED: usize = 2;
const UNCONTRADICTED: [usize; KNOWN] = [80, 30, 50];
/// How many such places must come on one that contradicts the converter, and in how many of all with a choice of forms one
/// may: what was written into a converted text later. Clean texts contradict every converter in one place of 140 or more
/// often, most in one of twenty. Pinned by `intact/half-converted-and-edited` and `intact/half-converted-or-habit`.
const TELLING: usize = 16;
const CONTRADICTED: usize = 32;
/// Where nothing is known of the converter: how many places must be against the text, of how many characters, and how many
/// must have a choice of forms. Lists of names in clean text have at most 13 places of 5 characters. Pinned by
/// `intact/half-converted-somehow` and `intact/half-converted-somehow-short`.
const BLIND_FEWEST: usize = 8;
const BLIND_CHARACTERS: usize = 6;
const BLIND_CHOICES: usize = 100;
/// And how many such characters must come on one that stands in several forms.
const BLIND: usize = 8;
/// Of so many places at which there is a choice of forms, one must be against the document: lower, and a learned editor's
/// habits count as damage; higher, and documents spoilt in a few words only are left. Measured by `evaluate -- convert`.
const SHARE: usize = 16;
/// How often a single character that may be overdone must stand, and at how many places be wrong: fewer are chance. Pinned by
/// `intact/overdone-twice`.
const FEWEST: usize = 3;
/// Of how many different words these places must be. Pinned by `intact/overdone-only` and `intact/overdone-one-word`.
const FEWEST_WORDS: usize = 2;

/// Mends half-converted documents.
#[derive(Debug)]
pub(super) struct Mender {
    region: Target,
    /// Forms of Taiwan and of Hong Kong to OpenCC's standard, and forms that are as good: to write one for the other is
    /// no error.
    standard: [Flat; 3],
    /// The characters of the plane that these change.
    changed: Vec<char>,
    /// And from the standard.
    regional: [Flat; 2],
    /// Words that are as good written otherwise, no sign of damage: by each character in which they differ, the words and
    /// where in them.
    words: HashMap<char, Vec<Written>>,
    overdone: Overdone,
    converters: Converters,
}

/// What made a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// The known converter of this number.
    By(usize),
    /// One that is not known.
    Somehow,
    /// It is right but for what is overdone.
    Right,
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
    /// The lines of `text` that are `asked` for.
    pub fn new(text: &str, aware: &Aware, asked: &Asked) -> View {
        let mut view = View { text: String::new(), origin: Vec::new() };
        asked.each_line(text, |start, line| {
            for piece in aware.simplified(line) {
                let before = line[piece.span.clone()].char_indices();
                // Rows keep the number of characters: tests/dictionaries.rs.
                for ((at, _), c) in before.zip(piece.after.chars()) {
                    view.text.push(c);
                    view.origin.resize(view.text.len(), start + piece.span.start + at);
                }
            }
        });
        view.origin.push(text.len());
        view
    }
}

/// Which lines of a text need a closer look.
pub(super) enum Asked {
    All,
    /// Those in which one of these stands.
    With(Vec<char>),
}

impl Asked {
    /// Gives `each` these lines of `text` in order, and where they begin.
    fn each_line(&self, text: &str, mut each: impl FnMut(usize, &str)) {
        let Asked::With(characters) = self else {
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                each(start, line);
                start += line.len();
            }
            return;
        };
        let (bytes, mut room) = (text.as_bytes(), [0; 4]);
        let mut places: Vec<usize> = Vec::new();
        for c in characters {
            places.extend(memmem::find_iter(bytes, c.encode_utf8(&mut room)));
        }
        places.sort_unstable();
        let mut end = 0;
        for place in places {
            if place < end {
                continue;
            }
            let start = memrchr(b'\n', &bytes[end..place]).map_or(end, |before| end + before + 1);
            end = memchr(b'\n', &bytes[place..]).map_or(text.len(), |behind| place + behind + 1);
            each(start, &text[start..end]);
        }
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
        let standard = [
            flat("variants/TWVariantsRev.txt")?,
            flat("variants/HKVariantsRev.txt")?,
            flat("variants/Alike.txt")?,
        ];
        let mut changed = Vec::new();
        for flat in &standard {
            changed.extend(('\0'..).zip(flat.plane()).filter(|(c, to)| c != *to).map(|(c, _)| c));
        }
        Ok(Mender {
            region,
            changed,
            converters: Converters::new(|c| form(&standard, c), data)?,
            standard,
            regional: [flat("variants/TWVariants.txt")?, flat("variants/HKVariants.txt")?],
            words: written(&Table::open("variants/AlikeWords.txt", data)?),
            overdone: Overdone::open(data)?,
        })
    }

    /// What `text`, which is in Traditional, shows of its making; nothing where that is enough to see that it distinguishes
    /// what words ask for.
    pub fn look(&self, text: &str) -> Option<Testimony> {
        let testimony = self.converters.testimony(text);
        let any = may_be_converted(&testimony) || self.overdo(&testimony).next().is_some();
        any.then_some(testimony)
    }

    /// Which lines of a text that shows `testimony` need a closer look: those of what is overdone, where nothing else is.
    pub fn asks(&self, testimony: &Testimony) -> Asked {
        if may_be_converted(testimony) {
            return Asked::All;
        }
        let over: Vec<char> = self.overdo(testimony).map(|row| self.form(row.over)).collect();
        let is_over = |c: &char| over.contains(&self.form(*c));
        // Nobody overdoes what lies beyond the plane.
        let changed = self.changed.iter().copied().chain(over.iter().copied());
        let mut characters: Vec<char> = changed.filter(is_over).collect();
        characters.sort_unstable();
        characters.dedup();
        Asked::With(characters)
    }

    /// Whether `text`, which is in Traditional, was converted character by character.
    pub fn is_needed(&self, text: &str, aware: &Aware) -> bool {
        let Some(testimony) = self.look(text) else { return false };
        let view = View::new(text, aware, &self.asks(&testimony));
        let pieces = aware.standard(&view.text, &mut aware.cutter());
        self.made(text, &self.places(text, &view, &pieces, aware), &testimony, aware) != Made::Right
    }

    /// What mends `text`, which is in Traditional, character by character; nothing where it distinguishes what words
    /// ask for.
    pub fn pieces<'a>(
        &self,
        text: &str,
        testimony: &Testimony,
        view: &'a View,
        aware: &'a Aware,
    ) -> Vec<Piece<'a>> {
        let pieces = aware.standard(&view.text, &mut aware.cutter());
        let places = self.places(text, view, &pieces, aware);
        let made = self.made(text, &places, testimony, aware);
        let overdone = match made {
            Made::Right => self.overdone(&places, &pieces, testimony),
            Made::By(_) | Made::Somehow => HashSet::new(),
        };
        if made == Made::Right && overdone.is_empty() {
            return Vec::new();
        }
        let regional = self.region(text);
        let is_made = |place: &Place| {
            // What the text has in several forms, one of them not the converter's, was not made by it.
            let by = |number| self.converters.writes(number, place.simple) == Some(self.form(place.stands));
            match made {
                Made::Right => overdone.contains(&place.simple),
                _ if !self.converters.has(place.simple) => true,
                Made::By(number) if by(number) => true,
                Made::By(_) | Made::Somehow => self.converters.always(testimony, place.stands) > 0,
            }
        };
        let wrong = places
            .into_iter()
            .filter(|place| self.form(place.stands) != self.form(place.wanted) && is_made(place));
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
        form(&self.standard, c)
    }

    /// Every place where the view has a character with several forms.
    fn places(&self, text: &str, view: &View, pieces: &[Piece<'_>], aware: &Aware) -> Vec<Place> {
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
                    let ruled = piece.rule.is_some_and(|line| !aware.is_usual(simple, line));
                    let backed = ruled || piece.span.len() > simple.len_utf8();
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

    /// The rows of characters that are overdone of which the text always has that form, so that it may be.
    fn overdo(&self, testimony: &Testimony) -> impl Iterator<Item = &Overdo> {
        self.overdone.rows().filter(|row| {
            row.words.is_empty() && self.converters.always(testimony, self.form(row.over)) >= FEWEST
        })
    }

    /// The Simplified characters that have one form throughout, one that is often overdone, also in words that ask for
    /// another.
    fn overdone(&self, places: &[Place], pieces: &[Piece<'_>], testimony: &Testimony) -> HashSet<char> {
        let rows: Vec<(char, char)> =
            self.overdo(testimony).map(|row| (self.form(row.over), self.form(row.right))).collect();
        let over = |place: &Place| rows.contains(&(self.form(place.stands), self.form(place.wanted)));
        let mut words: HashMap<char, HashMap<&str, usize>> = HashMap::new();
        for place in places.iter().filter(|place| place.backed && over(place)) {
            let word = pieces.get(place.piece).map_or("", |piece| &*piece.after);
            *words.entry(place.simple).or_default().entry(word).or_default() += 1;
        }
        words.retain(|_, words| words.len() >= FEWEST_WORDS && words.values().sum::<usize>() >= FEWEST);
        words.into_keys().collect()
    }

    /// What made the document.
    fn made(&self, text: &str, places: &[Place], testimony: &Testimony, aware: &Aware) -> Made {
        // To write a word otherwise, but as well, is no sign.
        let signs: Vec<&Place> =
            places.iter().filter(|place| place.backed && !self.is_as_good(text, place)).collect();
        match (0..KNOWN).find(|number| self.is_by(*number, &signs, testimony)) {
            Some(number) => Made::By(number),
            None if self.is_blind(places, testimony, aware) => Made::Somehow,
            None => Made::Right,
        }
    }

    /// The forms of a Simplified character without the habits of a region.
    fn choices(&self, simple: char, aware: &Aware) -> impl Iterator<Item = char> {
        aware.forms(simple).map(|c| self.form(c))
    }

    /// Whether the document is what the known converter `number` makes.
    fn is_by(&self, number: usize, signs: &[&Place], testimony: &Testimony) -> bool {
        if !may_be_by(testimony, number) {
            return false;
        }
        let (mut against, mut characters) = (0, HashSet::new());
        for place in signs {
            let Some(one) = self.converters.writes(number, place.simple) else { continue };
            if self.form(place.stands) == one && self.form(place.wanted) != one {
                against += 1;
                characters.insert(place.simple);
            }
        }
        let (contradict, characters) = (testimony.contradict[number], characters.len());
        let many = characters >= FEWEST_CHARACTERS;
        let enough =
            against >= FEWEST_UNCONTRADICTED && characters * testimony.choices >= UNCONTRADICTED[number];
        against > TELLING * contradict && (many || (enough && contradict == 0))
    }

    /// Whether a document, whatever made it, never distinguishes what its words distinguish.
    fn is_blind(&self, places: &[Place], testimony: &Testimony, aware: &Aware) -> bool {
        if !may_be_blind(testimony, testimony.even) {
            return false;
        }
        let mut wrong: HashMap<char, usize> = HashMap::new();
        for place in places {
            let (stands, wanted) = (self.form(place.stands), self.form(place.wanted));
            if stands != wanted
                && place.backed
                && self.converters.always(testimony, place.stands) > 0
                && self.choices(place.simple, aware).any(|form| form == stands)
            {
                *wrong.entry(place.simple).or_default() += 1;
            }
        }
        let against: usize = wrong.values().sum();
        against >= BLIND_FEWEST
            && wrong.len() >= BLIND_CHARACTERS
            && may_be_blind(testimony, wrong.len())
            && SHARE * against > testimony.choices
    }
}

/// `c` without the habits of a region.
fn form(standard: &[Flat], c: char) -> char {
    standard.iter().fold(c, |c, flat| flat.get(c))
}

/// Whether any converter may have made the text of `testimony`.
fn may_be_converted(testimony: &Testimony) -> bool {
    (0..KNOWN).any(|number| may_be_by(testimony, number)) || may_be_blind(testimony, testimony.even)
}

/// Whether the known converter `number` may have made the text of `testimony`.
fn may_be_by(testimony: &Testimony, number: usize) -> bool {
    let contradict = testimony.contradict[number];
    testimony.choices > 0 && CONTRADICTED * contradict <= testimony.choices
}

/// Whether a text with so many `characters` that are wrong may be the work of a converter that is not known.
fn may_be_blind(testimony: &Testimony, characters: usize) -> bool {
    testimony.choices >= BLIND_CHOICES && characters > BLIND * testimony.mixed
}
