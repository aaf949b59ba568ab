//! Chooses the character that a lost byte leaves open, where its neighbours decide; else it is gone.

use super::signature::Signature;
use super::walk::Item;
use crate::dictionary::simplified;
use crate::language::{EDGE, Marks, Model, NEVER};

/// Characters of the neighbourhood that are looked at on either side.
const AROUND: usize = 6;
/// log10: how much better the best character must read than the next best. (synthetic/misread-lost-bytes)
const CLEARLY: f32 = 2.5;

/// log10: the margin of a choice that has no other.
const UNRIVALLED: f32 = 99.0;

/// One character, or two.
pub(super) type Text = (char, Option<char>);

/// The characters of a stretch.
pub(super) struct Filled {
    /// What stood there, by item; `None` where it is gone.
    pub(super) texts: Vec<Option<Text>>,
    /// How many were chosen among several.
    pub(super) chosen: u32,
    /// The choice that was closest: what was chosen, the next best, and log10 of how much better the first reads.
    pub(super) closest: Option<Choice>,
}

/// What was chosen, the next best, and log10 of how much better the first reads.
pub(super) type Choice = (String, String, f32);

/// Chooses from left to right; `before` and `after` are what stands around the stretch.
pub(super) fn fill(items: &[Item], around: (&str, &str), model: &Model, signature: &Signature) -> Filled {
    let mut filled = Filled { texts: Vec::with_capacity(items.len()), chosen: 0, closest: None };
    for (n, item) in items.iter().enumerate() {
        let known = |c: &char| signature.share(*c) > NEVER;
        let candidates: Vec<String> = match *item {
            Item::Char(c) => {
                filled.texts.push(Some((c, None)));
                continue;
            }
            Item::Gone => Vec::new(),
            Item::Hole(hole) => hole.candidates().filter(known).map(String::from).collect(),
            Item::Torn(before, behind) => {
                let behind: Vec<char> = behind.candidates().filter(known).collect();
                let pairs =
                    |first: char| behind.iter().map(move |second| String::from_iter([first, *second]));
                before.candidates().filter(known).flat_map(pairs).collect()
            }
        };
        let left = left(&filled.texts, around.0);
        let right = right(&items[n + 1..], around.1);
        let choice = choose(candidates, &left, &right, model);
        filled.texts.push(choice.as_ref().and_then(|(chosen, ..)| {
            let mut chars = chosen.chars();
            Some((chars.next()?, chars.next()))
        }));
        if let Some(choice) = choice {
            filled.chosen += choice.0.chars().count() as u32;
            if filled.closest.as_ref().is_none_or(|least| choice.2 < least.2) {
                filled.closest = Some(choice);
            }
        }
    }
    filled
}

/// The candidate that reads clearly better than every other.
fn choose(candidates: Vec<String>, left: &str, right: &str, model: &Model) -> Option<Choice> {
    let scored = candidates.into_iter().map(|text| (score(&text, left, right, model), text));
    let mut scored: Vec<(f32, String)> = scored.collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut scored = scored.into_iter();
    let (best, chosen) = scored.next()?;
    let (next, other) = scored.next().unwrap_or((best - UNRIVALLED, String::new()));
    (best - next >= CLEARLY).then_some((chosen, other, best - next))
}

fn score(text: &str, left: &str, right: &str, model: &Model) -> f32 {
    let marks = Marks::built_in();
    let text: String = text.chars().map(simplified).collect();
    let edge = |c: Option<char>| c.unwrap_or(EDGE);
    let (first, last) = (edge(text.chars().next()), edge(text.chars().next_back()));
    let (previous, next) = (edge(left.chars().next_back()), edge(right.chars().next()));
    model.score(&format!("{left}{text}{right}")) + marks.after(previous, first) + marks.after(last, next)
}

/// What stands before, up to where something is gone, in the Simplified view.
fn left(texts: &[Option<Text>], before: &str) -> String {
    let known: Vec<Text> = texts.iter().rev().map_while(|text| *text).take(AROUND).collect();
    let chars = known.iter().flat_map(|(first, second)| second.iter().chain([first]));
    let mut out: Vec<char> = chars.copied().take(AROUND).collect();
    if known.len() == texts.len() {
        out.extend(before.chars().rev().take(AROUND - out.len()));
    }
    out.into_iter().rev().map(simplified).collect()
}

/// What stands behind, up to where something is lost, in the Simplified view.
fn right(items: &[Item], after: &str) -> String {
    let known = items.iter().map_while(|item| match item {
        Item::Char(c) => Some(*c),
        _ => None,
    });
    let mut out: Vec<char> = known.take(AROUND).collect();
    if out.len() == items.len() {
        out.extend(after.chars().take(AROUND - out.len().min(AROUND)));
    }
    out.into_iter().map(simplified).collect()
}
