//! Where characters stand in encodings that are not read here: a table of one of these is no misread text.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::error::Error;

/// Bytes of a row of the table.
const ROW: usize = 16;

/// The places of characters, by encoding.
#[derive(Debug, Default)]
pub struct Orders {
    names: Vec<String>,
    /// The numbers of the encodings that have a character, and the byte that is it there.
    places: FxHashMap<char, Vec<(u8, u8)>>,
}

impl Orders {
    /// Its name, for messages.
    pub const NAME: &str = "mojibake/orders.tsv";

    /// The compiled-in table.
    pub fn built_in() -> &'static Orders {
        static TABLE: OnceLock<Orders> = OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../dictionaries/mojibake/orders.tsv");
            Orders::parse(Orders::NAME, text).unwrap_or_default()
        })
    }

    /// Reads lines of `encoding TAB first byte TAB code points`: hexadecimal, sixteen in a row with spaces between them, `-` where
    /// there is none; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is none of these, or that does not come behind the line before, by name and byte.
    pub fn parse(file: &str, text: &str) -> Result<Orders, Error> {
        let mut table = Orders::default();
        let mut before = 0;
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let problem = "not an encoding, a byte and sixteen code points in order".to_owned();
            let wrong = || Error::Line { file: file.into(), line: n + 1, problem };
            let Some((name, first, codes)) = row(line) else { return Err(wrong()) };
            match table.names.last().map(|last| name.cmp(last)) {
                Some(Ordering::Less) => return Err(wrong()),
                Some(Ordering::Equal) if first <= before => return Err(wrong()),
                Some(Ordering::Equal) => {}
                None | Some(Ordering::Greater) => table.names.push(name.to_owned()),
            }
            let number = (table.names.len() - 1) as u8;
            for (c, byte) in codes.into_iter().zip(first..=u8::MAX).filter_map(|(c, byte)| Some((c?, byte))) {
                table.places.entry(c).or_default().push((number, byte));
            }
            before = first;
        }
        Ok(table)
    }

    /// Of pairs of neighbours as many as stand in one of the encodings at most `step` bytes apart, in order: where most do,
    /// whichever that is.
    pub fn following(&self, characters: &[char], step: u8) -> usize {
        let mut counts = vec![0; self.names.len()];
        let places = |c: char| self.places.get(&c).map_or(&[][..], Vec::as_slice);
        for pair in characters.windows(2) {
            for (page, byte) in places(pair[0]) {
                let next = places(pair[1]).iter().find(|(other, _)| other == page);
                let follows = next.is_some_and(|(_, next)| next > byte && next - byte <= step);
                counts[usize::from(*page)] += usize::from(follows);
            }
        }
        counts.into_iter().max().unwrap_or(0)
    }
}

/// The encoding, the first byte and the characters of a line.
fn row(line: &str) -> Option<(&str, u8, Vec<Option<char>>)> {
    let [name, first, codes] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let first = u8::from_str_radix(first, 16).ok().filter(|first| usize::from(*first) % ROW == 0)?;
    let one = |code: &str| match code {
        "-" => Some(None),
        code => u32::from_str_radix(code, 16).ok().and_then(char::from_u32).map(Some),
    };
    let codes: Option<Vec<Option<char>>> = codes.split(' ').map(one).collect();
    codes.filter(|codes| codes.len() == ROW && !name.is_empty()).map(|codes| (name, first, codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_an_encoding_are_counted() {
        let orders = Orders::built_in();
        let following = |text: &str| orders.following(&text.chars().collect::<Vec<_>>(), 4);
        assert_eq!(following("ÓßÔÒõÕµþÞÚÛÙýÝ"), 13, "code page 850");
        assert_eq!(following("·‚„‰ÂÊÁËÈÍÎÏÌÓ"), 13, "Mac OS Roman");
        assert_eq!(following("ÓßÔ·‚„"), 2, "two of one and two of another do not make four");
        assert_eq!(following("ÔßÓ"), 0, "not in order");
        assert_eq!(following("中文"), 0);
        assert_eq!(following(""), 0);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let row = |first: &str| format!("p\t{first}\t{}\n", ["0041"; ROW].join(" "));
        assert!(Orders::parse("t", &[row("80"), row("90")].concat()).is_ok());
        for bad in [
            row("81"),
            row("x"),
            [row("90"), row("80")].concat().replacen("p\t80", "p\t90", 1),
            [row("80"), row("90").replace("p\t", "q\t"), row("90")].concat(),
            "p\t80\t0041\n".into(),
            row("80").replacen("0041", "D800", 1),
            "x\n".into(),
        ] {
            let line = bad.lines().count();
            let found = Orders::parse("t", &bad);
            assert!(matches!(&found, Err(Error::Line { line: at, .. }) if *at == line), "{bad:?}: {found:?}");
        }
    }
}
