//! `hanmend golden` itself: a case can fail, is blessed only when it may be, and bad cases are named.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const CASE: &str = "about = 'a'\nsource = 'written for the test'\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn golden(dir: &TempDir, args: &[&str], ci: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hanmend"));
    command.arg("golden").arg(dir.path()).args(args).env_remove("CI");
    if ci {
        command.env("CI", "true");
    }
    command.output().unwrap()
}

/// The exit code and what was printed.
fn told(output: &Output) -> (Option<i32>, String) {
    let bytes = [output.stdout.as_slice(), &output.stderr].concat();
    (output.status.code(), String::from_utf8(bytes).unwrap())
}

#[test]
fn cases_that_hold_pass() {
    let dir = folder(&[
        ("intact/a/case.toml", &format!("{CASE}expect = []\n")),
        ("intact/a/input.txt", "漢字\n"),
        ("b/case.toml", &format!("{CASE}kind = 'synthetic'\nexpect = ['text', 'diff', 'edits']\n")),
        ("b/input.txt", "漢字\n"),
        ("b/truth.txt", "漢字\n"),
        ("b/expected.txt", "漢字\n"),
        ("b/expected.diff", ""),
        ("b/expected.jsonl", ""),
        ("README.md", "not a case"),
    ]);
    assert_eq!(told(&golden(&dir, &[], true)), (Some(0), "ok 2 cases\n".into()));
}

#[test]
fn cases_that_do_not_hold_fail() {
    let case = format!("{CASE}expect = ['text']\n");
    let bare = format!("{CASE}expect = []\n");
    let dir = folder(&[
        ("synthetic/wrong/case.toml", &bare),
        ("synthetic/wrong/input.txt", "甲乙\n丙\n"),
        ("synthetic/wrong/truth.txt", "甲丁\n丙\n"),
        ("synthetic/untold/case.toml", &bare),
        ("synthetic/untold/input.txt", "x"),
        ("unresolved/resolved/case.toml", &bare),
        ("unresolved/resolved/input.txt", "x"),
        ("unresolved/resolved/truth.txt", "x"),
        ("found/empty/case.toml", &bare),
        ("found/empty/input.txt", "x"),
        ("found/other/case.toml", &case),
        ("found/other/input.txt", "x\n"),
        ("found/other/expected.txt", "y\n"),
        ("found/missing/case.toml", &case),
        ("found/missing/input.txt", "x\n"),
        ("intact/unnamed/case.toml", &bare),
        ("intact/unnamed/input.txt", "x\n"),
        ("intact/unnamed/expected.diff", ""),
    ]);
    let (code, text) = told(&golden(&dir, &[], false));
    assert_eq!(code, Some(1), "{text}");
    for line in [
        "synthetic/wrong: the output is not truth.txt\n--- truth.txt\n+++ output\n@@ -1,2 +1,2 @@\n-甲丁\n+甲乙\n 丙\n",
        "synthetic/untold: truth.txt is missing\n",
        "unresolved/resolved: resolved: the output is truth.txt; promote the case\n",
        "found/empty: a found case must expect something\n",
        "found/other: the output is not expected.txt\n--- expected.txt\n+++ output\n@@ -1 +1 @@\n-y\n+x\n",
        "found/missing: expected.txt is missing\n",
        "intact/unnamed: expected.diff is there, `expect` does not name it\n",
        "7 of 7 cases differ\n",
    ] {
        assert!(text.contains(line), "{line}\nin\n{text}");
    }
}

#[test]
fn bless_rewrites_what_is_named_and_nothing_intact() {
    let case = format!("{CASE}expect = ['text', 'edits']\n");
    let dir = folder(&[
        ("found/a/case.toml", &case),
        ("found/a/input.txt", "x\n"),
        ("found/a/expected.txt", "y\n"),
        ("intact/b/case.toml", &case),
        ("intact/b/input.txt", "x\n"),
        ("intact/b/expected.txt", "y\n"),
    ]);
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).ok();
    let (code, text) = told(&golden(&dir, &["--bless"], true));
    assert!(code == Some(2) && text.contains("CI"), "{text}");
    assert_eq!(read("found/a/expected.txt").as_deref(), Some("y\n"));
    let (code, text) = told(&golden(&dir, &["--bless"], false));
    assert_eq!(code, Some(1), "the intact case still differs: {text}");
    assert!(text.contains("blessed 2 files"), "{text}");
    assert_eq!(read("found/a/expected.txt").as_deref(), Some("x\n"));
    assert_eq!(read("found/a/expected.jsonl").as_deref(), Some(""));
    assert_eq!(read("intact/b/expected.txt").as_deref(), Some("y\n"));
    assert_eq!(read("intact/b/expected.jsonl"), None);
}

#[test]
fn bad_cases_are_named_with_their_line() {
    for (case, line, problem) in [
        ("about = 'a'\nsource = 'b'\nexpects = []\n", 3, "unknown field"),
        ("about = 'a'\nsource = 'b'\nexpect = ['texts']\n", 3, "unknown variant"),
        ("about = 'a'\nsource = = 'b'\n", 2, ""),
        ("about = 'a'\nsource = 'b'\nkind = 'other'\n", 3, "unknown variant"),
        ("about = 'a'\nsource = 'b'\n", 1, "no kind"),
    ] {
        let dir = folder(&[("x/case.toml", case), ("x/input.txt", "")]);
        let (code, text) = told(&golden(&dir, &[], false));
        assert!(code == Some(2) && text.contains(&format!("case.toml:{line}: ")), "{text}");
        assert!(text.contains(problem) && text.lines().count() == 1, "{text}");
    }
}
