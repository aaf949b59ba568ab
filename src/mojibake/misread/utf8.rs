//! Reads one character of UTF-8 off a tape, whole or with a byte that is lost.

use super::tape::{Kind, Tape};
use crate::damage::CodePage;

/// A character of which bytes are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hole {
    /// Its bytes, 0 where one is lost.
    bytes: [u8; 3],
    /// What a lost byte may have been.
    lost: Lost,
}

/// How a byte came to be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    /// The reader had no pair for it.
    Unpaired,
    /// windows-1252 has no character for it.
    Undefined,
    /// The same, and it left no trace: it was the second or the third of three bytes.
    Vanished,
    /// It was the first of a user-defined pair, which vanished: the last of three bytes.
    PrivateLead,
    /// It was the second of such a pair: the first of three bytes.
    PrivateTrail,
}

/// The bytes that windows-1252 leaves undefined.
const UNDEFINED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// A character read off the tape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Read {
    Whole(char),
    Holed(Hole),
    /// Two characters with a pair between them that vanished.
    Torn(Hole, Hole),
}

/// log10: that a full-width character was folded in a text that is misread, that a no-break space became a space, that
/// a question mark stands for a lost byte, that a byte vanished without a trace.
const FOLDED: f32 = -2.0;
const SPACED: f32 = -0.5;
const QUESTION: f32 = -1.0;
const VANISHED: f32 = -3.0;
/// log10: that a user-defined pair vanished, as one pair in eleven may.
const TORN: f32 = -1.0;

impl Hole {
    /// The characters it may have been.
    pub(super) fn candidates(self) -> impl Iterator<Item = char> {
        let unknown: Vec<u8> = match self.lost {
            // 0x80 is read as the euro sign where it stands alone.
            Lost::Unpaired => (0x81..=0xBF).collect(),
            Lost::Undefined | Lost::Vanished => UNDEFINED.to_vec(),
            Lost::PrivateLead => (0xAA..=0xAF).collect(),
            Lost::PrivateTrail => (0xE3..=0xE9).chain([0xEF]).collect(),
        };
        let [lead, known, _] = self.bytes;
        let read = |bytes: [u8; 3]| std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
        unknown.into_iter().flat_map(move |byte| {
            let either = if self.lost == Lost::Vanished { read([lead, byte, known]) } else { None };
            read(self.bytes.map(|b| if b == 0 { byte } else { b })).into_iter().chain(either)
        })
    }
}

