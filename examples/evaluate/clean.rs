//! Whether clean text comes back untouched.

use std::path::PathBuf;

use hanmend::{OcrMode, Options, Restorer};

pub fn run(
    paths: &[PathBuf],
    ocr: OcrMode,
    each_line: bool,
    print: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let restorer = Restorer::new(Options { ocr, ..Options::default() })?;
    let (mut characters, mut edits) = (0usize, 0usize);
    for (path, text) in super::texts(paths, "")? {
        let documents: Vec<&str> = if each_line { text.lines().collect() } else { vec![&text] };
        let (mut here, mut withheld) = (0, 0);
        let mut seconds = 0.0;
        for document in documents {
            let start = std::time::Instant::now();
            let restoration = restorer.restore(document);
            seconds += start.elapsed().as_secs_f64();
            let mut before = document.to_owned();
            for pass in &restoration.passes {
                for edit in pass.applied.iter().take(print) {
                    let near = |text: &str| text.chars().take(6).collect::<String>();
                    let left: String = before[..edit.span.start]
                        .chars()
                        .rev()
                        .take(6)
                        .collect::<Vec<_>>()
                        .iter()
                        .rev()
                        .collect();
                    println!(
                        "  {} {left}[{} -> {}]{}",
                        edit.rule,
                        edit.before,
                        edit.after,
                        near(&before[edit.span.end..])
                    );
                }
                here += pass.applied.len();
                withheld += pass.withheld.len();
                before = pass.applied.apply(&before);
            }
        }
        let count = text.chars().count();
        println!(
            "{:<24} {count:>9} characters  {here:>5} edits  {withheld:>5} withheld  {:>7.1} MB/s",
            path.file_name().unwrap_or_default().to_string_lossy(),
            text.len() as f64 / 1e6 / seconds
        );
        characters += count;
        edits += here;
    }
    let share = edits as f64 / characters as f64;
    println!(
        "{edits} edits in {characters} characters: {:.3} on 10,000, {:.1} on a million",
        share * 1e4,
        share * 1e6
    );
    Ok(())
}
