//! How unlikely two characters stand side by side in text that is right: scripts that no word mixes, signs between
//! letters. Measured on texts of ten languages and on misread Chinese.

use crate::damage::CodePage;
use crate::dictionary::{Cantonese, NameCharacters, simplified, traditional};
use crate::text::{Span, is_han, is_han_mark};

/// log10: letters of two scripts in one word; of two that do meet in one, as in Korean with Han characters.
const MIXED: f32 = -1.5;
const MEETING: f32 = -0.5;
/// log10: a sign or a line beside an ASCII letter; a line beside a letter or a sign that is none.
const SIGN_BESIDE: f32 = -1.0;
const LINE_BESIDE: f32 = -1.5;
/// log10: a letter of Hangul by itself; a character in a circle or square.
const JAMO: f32 = -1.5;
const ENCLOSED: f32 = -0.5;
/// log10: a half-width sound mark behind a kana that takes none; a small kana where none is said.
/// (synthetic/misread-line-in-kana, intact/kana-small)
const UNVOICED: f32 = -2.0;
const UNSAID: f32 = -3.0;
/// log10: a half-width kana or mark beside a sign of ASCII that is the second byte of a pair; a full-width mark behind Hangul,
/// which is written with those of ASCII; a mark for lines from top to bottom in a line that runs from left to right.
/// (synthetic/misread-line-with-a-bracket, intact/korean-short, intact/kana-beside-hans)
const SYMBOL_BESIDE: f32 = -1.0;
const WIDE_BEHIND_HANGUL: f32 = -1.0;
const VERTICAL: f32 = -1.5;
/// log10: a kana beside a character that Japanese is not written with; a Simplified character beside a Traditional one.
/// (synthetic/misread-line-of-small-kana, intact/kana-beside-hans)
const KANA_BESIDE: f32 = -1.0;
const BOTH_SCRIPTS: f32 = -0.7;

/// The tones of Bopomofo, and how many characters of a syllable with its tone are no chance.
const TONES: [char; 5] = ['ˉ', 'ˊ', 'ˇ', 'ˋ', '˙'];
const SYLLABLE: usize = 3;

/// What a character is, as far as words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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

pub(super) fn kind(c: char) -> Kind {
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
        0xFE30..=0xFE4F => VERTICAL,
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
    if is_unsaid(previous, c) {
        price += UNSAID;
    }
    let is_symbol = |c: char| matches!(c, '@' | '['..='`' | '{'..='~');
    if before == Kind::HalfKana && is_symbol(c) || here == Kind::HalfKana && is_symbol(previous) {
        price += SYMBOL_BESIDE;
    }
    if before == Kind::Hangul && is_wide_mark(c) {
        price += WIDE_BEHIND_HANGUL;
    }
    let is_foreign = |kind: Kind, c: char| kind == Kind::Han && CodePage::ShiftJis.bytes(c).is_none();
    let is_kana = |kind: Kind| matches!(kind, Kind::Kana | Kind::HalfKana);
    if is_kana(before) && is_foreign(here, c) || is_kana(here) && is_foreign(before, previous) {
        price += KANA_BESIDE;
    }
    if before == Kind::Han && here == Kind::Han && are_of_both_scripts(previous, c) {
        price += BOTH_SCRIPTS;
    }
    price
}

/// Whether one of two Han characters is Simplified, and the other Traditional.
pub(super) fn are_of_both_scripts(one: char, other: char) -> bool {
    let is_hant = |c: char| simplified(c) != c;
    let is_hans = |c: char| traditional(c) != c && CodePage::Big5.bytes(c).is_none();
    is_hant(one) && is_hans(other) || is_hant(other) && is_hans(one)
}

/// The marks that Chinese sentences have and Korean ones have not.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：')
}

/// The kana of each vowel, katakana, for what may stand behind them.
const ROWS: [&str; 5] = [
    "アカガサザタダナハバパマヤラワ",
    "イキギシジチヂニヒビピミリヰ",
    "ウクグスズツヅヌフブプムユルヴ",
    "エケゲセゼテデネヘベペメレヱ",
    "オコゴソゾトドノホボポモヨロヲ",
];
const SMALL: [char; 5] = ['ァ', 'ィ', 'ゥ', 'ェ', 'ォ'];
/// The half-width kana in their order, from U+FF66.
const HALF: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// The katakana of a hiragana or half-width kana; other characters stay.
fn katakana(c: char) -> char {
    match c as u32 {
        0x3041..=0x3096 => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        unit @ 0xFF66..=0xFF9D => HALF.chars().nth((unit - 0xFF66) as usize).unwrap_or(c),
        _ => c,
    }
}

