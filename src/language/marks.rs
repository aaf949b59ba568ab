//! How likely a mark, a digit or a letter is after what stands before it: what the word model does not know.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::text::{fold_width, is_han};

/// Name of the table, for citations.
const NAME: &str = "language/marks.tsv";

/// What a character is to this model: Han, a digit, a letter, a mark of its own, the edge of a line, or something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

impl Class {
    /// Either edge of a line.
    pub const EDGE: Class = Class(0);
    /// A Han character.
    pub const HAN: Class = Class(1);
    const DIGIT: Class = Class(2);
    const LETTER: Class = Class(3);
    const OTHER: Class = Class(4);
}

/// The marks that have a class of their own, in narrow form where they have one.
const OWN: &str = ",.;:!?()[]<>%/-~+*\"' 。、“”‘’《》〈〉「」『』【】…—·";
const CLASSES: usize = 5 + 40;

/// log10 of the share of its class that one character has: ten digits, some forty letters, thousands of rest.
const DIGITS: f32 = -1.0;
const LETTERS: f32 = -1.6;
const OTHERS: f32 = -3.0;
/// Full-width letters and digits are this much rarer than narrow ones.
const WIDE: f32 = -2.5;
/// An ideographic space inside a line, of all spaces there.
const INDENT: f32 = -1.5;
/// What was never seen.
const UNSEEN: f32 = -5.5;

/// log10 probabilities of classes one after the other.
#[derive(Debug)]
pub struct Marks {
    after: Vec<f32>,
    alone: Vec<f32>,
    /// How much likelier than that a certain Simplified character stands beside a certain mark, by which comes first.
    beside: FxHashMap<(char, char), f32>,
}

/// The edge of a line as a character, and the name of the class of all Han in the table.
pub const EDGE: char = '^';
const ANY_HAN: char = '漢';

impl Marks {
    /// The built-in table.
    pub fn built_in() -> &'static Marks {
        static MARKS: OnceLock<Marks> = OnceLock::new();
        MARKS.get_or_init(|| {
            let text = include_str!("../../dictionaries/language/marks.tsv");
            Marks::parse(NAME, text).unwrap_or_else(|_| Marks {
                after: vec![UNSEEN; CLASSES * CLASSES],
                alone: vec![UNSEEN; CLASSES],
                beside: FxHashMap::default(),
            })
        })
    }

    /// Reads lines of `first TAB second TAB log10 probability`; a class is written as one of its characters (`漢`, `0`,
    /// `A`, `§` for the rest) or as `^` for the edge of a line; first `*` is the share of the second on its own.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape.
    ///
    /// A line with a certain Han character says how much likelier (log10) it is beside that mark than Han characters are.
    pub fn parse(file: &str, text: &str) -> Result<Marks, Error> {
        let mut marks = Marks {
            after: vec![UNSEEN; CLASSES * CLASSES],
            alone: vec![UNSEEN; CLASSES],
            beside: FxHashMap::default(),
        };
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let fields: Vec<&str> = line.split('\t').collect();
            let [first, second, value] = fields[..] else {
                return Err(fail("not three fields separated by tabs"));
            };
            let value: f32 = value.parse().map_err(|_| fail("the probability is not a number"))?;
            let one = |name: &str| -> Result<char, Error> {
                let mut chars = name.chars();
                chars
                    .next()
                    .filter(|_| chars.as_str().is_empty())
                    .ok_or_else(|| fail("a class is not one character"))
            };
            let (first, second) = (one(first)?, one(second)?);
            if first == '×' {
                marks.alone[class(second).0 as usize] = value;
            } else if [first, second].iter().any(|c| is_han(*c) && *c != ANY_HAN) {
                marks.beside.insert((first, second), value);
            } else {
                marks.after[class(first).0 as usize * CLASSES + class(second).0 as usize] = value;
            }
        }
        Ok(marks)
    }

    /// log10 probability that what follows `previous` is of the class of `next`, both in the Simplified view and
    /// [`EDGE`] for the edge of a line; where one is Han and the other is not, of this very Han character there.
    #[inline]
    pub fn after(&self, previous: char, next: char) -> f32 {
        if is_han(previous) && is_han(next) {
            return self.after_han();
        }
        self.after_mark(previous, next)
    }

    /// The same where both are Han.
    #[inline]
    pub(crate) fn after_han(&self) -> f32 {
        self.after[Class::HAN.0 as usize * CLASSES + Class::HAN.0 as usize]
    }

    /// The same where not both are Han.
    fn after_mark(&self, previous: char, next: char) -> f32 {
        // Paragraphs open with two ideographic spaces; one is rare, and inside a line the pair marks a lost break.
        if (previous, next) == ('\u{3000}', '\u{3000}') {
            return 0.0;
        }
        let (first, second) = (class(previous), class(next));
        let after = self.after[first.0 as usize * CLASSES + second.0 as usize];
        if (first == Class::HAN) == (second == Class::HAN) {
            return after;
        }
        after + self.beside.get(&(fold_width(previous), fold_width(next))).copied().unwrap_or(0.0)
    }

    /// log10 of the share of running text that this character, which is not Han, makes up.
    pub fn share(&self, c: char) -> f32 {
        self.alone[class(c).0 as usize] + within(c)
    }
}

/// The class of a character.
#[inline]
pub fn class(c: char) -> Class {
    if is_han(c) { Class::HAN } else { class_of_other(c) }
}

