//! How often the mark that is chosen for a place between two Han characters is the one that stands there.

use std::path::PathBuf;

use hanmend::dictionary::simplified;
use hanmend::language::Stops;
use hanmend::text::is_han;

/// The part of a text that the table of stops was not made from.
const HELD_OUT: f32 = 0.6;
/// The probability from which a choice is made.
const MADE: f32 = 0.98;

pub fn run(paths: &[PathBuf]) -> Result<(), Box<dyn std::error::Error>> {
    println!("text            marks   right   made   right of made");
    let (mut all, mut all_made, mut all_right) = (0, 0, 0);
    for (path, text) in super::texts(paths, "hans-")? {
        let lines: Vec<&str> = text.lines().collect();
        let held_out = &lines[(lines.len() as f32 * HELD_OUT) as usize..];
        let (mut marks, mut right, mut made, mut made_right) = (0, 0, 0, 0);
        for line in held_out {
            let line: Vec<char> = line.trim().chars().map(simplified).collect();
            for at in 1..line.len().saturating_sub(1) {
                let stands = line[at];
                if !matches!(stands, '，' | '。' | '、') || !is_han(line[at - 1]) || !is_han(line[at + 1])
                {
                    continue;
                }
                let (chosen, probability) = Stops::built_in().choose(&line, at, false)[0];
                let hit = usize::from(chosen == Some(stands));
                (marks, right) = (marks + 1, right + hit);
                if probability >= MADE {
                    (made, made_right) = (made + 1, made_right + hit);
                }
            }
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let share = |n: usize, of: usize| 100.0 * n as f32 / of.max(1) as f32;
        println!(
            "{name:14} {marks:6}  {:5.1}%  {:4.1}%  {:5.1}%",
            share(right, marks),
            share(made, marks),
            share(made_right, made)
        );
        (all, all_made, all_right) = (all + marks, all_made + made, all_right + made_right);
    }
    println!(
        "all: {all} marks, {all_made} made, {:.2} % of them right",
        100.0 * all_right as f32 / all_made.max(1) as f32
    );
    Ok(())
}
