//! Which encoding unlabelled bytes are in.

use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, GB18030, KOI8_R, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251,
    WINDOWS_1252,
};

use super::walk::HEAD;
use super::{Encoding, bom, utf16};
use crate::language::Shares;
use crate::text::{fold_width, is_han, is_han_mark};

/// What bytes may be in: those that are read, and those that are known so that they are not taken for Chinese.
const RIVALS: [Encoding; 8] = [GB18030, BIG5, EUC_JP, SHIFT_JIS, EUC_KR, WINDOWS_1252, WINDOWS_1251, KOI8_R];
/// log10: a malformed sequence, in place of the share of a character.
const FAULT: f64 = -8.0;
/// log10: kana in what is not Japanese; an ASCII letter beside a character, which may be the second byte of one.
const KANA: f64 = -4.5;
const BESIDE: f64 = -1.5;
/// log10 for each byte that is not ASCII: what Chinese reads like at least, and what a few characters may. Running text is
/// near -1.45, Russian read as Chinese below -2.1.
const CHINESE: f64 = -1.95;
const CHINESE_FEW: f64 = -2.3;
const FEW: usize = 16;
/// One byte in so many is a control character at most, in text.
const CONTROLS: usize = 50;
/// Han characters that UTF-16 without a mark has at least: any two bytes may be one.
const UTF16_HAN: usize = 4;
/// Bytes that are not ASCII in the lines that are no UTF-8, for these to be more than stray bytes.
const WRONG: usize = 4;
/// Characters of three bytes that a line of UTF-8 has at least, for a text with other lines to be mixed.
pub(super) const OF_THREE: usize = 2;

/// What bytes are taken for, and how sure that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// Every encoding that is possible, best first, with log10 of how likely each byte that is not ASCII is in it.
    pub ranking: Vec<(Encoding, f64)>,
    /// Whether the lines are in different encodings.
    pub mixed: bool,
    /// Whether the encoding needs no guess: a mark says it, or every byte fits UTF-8.
    pub certain: bool,
}

impl Guess {
    fn certain(encoding: Encoding) -> Guess {
        Guess { ranking: vec![(encoding, 0.0)], mixed: false, certain: true }
    }

    /// The encoding that is likeliest.
    pub fn encoding(&self) -> Encoding {
        self.ranking.first().map_or(UTF_8, |best| best.0)
    }

    /// The encoding that comes next, and how much less likely, log10 for each byte that is not ASCII.
    pub fn runner_up(&self) -> Option<(Encoding, f64)> {
        let (best, next) = (self.ranking.first()?, self.ranking.get(1)?);
        Some((next.0, best.1 - next.1))
    }
}

/// Whether the beginning of a file shows that it is no text: many control characters, and not UTF-16.
pub fn is_binary(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = head.iter().filter(is_control).count();
    controls * CONTROLS > head.len() && !guess(head).encoding().name().starts_with("UTF-16")
}

/// What `bytes` look like. Encodings that are not Chinese are named too, though [`super::decode`] leaves their bytes.
pub fn guess(bytes: &[u8]) -> Guess {
    if let Some(marked) = marked_utf16(&bytes[..bytes.len().min(HEAD)]) {
        return Guess::certain(marked);
    }
    if bytes.starts_with(bom(UTF_8)) || std::str::from_utf8(bytes).is_ok() {
        return Guess::certain(UTF_8);
    }
    let mut ranking: Vec<(Encoding, f64)> = Vec::new();
    let sample = sample(bytes);
    if is_nearly_utf8(sample) {
        ranking.push((UTF_8, 0.0));
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let units = [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|encoding| Some((encoding, utf16_score(head, encoding)?)));
    ranking.extend(units);
    ranking.extend(RIVALS.into_iter().map(|encoding| (encoding, score(sample, encoding))));
    // Of equal scores the first.
    ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
    Guess { ranking, mixed: is_mixed(bytes), certain: false }
}

/// The encoding in which `bytes` are Chinese, where they are.
pub(super) fn chinese(bytes: &[u8]) -> Option<Encoding> {
    let best = guess(bytes).ranking.first().copied()?;
    let least = if foreign(sample(bytes)) < 2 * FEW { CHINESE_FEW } else { CHINESE };
    let readable = [GB18030, BIG5, UTF_16LE, UTF_16BE].contains(&best.0);
    (readable && best.1 >= least).then_some(best.0)
}

/// The bytes from the first one on that is not ASCII, as many as are looked at, up to the end of a line where there is one.
fn sample(bytes: &[u8]) -> &[u8] {
    let rest = &bytes[bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len())..];
    let head = &rest[..rest.len().min(HEAD)];
    match memchr::memrchr(b'\n', head) {
        Some(end) if head.len() < rest.len() => &head[..end],
        _ => head,
    }
}

