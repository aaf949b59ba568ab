//! UTF-16 in both byte orders: a lone surrogate or a last odd byte is one U+FFFD and on record.

use encoding_rs::UTF_16LE;

use super::{Decoded, Encoding, Form, Irregular};

/// Decodes what stands behind the byte order mark.
pub(super) fn body(body: &[u8], encoding: Encoding) -> Decoded {
    let pairs = body.chunks_exact(2);
    let last = pairs.remainder();
    let units = pairs.map(|pair| {
        let pair = [pair[0], pair[1]];
        if encoding == UTF_16LE { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let mut text = String::with_capacity(body.len() * 3 / 2);
    let mut irregular = Vec::new();
    let mut stray = |text: &mut String, bytes: Vec<u8>| {
        let at = text.len();
        text.push(char::REPLACEMENT_CHARACTER);
        irregular.push(Irregular { at, text_len: text.len() - at, bytes });
    };
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => text.push(c),
            Err(lone) => {
                let unit = lone.unpaired_surrogate();
                let bytes = if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() };
                stray(&mut text, bytes.to_vec());
            }
        }
    }
    if !last.is_empty() {
        stray(&mut text, last.to_vec());
    }
    Decoded { text, form: Form { encoding, bom: false, irregular } }
}

/// Up to where bytes that go on are whole characters.
pub(super) fn sound(bytes: &[u8], encoding: Encoding) -> usize {
    let even = bytes.len() / 2 * 2;
    let high = if encoding == UTF_16LE { even.checked_sub(1) } else { even.checked_sub(2) };
    let is_first_of_two = high.is_some_and(|high| (0xD8..=0xDB).contains(&bytes[high]));
    if is_first_of_two { even - 2 } else { even }
}
