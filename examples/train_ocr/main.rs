//! Fits the weights of the OCR stage on damage made here:
//! `cargo run --release --example train_ocr -- corpora > dictionaries/ocr/weights_short.tsv`.
//!
//! Clean texts in both scripts (see benches/corpora.md), in their Simplified view, are cut into documents from one line to many, and
//! characters are taken for their look-alikes, many in some documents and none in others. What the stage observes is
//! compared with the text before the damage. The first six tenths of every text are learned from, the last three are
//! judged on; the table goes to standard output and holds no text.

mod damage;
mod fit;

use std::error::Error;
use std::path::PathBuf;

use damage::{Damager, Random};
use hanmend::dictionary::{Lookalikes, simplified};
use hanmend::language::Model;
use hanmend::ocr::{BIAS, NAMES, Ocr, Terms};

/// One observation: its terms and whether it was right.
pub struct Example {
    terms: Terms,
    right: bool,
    /// Whether the document it stands in was damaged at all, and whether it is too short to show a density.
    damaged: bool,
    short: bool,
    /// Whether it was taken for the work of OCR where it stands.
    ocr: bool,
}

/// Documents learned from, and documents judged on.
const LEARNED: usize = 10_000;
const JUDGED: usize = 4_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "corpora".into()));
    let (mut learn, mut judge) = (Vec::new(), Vec::new());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".txt") {
            continue;
        }
        let text: String = std::fs::read_to_string(&path)?.chars().map(simplified).collect();
        let lines: Vec<String> = text.lines().filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
        judge.push(lines[lines.len() * 7 / 10..].to_vec());
        learn.push(lines[..lines.len() * 6 / 10].to_vec());
    }
    let ocr = Ocr::new(Model::built_in()?, None)?;
    let damager = Damager::new(Lookalikes::built_in()?, Model::built_in()?);
    let (examples, _, missed) = observe(&ocr, &damager, &learn, LEARNED, 1);
    let right = examples.iter().filter(|e| e.right).count();
    eprintln!(
        "learning from {} observations, {right} right; {missed} misreadings not observed",
        examples.len()
    );
    let (bias, weights) = fit::fit(&examples);
    println!(
        "# What each term weighs in a short text; made by examples/train_ocr, read by src/ocr/accept.rs."
    );
    println!("{BIAS}\t{bias:.3}");
    for (name, weight) in NAMES.iter().zip(weights) {
        println!("{name}\t{weight:.3}");
    }
    let (examples, characters, missed) = observe(&ocr, &damager, &judge, JUDGED, 2);
    let all = examples.iter().filter(|e| e.right).count() + missed;
    eprintln!(
        "judged on {characters:?} characters, damaged, clean, and clean in short documents; {all} misreadings"
    );
    type Kind = (&'static str, fn(&Example) -> bool);
    let kinds: [Kind; 4] = [
        ("all", |_| true),
        ("short documents", |e| e.short),
        ("where others show OCR", |e| e.ocr),
        ("elsewhere", |e| !e.short && !e.ocr),
    ];
    for (kind, is_of) in kinds {
        eprintln!("{kind}:");
        for at in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99] {
            let taken: Vec<&Example> = examples
                .iter()
                .filter(|e| is_of(e))
                .filter(|e| fit::probability(bias, &weights, &e.terms) >= at)
                .collect();
            let right = taken.iter().filter(|e| e.right).count();
            let clean = taken.iter().filter(|e| !e.damaged).count();
            eprintln!(
                "from {at}: {} made, {:.2} % right, {:.3} on 10,000 clean characters",
                taken.len(),
                100.0 * right as f64 / taken.len().max(1) as f64,
                1e4 * clean as f64
                    / if kind.starts_with("short") { characters.2 } else { characters.1 } as f64
            );
        }
    }
    Ok(())
}

/// Characters of a document that is short: one line or two, where no density shows.
const SHORT: usize = 200;

/// Damages `count` documents and observes them; the characters of the damaged, of the clean and of the short clean ones,
/// and how many misreadings were not observed or observed wrongly.
fn observe(
    ocr: &Ocr,
    damager: &Damager,
    texts: &[Vec<String>],
    count: usize,
    seed: u64,
) -> (Vec<Example>, (usize, usize, usize), usize) {
    let mut random = Random(seed);
    let (mut examples, mut characters, mut missed) = (Vec::new(), (0, 0, 0), 0);
    for _ in 0..count {
        let truth = damage::document(texts, &mut random);
        let truth: Vec<char> = truth.chars().collect();
        let read = damager.damage(&truth, &mut random);
        let wrong = truth.iter().zip(&read).filter(|(a, b)| a != b).count();
        if wrong > 0 {
            characters.0 += truth.len()
        } else {
            characters.1 += truth.len();
            characters.2 += if truth.len() < SHORT { truth.len() } else { 0 };
        }
        let mut found = 0;
        for (seen, _) in ocr.observe(&read.iter().collect::<String>()) {
            let right = seen.word[..] == truth[seen.range.clone()];
            found += if right { seen.changes.len() } else { 0 };
            examples.push(Example {
                terms: seen.terms,
                right,
                damaged: wrong > 0,
                short: truth.len() < SHORT,
                ocr: seen.terms[NAMES.iter().position(|name| *name == "read-by-ocr").unwrap_or(0)] > 0.0,
            });
        }
        missed += wrong.saturating_sub(found);
    }
    (examples, characters, missed)
}
