//! Which characters tell that text was read in a wrong encoding: a bit for each of the Basic Multilingual Plane, and for each
//! that has one, of which accidents it tells.

use std::sync::OnceLock;

use crate::text::{Bits, is_in_set};

/// Worked out from the encodings and the word model, so that the program need not when it starts; the test in
/// `src/mojibake/misread/signature.rs` makes it.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/mojibake/telling.bin");

/// The bits, the lowest of each number first.
pub(crate) fn telling() -> &'static Bits {
    static BITS: OnceLock<Box<Bits>> = OnceLock::new();
    BITS.get_or_init(|| {
        let (numbers, _) = BUILT_IN.as_chunks::<8>();
        let mut bits: Box<Bits> = Box::new([0; 1 << 10]);
        // The numbers behind these are those of the accidents.
        bits.iter_mut().zip(numbers).for_each(|(bits, bytes)| *bits = u64::from_le_bytes(*bytes));
        bits
    })
}

/// The characters that have a bit, in order, each with the set of accidents it tells of: none where it only begins what one
/// destroyed.
pub(crate) fn accidents() -> impl Iterator<Item = (char, u32)> {
    let (_, listed) = BUILT_IN.split_at(size_of::<Bits>().min(BUILT_IN.len()));
    let (listed, _) = listed.as_chunks::<4>();
    let has_bit = |c: &char| is_in_set(telling(), *c);
    ('\0'..='\u{FFFF}').filter(has_bit).zip(listed.iter().map(|bytes| u32::from_le_bytes(*bytes)))
}
