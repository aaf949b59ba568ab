//! Characters read as strokes and one of their parts: only in documents that show clear misreadings.

use std::ops::Range;

use super::draft::{Draft, Script};
use super::observe::Knowledge;
use super::page::Page;
use super::phrase::Reader;
use crate::dictionary::{Figures, Parts};
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// Characters read on either side.
const CONTEXT: usize = 5;
/// Look-alikes of the part that is left that are tried, at most.
const LIKENESSES: usize = 60;
/// log10 by which the best reading must lead: a hundred times likelier than the next.
const LEAD: f32 = 2.0;
/// log10 that each time the document writes the three characters elsewhere adds, up to a limit.
const WITNESS: f32 = 1.0;
const WITNESS_MOST: f32 = 4.0;
/// What is not a whole character but its part, or nothing that is left at all, costs so much, log10.
const LIKENESS: f32 = -1.0;
const NOTHING_LEFT: f32 = -2.0;

/// The torn characters of a page.
pub(super) fn drafts(page: &Page, knowledge: Knowledge, script: &Script) -> Vec<Draft> {
    let table = Figures::built_in();
    let mut out = Vec::new();
    let mut reader = Reader::new(knowledge);
    let mut at = 1;
    while at < page.chars.len() {
        if !table.is_stroke(page.chars[at]) {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < page.chars.len() && table.is_stroke(page.chars[end]) {
            end += 1;
        }
        // Between Han characters only, and alone: what has more strokes near is a table or a drawing.
        let near = at.saturating_sub(12)..(end + 12).min(page.chars.len());
        let strokes = page.chars[near].iter().filter(|c| table.is_stroke(**c)).count();
        if is_han(page.chars[at - 1]) && page.han(Some(end)).is_some() && strokes == end - at {
            out.extend(best(page, at..end, &mut reader, script));
        }
        at = end;
    }
    out
}

/// The reading of the strokes `strokes` and the character behind them, where one leads.
fn best(page: &Page, strokes: Range<usize>, reader: &mut Reader, script: &Script) -> Option<Draft> {
    let knowledge = reader.knowledge;
    let mut readings: Vec<(f32, Range<usize>, char)> = Vec::new();
    let mut offer = |range: Range<usize>, c: char, price: f32| {
        let (Some(left), Some(right)) = (page.han(range.start.checked_sub(1)), page.han(Some(range.end)))
        else {
            return;
        };
        let inside = knowledge.gate.inside(left, c) || knowledge.gate.inside(c, right);
        if !inside || !knowledge.gate.seen(left, c) || !knowledge.gate.seen(c, right) {
            return;
        }
        let before = &page.chars[range.start.saturating_sub(CONTEXT)..range.start];
        let behind = &page.chars[range.end..(range.end + CONTEXT).min(page.chars.len())];
        let before = &before[before.iter().rposition(|c| !is_han(*c)).map_or(0, |n| n + 1)..];
        let behind = &behind[..behind.iter().position(|c| !is_han(*c)).unwrap_or(behind.len())];
        let stands = page.count(&[left, c, right]) as f32;
        let witness = (WITNESS * stands).min(WITNESS_MOST);
        let text = [before, &[c], behind].concat();
        readings.push((reader.score(&text) + price + witness, range, c));
    };
    let part = page.chars[strokes.end];
    let with_part = strokes.start..strokes.end + 1;
    // What makes a word with what follows is no part, and the strokes alone tell nothing. (重_^工程 in golden/found/ocr-speech)
    let is_word = |right: char| knowledge.model.find(&String::from_iter([part, right])).is_some();
    if page.han(Some(with_part.end)).is_some_and(is_word) {
        return None;
    }
    for &(c, _) in Parts::built_in().holding(part) {
        offer(with_part.clone(), c, 0.0);
    }
    for like in knowledge.lookalikes.of(part).take(LIKENESSES) {
        offer(with_part.clone(), like.character, LIKENESS);
    }
    for &c in knowledge.lookalikes.candidates() {
        let left = page.chars[strokes.start - 1];
        // Nothing is left of the character but the strokes and a part that tells nothing.
        if let Some(right) = page.han(Some(with_part.end))
            && page.count_of_three(left, c, right) > 1
        {
            offer(with_part.clone(), c, NOTHING_LEFT);
        }
    }
    readings.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (score, range, c) = readings.first()?.clone();
    let rival = readings.iter().find(|(_, other, d)| (other, d) != (&range, &c));
    if rival.is_some_and(|(other, ..)| score - other < LEAD) {
        return None;
    }
    let mut evidence = vec![Evidence::Score {
        winner: score,
        runner_up: rival.map(|(score, _, c)| (c.to_string(), *score)),
    }];
    let part = Parts::built_in().holding(part).iter().find(|(whole, _)| *whole == c);
    evidence.extend(part.map(|(_, line)| Evidence::Table {
        table: Parts::NAME.into(),
        line: *line,
        others: Vec::new(),
    }));
    Some(Draft {
        range,
        after: script.write(c).into(),
        rule: Rule::Torn,
        probability: 1.0,
        certainty: Certainty::Medium,
        evidence,
    })
}
