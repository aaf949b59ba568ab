//! Characters passed over, where the document itself writes the word in full: only in documents that show clear
//! misreadings.

use rustc_hash::FxHashMap;

use super::draft::{Draft, Script};
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

/// The omissions of a page.
pub(super) fn drafts(page: &Page, knowledge: Knowledge, script: &Script) -> Vec<Draft> {
    let mut out = at_the_end(page, knowledge, script);
    out.extend(inside(page, knowledge, script));
    out
}

/// Characters passed over inside a word that the page writes in full elsewhere: 进步加强 for 进一步加强.
fn inside(page: &Page, knowledge: Knowledge, script: &Script) -> Vec<Draft> {
    let chars = &page.chars;
    let mut reader = Reader::new(knowledge);
    let mut out = Vec::new();
    let mut run = 0..0;
    for (n, pair) in chars.windows(2).enumerate() {
        let &[left, right] = pair else { continue };
        let place = n + 1;
        for &(meant, count) in page.between(left, right) {
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
    out
}

/// Characters passed over at the end of what the page goes on with alike elsewhere.
fn at_the_end(page: &Page, knowledge: Knowledge, script: &Script) -> Vec<Draft> {
    let chars = &page.chars;
    let mut going_on: FxHashMap<&[char], FxHashMap<char, u32>> = FxHashMap::default();
    for window in chars.windows(BEGINNING + 1).filter(|window| window.iter().all(|c| is_han(*c))) {
        *going_on.entry(&window[..BEGINNING]).or_default().entry(window[BEGINNING]).or_default() += 1;
    }
    let mut reader = Reader::new(knowledge);
    let mut out = Vec::new();
    let mut run = 0..0;
    for (at, window) in chars.windows(BEGINNING + 1).enumerate() {
        let [.., last, next] = *window else { continue };
        if knowledge.gate.seen(last, next) {
            continue;
        }
        let Some(ways) = going_on.get(&window[..BEGINNING]) else { continue };
        let Some((&meant, &count)) = ways.iter().max_by_key(|(c, n)| (**n, **c)) else { continue };
        let others: u32 = ways.values().sum::<u32>() - count;
        if meant == next || count < ALIKE || others > 1 || !knowledge.gate.seen(meant, next) {
            continue;
        }
        let place = at + BEGINNING;
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
    out
}
