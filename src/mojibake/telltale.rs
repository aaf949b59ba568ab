//! Whether a document that shows no list of glosses was damaged all the same: a slip in it is beyond doubt.

use std::ops::Range;
use std::sync::OnceLock;

use crate::damage::gbk;
use crate::dictionary::{Assigned, simplified, traditional};
use crate::edit::Edit;
use crate::evidence::{Certainty, Rule};
use crate::language::Model;
use crate::text::{Bits, is_han, is_in_set, set_of};

/// Characters looked at behind a mark.
const AHEAD: usize = 8;
/// Odd ones among them, at least, for a line to be read out of step.
const ODD: usize = 2;
/// By how many powers of ten, in all its characters, the text as found must be less usual than its original.
/// (intact/rare-characters-after-marks)
const BEYOND_DOUBT: f32 = 4.0;
/// The same where another original of the damage is nearly as likely.
const BEYOND_DOUBT_OPEN: f32 = 8.0;
/// A character counts as unusual by what it is rarer than this, log10, up to so much.
const USUAL: f32 = -4.5;
const MOST_UNUSUAL: f32 = 3.0;
/// What an ASCII character between two Han characters counts, and a question mark before another mark.
const NARROW_BETWEEN: f32 = 2.0;
/// Lines read at most, and how much of one, in bytes on either side of the mark.
const LINES: usize = 6;
const AROUND: usize = 400;
/// Characters of one script by which a text leads over those of the other, from which the rest does not matter.
const DECIDED: i32 = 4096;
/// Characters before and behind a mark among which a slip at it shows what is unusual.
const BESIDE: (usize, usize) = (6, 30);
/// Places from which on they are no slips: the text writes rare characters, as classical prose does.
const MOST_PLACES: usize = 24;

/// The stretches of text in which a mark is followed by what nobody writes, on whole lines where these are short; `marks`
/// are the places of those with an odd character behind.
pub(super) fn stretches(text: &str, marks: &[u32], model: &Model) -> Vec<Range<usize>> {
    let places = marks.iter().map(|at| *at as usize);
    let odd: Vec<usize> = places.filter(|at| is_odd_behind(text, *at, model)).take(MOST_PLACES).collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    if odd.len() == MOST_PLACES {
        return out;
    }
    for at in odd.into_iter().filter(|at| may_be_beyond_doubt(text, *at, model)) {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let mut start = text[..at].rfind('\n').map_or(0, |n| n + 1).max(at.saturating_sub(AROUND));
        let mut end = text[at..].find('\n').map_or(text.len(), |n| at + n).min(at + AROUND);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        out.push(start.max(out.last().map_or(0, |last| last.end))..end);
        if out.len() == LINES {
            break;
        }
    }
    out
}

/// Whether behind the mark at `at` stands what nobody writes.
fn is_odd_behind(text: &str, at: usize, model: &Model) -> bool {
    let Some(mark) = text[at..].chars().next() else { return false };
    let lost = text[..at].ends_with('?') && !matches!(mark, '?' | '？');
    odd(&text[at + mark.len_utf8()..], model) + usize::from(lost) >= ODD
}

/// Whether a text is in Simplified characters: what slips was converted to Traditional ones, and without a list nothing tells
/// that it was not. (intact/rare-characters-after-marks)
pub(super) fn is_simplified(text: &str) -> bool {
    // A radical is the character that it may be put right to before this is read again.
    let plain = |c: char| match is_han(c) {
        true => c,
        false => Assigned::radicals().get(c.encode_utf8(&mut [0; 4])).map_or(c, |(meant, _)| meant),
    };
    let mut lead = 0;
    for c in text.chars().map(plain).filter(|c| is_han(*c)) {
        lead += i32::from(traditional(c) != c) - i32::from(simplified(c) != c);
        if lead.abs() == DECIDED {
            break;
        }
    }
    lead > 0
}

/// Whether so much that is unusual stands by the mark at `at` as an edit beyond doubt takes back.
fn may_be_beyond_doubt(text: &str, at: usize, model: &Model) -> bool {
    let before: Vec<char> = text[..at].chars().rev().take(BESIDE.0).collect();
    let near: String = before.into_iter().rev().chain(text[at..].chars().take(BESIDE.1)).collect();
    unusual(&near, model) >= BEYOND_DOUBT
}

