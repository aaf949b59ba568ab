//! Whether the program prints what README.md says: every `console` block is run, line for line.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use hanmend::{Certainty, Options, Restorer, Rule, Spacing, Target};

/// Lines that show the artefact as a whole, and what they are restored to.
const SHOWN: &str =
    "各行各業(yè)都在發(fā)展,網(wǎng)絡(luò)也是。\n業(yè)務(wù)部門的設(shè)計發(fā)表了。\n";
const RESTORED: &str = "各行各業都在發展，網絡也是。\n業務部門的設計發表了。\n";

/// Lines that show that a document was read by OCR, and what they are restored to.
const READ: &str = include_str!("../golden/synthetic/ocr-document-hans/input.txt");
const RIGHT: &str = include_str!("../golden/synthetic/ocr-document-hans/truth.txt");
/// Lines without damage that write the words of the examples in full.
const WORDS: &str = "信息技術改變課堂，學好信息技術，用好信息技術，信息技術教育要抓好，應用要見實效，以應用促發展。\n\
                     信息技術是工具，信息技術要普及，懂得信息技術，掌握信息技術，教學應用、管理應用都要加強。\n";

/// Texts that show as a whole what was done to a page, and what they are restored to.
const PAGES: [(Rule, &str, &str); 5] = [
    (
        Rule::OtherGloss,
        include_str!("../golden/synthetic/toneless-glosses-hant/input.txt"),
        include_str!("../golden/synthetic/toneless-glosses-hant/truth.txt"),
    ),
    (
        Rule::Inserted,
        include_str!("../golden/synthetic/inserted-characters/input.txt"),
        include_str!("../golden/synthetic/inserted-characters/truth.txt"),
    ),
    (
        Rule::DoubledMark,
        include_str!("../golden/synthetic/doubled-marks/input.txt"),
        include_str!("../golden/synthetic/doubled-marks/truth.txt"),
    ),
    (
        Rule::Indent,
        include_str!("../golden/synthetic/indents-as-question-marks/input.txt"),
        include_str!("../golden/synthetic/indents-as-question-marks/truth.txt"),
    ),
    (
        Rule::Jammer,
        include_str!("../golden/synthetic/jammers/input.txt"),
        include_str!("../golden/synthetic/jammers/truth.txt"),
    ),
];

/// The examples are in Traditional characters, and corrections are written as the document writes.
fn in_traditional(text: &str) -> String {
    text.chars().map(hanmend::dictionary::traditional).collect()
}

/// The commands of a block, each with what is printed below it.
fn commands(block: &str) -> Vec<(&str, String)> {
    let mut out: Vec<(&str, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), out.last_mut()) {
            (Some(command), _) => out.push((command, String::new())),
            (None, Some((_, printed))) => printed.extend([line, "\n"]),
            (None, None) => panic!("'{line}' stands before any command"),
        }
    }
    out
}

#[test]
fn the_readme_tells_what_is_printed() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_hanmend")).parent().unwrap();
    let others = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([program.into()].into_iter().chain(std::env::split_paths(&others)));
    let path = path.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for block in readme.split("```console\n").skip(1) {
        for (command, printed) in commands(block.split("```").next().unwrap()) {
            let output = Command::new("sh")
                .args(["-c", command])
                .env("PATH", &path)
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), printed, "$ {command}");
            assert!(output.status.success(), "$ {command}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} commands: the blocks are no longer found");
}

/// The table of rules names every rule, and its examples hold in a document that shows the artefact.
#[test]
fn the_examples_of_the_rules_hold() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let mut own = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut own, "软件\t軟體\n".as_bytes()).unwrap();
    for rule in Rule::ALL {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{rule}` | ")));
        let row = row.unwrap_or_else(|| panic!("no row for {rule}"));
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let to = match rule {
            Rule::ToHans => Some(Target::Hans),
            Rule::ToHant | Rule::HalfConverted => Some(Target::Hant),
            _ => None,
        };
        // Long enough for the rules that ask for a text of some length.
        let times = if to.is_some() { 0 } else { 12 };
        let (mut shown, mut restored) = (SHOWN.repeat(times), RESTORED.repeat(times));
        let tidy = matches!(
            rule,
            Rule::MarkSpacing
                | Rule::TornWord
                | Rule::ParagraphBreak
                | Rule::MarkWidth
                | Rule::LongMark
                | Rule::RepeatedMark
                | Rule::FigureMark
                | Rule::JoinedLine
        );
        let spacing = if rule == Rule::Spacing { Spacing::None } else { Spacing::Keep };
        if tidy {
            shown = restored.clone();
        }
        if rule == Rule::ParagraphBreak {
            shown.push_str("一、去年的工作\n");
            restored.push_str("一、去年的工作\n");
        }
        let is_ocr = matches!(
            rule,
            Rule::Lookalike
                | Rule::Torn
                | Rule::Figure
                | Rule::Doubled
                | Rule::Omitted
                | Rule::Pairing
                | Rule::MisreadMark
        );
        if is_ocr {
            shown = format!("{}{WORDS}", in_traditional(READ));
            restored = format!("{}{WORDS}", in_traditional(RIGHT));
        }
        if let Some((_, input, truth)) = PAGES.into_iter().find(|(of, ..)| *of == rule) {
            (shown, restored) = (input.to_owned(), truth.to_owned());
        }
        // Cells do not keep spaces at their ends.
        if rule == Rule::Indent {
            restored.push_str("\u{3000}\u{3000}");
        }
        // Characters under other numbers are looked at in texts whose bytes did not slip.
        let is_form = matches!(rule, Rule::PrivateUse | Rule::Radical | Rule::Canonical | Rule::Invisible);
        if is_form {
            shown = restored.clone();
        }
        let floor = match rule {
            Rule::Canonical | Rule::Invisible => Certainty::Low,
            _ => Certainty::default(),
        };
        let opencc = (rule == Rule::Opencc).then(|| "s2twp".parse().unwrap());
        let table = (rule == Rule::OwnTable).then(|| own.path().to_owned());
        let converts = to.is_some() || opencc.is_some() || table.is_some();
        if converts {
            (shown, restored) = (String::new(), String::new());
        }
        let restoration =
            Restorer::new(Options { floor, to, opencc, table, tidy, spacing, ..Options::default() })
                .unwrap()
                .restore(&format!("{shown}{}", cells[2].replace(" / ", "\n")));
        assert_eq!(restoration.text, format!("{restored}{}", cells[3].replace(" / ", "\n")), "{rule}");
        assert!(restoration.edits().any(|(_, edit)| edit.rule == rule), "{rule}");
    }
}