/// The class of a character that is not Han.
fn class_of_other(c: char) -> Class {
    static OWN_CLASSES: OnceLock<Vec<(char, u8)>> = OnceLock::new();
    let own = OWN_CLASSES.get_or_init(|| {
        let mut own: Vec<(char, u8)> = OWN.chars().zip(5..).collect();
        own.sort_unstable();
        own
    });
    match fold_width(c) {
        EDGE => Class::EDGE,
        '0'..='9' => Class::DIGIT,
        'A'..='Z' | 'a'..='z' => Class::LETTER,
        c => own.binary_search_by_key(&c, |(own, _)| *own).map_or(Class::OTHER, |n| Class(own[n].1)),
    }
}

/// log10 of the share of its class that this character, which is not Han, has.
pub fn within(c: char) -> f32 {
    let wide = if fold_width(c) != c { WIDE } else { 0.0 };
    match class(c) {
        _ if c == '\u{3000}' => INDENT,
        Class::DIGIT => DIGITS + wide,
        Class::LETTER => LETTERS + wide,
        Class::OTHER => OTHERS,
        _ => 0.0,
    }
}

/// Counts classes in texts, each text with the same weight, and writes the table that [`Marks::parse`] reads.
/// `simplified` gives the Simplified view of a character.
pub fn count<'a>(texts: impl IntoIterator<Item = &'a str>, simplified: impl Fn(char) -> char) -> String {
    let mut after = vec![0f64; CLASSES * CLASSES];
    let mut alone = vec![0f64; CLASSES];
    let mut beside: BTreeMap<(char, char), f64> = BTreeMap::new();
    let mut han: HashMap<char, f64> = HashMap::new();
    for text in texts {
        let total = text.chars().count().max(1) as f64;
        for line in text.lines() {
            let mut previous = EDGE;
            for next in line.chars().map(|c| fold_width(simplified(c))).chain([EDGE]) {
                let (first, second) = (class(previous), class(next));
                after[first.0 as usize * CLASSES + second.0 as usize] += 1.0 / total;
                alone[second.0 as usize] += 1.0 / total;
                if second == Class::HAN {
                    *han.entry(next).or_default() += 1.0;
                }
                if (first == Class::HAN) != (second == Class::HAN) && is_told(first) && is_told(second) {
                    *beside.entry((previous, next)).or_default() += 1.0;
                }
                previous = next;
            }
        }
    }
    let names: Vec<char> = "^漢0A§".chars().chain(OWN.chars()).collect();
    let sum: f64 = alone.iter().sum();
    let mut out = String::new();
    let mut line = |first: char, second: char, share: f64| {
        let value = (share.log10() as f32).max(UNSEEN);
        if value > UNSEEN {
            out.push_str(&format!("{first}\t{second}\t{value:.2}\n"));
        }
    };
    for (second, count) in names.iter().zip(&alone) {
        line('×', *second, count / sum);
    }
    for (first, row) in names.iter().zip(after.chunks(CLASSES)) {
        let sum: f64 = row.iter().sum();
        for (second, count) in names.iter().zip(row) {
            line(*first, *second, count / sum.max(1e-12));
        }
    }
    // What is expected if every Han character stood as often beside a mark as Han characters do.
    let all_han: f64 = han.values().sum();
    let mut with: HashMap<(bool, char), f64> = HashMap::new();
    for ((first, second), count) in &beside {
        let (han_first, mark) = if is_han(*first) { (true, second) } else { (false, first) };
        *with.entry((han_first, *mark)).or_default() += count;
    }
    for c in han.keys() {
        for ((han_first, mark), all) in &with {
            let pair = if *han_first { (*c, *mark) } else { (*mark, *c) };
            if all * han[c] / all_han >= LEAST_EXPECTED {
                beside.entry(pair).or_default();
            }
        }
    }
    for ((first, second), count) in &beside {
        let (han_first, mark, c) =
            if is_han(*first) { (true, second, first) } else { (false, first, second) };
        let expected = with[&(han_first, *mark)] * han[c] / all_han;
        let ratio = ((count + SMOOTHING) / (expected + SMOOTHING)).log10();
        if ratio.abs() >= LEAST_RATIO {
            out.push_str(&format!("{first}\t{second}\t{ratio:.1}\n"));
        }
    }
    out
}

/// Pairs expected less often than this are listed only where they were seen.
const LEAST_EXPECTED: f64 = 8.0;
/// Added to counts, so that few sightings say little.
const SMOOTHING: f64 = 3.0;
/// Ratios nearer to none than this (log10) are left out.
const LEAST_RATIO: f64 = 0.25;

/// Whether Han characters are told apart beside this class: beside marks and edges they are.
fn is_told(class: Class) -> bool {
    !matches!(class, Class::DIGIT | Class::LETTER | Class::OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_told_apart() {
        assert_eq!(OWN.chars().count() + 5, CLASSES);
        assert_eq!(class('，'), class(','));
        assert_eq!(class('\u{3000}'), class(' '));
        assert_ne!(class('。'), class('、'));
        assert_eq!((class('漢'), class('７'), class('я')), (Class::HAN, Class::DIGIT, Class::OTHER));
    }

    #[test]
    fn a_full_stop_ends_a_line_and_a_comma_does_not() {
        let marks = Marks::built_in();
        assert!(marks.after('。', EDGE) > marks.after('、', EDGE) + 1.0);
        assert!(marks.after('汉', '字') > -0.1);
        assert!(marks.after('的', '。') < marks.after('了', '。'));
    }
}
