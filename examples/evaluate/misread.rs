//! Clean lines misread by every accident, and restored: what share comes back exactly; and lines where nothing may change.

use std::path::PathBuf;
use std::time::Instant;

use hanmend::damage::CodePage::{self, *};
use hanmend::damage::{is_lossless, misread};
use hanmend::text::{Span, is_han};
use hanmend::{Edit, Edits, Options, Pass, Restoration, Restorer};

#[derive(clap::Args)]
pub struct Args {
    /// Files or folders of clean Chinese text, a paragraph a line.
    #[arg(default_value = "corpora")]
    paths: Vec<PathBuf>,
    /// Lines damaged by each accident.
    #[arg(long, default_value_t = 1000)]
    lines: usize,
    /// Misses to print for each accident, of lines that lost nothing.
    #[arg(long, default_value_t = 0)]
    print: usize,
    /// Files or folders of text in which nothing may change, looked at line by line instead.
    #[arg(long, value_name = "PATH")]
    clean: Vec<PathBuf>,
    /// Write the damaged and the clean lines of each accident as TSV into this folder, for other tools.
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// Lines to a document: more tell more.
    #[arg(long, default_value_t = 1)]
    document: usize,
    /// Characters of a line, at most; lines differ in length.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(5..))]
    longest: u16,
    /// Times that the lines are misread.
    #[arg(long, default_value_t = 1)]
    rounds: usize,
}

pub fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let restorer = Restorer::new(Options::default())?;
    if !args.clean.is_empty() {
        return clean(&restorer, args);
    }
    let lines = lines(args)?;
    println!(
        "accident                     lossless: exact    wrong  in part   left | lossy: exact  in part  wrong   left"
    );
    for written in [Utf8, Gbk, Big5] {
        for read in [Gbk, Big5, Windows1252, Latin1, Windows1250, Windows1251, ShiftJis, EucKr, Cp437] {
            if written != read {
                accident(&restorer, &lines, (written, read), args)?;
            }
        }
    }
    Ok(())
}

/// Pieces of 5 to 60 characters, or as many as asked for, spread over the texts and cut where a sentence or a clause ends where there is one.
fn lines(args: &Args) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    for (_, text) in super::texts(&args.paths, "han")? {
        let paragraphs: Vec<&str> =
            text.lines().filter(|l| l.chars().filter(|c| is_han(*c)).count() >= 5).collect();
        let step = (paragraphs.len() / (args.lines / 2)).max(1);
        for (n, paragraph) in paragraphs.iter().step_by(step).enumerate() {
            let length = 5 + n * 7 % (usize::from(args.longest) - 4);
            let line: String = paragraph.chars().take(length).collect();
            if line.chars().filter(|c| is_han(*c)).count() >= 4 {
                out.push(line);
            }
        }
    }
    Ok(out)
}

#[derive(Default)]
struct Tally {
    exact: usize,
    other: usize,
    left: usize,
    part: usize,
    all: usize,
}

impl Tally {
    fn share(&self, count: usize) -> String {
        format!("{:.1}%", 100.0 * count as f64 / self.all.max(1) as f64)
    }
}

