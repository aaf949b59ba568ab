//! Paragraphs run together: parted again before a number that goes on where an earlier paragraph's number left off.

use super::line::Line;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};

const NUMERALS: &str = "一二三四五六七八九十";

/// How a paragraph is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 二、
    Comma,
    /// （三）
    Bracket,
    /// 第三，
    Ordinal,
}

/// The edits that put a line break for the spaces before a number, where the last number of that kind that opened a
/// paragraph was the one before it.
pub(super) fn edits(text: &str, lines: &[Line], edits: &mut Vec<Edit>) {
    let mut last: Vec<(Style, usize)> = Vec::new();
    for line in lines {
        let Some(first) = line.chars.iter().position(|c| !c.1.is_whitespace()) else { continue };
        if let Some(found) = number(line, first) {
            note(&mut last, found);
        }
        for n in first + 1..line.chars.len() {
            let after_stop = matches!(line.chars[n - 1].1, '。' | '！' | '？');
            if !after_stop || !line.chars[n].1.is_whitespace() {
                continue;
            }
            let Some(to) = (n..line.chars.len()).find(|m| !line.chars[*m].1.is_whitespace()) else { break };
            let Some((style, value)) = number(line, to) else { continue };
            if !last.iter().any(|(s, v)| *s == style && v + 1 == value) {
                continue;
            }
            note(&mut last, (style, value));
            let span = line.span(n, to);
            edits.push(Edit {
                span,
                before: span.of(text).unwrap_or_default().into(),
                after: "\n".into(),
                rule: Rule::ParagraphBreak,
                certainty: Certainty::Medium,
                evidence: vec![Evidence::Between { left: line.before(n), right: line.char(to) }],
            });
        }
    }
}

fn note(last: &mut Vec<(Style, usize)>, (style, value): (Style, usize)) {
    last.retain(|(s, _)| *s != style);
    last.push((style, value));
}

/// Characters that a number and its marks can take.
const LONGEST: usize = 6;

/// The number that opens a paragraph at `at`; spaces inside it are on their way out.
fn number(line: &Line, at: usize) -> Option<(Style, usize)> {
    let opening: Vec<char> =
        line.chars[at..].iter().map(|c| c.1).filter(|c| *c != ' ').take(LONGEST).collect();
    let (style, start) = match opening.first()? {
        '（' => (Style::Bracket, 1),
        '第' => (Style::Ordinal, 1),
        _ => (Style::Comma, 0),
    };
    let place = |c: &char| NUMERALS.chars().position(|numeral| numeral == *c);
    let digits: Vec<usize> = opening[start..].iter().map_while(place).take(3).collect();
    let value = match digits[..] {
        [unit] => unit + 1,
        // 十一, 二十, 二十一: the last numeral counts tens.
        [9, unit] if unit < 9 => 11 + unit,
        [tens, 9] if tens < 9 => 10 * (tens + 1),
        [tens, 9, unit] if tens < 9 && unit < 9 => 10 * (tens + 1) + unit + 1,
        _ => return None,
    };
    let closing = opening.get(start + digits.len());
    let closes = match style {
        Style::Comma => closing == Some(&'、'),
        Style::Bracket => closing == Some(&'）'),
        Style::Ordinal => matches!(closing, Some('，' | '、')),
    };
    closes.then_some((style, value))
}
