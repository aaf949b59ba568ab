//! Which characters a known byte can belong to, when the other byte of its pair is lost, and how common they are.

use crate::damage::gbk::{self, Pair};
use crate::dictionary::simplified;
use crate::language::Model;
use crate::text::{fold_width, is_han};

/// Characters rarer than this (log10 of their share of running text) are not tried where a byte is lost.
const RAREST: f32 = -6.2;

/// A character by one of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Half {
    /// Its other byte.
    pub other: u8,
    pub c: char,
}

/// The characters of GBK by lead byte and by trail byte, commonest first.
#[derive(Debug)]
pub(super) struct Halves {
    by_lead: Vec<Vec<Half>>,
    by_trail: Vec<Vec<Half>>,
    private: Vec<Vec<u8>>,
}

impl Halves {
    pub(super) fn new(model: &Model) -> Halves {
        let mut all: Vec<(f32, u8, u8, char)> = Vec::new();
        let mut private = vec![Vec::new(); 256];
        for lead in 0x81..=0xFEu8 {
            for trail in 0x40..=0xFEu8 {
                match gbk::pair(lead, trail) {
                    Pair::Char(c) => {
                        let share = share(model, c);
                        if share >= RAREST {
                            all.push((share, lead, trail, c));
                        }
                    }
                    Pair::Private => private[lead as usize].push(trail),
                    Pair::Invalid => {}
                }
            }
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut halves = Halves { by_lead: vec![Vec::new(); 256], by_trail: vec![Vec::new(); 256], private };
        for (_, lead, trail, c) in all {
            halves.by_lead[lead as usize].push(Half { other: trail, c });
            halves.by_trail[trail as usize].push(Half { other: lead, c });
        }
        halves
    }

    /// Characters that begin with `lead`.
    pub(super) fn beginning(&self, lead: u8) -> &[Half] {
        &self.by_lead[lead as usize]
    }

    /// Characters that end with `trail`.
    pub(super) fn ending(&self, trail: u8) -> &[Half] {
        &self.by_trail[trail as usize]
    }

    /// The second bytes of the pairs that begin with `lead` and stand for no character.
    pub(super) fn private(&self, lead: u8) -> &[u8] {
        &self.private[lead as usize]
    }
}

/// log10 of the share of running text that `c` makes up.
pub(super) fn share(model: &Model, c: char) -> f32 {
    if is_han(c) { model.frequency(simplified(c)) } else { mark(c) }
}

/// log10 of the share of running text that a character other than Han makes up. Counted over newspaper and manual
/// prose in round figures: only the order of magnitude matters, to tell a comma from a Cyrillic letter.
pub(super) fn mark(c: char) -> f32 {
    let narrow = fold_width(c);
    match narrow {
        ',' => -1.3,
        '。' => -1.6,
        '、' => -1.9,
        '“' | '”' => -2.2,
        '0'..='9' if narrow == c => -1.8,
        ':' | '(' | ')' | ' ' => -2.5,
        ';' | '!' | '?' | '.' | '%' | '《' | '》' => -2.8,
        '…' | '—' | '·' | '‘' | '’' | '-' | '/' => -3.2,
        'A'..='Z' | 'a'..='z' if narrow == c => -2.8,
        '\0'..='\x7E' if narrow == c => -3.8,
        '\0'..='\x7E' => -5.5,
        '「' | '」' | '『' | '』' | '〈' | '〉' | '【' | '】' | '①'..='⑩' | '℃' | '×' | '±' | '°' => {
            -4.2
        }
        _ => -6.0,
    }
}
