//! What one step of a conversion makes of a text, without what made it so: as fast as it can be told.
//!
//! At most characters of a text no key of several begins, and most keys and most texts are of characters that are three bytes
//! in UTF-8. So the loop that a text is in most of the time sees three such characters at once, asks the [`Beginnings`] whether
//! a key may stand there, and writes what becomes of the first by itself. The keys are asked where one may, or where a
//! character is of another kind.

use std::ops::Range;
use std::sync::Arc;

use super::beginnings::{Beginnings, Firsts};
use super::decider::{ByTables, Decider};
use super::description;
use super::made::{Made, Sink, zeros};
use crate::dictionary::Lookup;
use crate::dictionary::characters::single;

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// Marks in a form that it takes a look at the tables to know it, or whether it is a row of the first group.
const LOOK_UP: u32 = 1 << 31;

/// A step, prepared for running over texts.
#[derive(Debug)]
pub(super) struct Scanner {
    pub lookup: Arc<Lookup>,
    /// What the characters of the plane become by themselves, as [words](three), or [`LOOK_UP`]; nothing for ASCII that is in
    /// no key.
    forms: Box<[u32; PLANE]>,
    /// Says of most characters at which no longer key begins that none does.
    beginnings: Beginnings,
    /// The first two characters of these keys, where few texts have any.
    firsts: Option<Firsts>,
    /// What is seen as another, in order.
    seen_as: Box<[(char, char)]>,
}

/// A place in a text: what is left of it, which begins with two characters of three bytes.
#[derive(Clone, Copy)]
struct Here<'a> {
    rest: &'a [u8],
    /// Their numbers.
    first: u32,
    second: u32,
}

impl Scanner {
    /// Prepares `lookup`, which sees each first character of `pairs` as the second.
    pub fn new(lookup: Arc<Lookup>, pairs: &[(char, char)]) -> Scanner {
        let forms = forms(&lookup);
        let mut beginnings = Beginnings::new();
        lookup.rows().for_each(|row| beginnings.add(row.key));
        let mut seen_as: Box<[_]> = pairs.into();
        seen_as.sort_unstable();
        let scanner = Scanner { lookup, forms, beginnings, firsts: None, seen_as };
        scanner.asking(pairs.iter().map(|(from, _)| *from))
    }

    /// Prepares `lookup` for a decider that has the say about `asked` characters, and need not be asked about keys that become
    /// what their characters become one by one. Gives `each` the keys.
    pub fn of_changes(
        lookup: Arc<Lookup>,
        asked: impl IntoIterator<Item = char>,
        mut each: impl FnMut(&str),
    ) -> Scanner {
        let forms = forms(&lookup);
        let (mut beginnings, mut firsts) = (Beginnings::new(), Firsts::new());
        let is_told = |(c, after): (char, char)| {
            let form = forms.get(c as usize).copied();
            form.is_some_and(|form| form & LOOK_UP == 0 && Some(form) == word(after))
        };
        for row in lookup.rows() {
            each(row.key);
            let (key, value) = (row.key.chars(), row.value().chars());
            if row.key.len() == row.value().len() && key.clone().zip(value).all(is_told) {
                continue;
            }
            beginnings.add(row.key);
            if let Some((first, second)) = key.clone().zip(key.skip(1)).next() {
                firsts.add(first, second);
            }
        }
        let scanner = Scanner { lookup, forms, beginnings, firsts: Some(firsts), seen_as: Box::new([]) };
        scanner.asking(asked)
    }

    /// The same, where these take a look too.
    fn asking(mut self, asked: impl IntoIterator<Item = char>) -> Scanner {
        for c in asked.into_iter().chain(description::OPERATORS) {
            if let Some(form) = self.forms.get_mut(c as usize) {
                *form = LOOK_UP;
            }
        }
        self
    }

    /// What the character of this number becomes.
    #[inline]
    fn form(&self, number: u32) -> u32 {
        self.forms[(number & 0xFFFF) as usize]
    }

    /// Whether that is told without a look at the tables.
    #[inline]
    fn is_told(&self, number: u32) -> bool {
        self.form(number) & LOOK_UP == 0
    }

    /// Whether this is of ASCII and in no key.
    #[inline]
    fn stays(&self, byte: u8) -> bool {
        byte.is_ascii() && self.forms[usize::from(byte)] == 0
    }