/// Whether an edit takes back what cannot have been written so.
pub(super) fn is_beyond_doubt(edit: &Edit, model: &Model) -> bool {
    let asked = match edit.certainty {
        Certainty::High => BEYOND_DOUBT,
        Certainty::Medium => BEYOND_DOUBT_OPEN,
        Certainty::Low => return false,
    };
    matches!(edit.rule, Rule::CutSlip | Rule::CompoundSlip | Rule::GlossSlip)
        && unusual(&edit.before, model) - unusual(&edit.after, model) >= asked
}

/// How unusual the characters of a text are. One that comes again is a name or a pattern. (intact/patterns-of-tones)
fn unusual(text: &str, model: &Model) -> f32 {
    let chars: Vec<char> = text.chars().collect();
    let of = |n: usize| match chars[n] {
        c if is_han(c) && chars[..n].contains(&c) => 0.0,
        c if is_han(c) => (USUAL - model.frequency(simplified(c))).clamp(0.0, MOST_UNUSUAL),
        '?' if chars.get(n + 1).is_some_and(|c| is_cut_mark(*c)) => NARROW_BETWEEN,
        c if is_narrow(c) => {
            let beside = [n.checked_sub(1), Some(n + 1)].map(|n| n.and_then(|n| chars.get(n)));
            if beside.into_iter().flatten().all(|c| is_han(*c)) { NARROW_BETWEEN } else { 0.0 }
        }
        _ => 0.0,
    };
    (0..chars.len()).map(of).sum()
}

/// Odd characters among the next ones, those of words apart: of Latin ones, and of those of two rare characters (淅沥).
fn odd(behind: &str, model: &Model) -> usize {
    let mut count = 0;
    let mut previous = None;
    let mut chars = behind.chars().take(AHEAD).take_while(|c| !is_cut_mark(*c)).peekable();
    while let Some(c) = chars.next() {
        let of_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let in_word = is_narrow(c) && (of_word(previous) || of_word(chars.peek().copied()));
        let pair = |a: Option<char>, b: Option<char>| a.zip(b).map(|(a, b)| [a, b].map(simplified));
        let is_word =
            |pair: Option<[char; 2]>| pair.is_some_and(|pair| model.find(&String::from_iter(pair)).is_some());
        count += usize::from(
            is_in_set(odd_characters(), c)
                && !in_word
                && !is_word(pair(previous, Some(c)))
                && !is_word(pair(Some(c), chars.peek().copied())),
        );
        previous = Some(c);
    }
    count
}

/// Whether a character stands behind a mark by chance only: one that GB 2312 counts among the rarer, or a letter of
/// another script.
fn is_odd(c: char) -> bool {
    if is_narrow(c) {
        return true;
    }
    match gbk::bytes(simplified(c)) {
        Some(([lead, trail], 2)) => is_han(c) && !((0xB0..=0xD7).contains(&lead) && trail >= 0xA1),
        _ => false,
    }
}

/// The characters that are odd.
pub(super) fn odd_characters() -> &'static Bits {
    static ODD: OnceLock<Box<Bits>> = OnceLock::new();
    ODD.get_or_init(|| set_of(('\0'..='\u{FFFF}').filter(|c| (is_narrow(*c) || is_han(*c)) && is_odd(*c))))
}

/// Whether `c` can be the second byte of a character by itself.
fn is_narrow(c: char) -> bool {
    matches!(c, '@'..='~')
}

/// The marks at which bytes are cut, in either width.
const CUT_MARKS: [char; 10] = ['，', '。', '？', '！', '；', '、', ',', '?', '!', ';'];

pub(super) fn cut_marks() -> &'static Bits {
    static MARKS: OnceLock<Box<Bits>> = OnceLock::new();
    MARKS.get_or_init(|| set_of(CUT_MARKS))
}

fn is_cut_mark(c: char) -> bool {
    CUT_MARKS.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_is_of_the_script_of_its_character() {
        for (text, simplified) in [
            ("我们去", true),
            ("我們去", false),
            ("我去", false),
            ("齊飞", false),
            ("⿑飞", false),
            ("⿑飞机", true),
        ] {
            assert_eq!(is_simplified(text), simplified, "{text}");
        }
    }
}
