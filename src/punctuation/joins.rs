//! Lines broken inside a sentence: joined where the sentence goes on, headings and verse left alone.

use super::line::Line;
use super::paragraphs::is_numbered;
use crate::dictionary::simplified;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han};

/// Marks that no line begins with.
const NEVER_FIRST: &str = "，。、；：！？》）";
/// Marks behind which a sentence goes on; behind a semicolon the next of a list may begin. (intact/tidy-lists)
const GOES_ON: &str = "，、";
/// Marks that end a sentence.
const ENDS: &str = "。！？";
/// Characters of the shorter of two lines that are joined: verse and lists have short ones. (intact/tidy-poems)
const LEAST: usize = 16;
/// Characters on either side that are cut into words.
const REACH: usize = 6;
/// Characters that lines broken by their length have at most, and how many such lines a text must have.
/// (intact/tidy-poems, synthetic/tidy-wrapped)
const WIDEST: usize = 60;
const WRAPPED: usize = 3;

/// The edits that join lines of `text`; `lines` are all of them.
pub(super) fn edits(text: &str, lines: &[Line], model: &Model, edits: &mut Vec<Edit>) {
    let full = full(lines);
    for pair in lines.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        let (Some(&last), Some(&next)) = (first.chars.last(), second.chars.first()) else { continue };
        if !first.is_prose() || !second.is_prose() {
            continue;
        }
        let evidence = if NEVER_FIRST.contains(next.1) && is_han(last.1) {
            Evidence::Between { left: Some(last.1), right: Some(next.1) }
        } else if goes_on(first, second) && is_han(next.1) && !is_numbered(second) {
            let fills = full.is_some_and(|full| width(first) + 1 >= full);
            let between = Evidence::Between { left: Some(last.1), right: Some(next.1) };
            match across(first, second, model) {
                Some(word) => Evidence::Word { word },
                None if fills || GOES_ON.contains(last.1) => between,
                None => continue,
            }
        } else {
            continue;
        };
        let span = Span::new(last.0 + last.1.len_utf8(), next.0);
        edits.push(Edit {
            span,
            before: span.of(text).unwrap_or_default().into(),
            after: String::new(),
            rule: Rule::JoinedLine,
            certainty: Certainty::Medium,
            evidence: vec![evidence],
        });
    }
}

/// Whether `first` ends inside a sentence, with sentences before that tell it from a heading, and `second` goes on long
/// enough to be none.
fn goes_on(first: &Line, second: &Line) -> bool {
    let Some(end) = first.chars.iter().rposition(|c| ENDS.contains(c.1)) else { return false };
    let rest = &first.chars[end + 1..];
    let rest = rest.iter().copied().skip_while(|c| c.1 == ' ').collect();
    let rest = Line { chars: rest, is_fenced: false };
    let ends_inside = rest.chars.last().is_some_and(|c| is_han(c.1) || GOES_ON.contains(c.1));
    ends_inside
        && !is_numbered(&rest)
        && first.chars.len() >= LEAST
        && second.chars.len() >= LEAST
        && second.chars.iter().any(|c| ENDS.contains(c.1))
}

/// The word that lies across the break, or the two words on its sides where one is known to follow the other.
fn across(first: &Line, second: &Line, model: &Model) -> Option<String> {
    let han = |c: &&(usize, char)| is_han(c.1);
    let before: Vec<char> =
        first.chars.iter().rev().take(REACH).take_while(han).map(|c| simplified(c.1)).collect();
    let left: String = before.into_iter().rev().collect();
    let right: String = second.chars.iter().take(REACH).take_while(han).map(|c| simplified(c.1)).collect();
    let joined = [left.as_str(), right.as_str()].concat();
    let pieces = model.segment(&joined);
    let torn =
        pieces.iter().find(|(span, word)| word.is_some() && span.start < left.len() && left.len() < span.end);
    if let Some((span, _)) = torn {
        return Some(span.of(&joined)?.to_owned());
    }
    let at = pieces.iter().position(|(span, _)| span.start == left.len())?;
    let ((from, before), (to, behind)) = (pieces[at.checked_sub(1)?], pieces[at]);
    model.is_listed(before?, behind?).then(|| joined[from.start..to.end].to_owned())
}

/// The width to which the lines of a text are filled, where they are broken by their length.
fn full(lines: &[Line]) -> Option<usize> {
    let widest = lines.iter().map(width).max().filter(|widest| (LEAST..=WIDEST).contains(widest))?;
    let filled = lines
        .iter()
        .filter(|line| width(line) + 1 >= widest)
        .filter(|line| line.chars.last().is_some_and(|c| is_han(c.1) || GOES_ON.contains(c.1)));
    (filled.count() >= WRAPPED).then_some(widest)
}

/// In full-width characters.
fn width(line: &Line) -> usize {
    line.chars.iter().map(|c| if c.1.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}
