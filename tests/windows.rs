//! A text of several windows comes out of the program, which reads it as it comes, as the library restores the whole; and
//! its edits lead back.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use hanmend::damage::{Damage, Variant};
use hanmend::{Options, Restorer};
use program::{gives, run};

/// Bytes of the text: three windows of a mebibyte, and a part of one.
const SIZE: usize = 7 << 19;
/// Lines between two damaged pages, in which nothing is wrong and which cost little: a dozen pages in all.
const APART: usize = 7_000;

/// A page damaged again and again, each time otherwise and with lines of its own: every window has edits and gaps.
fn text() -> String {
    let page = "各行各業的人都來了，我們都歡迎。總體上說，現在的經濟認識還不全面；會議在淮安舉行，當地的業務很多！\n";
    let mut text = String::new();
    for n in 0.. {
        if text.len() >= SIZE {
            break;
        }
        let damage = Damage { gloss_level: 60, cuts: 0.5, variant: Variant::A, fold: true, seed: n };
        let damaged = damage.run(page).text;
        text.push_str(&format!("{n}. {damaged}20xx年，ÖÐÎÄ×¢ÊÍ {n}&#20013;&#25991;\n"));
        for line in 0..APART {
            text.push_str(&format!("page {n}, line {line}: nothing is wrong here\n"));
        }
    }
    text
}

#[test]
fn a_stream_is_restored_as_the_whole() {
    let text = text();
    let whole = Restorer::new(Options::default()).unwrap().restore(&text);
    assert!(whole.edits().count() > 60 && whole.gaps().count() > 5, "the text is damaged throughout");
    assert_eq!(whole.undo(), text);
    let dir = tempfile::tempdir().unwrap();
    for threads in ["1", "2"] {
        let restored = run(dir.path(), &["-j", threads], text.as_bytes());
        gives(&restored, 0, whole.text.as_bytes());
    }
    let edits = run(dir.path(), &["-j", "2", "--json"], text.as_bytes());
    fs::write(dir.path().join("restored.txt"), &whole.text).unwrap();
    fs::write(dir.path().join("edits.jsonl"), &edits.stdout).unwrap();
    gives(&run(dir.path(), &["--undo", "edits.jsonl", "restored.txt"], b""), 0, text.as_bytes());
}
