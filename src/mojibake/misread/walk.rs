//! Finds the stretches of a line that read better as misread bytes than as they stand: the best way through the tape.

use super::signature::Signature;
use super::tape::{Kind, Tape};
use super::utf8::{self, Hole};
use crate::damage::CodePage;
use crate::text::{is_han, is_han_mark};

/// log10: that text that is right turns into misread text here.
const ENTER: f32 = -3.0;
/// log10: a character, misread, that is neither Han nor a mark of Chinese text, over its share elsewhere.
const FOREIGN: f32 = -1.5;
/// log10: a character that a lost byte leaves open; one that is gone altogether.
const HOLED: f32 = -5.0;
const GONE: f32 = -4.0;
/// log10: that what is lost begins or ends inside a character. (unresolved/misread-lost-inside-a-character)
const HALVED: f32 = -0.5;
/// log10: two characters that a vanished pair leaves open.
const TORN: f32 = -6.0;
/// log10: any character, where what comes out is to be read once more.
const ANY: f32 = -2.0;

/// What stood at a place of the original.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Item {
    Char(char),
    /// A byte of it is lost.
    Hole(Hole),
    /// Two characters: the last byte of the one and the first of the other are lost.
    Torn(Hole, Hole),
    /// It is gone.
    Gone,
}

/// A stretch of the line, whole tokens, and what it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) tokens: (usize, usize),
    /// What stood there, each with the cells it was read from.
    pub(super) items: Vec<(Item, usize, usize)>,
}

impl Stretch {
    /// Leaves what stands torn at the end of a piece, which is not torn in the line, to the next piece.
    pub(super) fn leave_torn(&mut self, tape: &Tape) {
        if self.items.last().is_none_or(|(_, _, end)| *end < tape.cells.len()) {
            return;
        }
        let is_whole = |(item, _, end): &(Item, usize, usize)| {
            matches!(item, Item::Char(_)) && tape.token(*end).is_some()
        };
        while self.items.last().is_some_and(|item| !is_whole(item)) {
            self.items.pop();
        }
        let last = self.items.last().and_then(|(_, _, end)| tape.token(*end));
        self.tokens.1 = last.unwrap_or(self.tokens.0);
    }
}

#[derive(Debug, Clone, Copy)]
struct Step {
    score: f32,
    /// The cell before and what was read from there; none where this is where misread text begins.
    from: Option<(u32, Item)>,
}

const UNREACHED: Step = Step { score: f32::NEG_INFINITY, from: None };

/// The stretches that read better as misread. With `again`, what comes out need not be Chinese yet: it will be read
/// once more.
pub(super) fn stretches(tape: &Tape, signature: &Signature, again: bool) -> Vec<Stretch> {
    let cells = tape.cells.len();
    // The best score of text that is right up to a cell, and where the stretch that ends there, if one does.
    let mut clean = vec![f32::NEG_INFINITY; cells + 1];
    let mut left = vec![false; cells + 1];
    let mut misread = vec![UNREACHED; cells + 1];
    clean[0] = 0.0;
    let mut reads = Vec::new();
    for cell in 0..=cells {
        if let Some(token) = tape.token(cell) {
            if misread[cell].score > clean[cell] {
                clean[cell] = misread[cell].score;
                left[cell] = true;
            } else if clean[cell] + ENTER > misread[cell].score {
                misread[cell] = Step { score: clean[cell] + ENTER, from: None };
            }
            if let Some(here) = tape.tokens.get(token) {
                let previous = token.checked_sub(1).map(|before| tape.tokens[before].c);
                let (end, score) = (tape.end(token), clean[cell] + signature.share_after(previous, here.c));
                if score > clean[end] {
                    clean[end] = score;
                    left[end] = false;
                }
            }
        }
        if misread[cell].score == f32::NEG_INFINITY || cell == cells {
            continue;
        }
        reads.clear();
        edges(tape, cell, &mut reads);
        for &(end, item, price) in &reads {
            let score = misread[cell].score + price + worth(item, signature, again);
            if score > misread[end].score {
                misread[end] = Step { score, from: Some((cell as u32, item)) };
            }
        }
    }
    trace(tape, &clean, &left, &misread)
}

/// The runs that can be read as misread from their first byte to their last, whatever they give: where a whole line is
/// misread, so are the rare characters and the figures in it.
pub(super) fn whole(tape: &Tape, signature: &Signature) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut reads = Vec::new();
    let mut token = 0;
    while token < tape.tokens.len() {
        let start = tape.tokens[token];
        token += 1;
        if start.c.is_ascii() {
            continue;
        }
        let (mut cell, mut items, mut sound) = (start.cell, Vec::new(), (0, start.cell));
        while let Some((end, item)) = surest(tape, cell, signature, &mut reads) {
            items.push((item, cell, end));
            cell = end;
            if tape.token(cell).is_some() {
                sound = (items.len(), cell);
            }
        }
        items.truncate(sound.0);
        if let Some(end) = tape.token(sound.1)
            && end > token
        {
            out.push(Stretch { tokens: (token - 1, end), items });
            token = end;
        }
    }
    out
}

/// The best way to read on from `cell` that costs nothing: where it ends, and what it is. `reads` is room for the others.
fn surest(
    tape: &Tape,
    cell: usize,
    signature: &Signature,
    reads: &mut Vec<(usize, Item, f32)>,
) -> Option<(usize, Item)> {
    if tape.accident.0 == CodePage::Utf8
        && let Some((end, c)) = utf8::sure(tape, cell)
    {
        return Some((end, Item::Char(c)));
    }
    reads.clear();
    if cell < tape.cells.len() {
        edges(tape, cell, reads);
    }
    let best = |item| worth(item, signature, false);
    let sure =
        reads.iter().filter(|(_, item, price)| *price == 0.0 && matches!(item, Item::Char(_) | Item::Gone));
    sure.max_by(|a, b| best(a.1).total_cmp(&best(b.1))).map(|&(end, item, _)| (end, item))
}

