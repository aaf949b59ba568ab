//! Misreads clean text: every character may be taken for a look-alike, the likelier the more alike.

use std::collections::HashMap;

use hanmend::dictionary::Lookalikes;
use hanmend::language::Model;

/// Of misreadings, those that take a character for one that does not look like it. Of a hundred in golden/found/ocr-speech
/// the table has 80, and half of the others among the next 200.
const ANYTHING: f64 = 0.15;
/// How much rarer misreadings are the less alike: as a power of the rank. In the same hundred, 28 are of rank 0, 45 below
/// 5, 52 below 10, 62 below 20 and 72 below 40.
const FALL: f64 = 1.3;
/// Characters of the shortest clause.
const CLAUSE: usize = 4;
/// log10 of the misreadings on 10,000 characters of a damaged document, at least and at most: of short ones and of long.
/// A line or two that come alone are asked about because something is wrong with them; how much is wrong with a long
/// document is told by the document.
const SHORT_RATE: (f64, f64) = (1.5, 3.1);
const LONG_RATE: (f64, f64) = (0.0, 3.1);
/// How likely a misreading comes again where the character does, in one document. (信电化 three times among ninety 信息化)
const AGAIN: f64 = 0.05;

/// SplitMix64: the same documents for the same seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, end: usize) -> usize {
        ((self.unit() * end as f64) as usize).min(end.saturating_sub(1))
    }
}

/// A document: one line, or some hundred or thousand characters that follow each other in a text; or what subtitles and
/// captions look like, a clause to a line, one alone or many that have nothing to do with each other.
pub fn document(texts: &[Vec<String>], random: &mut Random) -> String {
    let (least, most, is_clauses) = match random.below(20) {
        0..=11 => (1, 1, false),
        12..=16 => (1, 1, true),
        17 => (200, 1_000, false),
        18 => (1_000, 5_000, false),
        _ => (500, 4_000, true),
    };
    let least = least + random.below(most - least + 1);
    let mut out = String::new();
    let mut length = 0;
    let mut add = |line: &str| {
        out.push_str(line);
        length += line.chars().count();
        length >= least
    };
    if is_clauses {
        while !add(clause(&texts[random.below(texts.len())], random).as_str()) {}
    } else {
        let lines = &texts[random.below(texts.len())];
        let _ = lines.iter().skip(random.below(lines.len())).any(|line| add(line));
    }
    out
}

/// Some clause of a text, and a line's end.
fn clause(lines: &[String], random: &mut Random) -> String {
    loop {
        let line = &lines[random.below(lines.len())];
        let clauses: Vec<&str> =
            line.split(|c: char| !is_han(c)).filter(|clause| clause.chars().count() >= CLAUSE).collect();
        if let Some(clause) = clauses.get(random.below(clauses.len())) {
            return format!("{clause}\n");
        }
    }
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..'\u{A000}').contains(&c)
}

/// Misreads characters.
pub struct Damager {
    /// By character: what it is taken for, with the sum of the likelihoods up to there.
    taken: HashMap<char, Vec<(char, f64)>>,
    common: Vec<char>,
}

impl Damager {
    pub fn new(table: &Lookalikes, model: &Model) -> Damager {
        let mut taken: HashMap<char, Vec<(char, f64)>> = HashMap::new();
        for code in 0x4E00..0xA000 {
            let Some(seen) = char::from_u32(code) else { continue };
            // Engines read common characters rather than rare ones.
            let common = 10f64.powf(0.25 * f64::from(model.frequency(seen)));
            for like in table.of(seen).chain(table.from_behind(seen)) {
                let list = taken.entry(like.character).or_default();
                let sum = list.last().map_or(0.0, |(_, sum)| *sum);
                list.push((seen, sum + common / (f64::from(like.rank) + 1.0).powf(FALL)));
            }
        }
        Damager { taken, common: table.candidates()[..2500].to_vec() }
    }

    /// A document of OCR, or a clean one.
    pub fn damage(&self, text: &[char], random: &mut Random) -> Vec<char> {
        let (least, most) = if text.len() < 200 { SHORT_RATE } else { LONG_RATE };
        let exponent = least + (most - least) * random.unit();
        let rate = if random.below(10) < 5 { 0.0 } else { 10f64.powf(exponent) / 10_000.0 };
        let mut habits: HashMap<char, char> = HashMap::new();
        let misread = |&c: &char, random: &mut Random| {
            if let Some(&habit) = habits.get(&c)
                && random.unit() < AGAIN
            {
                return habit;
            }
            let Some(list) = self.taken.get(&c) else { return c };
            if random.unit() >= rate {
                return c;
            }
            let other = if random.unit() < ANYTHING {
                self.common[random.below(self.common.len())]
            } else {
                let sum = list.last().map_or(0.0, |(_, sum)| *sum) * random.unit();
                list[list.partition_point(|(_, up_to)| *up_to < sum).min(list.len() - 1)].0
            };
            habits.insert(c, other);
            other
        };
        let mut misread = misread;
        text.iter().map(|c| misread(c, random)).collect()
    }
}
