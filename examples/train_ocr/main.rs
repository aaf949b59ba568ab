//! Fits the weights of the OCR stage on damage made here:
//! `cargo run --release --example train_ocr -- corpora dictionaries/ocr` writes the three tables of weights there.
//!
//! Clean texts in both scripts (see benches/corpora.md), in their Simplified view, are cut into documents from one line to many, and
//! characters are taken for their look-alikes, many in some documents and none in others. What the stage observes is
//! compared with the text before the damage. The first six tenths of every text are learned from, the last three are
//! judged on; the tables hold no text. The same texts give the same tables.

mod damage;
mod fit;

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use damage::{Damager, Random};
use hanmend::dictionary::{Lookalikes, simplified};
use hanmend::language::Model;
use hanmend::ocr::{BIAS, NAMES, Ocr, Terms};

/// One observation: its terms and whether it was right.
pub struct Example {
    terms: Terms,
    right: bool,
    /// Whether the document it stands in was damaged at all.
    damaged: bool,
    kind: Kind,
}

/// By what an observation is judged.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// The document is too short to show how it was read.
    Short,
    /// It shows by clear misreadings near the place that it was read by OCR.
    Ocr,
    /// It does not.
    Else,
}

/// Kinds, what they are called, and the file of their weights.
const KINDS: [(Kind, &str, &str); 3] = [
    (Kind::Else, "where nothing tells of OCR", "weights.tsv"),
    (Kind::Ocr, "where other misreadings tell of OCR", "weights_ocr.tsv"),
    (Kind::Short, "in a text of a line or two", "weights_short.tsv"),
];

/// What was observed in some documents.
#[derive(Default)]
struct Observed {
    examples: Vec<Example>,
    /// Characters of the damaged documents, of the clean ones and of the short clean ones.
    damaged: usize,
    clean: usize,
    clean_short: usize,
    /// Misreadings not observed, or observed wrongly.
    missed: usize,
}

/// Documents learned from, and documents judged on.
const LEARNED: usize = 20_000;
const JUDGED: usize = 7_000;

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
    let target = PathBuf::from(std::env::args().nth(2).ok_or("usage: train_ocr CORPORA FOLDER")?);
    let ocr = Ocr::new(Model::built_in()?, None)?;
    let damager = Damager::new(Lookalikes::built_in()?, Model::built_in()?);
    let learned = observe(&ocr, &damager, &learn, 0..LEARNED);
    let judged = observe(&ocr, &damager, &judge, LEARNED..LEARNED + JUDGED);
    eprintln!(
        "learned from {} misreadings observed and {} missed; judged on {} characters of damaged documents, {} of clean ones, {} \
         of these short; {} misreadings missed",
        learned.examples.iter().filter(|e| e.right).count(),
        learned.missed,
        judged.damaged,
        judged.clean,
        judged.clean_short,
        judged.missed
    );
    for (kind, name, file) in KINDS {
        let examples: Vec<&Example> = learned.examples.iter().filter(|e| e.kind == kind).collect();
        let (bias, weights) = fit::fit(&examples);
        let mut table = format!(
            "# What each term weighs {name}; made by examples/train_ocr, read by src/ocr/accept.rs.\n{BIAS}\t{bias:.3}\n"
        );
        for (name, weight) in NAMES.iter().zip(weights) {
            table += &format!("{name}\t{weight:.3}\n");
        }
        std::fs::write(target.join(file), table)?;
        eprintln!("{name}, {} observations:", examples.len());
        report(&judged, kind, |terms| fit::probability(bias, &weights, terms));
    }
    Ok(())
}

/// How many corrections of a kind would be made at each threshold, and how many of them are right.
fn report(judged: &Observed, kind: Kind, probability: impl Fn(&Terms) -> f32) {
    for at in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99] {
        let taken: Vec<&Example> =
            judged.examples.iter().filter(|e| e.kind == kind && probability(&e.terms) >= at).collect();
        let right = taken.iter().filter(|e| e.right).count();
        let clean = taken.iter().filter(|e| !e.damaged).count();
        eprintln!(
            "from {at}: {} made, {:.2} % right, {:.3} on 10,000 clean characters",
            taken.len(),
            100.0 * right as f64 / taken.len().max(1) as f64,
            1e4 * clean as f64 / if kind == Kind::Short { judged.clean_short } else { judged.clean } as f64
        );
    }
}

/// Characters of a document that is short: one line or two, where no density shows.
const SHORT: usize = 200;

/// Damages documents and observes them; each by its number, so that threads change nothing.
fn observe(ocr: &Ocr, damager: &Damager, texts: &[Vec<String>], numbers: Range<usize>) -> Observed {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let next = AtomicUsize::new(numbers.start);
    let mut parts: Vec<(usize, Observed)> = std::thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= numbers.end {
                    return done;
                }
                done.push((number, observe_one(ocr, damager, texts, number)));
            }
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    parts.sort_by_key(|(number, _)| *number);
    let mut all = Observed::default();
    for (_, part) in parts {
        all.examples.extend(part.examples);
        all.damaged += part.damaged;
        all.clean += part.clean;
        all.clean_short += part.clean_short;
        all.missed += part.missed;
    }
    all
}

fn observe_one(ocr: &Ocr, damager: &Damager, texts: &[Vec<String>], number: usize) -> Observed {
    let mut random = Random(number as u64);
    let truth = damage::document(texts, &mut random);
    let truth: Vec<char> = truth.chars().collect();
    let read = damager.damage(&truth, &mut random);
    let wrong = truth.iter().zip(&read).filter(|(a, b)| a != b).count();
    let is_short = truth.len() < SHORT;
    let mut out = Observed::default();
    if wrong > 0 {
        out.damaged = truth.len();
    } else {
        out.clean = truth.len();
        out.clean_short = if is_short { truth.len() } else { 0 };
    }
    let mut found = 0;
    for (seen, _) in ocr.observe(&read.iter().collect::<String>()) {
        let right = seen.word[..] == truth[seen.range.clone()];
        found += if right { seen.changes.len() } else { 0 };
        let kind = match seen.is_ocr {
            _ if is_short => Kind::Short,
            true => Kind::Ocr,
            false => Kind::Else,
        };
        // What the page keeps is not changed, whatever its probability.
        if !seen.kept {
            out.examples.push(Example { terms: seen.terms, right, damaged: wrong > 0, kind });
        }
    }
    out.missed = wrong.saturating_sub(found);
    out
}
