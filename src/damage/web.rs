//! What pages of the web do to characters, not to bytes: characters inserted before marks, marks doubled, indents shown
//! as question marks, strings that forums put between sentences.

use super::gbk::{self, Pair};
use super::page::SplitMix;

/// The marks that are doubled and before which characters are inserted.
pub const MARKS: [char; 7] = ['，', '。', '！', '？', '；', '：', '、'];

/// What is done to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Web {
    /// One or two characters of GB2312, drawn by chance, before marks.
    Inserted,
    /// Marks twice.
    Doubled,
    /// Four question marks for the two ideographic spaces that begin a paragraph.
    Indents,
    /// Strings of a forum behind sentences.
    Jammers,
}

impl Web {
    /// Every one, with its name on the command line.
    pub const ALL: [(Web, &'static str); 4] = [
        (Web::Inserted, "inserted"),
        (Web::Doubled, "doubled"),
        (Web::Indents, "indents"),
        (Web::Jammers, "jammers"),
    ];

    /// Damages `text`; of the places, the share `rate` (0 to 1), chosen by `seed`. Gives the text and how many places
    /// were damaged.
    pub fn run(self, text: &str, rate: f64, seed: u64) -> (String, usize) {
        let mut random = SplitMix(seed);
        let mut out = String::with_capacity(text.len() * 2);
        let mut places = 0;
        if self == Web::Indents {
            for line in text.split_inclusive('\n') {
                match line.strip_prefix("\u{3000}\u{3000}") {
                    Some(rest) if random.next_unit() < rate => {
                        places += 1;
                        out.push_str("????");
                        out.push_str(rest);
                    }
                    _ => out.push_str(line),
                }
            }
            return (out, places);
        }
        let mut previous = '\n';
        for c in text.chars() {
            let is_here = match self {
                Web::Jammers => "。！？".contains(c),
                Web::Doubled => MARKS.contains(&c),
                _ => MARKS.contains(&c) && previous.is_alphabetic(),
            };
            let is_here = is_here && random.next_unit() < rate;
            places += usize::from(is_here);
            if is_here && self == Web::Inserted {
                let number = if random.next_unit() < 0.5 { 1 } else { 2 };
                out.extend((0..number).map(|_| any_character(&mut random)));
            }
            out.push(c);
            if is_here && self == Web::Doubled {
                out.push(c);
            }
            if is_here && self == Web::Jammers {
                out.push_str(&jammer(&mut random));
            }
            previous = c;
        }
        (out, places)
    }
}

/// A Han character of GB2312.
fn any_character(random: &mut SplitMix) -> char {
    loop {
        let byte = |unit: f64, from: u8, to: u8| from + (unit * f64::from(to - from + 1)) as u8;
        let (lead, trail) = (byte(random.next_unit(), 0xB0, 0xF7), byte(random.next_unit(), 0xA1, 0xFE));
        if let Pair::Char(c) = gbk::pair(lead, trail) {
            return c;
        }
    }
}

/// Five to fourteen units of a character from space to `;`, a space, and one from `?` to `~`.
fn jammer(random: &mut SplitMix) -> String {
    let mut string = String::new();
    let any = |random: &mut SplitMix, from: u8, to: u8| {
        char::from(from + (random.next_unit() * f64::from(to - from + 1)) as u8)
    };
    for _ in 0..5 + (random.next_unit() * 10.0) as usize {
        string.push(any(random, b' ', b';'));
        string.push(' ');
        string.push(any(random, b'?', b'~'));
    }
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_counted() {
        let text = "\u{3000}\u{3000}天气很好，我们走。\n\u{3000}\u{3000}好！！\n";
        assert_eq!(
            Web::Doubled.run(text, 1.0, 1),
            (text.replace('，', "，，").replace('。', "。。").replace("好！！", "好！！！！"), 4)
        );
        assert_eq!(Web::Indents.run(text, 1.0, 1), (text.replace("\u{3000}\u{3000}", "????"), 2));
        let (inserted, places) = Web::Inserted.run(text, 1.0, 1);
        assert_eq!(places, 3);
        assert!((3..=6).contains(&(inserted.chars().count() - text.chars().count())));
        let (jammed, places) = Web::Jammers.run(text, 1.0, 1);
        assert!(places == 3 && jammed.chars().count() >= text.chars().count() + 3 * 15);
        assert_eq!(Web::Jammers.run(text, 0.0, 1), (text.to_owned(), 0));
    }
}
