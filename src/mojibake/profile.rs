//! Whether a document, taken as a whole, shows the gloss artefact, and how: which characters, which widths.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::family::Family;
use super::token::{Readings, bracketed};
use super::unfold;
use crate::damage::{CUT_MARKS, gbk};
use crate::dictionary::{GlossTable, Pinyin, simplified, toneless, traditional};
use crate::evidence::Evidence;
use crate::text::{is_han, is_in_set, set_of, widen};

/// Evidence, in powers of ten, that a gloss on a character new to the document gives for the artefact: about one
/// character in ten of running text is on the list and has the listed reading. (intact/pinyin-one-character)
const FIRST_GLOSS: f32 = 1.0;
/// The same for one more gloss on the same character.
const NEXT_GLOSS: f32 = 0.3;
/// No more than this from one character in a short text, where a lesson may gloss its one new character often; and in
/// a text of this many Han characters, where nobody glosses a character again and again.
const MOST_FROM_ONE: f32 = 1.6;
const MOST_FROM_ONE_IN_LONG: f32 = 2.2;
const LONG: usize = 300;
/// Evidence that folded width adds: glossing and folding are the work of the same pages.
const FOLDED: f32 = 0.6;
/// A gloss that split a character across bytes: no writer makes it.
const SPLIT_GLOSS: f32 = 2.0;
/// What the evidence must reach.
const ENOUGH: f32 = 1.9;
/// The share of glosses that may be of other characters or readings (a page may gloss a rare character for real),
/// or of listed characters that are glossed here and bare there (they stand bare inside slips).
const MOST_FOREIGN: f32 = 0.1;
/// The same for Traditional characters that the list is not known to have, in a document that glosses at least so many
/// that it is: the list goes on where it is not known. (synthetic/list-goes-on)
const MOST_FURTHER: f32 = 0.3;
const SURE_CHARACTERS: u32 = 8;
const SURE_GLOSSES: u32 = 12;
/// Different characters of the list that stand bare where the list was not at work, or no more. A line has fewer.
/// (unresolved/left-over)
const BARE_CHARACTERS: usize = 4;
/// The share of Simplified forms, of glosses: text that quotes damage is Simplified itself; half-converted text keeps
/// a few such as 台 and 准. (intact/article-quotes-slips)
const MOST_SIMPLIFIED: f32 = 1.0;
/// The share of characters, of those up to the level, that may stand bare throughout: the order of the list is
/// approximate.
const MOST_HOLES: f32 = 0.34;

/// What a document shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Whether the text shows it so well that what stands before it does not matter.
    pub alone: bool,
    /// By index in the gloss table: occurrences with the gloss.
    pub glossed: Vec<u32>,
    /// By index in the gloss table: occurrences without.
    pub bare: Vec<u32>,
    /// Glosses that split a character.
    pub split: u32,
    /// Glosses of other characters or with other readings.
    pub foreign: u32,
    /// Glosses of Traditional characters that the list is not known to have, each with its reading.
    pub further: u32,
    /// Brackets swallowed before a reading that no listed character explains.
    pub unowned: u32,
    /// Simplified forms of the list's characters: damaged pages are in Traditional glyphs and have next to none.
    pub simplified: u32,
    /// Question marks that stand before a mark, where one writer puts few and cuts of variant B leave many.
    pub orphans: u32,
    /// Han characters, as many as tell whether the text is long.
    pub han: usize,
    /// Rank of the list up to which the document glosses.
    pub level: u32,
    /// Whether the document as a whole shows the artefact.
    pub artefact: bool,
    /// Whether that is shown by slips alone, without a list of glosses.
    pub by_slips: bool,
    /// Whether full-width ASCII was folded: there is none, and ASCII marks stand between Han characters.
    pub folded: bool,
    /// The list that the document itself shows, where it is not the known one.
    pub family: Option<Arc<Family>>,
}

impl Profile {
    /// The profile of `text`, which follows on text whose counts are `earlier`.
    pub(super) fn of(
        text: &str,
        table: &GlossTable,
        readings: &Readings,
        earlier: Option<&Profile>,
    ) -> Profile {
        let mut profile = Profile::counted(text, table, readings);
        if profile.glosses() + profile.split > 0 {
            profile.judge(table);
        }
        profile.alone = profile.is_sure();
        if let Some(earlier) = earlier.filter(|_| !profile.alone) {
            profile.add(earlier);
            if profile.glosses() + profile.split > 0 {
                profile.judge(table);
            }
        }
        profile
    }

