//! The width of marks: ASCII marks that stand between Han characters become full-width, as most of the text has them.

use super::line::Line;
use crate::dictionary::simplified;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han, is_han_mark, widen};

/// Marks that a text must have before its manner tells anything, and the share of narrow ones that is a manner.
/// (intact/tidy-narrow-throughout)
const ENOUGH: usize = 10;
const MANNER: f32 = 0.8;
/// What shows that a line holds code, markup or a formula, where narrow marks are right.
const CODE: &str = "{}=<>\\$`[]";
/// log10 of the share of running text that a character beside a mark must make up: a rarer one may be the wreck of
/// another, and the mark part of it. (found/informatization-speeches)
const COMMON: f32 = -4.5;
/// Marks of a row that are no more the marks of a sentence: question marks may stand for what an encoding lacked.
/// (intact/question-marks-for-names)
const ROW: usize = 4;
/// What opens and what closes, of either width: what is narrow now may be wide when the text is looked at again.
const OPENING: &str = "“‘《（「『【〈(\"";
const CLOSING: &str = "”’》）」』】〉)\"";

/// What the whole text does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Narrow marks are how it is written.
    narrow: bool,
    /// Narrow brackets are.
    narrow_brackets: bool,
    /// The quotation marks that it uses.
    quotes: (char, char),
}

impl Manner {
    pub(super) fn of(lines: &[Line]) -> Manner {
        let (mut wide, mut narrow, mut curved, mut cornered) = (0, 0, 0, 0);
        let (mut wide_brackets, mut narrow_brackets) = (0, 0);
        for line in lines {
            for (n, &(_, c)) in line.chars.iter().enumerate() {
                let is_behind_han = || line.before(n).is_some_and(is_han);
                match c {
                    '，' | '；' | '：' | '？' | '！' if is_behind_han() => wide += 1,
                    ',' | ';' | ':' | '?' | '!' if is_behind_han() => narrow += 1,
                    '（' => wide_brackets += 1,
                    '(' if line.char(n + 1).is_some_and(is_han) => narrow_brackets += 1,
                    '“' => curved += 1,
                    '「' => cornered += 1,
                    _ => {}
                }
            }
        }
        let is_manner = |narrow: usize, wide: usize| {
            let all = wide + narrow;
            all >= ENOUGH && narrow as f32 >= MANNER * all as f32
        };
        Manner {
            narrow: is_manner(narrow, wide),
            narrow_brackets: is_manner(narrow_brackets, wide_brackets),
            quotes: if cornered > curved { ('「', '」') } else { ('“', '”') },
        }
    }
}

/// The edits for the narrow marks of `line`.
pub(super) fn edits(line: &Line, manner: Manner, model: &Model, edits: &mut Vec<Edit>) {
    if manner.narrow || line.chars.iter().any(|c| CODE.contains(c.1)) {
        return;
    }
    let is_row = is_row(line);
    // Only running text has a stop at its end.
    let is_sentence = line.chars.last().is_some_and(|c| "。！？”」".contains(c.1));
    for (n, &(_, c)) in line.chars.iter().enumerate() {
        let is_wide = match c {
            ',' if is_sentence && is_beside_latin(line, n) => is_plain(line, n, model),
            ',' | ';' | ':' => !is_row && is_between(line, n) && is_plain(line, n, model),
            '?' | '!' => ends_a_sentence(line, n),
            _ => false,
        };
        if is_wide {
            edits.push(edit(line, n, widen(c)));
        }
    }
    brackets(line, manner.narrow_brackets, edits);
    quotes(line, manner.quotes, edits);
}

/// Behind a Han character or a closing mark, and before one or an opening mark.
fn is_between(line: &Line, n: usize) -> bool {
    let (Some(left), Some(right)) = (line.left(n), line.right(n + 1)) else { return false };
    let (left, right) = (line.chars[left].1, line.chars[right].1);
    // `键: 值`: a colon with a space behind it may be a notation.
    let is_notation = line.chars[n].1 == ':' && line.char(n + 1) == Some(' ');
    (is_han(left) || CLOSING.contains(left)) && (is_han(right) || OPENING.contains(right)) && !is_notation
}

/// Characters of a value in a row of them, and commas of a row at least. (intact/tidy-commas-in-rows)
const VALUE: usize = 8;
const COMMAS: usize = 2;

