//! Whether the program prints what README.md says: every `console` block is run, line for line.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use hanmend::{Options, Restorer, Rule, Target};

/// Lines that show the artefact as a whole, and what they are restored to.
const SHOWN: &str =
    "各行各業(yè)都在發(fā)展,網(wǎng)絡(luò)也是。\n業(yè)務(wù)部門的設(shè)計發(fā)表了。\n";
const RESTORED: &str = "各行各業都在發展，網絡也是。\n業務部門的設計發表了。\n";

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
        let opencc = (rule == Rule::Opencc).then(|| "s2twp".parse().unwrap());
        let table = (rule == Rule::OwnTable).then(|| own.path().to_owned());
        let converts = to.is_some() || opencc.is_some() || table.is_some();
        let (shown, restored) = if converts { ("", "") } else { (SHOWN, RESTORED) };
        let restoration = Restorer::new(Options { to, opencc, table, ..Options::default() })
            .unwrap()
            .restore(&format!("{shown}{}", cells[2]));
        assert_eq!(restoration.text, format!("{restored}{}", cells[3]), "{rule}");
        assert!(restoration.edits().any(|(_, edit)| edit.rule == rule), "{rule}");
    }
}
