//! The encodings that Chinese text is written in and mistaken for: which bytes stand for which character.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use encoding_rs::{
    BIG5, DecoderResult, EUC_KR, EncoderResult, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};
use rustc_hash::FxHashMap;

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

/// The upper half of code page 437; encoding_rs has no DOS code pages.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// Leads are 0x81..=0xFE, trails 0x40..=0xFE.
const LEADS: usize = 126;
const TRAILS: usize = 191;

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

struct Tables {
    /// By byte: the character that one byte is, or 0.
    singles: [u32; 256],
    /// By lead and trail: the character, or 0.
    pairs: Vec<u32>,
    /// By code point: the pair, or the byte where that is below 0x100; 0 where there is none.
    plane: Vec<u16>,
    beyond: FxHashMap<char, u16>,
    /// Characters that a second pair stands for as well.
    twins: FxHashMap<char, u16>,
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
            _ => char::from_u32(self.tables().singles[usize::from(byte)]).filter(|c| *c != '\0'),
        }
    }

    /// The character that two bytes are as a pair; `None` where there is none or there are two.
    pub fn pair(self, lead: u8, trail: u8) -> Option<char> {
        if !self.has_pairs() || !(0x81..=0xFE).contains(&lead) || !(0x40..=0xFE).contains(&trail) {
            return None;
        }
        char::from_u32(self.tables().pairs[index(lead, trail)]).filter(|c| *c != '\0')
    }

    /// The bytes of a character; `None` where the encoding lacks it.
    pub fn bytes(self, c: char) -> Option<Bytes> {
        match self {
            _ if c.is_ascii() => Some(Bytes::new(&[c as u8])),
            CodePage::Utf8 => Some(Bytes::new(c.encode_utf8(&mut [0; 4]).as_bytes())),
            CodePage::Latin1 => u8::try_from(c).ok().map(|byte| Bytes::new(&[byte])),
            _ => {
                let tables = self.tables();
                let found = match tables.plane.get(c as usize) {
                    Some(0) | None => *tables.beyond.get(&c)?,
                    Some(found) => *found,
                };
                let bytes = found.to_be_bytes();
                Some(Bytes::new(if found < 0x100 { &bytes[1..] } else { &bytes }))
            }
        }
    }

    /// The other pair that is read as this character, where there is one.
    pub fn twin(self, c: char) -> Option<[u8; 2]> {
        let twin = if self.has_pairs() { self.tables().twins.get(&c) } else { None };
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

    fn tables(self) -> &'static Tables {
        static TABLES: [OnceLock<Tables>; CodePage::ALL.len()] =
            [const { OnceLock::new() }; CodePage::ALL.len()];
        TABLES[self as usize].get_or_init(|| self.build())
    }

    fn build(self) -> Tables {
        let mut tables = Tables {
            singles: [0; 256],
            pairs: if self.has_pairs() { vec![0; LEADS * TRAILS] } else { Vec::new() },
            plane: vec![0; 0x1_0000],
            beyond: FxHashMap::default(),
            twins: FxHashMap::default(),
        };
        for byte in 0x80..=0xFF {
            if let Some(c) = self.decode_one(&[byte]) {
                tables.singles[usize::from(byte)] = c.into();
                tables.note(c, byte.into());
            }
        }
        if self.has_pairs() {
            let leads: Vec<u8> =
                (0x81..=0xFE).filter(|lead| tables.singles[usize::from(*lead)] == 0).collect();
            for lead in leads {
                for trail in (0x40..=0xFE).filter(|trail| *trail != 0x7F) {
                    if let Some(c) = self.decode_one(&[lead, trail]) {
                        tables.pairs[index(lead, trail)] = c.into();
                        tables.note(c, u16::from_be_bytes([lead, trail]));
                    }
                }
            }
        }
        for (c, twin) in &mut tables.twins {
            if self.encode_one(*c) == Some(*twin) {
                let found = match tables.plane.get_mut(*c as usize) {
                    Some(slot) => Some(slot),
                    None => tables.beyond.get_mut(c),
                };
                found.into_iter().for_each(|found| std::mem::swap(found, twin));
            }
        }
        tables
    }

    /// The pair that an encoder writes for a character.
    fn encode_one(self, c: char) -> Option<u16> {
        let mut bytes = [0; 8];
        let mut encoder = self.encoding()?.new_encoder();
        let (result, _, written) =
            encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), &mut bytes, true);
        match (result, &bytes[..written]) {
            (EncoderResult::InputEmpty, [lead, trail]) => Some(u16::from_be_bytes([*lead, *trail])),
            _ => None,
        }
    }

    fn decode_one(self, bytes: &[u8]) -> Option<char> {
        let Some(encoding) = self.encoding() else {
            return CP437.chars().nth(usize::from(bytes[0]).checked_sub(0x80)?);
        };
        let mut utf16 = [0; 8];
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (result, _, written) = decoder.decode_to_utf16_without_replacement(bytes, &mut utf16, true);
        let mut characters = char::decode_utf16(utf16[..written].iter().copied());
        let c = characters.next()?.ok()?;
        (result == DecoderResult::InputEmpty && characters.next().is_none()).then_some(c)
    }
}

impl Tables {
    /// Of several ways to write a character, the first is kept, until it is known which one encoders write.
    fn note(&mut self, c: char, bytes: u16) {
        match self.plane.get_mut(c as usize) {
            Some(slot @ 0) => *slot = bytes,
            Some(_) => _ = self.twins.insert(c, bytes),
            None if self.beyond.contains_key(&c) => _ = self.twins.insert(c, bytes),
            None => _ = self.beyond.insert(c, bytes),
        }
    }
}

fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead - 0x81) * TRAILS + usize::from(trail - 0x40)
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
        assert_eq!(CP437.chars().count(), 128);
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
