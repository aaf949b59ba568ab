//! Marks and spaces inside figures: a decimal point with a space behind it, a percent sign set off, digits of two
//! widths in one figure, a span of numbers with a space on one side.

use super::line::Line;
use crate::dictionary::Figures;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{fold_width, is_han};

/// Signs that belong to the figure before them.
const SIGNS: &str = "%％‰℃";

/// The edits for the figures of `line`.
pub(super) fn edits(line: &Line, edits: &mut Vec<Edit>) {
    let digit = |n: usize| line.char(n).is_some_and(|c| c.is_ascii_digit());
    let mut at = 0;
    while at < line.chars.len() {
        if !is_digit(line.chars[at].1) {
            at += 1;
            continue;
        }
        let start = at;
        while line
            .char(at)
            .is_some_and(|c| is_digit(c) || is_point(c) && line.char(at + 1).is_some_and(is_digit))
        {
            at += 1;
        }
        let figure: Vec<char> = line.chars[start..at].iter().map(|c| c.1).collect();
        let is_mixed = figure.iter().any(char::is_ascii_digit) && figure.iter().any(|c| !c.is_ascii());
        if is_mixed && figure.iter().any(|c| is_digit(*c) && !c.is_ascii() || *c == '．') {
            push(line, start..at, figure.iter().copied().map(fold_width).collect(), Certainty::Medium, edits);
        }
        // 15. 38万: the unit behind tells that it is one figure, and what stands before that it is no list.
        if line.char(at) == Some('.') && line.char(at + 1) == Some(' ') && digit(at + 2) {
            let end = (at + 2..).take_while(|n| digit(*n)).last().unwrap_or(at + 2) + 1;
            let has_unit = line.char(end).is_some_and(|c| Figures::built_in().is_unit(c));
            let in_text = start.checked_sub(1).and_then(|n| line.char(n)).is_some_and(is_han);
            if has_unit && in_text {
                push(line, at + 1..at + 2, String::new(), Certainty::Medium, edits);
            }
        } else if line.char(at) == Some(' ') && line.char(at + 1).is_some_and(|c| SIGNS.contains(c)) {
            push(line, at..at + 1, String::new(), Certainty::Medium, edits);
        } else if line.char(at) == Some(' ') && line.char(at + 1) == Some('-') && digit(at + 2) {
            // 1 -11月: with a space on one side it is no difference.
            if start
                .checked_sub(1)
                .and_then(|n| line.char(n))
                .is_none_or(|c| is_han(c) || !c.is_alphanumeric())
            {
                push(line, at..at + 1, String::new(), Certainty::Medium, edits);
            }
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// What may stand between the digits of one figure.
fn is_point(c: char) -> bool {
    matches!(c, '.' | '．' | ':' | '：')
}

fn push(
    line: &Line,
    range: std::ops::Range<usize>,
    after: String,
    certainty: Certainty,
    edits: &mut Vec<Edit>,
) {
    edits.push(Edit {
        span: line.span(range.start, range.end),
        before: line.chars[range.clone()].iter().map(|c| c.1).collect(),
        after,
        rule: Rule::FigureMark,
        certainty,
        evidence: vec![Evidence::Between { left: line.before(range.start), right: line.char(range.end) }],
    });
}
