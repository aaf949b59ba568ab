//! Runs one case: what its kind promises, undo, restoring twice; and what its expected files ought to hold.

use std::fs;

use hanmend::{Restorer, decode, report};

use super::case::{Case, Expect, Kind};
use super::{Restorers, read_if_there};
use crate::document::Document;
use crate::failure::Failure;

/// The path in diffs and edits, as if the program were run inside the case's folder.
const INPUT: &str = "input.txt";
const TRUTH: &str = "truth.txt";

/// Something that does not hold.
#[derive(Debug)]
pub struct Finding {
    pub what: String,
    /// Empty, or a unified diff.
    pub diff: String,
}

impl Finding {
    pub fn said(what: impl Into<String>) -> Finding {
        Finding { what: what.into(), diff: String::new() }
    }

    /// `wanted` stands in the file `name`, `got` came out.
    pub fn differs(name: &str, wanted: &[u8], got: &[u8]) -> Finding {
        let (old, new) = (decode::decode(wanted, None).text, decode::decode(got, None).text);
        if old == new {
            return Finding::said(format!("{name} differs in bytes only, not in text"));
        }
        let diff =
            similar::TextDiff::from_lines(&old, &new).unified_diff().header(name, "output").to_string();
        Finding { what: format!("the output is not {name}"), diff }
    }
}

/// What an expected file ought to hold.
#[derive(Debug)]
pub struct Expected {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// What came out of a case.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What does not hold, expected files left out.
    pub findings: Vec<Finding>,
    /// The expected files that the case names.
    pub expected: Vec<Expected>,
}

pub fn check(case: &Case, restorers: &Restorers) -> Result<Outcome, Failure> {
    let path = case.dir.join(INPUT);
    let input = fs::read(&path).map_err(|error| Failure::at(&path, error))?;
    let mut outcome = Outcome::default();
    let document = Document::new(&input, None, &restorers.plain);
    let output = document.output();
    let truth = read_if_there(&case.dir.join(TRUTH))?;
    promise(case, &input, &output, truth.as_deref(), &document, &mut outcome.findings);
    round_trips(&input, &document, &restorers.plain, "", &mut outcome.findings)?;
    for expect in &case.expect {
        let bytes = match expect {
            Expect::Text => output.clone(),
            Expect::Diff => {
                let mut bytes = Vec::new();
                report::diff(&mut bytes, INPUT, &document.restoration, &document.form)?;
                bytes
            }
            Expect::Edits => lines(&document)?,
            Expect::Hans | Expect::Hant | Expect::Tidy => continue,
        };
        outcome.expected.push(Expected { name: expect.file(), bytes });
    }
    for (to, restorer) in &restorers.scripts {
        let document = Document::new(&input, None, restorer);
        round_trips(&input, &document, restorer, &format!(" with --to {to}"), &mut outcome.findings)?;
        if let Some(expect) = Expect::of(*to).filter(|expect| case.expect.contains(expect)) {
            let bytes = document.output();
            still_fails(case, truth.as_deref(), &bytes, &mut outcome.findings);
            outcome.expected.push(Expected { name: expect.file(), bytes });
        }
    }
    let tidied = Document::new(&input, None, &restorers.tidy);
    round_trips(&input, &tidied, &restorers.tidy, " with --tidy", &mut outcome.findings)?;
    if case.expect.contains(&Expect::Tidy) {
        let bytes = tidied.output();
        still_fails(case, truth.as_deref(), &bytes, &mut outcome.findings);
        outcome.expected.push(Expected { name: Expect::Tidy.file(), bytes });
    }
    for expect in Expect::ALL {
        if !case.expect.contains(&expect) && case.dir.join(expect.file()).exists() {
            outcome
                .findings
                .push(Finding::said(format!("{} is there, `expect` does not name it", expect.file())));
        }
    }
    Ok(outcome)
}

/// What the kind of the case promises.
fn promise(
    case: &Case,
    input: &[u8],
    output: &[u8],
    truth: Option<&[u8]>,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    match (case.kind, truth) {
        (Kind::Found, _) => {
            if case.expect.is_empty() {
                findings.push(Finding::said("a found case must expect something"));
            }
        }
        (Kind::Intact, _) => {
            if output != input {
                findings.push(Finding::differs(INPUT, input, output));
            }
            let edits = document.restoration.edits().count();
            if edits > 0 {
                findings.push(Finding::said(format!("an intact case got {edits} edits")));
            }
        }
        (Kind::Synthetic, Some(truth)) => {
            if output != truth {
                findings.push(Finding::differs(TRUTH, truth, output));
            }
        }
        (Kind::Unresolved, Some(_)) => still_fails(case, truth, output, findings),
        (Kind::Synthetic | Kind::Unresolved, None) => findings.push(Finding::said("truth.txt is missing")),
    }
}

/// An unresolved case must go on failing: by default, and in every way that it expects a file of.
fn still_fails(case: &Case, truth: Option<&[u8]>, output: &[u8], findings: &mut Vec<Finding>) {
    if case.kind == Kind::Unresolved && truth == Some(output) {
        findings.push(Finding::said("resolved: the output is truth.txt; promote the case"));
    }
}

/// Undo gives the input, by the way that `--json` and `--undo` go; and what is restored stays as it is.
fn round_trips(
    input: &[u8],
    document: &Document,
    restorer: &Restorer,
    with: &str,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let output = document.output();
    let lines = lines(document)?;
    let back = report::json::read("edits", &decode::decode(&lines, None).text)
        .and_then(|records| report::undo("output", &output, &records));
    match back {
        Ok(back) if back == input => {}
        Ok(back) => {
            let Finding { what, diff } = Finding::differs(INPUT, input, &back);
            findings.push(Finding { what: format!("undo{with}: {what}"), diff });
        }
        Err(error) => findings.push(Finding::said(format!("undo{with}: {error}"))),
    }
    let again = Document::new(&output, None, restorer);
    if !again.restoration.is_unchanged() {
        let Finding { diff, .. } = Finding::differs("restored once", &output, &again.output());
        findings.push(Finding { what: format!("restoring twice{with} changes the text again"), diff });
    }
    Ok(())
}

/// What `--json` prints.
fn lines(document: &Document) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    report::json::write(&mut bytes, Some(INPUT), &document.restoration, &document.form)?;
    Ok(bytes)
}
