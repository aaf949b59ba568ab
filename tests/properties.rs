//! What must hold of any text and any bytes, tried on generated ones; `fuzz/` goes on without end.

#[path = "properties/holds.rs"]
mod holds;

use hanmend::damage::{CodePage, misread};
use hanmend::dictionary::GlossTable;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Cases of a property that reaches the search; the unoptimized build must stay quick.
const SEARCHED: u32 = 192;
/// Cases of a property that seldom does.
const PLAIN: u32 = 1024;

/// That many cases, the same on every run; as many others as `PROPTEST_CASES` says where it is set.
fn cases(few: u32) -> ProptestConfig {
    let many = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if many.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    // Cases that failed are kept below and as golden cases, which say what they are about.
    ProptestConfig {
        cases: many.unwrap_or(few),
        rng_seed,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What damaged pages are made of: characters of the list with their glosses, without, halves of glosses, marks of
/// both widths, Latin letters, characters of the rare rows of GBK that slips leave, and common characters.
fn piece() -> impl Strategy<Value = String> {
    let entries = GlossTable::built_in().entries();
    let glossed = prop::sample::select(entries).prop_map(|e| format!("{}({})", e.character, e.reading));
    let bare = prop::sample::select(entries).prop_map(|e| e.character.to_string());
    let split = prop::sample::select(entries).prop_map(|e| format!("?{})", e.reading));
    let gloss = prop::sample::select(entries).prop_map(|e| format!("({})", e.reading));
    let few = prop::sample::select(&entries[..8]).prop_map(|e| format!("{}({})", e.character, e.reading));
    let from = |pieces: &'static str| {
        prop::sample::select(pieces.chars().collect::<Vec<_>>()).prop_map(String::from)
    };
    prop_oneof![
        4 => glossed,
        4 => few,
        2 => bare,
        2 => split,
        1 => gloss,
        4 => from("，。？！；、：“”（）,.?!;:()? \u{3000}"),
        2 => from("gFIJabzB09<>/@_|~\u{20AC}"),
        3 => from("傮ヂ茖悕朙桳橶絃亁丒\u{FFFD}\u{E000}⒈Ⅺ〉ǎɡāňЮ╁"),
        8 => from("我們都歡迎的總體上說現在互當地經濟這是不有人在中大為和了一全面認識會堪擊"),
        1 => Just("\n".to_owned()),
        1 => Just("我們都?xì)g迎".to_owned()),
        1 => Just("?傮w上說".to_owned()),
        1 => Just("\r\n　　".to_owned()),
    ]
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..50).prop_map(|pieces| pieces.concat())
}

/// Clean text with much on the list.
fn clean() -> impl Strategy<Value = String> {
    let listed = prop::sample::select(GlossTable::built_in().entries()).prop_map(|e| e.character);
    let from = |pieces: &'static str| prop::sample::select(pieces.chars().collect::<Vec<_>>());
    let character = prop_oneof![
        3 => listed,
        6 => from("我們都歡迎的總體上說現在互當地經濟這是不有人在中大為和了一全面認識會堪擊淮安鹽城"),
        2 => from("，。？！；、：“”（）\n"),
        1 => from("aZ0 (<?"),
    ];
    prop::collection::vec(character, 0..80).prop_map(String::from_iter)
}

/// Bytes of every kind that is decoded, whole and broken.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let utf16 =
        |text: String| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let broken = (pieces(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(text, at, byte)| {
        let mut bytes = text.into_bytes();
        bytes.insert(at.index(bytes.len() + 1), byte);
        bytes
    });
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(0x81u8..=0xFE, 0..200),
        pieces().prop_map(|text| hanmend::damage::gbk::encode(&text)),
        pieces().prop_map(utf16),
        pieces().prop_map(|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        broken,
    ]
}

/// A sentence, or a piece of one, as an accident left it: read in a wrong encoding, escaped, with bytes lost.
fn accident() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(vec![
        "他在那个小城里住了三十年，没有人知道他从哪里来。",
        "会议决定：加强管理，提高质量；下周一开始执行！",
        "文件没有找到，请检查路径",
        "他在那個小城裏住了三十年，沒有人知道他從哪裏來。",
        "電腦系統出現錯誤，請重新啟動後再試一次。",
        "第一章（总则）",
        "你好，世界",
    ]);
    let part = (any::<prop::sample::Index>(), 4usize..30);
    let pages = (prop::sample::select(&CodePage::ALL), prop::sample::select(&CodePage::ALL), 1usize..3);
    let byte = prop::option::weighted(
        0.3,
        (any::<prop::sample::Index>(), prop::sample::select(vec!["?", "\u{FFFD}", " ", ""])),
    );
    (sentence, part, pages, byte).prop_map(|(sentence, (from, length), (written, read, rounds), byte)| {
        let from = from.index(sentence.chars().count());
        let piece: String = sentence.chars().skip(from / 2).take(length).collect();
        let mut text: Vec<String> =
            misread(&piece, written, read, rounds).chars().map(String::from).collect();
        if let Some((at, instead)) = byte {
            let at = at.index(text.len().max(1));
            text.splice(at..(at + 1).min(text.len()), [instead.to_owned()]);
        }
        text.concat()
    })
}

