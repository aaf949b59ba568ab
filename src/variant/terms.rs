//! Which of a user's own terms stand in a text: they are replaced, or kept from every conversion.

use crate::dictionary::Terms;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

/// The terms in `text`, leftmost and longest first: where they stand, and the edits of those that are replaced.
fn found(text: &str, terms: &Terms) -> (Vec<Span>, Vec<Edit>) {
    let (mut spans, mut edits) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let Some(term) = terms.longest(&text[at..]) else {
            at += c.len_utf8();
            continue;
        };
        let span = Span::new(at, at + term.text.len());
        if let Some(after) = term.replacement.as_ref().filter(|after| **after != term.text) {
            let cited = Evidence::Table { table: terms.file().into(), line: term.line, others: Vec::new() };
            edits.push(Edit {
                span,
                before: term.text.clone(),
                after: after.clone(),
                rule: Rule::OwnTable,
                certainty: Certainty::High,
                evidence: vec![cited],
            });
        }
        at = span.end;
        spans.push(span);
    }
    (spans, edits)
}

/// `edits` of `text`, in order, without what they would change of the terms, and with the terms' own.
pub(super) fn heed(text: &str, terms: &Terms, edits: Vec<Edit>) -> Vec<Edit> {
    let (spans, mut out) = found(text, terms);
    let free = |span: Span| {
        let next = spans.partition_point(|term| term.end <= span.start);
        !spans.get(next).is_some_and(|term| term.overlaps(span))
    };
    for edit in edits {
        if free(edit.span) {
            out.push(edit);
        } else if edit.before.chars().count() == edit.after.chars().count() {
            // What lies outside of the terms is changed nevertheless.
            let pairs = edit.before.char_indices().zip(edit.after.chars());
            out.extend(pairs.filter(|((_, before), after)| before != after).filter_map(
                |((at, before), after)| {
                    let start = edit.span.start + at;
                    let span = Span::new(start, start + before.len_utf8());
                    let single = Edit { span, before: before.into(), after: after.into(), ..edit.clone() };
                    free(span).then_some(single)
                },
            ));
        }
    }
    out.sort_by_key(|edit| edit.span);
    out
}
