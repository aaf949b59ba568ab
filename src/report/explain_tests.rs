//! What a reader sees: carets under the span in columns of a terminal, long lines cut, facts in words.

use super::*;
use crate::report::compose::tests::{edit, restoration};
use crate::restoration::Gap;

fn told(restored: &Restoration) -> String {
    let mut out = Vec::new();
    explain(&mut out, "f", restored).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn carets_stand_under_the_span() {
    let mut damaged = edit("甲\n".len() + "事a".len(), "業(yè)", "業");
    damaged.evidence = vec![
        Evidence::Gloss { character: '業', reading: "yè".into(), glossed: 2, bare: 1 },
        Evidence::Between { left: Some('a'), right: None },
    ];
    let restored = restoration("甲\n事a業(yè)興\n", vec![vec![damaged]]);
    assert_eq!(
        told(&restored),
        "f:2:3: gloss (high, correct)\n    事a業(yè)興\n       ^^^^^^\n    '業(yè)' -> '業'\n    gloss: in this \
         document 業 carries (yè) 2 times and stands bare 1 time\n    between: 'a' and the end\n"
    );
}

#[test]
fn long_lines_are_cut_on_both_sides() {
    let text = "漢".repeat(500);
    let restored = restoration(&text, vec![vec![edit(600, "漢", "")]]);
    let told = told(&restored);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "f:1:201: gloss (high, correct)");
    assert_eq!(lines[1], format!("    …{}…", "漢".repeat(36)));
    assert_eq!(lines[2], format!("    {}^^", " ".repeat(29)));
    assert_eq!(lines[3], "    '漢' -> nothing");
    let restored = restoration(&text, vec![vec![edit(3, &"漢".repeat(400), "字")]]);
    assert!(self::told(&restored).lines().all(|line| line.contains("->") || line.chars().count() < 80));
}

#[test]
fn gaps_withheld_edits_and_lines_in_a_later_pass() {
    let mut restored = restoration("甲\n乙", vec![vec![edit(3, "\n", "")], vec![edit(3, "乙", "丙")]]);
    restored.passes[1].gaps.push(Gap { span: Span::new(0, 3), cause: Cause::Slip });
    restored.passes[1].withheld.push(Edit { certainty: Certainty::Low, ..edit(6, "", "丁") });
    let told = told(&restored);
    let heads: Vec<&str> = told.lines().filter(|line| line.starts_with("f:")).collect();
    assert_eq!(
        heads,
        [
            "f:1:2: gloss (high, correct)",
            "f:1:1: gap (a byte slip whose original was not found or not proved)",
            "f:1:2: gloss (high, correct)",
            "f:1:3: gloss (low, correct), withheld",
        ],
        "the second pass saw one line"
    );
    assert!(told.ends_with("    甲乙\n        ^\n    nothing -> '丁'\n"), "{told}");
    let mut summary = Summary::default();
    summary.add(&restored);
    assert_eq!(summary.to_string(), "gloss: 2 high; withheld 1 low\ngaps: 1\n");
}

use crate::edit::Edit;

#[test]
fn every_fact_has_words() {
    let replay = |alike| Evidence::Replay {
        glosses: vec!["業(yè)".into()],
        cuts: vec![],
        lost: vec!["B0A1".into()],
        alike,
    };
    assert_eq!(
        words(&replay(1)),
        "replay: the damage run forward on the new text gives the old one; glosses: 業(yè); byte pairs lost: B0A1; no \
         other sensible original does"
    );
    assert!(words(&replay(2)).ends_with("so it does on 1 other sensible original"));
    assert_eq!(
        words(&Evidence::Table { table: "t.txt".into(), line: 3, others: vec!["乾".into()] }),
        "table: t.txt, line 3; it also offers 乾"
    );
    assert_eq!(
        words(&Evidence::Score { winner: -1.0, runner_up: Some(("干".into(), -2.5)) }),
        "score: -1.00 for this reading; next best '干' with -2.50"
    );
}
