//! Whether a text was folded, and which ASCII marks were full-width before: those that stand between Han characters.

use super::token::is_pinyin_letter;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han, is_han_mark, widen};

/// Edits that widen the marks of a folded document.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        line_edits(line.trim_end_matches(['\n', '\r']), offset, &mut edits);
        offset += line.len();
    }
    edits
}

fn line_edits(line: &str, offset: usize, edits: &mut Vec<Edit>) {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut wide: Vec<bool> = vec![false; chars.len()];
    let pairs = pairs(&chars);
    for n in 0..chars.len() {
        let c = chars[n].1;
        wide[n] = match c {
            ',' | ';' | ':' | '!' | '?' => is_mark_wide(&chars, &wide, n),
            '(' => pairs[n].is_some_and(|close| is_pair_wide(&chars, n, close)),
            ')' => pairs[n].map_or_else(|| is_han_side(near(&chars, n, -1)), |open| wide[open]),
            // Between figures and by itself it is written in either width.
            '~' => [n.wrapping_sub(1), n + 1].iter().any(|m| chars.get(*m).is_some_and(|c| is_han(c.1))),
            _ => false,
        };
    }
    let mut n = 0;
    while n < chars.len() {
        let (at, c) = chars[n];
        if c == ' ' {
            let end = (n..chars.len()).find(|m| chars[*m].1 != ' ').unwrap_or(chars.len());
            if end - n == 2 && is_indent(&chars, n, end) {
                push(edits, offset + at, "  ", "\u{3000}\u{3000}".into(), &chars, n, end - 1);
            }
            n = end;
            continue;
        }
        if wide[n] {
            push(edits, offset + at, &line[at..at + 1], widen(c).into(), &chars, n, n);
        }
        n += 1;
    }
}

fn push(
    edits: &mut Vec<Edit>,
    at: usize,
    before: &str,
    after: String,
    chars: &[(usize, char)],
    n: usize,
    last: usize,
) {
    edits.push(Edit {
        span: Span::new(at, at + before.len()),
        before: before.into(),
        after,
        rule: Rule::Unfold,
        certainty: Certainty::Medium,
        evidence: vec![Evidence::Between {
            left: n.checked_sub(1).map(|n| chars[n].1),
            right: chars.get(last + 1).map(|c| c.1),
        }],
    });
}

/// Two ideographic spaces open a paragraph; folded, they stand at the start of a line or after a full stop.
fn is_indent(chars: &[(usize, char)], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|n| chars[n].1);
    let after = chars.get(end).map(|c| c.1);
    (before.is_none() || before.is_some_and(|c| "。！？!?”；;：:".contains(c))) && is_han_side(after)
}

/// The character on one side, spaces passed over.
fn near(chars: &[(usize, char)], n: usize, step: isize) -> Option<char> {
    let mut at = n;
    loop {
        at = at.checked_add_signed(step)?;
        match chars.get(at)?.1 {
            ' ' => {}
            c => return Some(c),
        }
    }
}

fn is_han_side(c: Option<char>) -> bool {
    c.is_some_and(|c| is_han(c) || is_han_mark(c))
}

/// A comma, colon, semicolon, exclamation or question mark: wide beside Han, unless inside a number or a time.
fn is_mark_wide(chars: &[(usize, char)], wide: &[bool], n: usize) -> bool {
    let (left, right) = (near(chars, n, -1), near(chars, n, 1));
    let left_wide = n.checked_sub(1).is_some_and(|m| wide[m]);
    // English has no space before a mark: behind a figure it is that of loosely set Chinese.
    let loose = n.checked_sub(1).is_some_and(|m| chars[m].1 == ' ')
        && left.is_some_and(|c| c.is_ascii_digit() || c == '%');
    // A full-width mark brings its own room: behind a quoted name, one with a space behind it was narrow.
    let spaced = n.checked_sub(1).is_some_and(|m| "」』》”".contains(chars[m].1))
        && chars.get(n + 1).is_some_and(|c| c.1 == ' ')
        && chars.get(n + 2).is_some_and(|c| c.1 != ' ');
    // A row of question marks with spaces between them stands for characters that a reader did not know.
    // (synthetic/class-question-marks-for-spaces)
    let is_beside = |side: Option<char>, next: Option<usize>| {
        side == Some('?') && next.and_then(|n| chars.get(n)).is_some_and(|c| c.1 == ' ')
    };
    let in_row =
        chars[n].1 == '?' && (is_beside(left, n.checked_sub(1)) || is_beside(right, n.checked_add(1)));
    if spaced || in_row {
        return false;
    }
    is_han_side(left) || left_wide || is_han_side(right) || loose
}

