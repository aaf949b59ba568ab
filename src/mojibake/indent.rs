//! Ideographic spaces at the beginning of paragraphs that an encoding lacked and that are shown as question marks.

use memchr::memmem;

use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::restore::Proposals;
use crate::text::{Span, is_han};

/// What stood there: paragraphs of Chinese begin two characters in.
const INDENT: &str = "\u{3000}\u{3000}";
/// The question marks that stand for it: one for each byte in GBK, or one for each character.
const WIDTHS: [usize; 2] = [4, 2];
/// Paragraphs that begin so, at least, by the width. (intact/question-marks-in-chat, intact/questions-at-line-starts)
const LEAST: [u32; 2] = [3, 4];
/// The share of all paragraphs.
const MOST: f32 = 0.7;
/// Han characters of a line that counts as a paragraph.
const PARAGRAPH: usize = 12;

/// Edits that put the indents back, where the document shows them as question marks and shows nothing else so.
pub(super) fn propose(text: &str) -> Proposals {
    let mut proposals = Proposals::default();
    if !text.starts_with("??") && memmem::find(text.as_bytes(), b"\n??").is_none() {
        return proposals;
    }
    let (mut shown, mut paragraphs) = ([0u32; 2], 0u32);
    let mut begun: Vec<(Span, usize)> = Vec::new();
    for (offset, line) in super::lines(text) {
        let width = line.bytes().take_while(|b| *b == b'?').count();
        let rest = &line[width..];
        let is_paragraph = rest.chars().filter(|c| is_han(*c)).nth(PARAGRAPH - 1).is_some();
        paragraphs += u32::from(is_paragraph);
        // Rows elsewhere are other characters that were lost, or meant.
        if rest.contains("??") {
            return proposals;
        }
        let Some(nth) = WIDTHS.iter().position(|known| *known == width) else {
            if width > 1 {
                return proposals;
            }
            continue;
        };
        if rest.chars().next().is_some_and(|c| !c.is_whitespace()) {
            begun.push((Span::new(offset, offset + width), nth));
        }
        // A paragraph of prose has marks in it: a cry or a question has not.
        shown[nth] += u32::from(is_paragraph && rest.contains(['，', '。', '、', '：', ',']));
    }
    let Some(nth) = (0..2).find(|nth| shown[*nth] >= LEAST[*nth] && shown[1 - *nth] == 0) else {
        return proposals;
    };
    if (shown[nth] as f32) < MOST * paragraphs as f32 {
        return proposals;
    }
    proposals.edits.extend(begun.into_iter().filter(|(_, width)| *width == nth).map(|(span, _)| Edit {
        span,
        before: span.of(text).unwrap_or_default().to_owned(),
        after: INDENT.to_owned(),
        rule: Rule::Indent,
        certainty: Certainty::Medium,
        evidence: vec![Evidence::Pattern { shown: shown[nth], places: paragraphs }],
    }));
    proposals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        Edits::fit(text, propose(text).edits).unwrap().apply(text)
    }

    #[test]
    fn the_whole_document_decides() {
        let line = "我们的工作是从去年春天开始的，到今天已经一年。\n";
        let (damaged, right) = (format!("????{line}"), format!("\u{3000}\u{3000}{line}"));
        assert_eq!(restored(&damaged.repeat(3)), right.repeat(3));
        assert_eq!(
            restored(&format!("标题\n{}????一、开头\n", damaged.repeat(4))),
            format!("标题\n{}\u{3000}\u{3000}一、开头\n", right.repeat(4))
        );
        for stays in [
            damaged.repeat(2),
            format!("{}{}", damaged.repeat(3), line.repeat(3)),
            format!("{}他叫????。\n", damaged.repeat(3)),
            format!("{}????\n??????\n", damaged.repeat(3)),
            "????什么\n????为什么\n????不会吧\n".to_owned(),
        ] {
            assert_eq!(restored(&stays), stays);
        }
    }
}
