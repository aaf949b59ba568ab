//! Which characters tell that text was read in a wrong encoding: a bit for each of the Basic Multilingual Plane.

use std::sync::OnceLock;

use crate::text::Bits;

/// Worked out from the encodings and the word model, so that the program need not when it starts; the test in
/// `src/mojibake/misread/signature.rs` makes it.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/mojibake/telling.bin");

/// The bits, the lowest of each number first.
pub(crate) fn telling() -> &'static Bits {
    static BITS: OnceLock<Box<Bits>> = OnceLock::new();
    BITS.get_or_init(|| {
        let (numbers, _) = BUILT_IN.as_chunks::<8>();
        let mut bits: Box<Bits> = Box::new([0; 1 << 10]);
        bits.iter_mut().zip(numbers).for_each(|(bits, bytes)| *bits = u64::from_le_bytes(*bytes));
        bits
    })
}
