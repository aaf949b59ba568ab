//! `--undo`: the original bytes from a restored text and what `--json` or `--edits` printed for it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use hanmend::report::{self, json};
use serde::Deserialize;

use crate::Verdict;
use crate::failure::Failure;
use crate::input::Source;
use crate::progress::Progress;
use crate::records;

/// What of a line says where it belongs.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    path: Option<Cow<'a, str>>,
    #[serde(default)]
    record: Option<usize>,
}

pub fn run(edits: &Path, files: &[PathBuf], out: &mut dyn Write) -> Result<Verdict, Failure> {
    if files.len() > 1 {
        return Err(Failure::Told("--undo takes one FILE".into()));
    }
    let lines = fs::read(edits).map_err(|error| Failure::at(edits, error))?;
    let name = edits.display().to_string();
    let lines = String::from_utf8(lines).map_err(|error| Failure::at(edits, error.utf8_error()))?;
    let numbered = || lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut heads = Vec::new();
    for (n, line) in numbered() {
        match serde_json::from_str::<Head<'_>>(line) {
            Ok(head) => heads.push(head),
            // Told as the whole line is.
            Err(_) => drop(json::read_line(&name, n + 1, line)?),
        }
    }
    let paths: BTreeSet<Option<&str>> = heads.iter().map(|head| head.path.as_deref()).collect();
    let has_records = heads.iter().any(|head| head.record.is_some());
    for source in Source::all(files) {
        let file = source.name();
        let path = report::path_of_file(&name, &paths, source.path().is_some().then_some(file.as_str()))?;
        let is_own = |record: &Result<json::Record, hanmend::Error>| {
            record.as_ref().map_or(true, |record| record.path.as_deref() == path)
        };
        let own = numbered().map(|(n, line)| json::read_line(&name, n + 1, line)).filter(is_own);
        let opened = source.open(&Progress::hidden())?;
        if has_records {
            records::undo(&file, opened, own, out)?;
        } else {
            let own = own.collect::<Result<Vec<_>, _>>()?;
            out.write_all(&report::undo(&file, &opened.read_all()?, &own)?)?;
        }
    }
    Ok(Verdict::Fine)
}
