//! Whether conversion chooses right where one Simplified character stands for several, and whether half-converted
//! documents are mended.

use std::path::{Path, PathBuf};

use hanmend::dictionary::{Table, traditional};
use hanmend::{Engine, Options, Restorer, Stage, Target};

/// Sentences with their right conversions: Simplified, then each target but the first. The second file was written after
/// the rules were made.
const SENTENCES: [&str; 2] = ["tests/sentences.tsv", "tests/sentences_later.tsv"];

#[derive(clap::Args)]
pub struct Args {
    /// Print the sentences that come out wrong.
    #[arg(long)]
    wrong: bool,
    /// Clean Traditional texts: simplified, put back character by character, and mended.
    texts: Vec<PathBuf>,
    /// Lines of a text that make a document.
    #[arg(long, default_value_t = 20)]
    lines: usize,
}

fn restorer(options: Options) -> Result<Restorer, hanmend::Error> {
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    Restorer::new(Options { skip, ..options })
}

fn mode(name: &str) -> Result<Restorer, hanmend::Error> {
    restorer(Options { opencc: Some(name.parse()?), ..Options::default() })
}

pub fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    if !args.texts.is_empty() {
        return args.texts.iter().try_for_each(|path| half_converted(path, args.lines, args.wrong));
    }
    SENTENCES.iter().try_for_each(|file| hard_sentences(file, args.wrong))
}

fn hard_sentences(file: &str, wrong: bool) -> Result<(), Box<dyn std::error::Error>> {
    println!("{file}");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))?;
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let targets = [(Target::Hant, "s2t", 1), (Target::HantTw, "s2tw", 2), (Target::HantHk, "s2hk", 3)];
    for engine in Engine::ALL {
        for (target, mode, column) in targets {
            // Our own engine, word by word; and the rows of OpenCC, by us or by itself.
            let by_words = Options { to: Some(target), ..Options::default() };
            let by_rows = Options { opencc: Some(mode.parse()?), engine: *engine, ..Options::default() };
            for (options, name) in [(by_words, target.tag()), (by_rows, mode)] {
                if options.to.is_some() && *engine != Engine::Hanmend {
                    continue;
                }
                let restorer = restorer(options)?;
                let mut right = 0;
                for row in &rows {
                    let converted = restorer.restore(row[0]).text;
                    right += usize::from(converted == row[column]);
                    if converted != row[column] && wrong && restorer_is_ours(name) {
                        println!("  {name}: {} not {converted}", row[column]);
                    }
                }
                println!(
                    "{engine:<8} {name:<11} {right} right, {} wrong of {}",
                    rows.len() - right,
                    rows.len()
                );
            }
        }
    }
    Ok(())
}

fn restorer_is_ours(name: &str) -> bool {
    name.starts_with("zh")
}

/// Damages the documents of a clean text in two ways and counts what comes back.
fn half_converted(path: &Path, lines: usize, wrong: bool) -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let (simplify, ours, theirs) =
        (mode("t2s")?, restorer(Options { to: Some(Target::Hant), ..Options::default() })?, mode("s2t")?);
    let (taiwan, hong_kong) = (mode("tw2t")?, mode("hk2t")?);
    let alike = Table::open("variants/Alike.txt", None)?;
    // Without the habits of a region, and without forms that are as good as another.
    let one = |c: char| match alike.get(c.encode_utf8(&mut [0; 4])) {
        Some(row) => row.value().chars().next().unwrap_or(c),
        None => c,
    };
    let form = |text: &str| -> Vec<char> {
        hong_kong.restore(&taiwan.restore(text).text).text.chars().map(one).collect()
    };
    let table = Table::open("variants/STCharacters.txt", None)?;
    let keep = |c: char| match table.get(c.encode_utf8(&mut [0; 4])) {
        Some(row) if row.values().any(|value| value.chars().eq([c])) => c,
        _ => traditional(c),
    };
    let all: Vec<&str> = text.lines().collect();
    let ways: [(&str, &dyn Fn(char) -> char); 2] =
        [("first form", &traditional), ("kept where it is Traditional too", &keep)];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for (way, back) in ways {
        let (mut affected, mut right, mut right_theirs, mut spoilt, mut spoilt_theirs, mut mended) =
            (0, 0, 0, 0, 0, 0);
        let mut documents = 0;
        for document in all.chunks(lines) {
            let clean = document.join("\n");
            let damaged: String = simplify.restore(&clean).text.chars().map(back).collect();
            let restored = ours.restore(&damaged);
            documents += 1;
            mended += usize::from(!restored.is_unchanged());
            let (truth, damaged_form) = (form(&clean), form(&damaged));
            let (our, their) = (form(&restored.text), form(&theirs.restore(&damaged).text));
            if [&damaged_form, &our, &their].iter().any(|other| other.len() != truth.len()) {
                continue;
            }
            for n in 0..truth.len() {
                if damaged_form[n] != truth[n] {
                    affected += 1;
                    right += usize::from(our[n] == truth[n]);
                    right_theirs += usize::from(their[n] == truth[n]);
                } else {
                    spoilt += usize::from(our[n] != truth[n]);
                    spoilt_theirs += usize::from(their[n] != truth[n]);
                }
                if wrong && our[n] != truth[n] {
                    let (from, to) = (n.saturating_sub(4), (n + 5).min(truth.len()));
                    let around: String = truth[from..to].iter().collect();
                    println!("  {}>{} {around}", truth[n], our[n]);
                }
            }
        }
        let share = |n: usize| 100.0 * n as f64 / affected.max(1) as f64;
        println!(
            "{name}, {way}: {affected} affected; right {right} ({:.2} %), OpenCC {right_theirs} ({:.2} %); \
             others spoilt {spoilt}, OpenCC {spoilt_theirs}; {mended} of {documents} documents mended",
            share(right),
            share(right_theirs)
        );
    }
    // And the clean text itself, which should stay.
    let (mut changed, mut characters) = (0, 0);
    for document in all.chunks(lines) {
        let clean = document.join("\n");
        let restored = ours.restore(&clean);
        for (_, edit) in restored.edits() {
            changed += edit.after.chars().count();
            if wrong {
                println!("  clean: {} -> {} ({})", edit.before, edit.after, edit.rule);
            }
        }
        characters += clean.chars().count();
    }
    println!(
        "{name}, clean: {changed} characters changed of {characters}, {:.1} per million",
        1e6 * changed as f64 / characters as f64
    );
    Ok(())
}
