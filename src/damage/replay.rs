//! Whether the damage, with some set of cuts, leads from a proposed original to the text that was found.

use super::cut::{self, Read, Variant};
use super::{Glossing, gbk, is_cut_site, read_in_pairs};
use crate::text::fold_width;

/// Places tried before giving up: a bound on time, never reached by text (a cut that is not there shows within
/// a few characters).
const MAX_STEPS: usize = 200_000;

/// A replay that gave the found text, character for character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// The cuts that changed something: the mark's character and the byte dropped before it.
    pub cuts: Vec<(char, u8)>,
    /// The pairs that vanished.
    pub lost: Vec<[u8; 2]>,
}

/// Runs `original` through the three passes with `glossing`, trying cuts where the found text needs them.
/// `None` when no set of cuts gives `found`.
pub fn replay(
    original: &str,
    found: &str,
    glossing: &Glossing,
    variant: Variant,
    fold: bool,
) -> Option<Replay> {
    let bytes = read_in_pairs(&glossing.insert(&gbk::encode(original)));
    replay_cuts(&bytes, &found.chars().collect::<Vec<char>>(), variant, fold)
}

/// The same from the second pass on: `bytes` is what the first one left.
pub(crate) fn replay_cuts(bytes: &[u8], found: &[char], variant: Variant, fold: bool) -> Option<Replay> {
    let mut steps = 0;
    // A choice point: the state from which the other choice (no cut, then cut) is still to be tried.
    let mut stack: Vec<State> = vec![State { at: 0, found: 0, cut_first: false, trail: 0 }];
    let mut trail: Vec<Event> = Vec::new();
    while let Some(mut state) = stack.pop() {
        trail.truncate(state.trail);
        loop {
            steps += 1;
            if steps > MAX_STEPS {
                return None;
            }
            if state.at == bytes.len() {
                if state.found == found.len() {
                    return Some(collect(&trail));
                }
                break;
            }
            let rest = &bytes[state.at..];
            // A cut matters only inside a pair: the lead byte is then the end of its piece.
            let cut_here = gbk::is_lead(rest[0]) && is_cut_site(bytes, state.at + 1);
            let piece = if cut_here && state.cut_first {
                state.cut_first = false;
                trail.push(Event::Cut(mark_at(bytes, state.at + 1), rest[0]));
                &rest[..1]
            } else {
                if cut_here {
                    stack.push(State { cut_first: true, trail: trail.len(), ..state });
                }
                rest
            };
            let Read { left, taken } = cut::read(piece, variant);
            if let Some(c) = left {
                let c = if fold { fold_width(c) } else { c };
                if found.get(state.found) != Some(&c) {
                    break;
                }
                state.found += 1;
            } else if taken == 2 {
                trail.push(Event::Lost([rest[0], rest[1]]));
            }
            state.at += taken;
        }
    }
    None
}

#[derive(Clone, Copy)]
struct State {
    at: usize,
    found: usize,
    cut_first: bool,
    trail: usize,
}

#[derive(Clone, Copy)]
enum Event {
    Cut(char, u8),
    Lost([u8; 2]),
}

fn mark_at(bytes: &[u8], at: usize) -> char {
    match gbk::pair(bytes[at], bytes[at + 1]) {
        gbk::Pair::Char(c) => c,
        _ => '?',
    }
}

fn collect(trail: &[Event]) -> Replay {
    let mut replay = Replay::default();
    for event in trail {
        match *event {
            Event::Cut(mark, byte) => replay.cuts.push((mark, byte)),
            Event::Lost(pair) => replay.lost.push(pair),
        }
    }
    replay
}
