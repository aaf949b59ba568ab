//! The byte pairs of GBK as the damaging tools read them: a character, a private-use one, or nothing.

use super::laid_out::{GBK_CHARS, GBK_PAIRS, unit};
use super::places::place;

/// What a lead byte and a trail byte stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// A character that every reader maps.
    Char(char),
    /// User-defined or unassigned: kept by the first pass as a private-use character, gone after folding.
    Private,
    /// Not a pair at all.
    Invalid,
}

/// Whether `byte` begins a pair.
pub fn is_lead(byte: u8) -> bool {
    (0x81..=0xFE).contains(&byte)
}

/// Whether `byte` may end a pair.
pub fn is_trail(byte: u8) -> bool {
    (0x40..=0xFE).contains(&byte) && byte != 0x7F
}

/// What a pair of bytes stands for.
pub fn pair(lead: u8, trail: u8) -> Pair {
    if !is_lead(lead) || !is_trail(trail) {
        return Pair::Invalid;
    }
    match unit(GBK_CHARS, place(lead, trail)) {
        0 => Pair::Private,
        unit => char::from_u32(unit.into()).map_or(Pair::Private, Pair::Char),
    }
}

/// The bytes of a character: one for ASCII and the euro sign (0x80), two for others; `None` outside GBK.
pub fn bytes(c: char) -> Option<([u8; 2], usize)> {
    match c as u32 {
        u @ 0..=0x7F => Some(([u as u8, 0], 1)),
        0x20AC => Some(([0x80, 0], 1)),
        u @ 0..=0xFFFF => match unit(GBK_PAIRS, u as usize) {
            0 => None,
            pair => Some((pair.to_be_bytes(), 2)),
        },
        _ => None,
    }
}

/// The bytes of a text; a character outside GBK becomes `?`, as it did on the damaged pages.
pub fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match bytes(c) {
            Some((pair, len)) => out.extend_from_slice(&pair[..len]),
            None => out.push(b'?'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_bytes_agree() {
        let mut chars = 0;
        for lead in 0x81..=0xFE {
            for trail in 0x40..=0xFE {
                if let Pair::Char(c) = pair(lead, trail) {
                    assert_eq!(bytes(c), Some(([lead, trail], 2)), "{c}");
                    chars += 1;
                }
            }
        }
        assert_eq!(chars, 21_791, "CP936 maps 21,791 pairs");
    }

    #[test]
    fn areas_without_a_mapping_are_private() {
        for (lead, trail) in
            [(0xAA, 0xA1), (0xFE, 0xB2), (0xA1, 0x40), (0xA7, 0xA0), (0xFE, 0x50), (0xD7, 0xFA)]
        {
            assert_eq!(pair(lead, trail), Pair::Private, "{lead:02X}{trail:02X}");
        }
        assert_eq!(pair(0xB5, 0x28), Pair::Invalid);
        assert_eq!(bytes('€'), Some(([0x80, 0], 1)));
        assert_eq!(bytes('\u{A0}'), None);
    }
}