/// Whether `c` is a small kana that is said behind no such character, or `previous` a small ツ before which none is said.
fn is_unsaid(previous: char, c: char) -> bool {
    if !matches!(kind(c), Kind::Kana | Kind::HalfKana) {
        return false;
    }
    let (before, here) = (katakana(previous), katakana(c));
    // A voiced half-width kana has its mark behind it.
    if matches!(before, 'ﾞ' | 'ﾟ' | '゛' | '゜') {
        return false;
    }
    let row = ROWS.iter().position(|row| row.contains(before));
    match here {
        'ャ' | 'ュ' | 'ョ' => !"キギシジチヂニヒビピミリテデフヴウツ".contains(before),
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => {
            let drawn = SMALL.iter().position(|small| *small == here) == row;
            // フォ, ウィ, ティ; and what is drawn out: ねぇ, はぁぁ, わーぃ.
            let said = row.is_some() && "フヴウクグツテデトドシジチスズイ".contains(before);
            !(drawn || said || SMALL.contains(&before) || before == 'ー')
        }
        _ if before == 'ッ' => {
            "アイウエオナニヌネノマミムメモヤユヨワヲン".contains(here) && kind(c) == Kind::HalfKana
        }
        'ー' => kind(c) == Kind::HalfKana && row.is_none() && !"ンァィゥェォャュョ".contains(before),
        _ => false,
    }
}

/// Whether a syllable of Hangul is none of the 2,350 that Korean is written with.
pub(super) fn is_unheard(c: char) -> bool {
    let in_use = |bytes: &[u8]| bytes.iter().all(|byte| *byte >= 0xA1);
    kind(c) == Kind::Hangul && !CodePage::EucKr.bytes(c).is_some_and(|bytes| in_use(bytes.as_slice()))
}

/// Whether the parts of a line are what Koreans chat in: single letters for syllables and laughter (ㅇㅋ, ㅋㅋ, ㅠㅠ), among syllables in use, with a hiragana for fun.
/// (intact/korean-chat)
pub(super) fn is_chatted(parts: &[&str]) -> bool {
    let foreign = || parts.iter().flat_map(|part| part.chars()).filter(|c| !c.is_ascii());
    let is_korean = |c: char| match kind(c) {
        Kind::Jamo => true,
        Kind::Kana => c <= 'ん',
        Kind::Hangul => !is_unheard(c),
        kind => kind == Kind::Other && !is_han_mark(c) && price(None, c) == 0.0,
    };
    foreign().any(|c| kind(c) == Kind::Jamo) && foreign().all(is_korean)
}

/// Characters of a name, family name and given name, at most.
const NAME: usize = 4;

/// Whether the parts of a line are two names or more in a row. (intact/names-in-a-row)
pub(super) fn is_names(parts: &[&str]) -> bool {
    let names = NameCharacters::built_in();
    let mut count = 0;
    for piece in parts.iter().flat_map(|part| part.split(['、', '，', ',', ' ', '\u{3000}'])) {
        let is_name = piece.chars().all(is_han)
            && (2..=NAME).contains(&piece.chars().count())
            && piece.chars().next().is_some_and(|c| names.is_surname(simplified(c)));
        if !is_name {
            return false;
        }
        count += 1;
    }
    count > 1
}

/// One character in how many must tell of Cantonese, for a text to be in it.
const TELLING: usize = 4;

/// Whether half of what stands at the `spans` of a line or more are readings, as a dictionary has them: vowels with their tones
/// inside of syllables in ASCII letters, syllables in Bopomofo. (intact/rare-words-with-pinyin, intact/rare-characters-with-bopomofo)
pub(super) fn is_readings(line: &str, spans: impl Iterator<Item = Span>) -> bool {
    let (mut all, mut toned) = (0usize, 0usize);
    for span in spans {
        let beside = [line[..span.start].chars().next_back(), line[span.end..].chars().next()];
        let is_letter: fn(char) -> bool = |c| c.is_alphabetic() && kind(c) == Kind::Latin;
        let stands = |is_one: fn(char) -> bool| span.of(line).is_some_and(|text| text.chars().all(is_one));
        all += 1;
        let is_syllable = stands(|c| kind(c) == Kind::Bopomofo || TONES.contains(&c))
            && span.of(line).is_some_and(|text| text.chars().count() >= SYLLABLE);
        let is_toned = stands(is_letter) && beside.iter().flatten().any(char::is_ascii_alphabetic);
        toned += usize::from(is_toned || is_syllable);
    }
    toned > 0 && 2 * toned >= all
}

/// Whether a text is in Cantonese. (intact/cantonese-lines)
pub(super) fn is_cantonese(text: &str) -> bool {
    let cantonese = Cantonese::built_in();
    cantonese.is_in(text) && cantonese.count(text) * TELLING >= text.chars().count()
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
        for text in [
            "cafés",
            "Привет",
            "こんにちは世界",
            "대한민국 大韓民國",
            "α粒子",
            "ﾊﾟｿｺﾝ",
            "┌──┐",
            "5° ± 2",
            "ﾌｫﾝﾄｷｬｯｼｭ",
            "ちょっとねぇ",
            "ヴァイオリン",
        ] {
            assert!(cost(text) >= -1.0, "{text}: {}", cost(text));
        }
        for text in ["ㅹ㎿ガㅵτ쮝뎤", "┐ﾖ^｣ｬ", "╚┤º·ñ_ó", "¤lҐЗ", "綠猌そ핑", "ｹｫｸｸﾎ", "び︽ぇ", "レ锭ガ"]
        {
            assert!(cost(text) <= -1.5, "{text}: {}", cost(text));
        }
    }
}
