//! How likely a mark, a digit or a letter is after what stands before it: what the word model does not know.

use std::collections::HashMap;
use std::sync::OnceLock;

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
const CLASSES: usize = 5 + 41;

/// log10 of the share of its class that one character has: ten digits, some forty letters, thousands of rest.
const DIGITS: f32 = -1.0;
const LETTERS: f32 = -1.6;
const OTHERS: f32 = -3.0;
/// Full-width letters and digits are this much rarer than narrow ones.
const WIDE: f32 = -2.5;
/// What was never seen.
const UNSEEN: f32 = -5.5;

/// log10 probabilities of classes one after the other.
#[derive(Debug)]
pub struct Marks {
    after: Vec<f32>,
    alone: Vec<f32>,
}

impl Marks {
    /// The built-in table.
    pub fn built_in() -> &'static Marks {
        static MARKS: OnceLock<Marks> = OnceLock::new();
        MARKS.get_or_init(|| {
            let text = include_str!("../../dictionaries/language/marks.tsv");
            Marks::parse(NAME, text).unwrap_or_else(|_| Marks {
                after: vec![UNSEEN; CLASSES * CLASSES],
                alone: vec![UNSEEN; CLASSES],
            })
        })
    }

    /// Reads lines of `first TAB second TAB log10 probability`; a class is written as one of its characters (`漢`, `0`,
    /// `A`, `§` for the rest) or as `^` for the edge of a line; first `*` is the share of the second on its own.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape.
    pub fn parse(file: &str, text: &str) -> Result<Marks, Error> {
        let mut marks = Marks { after: vec![UNSEEN; CLASSES * CLASSES], alone: vec![UNSEEN; CLASSES] };
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let fields: Vec<&str> = line.split('\t').collect();
            let [first, second, value] = fields[..] else {
                return Err(fail("not three fields separated by tabs"));
            };
            let value: f32 = value.parse().map_err(|_| fail("the probability is not a number"))?;
            let class = |name: &str| -> Result<Class, Error> {
                let mut chars = name.chars();
                match (chars.next(), chars.next()) {
                    (Some('^'), None) => Ok(Class::EDGE),
                    (Some(c), None) => Ok(class(c)),
                    _ => Err(fail("a class is not one character")),
                }
            };
            let second = class(second)?.0 as usize;
            match first {
                "×" => marks.alone[second] = value,
                first => marks.after[class(first)?.0 as usize * CLASSES + second] = value,
            }
        }
        Ok(marks)
    }

    /// log10 probability that a character of class `next` follows one of class `previous`.
    pub fn after(&self, previous: Class, next: Class) -> f32 {
        self.after[previous.0 as usize * CLASSES + next.0 as usize]
    }

    /// log10 of the share of running text that this character, which is not Han, makes up.
    pub fn share(&self, c: char) -> f32 {
        self.alone[class(c).0 as usize] + within(c)
    }
}

/// The class of a character.
pub fn class(c: char) -> Class {
    static OWN_CLASSES: OnceLock<HashMap<char, u8>> = OnceLock::new();
    let own = OWN_CLASSES.get_or_init(|| OWN.chars().zip(5..).collect());
    match fold_width(c) {
        c if is_han(c) => Class::HAN,
        '0'..='9' => Class::DIGIT,
        'A'..='Z' | 'a'..='z' => Class::LETTER,
        c => own.get(&c).map_or(Class::OTHER, |n| Class(*n)),
    }
}

/// log10 of the share of its class that this character, which is not Han, has.
pub fn within(c: char) -> f32 {
    let wide = if fold_width(c) != c { WIDE } else { 0.0 };
    match class(c) {
        Class::DIGIT => DIGITS + wide,
        Class::LETTER => LETTERS + wide,
        Class::OTHER => OTHERS,
        _ => 0.0,
    }
}

/// Counts classes in texts, each text with the same weight, and writes the table that [`Marks::parse`] reads.
pub fn count<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut after = vec![0f64; CLASSES * CLASSES];
    let mut alone = vec![0f64; CLASSES];
    for text in texts {
        let total = text.chars().count().max(1) as f64;
        for line in text.lines() {
            let mut previous = Class::EDGE;
            for next in line.chars().map(class).chain([Class::EDGE]) {
                after[previous.0 as usize * CLASSES + next.0 as usize] += 1.0 / total;
                alone[next.0 as usize] += 1.0 / total;
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
    out
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
        assert!(marks.after(class('。'), Class::EDGE) > marks.after(class('、'), Class::EDGE) + 1.0);
        assert!(marks.after(Class::HAN, Class::HAN) > -0.1);
    }
}