/// log10 of how likely each byte that is not ASCII is, if the bytes are in `encoding`.
fn score(bytes: &[u8], encoding: Encoding) -> f64 {
    let shares = Shares::built_in();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 + 16);
    let (mut faults, mut read) = (0, 0);
    loop {
        let (result, more) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += more;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(bytes.len() + 16),
            // A character cut off by the end is no fault.
            DecoderResult::Malformed(..) => faults += usize::from(read < bytes.len()),
        }
    }
    let mut previous = ' ';
    let mut sum = 0.0;
    let japanese = [EUC_JP, SHIFT_JIS].contains(&encoding);
    for c in text.chars() {
        let is_cyrillic = |c: char| ('\u{400}'..='\u{45F}').contains(&c);
        // No word has letters of both scripts.
        if is_cyrillic(c) && previous.is_ascii_alphabetic()
            || c.is_ascii_alphabetic() && is_cyrillic(previous)
        {
            sum += FAULT;
        }
        let is_kana = matches!(c, '\u{3040}'..='\u{30FF}');
        sum += match c {
            _ if is_kana && !japanese => KANA,
            '@'..='~' if !previous.is_ascii() => BESIDE,
            _ if c.is_ascii() => 0.0,
            _ => f64::from(shares.of(c)),
        };
        previous = c;
    }
    (sum + FAULT * faults as f64) / foreign(bytes).max(1) as f64
}

/// Bytes that are not ASCII, or stand behind one that is not and may be the second of a pair.
fn foreign(bytes: &[u8]) -> usize {
    let beside = bytes.windows(2).filter(|pair| pair[0] >= 0x80 && (b'@'..=b'~').contains(&pair[1])).count();
    beside + bytes.iter().filter(|byte| **byte >= 0x80).count()
}

/// The same for UTF-16 without a mark, where it is text at all: no lone surrogate, and nearly nothing
/// but Han, their marks and ASCII.
fn utf16_score(bytes: &[u8], encoding: Encoding) -> Option<f64> {
    let decoded = utf16::body(&bytes[..utf16::sound(bytes, encoding)], encoding);
    let shares = Shares::built_in();
    // Other pairs of bytes are characters of every script.
    let fits =
        |c: &char| is_han(*c) || is_han_mark(*c) || matches!(fold_width(*c), ' '..='~' | '\n' | '\r' | '\t');
    let characters = decoded.text.chars().count();
    let han = decoded.text.chars().filter(|c| is_han(*c)).count();
    let fitting = decoded.text.chars().filter(fits).count();
    if !decoded.form.irregular.is_empty() || han < UTF16_HAN || fitting * 10 < characters * 9 {
        return None;
    }
    let sum: f64 = decoded.text.chars().map(|c| f64::from(shares.of(c))).sum();
    Some(sum / bytes.len().max(1) as f64)
}

/// Whether some lines are UTF-8 that other encodings do not have by chance, and others, as many or more bytes than a stray
/// would be, are none.
fn is_mixed(bytes: &[u8]) -> bool {
    other_lines(bytes).is_some()
}

/// The encoding of the others, where [`is_mixed`].
pub(super) fn other_lines(bytes: &[u8]) -> Option<Encoding> {
    let of_three = |text: &str| text.chars().filter(|c| c.len_utf8() == 3).count() >= OF_THREE;
    let mut lines = bytes.split(|byte| *byte == b'\n');
    if lines.any(|line| std::str::from_utf8(line).is_ok_and(of_three)) { chinese_lines(bytes) } else { None }
}

/// The encoding of the lines that are not UTF-8, where they are Chinese and none of them is UTF-8 with a stray byte.
pub(super) fn chinese_lines(bytes: &[u8]) -> Option<Encoding> {
    let mut rest = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| std::str::from_utf8(line).is_err())
    {
        if is_nearly_utf8(line) {
            return None;
        }
        rest.extend_from_slice(line);
    }
    if rest.iter().filter(|byte| **byte >= 0x80).count() < WRONG {
        return None;
    }
    let best = RIVALS.into_iter().map(|encoding| (score(sample(&rest), encoding), encoding));
    let (score, encoding) = best.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let least = if rest.len() < 2 * FEW { CHINESE_FEW } else { CHINESE };
    ([GB18030, BIG5].contains(&encoding) && score >= least).then_some(encoding)
}

/// UTF-16 behind its mark, where the rest is text: no NUL, and lone surrogates are rare.
pub(super) fn marked_utf16(head: &[u8]) -> Option<Encoding> {
    let encoding = [UTF_16LE, UTF_16BE].into_iter().find(|encoding| head.starts_with(bom(encoding)))?;
    let decoded = utf16::body(&head[bom(encoding).len()..], encoding);
    let is_text = !decoded.text.contains('\0') && decoded.form.irregular.len() * 200 <= head.len();
    is_text.then_some(encoding)
}

