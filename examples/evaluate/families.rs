//! Pages glossed with other lists, and what is done to characters: damaged, restored and compared; and how often clean
//! text is taken for such a page.

use std::path::PathBuf;
use std::time::Instant;

use hanmend::damage::{Damage, Variant, Web, gbk};
use hanmend::dictionary::{GlossTable, Pinyin, toneless, traditional};
use hanmend::language::Model;
use hanmend::text::is_han;
use hanmend::{OcrMode, Options, Restorer, Rule};

#[derive(clap::Args)]
pub struct Args {
    /// Files or folders of clean text.
    #[arg(default_value = "corpora")]
    paths: Vec<PathBuf>,
    /// Documents damaged in each way; a tenth of them with glosses, of which each has hundreds.
    #[arg(long, default_value_t = 200)]
    documents: usize,
    /// Damaged lines that came out wrong to print.
    #[arg(long, default_value_t = 0)]
    print: usize,
    /// Instead: restore the texts as they are, whole, by 20 lines and by each line.
    #[arg(long)]
    clean: bool,
    /// Seed of the random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The rules that are measured.
const RULES: [Rule; 5] = [Rule::OtherGloss, Rule::Inserted, Rule::DoubledMark, Rule::Indent, Rule::Jammer];

#[derive(Default)]
struct Tally {
    documents: usize,
    recognized: usize,
    places: usize,
    edits: usize,
    damaged: usize,
    exact: usize,
    left: usize,
    sound: usize,
    touched: usize,
    /// Characters of the originals that were there before restoring and are gone behind it.
    lost: usize,
    seconds: f64,
    bytes: usize,
}

pub fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let restorer = Restorer::new(Options { ocr: OcrMode::Off, ..Options::default() })?;
    let texts = super::texts(&args.paths, "")?;
    if args.clean {
        return clean(&restorer, &texts, args.print);
    }
    println!(
        "{:<28} {:>5} {:>6}  {:>7} {:>7}  {:>8} {:>8} {:>6} {:>7}  {:>8} {:>7} {:>6}  MB/s",
        "damage",
        "docs",
        "shown",
        "places",
        "edits",
        "damaged",
        "exact",
        "left",
        "worse",
        "sound",
        "touched",
        "lost"
    );
    let sources: Vec<Vec<&str>> = texts
        .iter()
        .map(|(_, text)| text.lines().filter(|l| l.chars().filter(|c| is_han(*c)).count() >= 10).collect())
        .filter(|lines: &Vec<&str>| lines.len() > 100)
        .collect();
    for (name, listed, with_tones, is_traditional) in [
        ("glosses, no tones, hant", false, false, true),
        ("glosses, no tones, hans", false, false, false),
        ("glosses, tones, hant", false, true, true),
        ("known list, no tones", true, false, true),
    ] {
        let damage = |text: &str, random: &mut super::synthetic::Random| {
            let text: String =
                if is_traditional { text.chars().map(traditional).collect() } else { text.to_owned() };
            let text: String = text.chars().map(|c| if gbk::bytes(c).is_some() { c } else { '□' }).collect();
            let table = if listed {
                GlossTable::built_in().toneless()
            } else {
                list(random, with_tones, is_traditional)
            };
            let gloss_level = if listed { 20 + random.below(128) } else { 1000 };
            let damage =
                Damage { gloss_level, cuts: 0.0, variant: Variant::A, fold: false, seed: random.next() };
            let damaged = damage.run_with(&text, &table).text;
            let places =
                damaged.matches(')').count() - text.matches(')').count().min(damaged.matches(')').count());
            (text, damaged, places)
        };
        measure(name, &restorer, &sources, args, damage);
    }
    for (web, name) in Web::ALL {
        for rate in [1.0, 0.8] {
            let damage = |text: &str, random: &mut super::synthetic::Random| {
                let text: String = text
                    .lines()
                    .map(|line| match web {
                        Web::Indents => format!("\u{3000}\u{3000}{}\n", line.trim()),
                        _ => format!("{line}\n"),
                    })
                    .collect();
                let (damaged, places) = web.run(&text, rate, random.next());
                (text, damaged, places)
            };
            measure(&format!("{name}, {:.0} %", rate * 100.0), &restorer, &sources, args, damage);
        }
    }
    Ok(())
}

/// A list of 30 to 150 of the commonest characters, each with one of its readings.
fn list(random: &mut super::synthetic::Random, with_tones: bool, is_traditional: bool) -> GlossTable {
    let Ok(model) = Model::built_in() else { return GlossTable::built_in().clone() };
    let mut common: Vec<(char, f32)> = model.characters().filter(|(c, _)| is_han(*c)).collect();
    common.sort_by(|a, b| b.1.total_cmp(&a.1));
    common.truncate(800);
    let mut rows = String::new();
    let mut rank = 0;
    for _ in 0..30 + random.below(120) {
        let (c, _) = common.swap_remove(random.below(common.len()));
        let c = if is_traditional { traditional(c) } else { c };
        let readings: Vec<&str> = Pinyin::built_in().readings(c).filter(|r| toneless(r) != *r).collect();
        if readings.is_empty() || rows.contains(c) {
            continue;
        }
        let reading = readings[random.below(readings.len())];
        rank += 1;
        rows.push_str(&format!("{rank}\t{c}\t{reading}\n"));
    }
    let table = GlossTable::parse("drawn", &rows).unwrap_or_else(|error| panic!("{error}"));
    if with_tones { table } else { table.toneless() }
}

