//! Runs a folder of cases: each must hold what its kind promises, and its expected files.

mod case;
mod check;

use std::fs;
use std::io::Write;
use std::path::Path;

use hanmend::{Options, Restorer, Target};

use crate::Verdict;
use crate::failure::Failure;
use case::Kind;
use check::{Finding, Outcome};

/// The restorers the cases are run with: by default, for each script, and tidying.
pub struct Restorers {
    pub plain: Restorer,
    pub scripts: [(Target, Restorer); 2],
    pub tidy: Restorer,
}

pub fn run(dir: &Path, bless: bool, out: &mut dyn Write) -> Result<Verdict, Failure> {
    if bless && std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) {
        return Err(Failure::Told(
            "--bless is refused where CI is set: expected files are blessed by hand".into(),
        ));
    }
    let cases = case::discover(dir)?;
    let for_script =
        |to| Ok::<_, Failure>((to, Restorer::new(Options { to: Some(to), ..Options::default() })?));
    let restorers = Restorers {
        plain: Restorer::new(Options::default())?,
        scripts: [for_script(Target::Hans)?, for_script(Target::Hant)?],
        tidy: Restorer::new(Options { tidy: true, ..Options::default() })?,
    };
    let mut failed = 0;
    let mut blessed = 0;
    for case in &cases {
        let Outcome { mut findings, expected } = check::check(case, &restorers)?;
        for file in expected {
            let path = case.dir.join(file.name);
            let found = read_if_there(&path)?;
            if found.as_deref() == Some(file.bytes.as_slice()) {
                continue;
            }
            if bless && case.kind != Kind::Intact {
                fs::write(&path, &file.bytes).map_err(|error| Failure::at(&path, error))?;
                writeln!(out, "blessed {}", path.display())?;
                blessed += 1;
                continue;
            }
            findings.push(match found {
                None => Finding::said(format!("{} is missing", file.name)),
                Some(found) => Finding::differs(file.name, &found, &file.bytes),
            });
        }
        if !findings.is_empty() {
            failed += 1;
        }
        for Finding { what, diff } in findings {
            writeln!(out, "{}: {what}", case.name)?;
            out.write_all(diff.as_bytes())?;
        }
    }
    if blessed > 0 {
        writeln!(out, "blessed {blessed} files: read the diff")?;
    }
    if failed > 0 {
        writeln!(out, "{failed} of {} cases differ", cases.len())?;
        return Ok(Verdict::Differs);
    }
    writeln!(out, "ok {} cases", cases.len())?;
    Ok(Verdict::Fine)
}

/// The bytes of a file that may be missing.
fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::at(path, error)),
    }
}
