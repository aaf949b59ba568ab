//! Strings of unrelated characters that forums put between sentences, so that a copied text is spoilt.
//!
//! The forum software draws for each of some units a character from space to `;`, writes a space, and draws one from `?`
//! to `~`. No other text is made so; what other tools make must show itself more often.

use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han, is_han_mark};

/// Units of a string, at least.
const UNITS: usize = 4;
/// Strings in a document, at least: exact ones, and those that are like them. (intact/jammer-quoted, intact/chess)
const LEAST: usize = 3;
const LEAST_ALIKE: usize = 4;
/// Different marks that the strings of a document hold together, at least, where too few are exact, and else.
const MARKS_ALIKE: usize = 8;
const MARKS_EXACT: usize = 4;
/// Of the characters drawn first, the share that are different. (intact/choices-in-brackets)
const DIFFERENT: f32 = 0.6;
/// Of the places with such strings, the share at the end or the beginning of a sentence.
const AT_SENTENCES: f32 = 0.8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exact,
    Alike,
}

/// Edits that take the strings out, where the document has many.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let found = found(text);
    let exact = found.iter().filter(|(_, kind)| *kind == Kind::Exact).count();
    if found.len() < LEAST || exact < LEAST && found.len() < LEAST_ALIKE {
        return Vec::new();
    }
    let strings: std::collections::BTreeSet<&str> =
        found.iter().filter_map(|(span, _)| span.of(text)).collect();
    let marks: std::collections::BTreeSet<char> =
        strings.iter().flat_map(|s| s.chars()).filter(char::is_ascii_punctuation).collect();
    let at_sentences = found.iter().filter(|(span, _)| is_between_sentences(text, *span)).count();
    if strings.len() < found.len()
        || marks.len() < if exact < LEAST { MARKS_ALIKE } else { MARKS_EXACT }
        || (at_sentences as f32) < AT_SENTENCES * found.len() as f32
    {
        return Vec::new();
    }
    // Where each has a line of its own, the lines were put in with them.
    let own_line = |span: &Span| {
        let before = text[..span.start].ends_with('\n') || span.start == 0;
        before && text[span.end..].starts_with(['\n', '\r'])
    };
    let own_lines = found.iter().all(|(span, _)| own_line(span));
    let (shown, places) = (exact as u32, found.len() as u32);
    let edit = |(mut span, _): (Span, Kind)| {
        if own_lines {
            span.end += text[span.end..].find('\n').map_or(0, |at| at + 1);
        }
        Edit {
            span,
            before: span.of(text).unwrap_or_default().to_owned(),
            after: String::new(),
            rule: Rule::Jammer,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Pattern { shown, places }],
        }
    };
    found.into_iter().map(edit).collect()
}

/// Every string that is one by its shape, in order.
fn found(text: &str) -> Vec<(Span, Kind)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    for space in memchr::memchr_iter(b' ', bytes) {
        // Two spaces with two characters between are rare in Chinese text; of the first, letters alone are not looked at.
        let is_here = space >= at
            && bytes.get(space + 3) == Some(&b' ')
            && (is_second(bytes[space + 1]) && is_first(bytes[space + 2])
                || bytes[space + 1].is_ascii_punctuation() != bytes[space + 2].is_ascii_punctuation());
        if !is_here {
            continue;
        }
        let is_inside = |b: &u8| (b' '..=b'~').contains(b);
        let start = bytes[at..space].iter().rposition(|b| !is_inside(b)).map_or(at, |n| at + n + 1);
        let end = space + bytes[space..].iter().position(|b| !is_inside(b)).unwrap_or(bytes.len() - space);
        at = end;
        if let Some((kind, length)) = kind(&text[start..end]) {
            let end = start + length;
            let beside = |c: Option<char>| c.is_none_or(|c| is_han(c) || is_han_mark(c) || c.is_control());
            let alone = end == at && beside(text[end..].chars().next());
            if beside(text[..start].chars().next_back()) && (alone || kind == Kind::Exact) {
                found.push((Span::new(start, end), kind));
            }
        }
    }
    found
}

fn is_first(byte: u8) -> bool {
    (b' '..=b';').contains(&byte)
}

fn is_second(byte: u8) -> bool {
    (b'?'..=b'~').contains(&byte)
}

