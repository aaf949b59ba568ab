//! Paragraphs run together: parted again before a number that goes on where an earlier paragraph's number left off.

use super::line::Line;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

const NUMERALS: &str = "一二三四五六七八九十";
/// Paragraphs with numbers that are looked at for the next number of a kind.
const AHEAD: usize = 200;
/// Characters of the highest Arabic number that paragraphs bear.
const ARABIC: usize = 2;

/// How a paragraph is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 二、
    Comma,
    /// （三）
    Bracket,
    /// 第三，
    Ordinal,
    /// 四是
    Is,
    /// 2、
    Arabic,
}

/// The edits that put a line break before a number, where the numbers that open paragraphs prove that one was lost: the
/// last one of that kind was the number before it; for a first number, the next one is the second. Without spaces
/// before the number the next one of the text must go on from it too. (intact/tidy-first-in-a-paragraph)
pub(super) fn edits(text: &str, lines: &[Line], edits: &mut Vec<Edit>) {
    // The numbers that open paragraphs, in order.
    let openings: Vec<(Style, usize)> = lines.iter().filter_map(opening).collect();
    let heading = heading_style(lines);
    let mut passed = 0;
    let mut last: Vec<(Style, usize)> = Vec::new();
    for line in lines {
        let Some(first) = line.chars.iter().position(|c| !c.1.is_whitespace()) else { continue };
        if let Some(found) = number(line, first) {
            passed += 1;
            note(&mut last, found);
        }
        let head = heading.filter(|style| number(line, first).is_some_and(|(s, _)| s == *style));
        if let Some((from, to)) = head.and_then(|_| end_of_heading(line, first)) {
            edits.push(edit(text, line, from, to));
        }
        for n in first + 1..line.chars.len() {
            if !matches!(line.chars[n - 1].1, '。' | '！' | '？') {
                continue;
            }
            let Some(to) = (n..line.chars.len()).find(|m| !line.chars[*m].1.is_whitespace()) else { break };
            let Some((style, value)) = number(line, to) else { continue };
            let follows = last.iter().any(|(s, v)| *s == style && v + 1 == value);
            let next =
                || openings[passed..].iter().take(AHEAD).find(|(s, _)| *s == style).map(|(_, value)| *value);
            // A first number behind a first one that opened a paragraph numbers something smaller.
            let is_open = || last.iter().any(|(s, v)| *s == style && *v == 1);
            let is_heading = matches!(style, Style::Comma | Style::Bracket);
            let is_proved = match (to > n, value) {
                (has_spaces, 1) => (has_spaces || is_heading) && next() == Some(2) && !is_open(),
                (true, _) => follows,
                (false, _) => follows && next() == Some(value + 1),
            };
            if !is_proved {
                continue;
            }
            note(&mut last, (style, value));
            edits.push(edit(text, line, n, to));
        }
    }
}

/// A line break for what stands from `from` to `to`.
fn edit(text: &str, line: &Line, from: usize, to: usize) -> Edit {
    let span = Span::new(line.chars[from].0, line.chars[to].0);
    Edit {
        span,
        before: span.of(text).unwrap_or_default().into(),
        after: "\n".into(),
        rule: Rule::ParagraphBreak,
        certainty: Certainty::Medium,
        evidence: vec![Evidence::Between { left: line.before(from), right: line.char(to) }],
    }
}

/// Marks that end sentences.
const ENDS: &str = "。！？";
/// Headings of one kind that a text must have on lines of their own, and their share of all that bear such numbers,
/// before one that text follows is parted from it. (synthetic/tidy-paragraphs)
const HEADINGS: usize = 3;
const MOSTLY: f32 = 0.8;
/// Characters of a heading, at least and at most, and of the text behind it at least.
const HEADING: std::ops::RangeInclusive<usize> = 6..=40;
const TEXT: usize = 20;

