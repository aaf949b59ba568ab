//! A whole page damaged: which glosses, which cuts, which variant, from one seed.

use super::{Glossing, Variant, cut, gbk, is_cut_site, read_in_pairs};
use crate::dictionary::GlossTable;

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

/// A damaged page, and where it was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// The text.
    pub text: String,
    /// Byte offsets of the cuts in the glossed GBK bytes.
    pub cuts: Vec<usize>,
}

impl Damage {
    /// Damages a page. The text is expected in Traditional glyphs; what GBK cannot write becomes `?`.
    pub fn run(&self, text: &str) -> Damaged {
        let entries = GlossTable::built_in().entries().iter().take(self.gloss_level);
        let glossed = read_in_pairs(&Glossing::new(entries).insert(&gbk::encode(text)));
        let mut random = SplitMix(self.seed);
        let cuts: Vec<usize> = (1..glossed.len())
            .filter(|at| is_cut_site(&glossed, *at))
            .filter(|_| random.next_unit() < self.cuts)
            .collect();
        Damaged { text: cut(&glossed, &cuts, self.variant, self.fold), cuts }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and in every version.
struct SplitMix(u64);

impl SplitMix {
    /// The next number in 0..1.
    fn next_unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
