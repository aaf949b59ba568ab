//! UTF-8, with each malformed sequence as one U+FFFD and on record.

use encoding_rs::UTF_8;

use super::{Decoded, Form, Irregular};

/// Decodes what stands behind the byte order mark; `bom` says whether there was one.
pub(super) fn decode(bytes: &[u8], bom: bool) -> Decoded {
    let (text, irregular) = match std::str::from_utf8(bytes) {
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
