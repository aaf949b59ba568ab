//! Chooses the character that a lost byte leaves open, where its neighbours decide; else it is gone.

use super::signature::{NEVER, Signature};
use super::walk::Item;
use crate::dictionary::simplified;
use crate::language::{EDGE, Marks, Model};

/// Characters of the neighbourhood that are looked at on either side.
const AROUND: usize = 6;
/// log10: how much better the best character must read than the next best. (synthetic/misread-lost-bytes)
const CLEARLY: f32 = 1.0;

/// The characters of a stretch.
pub(super) struct Filled {
    /// What stood there; `None` where it is gone.
    pub(super) chars: Vec<Option<char>>,
    /// How many were chosen among several.
    pub(super) chosen: u32,
    /// The choice that was closest: the characters and log10 of how much better the first reads.
    pub(super) closest: Option<(char, char, f32)>,
}

/// Chooses from left to right; `before` and `after` are what stands around the stretch.
pub(super) fn fill(items: &[Item], around: (&str, &str), model: &Model, signature: &Signature) -> Filled {
    let mut filled = Filled { chars: Vec::with_capacity(items.len()), chosen: 0, closest: None };
    for (n, item) in items.iter().enumerate() {
        let c = match *item {
            Item::Char(c) => Some(c),
            Item::Gone => None,
            Item::Hole(hole) => {
                let mut candidates: Vec<char> =
                    hole.candidates().filter(|c| signature.share(*c) > NEVER).collect();
                candidates.sort_by(|a, b| signature.share(*b).total_cmp(&signature.share(*a)));
                let left = left(&filled.chars, around.0);
                let right = right(&items[n + 1..], around.1);
                choose(&candidates, &left, &right, model).map(|(c, other)| {
                    filled.chosen += 1;
                    if let Some((other, margin)) = other
                        && filled.closest.is_none_or(|(.., least)| margin < least)
                    {
                        filled.closest = Some((c, other, margin));
                    }
                    c
                })
            }
        };
        filled.chars.push(c);
    }
    filled
}

/// The candidate that reads clearly better than every other, with the next best and the margin.
fn choose(candidates: &[char], left: &str, right: &str, model: &Model) -> Option<(char, Option<(char, f32)>)> {
    let mut scored: Vec<(f32, char)> =
        candidates.iter().map(|c| (score(*c, left, right, model), *c)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored[..] {
        [] => None,
        [(_, only)] => Some((only, None)),
        [(best, c), (next, other), ..] => (best - next >= CLEARLY).then_some((c, Some((other, best - next)))),
    }
}

fn score(c: char, left: &str, right: &str, model: &Model) -> f32 {
    let marks = Marks::built_in();
    let c = simplified(c);
    let previous = left.chars().next_back().unwrap_or(EDGE);
    let next = right.chars().next().unwrap_or(EDGE);
    model.score(&format!("{left}{c}{right}")) + marks.after(previous, c) + marks.after(c, next)
}

/// What stands before, up to where something is gone, in the Simplified view.
fn left(chars: &[Option<char>], before: &str) -> String {
    let mut out: Vec<char> = chars.iter().rev().map_while(|c| *c).take(AROUND).collect();
    if out.len() == chars.len() {
        out.extend(before.chars().rev().take(AROUND - out.len().min(AROUND)));
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