/// Accidents beside each other, beside text that is right, and beside what else is damaged.
fn mixture() -> impl Strategy<Value = String> {
    let sound = prop::sample::select(vec![
        "这里的说明是对的，",
        "int x = 0; /* ",
        " */",
        "標題：",
        "\t",
        "\n",
        "\n",
        "，",
        "。",
        " ",
        "abc ",
        "“",
        "”",
        "é",
        "日志 ",
        "&#20013;&#25991;",
        "锟斤拷",
        "????",
        "⽂化",
        "業(yè)務(wù)",
        "%E4%B8%AD%E6%96%87",
        "&ldquo;",
        "\u{E863}",
    ]);
    let piece = prop_oneof![accident(), sound.prop_map(String::from)];
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(SEARCHED))]

    #[test]
    fn mixtures_are_restored_once(text in mixture(), options in 0usize..4) {
        holds::restored_twice_with(&text, options);
    }
}

proptest! {
    #![proptest_config(cases(PLAIN))]

    #[test]
    fn any_text_is_undone(text in any::<String>()) {
        holds::undone(&text);
    }

    #[test]
    fn what_is_no_edit_is_refused(bytes in bytes(), lines in edits()) {
        holds::undone_or_refused(&bytes, &lines);
    }

    #[test]
    fn ascii_is_untouched(text in "[ -~\t\r\n]{0,300}") {
        prop_assert!(holds::undone(&text).is_unchanged());
    }
}

/// Lines like those of edits, with numbers and names that do not fit.
fn edits() -> impl Strategy<Value = String> {
    let number = || prop_oneof![0usize..40, Just(usize::MAX), Just(usize::MAX / 2)];
    let line = (number(), number(), number(), pieces(), pieces(), any::<bool>()).prop_map(
        |(pass, start, end, before, after, applied)| {
            let (before, after) = (serde_json::json!(before), serde_json::json!(after));
            format!(
                "{{\"pass\":{pass},\"stage\":\"mojibake\",\"start\":{start},\"end\":{end},\"line\":1,\"column\":1,\
                 \"before\":{before},\"after\":{after},\"rule\":\"gloss\",\"aim\":\"correct\",\"certainty\":\"high\",\
                 \"applied\":{applied},\"evidence\":[]}}\n"
            )
        },
    );
    prop::collection::vec(line, 0..4).prop_map(|lines| lines.concat())
}

/// Lines of tables, right and wrong.
fn table() -> impl Strategy<Value = String> {
    let cell = prop_oneof![pieces(), Just(String::new()), Just("软件".to_owned()), Just("中".to_owned())];
    let line = prop::collection::vec(cell, 0..4).prop_map(|cells| cells.join("\t"));
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(cases(SEARCHED / 8))]

    #[test]
    fn tables_are_used_or_refused(words in table(), pairs in table(), terms in table(), text in pieces()) {
        holds::tables_are_used_or_refused([&words, &pairs, &terms], words.as_bytes(), &text);
    }
}

proptest! {
    #![proptest_config(cases(SEARCHED))]

    #[test]
    fn any_bytes_come_back(bytes in bytes()) {
        holds::bytes_come_back(&bytes);
    }

    #[test]
    fn restoring_twice_is_restoring_once(text in pieces()) {
        holds::restored_twice(&text);
    }

    #[test]
    fn damaged_text_is_undone(text in clean(), level: u8, cuts: u8, seed: u64) {
        holds::damaged_and_restored(&text, &holds::damage(level, cuts, seed));
    }
}

/// Texts that generated cases were reduced to when a property failed.
#[test]
fn texts_that_failed_once() {
    for text in [
        // Two slips in one line, the document showing nothing else: their edits overlapped.
        "我們都?xì)g迎我們都?xì)g迎",
        // Escapes of two kinds beside each other, and one beside a radical, waited for each other.
        "&ldquo;⽂化&rdquo;，%E4%B8%AD%E6%96%87&#20013;&#25991;",
        // An escape beside a gloss that is taken out.
        "業(yè)務(wù)&ldquo;",
        // A private-use character in a text that no longer showed its damage afterwards.
        "\u{E863}。業(yè)務(wù)，業(yè)務(wù)",
        // A gloss inside a run that is given up stayed; restored again, it was no longer in such a run.
        "發(fā)發(fā)？我們都?xì)g迎?yè)發(fā)，發(fā)?傮w上說發(fā)，朙業(yè)?傮w上說我們都?xì)g迎",
        // Question marks behind a slip that was given up were widened; then the slip ended before them.
        "我們都?xì)g迎、?傮????",
        // A radical put right left a line that hardly any character of belongs in.
        "????鋮珒ㄛ? 嬣繸堀攦??郲?﹝⽂化",
        // A private-use character stood beside a radical, and in Chinese text only once that was put right.
        ">*\u{E84C}⽺⽺",
        // A letter read for a digit counted as what a slip leaves, until it was put right.
        "å*1o2洊\u{E7C8}\u{2}",
    ] {
        holds::restored_once(text);
    }
}

#[test]
fn texts_in_which_a_slip_is_told_late() {
    // Until a radical of a Traditional character was put right, the text was taken for a Simplified one, without slips.
    holds::restored_twice("XX??潅l??_??_?3)\u{f}?!???潅l?[_OO?⿑飞?\0\0\0?))");
}

#[test]
fn bytes_that_failed_once() {
    // Two bytes of a line in another encoding are one U+FFFD there; as UTF-8 they are two.
    let bytes =
        b"+\xa3\xa0\n\nh\0\n]]]]]]\xe7\xad\x86\xe9\xa0\x86]]]]]][\0\n\xa1\xad+\xa1\xad\xad\xb3\xad\xad";
    holds::bytes_come_back(bytes);
}
