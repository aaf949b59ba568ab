//! Clean text damaged by the forward model and restored: what share of slips and of sentences comes back exactly.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hanmend::damage::{Damage, Slip, Variant, gbk};
use hanmend::dictionary::traditional;
use hanmend::text::{fold_width, is_han};
use hanmend::{Certainty, Options, Restorer};
use similar::{Algorithm, DiffOp};

#[derive(clap::Args)]
pub struct Args {
    /// Files or folders of clean Simplified text, a paragraph a line.
    #[arg(default_value = "corpora")]
    paths: Vec<PathBuf>,
    /// Stop when this many slips have been judged.
    #[arg(long, default_value_t = 2000)]
    slips: usize,
    /// Seed of the random choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Misses to print.
    #[arg(long, default_value_t = 40)]
    print: usize,
    /// Also print how often edits are right by their lead over the next best reading.
    #[arg(long)]
    leads: bool,
    /// Edits below this are not made.
    #[arg(long, default_value = "medium")]
    at_least: String,
    /// Highest share of cut sites that are cut in a document.
    #[arg(long, default_value_t = 0.2)]
    cuts: f64,
}

/// Restored of all.
#[derive(Default, Clone, Copy)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = 100.0 * self.right as f64 / self.all.max(1) as f64;
        write!(f, "{:>6} of {:>6}  {percent:6.2} %", self.right, self.all)
    }
}

#[derive(Default)]
struct Tally {
    documents: usize,
    characters: usize,
    slips: BTreeMap<&'static str, Share>,
    sentences: Share,
    sentences_but_width: Share,
    /// Undamaged sentences that are other than they were, glosses and width aside.
    touched: usize,
    undamaged: usize,
    worse: usize,
    verdicts: BTreeMap<&'static str, Share>,
    /// Why slips were missed.
    missed: BTreeMap<&'static str, usize>,
    /// By rule, whether pairs vanished, and the lead over the next best in powers of ten.
    leads: BTreeMap<(&'static str, bool, u32), Share>,
    printed: usize,
    edits: BTreeMap<Certainty, usize>,
    seconds: f64,
    bytes: usize,
}

pub fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let floor = args.at_least.parse()?;
    let restorer = Restorer::new(Options { floor, ..Options::default() })?;
    let mut random = Random(args.seed);
    let mut sources: Vec<Vec<String>> = Vec::new();
    for (_, text) in super::texts(&args.paths, "hans-")? {
        // What GBK cannot write is lost before the damage begins: such paragraphs prove nothing.
        // The first six tenths are what examples/count_marks.rs counts.
        let lines: Vec<&str> = text.lines().collect();
        sources.push(
            lines[lines.len() * 6 / 10..]
                .iter()
                .map(|l| l.chars().map(traditional).collect::<String>())
                .filter(|l| l.chars().all(|c| gbk::bytes(c).is_some()) && !is_lost_in_folding(l))
                .collect(),
        );
    }
    let mut tally = Tally::default();
    while tally.slips.values().map(|s| s.all).sum::<usize>() < args.slips {
        let source = &sources[random.below(sources.len())];
        let document = document(source, &mut random);
        if document.is_empty() {
            continue;
        }
        let damage = Damage {
            gloss_level: 1 + random.below(148),
            cuts: args.cuts * random.unit() * random.unit(),
            variant: if random.below(3) == 0 { Variant::B } else { Variant::A },
            fold: random.below(4) != 0,
            seed: random.next(),
        };
        judge(&restorer, &document, &damage, &mut tally, args.print);
    }
    report(&tally, args.leads);
    Ok(())
}

/// Whether folding leaves nothing to tell widths by: full-width letters, digits and signs, ASCII marks against Han
/// characters, a full-width colon between figures. Such paragraphs are left out: no restorer can bring them back.
fn is_lost_in_folding(paragraph: &str) -> bool {
    let chars: Vec<char> = paragraph.chars().collect();
    let beside = |n: usize, is: fn(char) -> bool| {
        let left = n.checked_sub(1).is_some_and(|n| is(chars[n]));
        (left, chars.get(n + 1).is_some_and(|c| is(*c)))
    };
    chars.iter().enumerate().any(|(n, c)| match c {
        '，' | '；' | '！' | '？' | '（' | '）' => false,
        '：' => beside(n, |c| c.is_ascii_digit()) == (true, true),
        ',' | ';' | ':' | '!' | '?' | '(' | ')' | '~' => {
            let (left, right) = beside(n, is_han);
            left || right
        }
        c => fold_width(*c) != *c,
    })
}

