//! Letters read for digits inside figures, and spaces put into them.

use super::draft::Draft;
use super::page::Page;
use crate::dictionary::Figures;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// Taken for likelier than anything that look-alikes do to the same place.
const SURE: f32 = 0.99;

/// The figures of a page that were misread. `is_ocr`: where the page shows that it was read by OCR, if it does anywhere.
pub(super) fn drafts(page: &Page, anywhere: bool, is_ocr: impl Fn(usize) -> bool) -> Vec<Draft> {
    let table = Figures::built_in();
    let chars = &page.chars;
    let mut out = Vec::new();
    let is_figure = |c: &char| table.may_be(*c) && (c.is_ascii_digit() || table.digit(*c).is_some());
    let mut start = 0;
    let mut certain = page.figures();
    loop {
        // Without a digit among them letters are misread for one only where the page was read by OCR.
        let next = match anywhere {
            true => chars[start..].iter().position(is_figure).map(|next| start + next),
            false => certain.find(|at| *at >= start),
        };
        let Some(next) = next else { break };
        let letters = chars[start..next].iter().rev().take_while(|c| is_figure(c)).count();
        start = next - letters;
        let behind = chars[next..].iter().take_while(|c| is_figure(c)).count();
        let end = next + behind;
        let left = start.checked_sub(1).map(|n| chars[n]);
        let right = chars.get(end).copied();
        let in_text = |c: Option<char>| c.is_some_and(is_han);
        let digits = chars[start..end].iter().filter(|c| c.is_ascii_digit()).count();
        let letters: Vec<usize> = (start..end).filter(|n| !chars[*n].is_ascii_digit()).collect();
        let inside = |n: usize| {
            n > start && n + 1 < end && chars[n - 1].is_ascii_digit() && chars[n + 1].is_ascii_digit()
        };
        // Behind a letter it is the end of a code. (intact/codes-beside-characters)
        let is_code = left.is_some_and(|c| c.is_ascii_alphabetic());
        let whole = digits >= 2 && letters.iter().all(|n| inside(*n)) && !is_code;
        // A code may have letters between digits; only what is counted has none. (intact/letters-in-model-numbers)
        let is_counted = || is_ocr(start) || right.is_some_and(|c| table.is_counter(c));
        if !letters.is_empty() && whole && in_text(right) && is_counted() {
            for &n in &letters {
                out.extend(digit(page, n..n + 1, table, Certainty::Medium));
            }
        } else if is_ocr(start) && digits == 0 && letters.len() == 1 && in_text(left) && right == Some(' ') {
            // 达l 89万: the digit at the head of a figure, and a space behind it.
            let figure = chars[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
            let behind = chars.get(end + 1 + figure).copied();
            if figure >= 2 && behind.is_some_and(|c| table.is_unit(c)) {
                out.extend(digit(page, start..end + 1, table, Certainty::Medium));
            }
        } else if is_ocr(start)
            && letters.is_empty()
            && in_text(left)
            && right == Some('.')
            && chars.get(end + 1) == Some(&' ')
        {
            // 15. 38万: a space behind the point.
            let figure = chars[end + 2..].iter().take_while(|c| c.is_ascii_digit()).count();
            let behind = chars.get(end + 2 + figure).copied();
            if figure > 0 && behind.is_some_and(|c| table.is_unit(c)) {
                out.push(Draft {
                    range: end + 1..end + 2,
                    after: String::new(),
                    rule: Rule::Figure,
                    probability: SURE,
                    certainty: Certainty::Medium,
                    evidence: vec![between(page, end + 1, end + 2)],
                });
            }
        }
        start = end.max(start + 1);
    }
    out
}

/// A misread digit, and the space behind it where the range holds one.
fn digit(page: &Page, range: std::ops::Range<usize>, table: &Figures, certainty: Certainty) -> Option<Draft> {
    let (digit, line) = table.digit(page.chars[range.start])?;
    let evidence = vec![
        Evidence::Table { table: Figures::NAME.into(), line, others: Vec::new() },
        between(page, range.start, range.end),
    ];
    Some(Draft { range, after: digit.into(), rule: Rule::Figure, probability: SURE, certainty, evidence })
}

fn between(page: &Page, start: usize, end: usize) -> Evidence {
    Evidence::Between {
        left: start.checked_sub(1).map(|n| page.chars[n]),
        right: page.chars.get(end).copied(),
    }
}
