//! Pass A: pinyin glosses replaced into GBK bytes, blind to character boundaries, then read in pairs.

use super::gbk;
use crate::dictionary::GlossEntry;

/// A byte on its way through the damage; implemented for plain bytes and for those that know where they came from.
pub trait Byte: Copy {
    /// Its value.
    fn value(self) -> u8;
    /// The same byte with another value.
    fn with(self, value: u8) -> Self;
    /// A byte that the damage put in.
    fn inserted(value: u8) -> Self;
}

impl Byte for u8 {
    fn value(self) -> u8 {
        self
    }

    fn with(self, value: u8) -> u8 {
        value
    }

    fn inserted(value: u8) -> u8 {
        value
    }
}

/// The glosses a page carries: its characters in list order, as bytes.
#[derive(Debug, Clone, Default)]
pub struct Glossing {
    /// In the order in which they were replaced: the character's bytes, and what was put after them.
    steps: Vec<([u8; 2], Vec<u8>)>,
}

impl Glossing {
    /// Glosses of these entries, in their order. Entries that GBK cannot write are passed over.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a GlossEntry>) -> Glossing {
        let steps = entries.into_iter().filter_map(|entry| {
            let (pair, 2) = gbk::bytes(entry.character)? else { return None };
            Some((pair, gbk::encode(&format!("({})", entry.reading))))
        });
        Glossing { steps: steps.collect() }
    }

    /// The bytes with every gloss put in, one character after the other.
    pub fn insert<B: Byte>(&self, bytes: &[B]) -> Vec<B> {
        let mut bytes = bytes.to_vec();
        for (pair, gloss) in &self.steps {
            let is_here = |b: &[B]| b.len() > 1 && b[0].value() == pair[0] && b[1].value() == pair[1];
            if !bytes.windows(2).any(is_here) {
                continue;
            }
            let mut out = Vec::with_capacity(bytes.len() + gloss.len());
            let mut i = 0;
            while i < bytes.len() {
                if is_here(&bytes[i..]) {
                    out.extend_from_slice(&bytes[i..i + 2]);
                    out.extend(gloss.iter().map(|b| B::inserted(*b)));
                    i += 2;
                } else {
                    out.push(bytes[i]);
                    i += 1;
                }
            }
            bytes = out;
        }
        bytes
    }
}

/// Reads bytes in pairs as the glossing tool did and writes them back: a lead byte before `!`..`?` takes that
/// character with it and leaves one `?`; before a control character or a space it is dropped.
pub fn read_in_pairs<B: Byte>(bytes: &[B]) -> Vec<B> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let (byte, next) = (bytes[i], bytes.get(i + 1).copied());
        i += 1;
        if !gbk::is_lead(byte.value()) {
            out.push(byte);
            continue;
        }
        match next {
            Some(trail) if gbk::is_trail(trail.value()) => {
                out.extend_from_slice(&[byte, trail]);
                i += 1;
            }
            Some(trail) if trail.value() > 0x20 => {
                out.push(byte.with(b'?'));
                i += 1;
            }
            _ => {}
        }
    }
    out
}
