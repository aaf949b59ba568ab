//! Text written in one encoding and read in another, once or several times over.

use encoding_rs::DecoderResult;

use super::CodePage;

/// `text` written in `written` and read as `read`, `rounds` times over. What `written` lacks becomes `?`, and each
/// sequence of bytes that `read` does not know becomes one U+FFFD, as in web browsers.
pub fn misread(text: &str, written: CodePage, read: CodePage, rounds: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..rounds {
        text = decode(&encode(&text, written), read);
    }
    text
}

/// Whether reading `text` so loses nothing: every character is written, every byte is read, and what was read is written
/// as the same bytes. Shift_JIS, Big5 and EUC-KR read some pairs of bytes as a character that they write otherwise.
pub fn is_lossless(text: &str, written: CodePage, read: CodePage) -> bool {
    let complete = text.chars().all(|c| written.bytes(c).is_some());
    if !complete {
        return false;
    }
    let bytes = encode(text, written);
    let misread = decode(&bytes, read);
    !misread.contains(char::REPLACEMENT_CHARACTER) && encode(&misread, read) == bytes
}

fn encode(text: &str, page: CodePage) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match page.bytes(c) {
            Some(found) => bytes.extend_from_slice(found.as_slice()),
            None => bytes.push(b'?'),
        }
    }
    bytes
}

fn decode(bytes: &[u8], page: CodePage) -> String {
    let Some(encoding) = page.encoding() else {
        return bytes.iter().map(|b| page.single(*b).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3);
    let mut consumed = 0;
    loop {
        let (result, more) =
            decoder.decode_to_string_without_replacement(&bytes[consumed..], &mut text, true);
        consumed += more;
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => text.reserve(bytes.len() - consumed + 16),
            DecoderResult::Malformed(..) => {
                text.reserve(4 + 3 * (bytes.len() - consumed));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CodePage::{Big5, Cp437, Gbk, Latin1, Utf8, Windows1251, Windows1252};
    use super::*;

    #[test]
    fn well_known_accidents() {
        for (written, read, text, misread_as) in [
            (Utf8, Gbk, "一个", "涓€涓\u{FFFD}"),
            (Utf8, Gbk, "正常", "姝ｅ父"),
            (Gbk, Windows1252, "中文", "ÖÐÎÄ"),
            (Utf8, Windows1252, "中文", "ä¸\u{AD}æ–‡"),
            (Gbk, Windows1251, "中文", "ЦРОД"),
            (Gbk, Big5, "中文", "笢恅"),
            (Gbk, Latin1, "你好", "ÄãºÃ"),
            (Utf8, Cp437, "中", "Σ╕¡"),
        ] {
            assert_eq!(misread(text, written, read, 1), misread_as, "{written} as {read}");
        }
        assert_eq!(misread("中", Utf8, Windows1252, 2), "Ã¤Â¸Â\u{AD}");
        assert_eq!(misread("们", Big5, Utf8, 1), "?");
    }

    #[test]
    fn what_is_lost_is_told() {
        assert!(is_lossless("正常", Utf8, Gbk));
        assert!(!is_lossless("正", Utf8, Gbk), "the last byte has no other to be a pair with");
        assert!(!is_lossless("们", Big5, Windows1252));
        // Big5 has 十 twice: which of the two pairs it was, the character does not tell.
        let [lead, trail] = Big5.twin('十').unwrap();
        let other = Gbk.pair(lead, trail).unwrap().to_string();
        assert!(!is_lossless(&other, Gbk, Big5));
    }
}
