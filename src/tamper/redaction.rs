//! Where facts were taken out: gaps with their kind, never filled.

use super::beside::{is_before, is_behind};
use crate::dictionary::{Beside, Omission, Redaction};
use crate::restoration::{Cause, Gap};
use crate::text::Span;

/// Bytes on either side in which a line is looked at for emphasis, and asterisks of it: in a longer one, or one with more
/// of them, it is not told from names taken out.
const LINE: usize = 16 << 10;
const STARS: usize = 256;

/// The gap at a placeholder, where what stands beside it is what a row asks for.
pub(super) fn placeholder(text: &str, span: Span, redactions: &[Redaction]) -> Option<Gap> {
    let found = span.of(text)?;
    let (first, last) = (found.chars().next()?, found.chars().next_back()?);
    // Part of a longer run, a word or a name: `xxx`, `exx`, `x1`.
    let touches = |c: Option<char>, edge: char| {
        c.is_some_and(|c| c == edge || edge.is_ascii_alphabetic() && c.is_ascii_alphabetic())
    };
    if touches(text[..span.start].chars().next_back(), first)
        || touches(text[span.end..].chars().next(), last)
    {
        return None;
    }
    let row = redactions
        .iter()
        .filter(|row| row.placeholder == found)
        .find(|row| is_before(text, span, &row.before) && is_behind(text, span, &row.after))?;
    if is_emphasis(text, span, &row.after) {
        return None;
    }
    Some(Gap { span, cause: kind(&row.kind) })
}

/// The gap between two words that did not stand together.
pub(super) fn omission(text: &str, span: Span, omission: &Omission) -> Option<Gap> {
    if !is_before(text, span, &omission.not_behind) || !is_behind(text, span, &omission.before) {
        return None;
    }
    let left = omission.sides.0.chars().count();
    let at = span.start + span.of(text)?.chars().take(left).map(char::len_utf8).sum::<usize>();
    Some(Gap { span: Span::new(at, at), cause: kind(&omission.kind) })
}

/// Whether the asterisks at `span` are emphasis as in Markdown: a line that begins with markup, or pairs of them with
/// more than one character between. Where `asked` stands behind both, each is a name taken out. (intact/markdown)
fn is_emphasis(text: &str, span: Span, asked: &Beside) -> bool {
    if !text[span.start..].starts_with('*') {
        return false;
    }
    let (before, behind) = (span.start.saturating_sub(LINE), text.len().min(span.end + LINE));
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[before..span.start]).map(|at| before + at + 1);
    let end = memchr::memchr(b'\n', &bytes[span.end..behind]).map(|at| span.end + at);
    let start = start.or((before == 0).then_some(0));
    let end = end.or((behind == text.len()).then_some(behind));
    let Some((start, end)) = start.zip(end) else { return false };
    let line = &text[start..end];
    if line.trim_start().starts_with(['#', '-', '>', '|', '+']) || line.trim_start().starts_with("* ") {
        return true;
    }
    let stars = line.match_indices(&text[span.start..span.end]).take(STARS + 1);
    let stars: Vec<(usize, &str)> = stars.collect();
    if stars.len() > STARS {
        return false;
    }
    let Some(nth) = stars.iter().position(|(at, _)| start + at == span.start) else { return false };
    match stars.get(nth ^ 1) {
        Some((other, found)) => {
            let here = span.start - start;
            let between = &line[here.min(*other) + found.len()..here.max(*other)];
            let partner = Span::new(start + other, start + other + found.len());
            !is_behind(text, partner, asked)
                && between.chars().nth(1).is_some()
                && !between.starts_with(' ')
                && !between.ends_with(' ')
        }
        None => false,
    }
}

fn kind(name: &str) -> Cause {
    match name {
        "year" => Cause::RedactedYear,
        "number" => Cause::RedactedNumber,
        "date" => Cause::RedactedDate,
        "congress" => Cause::RedactedCongress,
        "place" => Cause::RedactedPlace,
        "body" => Cause::RedactedBody,
        "person" => Cause::RedactedPerson,
        "word" => Cause::RedactedWord,
        _ => Cause::RedactedQuotation,
    }
}
