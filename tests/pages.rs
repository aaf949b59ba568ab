//! What other tools and forums do to pages: damaged as asked for on the command line, told in evidence, reported as gaps.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use hanmend::{Cause, Certainty, Evidence, Options, Restorer, Rule};

fn damage(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hanmend"))
        .arg("damage")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn damaged(args: &[&str], stdin: &str) -> String {
    let output = damage(args, stdin);
    assert!(output.status.success(), "{:?}", String::from_utf8(output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn pages_are_damaged_as_asked() {
    assert_eq!(damaged(&["--toneless"], "我們都歡迎業"), "我們都?xi)g迎業(ye)");
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.tsv");
    std::fs::write(&list, "1\t新\txīn\n2\t的\tde\n").unwrap();
    let list = list.to_str().unwrap();
    assert_eq!(damaged(&["--glosses", list], "新的業"), "新(xīn)的(de)業");
    assert_eq!(damaged(&["--glosses", list, "--toneless"], "新的"), "新(xin)的(de)");
    assert_eq!(damaged(&["--web", "doubled"], "好，走。"), "好，，走。。");
    assert_eq!(damaged(&["--web", "indents"], "\u{3000}\u{3000}好"), "????好");
    assert_ne!(
        damaged(&["--web", "inserted"], "好，走。"),
        damaged(&["--web", "inserted", "--seed", "2"], "好，走。")
    );
    assert!(damaged(&["--web", "jammers"], "好。").len() > "好。".len() + 14);
}

#[test]
fn bad_lists_and_names_are_refused() {
    for (args, told) in [
        (&["--web", "other"][..], "inserted, doubled, indents and jammers"),
        (&["--glosses", "missing.tsv"], "missing.tsv"),
        (&["--glosses", "Cargo.toml"], "Cargo.toml"),
        (&["--web", "doubled", "--toneless"], "--toneless"),
    ] {
        let output = damage(args, "好");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && stderr.contains(told), "{args:?}: {stderr}");
    }
}

#[test]
fn censored_words_are_gaps_and_stay() {
    let restorer = Restorer::new(Options::default()).unwrap();
    let text = include_str!("../golden/intact/censored-words/input.txt");
    let restoration = restorer.restore(text);
    assert_eq!(restoration.text, text);
    let gaps: Vec<&str> = restoration
        .gaps()
        .filter(|(_, gap)| gap.cause == Cause::RedactedWord)
        .filter_map(|(_, gap)| gap.span.of(text))
        .collect();
    assert_eq!(gaps, ["++", "++", "++++"]);
}

#[test]
fn the_document_is_the_evidence() {
    let restorer = Restorer::new(Options::default()).unwrap();
    let text = include_str!("../golden/synthetic/toneless-glosses-hant/input.txt");
    let restoration = restorer.restore(text);
    let glosses: Vec<_> = restoration.edits().filter(|(_, edit)| edit.rule == Rule::OtherGloss).collect();
    assert!(glosses.len() > 100, "{}", glosses.len());
    for (_, edit) in &glosses {
        assert!(edit.certainty >= Certainty::Medium, "{edit:?}");
        let shown = edit
            .evidence
            .iter()
            .any(|e| matches!(e, Evidence::Family { characters, .. } if *characters > 30));
        let told = edit
            .evidence
            .iter()
            .any(|e| matches!(e, Evidence::Table { table, .. } if table == "readings/pinyin.tsv"));
        assert!(shown && told, "{:?}", edit.evidence);
    }
    // What split characters is proved by replay, as with the known list.
    let slips: Vec<_> = restoration.edits().filter(|(_, edit)| edit.rule == Rule::GlossSlip).collect();
    let replayed = |edit: &hanmend::Edit| edit.evidence.iter().any(|e| matches!(e, Evidence::Replay { .. }));
    assert!(!slips.is_empty() && slips.iter().all(|(_, edit)| replayed(edit)));
    // Half of the page proves as much as the page; a line does not.
    let half: String = text.lines().take(3).map(|line| format!("{line}\n")).collect();
    let right = include_str!("../golden/synthetic/toneless-glosses-hant/truth.txt");
    let right: String = right.lines().take(3).map(|line| format!("{line}\n")).collect();
    assert_eq!(restorer.restore(&half).text, right);
    let line = &text[..text.find('。').unwrap()];
    assert_eq!(restorer.restore(line).text, line);
}
