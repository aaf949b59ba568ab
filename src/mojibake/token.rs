//! What stands in a line: characters, and glosses in the artefact's shape.

use rustc_hash::FxHashMap;

use crate::damage::gbk;
use crate::dictionary::GlossTable;
use crate::text::Span;

/// One thing in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Where, in the document.
    pub span: Span,
    pub kind: Kind,
    /// Whether the bytes may have been cut before this mark.
    pub may_be_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A character; `bytes` are its GBK bytes (the second 0 where it has one), `None` outside GBK.
    Char { c: char, bytes: Option<[u8; 2]> },
    /// `(reading)` or, with the bracket swallowed, `?reading)`; `reading` as an index into [`Readings`].
    Gloss { reading: u16, swallowed: bool },
}

/// The readings that the artefact inserts, and whose they can be.
#[derive(Debug)]
pub(super) struct Readings {
    /// The number of each.
    numbers: FxHashMap<String, u16>,
    /// By reading: the GBK bytes and the index in the table of the characters that have it.
    owners: Vec<Vec<([u8; 2], usize)>>,
}

impl Readings {
    pub(super) fn new(table: &GlossTable) -> Readings {
        let mut readings = Readings { numbers: FxHashMap::default(), owners: Vec::new() };
        for (index, entry) in table.entries().iter().enumerate() {
            let Some((pair, 2)) = gbk::bytes(entry.character) else { continue };
            match readings.numbers.get(&entry.reading) {
                Some(known) => readings.owners[*known as usize].push((pair, index)),
                None => {
                    readings.numbers.insert(entry.reading.clone(), readings.owners.len() as u16);
                    readings.owners.push(vec![(pair, index)]);
                }
            }
        }
        readings
    }

    pub(super) fn index(&self, reading: &str) -> Option<u16> {
        self.numbers.get(reading).copied()
    }

    pub(super) fn owners(&self, reading: u16) -> &[([u8; 2], usize)] {
        &self.owners[reading as usize]
    }
}

/// A bracketed group of letters with tone marks that ends at a `)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bracketed<'a> {
    /// From the opening `(` or `?` to the `)`.
    pub span: Span,
    pub reading: &'a str,
    pub swallowed: bool,
}

/// The longest syllable (zhuāng, chuǎng) in characters.
const LONGEST_SYLLABLE: usize = 6;

/// Whether `c` is written in pinyin; ɡ and ɑ stand in some teaching texts.
pub(super) fn is_pinyin_letter(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡɑ".contains(c)
}

/// Every `(letters)` and `?letters)` of the text with letters as in pinyin, in order.
pub(super) fn bracketed(text: &str) -> impl Iterator<Item = Bracketed<'_>> {
    memchr::memchr_iter(b')', text.as_bytes()).filter_map(move |close| {
        let mut start = close;
        for c in text[..close].chars().rev().take(LONGEST_SYLLABLE + 1) {
            start -= c.len_utf8();
            if c == '(' || c == '?' {
                let reading = &text[start + 1..close];
                return (!reading.is_empty()).then_some(Bracketed {
                    span: Span::new(start, close + 1),
                    reading,
                    swallowed: c == '?',
                });
            }
            if !is_pinyin_letter(c) {
                return None;
            }
        }
        None
    })
}

/// The tokens of `line`, which begins at byte `offset` of the document.
pub(super) fn tokens(line: &str, offset: usize, readings: &Readings) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(line.len() / 3 + 1);
    let mut glosses =
        bracketed(line).filter_map(|b| readings.index(b.reading).map(|reading| (b, reading))).peekable();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        if let Some((gloss, reading)) = glosses.next_if(|(b, _)| b.span.start == at) {
            tokens.push(Token {
                span: Span::new(offset + at, offset + gloss.span.end),
                kind: Kind::Gloss { reading, swallowed: gloss.swallowed },
                may_be_cut: false,
            });
            at = gloss.span.end;
            continue;
        }
        let end = at + c.len_utf8();
        tokens.push(Token {
            span: Span::new(offset + at, offset + end),
            kind: Kind::Char { c, bytes: gbk::bytes(c).map(|(pair, _)| pair) },
            may_be_cut: false,
        });
        at = end;
    }
    tokens
}

impl Token {
    /// The character, where it is one.
    pub(super) fn char(&self) -> Option<char> {
        match self.kind {
            Kind::Char { c, .. } => Some(c),
            Kind::Gloss { .. } => None,
        }
    }

    /// The two GBK bytes of a character that has two.
    pub(super) fn pair(&self) -> Option<[u8; 2]> {
        match self.kind {
            Kind::Char { bytes: Some(bytes), .. } if bytes[1] != 0 => Some(bytes),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_glosses_of_both_shapes() {
        let readings = Readings::new(GlossTable::built_in());
        let line = "企業(yè)都?xì)g(注)f(x)業(ye)";
        let kinds: Vec<String> = tokens(line, 0, &readings)
            .iter()
            .map(|t| match t.kind {
                Kind::Char { c, .. } => c.to_string(),
                Kind::Gloss { swallowed, .. } => format!("<{}{swallowed}>", &line[t.span.start..t.span.end]),
            })
            .collect();
        assert_eq!(kinds.concat(), "企業<(yè)false>都<?xì)true>g(注)f(x)業(ye)");
    }

    #[test]
    fn brackets_without_pinyin_are_passed_over() {
        for text in ["()", ")", "(業)", "(abcdefghij)", "(a b)", "(A)", "a)"] {
            assert_eq!(bracketed(text).count(), 0, "{text}");
        }
        assert_eq!(bracketed("(a)?b)").count(), 2);
    }
}
