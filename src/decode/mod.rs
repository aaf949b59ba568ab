//! Bytes to text and back, keeping what was seen, so that the very bytes can be given back.

mod detect;
mod legacy;
mod pieces;
mod utf16;
mod utf8;
mod walk;

use encoding_rs::{REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::Error;

pub use detect::{Guess, guess, is_binary};
pub use pieces::Pieces;

/// An encoding, as [`label`] finds it.
pub type Encoding = &'static encoding_rs::Encoding;

/// A place whose bytes the encoding alone does not give back: a malformed sequence (U+FFFD in the text) or a
/// character that was written in another way than this program would write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irregular {
    /// Where, in bytes of the text.
    pub at: usize,
    /// How many bytes of the text stand for it.
    pub text_len: usize,
    /// The bytes of the input.
    pub bytes: Vec<u8>,
}

/// How a text was written down as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether a byte order mark stood in front; it is no part of the text.
    pub bom: bool,
    /// Where the bytes differ from what the encoding gives, in order and disjoint.
    pub irregular: Vec<Irregular>,
}

/// A text and how it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark, each malformed sequence as one U+FFFD.
    pub text: String,
    /// What gives the bytes back.
    pub form: Form,
}

impl Default for Form {
    fn default() -> Form {
        Form { encoding: UTF_8, bom: false, irregular: Vec::new() }
    }
}

impl Form {
    /// Whether this is UTF-8 without a byte order mark and without a stray byte.
    pub fn is_plain(&self) -> bool {
        self.is_utf8() && !self.bom && self.irregular.is_empty()
    }

    /// Whether the encoding is UTF-8, with or without a byte order mark and stray bytes.
    pub fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// The bytes of `text` in this form: the exact input for the text that was decoded. `None` where an
    /// irregular place is out of bounds or out of order, or the encoding lacks a character.
    pub fn encode_back(&self, text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(text.len() + 3);
        if self.bom {
            out.extend_from_slice(bom(self.encoding));
        }
        let mut at = 0;
        for irregular in &self.irregular {
            encode(self.encoding, text.get(at..irregular.at)?, &mut out)?;
            out.extend_from_slice(&irregular.bytes);
            at = irregular.at.checked_add(irregular.text_len)?;
        }
        encode(self.encoding, text.get(at..)?, &mut out)?;
        Some(out)
    }
}

/// The encoding a label of the WHATWG Encoding Standard names, such as `gbk` or `big5`.
///
/// # Errors
/// [`Error::Unknown`] for any other label, and for those the standard refuses to decode.
pub fn label(name: &str) -> Result<Encoding, Error> {
    encoding_rs::Encoding::for_label(name.as_bytes()).filter(|found| *found != REPLACEMENT).ok_or_else(|| Error::Unknown {
        what: "encoding",
        name: name.into(),
        known: "utf-8, gbk, gb18030, big5, utf-16le, utf-16be, and the labels of encoding.spec.whatwg.org",
    })
}

/// Decodes `bytes` as `label`, or as what they look like: UTF-8 where they are (nearly) that, UTF-16 behind a
/// byte order mark, UTF-16, gb18030 or Big5 where that reads like Chinese and better than as anything else, each line
/// by itself where some are UTF-8 and others Chinese in another encoding, else UTF-8 with stray bytes. Never fails; [`Form::encode_back`] of the text gives `bytes`.
///
/// The encoding is chosen from the first 64 KiB behind the ASCII that the text begins with. [`Pieces`] does the same with a
/// text that is too long to be held.
pub fn decode(bytes: &[u8], label: Option<Encoding>) -> Decoded {
    let mut out = Decoded { text: String::new(), form: Form::default() };
    walk::Walk::new(label).take(bytes, true, &mut out);
    out
}

/// Decodes UTF-8 in which a byte order mark was (`bom`) or was not written by this program: without one, a
/// leading U+FEFF belongs to the text.
pub(crate) fn decode_utf8(bytes: &[u8], bom: bool) -> Decoded {
    match bytes.strip_prefix(self::bom(UTF_8)) {
        Some(rest) if bom => utf8::decode(rest, true),
        _ => utf8::decode(bytes, false),
    }
}

/// The byte order mark of an encoding; empty for those that have none.
fn bom(encoding: Encoding) -> &'static [u8] {
    if encoding == UTF_8 {
        b"\xEF\xBB\xBF"
    } else if encoding == UTF_16LE {
        b"\xFF\xFE"
    } else if encoding == UTF_16BE {
        b"\xFE\xFF"
    } else {
        b""
    }
}

