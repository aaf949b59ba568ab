//! UTF-8, with each malformed sequence as one U+FFFD and on record.

use encoding_rs::UTF_8;

use super::{Decoded, Form, Irregular};

/// Decodes what stands behind the byte order mark; `bom` says whether there was one.
pub(super) fn decode(bytes: &[u8], bom: bool) -> Decoded {
    let (text, irregular) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(_) => with_strays(bytes),
    };
    Decoded { text, form: Form { encoding: UTF_8, bom, irregular } }
}

fn with_strays(bytes: &[u8]) -> (String, Vec<Irregular>) {
    let mut text = String::with_capacity(bytes.len());
    let mut irregular = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let at = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            irregular.push(Irregular { at, text_len: text.len() - at, bytes: chunk.invalid().to_vec() });
        }
    }
    (text, irregular)
}

/// Up to where bytes that go on are whole characters, malformed ones included.
pub(super) fn sound(bytes: &[u8]) -> usize {
    // The first byte of what may be going on, three bytes before the end at most.
    let least = bytes.len().saturating_sub(3);
    let is_cut = |at: &usize| {
        std::str::from_utf8(&bytes[*at..]).is_err_and(|e| e.valid_up_to() == 0 && e.error_len().is_none())
    };
    (least..bytes.len()).find(is_cut).unwrap_or(bytes.len())
}
