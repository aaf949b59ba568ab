//! Marks in rows: dots that stand for an ellipsis, strokes that stand for a dash, a mark set twice.

use super::line::Line;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{is_han, is_han_mark};

const ELLIPSIS: &str = "……";
const DASH: &str = "——";
/// Dots of an ellipsis, at least and at most: more are leaders of a table of contents. (intact/tidy-contents)
const DOTS: std::ops::RangeInclusive<usize> = 3..=6;
/// Strokes of a dash.
const STROKES: std::ops::RangeInclusive<usize> = 2..=3;

/// The edits for the rows of marks in `line`. `has_ellipsis`: the text writes ellipses of six dots elsewhere.
pub(super) fn edits(line: &Line, has_ellipsis: bool, edits: &mut Vec<Edit>) {
    let mut at = 0;
    while at < line.chars.len() {
        let c = line.chars[at].1;
        let length = line.chars[at..].iter().take_while(|next| next.1 == c).count();
        let end = at + length;
        let left = line.left(at).and_then(|n| line.char(n));
        let right = line.right(end).and_then(|n| line.char(n));
        let in_text = |c: char| is_han(c) || is_han_mark(c);
        let found = match c {
            '.' | '．' | '。' | '·' | '・' if DOTS.contains(&length) => {
                (left.is_some_and(in_text) && right.is_none_or(in_text)).then_some((ELLIPSIS, Rule::LongMark))
            }
            '…' if length == 1 && has_ellipsis => {
                (left.is_none_or(in_text) && right.is_none_or(in_text)).then_some((ELLIPSIS, Rule::LongMark))
            }
            '-' | '－' | '─' if STROKES.contains(&length) => {
                (left.is_none_or(in_text) && right.is_some_and(in_text)).then_some((DASH, Rule::LongMark))
            }
            '，' | '、' | '；' | '。' if length == 2 => {
                let is_plain = left.is_some_and(|c| !is_han_mark(c) || "”》）」』".contains(c))
                    && right.is_none_or(|c| !is_han_mark(c) || "“《（「『".contains(c));
                is_plain.then_some((line_mark(c), Rule::RepeatedMark))
            }
            _ => None,
        };
        // Two full stops may be what is left of an ellipsis.
        let is_open = c == '。' && length == 2;
        if let Some((after, rule)) = found {
            edits.push(Edit {
                span: line.span(at, end),
                before: line.chars[at..end].iter().map(|c| c.1).collect(),
                after: after.into(),
                rule,
                certainty: if is_open { Certainty::Low } else { Certainty::Medium },
                evidence: vec![Evidence::Between { left: line.before(at), right: line.char(end) }],
            });
        }
        at = end;
    }
}

/// A mark once.
fn line_mark(c: char) -> &'static str {
    match c {
        '，' => "，",
        '、' => "、",
        '；' => "；",
        _ => "。",
    }
}
