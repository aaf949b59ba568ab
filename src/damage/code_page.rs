//! The encodings that Chinese text is written in and mistaken for: which bytes stand for which character.

use std::fmt;
use std::str::FromStr;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::laid_out::{PAGES, Tables, number, pair_of, unit};
use super::places::place;
use crate::error::Error;

/// An encoding of an accident: one that Chinese text was written in, or was read in by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CodePage {
    /// UTF-8.
    Utf8,
    /// GBK as web browsers have it: the user-defined pairs are private-use characters.
    Gbk,
    /// Big5 with HKSCS.
    Big5,
    /// windows-1252; its five undefined bytes are C1 controls.
    Windows1252,
    /// ISO 8859-1: every byte is the character of that number.
    Latin1,
    /// windows-1250.
    Windows1250,
    /// windows-1251.
    Windows1251,
    /// Shift_JIS with the extensions of Windows.
    ShiftJis,
    /// EUC-KR with the extensions of Windows.
    EucKr,
    /// The code page of the first IBM PC.
    Cp437,
}

/// The bytes of one character: at most four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bytes {
    bytes: [u8; 4],
    length: u8,
}

impl Bytes {
    fn new(from: &[u8]) -> Bytes {
        let mut bytes = [0; 4];
        bytes[..from.len()].copy_from_slice(from);
        Bytes { bytes, length: from.len() as u8 }
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl CodePage {
    /// Every encoding.
    pub const ALL: [CodePage; 10] = [
        CodePage::Utf8,
        CodePage::Gbk,
        CodePage::Big5,
        CodePage::Windows1252,
        CodePage::Latin1,
        CodePage::Windows1250,
        CodePage::Windows1251,
        CodePage::ShiftJis,
        CodePage::EucKr,
        CodePage::Cp437,
    ];

    /// The name used on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            CodePage::Utf8 => "utf-8",
            CodePage::Gbk => "gbk",
            CodePage::Big5 => "big5",
            CodePage::Windows1252 => "windows-1252",
            CodePage::Latin1 => "latin-1",
            CodePage::Windows1250 => "windows-1250",
            CodePage::Windows1251 => "windows-1251",
            CodePage::ShiftJis => "shift_jis",
            CodePage::EucKr => "euc-kr",
            CodePage::Cp437 => "cp437",
        }
    }

    /// Whether some characters take two bytes that are looked up as a pair.
    pub fn has_pairs(self) -> bool {
        matches!(self, CodePage::Gbk | CodePage::Big5 | CodePage::ShiftJis | CodePage::EucKr)
    }

    /// The character that a byte is by itself; `None` for the first of several and where there is none.
    pub fn single(self, byte: u8) -> Option<char> {
        match self {
            _ if byte < 0x80 => Some(byte.into()),
            CodePage::Utf8 => None,
            CodePage::Latin1 => Some(byte.into()),
            _ => char::from_u32(number(self.tables().singles, byte.into())).filter(|c| *c != '\0'),
        }
    }

    /// The character that two bytes are as a pair; `None` where there is none or there are two.
    pub fn pair(self, lead: u8, trail: u8) -> Option<char> {
        if !self.has_pairs() || !(0x81..=0xFE).contains(&lead) || !(0x40..=0xFE).contains(&trail) {
            return None;
        }
        char::from_u32(number(self.tables().pairs, place(lead, trail))).filter(|c| *c != '\0')
    }

    /// The bytes of a character; `None` where the encoding lacks it.
    pub fn bytes(self, c: char) -> Option<Bytes> {
        match self {
            _ if c.is_ascii() => Some(Bytes::new(&[c as u8])),
            CodePage::Utf8 => Some(Bytes::new(c.encode_utf8(&mut [0; 4]).as_bytes())),
            CodePage::Latin1 => u8::try_from(c).ok().map(|byte| Bytes::new(&[byte])),
            _ => {
                let tables = self.tables();
                let found = match unit(tables.plane, c as usize) {
                    0 => pair_of(tables.beyond, c)?,
                    found => found,
                };
                let bytes = found.to_be_bytes();
                Some(Bytes::new(if found < 0x100 { &bytes[1..] } else { &bytes }))
            }
        }
    }

    /// What tells the byte that a character is by itself; `None` where it is none, takes several or is not in the encoding. It is
    /// read as this character again.
    pub(crate) fn byte(self) -> impl Fn(char) -> Option<u8> {
        // Asked of every character of a misread text. Encodings that are their own rule have no table.
        let plane = self.tables().plane;
        move |c| match c {
            _ if c.is_ascii() => Some(c as u8),
            _ if self == CodePage::Latin1 => u8::try_from(c).ok(),
            _ => u8::try_from(unit(plane, c as usize)).ok().filter(|byte| *byte > 0),
        }
    }

    /// The other pair that is read as this character, where there is one.
    pub fn twin(self, c: char) -> Option<[u8; 2]> {
        let twin = if self.has_pairs() { pair_of(self.tables().twins, c) } else { None };
        twin.map(|pair| pair.to_be_bytes())
    }

    /// The encoding as a decoder has it, where there is one.
    pub(super) fn encoding(self) -> Option<&'static Encoding> {
        Some(match self {
            CodePage::Utf8 => UTF_8,
            CodePage::Gbk => GBK,
            CodePage::Big5 => BIG5,
            CodePage::Windows1252 => WINDOWS_1252,
            CodePage::Windows1250 => WINDOWS_1250,
            CodePage::Windows1251 => WINDOWS_1251,
            CodePage::ShiftJis => SHIFT_JIS,
            CodePage::EucKr => EUC_KR,
            CodePage::Latin1 | CodePage::Cp437 => return None,
        })
    }

    /// Laid out for every encoding that is not its own rule: those of UTF-8 and latin-1 are empty.
    fn tables(self) -> &'static Tables {
        &PAGES[self as usize]
    }
}

