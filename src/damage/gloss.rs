//! Pass A: pinyin glosses replaced into GBK bytes, blind to character boundaries, then read in pairs.

use super::gbk;
use crate::dictionary::GlossEntry;

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
    pub fn insert(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for (pair, gloss) in &self.steps {
            if !bytes.windows(2).any(|w| w == pair) {
                continue;
            }
            let mut out = Vec::with_capacity(bytes.len() + gloss.len());
            let mut i = 0;
            while i < bytes.len() {
                if bytes[i..].starts_with(pair) {
                    out.extend_from_slice(pair);
                    out.extend_from_slice(gloss);
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
pub fn read_in_pairs(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let (byte, next) = (bytes[i], bytes.get(i + 1).copied());
        i += 1;
        if !gbk::is_lead(byte) {
            out.push(byte);
            continue;
        }
        match next {
            Some(trail) if gbk::is_trail(trail) => {
                out.extend_from_slice(&[byte, trail]);
                i += 1;
            }
            Some(0x21..) => {
                out.push(b'?');
                i += 1;
            }
            _ => {}
        }
    }
    out
}