    /// Whether the same was counted.
    pub(crate) fn is_same(&self, other: &Profile) -> bool {
        let numbers = |of: &Profile| {
            let Profile { split, foreign, further, unowned, simplified, orphans, han, .. } = *of;
            ([split, foreign, further, unowned, simplified, orphans], han)
        };
        numbers(self) == numbers(other) && self.glossed == other.glossed && self.bare == other.bare
    }

    /// What stands in `text`; nothing is concluded yet. Without any gloss only what may be one is counted.
    pub(super) fn counted(text: &str, table: &GlossTable, readings: &Readings) -> Profile {
        let entries = table.entries();
        let mut profile =
            Profile { glossed: vec![0; entries.len()], bare: vec![0; entries.len()], ..Profile::default() };
        profile.folded = unfold::is_folded(text);
        for found in bracketed(text) {
            let Some(before) = text[..found.span.start].chars().next_back() else { continue };
            let owners = readings.index(found.reading).map(|r| readings.owners(r)).unwrap_or_default();
            let own = owners.iter().find(|(_, index)| entries[*index].character == before);
            match own {
                Some((_, index)) if !found.swallowed => profile.glossed[*index] += 1,
                _ if is_split(before, found.swallowed, owners) => profile.split += 1,
                // Behind a cut the second byte of a split character is dropped before the bracket.
                _ if !found.swallowed && is_split(before, true, owners) => {}
                _ if is_han(before) && !found.swallowed => match is_further(before, found.reading) {
                    true => profile.further += 1,
                    false => profile.foreign += 1,
                },
                _ if is_han(before) && is_toned(found.reading) => profile.unowned += 1,
                _ => {}
            }
        }
        if profile.glosses() + profile.split == 0 {
            return profile;
        }
        let index_of: FxHashMap<char, usize> =
            entries.iter().enumerate().map(|(i, e)| (e.character, i)).collect();
        let simplified_forms: FxHashSet<char> = entries
            .iter()
            .map(|e| (simplified(e.character), e.character))
            .filter(|(simple, own)| simple != own && traditional(*simple) == *own)
            .map(|(simple, _)| simple)
            .collect();
        // Most characters are neither; the set holds none beyond the plane.
        let counted = set_of(index_of.keys().chain(&simplified_forms).copied());
        for c in text.chars().filter(|c| is_in_set(&counted, *c) || *c > '\u{FFFF}') {
            if let Some(index) = index_of.get(&c).filter(|_| is_han(c)) {
                profile.bare[*index] += 1;
            }
            profile.simplified += u32::from(simplified_forms.contains(&c));
        }
        for (bare, glossed) in profile.bare.iter_mut().zip(&profile.glossed) {
            *bare = bare.saturating_sub(*glossed);
        }
        profile.orphans = orphans(text);
        profile.han = text.chars().filter(|c| is_han(*c)).take(LONG).count();
        profile
    }

