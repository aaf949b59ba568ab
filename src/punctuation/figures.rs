//! Marks and spaces inside figures: a decimal point with a space behind it, a percent sign set off, digits of two
//! widths in one figure or in one text, a time of the day with a wide colon, a span of numbers with a space on one side.

use super::line::Line;
use crate::dictionary::Figures;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{fold_width, is_han};

/// Signs that belong to the figure before them.
const SIGNS: &str = "%％‰℃";

/// What stands between the ends of a span of numbers.
const SPANS: &str = "-~～–—－";
/// Figures that a text must have before its manner tells anything, and the share of narrow ones that is a manner.
/// (synthetic/tidy-figures, intact/tidy-wide-figures)
const ENOUGH: usize = 8;
const MANNER: f32 = 0.8;
/// Digits of a wide figure that is no label: １． and （１） are set so on purpose. (intact/tidy-wide-figures)
const LABEL: usize = 1;
/// What stands before a time of the day, and what may stand before one that can be no proportion. (intact/tidy-proportions)
const HOURS: &str = "午晚早晨夜日号號期周週间間";
const MAYBE: &str = "于於自从從至到在";
/// Hours with which no proportion begins.
const LATE: std::ops::RangeInclusive<u32> = 6..=23;

/// Whether the figures of the text are narrow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    narrow: bool,
}

impl Manner {
    pub(super) fn of(lines: &[Line]) -> Manner {
        let (mut narrow, mut all) = (0, 0);
        for line in lines {
            for (n, &(_, c)) in line.chars.iter().enumerate() {
                if is_digit(c) && !line.before(n).is_some_and(is_digit) {
                    all += 1;
                    narrow += usize::from(c.is_ascii_digit());
                }
            }
        }
        Manner { narrow: all >= ENOUGH && narrow as f32 >= MANNER * all as f32 }
    }
}

/// The edits for the figures of `line`.
pub(super) fn edits(line: &Line, manner: Manner, edits: &mut Vec<Edit>) {
    let digit = |n: usize| line.char(n).is_some_and(|c| c.is_ascii_digit());
    let mut at = 0;
    while at < line.chars.len() {
        if !is_digit(line.chars[at].1) {
            at += 1;
            continue;
        }
        let start = at;
        while line
            .char(at)
            .is_some_and(|c| is_digit(c) || is_point(c) && line.char(at + 1).is_some_and(is_digit))
        {
            at += 1;
        }
        let figure: Vec<char> = line.chars[start..at].iter().map(|c| c.1).collect();
        let is_mixed = figure.iter().any(char::is_ascii_digit) && figure.iter().any(|c| !c.is_ascii());
        let is_odd = || manner.narrow && is_odd(line, &figure, start..at);
        if is_mixed && figure.iter().any(|c| is_digit(*c) && !c.is_ascii() || *c == '．') || is_odd() {
            push(line, start..at, figure.iter().copied().map(fold_width).collect(), Certainty::Medium, edits);
        } else if figure.contains(&'：') && is_time(line, &figure, start..at) {
            let colons = (start..at).filter(|n| line.chars[*n].1 == '：');
            colons.for_each(|n| push(line, n..n + 1, ":".into(), Certainty::Medium, edits));
        }
        // 15. 38万: the unit behind tells that it is one figure, and what stands before that it is no list.
        if line.char(at) == Some('.') && line.char(at + 1) == Some(' ') && digit(at + 2) {
            let end = (at + 2..).take_while(|n| digit(*n)).last().unwrap_or(at + 2) + 1;
            let has_unit = line.char(end).is_some_and(|c| Figures::built_in().is_unit(c));
            let in_text = start.checked_sub(1).and_then(|n| line.char(n)).is_some_and(is_han);
            if has_unit && in_text {
                push(line, at + 1..at + 2, String::new(), Certainty::Medium, edits);
            }
        } else if line.char(at) == Some(' ') && line.char(at + 1).is_some_and(|c| SIGNS.contains(c)) {
            push(line, at..at + 1, String::new(), Certainty::Medium, edits);
        } else if let Some(space) = space_in_a_span(line, start, at) {
            push(line, space..space + 1, String::new(), Certainty::Medium, edits);
        }
    }
}