/// Consecutive paragraphs of 200 to 5,000 characters in all.
fn document(source: &[String], random: &mut Random) -> String {
    let length = 200 + random.below(4800);
    let mut document = String::new();
    let mut characters = 0;
    for line in source.iter().skip(random.below(source.len())) {
        document.push_str(line);
        document.push('\n');
        characters += line.chars().count();
        if characters >= length {
            break;
        }
    }
    document
}

fn judge(restorer: &Restorer, truth: &str, damage: &Damage, tally: &mut Tally, print: usize) {
    let damaged = damage.run(truth);
    let start = std::time::Instant::now();
    let restoration = restorer.restore(&damaged.text);
    tally.seconds += start.elapsed().as_secs_f64();
    tally.bytes += damaged.text.len();
    tally.documents += 1;
    tally.characters += truth.chars().count();
    let came = same(truth, &damaged.text);
    let same = same(truth, &restoration.text);
    let truth_narrow: String = truth.chars().map(fold_width).collect();
    let restored_narrow: String = restoration.text.chars().map(fold_width).collect();
    let same_narrow = self::same(&truth_narrow, &restored_narrow);
    let shown = tally.printed;
    for slip in &damaged.slips {
        let range = characters(truth, slip.original.clone());
        let right = same[range.clone()].iter().all(|s| *s);
        tally.slips.entry(class(slip)).or_default().add(right);
        let near = |span: hanmend::text::Span| span.start < slip.damaged.end && slip.damaged.start < span.end;
        let of_slip = |e: &&hanmend::Edit| {
            near(e.span) && !matches!(e.rule, hanmend::Rule::Gloss | hanmend::Rule::Unfold)
        };
        let (applied, withheld) = match restoration.passes.first() {
            Some(pass) => (
                pass.applied.iter().filter(of_slip).map(|e| e.certainty).min(),
                pass.withheld.iter().any(|e| of_slip(&e)),
            ),
            None => (None, false),
        };
        let verdict = match (applied, withheld) {
            (Some(certainty), _) => certainty.name(),
            (None, true) => "withheld",
            (None, false) => "nothing proposed",
        };
        tally.verdicts.entry(verdict).or_default().add(right);
        let of_this = || {
            restoration
                .passes
                .first()
                .into_iter()
                .flat_map(|pass| pass.applied.iter().chain(&pass.withheld).filter(of_slip))
        };
        if !right {
            *tally.missed.entry(why_missed(&truth[slip.original.clone()], of_this())).or_default() += 1;
        }
        for edit in of_this() {
            let (vanished, lead) = lead(edit);
            let says = says_truth(&edit.after, &truth[slip.original.clone()]);
            tally.leads.entry((edit.rule.code(), vanished, lead)).or_default().add(says);
        }
        if !right && tally.printed < print {
            tally.printed += 1;
            let context = slip.original.start.saturating_sub(18)..(slip.original.end + 18).min(truth.len());
            println!(
                "miss ({}; level {}, {:?}, fold {}): {} | found {}",
                class(slip),
                damage.gloss_level,
                damage.variant,
                damage.fold,
                truth.get(floor(truth, context.start)..floor(truth, context.end)).unwrap_or_default(),
                &damaged.text[slip.damaged.clone()],
            );
            for pass in restoration.passes.iter().take(1) {
                let near = |span: hanmend::text::Span| {
                    span.start < slip.damaged.end + 3 && slip.damaged.start < span.end + 3
                };
                for edit in pass
                    .applied
                    .iter()
                    .chain(&pass.withheld)
                    .filter(|e| near(e.span) && e.rule != hanmend::Rule::Gloss)
                {
                    println!("    {} {} -> {} {:?}", edit.certainty, edit.before, edit.after, edit.evidence);
                }
            }
        }
    }
    let mut at = 0;
    for sentence in truth.split_inclusive(['。', '！', '？', '\n']) {
        let span = at..at + sentence.len();
        at += sentence.len();
        if sentence.trim().is_empty() {
            continue;
        }
        let range = characters(truth, span.clone());
        let exact = same[range.clone()].iter().all(|s| *s);
        let right = |same: &[bool]| same[range.clone()].iter().filter(|s| **s).count();
        if right(&same) < right(&came) {
            tally.worse += 1;
            if tally.printed < print {
                tally.printed += 1;
                let [came, back] = [&damaged.text, &restoration.text].map(|t| counterpart(truth, t, &span));
                println!(
                    "worse (level {}): {sentence}\n    came: {came}\n    back: {back}",
                    damage.gloss_level
                );
            }
        }
        let exact_narrow = same_narrow[range].iter().all(|s| *s);
        tally.sentences.add(exact);
        tally.sentences_but_width.add(exact_narrow);
        let is_damaged =
            damaged.slips.iter().any(|s| s.original.start < span.end && span.start < s.original.end);
        if !is_damaged {
            tally.undamaged += 1;
            if !exact_narrow {
                tally.touched += 1;
                if tally.printed < print {
                    tally.printed += 1;
                    let [came, back] =
                        [&damaged.text, &restoration.text].map(|t| counterpart(truth, t, &span));
                    println!(
                        "touched or left (level {}): {sentence}\n    came: {came}\n    back: {back}",
                        damage.gloss_level
                    );
                }
            } else if !exact && tally.printed < print && tally.printed == shown {
                tally.printed += 1;
                println!("width: {sentence}");
            }
        }
    }
    for (_, edit) in restoration.edits() {
        *tally.edits.entry(edit.certainty).or_default() += 1;
    }
}