    /// Gives `sink` what the step makes of `text`.
    pub fn run(&self, text: &str, sink: &mut impl Sink) {
        self.run_by(&mut ByTables, text, sink);
    }

    /// The same, where `decider` has the say about longer keys and about characters that take a look.
    pub fn run_by<S: Sink>(&self, decider: &mut impl Decider<S>, text: &str, sink: &mut S) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if self.stays(*byte) {
                let rest = &bytes[at..];
                let end = at + rest.iter().position(|byte| !self.stays(*byte)).unwrap_or(rest.len());
                sink.made().push(&text[at..end]);
                at = end;
            } else {
                at = self.stretch(decider, text, at, sink);
            }
        }
    }

    /// Gives `sink` what becomes of the characters from `at` on, up to the end of a longer key, of a character that takes a look
    /// at the tables, or of those of three bytes, and says where that is.
    #[inline]
    fn stretch<S: Sink>(&self, decider: &mut impl Decider<S>, text: &str, at: usize, sink: &mut S) -> usize {
        let (bytes, mut at) = (text.as_bytes(), at);
        loop {
            let rest = &bytes[at..];
            let Some(first) = three(rest, 0).map(number).filter(|first| self.is_told(*first)) else { break };
            let Some(second) = three(rest, 3).map(number).filter(|second| self.is_told(*second)) else {
                // Mostly a mark or the end of a line.
                if rest.get(3).is_none_or(|byte| self.stays(*byte)) {
                    sink.made().word(self.form(first));
                    return at + 3;
                }
                if self.seen_as.is_empty() && !self.may_begin(text, at) {
                    sink.made().word(self.form(first));
                    at += 3;
                    continue;
                }
                break;
            };
            let here = Here { rest, first, second };
            let Here { rest, first, second } = match &self.firsts {
                None => self.calm(here, sink.made(), |a, b, c| self.beginnings.may_have(a, b, c)),
                Some(firsts) => self
                    .calm(here, sink.made(), |a, b, c| firsts.has(a, b) && self.beginnings.may_have(a, b, c)),
            };
            at = bytes.len() - rest.len();
            // Mostly a mark or the end of a line is the third, where it is not one in whose company a key may stand.
            let may_have = match three(rest, 6).map(number).filter(|_| self.seen_as.is_empty()) {
                Some(third) => self.beginnings.may_have(first, second, third),
                None => {
                    let is_end = rest.get(6).is_none_or(|byte| self.stays(*byte));
                    !is_end || self.beginnings.may_be(first, second)
                }
            };
            if may_have && let Some(bytes) = decider.longer(self, text, at, sink) {
                return at + bytes;
            }
            sink.made().word(self.form(first));
            at += 3;
        }
        at + decider.look_up(self, text, at, sink)
    }

    /// Whether a longer key may begin at `at`, at a character of three bytes that takes a look or none.
    #[inline]
    pub fn may_begin(&self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        let next = |place: usize| three(bytes, at + 3 * place).map(number);
        match (next(0), next(1), next(2)) {
            (Some(first), Some(second), Some(third)) => self.beginnings.may_have(first, second, third),
            (Some(_), None, _) => bytes.get(at + 3).is_some_and(|byte| !self.stays(*byte)),
            _ => true,
        }
    }

    /// Takes from the front of what is `here` the characters at which no longer key begins for sure, and writes what becomes
    /// of them: the loop that a text is in most of the time. `may_have` says whether one may begin with three characters.
    #[inline]
    fn calm<'a>(
        &self,
        here: Here<'a>,
        made: &mut Made,
        may_have: impl Fn(u32, u32, u32) -> bool,
    ) -> Here<'a> {
        made.make_room();
        let (room, mut filled) = (&mut *made.room, made.filled);
        let Here { mut rest, mut first, mut second } = here;
        // Ten bytes: three characters and one more, so that the third is read at once.
        while let Some(&[_, _, _, _, _, _, a, b, c, d]) = rest.first_chunk() {
            let word = u32::from_le_bytes([a, b, c, d]);
            let third = number(word);
            let is_told = word & 0xF0 == 0xE0 && self.is_told(third);
            if !is_told || may_have(first, second, third) {
                break;
            }
            let Some(place) = room.get_mut(filled..filled + 4) else { break };
            place.copy_from_slice(&self.form(first).to_le_bytes());
            filled += 3;
            (rest, first, second) = (&rest[3..], second, third);
        }
        made.filled = filled;
        Here { rest, first, second }
    }

    /// Writes what the characters of `text` become one by one.
    #[inline]
    pub fn each(&self, text: &str, made: &mut Made) {
        let (bytes, mut at) = (text.as_bytes(), 0);
        while at < bytes.len() {
            let form = three(bytes, at).map(|word| self.form(number(word)));
            match form.filter(|form| form & LOOK_UP == 0) {
                Some(form) => {
                    made.word(form);
                    at += 3;
                }
                None => {
                    let c = text[at..].chars().next().unwrap_or_default();
                    self.alone(c, made);
                    at += c.len_utf8();
                }
            }
        }
    }

    /// Writes what a character becomes that is a row of its own, or none.
    pub fn alone(&self, c: char, made: &mut Made) {
        let mut room = [0; 4];
        let text = c.encode_utf8(&mut room);
        match self.lookup.keys().decide(self.lookup.codes(), text) {
            Some(found) => made.push(self.lookup.value(found)),
            // Seen as another, it is written so.
            None => match self.seen_as.binary_search_by_key(&c, |(from, _)| *from) {
                Ok(found) => made.push(self.seen_as[found].1.encode_utf8(&mut [0; 4])),
                Err(_) => made.push(text),
            },
        }
    }

    /// Where in `text` the rows of the first group stand, as they are found one after the other.
    pub fn edges(&self, text: &str, mut each: impl FnMut(Range<usize>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let told = |from| three(bytes, from).map(number).filter(|number| self.is_told(*number));
            let stays = |from| bytes.get(from).is_none_or(|byte| self.stays(*byte));
            let length = match (told(at), told(at + 3), told(at + 6)) {
                (Some(first), Some(second), Some(third)) => {
                    if self.beginnings.may_have(first, second, third) { 0 } else { 3 }
                }
                (Some(_), None, _) if stays(at + 3) => 3,
                (None, ..) if stays(at) => 1,
                _ => 0,
            };
            if length > 0 {
                at += length;
                continue;
            }
            let rest = &text[at..];
            let first = rest.chars().next().map_or(1, char::len_utf8);
            at += match self.lookup.keys().decide(self.lookup.codes(), rest) {
                Some(found) if found.leads => {
                    each(at..at + found.bytes);
                    found.bytes
                }
                // A row of another group does not cut, and may not hide one that does.
                Some(_) => first,
                None => description::length(rest).unwrap_or(first),
            };
        }
    }
}

