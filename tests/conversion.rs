//! Conversion by mode gives what OpenCC 1.4.2 gave for all words of the tables, run together; needs no native library.
//! Conversion by words gives what the hard sentences ask for.

use hanmend::dictionary::Table;
use hanmend::{Options, Restorer, Stage, Target};
use sha2::{Digest, Sha256};

/// The tables whose keys were converted by OpenCC for the digests below.
const TABLES: [&str; 7] = [
    "variants/CJK_Compatibility_Ideographs.txt",
    "variants/STCharacters.txt",
    "variants/STPhrases.txt",
    "variants/STPhrases_GeneratedFromRegionalPhrases.txt",
    "variants/TSCharacters.txt",
    "variants/TSCharactersExt.txt",
    "variants/TSPhrases.txt",
];

/// The keys of these conversion tables, seven to a line, so that words meet that were not made for each other.
fn text() -> String {
    let mut text = String::new();
    for name in TABLES {
        let table = Table::open(name, None).unwrap();
        for (row, n) in table.rows().zip(1..) {
            text.push_str(row.key);
            if n % 7 == 0 {
                text.push('\n');
            }
        }
        text.push('\n');
    }
    text
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn restorer(options: Options) -> Restorer {
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    Restorer::new(Options { skip, ..options }).unwrap()
}

fn by_words(target: Target) -> Restorer {
    restorer(Options { to: Some(target), ..Options::default() })
}

fn converted(mode: &str) -> String {
    let opencc = Some(mode.parse().unwrap());
    let restoration = restorer(Options { opencc, ..Options::default() }).restore(&text());
    assert_eq!(restoration.undo(), text());
    restoration.text
}

/// The digests are those of what `opencc.OpenCC("t2s").convert` and `("s2t")` gave for the same text.
#[test]
fn words_run_together_are_as_opencc_gave() {
    assert_eq!(
        digest(&text()),
        "32deed8cc8e511805ca2a2422abb88e63dfaa2ef37182b6ff55cfd2516c632ba",
        "the tables have changed"
    );
    assert_eq!(digest(&converted("t2s")), "1816ec15eece1e4a80b56bbfe2db6103ed712bcacd49756cf17896cfc205ec72");
    assert_eq!(digest(&converted("s2t")), "6bc15f137e3b71e9178dbed98df705253f890e5c347e9c1f7e97610c8defe423");
}

/// Conversion without edits is another way through the tables; both must come to the same.
#[test]
fn both_ways_of_conversion_agree() {
    let mut texts = vec![text(), SENTENCES.to_owned(), include_str!("sentences_held_out.tsv").to_owned()];
    texts.push(
        "⿰車馬車\n\u{F902}站\u{F902}\n⿰\u{F902}馬，\u{2F800}\u{2F800}丁 SQL注入 PN结⿱⿰車馬\n後面𠮷野家"
            .into(),
    );
    for mode in hanmend::Mode::all() {
        let converter = hanmend::Converter::of(mode).unwrap();
        let restorer = restorer(Options { opencc: Some(mode), ..Options::default() });
        for text in texts.iter().flat_map(|text| text.split_inclusive('\n')) {
            assert_eq!(converter.convert(text), restorer.restore(text).text, "{mode}: {text}");
        }
    }
}

/// Simplified, then what it is in the targets below.
const SENTENCES: &str = include_str!("sentences.tsv");
const COLUMNS: [(Target, usize); 3] = [(Target::Hant, 1), (Target::HantTw, 2), (Target::HantHk, 3)];
/// Sentences of each column that may come out wrong: known weaknesses, counted so that a change shows. Lower it when
/// more come out right.
const WRONG: usize = 3;

fn sentences() -> Vec<Vec<&'static str>> {
    let rows = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').collect()).collect()
}

#[test]
fn hard_sentences_come_out_right() {
    let sentences = sentences();
    assert!(sentences.len() >= 300, "{}", sentences.len());
    for (target, column) in COLUMNS {
        let restorer = by_words(target);
        let wrong: Vec<String> = sentences
            .iter()
            .map(|row| (restorer.restore(row[0]).text, row[column]))
            .filter(|(converted, right)| converted != right)
            .map(|(converted, right)| format!("{right} came out as {converted}"))
            .collect();
        assert!(wrong.len() <= WRONG, "{target}: {}\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// What was converted stays, whether the text came in one script, in both, or in half.
#[test]
fn converting_twice_is_converting_once() {
    let sentences = sentences();
    let mut texts: Vec<String> =
        sentences.iter().flat_map(|row| row.iter().map(|text| (*text).to_owned())).collect();
    texts.extend(sentences.chunks(9).map(|rows| rows.iter().map(|row| format!("{}。", row[0])).collect()));
    texts.extend(
        sentences
            .chunks(7)
            .map(|rows| rows.iter().zip(0..).map(|(row, n)| format!("{}\n", row[n % 4])).collect()),
    );
    texts.extend(sentences.chunks(12).map(|rows| {
        // Half converted: character by character, the first form of each.
        let text: String = rows.iter().map(|row| format!("{}。", row[0])).collect();
        text.chars().map(hanmend::dictionary::traditional).collect()
    }));
    for target in Target::ALL {
        let restorer = by_words(target);
        for text in &texts {
            let once = restorer.restore(text);
            assert_eq!(once.undo(), *text);
            let twice = restorer.restore(&once.text).text;
            assert_eq!(twice, once.text, "{target}: {text}");
        }
    }
}

#[test]
fn what_is_in_traditional_stays() {
    for (target, column) in COLUMNS {
        let restorer = by_words(target);
        for row in sentences() {
            let restored = restorer.restore(row[column]);
            // A short sentence may be written the same in both scripts: then it counts as Simplified.
            if row[column].chars().any(|c| hanmend::dictionary::simplified(c) != c) {
                assert_eq!(restored.text, row[column], "{target}");
            }
        }
    }
}

/// Short lives, full of names and of words that no modern text has. Written for this test.
const LIVES: &str = include_str!("lives.txt");

#[test]
fn lists_of_names_are_no_sign_of_a_converter() {
    let restorer = by_words(Target::Hant);
    for text in [LIVES.to_owned(), LIVES.repeat(20)] {
        assert_eq!(restorer.restore(&text).text, text);
    }
    for line in LIVES.lines() {
        assert_eq!(restorer.restore(line).text, line);
    }
    let damaged: String =
        LIVES.chars().map(hanmend::dictionary::simplified).map(hanmend::dictionary::traditional).collect();
    assert_ne!(damaged, LIVES);
    assert_eq!(
        restorer.restore(&damaged).text,
        LIVES,
        "and where a converter did write them, they come back"
    );
}

/// What was written into a converted text later, or quoted in it, does not hide how it was made; a text that knows both
/// forms was not.
#[test]
fn a_text_that_knows_both_forms_was_not_converted() {
    let restorer = by_words(Target::Hant);
    let converted = "旅游局的干部說今后要示范，范圍在公里以后，采用新制品，不能落后于人。\n".repeat(9);
    let mended = restorer.restore(&converted).text;
    assert!(
        mended.starts_with("旅遊局的幹部說今後要示範，範圍在公里以後，採用新製品，不能落後於人。\n"),
        "{mended}"
    );
    let quoted = format!("{converted}最後一句話。\n");
    assert!(restorer.restore(&quoted).text.starts_with(&mended), "one 後 in eighty");
    let both = "旅游局的干部說今后要示范，但是後來與範例不同，於是採用了幹線，遊客製作了複本。\n".repeat(9);
    assert_eq!(restorer.restore(&both).text, both);
}
