//! How unlikely two characters stand side by side in text that is right: scripts that no word mixes, signs between
//! letters. Measured on texts of ten languages and on misread Chinese.

use crate::text::is_han;

/// log10: letters of two scripts in one word; of two that do meet in one, as in Korean with Han characters.
const MIXED: f32 = -1.5;
const MEETING: f32 = -0.5;
/// log10: a sign or a line beside an ASCII letter; a line beside a letter or a sign that is none.
const SIGN_BESIDE: f32 = -1.0;
const LINE_BESIDE: f32 = -1.5;
/// log10: a letter of Hangul by itself; a character in a circle or square.
const JAMO: f32 = -1.5;
const ENCLOSED: f32 = -0.5;
/// log10: a half-width sound mark behind a kana that takes none.
const UNVOICED: f32 = -2.0;

/// What a character is, as far as words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Cyrillic,
    Greek,
    Kana,
    HalfKana,
    Hangul,
    Jamo,
    Bopomofo,
    Han,
    /// Signs of Latin-1 and accents by themselves.
    Sign,
    /// Rules and boxes.
    Line,
    Other,
}

fn kind(c: char) -> Kind {
    match c as u32 {
        0x400..=0x52F => Kind::Cyrillic,
        0x370..=0x3FF => Kind::Greek,
        0xA1..=0xBF | 0xD7 | 0xF7 | 0x2B0..=0x2FF => Kind::Sign,
        0xC0..=0x24F => Kind::Latin,
        _ if c.is_ascii_alphabetic() => Kind::Latin,
        0x2500..=0x259F => Kind::Line,
        0x3041..=0x30FF => Kind::Kana,
        0xFF61..=0xFF9F => Kind::HalfKana,
        0xAC00..=0xD7A3 => Kind::Hangul,
        0x3131..=0x318E => Kind::Jamo,
        0x3105..=0x312F => Kind::Bopomofo,
        _ if is_han(c) => Kind::Han,
        _ => Kind::Other,
    }
}

/// log10: what speaks against `c` behind `previous`; 0 or less.
pub(super) fn price(previous: Option<char>, c: char) -> f32 {
    let own = match c as u32 {
        0x3131..=0x318E => JAMO,
        0x2460..=0x24FF | 0x3200..=0x33FF => ENCLOSED,
        _ => 0.0,
    };
    let Some(previous) = previous else { return own };
    let (before, here) = (kind(previous), kind(c));
    let is_letter = |kind: Kind| !matches!(kind, Kind::Sign | Kind::Line | Kind::Other);
    let is_drawn = |kind: Kind| matches!(kind, Kind::Sign | Kind::Line);
    let mut price = own;
    if before != here && is_letter(before) && is_letter(here) {
        price += between(before, here);
    }
    if is_drawn(before) && c.is_ascii_alphabetic() || is_drawn(here) && previous.is_ascii_alphanumeric() {
        price += SIGN_BESIDE;
    }
    let beside_line = |line: Kind, other: Kind, c: char| {
        line == Kind::Line && other != Kind::Line && !c.is_ascii() && (is_letter(other) || is_drawn(other))
    };
    if beside_line(before, here, c) || beside_line(here, before, previous) {
        price += LINE_BESIDE;
    }
    let is_mark = matches!(c, 'ﾞ' | 'ﾟ');
    if is_mark && !matches!(previous, 'ｳ' | 'ｶ'..='ﾄ' | 'ﾊ'..='ﾎ') {
        price += UNVOICED;
    }
    price
}

/// Consonants in a row that a word in Cyrillic letters has at most, and one vowel to so many letters at least.
/// (intact/russian-headings)
const CONSONANTS: usize = 4;
const LETTERS: usize = 4;

/// Whether a text is words in Cyrillic letters, as far as capitals and vowels tell: misread text has them by chance.
pub(super) fn is_cyrillic(text: &str) -> bool {
    let letters = text.chars().filter(|c| !c.is_ascii());
    if !letters.clone().all(|c| kind(c) == Kind::Cyrillic && c.is_alphabetic()) {
        return false;
    }
    let is_vowel = |c: char| "аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ".contains(c);
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
        let count = word.chars().count();
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_cased = capitals == 0
            || capitals == count
            || capitals == 1 && word.chars().next().is_some_and(char::is_uppercase);
        let vowels = word.chars().filter(|c| is_vowel(*c)).count();
        let longest = word.split(is_vowel).map(|run| run.chars().count()).max().unwrap_or(0);
        is_cased && longest <= CONSONANTS && vowels * LETTERS >= count
    })
}

/// log10 for letters of two scripts side by side.
fn between(one: Kind, other: Kind) -> f32 {
    let is = |a: Kind, b: Kind| (one, other) == (a, b) || (other, one) == (a, b);
    match () {
        _ if is(Kind::Han, Kind::Kana) || is(Kind::Han, Kind::Latin) || is(Kind::Han, Kind::Bopomofo) => 0.0,
        _ if is(Kind::Latin, Kind::Kana) || is(Kind::Latin, Kind::Hangul) || is(Kind::Latin, Kind::Greek) => {
            0.0
        }
        _ if is(Kind::Han, Kind::Hangul) || is(Kind::Han, Kind::Greek) => MEETING,
        _ => MIXED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> f32 {
        let mut previous = None;
        text.chars().map(|c| price(previous.replace(c), c)).sum()
    }

    #[test]
    fn text_that_is_right_costs_little() {
        for text in
            ["cafés", "Привет", "こんにちは世界", "대한민국 大韓民國", "α粒子", "ﾊﾟｿｺﾝ", "┌──┐", "5° ± 2"]
        {
            assert!(cost(text) >= -1.0, "{text}: {}", cost(text));
        }
        for text in ["ㅹ㎿ガㅵτ쮝뎤", "┐ﾖ^｣ｬ", "╚┤º·ñ_ó", "¤lҐЗ", "綠猌そ핑"] {
            assert!(cost(text) <= -1.5, "{text}: {}", cost(text));
        }
    }
}
