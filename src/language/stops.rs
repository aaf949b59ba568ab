//! Which mark, if any, belongs between two Han characters: a comma, a full stop, a mark of enumeration or none. Told by
//! the characters around and by how long the sentence is; the weights are a table.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::text::is_han;

/// Name of the table, for citations.
const NAME: &str = "language/stops.tsv";
/// What may stand between, in the order of the table's columns.
const CHOICES: [Option<char>; 4] = [Some('，'), Some('。'), Some('、'), None];
/// Marks that part phrases, and those of them that end a sentence.
const MARKS: &str = "，。、；：？！";
const ENDS: &str = "。？！";
/// Characters on either side that are looked at.
const REACH: usize = 3;
/// Upper ends of the classes of distances, in characters.
const DISTANCES: [usize; 8] = [3, 5, 8, 12, 18, 26, 40, 60];
/// Characters on either side beyond which all distances are alike, so that a long line costs no more.
const FAR: usize = 200;

/// The weights of what is seen beside a place.
#[derive(Debug, Default)]
pub struct Stops {
    bias: [f32; CHOICES.len()],
    weights: FxHashMap<Box<str>, [f32; CHOICES.len()]>,
}

impl Stops {
    /// The compiled-in table.
    pub fn built_in() -> &'static Stops {
        static STOPS: OnceLock<Stops> = OnceLock::new();
        STOPS.get_or_init(|| {
            let text = include_str!("../../dictionaries/language/stops.tsv");
            Stops::parse(NAME, text).unwrap_or_default()
        })
    }

    /// Reads lines of a feature and a weight for each choice, with tabs between; the feature `*` is what each choice
    /// begins with. `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape.
    pub fn parse(file: &str, text: &str) -> Result<Stops, Error> {
        let mut stops = Stops::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let feature = fields.next().unwrap_or_default();
            let numbers: Vec<f32> = fields.map_while(|field| field.parse().ok()).collect();
            let weights = numbers.try_into().map_err(|_| Error::Line {
                file: file.into(),
                line: n + 1,
                problem: "not a feature and four weights".into(),
            })?;
            match feature {
                "*" => stops.bias = weights,
                feature => {
                    stops.weights.insert(feature.into(), weights);
                }
            }
        }
        Ok(stops)
    }

    /// How likely each choice is at `at` of a line in Simplified characters, where one character of no account stands;
    /// without `with_none` that a mark stands there is taken for granted. The likeliest first.
    pub fn choose(&self, line: &[char], at: usize, with_none: bool) -> Vec<(Option<char>, f32)> {
        let mut sums = self.bias;
        let mut add = |feature: &str| {
            if let Some(weights) = self.weights.get(feature) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
        };
        features(line, at, &mut add);
        let choices = CHOICES.iter().zip(sums).filter(|(choice, _)| with_none || choice.is_some());
        let most = choices.clone().map(|choice| choice.1).fold(f32::MIN, f32::max);
        let total: f32 = choices.clone().map(|choice| (choice.1 - most).exp()).sum();
        let mut out: Vec<_> = choices.map(|(choice, sum)| (*choice, (sum - most).exp() / total)).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1));
        out
    }
}

/// Shows `add` what is seen around `at`: characters before (`<`) and behind (`>`), how far the marks are on either side
/// and which they are, how far the ends of the sentence are.
fn features(line: &[char], at: usize, add: &mut impl FnMut(&str)) {
    let start = at.saturating_sub(FAR);
    let end = line.len().min(at + FAR);
    let before = &line[start..at];
    let behind = &line[at + 1..end.max(at + 1)];
    let mut feature = String::new();
    let mut say = |sign: char, rest: &mut dyn Iterator<Item = char>| {
        feature.clear();
        feature.push(sign);
        feature.extend(rest);
        add(&feature);
    };
    let han_before = before.iter().rev().take(REACH).take_while(|c| is_han(**c)).count();
    let han_behind = behind.iter().take(REACH).take_while(|c| is_han(**c)).count();
    for length in 1..=han_before {
        say('<', &mut before[before.len() - length..].iter().copied());
    }
    for length in 1..=han_behind {
        say('>', &mut behind[..length].iter().copied());
    }
    let is_mark = |c: &char| MARKS.contains(*c);
    let is_end = |c: &char| ENDS.contains(*c);
    // The mark before, and the end of the sentence before it.
    let last = before.iter().rposition(is_mark);
    let last_end = before.iter().rposition(is_end);
    let back = |found: Option<usize>| found.map_or(before.len() + 1, |n| before.len() - n);
    say('a', &mut class(back(last)));
    say('p', &mut std::iter::once(last.map_or('^', |n| before[n])));
    say('b', &mut class(back(last_end)));
    let next = behind.iter().position(is_mark);
    let next_end = behind.iter().position(is_end);
    let ahead = |found: Option<usize>| found.unwrap_or(behind.len()) + 1;
    say('c', &mut class(ahead(next)));
    say('n', &mut std::iter::once(next.map_or('$', |n| behind[n])));
    say('d', &mut class(ahead(next_end)));
    let opens = before.get(last.map_or(0, |n| n + 1));
    if han_before > 0 && han_behind > 0 && opens == behind.first() {
        say('s', &mut "ame".chars());
    }
}

fn class(distance: usize) -> impl Iterator<Item = char> {
    let class = DISTANCES.iter().position(|end| distance <= *end).unwrap_or(DISTANCES.len());
    char::from_digit(class as u32, 10).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_weighed() {
        let stops = Stops::parse("t.tsv", "#\n*\t0\t0\t0\t0\n>但\t2\t0\t0\t0\n<了\t0\t1\t0\t0\n").unwrap();
        let line: Vec<char> = "他来了.但我走了".chars().collect();
        let (best, probability) = stops.choose(&line, 3, false)[0];
        assert_eq!(best, Some('，'));
        let total = 2f32.exp() + 1f32.exp() + 1.0;
        assert!((probability - 2f32.exp() / total).abs() < 1e-4, "{probability}");
        assert!(matches!(Stops::parse("t.tsv", "\nx\t1\n"), Err(Error::Line { line: 2, .. })));
    }

    #[test]
    fn the_built_in_table_is_whole() {
        let stops = Stops::built_in();
        assert!(stops.weights.len() > 1000);
        let line: Vec<char> = "我们要认真学习.因此大家都要来".chars().collect();
        assert_eq!(stops.choose(&line, 7, true).len(), 4);
        assert_eq!(stops.choose(&[' '], 0, false).len(), 3, "nothing on either side");
    }
}