/// The [`Scanner::forms`] of `lookup`.
fn forms(lookup: &Lookup) -> Box<[u32; PLANE]> {
    let mut forms: Box<[u32; PLANE]> = zeros();
    for (form, number) in forms.iter_mut().zip(0u32..) {
        *form = match number {
            ..0x80 => 0,
            0x80..0x800 => LOOK_UP,
            _ => spelled(number),
        };
    }
    for (c, _) in lookup.codes().characters().filter(|(c, _)| (*c as usize) < PLANE) {
        let found = lookup.keys().decide(lookup.codes(), c.encode_utf8(&mut [0; 4]));
        let form = match found {
            Some(found) if found.leads => None,
            Some(found) => single(lookup.value(found)),
            None => Some(c),
        };
        forms[c as usize] = form.and_then(word).unwrap_or(LOOK_UP);
    }
    forms
}

/// The character of three bytes of UTF-8 that stands at `at`, the first of them lowest, where one does.
#[inline]
fn three(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at + 3) {
        Some(&[a @ 0xE0..=0xEF, b, c]) => Some(u32::from_le_bytes([a, b, c, 0])),
        _ => None,
    }
}

/// The number of the character that `word` is; of what lies above its three bytes, nothing.
#[inline]
fn number(word: u32) -> u32 {
    (word & 0xF) << 12 | (word >> 8 & 0x3F) << 6 | word >> 16 & 0x3F
}

/// The character of three bytes with this number.
fn spelled(number: u32) -> u32 {
    u32::from_le_bytes([
        0xE0 | (number >> 12) as u8,
        0x80 | (number >> 6 & 0x3F) as u8,
        0x80 | (number & 0x3F) as u8,
        0,
    ])
}

/// The same of a character by itself.
fn word(c: char) -> Option<u32> {
    three(c.encode_utf8(&mut [0; 4]).as_bytes(), 0)
}