/// The space on one side of what parts the figure from `start` to `at` from the next one: 1 -11月, 5- 10月. With a space on
/// one side it is no difference.
fn space_in_a_span(line: &Line, start: usize, at: usize) -> Option<usize> {
    let spans = |n: usize| line.char(n).is_some_and(|c| SPANS.contains(c));
    let digit = |n: usize| line.char(n).is_some_and(|c| c.is_ascii_digit());
    let space = match (line.char(at), line.char(at + 1)) {
        (Some(' '), Some(_)) if spans(at + 1) && digit(at + 2) => at,
        (Some(_), Some(' ')) if spans(at) && digit(at + 2) => at + 1,
        _ => return None,
    };
    let is_first = line.before(start).is_none_or(|c| is_han(c) || !c.is_alphanumeric() && !SPANS.contains(c));
    is_first.then_some(space)
}

/// Whether a wide figure is no label and no part of a name in wide letters.
fn is_odd(line: &Line, figure: &[char], range: std::ops::Range<usize>) -> bool {
    let digits = figure.iter().filter(|c| is_digit(**c)).count();
    let has_unit = line.char(range.end).is_some_and(|c| Figures::built_in().is_unit(c));
    let is_letter = |c: char| c.is_alphabetic() && !is_han(c) || ('Ａ'..='ｚ').contains(&c);
    let beside = [line.before(range.start), line.char(range.end)];
    let is_wide = figure.iter().all(|c| is_digit(*c) && !c.is_ascii());
    is_wide && (digits > LABEL || has_unit) && !beside.into_iter().flatten().any(is_letter)
}

/// Whether a figure with a wide colon is a time of the day.
fn is_time(line: &Line, figure: &[char], range: std::ops::Range<usize>) -> bool {
    let Some(hour) = hour(figure) else { return false };
    let skips = |c: char| matches!(c, ' ' | '（' | '(');
    let before = (0..range.start).rev().map(|n| line.chars[n].1).find(|c| !skips(*c));
    // The second of two times: 8：30—11：30.
    let is_second = before.is_some_and(|c| SPANS.contains(c) || matches!(c, '至' | '到')) && {
        let marks = |c: char| c == ' ' || SPANS.contains(c) || matches!(c, '至' | '到');
        let end = (0..range.start).rev().find(|n| !marks(line.chars[*n].1)).map_or(0, |n| n + 1);
        let first: Vec<char> =
            line.chars[..end].iter().rev().map(|c| c.1).take_while(|c| is_in_figure(*c)).collect();
        is_clock(&first.into_iter().rev().collect::<Vec<_>>())
    };
    let marks = |c: char| SPANS.contains(c) || matches!(c, '至' | '到');
    let is_first = line.right(range.end).is_some_and(|n| marks(line.chars[n].1)) && {
        let from = (range.end..line.chars.len()).find(|n| {
            let c = line.chars[*n].1;
            c != ' ' && !marks(c)
        });
        from.is_some_and(|from| {
            let second: Vec<char> =
                line.chars[from..].iter().map(|c| c.1).take_while(|c| is_in_figure(*c)).collect();
            is_clock(&second)
        })
    };
    is_first
        || is_second
        || before.is_some_and(|c| HOURS.contains(c) || MAYBE.contains(c) && LATE.contains(&hour))
}

fn is_in_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ':' | '：')
}

fn is_clock(figure: &[char]) -> bool {
    hour(figure).is_some()
}

/// The hour of a time of the day.
fn hour(figure: &[char]) -> Option<u32> {
    let mut parts = figure.split(|c| matches!(c, ':' | '：')).map(|part| part.iter().collect::<String>());
    let hour: u32 = parts.next().filter(|part| part.len() <= 2)?.parse().ok()?;
    let rest: Vec<Option<u32>> =
        parts.map(|part| if part.len() == 2 { part.parse().ok() } else { None }).collect();
    let is_clock = hour <= 24
        && (1..=2).contains(&rest.len())
        && rest.iter().all(|part| part.is_some_and(|part| part < 60));
    is_clock.then_some(hour)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// What may stand between the digits of one figure.
fn is_point(c: char) -> bool {
    matches!(c, '.' | '．' | ':' | '：')
}

fn push(
    line: &Line,
    range: std::ops::Range<usize>,
    after: String,
    certainty: Certainty,
    edits: &mut Vec<Edit>,
) {
    edits.push(Edit {
        span: line.span(range.start, range.end),
        before: line.chars[range.clone()].iter().map(|c| c.1).collect(),
        after,
        rule: Rule::FigureMark,
        certainty,
        evidence: vec![Evidence::Between { left: line.before(range.start), right: line.char(range.end) }],
    });
}
