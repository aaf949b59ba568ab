//! The tables of the encodings, as the build script laid them out, and how they are read.

/// Tables of numbers, each with its lowest byte first. What is 0 is not there.
#[derive(Debug)]
pub(super) struct Tables {
    /// By byte, four bytes each: the character that one byte is.
    pub(super) singles: &'static [u8],
    /// By lead and trail, four bytes each: the character. Empty where no character is a pair.
    pub(super) pairs: &'static [u8],
    /// By code point, two bytes each: the pair, or the byte where that is below 0x100.
    pub(super) plane: &'static [u8],
    /// The same for characters beyond the plane, and the second pairs of those that have one; in order.
    pub(super) beyond: &'static [(char, u16)],
    pub(super) twins: &'static [(char, u16)],
}

include!(concat!(env!("OUT_DIR"), "/encodings.rs"));

/// The number of two bytes at `place`; 0 behind the end.
#[inline]
pub(super) fn unit(table: &[u8], place: usize) -> u16 {
    table.as_chunks().0.get(place).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

/// The number of four bytes at `place`; 0 behind the end.
#[inline]
pub(super) fn number(table: &[u8], place: usize) -> u32 {
    table.as_chunks().0.get(place).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// What a table in order has for `c`.
pub(super) fn pair_of(table: &[(char, u16)], c: char) -> Option<u16> {
    table.binary_search_by_key(&c, |(c, _)| *c).ok().map(|n| table[n].1)
}