/// Why a slip was missed, as far as its edits tell.
fn why_missed<'a>(truth: &str, edits: impl Iterator<Item = &'a hanmend::Edit> + Clone) -> &'static str {
    let rival_is_right = |edit: &hanmend::Edit| {
        edit.evidence.iter().any(|fact| {
            matches!(fact, hanmend::Evidence::Score { runner_up: Some((text, _)), .. } if says_truth(text, truth))
        })
    };
    if edits.clone().next().is_none() {
        "nothing was seen"
    } else if edits.clone().any(|e| e.certainty == Certainty::Low && says_truth(&e.after, truth)) {
        "right, but withheld"
    } else if edits.clone().any(rival_is_right) {
        "came second"
    } else {
        "came later or not at all"
    }
}

/// Whether an edit and the original of a slip are the same text, as far as both reach; widths aside.
fn says_truth(text: &str, truth: &str) -> bool {
    let narrow = |text: &str| text.chars().map(fold_width).collect::<String>();
    let (text, truth) = (narrow(text), narrow(truth));
    text.contains(&truth) || truth.contains(&text)
}

/// Whether pairs vanished in an edit's replay, and its lead over the next best reading in halves of a power of ten; 20 at
/// most, as where there is no other.
fn lead(edit: &hanmend::Edit) -> (bool, u32) {
    let (mut vanished, mut lead) = (false, 20);
    for fact in &edit.evidence {
        match fact {
            hanmend::Evidence::Replay { lost, .. } => vanished = !lost.is_empty(),
            hanmend::Evidence::Score { winner, runner_up: Some((_, next)) } => {
                lead = ((winner - next) * 2.0).clamp(0.0, 20.0) as u32;
            }
            _ => {}
        }
    }
    (vanished, lead)
}

fn class(slip: &Slip) -> &'static str {
    match (slip.swallowed, slip.lost_pairs > 0, slip.split, slip.cut) {
        (true, ..) => "ASCII swallowed",
        (_, false, true, false) => "gloss",
        (_, false, false, _) => "cut",
        (_, false, true, true) => "gloss and cut",
        (_, true, true, false) => "gloss, pairs lost",
        (_, true, false, _) => "cut, pairs lost",
        (_, true, true, true) => "gloss and cut, pairs lost",
    }
}