/// The character that is not ASCII and begins at `cell`, where its bytes are all there and each is one character of the line, and
/// where it ends: there is no other way to read it that costs nothing.
pub(super) fn sure(tape: &Tape, cell: usize) -> Option<(usize, char)> {
    if tape.accident.1.has_pairs() {
        return None;
    }
    let length = match tape.cells.get(cell)?.byte {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [0; 4];
    for (byte, cell) in bytes.iter_mut().zip(tape.cells.get(cell..cell + length)?) {
        if cell.kind != Kind::Known {
            return None;
        }
        *byte = cell.byte;
    }
    let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some((cell + length, c))
}

/// Gives `each` the ways to read the character that begins at `cell`: where it ends, what it is, and the price, log10.
pub(super) fn read(tape: &Tape, cell: usize, each: &mut dyn FnMut(usize, Read, f32)) {
    let Some(first) = tape.cells.get(cell) else { return };
    match first.kind {
        Kind::Folded(c) => each(cell + 2, Read::Whole(c), 0.0),
        Kind::Space => each(cell + 1, Read::Whole(' '), 0.0),
        Kind::Known if first.byte < 0x80 => each(cell + 1, Read::Whole(first.byte.into()), 0.0),
        Kind::Known | Kind::FoldedTrail => {
            let price = if first.kind == Kind::FoldedTrail { FOLDED } else { 0.0 };
            let twin = (first.twin != first.byte).then_some(first.twin);
            for byte in [first.byte].into_iter().chain(twin) {
                let length = match byte {
                    0xC2..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF4 => 4,
                    _ => continue,
                };
                let bytes = [byte, 0, 0, 0];
                rest(tape, cell + 1, Partial { bytes, length, at: 1, price, hole: None }, each);
            }
        }
        Kind::Hole | Kind::Barrier => {}
    }
}

struct Partial {
    bytes: [u8; 4],
    length: usize,
    at: usize,
    price: f32,
    hole: Option<Lost>,
}

/// Reads the bytes behind the first one, each in every way it can be read.
fn rest(tape: &Tape, cell: usize, partial: Partial, each: &mut dyn FnMut(usize, Read, f32)) {
    let Partial { mut bytes, length, at, price, hole } = partial;
    if at == length {
        let read = match hole {
            None => {
                std::str::from_utf8(&bytes[..length]).ok().and_then(|s| s.chars().next()).map(Read::Whole)
            }
            Some(lost) => Some(Read::Holed(Hole { bytes: [bytes[0], bytes[1], bytes[2]], lost })),
        };
        if let Some(read) = read {
            each(cell, read, price);
        }
        return;
    }
    let is_last = at + 1 == length;
    let (_, reader) = tape.accident;
    let between_tokens = tape.token(cell).is_some();
    if reader == CodePage::Gbk
        && is_last
        && between_tokens
        && hole.is_none()
        && length == 3
        && let Some((tail, next)) = tail(tape, cell)
    {
        let before = Hole { bytes: [bytes[0], bytes[1], 0], lost: Lost::PrivateLead };
        let behind = Hole { bytes: [0, tail[0], tail[1]], lost: Lost::PrivateTrail };
        each(next, Read::Torn(before, behind), price + TORN);
    }
    let mut take = |next: usize, byte: u8, cost: f32, lost: Option<Lost>| {
        // One lost byte of three can be found again; two cannot.
        if lost.is_some() && (hole.is_some() || length != 3) {
            return;
        }
        bytes[at] = byte;
        let partial = Partial { bytes, length, at: at + 1, price: price + cost, hole: hole.or(lost) };
        rest(tape, next, partial, each);
    };
    let found = tape.cells.get(cell).copied();
    if let Some(found) = found {
        let continues = (0x80..=0xBF).contains(&found.byte);
        match found.kind {
            Kind::Known if continues => return take(cell + 1, found.byte, 0.0, None),
            Kind::Known if (0x80..=0xBF).contains(&found.twin) => {
                return take(cell + 1, found.twin, 0.0, None);
            }
            Kind::Folded(c) => {
                take(cell + 1, found.byte, FOLDED, None);
                if c == '?' && is_last {
                    take(cell + 2, 0, QUESTION, Some(Lost::Unpaired));
                }
            }
            Kind::FoldedTrail if continues => take(cell + 1, found.byte, 0.0, None),
            Kind::Space if reader != CodePage::Cp437 => {
                take(cell + 1, 0xA0, SPACED, None);
            }
            Kind::Hole if reader == CodePage::Gbk && is_last => take(cell + 1, 0, 0.0, Some(Lost::Unpaired)),
            Kind::Hole if reader == CodePage::Windows1252 => take(cell + 1, 0, 0.0, Some(Lost::Undefined)),
            Kind::Known if found.byte == b'?' && reader == CodePage::Windows1252 => {
                take(cell + 1, 0, QUESTION, Some(Lost::Undefined));
            }
            _ => {}
        }
    }
    // A byte that left no trace: at the end of a run of pairs, or undefined.
    if reader == CodePage::Windows1252 && is_last {
        take(cell, 0, VANISHED, Some(Lost::Vanished));
    } else if reader == CodePage::Gbk && is_last && between_tokens {
        let ends = found.is_none_or(|f| matches!(f.kind, Kind::Barrier | Kind::Folded(_)) || f.byte < 0x40);
        if ends {
            take(cell, 0, VANISHED, Some(Lost::Unpaired));
        }
    }
}

/// Two bytes of the end of a character, and where they end.
fn tail(tape: &Tape, cell: usize) -> Option<([u8; 2], usize)> {
    let byte = |cell: usize| {
        let found = tape.cells.get(cell).filter(|c| c.kind == Kind::Known)?;
        (0x80..=0xBF).contains(&found.byte).then_some(found.byte)
    };
    Some(([byte(cell)?, byte(cell + 1)?], cell + 2))
}