/// Follows the best way back.
fn trace(tape: &Tape, clean: &[f32], left: &[bool], misread: &[Step]) -> Vec<Stretch> {
    debug_assert_eq!(clean.len(), misread.len());
    let mut out = Vec::new();
    let mut cell = tape.cells.len();
    while cell > 0 {
        if !left[cell] {
            // Back over the one token that ends here.
            cell = (0..cell).rev().find(|c| tape.token(*c).is_some()).unwrap_or(0);
            continue;
        }
        let end = cell;
        let mut items = Vec::new();
        while let Some((before, item)) = misread[cell].from {
            items.push((item, before as usize, cell));
            cell = before as usize;
        }
        items.reverse();
        if let (Some(first), Some(last)) = (tape.token(cell), tape.token(end))
            && cell < end
        {
            out.push(Stretch { tokens: (first, last), items });
        } else {
            break;
        }
    }
    out.reverse();
    out
}

/// The ways to read on from `cell`: where that ends, what it is, and a price, log10.
fn edges(tape: &Tape, cell: usize, out: &mut Vec<(usize, Item, f32)>) {
    let (written, reader) = tape.accident;
    let here = tape.cells[cell];
    // This reader has characters of one byte, which bring it out of step; the others lose whole pairs.
    let pairs = written.has_pairs() && reader == CodePage::ShiftJis;
    let is_high = |cell: usize| tape.cells.get(cell).is_some_and(|c| c.kind == Kind::Known && c.byte >= 0x80);
    if here.kind == Kind::Hole {
        out.push((cell + 1, Item::Gone, 0.0));
        // What is lost may be the first byte of the character that the next byte ends.
        if pairs && is_high(cell + 1) {
            out.push((cell + 2, Item::Gone, HALVED));
        }
        return;
    }
    if pairs && is_high(cell) && tape.cells.get(cell + 1).is_some_and(|next| next.kind == Kind::Hole) {
        // Or the second byte of this one, or that and the first of the next.
        out.push((cell + 2, Item::Gone, HALVED));
        if is_high(cell + 2) {
            out.push((cell + 3, Item::Gone, HALVED));
        }
        return;
    }
    if written == CodePage::Utf8 {
        utf8::read(tape, cell, &mut |end, read, price| {
            let item = match read {
                utf8::Read::Whole(c) => Item::Char(c),
                utf8::Read::Holed(hole) => Item::Hole(hole),
                utf8::Read::Torn(before, behind) => Item::Torn(before, behind),
            };
            out.push((end, item, price));
        });
        if out.is_empty() && reader.has_pairs() && reader != CodePage::Gbk {
            out.extend(torn(tape, cell).map(|end| (end, Item::Gone, 0.0)));
        }
        return;
    }
    match here.kind {
        Kind::Known | Kind::Space if here.byte < 0x80 => {
            out.push((cell + 1, Item::Char(here.byte.into()), 0.0))
        }
        Kind::Known => {
            let Some(next) = tape.cells.get(cell + 1).filter(|c| matches!(c.kind, Kind::Known)) else {
                return;
            };
            out.extend(written.pair(here.byte, next.byte).map(|c| (cell + 2, Item::Char(c), 0.0)));
            // In one character both bytes are those of the other pair, in two each for itself.
            let one = tape.token(cell + 1).is_none();
            if here.twin != here.byte || next.twin != next.byte {
                let others = if one {
                    [(here.twin, next.twin); 3]
                } else {
                    [(here.twin, next.byte), (here.byte, next.twin), (here.twin, next.twin)]
                };
                out.extend(others.into_iter().filter_map(|(lead, trail)| {
                    written.pair(lead, trail).map(|c| (cell + 2, Item::Char(c), 0.0))
                }));
            }
        }
        _ => {}
    }
}

/// What is left of a character of UTF-8 that a lost byte tore: a beginning before the hole, an end behind it.
fn torn(tape: &Tape, cell: usize) -> Option<usize> {
    let is_tail = |cell: usize| {
        tape.cells.get(cell).is_some_and(|c| c.kind == Kind::Known && (0x80..=0xBF).contains(&c.byte))
    };
    let is_hole = |cell: usize| tape.cells.get(cell).is_some_and(|c| c.kind == Kind::Hole);
    if is_tail(cell) {
        let behind_hole = (1..=2).any(|back| back <= cell && is_hole(cell - back));
        return behind_hole.then_some(cell + 1);
    }
    let end = (cell + 1..cell + 3).take_while(|c| *c == cell + 1 || is_tail(c - 1)).find(|c| is_hole(*c))?;
    Some(end + 1)
}

/// log10 of what a character of the original is worth.
fn worth(item: Item, signature: &Signature, again: bool) -> f32 {
    match item {
        Item::Char(c) if c.is_ascii() => signature.share(c),
        Item::Char(_) if again => ANY,
        Item::Char(c) if is_han(c) || is_han_mark(c) => signature.share(c),
        Item::Char(c) => signature.share(c) + FOREIGN,
        Item::Hole(_) => HOLED,
        Item::Torn(..) => TORN,
        Item::Gone => GONE,
    }
}