    /// Adds what was counted in the text before.
    pub(super) fn add(&mut self, earlier: &Profile) {
        let add =
            |to: &mut Vec<u32>, from: &[u32]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.glossed, &earlier.glossed);
        add(&mut self.bare, &earlier.bare);
        self.split += earlier.split;
        self.foreign += earlier.foreign;
        self.further += earlier.further;
        self.unowned += earlier.unowned;
        self.simplified += earlier.simplified;
        self.orphans += earlier.orphans;
        self.han += earlier.han;
    }

    /// Glosses on their own characters.
    pub(super) fn glosses(&self) -> u32 {
        self.glossed.iter().sum()
    }

    /// Different characters glossed.
    pub(super) fn characters(&self) -> u32 {
        self.glossed.iter().filter(|n| **n > 0).count() as u32
    }

    /// The document as a witness.
    pub(super) fn evidence(&self) -> Evidence {
        Evidence::Document {
            glosses: self.glosses() + self.split,
            characters: self.characters(),
            level: self.level,
            foreign: self.foreign + self.further,
        }
    }

    /// Whether the document glosses this character wherever it stands.
    pub(super) fn always_glossed(&self, index: usize) -> bool {
        self.glossed[index] > 0 && self.bare[index] * 10 <= self.glossed[index]
    }

    /// Whether the document leaves this character bare.
    pub(super) fn left_bare(&self, index: usize) -> bool {
        self.glossed[index] * 10 < self.bare[index]
    }

    /// Whether so much of the known list is glossed that what else is glossed in the same manner is of the list too.
    pub(super) fn is_sure(&self) -> bool {
        self.artefact && self.characters() >= SURE_CHARACTERS && self.glosses() >= SURE_GLOSSES
    }

    /// Whether characters of the list stand bare and none has its gloss: what is damaged was left over or is quoted.
    pub(super) fn is_left_over(&self) -> bool {
        self.glosses() == 0 && self.bare.iter().filter(|n| **n > 0).count() >= BARE_CHARACTERS
    }

    fn most_further(&self) -> f32 {
        if self.characters() >= SURE_CHARACTERS { MOST_FURTHER } else { MOST_FOREIGN }
    }

    fn judge(&mut self, table: &GlossTable) {
        let is_long = self.han >= LONG;
        let entries = table.entries();
        let glosses = self.glosses();
        let mut ranks: Vec<u32> =
            entries.iter().zip(&self.glossed).filter(|(_, n)| **n > 0).map(|(e, _)| e.rank).collect();
        ranks.sort_unstable();
        self.level = ranks.last().copied().unwrap_or(0);
        let evidence: f32 = self
            .glossed
            .iter()
            .filter(|n| **n > 0)
            .map(|n| {
                (FIRST_GLOSS + (*n - 1) as f32 * NEXT_GLOSS).min(if is_long {
                    MOST_FROM_ONE_IN_LONG
                } else {
                    MOST_FROM_ONE
                })
            })
            .sum::<f32>()
            + self.split as f32 * SPLIT_GLOSS
            + if self.folded && is_long { FOLDED } else { 0.0 };
        let mixed: u32 = self.glossed.iter().zip(&self.bare).map(|(g, b)| *g.min(b)).sum();
        // The prefix is judged up to nine in ten of the glossed characters: the order of the list is approximate.
        let prefix = ranks.get(ranks.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
        let holes = entries
            .iter()
            .zip(self.glossed.iter().zip(&self.bare))
            .filter(|(e, (g, b))| e.rank < prefix && **g == 0 && **b > 0)
            .count();
        let all = (glosses + self.split) as f32;
        self.artefact = evidence >= ENOUGH
            && self.simplified as f32 <= MOST_SIMPLIFIED * all
            && self.foreign as f32 <= MOST_FOREIGN * all
            && self.further as f32 <= self.most_further() * all
            && mixed as f32 <= MOST_FOREIGN * all
            && holes as f32 <= MOST_HOLES * ranks.len() as f32;
    }
}

/// Whether a gloss after `before` can have split a character: `before` ends with the first byte of the glossed one
/// (and the bracket was swallowed), or is what its second byte became by itself.
fn is_split(before: char, swallowed: bool, owners: &[([u8; 2], usize)]) -> bool {
    let Some((pair, len)) = gbk::bytes(before) else { return false };
    owners
        .iter()
        .any(|(own, _)| if swallowed { len == 2 && pair[1] == own[0] } else { len == 1 && pair[0] == own[1] })
}

/// Question marks that stand before a mark.
pub(super) fn orphans(text: &str) -> u32 {
    let behind = memchr::memchr_iter(b'?', text.as_bytes()).filter_map(|at| text[at + 1..].chars().next());
    // Writers do put these two behind a question mark.
    let left_over = |c: &char| !matches!(c, '!' | '?' | '！' | '？') && CUT_MARKS.contains(&widen(*c));
    behind.filter(left_over).count() as u32
}

/// Whether a gloss is what the list would put behind a character that it is not known to have: one that is written
/// otherwise in Simplified text, with its reading.
pub(super) fn is_further(own: char, reading: &str) -> bool {
    simplified(own) != own && is_toned(reading) && Pinyin::built_in().readings(own).any(|r| r == reading)
}

/// Whether a reading has its tone mark.
fn is_toned(reading: &str) -> bool {
    !reading.is_ascii() && toneless(reading) != reading
}