/// Whether so few sequences are malformed that this is UTF-8 with stray bytes. In text of another encoding most
/// are malformed; in UTF-8 a wrong cut leaves one among many.
pub(super) fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut malformed, mut right) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        malformed += usize::from(!chunk.invalid().is_empty());
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    right >= malformed * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Form, decode};

    fn detected(text: &str, encoding: Encoding) -> &'static str {
        let form = Form { encoding, ..Form::default() };
        let bytes = form.encode_back(text).unwrap();
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.form.encode_back(&decoded.text).unwrap(), bytes);
        assert_eq!(decoded.text == text, decoded.form.encoding == encoding);
        decoded.form.encoding.name()
    }

    #[test]
    fn chinese_is_told_by_its_characters() {
        let simplified = "他在那个小城里住了三十年，没有人知道他从哪里来。";
        let traditional = "他在那個小城裏住了三十年，沒有人知道他從哪裏來。總體上說，這是一個謎。";
        let classical = "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？";
        assert_eq!(detected(simplified, GB18030), "gb18030");
        assert_eq!(detected("你好，世界", GB18030), "gb18030");
        for text in [traditional, classical] {
            assert_eq!(detected(text, GB18030), "gb18030", "{text}");
            assert_eq!(detected(text, BIG5), "Big5", "{text}");
        }
    }

    #[test]
    fn other_languages_stay_bytes() {
        for (label, text) in [
            ("windows-1252", "Les cafés où l'on dînait étaient déjà fermés."),
            ("koi8-r", "Он прожил в этом городе тридцать лет, и никто не знал, откуда он."),
            (
                "euc-kr",
                "그는 그 작은 도시에서 삼십 년을 살았지만 그가 어디서 왔는지 아는 사람은 아무도 없었다.",
            ),
            ("shift_jis", "彼はその小さな町に三十年住んでいたが、どこから来たのか誰も知らなかった。"),
        ] {
            assert_eq!(
                detected(text, encoding_rs::Encoding::for_label(label.as_bytes()).unwrap()),
                "UTF-8",
                "{label}"
            );
        }
    }

    #[test]
    fn other_languages_are_named() {
        for (label, text) in [
            ("windows-1252", "Les cafés où l'on dînait étaient déjà fermés."),
            ("euc-kr", "그는 그 작은 도시에서 삼십 년을 살았지만 아무도 몰랐다."),
            ("shift_jis", "彼はその小さな町に三十年住んでいたが、どこから来たのか誰も知らなかった。"),
            ("euc-jp", "彼はその小さな町に三十年住んでいたが、どこから来たのか誰も知らなかった。"),
            ("windows-1251", "Он прожил в этом городе тридцать лет."),
            ("utf-16le", "他在那个小城里住了三十年。"),
            ("utf-16be", "他在那个小城里住了三十年。"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = Form { encoding, ..Form::default() }.encode_back(text).unwrap();
            let guess = guess(&bytes);
            assert_eq!(guess.encoding(), encoding, "{label}: {guess:?}");
            assert!(guess.runner_up().is_some_and(|(_, margin)| margin > 0.0), "{label}");
        }
    }

    #[test]
    fn lines_in_two_encodings_are_read_each_in_its_own() {
        let gbk = Form { encoding: GB18030, ..Form::default() };
        let mut bytes = "第一行是统一码。\n".as_bytes().to_vec();
        bytes.extend(gbk.encode_back("第二行是国标码。\n").unwrap());
        bytes.extend("plain\n第三行又是统一码。".as_bytes());
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text, "第一行是统一码。\n第二行是国标码。\nplain\n第三行又是统一码。");
        assert_eq!(decoded.form.encode_back(&decoded.text).unwrap(), bytes);
        assert!(guess(&bytes).mixed);
    }

    #[test]
    fn a_stray_byte_does_not_change_the_reading_of_gbk() {
        let gbk = Form { encoding: GB18030, ..Form::default() };
        let mut bytes = gbk.encode_back("他在那个小城里住了三十年，\n没有人知道他从哪里来。\n").unwrap();
        bytes.insert(12, 0xFF);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.form.encoding, GB18030);
        assert!(decoded.text.ends_with("没有人知道他从哪里来。\n"), "{}", decoded.text);
        assert_eq!(decoded.form.encode_back(&decoded.text).unwrap(), bytes);
    }

    #[test]
    fn one_bad_byte_does_not_change_the_reading() {
        let mut bytes = "他在那個小城裏住了三十年".as_bytes().to_vec();
        bytes.insert(6, 0xA3);
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.form.encoding, decoded.form.irregular.len()), (UTF_8, 1));
    }

    #[test]
    fn a_mark_alone_does_not_make_utf16() {
        assert_eq!(decode(b"\xFF\xFEa\0b\0", None).text, "ab");
        assert_eq!(decode(b"\xFF\xFE\0\0a\0\0\0", None).form.encoding, UTF_8, "UTF-32 is not known");
    }
}
