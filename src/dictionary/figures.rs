//! Which characters are taken for digits, which marks are left of torn characters, what stands behind figures.

use std::sync::OnceLock;

use super::characters::single;
use crate::error::Error;

/// The table of figures and strokes.
#[derive(Debug, Default, Clone)]
pub struct Figures {
    digits: Vec<(char, char, u32)>,
    /// The last in the order of code points.
    last_digit: char,
    strokes: Vec<char>,
    units: Vec<char>,
    counters: Vec<char>,
}

impl Figures {
    /// Its name, for citations.
    pub const NAME: &str = "ocr/figures.tsv";

    /// The compiled-in table.
    pub fn built_in() -> &'static Figures {
        static TABLE: OnceLock<Figures> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/ocr/figures.tsv");
            Figures::parse(Figures::NAME, text).unwrap_or_default()
        })
    }

    /// Reads lines of `digit TAB character TAB digit`, `stroke TAB character`, `unit TAB character` and
    /// `counter TAB character`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is none of these.
    pub fn parse(file: &str, text: &str) -> Result<Figures, Error> {
        let mut table = Figures::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let number = n as u32 + 1;
            let taken = match fields[..] {
                ["digit", seen, digit] => single(seen)
                    .zip(single(digit).filter(char::is_ascii_digit))
                    .map(|(seen, digit)| table.digits.push((seen, digit, number))),
                ["stroke", mark] => single(mark).map(|mark| table.strokes.push(mark)),
                ["unit", unit] => single(unit).map(|unit| table.units.push(unit)),
                ["counter", counter] => single(counter).map(|counter| table.counters.push(counter)),
                _ => None,
            };
            if taken.is_some() {
                continue;
            }
            let problem = "not a digit, a stroke, a unit or a counter with single characters".into();
            return Err(Error::Line { file: file.into(), line: number as usize, problem });
        }
        table.last_digit = table.digits.iter().map(|(seen, ..)| *seen).max().unwrap_or_default();
        Ok(table)
    }

    /// The digit that `c` is taken for, and the line that says so.
    #[inline]
    pub fn digit(&self, c: char) -> Option<(char, u32)> {
        if c > self.last_digit {
            return None;
        }
        self.digits.iter().find(|(seen, ..)| *seen == c).map(|(_, digit, line)| (*digit, *line))
    }

    /// Whether `c` may be a digit or taken for one: next to no character of running text is.
    #[inline]
    pub fn may_be(&self, c: char) -> bool {
        c <= self.last_digit.max('9')
    }

    /// Whether `c` may be a stroke of a torn character.
    pub fn is_stroke(&self, c: char) -> bool {
        self.strokes.contains(&c)
    }

    /// Whether `c` stands behind figures with decimals.
    pub fn is_unit(&self, c: char) -> bool {
        self.units.contains(&c)
    }

    /// Whether `c` stands behind figures in running text and behind no code: 年 does, 型 does not.
    pub fn is_counter(&self, c: char) -> bool {
        self.counters.contains(&c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let table = Figures::built_in();
        assert_eq!(table.digit('l').map(|(digit, _)| digit), Some('1'));
        assert!(table.is_stroke('|') && table.is_unit('万') && !table.is_unit('人'));
        assert!(table.is_counter('人') && !table.is_counter('型'));
        for bad in ["digit\tl\tx\n", "stroke\t\n", "unit\n", "counter\tab\n", "x\n"] {
            assert!(matches!(Figures::parse("f.tsv", bad), Err(Error::Line { line: 1, .. })), "{bad:?}");
        }
    }
}
