//! Chooses between two pairs of bytes that the reader takes for one character: by the words that come of either.

use super::tape::Tape;
use super::walk::{Item, Stretch};
use crate::damage::CodePage;
use crate::dictionary::simplified;
use crate::language::{EDGE, Marks, Model, NEVER};
use crate::text::is_han;

/// Characters on either side by which a choice is made.
const AROUND: usize = 4;
/// log10: how much better the other pair must read than the one that the walk took.
const BETTER: f32 = 0.1;
/// log10: how much worse the other pair may read for the choice to be no proof.
const CLOSE: f32 = 4.0;

/// The stretch with the better pair at every such character, and how many characters were chosen so.
pub(super) fn choose(mut stretch: Stretch, tape: &Tape, model: &Model) -> (Stretch, u32) {
    let (written, reader) = tape.accident;
    if !reader.has_pairs() || !written.has_pairs() {
        return (stretch, 0);
    }
    let mut chosen = 0;
    // The bytes as the walk took them: those that its characters have.
    let mut bytes: Vec<u8> = tape.cells.iter().map(|cell| cell.byte).collect();
    for (item, from, to) in &stretch.items {
        if let Item::Char(c) = item
            && let Some(own) = written.bytes(*c).filter(|own| own.as_slice().len() == to - from)
        {
            bytes[*from..*to].copy_from_slice(own.as_slice());
        }
    }
    for token in stretch.tokens.0..stretch.tokens.1 {
        let (from, to) = (tape.tokens[token].cell, tape.end(token));
        let has_twin =
            to - from == 2 && (from..to).any(|cell| tape.cells[cell].twin != tape.cells[cell].byte);
        if !has_twin {
            continue;
        }
        let first = stretch.items.partition_point(|(.., end)| *end <= from);
        let last = stretch.items.partition_point(|(_, start, _)| *start < to);
        if first >= last {
            continue;
        }
        let pairs = [
            [tape.cells[from].byte, tape.cells[from + 1].byte],
            [tape.cells[from].twin, tape.cells[from + 1].twin],
        ];
        let taken = [bytes[from], bytes[from + 1]];
        let mut best: Option<(f32, [u8; 2], Vec<char>)> = None;
        let mut scores: Vec<f32> = Vec::new();
        for pair in pairs {
            bytes[from..to].copy_from_slice(&pair);
            // What is gone beside it reads as nothing, whichever pair it was. (unresolved/misread-twin-beside-a-gap)
            let read: Option<Vec<char>> = stretch.items[first..last]
                .iter()
                .map(|(item, start, end)| match item {
                    Item::Char(_) => read(written, &bytes[*start..*end]),
                    _ => Some(char::REPLACEMENT_CHARACTER),
                })
                .collect();
            let Some(read) = read else { continue };
            let price = if pair == taken { BETTER } else { 0.0 };
            let score = score(&stretch, (first, last), &read, model) + price;
            scores.push(score);
            if best.as_ref().is_none_or(|(least, ..)| score > *least) {
                best = Some((score, pair, read));
            }
        }
        bytes[from..to].copy_from_slice(&taken);
        if let Some((_, pair, read)) = best {
            bytes[from..to].copy_from_slice(&pair);
            for ((item, ..), c) in stretch.items[first..last].iter_mut().zip(read) {
                if let Item::Char(own) = item {
                    *own = c;
                }
            }
            chosen += u32::from(matches!(scores[..], [one, other] if (one - other).abs() < CLOSE));
        }
    }
    (stretch, chosen)
}

fn read(written: CodePage, bytes: &[u8]) -> Option<char> {
    match bytes {
        [one] if one.is_ascii() => Some(char::from(*one)),
        [lead, trail] => written.pair(*lead, *trail),
        _ => None,
    }
}

/// log10 of how the neighbourhood reads with `read` in place of the items of the range.
fn score(stretch: &Stretch, (first, last): (usize, usize), read: &[char], model: &Model) -> f32 {
    let char = |(item, ..): &(Item, usize, usize)| if let Item::Char(c) = item { Some(*c) } else { None };
    let left = stretch.items[..first].iter().rev().map_while(char).take(AROUND);
    let mut text: Vec<char> = left.collect();
    text.reverse();
    text.extend(read);
    text.extend(stretch.items[last..].iter().map_while(char).take(AROUND));
    let marks = Marks::built_in();
    let (mut score, mut previous) = (0.0, EDGE);
    for &c in &text {
        score += marks.after(simplified(previous), simplified(c));
        previous = c;
        score += if is_han(c) { 0.0 } else { marks.share(c).max(NEVER) };
    }
    for run in text.split(|c| !is_han(*c)).filter(|run| !run.is_empty()) {
        score += model.score(&run.iter().copied().map(simplified).collect::<String>());
    }
    score
}
