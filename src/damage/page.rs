//! A whole page damaged: which glosses, which cuts, which variant, from one seed; and where it slipped.

use std::ops::Range;

use super::cut::{Read, read};
use super::{Byte, Glossing, Variant, gbk, is_cut_site, read_in_pairs};
use crate::dictionary::GlossTable;
use crate::text::fold_width;

/// How to damage a page.
#[derive(Debug, Clone)]
pub struct Damage {
    /// How many characters of the graded list are glossed.
    pub gloss_level: usize,
    /// The share of cut sites (0 to 1) at which the bytes are cut.
    pub cuts: f64,
    /// What becomes of left-over lead bytes.
    pub variant: Variant,
    /// Whether full-width ASCII and ideographic spaces are folded.
    pub fold: bool,
    /// Which sites are cut: the same seed cuts the same sites.
    pub seed: u64,
}

/// A damaged page, and where it slipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// The text.
    pub text: String,
    /// The stretches read out of step, in order.
    pub slips: Vec<Slip>,
}

/// A stretch read out of step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Bytes of the original text (UTF-8), whole characters.
    pub original: Range<usize>,
    /// Bytes of the damaged text.
    pub damaged: Range<usize>,
    /// Pairs without a mapping that vanished.
    pub lost_pairs: usize,
    /// Whether a cut made or ended it.
    pub cut: bool,
    /// Whether a gloss split a character in it.
    pub split: bool,
    /// Whether an ASCII character that is no gloss was swallowed: nothing tells which one.
    pub swallowed: bool,
}

impl Damage {
    /// Damages a page. The text is expected in Traditional glyphs; what GBK cannot write becomes `?`.
    pub fn run(&self, text: &str) -> Damaged {
        self.run_with(text, GlossTable::built_in())
    }

    /// The same with another list of characters.
    pub fn run_with(&self, text: &str, table: &GlossTable) -> Damaged {
        let entries = table.entries().iter().take(self.gloss_level);
        let original = trace(text);
        let glossed = read_in_pairs(&Glossing::new(entries).insert(&original));
        let bytes: Vec<u8> = glossed.iter().map(|b| b.value).collect();
        let mut random = SplitMix(self.seed);
        let cuts: Vec<usize> = (1..bytes.len())
            .filter(|at| is_cut_site(&bytes, *at))
            .filter(|_| random.next_unit() < self.cuts)
            .collect();
        let mut damaged = Damaged { text: String::with_capacity(text.len()), slips: Vec::new() };
        let mut slip: Option<Slip> = None;
        let mut start = 0;
        for end in cuts.iter().copied().chain([bytes.len()]) {
            while start < end {
                let Read { left, taken } = read(&bytes[start..end], self.variant);
                let seen = &glossed[start..start + taken];
                let at = damaged.text.len();
                damaged.text.extend(left.map(|c| if self.fold { fold_width(c) } else { c }));
                let at_end = start + taken == end && end < bytes.len();
                if seen.iter().all(|b| b.origin.is_none()) {
                    // A gloss ends no slip: what it split goes on behind it.
                } else if is_in_step(seen) {
                    damaged.slips.extend(slip.take());
                } else if let Some(touched) = touched(seen, &original) {
                    let slip = slip.get_or_insert(Slip {
                        original: touched.clone(),
                        damaged: at..at,
                        lost_pairs: 0,
                        cut: false,
                        split: false,
                        swallowed: false,
                    });
                    slip.original.start = slip.original.start.min(touched.start);
                    slip.original.end = slip.original.end.max(touched.end);
                    slip.lost_pairs += usize::from(taken == 2 && left.is_none());
                    slip.cut |= taken == 1 && at_end;
                    let took_bracket = seen[0].value == b'?' && seen[0].broken;
                    let glossed = glossed.get(start + 1).is_some_and(|b| b.origin.is_none());
                    slip.split |= took_bracket && glossed;
                    slip.swallowed |= took_bracket && !glossed || left == Some('?') && taken == 2;
                }
                if let Some(slip) = &mut slip {
                    slip.damaged.end = damaged.text.len();
                }
                start += taken;
            }
        }
        damaged.slips.extend(slip);
        damaged
    }
}

/// A byte of the page that knows which character of the original it is of.
#[derive(Debug, Clone, Copy)]
struct Traced {
    value: u8,
    /// Its place in the original bytes; `None` where the damage put it in.
    origin: Option<u32>,
    /// Bytes of the original text that the character takes.
    character: (u32, u32),
    /// Whether it begins the character, and how many bytes the character has.
    first: bool,
    length: u8,
    broken: bool,
}

impl Byte for Traced {
    fn value(self) -> u8 {
        self.value
    }

    fn with(self, value: u8) -> Traced {
        Traced { value, broken: true, ..self }
    }

    fn inserted(value: u8) -> Traced {
        Traced { value, origin: None, character: (0, 0), first: true, length: 1, broken: false }
    }
}

fn trace(text: &str) -> Vec<Traced> {
    let mut out = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (pair, length) = gbk::bytes(c).unwrap_or(([b'?', 0], 1));
        for (n, value) in pair[..length].iter().enumerate() {
            out.push(Traced {
                value: *value,
                origin: Some(out.len() as u32),
                character: (at as u32, (at + c.len_utf8()) as u32),
                first: n == 0,
                length: length as u8,
                broken: false,
            });
        }
    }
    out
}

/// Whether the bytes read together are one character of the original, or of a gloss.
fn is_in_step(seen: &[Traced]) -> bool {
    let first = seen[0];
    !first.broken
        && match first.origin {
            None => seen.iter().all(|b| b.origin.is_none()),
            Some(at) => {
                first.first
                    && seen.len() == first.length as usize
                    && seen.iter().zip(at..).all(|(b, at)| b.origin == Some(at))
            }
        }
}

/// The characters of the original that the bytes are of.
fn touched(seen: &[Traced], original: &[Traced]) -> Option<Range<usize>> {
    let known = || seen.iter().filter_map(|b| b.origin).map(|at| original[at as usize].character);
    Some(known().map(|c| c.0).min()? as usize..known().map(|c| c.1).max()? as usize)
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and in every version.
pub(super) struct SplitMix(pub(super) u64);

impl SplitMix {
    /// The next number in 0..1.
    pub(super) fn next_unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
