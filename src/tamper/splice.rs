//! Goods spliced into a sentence, set off by a space: taken out where the text never speaks of them otherwise.

use crate::dictionary::Phrase;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han};

/// Characters of text for each occurrence, at least: a text about such goods names them far more often.
/// (intact/filter-cloth-factory)
const SELDOM: usize = 300;

/// The edits for the goods found in `text`, in order.
pub(super) fn edits(text: &str, goods: &[(Span, &Phrase)]) -> Vec<Edit> {
    if goods.is_empty() || !goods.iter().all(|(span, _)| is_spliced(text, *span)) {
        return Vec::new();
    }
    if text.chars().take(goods.len() * SELDOM).count() < goods.len() * SELDOM {
        return Vec::new();
    }
    goods
        .iter()
        .map(|(span, phrase)| {
            let span = Span::new(span.start, span.end + ' '.len_utf8());
            Edit {
                span,
                before: span.of(text).unwrap_or_default().into(),
                after: String::new(),
                rule: Rule::Splice,
                certainty: Certainty::Medium,
                evidence: vec![
                    Evidence::Table {
                        table: phrase.cited.0.into(),
                        line: phrase.cited.1,
                        others: Vec::new(),
                    },
                    Evidence::Between {
                        left: text[..span.start].chars().next_back(),
                        right: text[span.end..].chars().next(),
                    },
                ],
            }
        })
        .collect()
}

/// Inside a line, with a space and a Han character behind.
fn is_spliced(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut behind = text[span.end..].chars();
    before.is_some_and(|c| !c.is_whitespace())
        && behind.next() == Some(' ')
        && behind.next().is_some_and(is_han)
}