/// Whether a string begins with such units, or is like one that does; and how many bytes of it are.
fn kind(string: &str) -> Option<(Kind, usize)> {
    if let Some(length) = exact(string.as_bytes()) {
        return Some((Kind::Exact, length));
    }
    // The rows of a table are set in columns. (intact/table-of-ascii)
    if string.trim().contains("   ") {
        return None;
    }
    let tokens: Vec<&[u8]> = string.split(' ').map(str::as_bytes).filter(|t| !t.is_empty()).collect();
    if tokens.len() <= UNITS || tokens.iter().any(|token| token.len() > 2) {
        return None;
    }
    let all = || tokens.iter().flat_map(|token| token.iter());
    let marks = all().filter(|b| b.is_ascii_punctuation()).count();
    let letters = all().filter(|b| b.is_ascii_alphabetic()).count();
    // Formulas have signs of equality, names of chords and moves no such marks.
    let odd = all().filter(|b| b.is_ascii_punctuation() && !b".,:;-+*/=<>()".contains(b)).count();
    let is_alike = odd > 0 && marks > 1 && letters > 0 && !string.contains(['=', '<', '>']);
    is_alike.then_some((Kind::Alike, string.len()))
}

/// How many bytes at the start of `string` are units, where there are enough and they look drawn.
fn exact(string: &[u8]) -> Option<usize> {
    let mut firsts: Vec<u8> = Vec::new();
    // A space in front may have gone with the beginning of the line.
    let mut at = usize::from(string.first().is_some_and(|b| is_second(*b)));
    let mut spaces = at;
    loop {
        match string[at..] {
            [first, b' ', second, ..] if is_first(first) && is_second(second) => {
                firsts.push(first);
                at += 3;
            }
            // Of two spaces in a row, pages show one.
            [b' ', second, ref rest @ ..] if is_second(second) && goes_on(rest) => {
                spaces += 1;
                at += 2;
            }
            _ => break,
        }
    }
    let units = firsts.len() + spaces;
    let different: std::collections::BTreeSet<&u8> = firsts.iter().collect();
    let is_drawn =
        units >= UNITS && spaces * 4 <= units && different.len() as f32 >= DIFFERENT * firsts.len() as f32;
    is_drawn.then_some(at)
}

/// Whether the next unit follows: what the text goes on with begins with a space, too.
fn goes_on(rest: &[u8]) -> bool {
    matches!(rest, [] | [b'!'..=b';', b' ', ..]) || matches!(rest, [b' ', b' ', c, ..] if is_second(*c))
}

/// Whether a sentence ends before `span` or begins behind it.
fn is_between_sentences(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_none_or(|c| "。！？；…：，”』」》）\n".contains(c)) || after.is_none_or(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        Edits::fit(text, edits(text)).unwrap().apply(text)
    }

    #[test]
    fn strings_of_the_forum_are_known() {
        for (text, length) in [
            ("8 I( z3 g( {5 @", 15),
            (" x- d  m' ]: e9 Q", 17),
            ("8 I( z3 g( {5 @ next", 15),
            ("8 I( z3 g( {5 @Excel", 15),
        ] {
            assert_eq!(kind(text), Some((Kind::Exact, length)), "{text}");
        }
        for text in [
            "C G Am F",
            "1. e4 e5 2. d4",
            "a b c d e",
            "( a + b ) / c",
            "x y z w",
            "A) B) C) D)",
            "1 A) B) C) D) none",
            "{ a, b, c, d }",
            "",
        ] {
            assert!(kind(text).is_none_or(|(kind, _)| kind != Kind::Exact), "{text}");
        }
    }

    #[test]
    fn many_are_taken_out_and_one_stays() {
        let text = "第一句。8 I( z3 g( {5 @第二句。\n第三句。& b\" N2 j- _; R\n- K% p) y1 f' u第四句。";
        assert_eq!(restored(text), "第一句。第二句。\n第三句。\n第四句。");
        let own =
            "第一句。\n8 I( z3 g( {5 @\n第二句。\n& b\" N2 j- _; R\n第三句。\n- K% p) y1 f' u\n第四句。";
        assert_eq!(restored(own), "第一句。\n第二句。\n第三句。\n第四句。");
        for stays in
            ["帖子里有8 I( z3 g( {5 @这样的字。", "第一句。8 I( z3 g( {5 @第二句。& b\" N2 j- _; R第三句。"]
        {
            assert_eq!(restored(stays), stays);
        }
    }
}