/// Appends `text` in `encoding`; `None` where it lacks a character.
fn encode(encoding: Encoding, text: &str, out: &mut Vec<u8>) -> Option<()> {
    if encoding == UTF_8 {
        out.extend_from_slice(text.as_bytes());
    } else if encoding == UTF_16LE {
        out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    } else if encoding == UTF_16BE {
        out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    } else {
        legacy::encode(encoding, text, out)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(bytes: &[u8], label: Option<Encoding>) -> Decoded {
        let decoded = decode(bytes, label);
        assert_eq!(decoded.form.encode_back(&decoded.text).as_deref(), Some(bytes), "{decoded:?}");
        decoded
    }

    #[test]
    fn stray_bytes_cost_only_their_own_character() {
        let decoded = back("中文\u{0}漢字，沒有損壞".replace('\u{0}', "é").as_bytes(), None);
        assert!(decoded.form.is_plain());
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        bytes.extend_from_slice("漢字".as_bytes());
        bytes.extend_from_slice(b"\xE4\xB8\xFF");
        bytes.extend_from_slice("沒有損壞".as_bytes());
        let decoded = back(&bytes, None);
        assert_eq!(decoded.text, "漢字\u{FFFD}\u{FFFD}沒有損壞");
        assert!(decoded.form.bom);
        let kept: Vec<&[u8]> = decoded.form.irregular.iter().map(|i| i.bytes.as_slice()).collect();
        assert_eq!(kept, [b"\xE4\xB8".as_slice(), b"\xFF"]);
    }

    #[test]
    fn labels_are_looked_up() {
        assert_eq!(label("GBK").unwrap().name(), "GBK");
        assert!(label("klingon").unwrap_err().to_string().contains("'klingon'"));
        assert!(label("iso-2022-kr").is_err(), "a label that the standard maps to nothing");
    }

    #[test]
    fn irregular_places_of_legacy_encodings_are_recorded() {
        // 80 is the euro sign in GBK, and so is A2 E3; gb18030 has a second way of its own.
        for encoding in ["gbk", "gb18030"] {
            let decoded = back(b"\xD6\xD0\x80\xCE\xC4\xA2\xE3\n\x81\xFF!", Some(label(encoding).unwrap()));
            assert_eq!(decoded.text, "中€文€\n\u{FFFD}!", "{encoding}");
        }
        let decoded = back(b"a\x88\x62b", Some(label("big5").unwrap()));
        assert_eq!(decoded.text, "a\u{CA}\u{304}b", "two characters from one pair");
        assert_eq!(decoded.form.irregular.len(), 1);
        back(b"\x1B$B\x30\x21\x1B(Bx\x1B$B\x1B(B", Some(label("iso-2022-jp").unwrap()));
    }

    #[test]
    fn utf16_without_its_last_byte() {
        let decoded = back(b"\xFF\xFE\x2D\x4E\x87\x65\x00", Some(UTF_16LE));
        assert_eq!(decoded.text, "中文\u{FFFD}");
        assert_eq!(back(b"\xFE\xFF\x4E\x2D\x65\x87", None).text, "中文");
        assert_eq!(back(b"\x00\xD8\x2D\x4E", Some(UTF_16LE)).text, "\u{FFFD}中");
    }

    /// Bytes as legacy encodings have them: mostly in pairs, with the bytes where the tables have their seams.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let seam = prop::sample::select(vec![
            0x00, 0x0A, 0x1B, 0x24, 0x28, 0x30, 0x39, 0x3F, 0x42, 0x7E, 0x7F, 0x80, 0x81, 0x84, 0x88, 0xA1,
            0xA2, 0xBB, 0xBF, 0xC3, 0xD6, 0xD8, 0xDC, 0xE3, 0xE4, 0xEF, 0xF0, 0xFC, 0xFD, 0xFE, 0xFF,
        ]);
        prop::collection::vec(prop_oneof![seam, any::<u8>(), 0x81u8..], 0..60)
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in bytes()) {
            back(&bytes, None);
            for name in
                ["utf-8", "gbk", "gb18030", "big5", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"]
            {
                back(&bytes, Some(label(name).unwrap()));
            }
        }

        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            prop_assert!(decode(text.as_bytes(), None).form.irregular.is_empty());
            back(text.as_bytes(), None);
        }
    }
}