impl fmt::Display for CodePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CodePage {
    type Err = Error;

    fn from_str(name: &str) -> Result<CodePage, Error> {
        CodePage::ALL.into_iter().find(|page| page.name() == name).ok_or_else(|| Error::Unknown {
            what: "encoding of an accident",
            name: name.into(),
            known: "utf-8, gbk, big5, windows-1252, latin-1, windows-1250, windows-1251, shift_jis, euc-kr, cp437",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_pairs_the_one_that_encoders_write_is_meant() {
        let bytes = |page: CodePage, c| page.bytes(c).map(|bytes| bytes.as_slice().to_vec());
        assert_eq!(bytes(CodePage::Big5, '箸'), Some(vec![0xBA, 0xE6]));
        assert_eq!(CodePage::Big5.twin('箸'), Some([0x8E, 0x69]));
        // Those of NEC are read and not written.
        assert_eq!(CodePage::ShiftJis.twin('﨧'), Some([0xEE, 0xB7]));
    }

    #[test]
    fn bytes_and_characters_agree() {
        for (page, c, bytes) in [
            (CodePage::Gbk, '中', [0xD6, 0xD0].as_slice()),
            (CodePage::Gbk, '€', &[0x80]),
            (CodePage::Big5, '中', &[0xA4, 0xA4]),
            (CodePage::Windows1251, 'Ж', &[0xC6]),
            (CodePage::Windows1252, '\u{81}', &[0x81]),
            (CodePage::Latin1, '\u{81}', &[0x81]),
            (CodePage::ShiftJis, 'ｱ', &[0xB1]),
            (CodePage::EucKr, '한', &[0xC7, 0xD1]),
            (CodePage::Cp437, 'Θ', &[0xE9]),
            (CodePage::Utf8, '中', "中".as_bytes()),
        ] {
            assert_eq!(page.bytes(c).unwrap().as_slice(), bytes, "{page} {c}");
            match bytes {
                [byte] => assert_eq!(page.single(*byte), Some(c), "{page}"),
                [lead, trail] => assert_eq!(page.pair(*lead, *trail), Some(c), "{page}"),
                _ => {}
            }
        }
        assert_eq!(CodePage::Big5.bytes('们'), None);
        assert_eq!(CodePage::Big5.pair(0x88, 0x62), None, "two characters");
        assert_eq!(
            CodePage::Big5.twin('十').map(|pair| CodePage::Big5.pair(pair[0], pair[1])),
            Some(Some('十'))
        );
        assert_eq!(CodePage::Windows1252.pair(0xD6, 0xD0), None);
        assert!((0x80..=0xFF).all(|byte| CodePage::Cp437.single(byte).is_some()));
    }

    #[test]
    fn a_byte_is_read_as_the_character_that_it_is() {
        for page in CodePage::ALL {
            let (mut single, byte) = (0, page.byte());
            for c in ('\0'..=char::MAX).filter(|c| *c != char::REPLACEMENT_CHARACTER) {
                let bytes = page.bytes(c);
                let one = bytes.as_ref().map(Bytes::as_slice).filter(|bytes| bytes.len() == 1);
                assert_eq!(byte(c), one.map(|bytes| bytes[0]), "{page} {c}");
                if let Some(byte) = byte(c) {
                    assert_eq!(page.single(byte), Some(c), "{page}");
                    single += 1;
                }
            }
            assert!(
                page.has_pairs() || single == if page == CodePage::Utf8 { 128 } else { 256 },
                "{page} {single}"
            );
            assert_eq!(byte(char::REPLACEMENT_CHARACTER), None);
        }
    }

    #[test]
    fn pairs_are_what_a_decoder_reads() {
        for page in CodePage::ALL.into_iter().filter(|page| page.has_pairs()) {
            let encoding = page.encoding().unwrap();
            for (lead, trail) in (0x81..=0xFE).flat_map(|lead| (0x40..=0xFE).map(move |trail| (lead, trail)))
            {
                // A byte that stands by itself begins no pair.
                let begins = page.single(lead).is_none() && trail != 0x7F;
                let pair = [lead, trail];
                let read = encoding.decode_without_bom_handling_and_without_replacement(&pair);
                let mut read = read.iter().filter(|_| begins).flat_map(|text| text.chars());
                let one = read.next().filter(|_| read.next().is_none());
                assert_eq!(page.pair(lead, trail), one, "{page} {lead:02X}{trail:02X}");
                if let Some(c) = one {
                    let read = match page.bytes(c).unwrap().as_slice() {
                        [byte] => page.single(*byte),
                        bytes => page.pair(bytes[0], bytes[1]),
                    };
                    assert_eq!(read, Some(c), "{page}");
                }
            }
        }
    }

    #[test]
    fn names_lead_back() {
        for page in CodePage::ALL {
            assert_eq!(page.name().parse::<CodePage>().unwrap(), page);
            assert_eq!(
                page as usize,
                CodePage::ALL.iter().position(|p| *p == page).unwrap(),
                "tables are by number"
            );
        }
        assert!("utf-7".parse::<CodePage>().is_err());
    }
}
