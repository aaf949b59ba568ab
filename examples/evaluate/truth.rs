//! A document with its truth and a list of its damaged places: how many come out right, what was made wrong, how far it
//! is from the truth before and after.

use std::path::Path;

use hanmend::{OcrMode, Options, Restorer, Rule, Stage, Target};
use similar::{Algorithm, DiffOp};

/// Characters on either side by which a place is found again.
const AROUND: usize = 4;

pub fn run(case: &Path, ocr: OcrMode, print: bool) -> Result<(), Box<dyn std::error::Error>> {
    let read = |name: &str| {
        let path = case.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let (input, truth, places) = (read("input.txt")?, read("truth.txt")?, read("places.tsv")?);
    // Before: put back in step, but neither corrected nor rid of tampering.
    let restore = |ocr, skip| {
        let options = Options { ocr, skip, to: Some(Target::Hans), ..Options::default() };
        Ok::<_, hanmend::Error>(Restorer::new(options)?.restore(&input))
    };
    let before = restore(OcrMode::Off, vec![Stage::Tamper])?.text;
    let after = restore(ocr, Vec::new())?;
    let lines = |text: &str| text.lines().map(|line| line.chars().collect()).collect::<Vec<Vec<char>>>();
    let (old, new, right) = (lines(&before), lines(&after.text), lines(&truth));
    let mut kinds: std::collections::BTreeMap<&str, (usize, usize)> = Default::default();
    for row in places.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [line, damaged, meant, kind, context] = fields[..] else { continue };
        let line: usize = line.parse::<usize>()? - 1;
        let plain = context.replacen(&format!("[{damaged}]"), damaged, 1);
        let text: String = old[line].iter().collect();
        let Some(at) = text.find(&plain) else {
            return Err(format!("'{context}' is not in line {}", line + 1).into());
        };
        let start =
            text[..at].chars().count() + context.find('[').map_or(0, |n| context[..n].chars().count());
        let end = start + damaged.chars().count();
        let came = carried(&old[line], &new[line], start, end);
        let tally = kinds.entry(kind).or_default();
        tally.1 += 1;
        if came == meant || stands(&old[line], &new[line], start..end, meant) {
            tally.0 += 1;
        } else if print {
            println!("  {kind:<12} {context}: {came}");
        }
    }
    let (mut restored, mut all) = (0, 0);
    for (kind, (right, count)) in &kinds {
        println!("{kind:<12} {right:>3} of {count:>3}");
        if !matches!(*kind, "mark" | "undecidable" | "other") {
            (restored, all) = (restored + right, all + count);
        }
    }
    println!(
        "without marks, the undecidable and other damage: {restored} of {all}, {:.1} %",
        100.0 * restored as f64 / all as f64
    );
    let rules = [Rule::Lookalike, Rule::Torn, Rule::Figure, Rule::Doubled, Rule::Omitted];
    let made = after.edits().filter(|(_, edit)| rules.contains(&edit.rule)).count();
    let mut wrong = 0;
    for (line, (old, new)) in old.iter().zip(&new).enumerate() {
        for op in similar::capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (from, to) = (op.old_range(), op.new_range());
            let should = carried(old, &right[line], from.start, from.end);
            let is: String = new[to.clone()].iter().collect();
            // Where a line may be aligned in several ways, what stands around settles it.
            let around: String =
                new[to.start.saturating_sub(2)..(to.end + 2).min(new.len())].iter().collect();
            let is_truth = right[line].iter().collect::<String>().contains(&around);
            if is != should && !is_truth {
                wrong += 1;
                let was: String = old[from.clone()].iter().collect();
                let near: String =
                    old[from.start.saturating_sub(4)..(from.end + 4).min(old.len())].iter().collect();
                println!("  wrong: '{was}' became '{is}', meant '{should}': {near}");
            }
        }
    }
    println!("{made} corrections of the OCR stage, {wrong} changes that are not the truth's");
    let distance =
        |text: &[Vec<char>]| -> usize { text.iter().zip(&right).map(|(a, b)| distance(a, b)).sum() };
    println!("characters from the truth: {} before, {} after", distance(&old), distance(&new));
    Ok(())
}

/// Whether `new` has `meant` where `old` has `range`, by what stands around: a line may be aligned in several ways
/// (20l1年 and 2011年).
fn stands(old: &[char], new: &[char], range: std::ops::Range<usize>, meant: &str) -> bool {
    let before = &old[range.start.saturating_sub(AROUND)..range.start];
    let behind = &old[range.end..(range.end + AROUND).min(old.len())];
    let wanted: Vec<char> =
        before.iter().copied().chain(meant.chars()).chain(behind.iter().copied()).collect();
    let count = |line: &[char]| line.windows(wanted.len()).filter(|window| *window == wanted).count();
    !meant.is_empty() && count(new) > count(old)
}

/// What stands in `new` where `start..end` stood in `old`.
fn carried(old: &[char], new: &[char], start: usize, end: usize) -> String {
    let place = |at: usize, is_end: bool| {
        let mut carried = if is_end { new.len() } else { 0 };
        for op in similar::capture_diff_slices(Algorithm::Myers, old, new) {
            let (from, to) = (op.old_range(), op.new_range());
            // Inside a stretch that kept its length a place is carried exactly; where one begins or ends in a change
            // of another length, the whole change is taken in.
            let exact = from.len() == to.len();
            let inside =
                if is_end { from.start < at && at <= from.end } else { from.start <= at && at < from.end };
            if inside || from.is_empty() && from.start == at {
                carried = match (exact, is_end) {
                    (true, _) => to.start + (at - from.start),
                    (false, true) => to.end,
                    (false, false) => to.start,
                };
                if !is_end {
                    break;
                }
            }
        }
        carried
    };
    let (from, to) = (place(start, false), place(end, true));
    new.get(from..to.max(from)).unwrap_or_default().iter().collect()
}

/// The fewest characters changed, put in or taken out.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
