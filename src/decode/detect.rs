//! Which encoding unlabelled bytes are in.

use std::collections::HashSet;

use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Decoded, Encoding, bom, legacy, utf8, utf16};

/// Frequent characters of modern and classical prose in both scripts, and marks: rare in a wrong reading.
const COMMON: &str = "\
，。、：的一是不了在人有我他她它这這中大來来上國国個个到說说們们為为子和你地出道也時时年得就那要\
下以生會会自著着去之過过家學学對对可里後后小麼么心多天而能好都然沒没日於于起還还發发成事只作當当\
想看文無无開开手十用主行方又如前所本見见經经頭头面公同三已老從从動动兩两長长知民樣样現现分將将外\
但身些與与高意進进把法此實实回二理美點点月明其種种聲声全工己話话兒儿者向情部正名定女問问力機机給\
给等幾几很業业最間间新什打便位因重被走電电四第門门相次東东政海口使教西再平真聽听世氣气信北少關关\
並并內内加化由卻却代軍军產产入先曰矣乎焉哉吾則则何故若乃皆必亦";

/// Decodes bytes nobody labelled.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(decoded) = [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| marked_utf16(bytes, encoding))
    {
        return decoded;
    }
    if let Some(body) = bytes.strip_prefix(bom(UTF_8)) {
        return utf8::decode(body, true);
    }
    let decoded = utf8::decode(bytes, false);
    if is_nearly_utf8(&decoded) {
        return decoded;
    }
    let chinese = [GB18030, BIG5].into_iter().filter_map(|encoding| as_chinese(bytes, encoding));
    // Of equal scores the first: gb18030.
    let best = chinese.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or(decoded, |(_, decoded)| decoded)
}

/// UTF-16 behind its mark, where the rest is text: no NUL, and lone surrogates are rare.
fn marked_utf16(bytes: &[u8], encoding: Encoding) -> Option<Decoded> {
    bytes.strip_prefix(bom(encoding))?;
    let decoded = utf16::decode(bytes, encoding);
    let is_text = !decoded.text.contains('\0') && decoded.form.irregular.len() * 200 <= bytes.len();
    is_text.then_some(decoded)
}

/// Whether so few sequences are malformed that this is UTF-8 with stray bytes. In text of another encoding most
/// are malformed; in UTF-8 a wrong cut leaves one among many.
fn is_nearly_utf8(decoded: &Decoded) -> bool {
    let malformed = decoded.form.irregular.len();
    malformed == 0 || decoded.text.chars().filter(|c| !c.is_ascii()).count() - malformed >= malformed * 4
}

/// The text in `encoding` and how Chinese it looks, where it decodes without a fault and looks so at all.
fn as_chinese(bytes: &[u8], encoding: Encoding) -> Option<(f64, Decoded)> {
    let decoded = legacy::decode_without_fault(bytes, encoding)?;
    let common: HashSet<char> = COMMON.chars().collect();
    let (mut all, mut frequent) = (0, 0);
    for c in decoded.text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        frequent += usize::from(common.contains(&c));
    }
    let (level1, characters) = level1(bytes, encoding);
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (level1, frequent) = (share(level1, characters), share(frequent, all));
    // A few words need not hold a frequent character; Korean in EUC passes as level 1 of GB 2312 for long.
    let looks_chinese = if all < 16 { level1 >= 0.9 } else { level1 >= 0.5 && frequent >= 0.05 };
    looks_chinese.then_some((level1 + frequent, decoded))
}

/// How many of the multi-byte characters are in the first level of the character set, and how many there are,
/// marks and symbols left out. `bytes` must be valid in `encoding`.
fn level1(bytes: &[u8], encoding: Encoding) -> (usize, usize) {
    let (mut common, mut all) = (0, 0);
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        let length = match tail.first() {
            Some(trail) if *lead > 0x80 => {
                let four = encoding == GB18030 && trail.is_ascii_digit();
                let (symbol, level1) = if encoding == GB18030 {
                    (matches!(lead, 0xA1..=0xA9), matches!(lead, 0xB0..=0xD7) && *trail >= 0xA1)
                } else {
                    (matches!(lead, 0xA1..=0xA3), matches!(lead, 0xA4..=0xC6))
                };
                all += usize::from(!symbol);
                common += usize::from(level1 && !four);
                if four { 4 } else { 2 }
            }
            _ => 1,
        };
        rest = &rest[length.min(rest.len())..];
    }
    (common, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Form;

    fn detected(text: &str, encoding: Encoding) -> &'static str {
        let form = Form { encoding, ..Form::default() };
        let bytes = form.encode_back(text).unwrap();
        let decoded = decode(&bytes);
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
    fn one_bad_byte_does_not_change_the_reading() {
        let mut bytes = "他在那個小城裏住了三十年".as_bytes().to_vec();
        bytes.insert(6, 0xA3);
        let decoded = decode(&bytes);
        assert_eq!((decoded.form.encoding, decoded.form.irregular.len()), (UTF_8, 1));
    }

    #[test]
    fn a_mark_alone_does_not_make_utf16() {
        assert_eq!(decode(b"\xFF\xFEa\0b\0").text, "ab");
        assert_eq!(decode(b"\xFF\xFE\0\0a\0\0\0").form.encoding, UTF_8, "UTF-32 is not known");
    }
}
