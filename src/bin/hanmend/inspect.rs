//! `hanmend inspect`: a line for each file, what it is in and what is damaged, before anything is changed.

use std::io::Write;
use std::path::PathBuf;

use hanmend::report::{self, Inspection};
use hanmend::{Options, Restorer, Stage, Target, decode};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::Verdict;
use crate::failure::Failure;
use crate::input::Source;
use crate::progress::Progress;

/// A file as `--json` prints it.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(flatten)]
    inspection: &'a Inspection,
}

pub fn run(files: &[PathBuf], json: bool, out: &mut dyn Write) -> Result<Verdict, Failure> {
    let restorer = Restorer::new(Options::default())?;
    // What was converted character by character shows when it is converted anew.
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    let mender = Restorer::new(Options { to: Some(Target::Hant), skip, ..Options::default() })?;
    let progress = Progress::watched();
    let mut rows = vec![HEAD.map(String::from)];
    for source in Source::all(files) {
        let name = source.name();
        let bytes = source.open(&progress)?.read_all()?;
        let decode::Decoded { text, form } = decode::decode(&bytes, None);
        let restoration = restorer.restore(&text);
        let inspection = report::inspect(&restoration, &form, &decode::guess(&bytes))
            .mended(&mender.restore(&restoration.text));
        if json {
            serde_json::to_writer(&mut *out, &Line { path: &name, inspection: &inspection })
                .map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        } else {
            rows.push(row(name, &inspection));
        }
    }
    progress.finish();
    if !json {
        table(&rows, out)?;
    }
    Ok(Verdict::Fine)
}

const HEAD: [&str; 8] = ["file", "encoding", "next", "script", "OCR", "lines touched", "edits", "gaps"];

fn row(name: String, inspection: &Inspection) -> [String; 8] {
    let Inspection { encoding, runner_up, mixed, script, edits, gaps, lines, touched, .. } = inspection;
    let counts = |counts: &std::collections::BTreeMap<&str, usize>| {
        let all: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        if all.is_empty() { "-".into() } else { all.join(", ") }
    };
    [
        name,
        if *mixed { format!("{encoding}, mixed") } else { encoding.clone() },
        runner_up.as_ref().map_or("-".into(), |(next, margin)| format!("{next} by {margin:.2}")),
        match (script, inspection.half_converted) {
            (script, 0) => script.unwrap_or("-").into(),
            (script, half) => format!("{}, half-converted {half}", script.unwrap_or("-")),
        },
        if inspection.ocr_density > 0.0 { format!("{:.0}", inspection.ocr_density) } else { "-".into() },
        format!("{touched} of {lines}"),
        counts(edits),
        counts(gaps),
    ]
}

/// Columns as wide as what stands in them.
fn table(rows: &[[String; 8]], out: &mut dyn Write) -> std::io::Result<()> {
    let widths: Vec<usize> =
        (0..HEAD.len()).map(|n| rows.iter().map(|row| row[n].width()).max().unwrap_or(0)).collect();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: String =
            cells.map(|(cell, width)| format!("{cell}{}  ", " ".repeat(width - cell.width()))).collect();
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
