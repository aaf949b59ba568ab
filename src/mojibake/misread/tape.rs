//! A line as the bytes it was read from: what each character stands for, and where a byte may be lost.

use super::signature::Accident;
use crate::damage::CodePage;

/// What a byte of the tape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The byte itself.
    Known,
    /// The first of the two bytes of a full-width character that another tool may have folded to this ASCII character.
    Folded(char),
    /// The second of them.
    FoldedTrail,
    /// A space, which may have been a no-break space.
    Space,
    /// U+FFFD: a byte or two that the reader did not know.
    Hole,
    /// A character that the reader does not have: it was not read from these bytes.
    Barrier,
}

/// A byte of the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) byte: u8,
    /// The byte that stands here in the other pair that is read as this character; the same byte where there is none.
    pub(super) twin: u8,
    pub(super) kind: Kind,
}

/// A character of the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) c: char,
    /// Bytes of the line at which it stands.
    pub(super) at: usize,
    /// Its first cell.
    pub(super) cell: usize,
}

/// The bytes that a line was read from, if it was read by this accident.
pub(super) struct Tape {
    pub(super) accident: Accident,
    pub(super) cells: Vec<Cell>,
    pub(super) tokens: Vec<Token>,
    /// By cell, and one past the last: the token that begins there.
    starts: Vec<Option<u32>>,
    line_len: usize,
}

impl Tape {
    pub(super) fn new(line: &str, accident: Accident) -> Tape {
        let (written, read) = accident;
        let folds = written == CodePage::Utf8 && read == CodePage::Gbk;
        let mut tape = Tape {
            accident,
            cells: Vec::with_capacity(line.len()),
            tokens: Vec::with_capacity(line.len() / 2),
            starts: Vec::with_capacity(line.len() + 1),
            line_len: line.len(),
        };
        let mut characters = line.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let cell = tape.cells.len();
            tape.tokens.push(Token { c, at, cell });
            match (c, read.bytes(c)) {
                (char::REPLACEMENT_CHARACTER, _) => tape.push(0, Kind::Hole),
                (' ', _) if !read.has_pairs() => tape.push(b' ', Kind::Space),
                ('!'..='~', _) if folds => {
                    tape.push(0xA3, Kind::Folded(c));
                    tape.push(c as u8 | 0x80, Kind::FoldedTrail);
                }
                (_, Some(bytes)) if folds && bytes.as_slice().len() == 1 && !c.is_ascii() => {
                    // GBK has the euro sign as one byte and as a pair: what follows tells which.
                    let next = characters.peek().and_then(|(_, c)| read.bytes(*c));
                    let goes_on = next.is_some_and(|next| (0x80..=0xBF).contains(&next.as_slice()[0]));
                    match read.twin(c) {
                        Some([lead, trail]) if goes_on && tape.lacks_one() => {
                            tape.push(lead, Kind::Known);
                            tape.push(trail, Kind::Known);
                        }
                        _ => tape.push(bytes.as_slice()[0], Kind::Known),
                    }
                }
                (_, Some(bytes)) => {
                    let twin = read.twin(c);
                    for (n, byte) in bytes.as_slice().iter().enumerate() {
                        tape.push(*byte, Kind::Known);
                        if let (Some(twin), Some(cell)) = (twin, tape.cells.last_mut())
                            && bytes.as_slice().len() == 2
                        {
                            cell.twin = twin[n];
                        }
                    }
                }
                (_, None) => tape.push(0, Kind::Barrier),
            }
            let token = tape.tokens.len() as u32 - 1;
            tape.starts.resize(tape.cells.len(), None);
            tape.starts[cell] = Some(token);
        }
        tape.starts.push(Some(tape.tokens.len() as u32));
        tape
    }

    /// Whether the bytes so far end with two of the three of a character of UTF-8.
    fn lacks_one(&self) -> bool {
        match self.cells[..] {
            [.., first, second] => matches!((first.byte, second.byte), (0xE0..=0xEF, 0x80..=0xBF)),
            _ => false,
        }
    }

    fn push(&mut self, byte: u8, kind: Kind) {
        self.cells.push(Cell { byte, twin: byte, kind });
    }

    /// The token that begins at this cell: one past the last at the end.
    pub(super) fn token(&self, cell: usize) -> Option<usize> {
        self.starts.get(cell).copied().flatten().map(|token| token as usize)
    }

    /// The cell behind a token.
    pub(super) fn end(&self, token: usize) -> usize {
        self.tokens.get(token + 1).map_or(self.cells.len(), |next| next.cell)
    }

    /// The byte of the line at which a token begins, or the end of the line.
    pub(super) fn at(&self, token: usize) -> usize {
        self.tokens.get(token).map_or(self.line_len, |token| token.at)
    }
}
