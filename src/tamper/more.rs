//! Titles of other pages, put between the sentences of a paragraph: 推荐阅读：《…》.
//!
//! A text may recommend a book itself. What a site puts in stands in the middle of paragraphs, more than once, and the next
//! sentence begins right behind the title.

use crate::dictionary::Phrase;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han};

/// Characters that a title may have. (synthetic/tamper-more)
const TITLE: usize = 50;
/// Places in a text that tell of a site. (intact/more-recommended)
const TWICE: usize = 2;

/// The edits for what `found` announces, in order.
pub(super) fn edits(text: &str, found: &[(Span, &Phrase)]) -> Vec<Edit> {
    let places: Vec<(Span, &Phrase)> =
        found.iter().filter_map(|(span, phrase)| Some((announced(text, *span)?, *phrase))).collect();
    let certainty = if places.len() >= TWICE { Certainty::Medium } else { Certainty::Low };
    let edit = |&(span, phrase): &(Span, &Phrase)| Edit {
        span,
        before: span.of(text).unwrap_or_default().into(),
        after: String::new(),
        rule: Rule::Tail,
        certainty,
        evidence: vec![
            Evidence::Table { table: phrase.cited.0.into(), line: phrase.cited.1, others: Vec::new() },
            Evidence::Between {
                left: text[..span.start].chars().next_back(),
                right: text[span.end..].chars().next(),
            },
        ],
    };
    places.iter().map(edit).collect()
}

/// The announcement at `span` with its titles, where it stands between two sentences of a paragraph.
fn announced(text: &str, span: Span) -> Option<Span> {
    let mut start = span.start;
    let open = text[..start].chars().next_back().filter(|c| matches!(c, '【' | '['));
    let mut rest = &text[span.end..];
    if let Some(open) = open {
        start -= open.len_utf8();
        rest = rest.strip_prefix(if open == '【' { '】' } else { ']' })?;
    }
    let before = text[..start].trim_end_matches(' ');
    if !before.ends_with(['。', '！', '？', '”', '…']) {
        return None;
    }
    rest = rest.trim_start_matches([' ', ':', '：']);
    let mut titles = 0;
    while let Some(title) = rest.strip_prefix('《') {
        let end =
            title.char_indices().take(TITLE).find(|c| matches!(c.1, '》' | '\n')).filter(|c| c.1 == '》')?.0;
        rest = title[end + '》'.len_utf8()..].trim_start_matches([' ', '、']);
        titles += 1;
    }
    (titles > 0 && rest.starts_with(|c| is_han(c) || "“《（「".contains(c)))
        .then(|| Span::new(before.len(), text.len() - rest.len()))
}
