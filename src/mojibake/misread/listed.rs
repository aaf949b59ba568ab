//! Whether a stretch is a list or a table of characters, as converters and input methods carry them, and no text.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::candidate::Part;
use super::signature::Accident;
use crate::damage::{Bytes, CodePage};
use crate::dictionary::{Orders, simplified};
use crate::language::Model;
use crate::text::{is_han, is_han_mark};

/// Pieces from which on what comes out may be a list, and the characters of one, on average. (intact/list-of-characters)
const LIST: usize = 3;
const LONGEST_OF_LIST: usize = 2;
/// In such a list one character of so many must stand in a word. (intact/list-of-characters)
const WORDED: usize = 2;
/// Characters from which on they may stand in order, and how far apart, at most, two that follow each other are.
const ORDERED: usize = 4;
const STEP: u8 = 4;
/// Characters that a row of a table is told by.
const BEGUN: usize = 32;
/// In Unicode, where characters of one radical stand together and text has one such pair in a hundred.
const NEIGHBOURS: u32 = 64;
/// Whether what stands in the `parts` of `line`, or what comes out, is in the order of an encoding or of Unicode.
/// (intact/tables-of-encodings)
pub(super) fn is_in_order(line: &str, parts: &[Part], steps: &[Accident]) -> bool {
    let (Some((written, _)), Some((_, reader))) = (steps.first(), steps.last()) else { return false };
    // Bytes of UTF-8 are in some order in any text.
    if *written == CodePage::Utf8 {
        return false;
    }
    let found: Vec<char> = found(line, parts).filter(|c| !c.is_ascii()).collect();
    let after: Vec<char> =
        parts.iter().flat_map(|part| part.after.chars()).filter(|c| !c.is_ascii()).collect();
    // Kana and Hangul are few and stand near each other anyhow.
    let near = |a: char, b: char| {
        is_han(a) && is_han(b) && (1..=NEIGHBOURS).contains(&u32::from(a).abs_diff(u32::from(b)))
    };
    most(&after, follows(*written))
        || most(&found, follows(*reader))
        || if reader.has_pairs() {
            most(&found, near)
                || most(&found, |a, b| (1..=u32::from(STEP)).contains(&u32::from(b).wrapping_sub(a.into())))
        } else {
            most(&found, follows(CodePage::Cp437))
        }
}

/// What stands in the parts of a line.
fn found<'a>(line: &'a str, parts: &'a [Part]) -> impl Iterator<Item = char> {
    parts.iter().filter_map(|part| part.span.of(line)).flat_map(str::chars)
}

/// Whether two letters are one with different accents, as in lists of what is on a keyboard. (intact/letters-by-accents)
fn are_of_one_letter(a: char, b: char) -> bool {
    let base = |c: char| c.nfd().next().filter(char::is_ascii_alphabetic);
    a != b && base(a).is_some() && base(a) == base(b)
}

/// Whether what stands in the `parts` of `line` is a list of letters by their accents, or in the order of an encoding that is not
/// read here, as far as its beginning tells. With the ASCII among it: misread Big5 has letters where a table has the next sign.
/// (intact/tables-of-other-encodings, synthetic/misread-line-beside-an-order)
pub(super) fn is_of_table(line: &str, parts: &[Part], reader: CodePage) -> bool {
    if reader.has_pairs() {
        return false;
    }
    let begun: Vec<char> = found(line, parts).take(BEGUN).collect();
    let letters: Vec<char> = begun.iter().copied().filter(|c| !c.is_ascii()).collect();
    most(&letters, are_of_one_letter)
        || begun.len() >= ORDERED && 2 * Orders::built_in().following(&begun, STEP) >= begun.len()
}

/// Whether half of the neighbours or more stand before one that comes next.
fn most(characters: &[char], is_next: impl Fn(char, char) -> bool) -> bool {
    let next = characters.windows(2).filter(|pair| is_next(pair[0], pair[1])).count();
    characters.len() >= ORDERED && 2 * next + 1 >= characters.len()
}

/// Whether the second character stands shortly behind the first in a code page.
fn follows(page: CodePage) -> impl Fn(char, char) -> bool {
    let place = move |c: char| match page.bytes(c).as_ref().map(Bytes::as_slice) {
        Some([byte]) => Some(u32::from(*byte)),
        Some([lead, trail]) => Some(u32::from_be_bytes([0, 0, *lead, *trail])),
        _ => None,
    };
    move |a, b| place(a).zip(place(b)).is_some_and(|(a, b)| (a + 1..=a + u32::from(STEP)).contains(&b))
}

/// Whether what comes out are pieces of one or two characters that are no words. Rare characters, one by one, come out as
/// commoner ones so. Where a mark of Chinese text comes out with them it is text: lists are set with marks of ASCII, which
/// nothing misreads. (synthetic/misread-line-of-dates)
pub(super) fn is_wordless(model: &Model, parts: &[Part]) -> bool {
    if parts.iter().any(|part| part.after.contains(is_han_mark)) {
        return false;
    }
    let runs = parts.iter().flat_map(|part| part.after.split(|c| !is_han(c))).filter(|run| !run.is_empty());
    // What is said again and again is no list. (synthetic/misread-line-repeats)
    let runs: BTreeSet<&str> = runs.collect();
    let (mut han, mut worded) = (0, 0);
    for run in &runs {
        let simple: String = run.chars().map(simplified).collect();
        for (span, _) in model.segment(&simple) {
            let length = span.of(&simple).map_or(0, |word| word.chars().count());
            han += length;
            worded += if length > 1 { length } else { 0 };
        }
    }
    runs.len() >= LIST && han <= LONGEST_OF_LIST * runs.len() && worded * WORDED < han
}
