//! Characters passed over, where the document itself writes the word in full: only in documents that show clear
//! misreadings.

use std::ops::Range;

use super::draft::{Draft, Script};
use super::index::counted;
use super::observe::Knowledge;
use super::page::Page;
use super::phrase::Reader;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// How often the beginning of the word must go on alike elsewhere in the document, and otherwise nowhere.
const ALIKE: u32 = 8;
/// Characters of the beginning.
const BEGINNING: usize = 3;
/// Characters read on either side, and log10 by which the text must read better with the character.
const CONTEXT: usize = 6;
const GAIN: f32 = 1.0;
/// How often the page must write a word of three characters in full, and log10 by which the text must read better with it.
const IN_FULL: u32 = 3;
const GAIN_INSIDE: f32 = 2.5;

/// The omissions of a page in `regions`, which are in order.
pub(super) fn drafts(
    page: &Page,
    knowledge: Knowledge,
    script: &Script,
    regions: &[Range<usize>],
) -> Vec<Draft> {
    let mut out = Vec::new();
    at_the_end(page, knowledge, script, regions, &mut out);
    inside(page, knowledge, script, regions, &mut out);
    out
}

/// Characters passed over inside a word that the page writes in full elsewhere: 进步加强 for 进一步加强.
fn inside(
    page: &Page,
    knowledge: Knowledge,
    script: &Script,
    regions: &[Range<usize>],
    out: &mut Vec<Draft>,
) {
    let chars = &page.chars;
    let mut reader = Reader::new(knowledge);
    let mut run = 0..0;
    for place in regions.iter().cloned().flatten().filter(|place| (1..chars.len()).contains(place)) {
        let n = place - 1;
        let pair = &chars[n..=place];
        let (left, right) = (chars[n], chars[place]);
        if !is_han(left) || !is_han(right) {
            continue;
        }
        for &(meant, count) in page.between(left, right).iter() {
            if count < IN_FULL || meant == left || meant == right {
                continue;
            }
            let word: String = [left, meant, right].iter().collect();
            if knowledge.model.find(&word).is_none() {
                continue;
            }
            let around = [n.checked_sub(1), Some(n + 2)].map(|at| at.and_then(|at| page.han(Some(at))));
            // What is read wrongly beside it may be what is wrong, and what the page writes again it means.
            let odd = |a: char, b: char| !knowledge.gate.seen(a, b);
            let again = |three: &[char]| page.count(three) > 1;
            let alone = around == [None, None];
            if alone
                || around[0].is_some_and(|c| odd(c, left) || again(&[c, left, right]))
                || around[1].is_some_and(|c| odd(right, c) || again(&[left, right, c]))
            {
                continue;
            }
            if !run.contains(&n) {
                run = page.run(n);
            }
            let start = place.saturating_sub(CONTEXT).max(run.start);
            let stop = (place + CONTEXT).min(run.end);
            let mended = [&chars[start..place], &[meant], &chars[place..stop]].concat();
            let gain = reader.score(&mended) - reader.score(&chars[start..stop]);
            if gain < GAIN_INSIDE {
                continue;
            }
            let after = script.write(meant).into();
            let words = [&[left, meant, right][..], pair];
            out.push(Draft::by_reading(page, place..place, after, Rule::Omitted, gain, words));
        }
    }
}

/// Characters passed over at the end of what the page goes on with alike elsewhere.
fn at_the_end(
    page: &Page,
    knowledge: Knowledge,
    script: &Script,
    regions: &[Range<usize>],
    out: &mut Vec<Draft>,
) {
    let chars = &page.chars;
    let mut reader = Reader::new(knowledge);
    let mut run = 0..0;
    for place in regions.iter().cloned().flatten().filter(|place| (BEGINNING..chars.len()).contains(place)) {
        let at = place - BEGINNING;
        let window = &chars[at..=place];
        let [first, second, .., last, next] = *window else { continue };
        if !window[..BEGINNING].iter().all(|c| is_han(*c)) || knowledge.gate.seen(last, next) {
            continue;
        }
        let alike =
            page.beginning((first, second)).filter(|n| chars[n + 2..].starts_with(&window[2..BEGINNING]));
        let ways = counted(alike.filter_map(|n| page.han(Some(n + BEGINNING))));
        let Some(&(meant, count)) = ways.iter().max_by_key(|(c, n)| (*n, *c)) else { continue };
        let others: u32 = ways.iter().map(|(_, count)| count).sum::<u32>() - count;
        if meant == next || count < ALIKE || others > 1 || !knowledge.gate.seen(meant, next) {
            continue;
        }
        if !run.contains(&at) {
            run = page.run(at);
        }
        let start = place.saturating_sub(CONTEXT).max(run.start);
        let stop = (place + CONTEXT).min(run.end);
        let mended = [&chars[start..place], &[meant], &chars[place..stop]].concat();
        if reader.score(&mended) - reader.score(&chars[start..stop]) < GAIN {
            continue;
        }
        let reading = [&window[..BEGINNING], &[meant]].concat();
        out.push(Draft {
            range: place..place,
            after: script.write(meant).into(),
            rule: Rule::Omitted,
            probability: 1.0 - 1.0 / count as f32,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Witness {
                stands: page.count(&reading),
                reading: reading.iter().collect(),
                written: window.iter().collect(),
                written_stands: page.count(window),
            }],
        });
    }
}