/// Whether a line is a row of values with commas between: short ones, with no mark of a sentence.
fn is_row(line: &Line) -> bool {
    let commas = line.chars.iter().filter(|c| c.1 == ',').count();
    commas >= COMMAS
        && !line.chars.iter().any(|c| is_han_mark(c.1) || matches!(c.1, '?' | '!'))
        && line.chars.split(|c| c.1 == ',').all(|value| value.len() <= VALUE)
}

/// Between a Han character and a Latin letter or a figure, with no space beside it. (synthetic/tidy-marks-beside-latin)
fn is_beside_latin(line: &Line, n: usize) -> bool {
    let (Some(left), Some(right)) = (line.before(n), line.char(n + 1)) else { return false };
    let closes = |c: char| is_han(c) || CLOSING.contains(c) && !c.is_ascii();
    closes(left) && right.is_ascii_alphanumeric() || left.is_ascii_alphanumeric() && is_han(right)
}

/// Whether the characters beside the mark are common ones.
fn is_plain(line: &Line, n: usize, model: &Model) -> bool {
    let sides = [line.left(n), line.right(n + 1)];
    let mut chars = sides.into_iter().flatten().map(|n| line.chars[n].1);
    chars.all(|c| !is_han(c) || model.frequency(simplified(c)) >= COMMON)
}

/// In a short row of ? and ! behind a Han character or a closing mark, with nothing Latin behind the row.
fn ends_a_sentence(line: &Line, n: usize) -> bool {
    let is_loud = |c: char| matches!(c, '?' | '!');
    let mut first = n;
    while first > 0 && n - first < ROW && is_loud(line.chars[first - 1].1) {
        first -= 1;
    }
    let mut end = n + 1;
    while end - n <= ROW && line.char(end).is_some_and(is_loud) {
        end += 1;
    }
    if end - first >= ROW {
        return false;
    }
    let left = line.left(first).and_then(|n| line.char(n));
    let right = line.right(end).and_then(|n| line.char(n));
    left.is_some_and(|c| is_han(c) || CLOSING.contains(c))
        && right.is_none_or(|c| is_han(c) || OPENING.contains(c) || CLOSING.contains(c))
}

/// Brackets of two widths become one, and narrow ones around Han characters wide where they are not the manner.
fn brackets(line: &Line, narrow: bool, edits: &mut Vec<Edit>) {
    let mut open: Vec<usize> = Vec::new();
    for (n, &(_, c)) in line.chars.iter().enumerate() {
        match c {
            '(' | '（' => open.push(n),
            ')' | '）' => {
                let Some(start) = open.pop() else { continue };
                let inside = &line.chars[start + 1..n];
                let holds_han = inside.first().is_some_and(|c| is_han(c.1) || c.1 == '《')
                    && inside.iter().any(|c| is_han(c.1));
                let is_call = line.before(start).is_some_and(|c| c.is_ascii_alphanumeric() || c == ']');
                let is_mixed = line.chars[start].1.is_ascii() != c.is_ascii();
                if !holds_han || is_call || narrow && !is_mixed {
                    continue;
                }
                for at in [start, n] {
                    if line.chars[at].1.is_ascii() {
                        edits.push(edit(line, at, widen(line.chars[at].1)));
                    }
                }
            }
            _ => {}
        }
    }
}

/// ASCII quotation marks in pairs around Han characters become those of the text.
fn quotes(line: &Line, (open, close): (char, char), edits: &mut Vec<Edit>) {
    let places: Vec<usize> = (0..line.chars.len()).filter(|n| line.chars[*n].1 == '"').collect();
    if places.is_empty() || places.len() % 2 == 1 {
        return;
    }
    let is_quotation = |pair: &[usize]| {
        let inside = &line.chars[pair[0] + 1..pair[1]];
        let ends = [inside.first(), inside.last()];
        ends.iter().flatten().all(|c| !c.1.is_whitespace()) && inside.iter().any(|c| is_han(c.1))
    };
    if places.chunks(2).all(is_quotation) {
        for pair in places.chunks(2) {
            edits.push(edit(line, pair[0], open));
            edits.push(edit(line, pair[1], close));
        }
    }
}

fn edit(line: &Line, n: usize, mark: char) -> Edit {
    let span: Span = line.span(n, n + 1);
    Edit {
        span,
        before: line.chars[n].1.to_string(),
        after: mark.to_string(),
        rule: Rule::MarkWidth,
        certainty: Certainty::Medium,
        evidence: vec![Evidence::Between { left: line.before(n), right: line.char(n + 1) }],
    }
}
