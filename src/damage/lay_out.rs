//! Lays out which bytes stand for which character, as a decoder has it: part of the build script, so that no program need ask a
//! decoder for every pair when it starts.

use std::collections::BTreeMap;

use encoding_rs::{DecoderResult, EncoderResult, Encoding, GBK};

use super::places::place;

/// Places of pairs.
const PLACES: usize = place(0xFE, 0xFE) + 1;

/// The upper half of code page 437; encoding_rs has no DOS code pages.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// The tables of an encoding.
pub(crate) struct Tables {
    /// By byte: the character that one byte is, or 0.
    pub(crate) singles: Vec<u32>,
    /// By lead and trail: the character, or 0. Empty where no character is a pair.
    pub(crate) pairs: Vec<u32>,
    /// By code point: the pair, or the byte where that is below 0x100; 0 where there is none.
    pub(crate) plane: Vec<u16>,
    /// The same for characters beyond the plane.
    pub(crate) beyond: BTreeMap<char, u16>,
    /// Characters that a second pair stands for as well.
    pub(crate) twins: BTreeMap<char, u16>,
}

impl Tables {
    /// Those of `encoding`; of code page 437 without one.
    pub(crate) fn of(encoding: Option<&'static Encoding>, has_pairs: bool) -> Tables {
        let mut tables = Tables {
            singles: vec![0; 256],
            pairs: if has_pairs { vec![0; PLACES] } else { Vec::new() },
            plane: vec![0; 0x1_0000],
            beyond: BTreeMap::new(),
            twins: BTreeMap::new(),
        };
        for byte in 0x80..=0xFF {
            if let Some(c) = decode_one(encoding, &[byte]) {
                tables.singles[usize::from(byte)] = c.into();
                tables.note(c, byte.into());
            }
        }
        if has_pairs {
            let leads: Vec<u8> =
                (0x81..=0xFE).filter(|lead| tables.singles[usize::from(*lead)] == 0).collect();
            for lead in leads {
                for trail in (0x40..=0xFE).filter(|trail| *trail != 0x7F) {
                    if let Some(c) = decode_one(encoding, &[lead, trail]) {
                        tables.pairs[place(lead, trail)] = c.into();
                        tables.note(c, u16::from_be_bytes([lead, trail]));
                    }
                }
            }
        }
        for (c, twin) in &mut tables.twins {
            if encode_one(encoding, *c) == Some(*twin) {
                let found = match tables.plane.get_mut(*c as usize) {
                    Some(slot) => Some(slot),
                    None => tables.beyond.get_mut(c),
                };
                found.into_iter().for_each(|found| std::mem::swap(found, twin));
            }
        }
        tables
    }

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

/// The pair that an encoder writes for a character.
fn encode_one(encoding: Option<&'static Encoding>, c: char) -> Option<u16> {
    let mut bytes = [0; 8];
    let mut encoder = encoding?.new_encoder();
    let (result, _, written) =
        encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), &mut bytes, true);
    match (result, &bytes[..written]) {
        (EncoderResult::InputEmpty, [lead, trail]) => Some(u16::from_be_bytes([*lead, *trail])),
        _ => None,
    }
}

fn decode_one(encoding: Option<&'static Encoding>, bytes: &[u8]) -> Option<char> {
    let Some(encoding) = encoding else {
        return CP437.chars().nth(usize::from(bytes[0]).checked_sub(0x80)?);
    };
    let mut utf16 = [0; 8];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (result, _, written) = decoder.decode_to_utf16_without_replacement(bytes, &mut utf16, true);
    let mut characters = char::decode_utf16(utf16[..written].iter().copied());
    let c = characters.next()?.ok()?;
    (result == DecoderResult::InputEmpty && characters.next().is_none()).then_some(c)
}

/// GBK as the damaging tools had it: by lead and trail the character, and by character the pair; 0 where there is none.
pub(crate) fn gbk_of_tools() -> (Vec<u16>, Vec<u16>) {
    let (mut chars, mut pairs) = (vec![0; PLACES], vec![0; 0x1_0000]);
    for lead in 0x81..=0xFE {
        for trail in (0x40..=0xFE).filter(|trail| *trail != 0x7F) {
            let c = decode_one(Some(GBK), &[lead, trail]).and_then(|c| u16::try_from(u32::from(c)).ok());
            if let Some(unit) = c.filter(|unit| !is_private(lead, trail, *unit)) {
                chars[place(lead, trail)] = unit;
                pairs[usize::from(unit)] = u16::from_be_bytes([lead, trail]);
            }
        }
    }
    (chars, pairs)
}

/// The user-defined areas, and what GB 18030 assigned later than CP936: the tools knew neither.
fn is_private(lead: u8, trail: u8, unit: u16) -> bool {
    (0xE000..=0xF8FF).contains(&unit)
        || match lead {
            0xA1..=0xA7 => {
                trail < 0xA1
                    || matches!((lead, trail), (0xA2, 0xE3) | (0xA6, 0xD9..=0xDF | 0xEC | 0xED | 0xF3))
            }
            0xA8 => matches!(trail, 0xBC | 0xBF),
            0xA9 => matches!(trail, 0x89..=0x95),
            0xAA..=0xAF | 0xF8..=0xFD => trail >= 0xA1,
            0xFE => trail >= 0x50,
            _ => false,
        }
}
