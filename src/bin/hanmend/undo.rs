//! `--undo`: the original bytes from a restored text and what `--json` printed for it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use hanmend::report;

use crate::Verdict;
use crate::failure::Failure;
use crate::input;

pub fn run(edits: &Path, files: &[PathBuf], out: &mut dyn Write) -> Result<Verdict, Failure> {
    if files.len() > 1 {
        return Err(Failure::Told("--undo takes one FILE".into()));
    }
    let lines = fs::read(edits).map_err(|error| Failure::at(edits, error))?;
    let name = edits.display().to_string();
    let lines = String::from_utf8(lines).map_err(|error| Failure::at(edits, error.utf8_error()))?;
    let records = report::json::read(&name, &lines)?;
    for input in input::check(files)? {
        let file = input.name();
        let records = report::of_file(&name, records.clone(), input.path.is_some().then_some(file.as_str()))?;
        out.write_all(&report::undo(&file, &input.read()?, &records)?)?;
    }
    Ok(Verdict::Fine)
}