fn measure(
    name: &str,
    restorer: &Restorer,
    sources: &[Vec<&str>],
    args: &Args,
    damage: impl Fn(&str, &mut super::synthetic::Random) -> (String, String, usize),
) {
    let mut random = super::synthetic::Random(args.seed);
    let mut tally = Tally::default();
    let mut printed = 0;
    let documents = if name.contains("tones") { args.documents.div_ceil(10) } else { args.documents };
    for _ in 0..documents {
        let source = &sources[random.below(sources.len())];
        let length = 200 + random.below(2800);
        let mut text = String::new();
        for line in source.iter().skip(random.below(source.len())) {
            text.push_str(line);
            text.push('\n');
            if text.chars().count() >= length {
                break;
            }
        }
        let (truth, damaged, places) = damage(&text, &mut random);
        let start = Instant::now();
        let restoration = restorer.restore(&damaged);
        tally.seconds += start.elapsed().as_secs_f64();
        tally.bytes += damaged.len();
        tally.documents += 1;
        tally.places += places;
        let edits = restoration.edits().filter(|(_, edit)| RULES.contains(&edit.rule)).count();
        tally.edits += edits;
        tally.recognized += usize::from(edits > 0);
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (right, came, now) = (lines(&truth), lines(&damaged), lines(&restoration.text));
        for (n, right) in right.iter().enumerate() {
            let (came, now) = (came.get(n), now.get(n));
            let same = |line: Option<&String>| line == Some(right);
            if same(came) {
                tally.sound += 1;
                tally.touched += usize::from(!same(now));
            } else {
                tally.damaged += 1;
                tally.exact += usize::from(same(now));
                tally.left += usize::from(now == came);
                let gone = |other: Option<&String>| {
                    let diff =
                        similar::TextDiff::from_chars(right.as_str(), other.map_or("", String::as_str));
                    diff.iter_all_changes().filter(|c| c.tag() == similar::ChangeTag::Delete).count()
                };
                tally.lost += if same(now) { 0 } else { gone(now).saturating_sub(gone(came)) };
                if !same(now) && edits > 0 && printed < args.print {
                    printed += 1;
                    println!("  {right}\n  {}\n", now.map_or("", String::as_str));
                }
            }
        }
        if edits == 0 && printed < args.print {
            printed += 1;
            println!(
                "  not recognized, {places} places in {} characters: {}",
                truth.chars().count(),
                damaged.chars().take(60).collect::<String>().replace('\n', "/")
            );
        }
    }
    let Tally { documents, recognized, places, edits, damaged, exact, left, sound, touched, lost, .. } =
        tally;
    println!(
        "{name:<28} {documents:>5} {recognized:>6}  {places:>7} {edits:>7}  {damaged:>8} {:>6.2} % {left:>6} {:>7}  {sound:>8} {touched:>7} {lost:>6}  {:.2}",
        100.0 * exact as f64 / damaged.max(1) as f64,
        damaged - exact - left,
        tally.bytes as f64 / 1e6 / tally.seconds
    );
}

fn clean(
    restorer: &Restorer,
    texts: &[(PathBuf, String)],
    print: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let (mut lines, mut all) = (0, 0);
    for (path, text) in texts {
        let whole = vec![text.as_str()];
        let each: Vec<&str> = text.split_inclusive('\n').collect();
        let pages: Vec<String> = each.chunks(20).map(|lines| lines.concat()).collect();
        let mut counts = [0usize; 3];
        let documents: [Vec<&str>; 3] = [whole, pages.iter().map(String::as_str).collect(), each.clone()];
        for (count, documents) in counts.iter_mut().zip(&documents) {
            for document in documents {
                let restoration = restorer.restore(document);
                let edits = restoration.edits().filter(|(_, edit)| RULES.contains(&edit.rule));
                let before = *count;
                for (_, edit) in edits {
                    *count += 1;
                    if *count - before <= print {
                        println!("  {} {:?} -> {:?}", edit.rule, edit.before, edit.after);
                    }
                }
            }
        }
        lines += each.len();
        all += counts.iter().sum::<usize>();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!(
            "{name:<24} {:>9} lines  whole {} | 20 lines {} | each line {}",
            each.len(),
            counts[0],
            counts[1],
            counts[2]
        );
    }
    println!("{all} edits in {lines} lines");
    Ok(())
}
