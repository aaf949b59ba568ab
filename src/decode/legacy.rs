//! GBK, Big5 and the other encodings from before Unicode: decoded without replacement, and every place on record
//! whose bytes do not come back by encoding.

use encoding_rs::{DecoderResult, EncoderResult};

use super::{Decoded, Encoding, Form, Irregular, encode as append};

/// Bytes decoded or encoded at a time.
const CHUNK: usize = 4096;
/// Bytes of the longest character there is (gb18030), twice over.
const LONGEST: usize = 8;

/// Decodes `bytes`; the record is checked against them before it is handed out.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Decoded {
    let (text, irregular) = read(bytes, encoding);
    let form = Form { encoding, bom: false, irregular };
    if form.encode_back(&text).as_deref() == Some(bytes) {
        return Decoded { text, form };
    }
    // An encoding with shifts (ISO-2022-JP) has no bytes per character: one record holds the whole.
    let whole = Irregular { at: 0, text_len: text.len(), bytes: bytes.to_vec() };
    Decoded { text, form: Form { encoding, bom: false, irregular: vec![whole] } }
}

/// Up to where bytes that go on are whole characters; malformed sequences are whole where they end.
pub(super) fn sound(bytes: &[u8], encoding: Encoding) -> usize {
    if encoding.is_single_byte() {
        return bytes.len();
    }
    // No encoding with more than one byte a character has a byte below that of '0' inside one, but for those with shifts.
    let has_shifts = !encoding.is_ascii_compatible();
    let known = bytes.iter().rposition(|byte| *byte < b'0').filter(|_| !has_shifts).map_or(0, |n| n + 1);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(CHUNK);
    let mut sound = known;
    let near = bytes.len().saturating_sub(LONGEST).max(known);
    let mut at = known;
    while at < bytes.len() {
        // Near the end byte by byte: the last one behind which nothing is open is looked for.
        let end = if at < near && !has_shifts { near.min(at + CHUNK / 4) } else { at + 1 };
        let mut from = at;
        while from < end {
            text.clear();
            let (result, more) =
                decoder.decode_to_string_without_replacement(&bytes[from..end], &mut text, false);
            from += more;
            if result == DecoderResult::InputEmpty {
                break;
            }
        }
        at = end;
        if decoder.latin1_byte_compatible_up_to(b"").is_some() {
            sound = at;
        }
    }
    sound
}

/// Appends `text`; `None` where the encoding lacks a character.
pub(super) fn encode(encoding: Encoding, text: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut encoder = encoding.new_encoder();
    let mut read = 0;
    loop {
        let left = &text[read..];
        let start = out.len();
        // Room is zeroed before it is written to: never more of it than is soon filled.
        let most = encoder.max_buffer_length_from_utf8_without_replacement(left.len())?;
        out.resize(start + most.min(CHUNK), 0);
        let (result, more, written) =
            encoder.encode_from_utf8_without_replacement(left, &mut out[start..], true);
        out.truncate(start + written);
        read += more;
        match result {
            EncoderResult::InputEmpty => return Some(()),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(_) => return None,
        }
    }
}

fn read(bytes: &[u8], encoding: Encoding) -> (String, Vec<Irregular>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    // A small piece at a time, for all the room in it is zeroed on every call.
    let mut piece = String::with_capacity(CHUNK);
    let mut irregular = Vec::new();
    let mut consumed = 0;
    // Where the run that decodes without a fault began, in bytes and in text.
    let (mut run, mut run_text) = (0, 0);
    loop {
        piece.clear();
        let (result, more) =
            decoder.decode_to_string_without_replacement(&bytes[consumed..], &mut piece, true);
        text.push_str(&piece);
        consumed += more;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                // The decoder may have looked beyond the malformed bytes; those decode as text of the next run.
                let end = consumed - usize::from(after);
                let start = end - usize::from(length);
                compare(encoding, &bytes[run..start], &text, run_text, &mut irregular);
                let at = text.len();
                text.push(char::REPLACEMENT_CHARACTER);
                irregular.push(Irregular {
                    at,
                    text_len: text.len() - at,
                    bytes: bytes[start..end].to_vec(),
                });
                (run, run_text) = (end, text.len());
            }
        }
    }
    compare(encoding, &bytes[run..], &text, run_text, &mut irregular);
    (text, irregular)
}

/// Records where encoding `text[from..]` does not give `bytes`, by line and then by character.
fn compare(encoding: Encoding, bytes: &[u8], text: &str, from: usize, irregular: &mut Vec<Irregular>) {
    let mut encoded = Vec::new();
    let mut at = from;
    // No encoding with more than one byte a character uses the line feed as part of one.
    let lines = text[from..].split_inclusive('\n').zip(bytes.split_inclusive(|&byte| byte == b'\n'));
    for (text_line, byte_line) in lines {
        encoded.clear();
        if append(encoding, text_line, &mut encoded).is_none() || encoded != byte_line {
            compare_characters(encoding, byte_line, text_line, at, irregular);
        }
        at += text_line.len();
    }
}

fn compare_characters(
    encoding: Encoding,
    mut bytes: &[u8],
    mut text: &str,
    mut at: usize,
    irregular: &mut Vec<Irregular>,
) {
    let mut encoded = Vec::new();
    while let Some(c) = text.chars().next() {
        encoded.clear();
        let mut buffer = [0; 4];
        let (text_len, length) = match append(encoding, c.encode_utf8(&mut buffer), &mut encoded) {
            Some(()) if bytes.starts_with(&encoded) => (c.len_utf8(), encoded.len()),
            _ => {
                let found = (1..=bytes.len().min(4)).find_map(|length| {
                    let read = exactly(encoding, &bytes[..length])?;
                    (!read.is_empty() && text.starts_with(&read)).then_some((read.len(), length))
                });
                let (text_len, length) = found.unwrap_or((text.len(), bytes.len()));
                irregular.push(Irregular { at, text_len, bytes: bytes[..length].to_vec() });
                (text_len, length)
            }
        };
        bytes = &bytes[length..];
        text = &text[text_len..];
        at += text_len;
    }
}

/// What `bytes` decode to on their own, where they do.
fn exactly(encoding: Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}