/// A pair of brackets: wide when Han stands on any side of either, unless a Latin word takes it as `f(x)` does.
fn is_pair_wide(chars: &[(usize, char)], open: usize, close: usize) -> bool {
    let inside = [near(chars, open, 1), near(chars, close, -1)];
    let outside = [near(chars, open, -1), near(chars, close, 1)];
    let called = open.checked_sub(1).is_some_and(|n| chars[n].1.is_ascii_alphanumeric());
    let latin_inside = inside.iter().all(|c| c.is_some_and(|c| c.is_ascii()));
    // Numbering is wide wherever it stands; else nobody puts a space before a full-width bracket.
    let numbering =
        chars[open + 1..close].iter().all(|c| "一二三四五六七八九十".contains(c.1)) && close > open + 1;
    let spaced = !numbering && open.checked_sub(1).is_some_and(|n| chars[n].1 == ' ');
    // A gloss that no slip could be found for stays as it came: it marks the gap.
    let gloss = chars[open + 1..close].iter().all(|c| is_pinyin_letter(c.1)) && close > open + 1;
    let spaced_behind = latin_inside && chars.get(close + 1).is_some_and(|c| c.1 == ' ');
    if called && latin_inside || spaced || spaced_behind || gloss {
        return false;
    }
    inside.into_iter().chain(outside).any(is_han_side)
}

/// The partner of each bracket in the line.
fn pairs(chars: &[(usize, char)]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; chars.len()];
    let mut open = Vec::new();
    for (n, (_, c)) in chars.iter().enumerate() {
        match c {
            '(' => open.push(n),
            ')' => {
                if let Some(start) = open.pop() {
                    pairs[start] = Some(n);
                    pairs[n] = Some(start);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Whether no full-width ASCII stands in the text but ASCII commas stand between Han characters.
pub(super) fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    // U+3000, and U+FF01 to U+FF5E. Text in letters has no such first byte, and Chinese text soon one of these.
    let is_wide = |at: usize| {
        matches!(
            bytes[at..at + 3],
            [0xEF, 0xBC, 0x81..=0xBF] | [0xEF, 0xBD, 0x80..=0x9E] | [0xE3, 0x80, 0x80]
        )
    };
    if memchr::memchr2_iter(0xE3, 0xEF, bytes).any(is_wide) {
        return false;
    }
    let is_beside = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| !byte.is_ascii());
    let marks = memchr::memchr3_iter(b',', b'?', b':', bytes);
    marks.filter(|at| is_beside(at.checked_sub(1)) || is_beside(at.checked_add(1))).any(|at| {
        let han = |c: Option<char>| c.is_some_and(is_han);
        han(text[..at].chars().next_back()) || han(text[at + 1..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_full_width_character_stands_in_a_folded_text() {
        let folded = |c: char| is_folded(&format!("他說,{c}好"));
        for c in ('\u{80}'..='\u{FFFF}').filter(|c| c.len_utf8() == 3) {
            let is_wide = matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3000}');
            assert_eq!(folded(c), !is_wide, "{c}");
        }
        assert!(!is_folded("he said, yes") && !is_folded("他說。") && is_folded("好:"));
    }
}