fn accident(
    restorer: &Restorer,
    lines: &[String],
    (written, read): (CodePage, CodePage),
    args: &Args,
) -> Result<(), Box<dyn std::error::Error>> {
    let fits = |line: &&String| line.chars().all(|c| written.bytes(c).is_some());
    let fitting: Vec<&String> = lines.iter().filter(fits).collect();
    let step = (fitting.len() / args.lines).max(1);
    let mut tallies = [Tally::default(), Tally::default()];
    let mut printed = 0;
    let mut export = String::new();
    let chosen: Vec<&String> = fitting.into_iter().step_by(step).take(args.lines).collect();
    let damaged: Vec<String> = chosen.iter().map(|line| misread(line, written, read, args.rounds)).collect();
    let mut restorations = damaged.chunks(args.document.max(1)).flat_map(|lines| {
        let whole = restorer.restore(&lines.join("\n"));
        if lines.len() == 1 {
            return vec![whole];
        }
        // Line by line again, with the edits that lie in each.
        let mut start = 0;
        let restored: Vec<String> = whole.text.split('\n').map(String::from).collect();
        let split = lines.iter().zip(restored).map(|(line, text)| {
            let end = start + line.len();
            let pass = whole.passes.first().map(|pass| {
                let own = pass.applied.iter().filter(|e| e.span.start >= start && e.span.end <= end);
                let own = own
                    .cloned()
                    .map(|e| Edit { span: Span::new(e.span.start - start, e.span.end - start), ..e });
                let applied = Edits::fit(line, own.collect()).unwrap_or_default();
                Pass { stage: pass.stage, applied, withheld: Vec::new(), gaps: Vec::new() }
            });
            start = end + 1;
            Restoration { original: line.clone(), text, passes: pass.into_iter().collect() }
        });
        split.collect()
    });
    for (line, damaged) in chosen.into_iter().zip(&damaged) {
        let lossless = (0..args.rounds).all(|n| is_lossless(&misread(line, written, read, n), written, read));
        let restoration = restorations.next().ok_or("a line without its restoration")?;
        export.push_str(&format!("{line}\t{damaged}\t{}\n", restoration.text));
        let tally = &mut tallies[usize::from(!lossless)];
        tally.all += 1;
        if restoration.text == **line {
            tally.exact += 1;
        } else if restoration.is_unchanged() {
            tally.left += 1;
        } else if restoration.edits().all(|(_, edit)| agrees(line, &edit.after)) {
            tally.part += 1;
        } else {
            tally.other += 1;
        }
        if restoration.text != **line && printed < args.print && lossless {
            printed += 1;
            println!("  {line}\n  {damaged}\n  {}", restoration.text);
        }
    }
    let [whole, lossy] = &tallies;
    println!(
        "{:<26} {:>6} {:>9} {:>8} {:>8} {:>6} | {:>6} {:>6} {:>7} {:>6} {:>6}",
        format!("{written} as {read}"),
        whole.all,
        whole.share(whole.exact),
        whole.share(whole.other),
        whole.share(whole.part),
        whole.share(whole.left),
        lossy.all,
        lossy.share(lossy.exact),
        lossy.share(lossy.part),
        lossy.share(lossy.other),
        lossy.share(lossy.left),
    );
    if let Some(folder) = &args.export {
        std::fs::write(folder.join(format!("{written}-{read}.tsv")), export)?;
    }
    Ok(())
}

/// Whether what stands between the lost characters of an edit stands so in the line.
fn agrees(line: &str, after: &str) -> bool {
    after.split(char::REPLACEMENT_CHARACTER).all(|piece| line.contains(piece))
}

/// Restores every line by itself and counts those that changed.
fn clean(restorer: &Restorer, args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let (mut all, mut edits, mut withheld) = (0, 0, 0);
    for (path, text) in super::texts(&args.clean, "")? {
        let start = Instant::now();
        let (mut lines, mut here, mut gaps) = (0, 0, 0);
        for line in text.lines() {
            let restoration = restorer.restore(line);
            lines += 1;
            gaps += restoration.gaps().count();
            for (_, edit) in restoration.edits() {
                here += 1;
                println!("  {} {} -> {} {:?}", edit.rule, edit.before, edit.after, edit.evidence);
            }
            withheld += restoration.passes.iter().map(|pass| pass.withheld.len()).sum::<usize>();
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!(
            "{name:<20} {lines:>7} lines {here:>5} edits {gaps:>5} gaps {:>6.1} s",
            start.elapsed().as_secs_f64()
        );
        all += lines;
        edits += here;
    }
    println!("{edits} edits and {withheld} withheld in {all} lines");
    Ok(())
}
