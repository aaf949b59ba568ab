//! Pass B: the bytes cut before punctuation pairs, each piece read on its own; and pass C, the folding.

use super::gbk::{self, Pair};
use crate::text::fold_width;

/// What becomes of a lead byte left over at the end of a piece or before ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// It is dropped; the ASCII stays.
    A,
    /// It becomes `?` and takes a following `!`..`?` with it.
    B,
}

/// The marks before which pages were cut, commonest first; the last two are rare.
pub const CUT_MARKS: [char; 8] = ['，', '。', '？', '！', '；', '、', '：', '“'];

/// Whether a mark's pair stands at `at`, whatever the character boundaries.
pub fn is_cut_site(bytes: &[u8], at: usize) -> bool {
    matches!(
        bytes.get(at..at + 2),
        Some([0xA3, 0xAC | 0xBF | 0xA1 | 0xBB | 0xBA] | [0xA1, 0xA3 | 0xA2 | 0xB0])
    )
}

/// One thing read from a piece: what it leaves in the text, and how many bytes it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    /// The character; `None` where nothing is left.
    pub(super) left: Option<char>,
    pub(super) taken: usize,
}

/// Reads the next character of a piece that starts at `bytes[0]` and ends with `bytes`.
pub(super) fn read(bytes: &[u8], variant: Variant) -> Read {
    let byte = bytes[0];
    if byte == 0x80 {
        return Read { left: Some('€'), taken: 1 };
    }
    if !gbk::is_lead(byte) {
        return Read { left: Some(byte as char), taken: 1 };
    }
    match (bytes.get(1), variant) {
        (Some(&trail), _) if gbk::is_trail(trail) => match gbk::pair(byte, trail) {
            Pair::Char(c) => Read { left: Some(c), taken: 2 },
            _ => Read { left: None, taken: 2 },
        },
        (Some(0x21..), Variant::B) => Read { left: Some('?'), taken: 2 },
        (None, Variant::B) => Read { left: Some('?'), taken: 1 },
        _ => Read { left: None, taken: 1 },
    }
}

/// Cuts `bytes` before the offsets `cuts` (rising) and reads every piece on its own. Pairs without a mapping
/// vanish; with `fold`, full-width ASCII becomes ASCII and the ideographic space a space.
pub fn cut(bytes: &[u8], cuts: &[usize], variant: Variant, fold: bool) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut start = 0;
    for end in cuts.iter().copied().chain([bytes.len()]) {
        let mut piece = &bytes[start..end];
        while !piece.is_empty() {
            let Read { left, taken } = read(piece, variant);
            text.extend(left.map(|c| if fold { fold_width(c) } else { c }));
            piece = &piece[taken..];
        }
        start = end;
    }
    text
}
