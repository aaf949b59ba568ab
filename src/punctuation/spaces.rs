//! Spaces where none belong: beside full-width marks, inside quotation marks, inside a word.

use super::line::Line;
use crate::dictionary::simplified;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::is_han;

/// Marks that close or part: no space belongs before them.
const NOT_BEFORE: &str = "，。、；：？！”’）》」』】〉…";
/// Marks that open: no space belongs behind them.
const NOT_BEHIND: &str = "“‘（《「『【〈";
/// Marks behind which a line of prose goes on without a space.
const GOES_ON: &str = "，、；：”’）》」』】〉";

/// The edits for the spaces of `line`, whose first ones are its indent.
pub(super) fn edits(line: &Line, model: &Model, edits: &mut Vec<Edit>) {
    let Some(first) = line.chars.iter().position(|c| !c.1.is_whitespace()) else { return };
    let mut at = first;
    while let Some(from) = (at..line.chars.len()).find(|n| line.chars[*n].1 == ' ') {
        let Some(to) = (from..line.chars.len()).find(|n| line.chars[*n].1 != ' ') else { return };
        at = to;
        let (left, right) = (line.chars[from - 1].1, line.chars[to].1);
        let is_single = to - from == 1;
        let goes_on = GOES_ON.contains(left) && (is_han(right) || right.is_ascii_digit());
        let opens = NOT_BEHIND.contains(right) && (is_han(left) || GOES_ON.contains(left));
        let beside_mark =
            NOT_BEFORE.contains(right) || NOT_BEHIND.contains(left) || is_single && (goes_on || opens);
        let rule = if beside_mark {
            Rule::MarkSpacing
        } else if is_single && is_torn_word(line, from, model) {
            Rule::TornWord
        } else {
            continue;
        };
        let span = line.span(from, to);
        edits.push(Edit {
            span,
            before: " ".repeat(to - from),
            after: String::new(),
            rule,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Between { left: Some(left), right: Some(right) }],
        });
    }
}

/// Characters on either side that are cut into words, to see whether one of the words lies across the space.
const REACH: usize = 4;
/// Characters on one of the sides that must run on: a name or a title spaced out stands alone. (intact/spaced-titles)
const RUNS_ON: usize = 3;

/// Whether the space at `n` parts the characters of a word: the text without it, cut into words, has one across it.
fn is_torn_word(line: &Line, n: usize, model: &Model) -> bool {
    let han = |c: &&(usize, char)| is_han(c.1);
    let before = line.chars[..n].iter().rev().take(REACH).take_while(han).count();
    let behind = line.chars[n + 1..].iter().take(REACH).take_while(han).count();
    if before == 0 || before.max(behind) < RUNS_ON {
        return false;
    }
    let simple = |range: std::ops::Range<usize>| line.chars[range].iter().map(|c| simplified(c.1));
    let left: String = simple(n - before..n).collect();
    let joined: String = left.chars().chain(simple(n + 1..n + 1 + behind)).collect();
    model
        .segment(&joined)
        .iter()
        .any(|(span, word)| word.is_some() && span.start < left.len() && left.len() < span.end)
}
