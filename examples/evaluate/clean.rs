//! Whether clean text comes back untouched.

use std::path::PathBuf;

use hanmend::{Options, Restorer};

pub fn run(paths: &[PathBuf]) -> Result<(), Box<dyn std::error::Error>> {
    let restorer = Restorer::new(Options::default())?;
    let (mut characters, mut edits) = (0usize, 0usize);
    for (path, text) in super::texts(paths, "")? {
        let start = std::time::Instant::now();
        let restoration = restorer.restore(&text);
        let seconds = start.elapsed().as_secs_f64();
        let (mut here, mut withheld) = (0, 0);
        for pass in &restoration.passes {
            for edit in pass.applied.iter().take(5) {
                println!("  {} {} -> {}", edit.rule, edit.before, edit.after);
            }
            here += pass.applied.len();
            withheld += pass.withheld.len();
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
    println!(
        "{edits} edits in {characters} characters, {:.3} per million",
        edits as f64 * 1e6 / characters as f64
    );
    Ok(())
}