/// For each character of `truth`, whether it stands in `text` with nothing put in before it.
fn same(truth: &str, text: &str) -> Vec<bool> {
    let mut same = Vec::with_capacity(truth.len() / 3);
    let mut lines = text.split_inclusive('\n');
    for line in truth.split_inclusive('\n') {
        let other = lines.next().unwrap_or_default();
        let a: Vec<char> = line.chars().collect();
        if line == other {
            same.extend(a.iter().map(|_| true));
            continue;
        }
        let b: Vec<char> = other.chars().collect();
        let base = same.len();
        same.resize(base + a.len(), false);
        for op in similar::capture_diff_slices(Algorithm::Myers, &a, &b) {
            match op {
                DiffOp::Equal { old_index, len, .. } => {
                    same[base + old_index..base + old_index + len].fill(true)
                }
                DiffOp::Insert { old_index, .. } => {
                    let at = base + old_index;
                    if at < same.len() {
                        same[at] = false;
                    }
                }
                _ => {}
            }
        }
        // An insertion marks the character behind it; equal runs are filled in order, so mark again.
        for op in similar::capture_diff_slices(Algorithm::Myers, &a, &b) {
            if let DiffOp::Insert { old_index, .. } | DiffOp::Replace { old_index, .. } = op
                && let Some(slot) = same.get_mut(base + old_index)
            {
                *slot = false;
            }
        }
    }
    same
}

/// What stands in `text` where `truth` has `bytes`, a stretch within a line.
fn counterpart(truth: &str, text: &str, bytes: &std::ops::Range<usize>) -> String {
    let start = truth[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
    let number = truth[..start].matches('\n').count();
    let line: Vec<char> = truth[start..].split_inclusive('\n').next().unwrap_or_default().chars().collect();
    let other: Vec<char> = text.split_inclusive('\n').nth(number).unwrap_or_default().chars().collect();
    let range = characters(&truth[start..], bytes.start - start..bytes.end - start);
    let place = |at: usize, ops: &[DiffOp]| {
        ops.iter().find(|op| op.old_range().contains(&at)).map_or(other.len(), |op| {
            (op.new_range().start + (at - op.old_range().start)).min(op.new_range().end)
        })
    };
    let ops = similar::capture_diff_slices(Algorithm::Myers, &line, &other);
    other[place(range.start, &ops)..place(range.end, &ops)].iter().collect()
}

/// The numbers of the characters in a byte range.
fn characters(text: &str, bytes: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes].chars().count()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn report(tally: &Tally, leads: bool) {
    println!("\n{} documents, {} characters", tally.documents, tally.characters);
    let (mut whole, mut lossy) = (Share::default(), Share::default());
    for (class, share) in &tally.slips {
        println!("  slips: {class:<26} {share}");
        let sum = if class.contains("lost") || class.contains("swallowed") { &mut lossy } else { &mut whole };
        sum.right += share.right;
        sum.all += share.all;
    }
    println!("  slips that lost nothing           {whole}");
    println!("  slips that lost pairs or ASCII    {lossy}");
    for (verdict, share) in &tally.verdicts {
        println!("  verdict on slips: {verdict:<16} {share}");
    }
    for (why, count) in &tally.missed {
        println!("  missed: {why:<25} {count:>6}");
    }
    if leads {
        for ((rule, vanished, lead), share) in &tally.leads {
            let pairs = if *vanished { "pairs vanished" } else { "" };
            println!("  {rule:<13} {pairs:<14} lead {:>4.1}  {share}", *lead as f32 / 2.0);
        }
    }
    println!("  sentences exact                   {}", tally.sentences);
    println!("  sentences exact but for width     {}", tally.sentences_but_width);
    println!("  undamaged sentences not as they were, width aside: {} of {}", tally.touched, tally.undamaged);
    println!("  sentences with fewer right characters than they came with: {}", tally.worse);
    for (certainty, count) in &tally.edits {
        println!("  edits made, {certainty}: {count}");
    }
    println!("  {:.2} MB/s", tally.bytes as f64 / 1e6 / tally.seconds);
}

/// SplitMix64: the same documents for the same seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }
}
