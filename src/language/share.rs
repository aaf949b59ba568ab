//! How common a single character is in text that is right, in whatever language uses it: a coarse view, for telling text
//! from bytes that were read wrongly.

use std::sync::OnceLock;

use super::Model;
use crate::damage::CodePage;
use crate::dictionary::simplified;
use crate::text::{is_han, is_han_mark};

/// log10 of the share of each character, by code point; infinite where its kind says it.
pub struct Shares(Vec<f32>);

/// A share above all: worked out when it is asked for.
const BY_KIND: f32 = f32::INFINITY;

/// log10 of the share of a Hangul syllable that the table does not list, of the 2,350 that Korean text is written in; the
/// other 8,822 are shared by what is no word. (intact/korean-short)
const SELDOM: f32 = -4.5;

/// log10 of the share of a character that no text is expected to hold.
pub const NEVER: f32 = -7.0;

impl Shares {
    /// Han characters as often as the model has them in running text, in both scripts; other characters as often as one
    /// of their kind is in a language that uses the kind.
    pub fn new(model: &Model) -> Shares {
        let mut share = vec![BY_KIND; 0x1_0000];
        // Letters and marks of Europe, which text that was misread is full of.
        for c in ('\0'..='\u{52F}').chain('\u{2000}'..='\u{203F}') {
            share[c as usize] = of_kind(c).max(NEVER);
        }
        for (c, frequency) in hangul() {
            share[c as usize] = frequency;
        }
        for (c, frequency) in model.characters() {
            if let Some(slot) = share.get_mut(c as usize) {
                *slot = frequency.max(NEVER);
            }
        }
        for u in (0x3400..0xA000).chain(0xF900..0xFB00) {
            // Han characters that the model does not have are in no text.
            let of = |c: char| match share.get(c as usize).copied() {
                // As its kind says, told at once.
                Some(BY_KIND) if is_han(c) => NEVER,
                Some(BY_KIND) => of_kind(c).max(NEVER),
                own => own.unwrap_or(NEVER),
            };
            let Some(c) = char::from_u32(u) else { continue };
            let most = of(c).max(of(simplified(c)));
            share[u as usize] = most;
        }
        Shares(share)
    }

    /// By the model that is compiled in.
    pub fn built_in() -> &'static Shares {
        static SHARES: OnceLock<Shares> = OnceLock::new();
        SHARES.get_or_init(|| Model::built_in().map_or_else(|_| Shares(Vec::new()), Shares::new))
    }

    /// log10 of the share of `c`; [`NEVER`] or more.
    pub fn of(&self, c: char) -> f32 {
        match self.0.get(c as usize).copied() {
            Some(BY_KIND) => of_kind(c).max(NEVER),
            share => share.unwrap_or(NEVER),
        }
    }
}

/// Hangul syllables with log10 of their shares.
fn hangul() -> impl Iterator<Item = (char, f32)> {
    let rows = include_str!("../../dictionaries/language/hangul.tsv").lines().filter(|l| !l.starts_with('#'));
    let bands =
        rows.filter_map(|row| row.split_once('\t')).filter_map(|(share, of)| Some((share.parse().ok()?, of)));
    let hangul = |c: &char| ('\u{AC00}'..='\u{D7A3}').contains(c);
    bands.flat_map(move |(share, of): (f32, &str)| of.chars().filter(hangul).map(move |c| (c, share)))
}

fn of_kind(c: char) -> f32 {
    let latin = matches!(c as u32, 0xC0..=0x24F | 0x1E00..=0x1EFF) && c.is_alphabetic();
    let cyrillic = matches!(c as u32, 0x400..=0x45F);
    match c as u32 {
        0..=0x1F if !matches!(c, '\t' | '\n' | '\r') => NEVER,
        0..=0x7E => -1.0,
        0x7F..=0x9F | 0xE000..=0xF8FF | 0xFFFE.. => NEVER,
        0xA0 => -2.5,
        0xFFFD => -5.0,
        0x3040..=0x30FF => -2.0,
        0xFF61..=0xFF9F => -2.0,
        0xAC00..=0xD7A3
            if CodePage::EucKr
                .bytes(c)
                .is_some_and(|b| b.as_slice()[0] >= 0xB0 && b.as_slice()[1] >= 0xA1) =>
        {
            SELDOM
        }
        0xAC00..=0xD7A3 => NEVER,
        _ if latin && c.is_lowercase() => -2.2,
        _ if latin => -3.2,
        _ if cyrillic && c.is_lowercase() => -1.5,
        _ if cyrillic => -2.5,
        _ if is_han(c) => NEVER,
        _ if is_han_mark(c) => -2.2,
        0x2500..=0x259F => -2.8,
        _ if c.is_alphabetic() => -2.8,
        _ => -4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_are_common() {
        let shares = Shares::built_in();
        for c in "的我们我們说說，".chars() {
            assert!(shares.of(c) > -4.0, "{c}");
        }
        assert!(shares.of('이') > -2.5 && shares.of('넓') < -3.0 && shares.of('뷁') < -5.5);
        assert!(shares.of('銆') < -5.0 && shares.of('\u{E000}') == NEVER && shares.of('𠀀') == NEVER);
    }
}
