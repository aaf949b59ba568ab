//! A document with its truth and a list of its damaged places: how many come out right, what was made wrong, how far it
//! is from the truth before and after; and how many of the places come out right in words that the document writes often, by
//! itself and inside the page that it is part of.

use std::ops::Range;
use std::path::Path;

use hanmend::{OcrMode, Options, Restoration, Restorer, Rule, Stage, Target};
use similar::{Algorithm, DiffOp};

/// Characters on either side by which a place is found again.
const AROUND: usize = 4;

/// How often a document writes a word that it writes often.
const OFTEN: usize = 5;

/// A text as the OCR stage gets it, in zh-Hans, and as it comes out: back in step, but in the first neither corrected nor rid of
/// tampering.
struct Read {
    before: String,
    old: Vec<Vec<char>>,
    new: Vec<Vec<char>>,
    after: Restoration,
}

impl Read {
    fn of(input: &str, ocr: OcrMode) -> Result<Read, hanmend::Error> {
        let restore = |ocr, skip| {
            let options = Options { ocr, skip, to: Some(Target::Hans), ..Options::default() };
            Ok::<_, hanmend::Error>(Restorer::new(options)?.restore(input))
        };
        let before = restore(OcrMode::Off, vec![Stage::Tamper])?.text;
        let after = restore(ocr, Vec::new())?;
        Ok(Read { old: lines(&before), new: lines(&after.text), before, after })
    }
}

fn lines(text: &str) -> Vec<Vec<char>> {
    text.lines().map(|line| line.chars().collect()).collect()
}

/// A damaged place as places.tsv has it.
struct Place<'a> {
    line: usize,
    damaged: &'a str,
    meant: &'a str,
    kind: &'a str,
    context: &'a str,
}

impl Place<'_> {
    /// The characters of `line` where the damage is, where it is there.
    fn find(&self, line: &[char]) -> Option<Range<usize>> {
        let plain = self.context.replacen(&format!("[{}]", self.damaged), self.damaged, 1);
        let text: String = line.iter().collect();
        let ahead = self.context.find('[').map_or(0, |n| self.context[..n].chars().count());
        let start = text[..text.find(&plain)?].chars().count() + ahead;
        Some(start..start + self.damaged.chars().count())
    }

    /// Whether one character of a word is another.
    fn is_in_word(&self) -> bool {
        let (damaged, meant): (Vec<char>, Vec<char>) =
            (self.damaged.chars().collect(), self.meant.chars().collect());
        let wrong = damaged.iter().zip(&meant).filter(|(a, b)| a != b).count();
        self.kind == "look-alike" && damaged.len() == meant.len() && meant.len() > 1 && wrong == 1
    }
}

/// Of the places where one character of a word is a look-alike: those whose word, as it should be, stands [`OFTEN`] times or more
/// in the whole text as the stage gets it; the place itself does not count, since it is misread. How many come out right.
fn often(places: &[Place], read: &Read) -> Result<(usize, usize), String> {
    let (mut right, mut all) = (0, 0);
    for place in places.iter().filter(|place| place.is_in_word()) {
        if read.before.matches(place.meant).count() < OFTEN {
            continue;
        }
        // What comes before may make the page's lines others than the document's.
        let found = read.old.iter().zip(&read.new).find_map(|(old, new)| {
            place.find(old).map(|range| {
                carried(old, new, range.start, range.end) == place.meant
                    || stands(old, new, range, place.meant)
            })
        });
        all += 1;
        right += usize::from(found.ok_or_else(|| format!("'{}' is not in the page", place.context))?);
    }
    Ok((right, all))
}

pub fn run(
    case: &Path,
    page: Option<&Path>,
    ocr: OcrMode,
    print: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let open = |name: &str| {
        let path = case.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let (input, truth, places) = (open("input.txt")?, open("truth.txt")?, open("places.tsv")?);
    let read = Read::of(&input, ocr)?;
    let (old, new, right) = (&read.old, &read.new, lines(&truth));
    let mut list = Vec::new();
    for row in places.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [line, damaged, meant, kind, context] = fields[..] else { continue };
        list.push(Place { line: line.parse::<usize>()? - 1, damaged, meant, kind, context });
    }
    let mut kinds: std::collections::BTreeMap<&str, (usize, usize)> = Default::default();
    for place in &list {
        let Place { line, meant, kind, context, .. } = *place;
        let Some(range) = place.find(&old[line]) else {
            return Err(format!("'{context}' is not in line {}", line + 1).into());
        };
        let came = carried(&old[line], &new[line], range.start, range.end);
        let tally = kinds.entry(kind).or_default();
        tally.1 += 1;
        if came == meant || stands(&old[line], &new[line], range, meant) {
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
    let often_alone = often(&list, &read)?;
    print_often("read alone", often_alone);
    if let Some(page) = page {
        let path = page.join("input.txt");
        let page = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        print_often("read in its page", often(&list, &Read::of(&page, ocr)?)?);
    }
    let rules = [Rule::Lookalike, Rule::Torn, Rule::Figure, Rule::Doubled, Rule::Omitted];
    let made = read.after.edits().filter(|(_, edit)| rules.contains(&edit.rule)).count();
    let mut wrong = 0;
    for (line, (old, new)) in old.iter().zip(new).enumerate() {
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
    println!("characters from the truth: {} before, {} after", distance(old), distance(new));
    Ok(())
}

fn print_often(how: &str, (right, all): (usize, usize)) {
    println!(
        "of one-character look-alikes in words that stand {OFTEN} times or more elsewhere, {how}: {right} of {all}, {:.1} %",
        100.0 * right as f64 / all.max(1) as f64
    );
}

/// Whether `new` has `meant` where `old` has `range`, by what stands around: a line may be aligned in several ways
/// (20l1年 and 2011年).
fn stands(old: &[char], new: &[char], range: Range<usize>, meant: &str) -> bool {
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