/// The kind of numbers that headings bear, where the text has such headings.
fn heading_style(lines: &[Line]) -> Option<Style> {
    let is_heading = |line: &Line| !line.chars.iter().any(|c| ENDS.contains(c.1));
    [Style::Comma, Style::Bracket, Style::Arabic].into_iter().find(|style| {
        let all = || lines.iter().filter(|line| opening(line).is_some_and(|(s, _)| s == *style));
        let headings = all().filter(|line| is_heading(line)).count();
        headings >= HEADINGS && headings as f32 >= MOSTLY * all().count() as f32
    })
}

/// The spaces, from and to, that part the heading at the start of a line from the text behind it.
fn end_of_heading(line: &Line, first: usize) -> Option<(usize, usize)> {
    // Spaces behind the number belong to it.
    let begins = first + LONGEST.min(line.chars.len() - first);
    let from = (begins..line.chars.len()).find(|n| line.chars[*n].1 == ' ')?;
    let to = (from..line.chars.len()).find(|n| line.chars[*n].1 != ' ')?;
    let (heading, text) = (&line.chars[first..from], &line.chars[to..]);
    let sentence = heading.iter().rposition(|c| ENDS.contains(c.1)).is_none_or(|n| n + 1 == heading.len());
    let is_heading = HEADING.contains(&heading.len()) && sentence;
    (is_heading && text.len() >= TEXT && text.iter().any(|c| ENDS.contains(c.1))).then_some((from, to))
}

/// The number that opens the paragraph.
fn opening(line: &Line) -> Option<(Style, usize)> {
    number(line, line.chars.iter().position(|c| !c.1.is_whitespace())?)
}

/// Whether a paragraph's number stands at `at`.
pub(super) fn is_number(line: &Line, at: usize) -> bool {
    number(line, at).is_some()
}

/// Whether at `at`, behind a full stop, stands the next of the numbers that the line counts in its own sentences: 一是 … 二是.
pub(super) fn is_counted(line: &Line, at: usize) -> bool {
    let Some((Style::Is, value)) = number(line, at) else { return false };
    let begins = |n: &usize| line.left(*n).is_none_or(|left| BEGINS.contains(line.chars[left].1));
    let near = at.saturating_sub(COUNTED)..line.chars.len().min(at + COUNTED);
    let others = near.filter(|n| *n != at && NUMERALS.contains(line.chars[*n].1));
    let mut others = others.filter(begins).filter_map(|n| number(line, n));
    others.any(|(style, other)| style == Style::Is && other.abs_diff(value) == 1)
}

/// Characters on either side in which the next number or the one before is looked for.
const COUNTED: usize = 600;

/// The end of a number of sentences, 一是, that stands right before `n` at the start of one.
pub(super) fn ends_a_count(line: &Line, n: usize) -> bool {
    let Some(at) = n.checked_sub(2).filter(|_| line.before(n) == Some('是')) else { return false };
    let begins = line.left(at).is_none_or(|left| BEGINS.contains(line.chars[left].1));
    begins && matches!(number(line, at), Some((Style::Is, _)))
}

/// Marks behind which a sentence of a count begins.
const BEGINS: &str = "。！？；：，";

/// Whether a number opens the paragraph.
pub(super) fn is_numbered(line: &Line) -> bool {
    opening(line).is_some()
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
    let digits: String = opening.iter().take_while(|c| c.is_ascii_digit()).collect();
    if !digits.is_empty() {
        let is_number = digits.len() <= ARABIC && opening.get(digits.len()) == Some(&'、');
        return is_number.then(|| digits.parse().ok()).flatten().map(|value| (Style::Arabic, value));
    }
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
    let style = if style == Style::Comma && closing == Some(&'是') { Style::Is } else { style };
    let closes = match style {
        Style::Is => true,
        Style::Arabic => false,
        Style::Comma => closing == Some(&'、'),
        Style::Bracket => closing == Some(&'）'),
        Style::Ordinal => matches!(closing, Some('，' | '、')),
    };
    closes.then_some((style, value))
}
