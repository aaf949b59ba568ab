//! Misreads clean text: every character may be taken for a look-alike, the likelier the more alike.

use std::collections::HashMap;

use hanmend::dictionary::Lookalikes;
use hanmend::language::Model;

/// Of misreadings, those that take a character for one that does not look like it.
const ANYTHING: f64 = 0.2;
/// How likely a misreading comes again where the character does, in one document.
const AGAIN: f64 = 0.25;

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

/// Lines of `lines` that follow each other: one, some hundred characters, or many thousand.
pub fn document(lines: &[String], random: &mut Random) -> String {
    let least = match random.below(10) {
        0..=7 => 1,
        8 => 200 + random.below(800),
        _ => 1_000 + random.below(9_000),
    };
    let mut out = String::new();
    let mut length = 0;
    for line in lines.iter().skip(random.below(lines.len())) {
        out.push_str(line);
        length += line.chars().count();
        if length >= least {
            break;
        }
    }
    out
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
            for like in table.of(seen) {
                let list = taken.entry(like.character).or_default();
                let sum = list.last().map_or(0.0, |(_, sum)| *sum);
                list.push((seen, sum + common / (f64::from(like.rank) + 2.0)));
            }
        }
        Damager { taken, common: table.candidates()[..2500].to_vec() }
    }

    /// A document of OCR, or a clean one.
    pub fn damage(&self, text: &[char], random: &mut Random) -> Vec<char> {
        // A line or two that come alone are asked about because something is wrong with them, so more often than not
        // something is; how many misreadings a long document holds is told by the document.
        let (least, most) = if text.len() < 200 { (1.5, 2.7) } else { (0.0, 1.8) };
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
