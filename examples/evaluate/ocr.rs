//! Misread text with its truth: what is corrected, what is missed, and what is harmed, at every threshold.

use std::collections::HashSet;
use std::path::PathBuf;

use hanmend::language::Model;
use hanmend::ocr::{Observation, Ocr};
use hanmend::{OcrMode, Options, Restorer};

/// Probabilities from which corrections are made, for the curve.
const THRESHOLDS: [f32; 14] = [0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];

/// A change of a line: the character it begins at, what goes and what comes.
type Change = (usize, Option<char>, Vec<char>);

#[derive(Default)]
struct Tally {
    characters: usize,
    sentences: usize,
    wrong_sentences: usize,
    wanted: usize,
    made: usize,
    right: usize,
    /// Sentences that were changed, and those that came out right of the wrong and of the right ones.
    touched: usize,
    mended: usize,
    harmed: usize,
}

pub fn run(
    paths: &[PathBuf],
    mode: OcrMode,
    whole: bool,
    print: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let ocr = Ocr::new(Model::built_in()?, None)?;
    let restorer = Restorer::new(Options { ocr: mode, ..Options::default() })?;
    for path in paths {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut curve: Vec<Tally> = THRESHOLDS.iter().map(|_| Tally::default()).collect();
        let mut printed = 0;
        let pairs: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('\t')).collect();
        let mut seen = Vec::new();
        if whole {
            let document: String = pairs.iter().flat_map(|(source, _)| [*source, "\n"]).collect();
            seen = ocr.observe(&document);
        }
        let mut decided = Tally::default();
        let mut restored: Vec<String> = Vec::new();
        if whole {
            let document: String = pairs.iter().flat_map(|(source, _)| [*source, "\n"]).collect();
            restored = restorer.restore(&document).text.lines().map(str::to_owned).collect();
        }
        let mut first = 0;
        for (n, (source, target)) in pairs.into_iter().enumerate() {
            let (source_chars, target): (Vec<char>, Vec<char>) =
                (source.chars().collect(), target.chars().collect());
            let seen = if whole { within(&seen, first, source_chars.len()) } else { ocr.observe(source) };
            first += source_chars.len() + 1;
            let text = if whole { restored.get(n).cloned() } else { Some(restorer.restore(source).text) };
            decided.add(&source_chars, &text.unwrap_or_default().chars().collect::<Vec<char>>(), &target);
            for (threshold, tally) in THRESHOLDS.iter().zip(&mut curve) {
                let mut out = source_chars.clone();
                for (seen, probability) in &seen {
                    if probability >= threshold {
                        seen.changes.iter().for_each(|(at, c)| out[*at] = *c);
                    }
                }
                tally.add(&source_chars, &out, &target);
            }
            for (seen, probability) in seen.iter().filter(|(_, p)| *p > 0.01) {
                let right = target.get(seen.range.clone()).is_some_and(|t| t == seen.word);
                if printed < print {
                    printed += 1;
                    println!(
                        "{} {probability:.3} {} -> {} {source}",
                        if right { "right" } else { "wrong" },
                        source_chars[seen.range.clone()].iter().collect::<String>(),
                        seen.word.iter().collect::<String>()
                    );
                }
            }
        }
        println!("{}", path.display());
        println!(
            "  from   precision recall     F1 | sentences: precision recall     F1 | false changes on 10,000 / a million"
        );
        for (threshold, tally) in THRESHOLDS.iter().zip(&curve) {
            println!("  {threshold:<6} {tally}");
        }
        println!("  {mode:<6} {decided}");
    }
    Ok(())
}

/// What was observed in the line of `length` characters that begins at `first`, counted from there.
fn within(seen: &[(Observation, f32)], first: usize, length: usize) -> Vec<(Observation, f32)> {
    let here = seen.iter().filter(|(seen, _)| first <= seen.range.start && seen.range.end <= first + length);
    here.map(|(seen, probability)| {
        let mut seen = seen.clone();
        seen.range = seen.range.start - first..seen.range.end - first;
        seen.changes.iter_mut().for_each(|(at, _)| *at -= first);
        (seen, *probability)
    })
    .collect()
}

impl Tally {
    fn add(&mut self, source: &[char], out: &[char], target: &[char]) {
        let (wanted, made) = (changes(source, target), changes(source, out));
        self.characters += source.len();
        self.sentences += 1;
        self.wrong_sentences += usize::from(!wanted.is_empty());
        self.wanted += wanted.len();
        self.made += made.len();
        self.right += made.intersection(&wanted).count();
        self.touched += usize::from(!made.is_empty());
        self.mended += usize::from(out == target && !wanted.is_empty());
        self.harmed += usize::from(made.difference(&wanted).next().is_some());
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let (p, r) = (share(self.right, self.made), share(self.right, self.wanted));
        let (sp, sr) = (share(self.mended, self.touched), share(self.mended, self.wrong_sentences));
        let wrong = (self.made - self.right) as f64 / self.characters.max(1) as f64;
        write!(
            f,
            "{p:>8.2} {r:>7.2} {:>6.2} | {sp:>20.2} {sr:>6.2} {:>6.2} | {:>8.3} {:>8.1}  ({} made, {} sentences harmed)",
            f1(p, r),
            f1(sp, sr),
            wrong * 1e4,
            wrong * 1e6,
            self.made,
            self.harmed
        )
    }
}

/// The fewest changes that lead from one line to another.
fn changes(from: &[char], to: &[char]) -> HashSet<Change> {
    if from.len() == to.len() {
        let pairs = from.iter().zip(to).enumerate();
        let same_length = pairs
            .filter(|(_, (a, b))| a != b)
            .map(|(n, (a, b))| (n, Some(*a), vec![*b]))
            .collect::<HashSet<_>>();
        if same_length.len() <= from.len() / 2 {
            return same_length;
        }
    }
    let (rows, columns) = (from.len() + 1, to.len() + 1);
    let mut cost = vec![0; rows * columns];
    for i in 0..rows {
        for j in 0..columns {
            cost[i * columns + j] = match (i, j) {
                (0, j) => j,
                (i, 0) => i,
                (i, j) => {
                    let change = usize::from(from[i - 1] != to[j - 1]);
                    let straight = cost[(i - 1) * columns + j - 1] + change;
                    straight.min(cost[(i - 1) * columns + j] + 1).min(cost[i * columns + j - 1] + 1)
                }
            };
        }
    }
    let (mut i, mut j) = (from.len(), to.len());
    let mut out = HashSet::new();
    while i > 0 || j > 0 {
        let here = cost[i * columns + j];
        if i > 0 && j > 0 && here == cost[(i - 1) * columns + j - 1] + usize::from(from[i - 1] != to[j - 1]) {
            if from[i - 1] != to[j - 1] {
                out.insert((i - 1, Some(from[i - 1]), vec![to[j - 1]]));
            }
            (i, j) = (i - 1, j - 1);
        } else if i > 0 && here == cost[(i - 1) * columns + j] + 1 {
            out.insert((i - 1, Some(from[i - 1]), vec![]));
            i -= 1;
        } else {
            out.insert((i, None, vec![to[j - 1]]));
            j -= 1;
        }
    }
    out
}
