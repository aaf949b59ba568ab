//! Whether conversion chooses right where one Simplified character stands for several, and whether half-converted
//! documents are mended.

use std::path::{Path, PathBuf};

use hanmend::dictionary::{Table, traditional};
use hanmend::{Engine, Options, Restorer, Stage, Target};

/// Sentences with their right conversions: Simplified, then each target but the first. The other files were written after
/// the rules were made.
const SENTENCES: [&str; 3] =
    ["tests/sentences.tsv", "tests/sentences_later.tsv", "tests/sentences_held_out.tsv"];

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
    /// A folder of tables to measure with.
    #[arg(long)]
    data: Option<PathBuf>,
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
        return args.texts.iter().try_for_each(|path| half_converted(path, args));
    }
    SENTENCES.iter().try_for_each(|file| hard_sentences(file, args))
}

fn hard_sentences(file: &str, args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    println!("{file}");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))?;
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let targets = [(Target::Hant, "s2t", 1), (Target::HantTw, "s2tw", 2), (Target::HantHk, "s2hk", 3)];
    for engine in Engine::ALL {
        for (target, mode, column) in targets {
            // Our own engine, word by word; and the rows of OpenCC, by us or by itself.
            let by_words = Options { to: Some(target), data: args.data.clone(), ..Options::default() };
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
                    if converted != row[column] && args.wrong && restorer_is_ours(name) {
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

/// What the clean texts do not spell as Traditional does, and how that is spelled; judged by hand.
const FAULTS: &str = include_str!("faults.tsv");

/// Of the characters that the damage affected, how many came back, and how many others were spoilt.
#[derive(Default)]
struct Count {
    affected: usize,
    right: usize,
    spoilt: usize,
    /// Lost and not counted: the tables of conversion have no such form, so that nothing made from Simplified has it.
    beyond: usize,
}

impl Count {
    /// Counts a document; `has` tells which forms the tables have, and `wrong` prints what did not come back.
    fn add(&mut self, [truth, damaged, restored]: [&[char]; 3], has: impl Fn(char) -> bool, wrong: bool) {
        if truth.len() != damaged.len() || truth.len() != restored.len() {
            return;
        }
        for n in 0..truth.len() {
            let (affected, came_back) = (damaged[n] != truth[n], restored[n] == truth[n]);
            if affected && !came_back && !has(truth[n]) {
                self.beyond += 1;
                continue;
            }
            if affected {
                self.affected += 1;
                self.right += usize::from(came_back);
            } else {
                self.spoilt += usize::from(!came_back);
            }
            if wrong && !came_back {
                let (from, to) = (n.saturating_sub(4), (n + 5).min(truth.len()));
                let around: String = truth[from..to].iter().filter(|c| **c != '\n').collect();
                let what = if affected { "lost" } else { "spoilt" };
                println!("  {what} {}>{} {around}", truth[n], restored[n]);
            }
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = 100.0 * self.right as f64 / self.affected.max(1) as f64;
        write!(f, "{} of {} right ({share:.2} %), {} spoilt", self.right, self.affected, self.spoilt)?;
        if self.beyond > 0 { write!(f, ", {} in forms beyond the tables", self.beyond) } else { Ok(()) }
    }
}

/// Damages the documents of a clean text in two ways and counts what comes back.
fn half_converted(path: &Path, args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let (lines, wrong, data) = (args.lines, args.wrong, args.data.as_deref());
    let ours = restorer(Options { to: Some(Target::Hant), data: args.data.clone(), ..Options::default() })?;
    let (simplify, theirs) = (mode("t2s")?, mode("s2t")?);
    let (taiwan, hong_kong) = (mode("tw2t")?, mode("hk2t")?);
    let (alike, words) =
        (Table::open("variants/Alike.txt", data)?, Table::open("variants/AlikeWords.txt", data)?);
    let one = |c: char| match alike.get(c.encode_utf8(&mut [0; 4])) {
        Some(row) => row.value().chars().next().unwrap_or(c),
        None => c,
    };
    // Without the habits of a region, character by character; and without spellings that are as good as another.
    let standard = |text: &str| hong_kong.restore(&taiwan.restore(text).text).text;
    // Longer words first: the short ones are characters.
    let mut words: Vec<_> = words.rows().collect();
    words.sort_by_key(|row| std::cmp::Reverse(row.key.len()));
    let spelled = |text: &str| {
        let mut text = text.to_owned();
        for row in words.iter().filter(|row| row.key.chars().any(|c| text.contains(c))).collect::<Vec<_>>() {
            text = text.replace(row.key, row.value());
        }
        text.chars().map(one).collect::<Vec<char>>()
    };
    let faults: Vec<(&str, &str)> = FAULTS.lines().filter_map(|line| line.split_once('\t')).collect();
    // The clean text without its own faults.
    let mended = |text: &str| {
        let found: Vec<_> = faults.iter().filter(|(wrong, _)| text.contains(wrong)).collect();
        found.iter().fold(text.to_owned(), |text, (wrong, right)| text.replace(wrong, right))
    };
    let table = Table::open("variants/STCharacters.txt", None)?;
    // Whether conversion from Simplified may write a character at all.
    let has = |c: char| {
        let own = c.to_string();
        let simple = simplify.restore(&own).text;
        match table.get(&simple) {
            Some(row) => row.values().any(|value| value == own),
            None => simple == own,
        }
    };
    let keep = |c: char| match table.get(c.encode_utf8(&mut [0; 4])) {
        Some(row) if row.values().any(|value| value.chars().eq([c])) => c,
        _ => traditional(c),
    };
    let all: Vec<&str> = text.lines().collect();
    let ways: [(&str, &dyn Fn(char) -> char); 2] =
        [("first form", &traditional), ("kept where it is Traditional too", &keep)];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for (way, back) in ways {
        let (mut exact, mut exact_theirs) = (Count::default(), Count::default());
        let (mut as_good, mut as_good_theirs) = (Count::default(), Count::default());
        let (mut judged, mut judged_theirs) = (Count::default(), Count::default());
        let (mut documents, mut repaired) = (0, 0);
        for document in all.chunks(lines) {
            let clean = document.join("\n");
            let damaged: String = simplify.restore(&clean).text.chars().map(back).collect();
            let restored = ours.restore(&damaged);
            documents += 1;
            repaired += usize::from(!restored.is_unchanged());
            let [truth, damaged, our, their] =
                [&clean, &damaged, &restored.text, &theirs.restore(&damaged).text].map(|text| standard(text));
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            exact.add([&chars(&truth), &chars(&damaged), &chars(&our)], |_| true, false);
            exact_theirs.add([&chars(&truth), &chars(&damaged), &chars(&their)], |_| true, false);
            let right = spelled(&mended(&truth));
            let [truth, damaged, our, their] = [&truth, &damaged, &our, &their].map(|text| spelled(text));
            as_good.add([&truth, &damaged, &our], |_| true, false);
            as_good_theirs.add([&truth, &damaged, &their], |_| true, false);
            judged.add([&right, &damaged, &our], has, wrong);
            judged_theirs.add([&right, &damaged, &their], has, false);
        }
        println!("{name}, {way}, {repaired} of {documents} documents mended:");
        println!("  spelled as the publisher does: {exact}; OpenCC {exact_theirs}");
        println!("  or as well: {as_good}; OpenCC {as_good_theirs}");
        println!("  the publisher's own faults left out: {judged}; OpenCC {judged_theirs}");
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
