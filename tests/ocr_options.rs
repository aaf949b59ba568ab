//! What users can say about misread characters: how readily they are corrected, words to leave alone, pairs of their own.

use std::process::{Command, Output};

/// A document that shows by clear misreadings that it was read by OCR.
const DAMAGED: &str = include_str!("../golden/synthetic/ocr-document-hans/input.txt");
const TRUTH: &str = include_str!("../golden/synthetic/ocr-document-hans/truth.txt");

fn hanmend(arguments: &[&str], files: &[(&str, &str)]) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_hanmend"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    (output, folder)
}

fn text(arguments: &[&str], files: &[(&str, &str)]) -> String {
    let (output, _folder) = hanmend(arguments, files);
    assert!(output.status.success(), "{}", output.stderr.escape_ascii());
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str], files: &[(&str, &str)]) -> String {
    let (output, _folder) = hanmend(arguments, files);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn modes_dare_more_and_more() {
    let with = |how: &str| text(&["--ocr", how, "d.txt"], &[("d.txt", DAMAGED)]);
    let wrong = |text: &str| text.chars().zip(TRUTH.chars()).filter(|(a, b)| a != b).count();
    assert_eq!(with("off"), DAMAGED);
    let [strict, auto, eager] = ["strict", "auto", "eager"].map(|how| wrong(&with(how)));
    assert!(auto <= strict && strict <= wrong(DAMAGED) && auto < wrong(DAMAGED), "{strict} {auto} {eager}");
    assert_eq!(with("auto"), TRUTH);
    assert_eq!(text(&["--skip", "ocr", "d.txt"], &[("d.txt", DAMAGED)]), DAMAGED);
}

#[test]
fn protected_words_stay() {
    let files = [("d.txt", DAMAGED), ("words.txt", "# ours\n資洱\n")];
    let came = text(&["--protect", "words.txt", "d.txt"], &files);
    assert!(came.contains("资洱") && !came.contains("擞育"), "{came}");
}

#[test]
fn pairs_of_ones_own_are_tried() {
    let line = "全省教育信息化工作会议贯彻落鼠省委省政府的部署。\n";
    let plain = text(&["--ocr", "eager", "d.txt"], &[("d.txt", line)]);
    assert!(!plain.contains("落实"), "the table has the pair; take another: {plain}");
    let files = [("d.txt", line), ("pairs.tsv", "鼠\t实\n")];
    assert!(text(&["--ocr", "eager", "--confusions", "pairs.tsv", "d.txt"], &files).contains("贯彻落实省委"));
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let files = [("d.txt", DAMAGED), ("words.txt", "张三\n李 四\n"), ("pairs.tsv", "突\t实\n未末\n")];
    assert!(refused(&["--protect", "words.txt", "d.txt"], &files).contains("words.txt:2: "));
    assert!(refused(&["--confusions", "pairs.tsv", "d.txt"], &files).contains("pairs.tsv:2: "));
    assert!(refused(&["--protect", "none.txt", "d.txt"], &files).contains("none.txt"));
    assert!(refused(&["--ocr", "often", "d.txt"], &files).contains("often"));
}
