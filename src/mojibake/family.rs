//! Whether a document was glossed by a tool whose list is not known, and which characters that tool glossed.
//!
//! The proof comes from the document alone: many characters, each with one fixed reading wherever it stands and in
//! whatever word, while rarer characters stand bare. A teacher glosses everything, or what is hard, or what is new.

use rustc_hash::FxHashMap;

use super::profile::{Profile, is_further};
use super::token::{Bracketed, Readings, bracketed};
use crate::damage::gbk::{self, Pair};
use crate::dictionary::{GlossEntry, GlossTable, Pinyin, simplified, toneless, traditional};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::restoration::{Cause, Gap};
use crate::restore::Proposals;
use crate::text::is_han;

/// What a document must show at least.
#[derive(Debug, Clone, Copy)]
struct Asked {
    /// Different characters, each glossed (nearly) wherever it stands.
    characters: u32,
    /// Glosses on them.
    glosses: u32,
    /// Words beyond the first in which they are glossed, by their neighbours on both sides.
    words: u32,
}

/// Of characters that the known list does not have. (intact/pinyin-toneless-brand, intact/toneless-names)
const ASKED: Asked = Asked { characters: 8, glosses: 15, words: 6 };
/// Where nine in ten are of the known list. (intact/toneless-notes)
const ASKED_LISTED: Asked = Asked { characters: 5, glosses: 10, words: 4 };
const LISTED: f32 = 0.9;
/// The share of glosses that may be of other readings, of characters that also stand bare, or no readings at all.
/// (intact/brackets-latin-like-pinyin, intact/toneless-polyphones)
const MOST_FOREIGN: f32 = 0.1;
/// Occurrences without the gloss, of all of a character, up to which it counts as always glossed.
const MOST_BARE: f32 = 0.1;
/// The share of Han characters that are glossed, at most: beginners' texts gloss all. (intact/toneless-fable)
const MOST_GLOSSED: f32 = 0.55;
/// Different characters that stand bare, at least: in fewer nothing can be compared.
const LEAST_BARE: usize = 20;
/// How often a glossed character is commoner than one that is never glossed, at least: what is glossed because it is
/// hard or new is the rarer. (intact/toneless-hard-characters, intact/toneless-reader)
const COMMONNESS: f32 = 0.38;
/// Of the characters glossed more than once, the share that must stand in more than one word.
/// (intact/toneless-vocabulary)
const IN_WORDS: f32 = 0.34;
/// Neighbours noted for a character.
const MOST_NEIGHBOURS: usize = 8;
/// A character glossed once and rarer than this, log10 of its share, may be glossed for real.
const RARE: f32 = -4.7;

/// Characters tried for a gloss that is seen only where it split others, and how common they must be, log10.
const MOST_SPLIT: usize = 3;
const SPLIT_SHARE: f32 = -4.5;

/// A tool's list as a document shows it.
#[derive(Debug)]
pub(crate) struct Family {
    pub(super) table: GlossTable,
    uses: FxHashMap<char, Use>,
    /// Whether the document is in Simplified characters: their slips lose more bytes, and what the search chooses in
    /// them is right less often.
    is_simplified: bool,
    /// Whether it is the known list with characters behind those that are known.
    extends_known: bool,
    /// Whether the tool that uses the known list made it, whose pages also slipped at cuts and are folded.
    pub(super) same_tool: bool,
    shown: Evidence,
}

/// How the document uses a character of the list.
#[derive(Debug, Clone, Copy)]
struct Use {
    glossed: u32,
    bare: u32,
    is_rare: bool,
}

/// How the document uses any character that it glosses.
#[derive(Debug, Default)]
struct Found<'a> {
    bare: u32,
    readings: Vec<(&'a str, u32)>,
    before: Vec<char>,
    after: Vec<char>,
}

impl<'a> Found<'a> {
    fn note(&mut self, text: &str, gloss: &Bracketed<'a>, own: char) {
        match self.readings.iter_mut().find(|(known, _)| *known == gloss.reading) {
            Some((_, count)) => *count += 1,
            None => self.readings.push((gloss.reading, 1)),
        }
        let start = gloss.span.start - own.len_utf8();
        let before = text[..start].trim_end_matches(|c: char| c == ')' || c == '(' || c.is_ascii_lowercase());
        note(&mut self.before, before.chars().next_back());
        note(&mut self.after, text[gloss.span.end..].chars().next());
    }

    fn glossed(&self) -> u32 {
        self.readings.iter().map(|(_, count)| count).sum()
    }

    /// The reading it mostly has, and how often.
    fn reading(&self) -> Option<(&'a str, u32)> {
        self.readings.iter().copied().max_by_key(|(_, count)| *count)
    }

    /// Words in which it is glossed, as its neighbours tell: the second character of one word always has the same
    /// before it.
    fn words(&self) -> u32 {
        self.before.len().min(self.after.len()) as u32
    }
}

fn note(neighbours: &mut Vec<char>, c: Option<char>) {
    let c = c.unwrap_or('\n');
    if neighbours.len() < MOST_NEIGHBOURS && !neighbours.contains(&c) {
        neighbours.push(c);
    }
}

impl Family {
    /// The list that the document shows; `None` where it does not prove one.
    pub(super) fn learn(text: &str, model: &Model, known: &GlossTable) -> Option<Family> {
        let glosses: Vec<(char, Bracketed<'_>)> = glosses(text).collect();
        if glosses.len() < ASKED_LISTED.glosses as usize {
            return None;
        }
        let bare_reading = |reading: &str| toneless(reading) == reading;
        let is_toneless = glosses.iter().filter(|(_, g)| bare_reading(g.reading)).count() * 2 > glosses.len();
        let mut found: FxHashMap<char, Found<'_>> = FxHashMap::default();
        for (own, gloss) in &glosses {
            found.entry(*own).or_default().note(text, gloss, *own);
        }
        let (mut han, mut others) = (0u32, FxHashMap::<char, u32>::default());
        for c in text.chars().filter(|c| is_han(*c)) {
            han += 1;
            match found.get_mut(&c) {
                Some(found) => found.bare += 1,
                None => *others.entry(c).or_default() += 1,
            }
        }
        let pinyin = Pinyin::built_in();
        let mut members: Vec<(char, &Found<'_>, &str, u32)> = Vec::new();
        for (c, found) in &mut found {
            found.bare = found.bare.saturating_sub(found.glossed());
            let Some((reading, count)) = found.reading() else { continue };
            let is_fixed = (found.glossed() - count) as f32 <= MOST_BARE * count as f32;
            let is_always = found.bare as f32 <= MOST_BARE * (count + found.bare) as f32;
            if !is_fixed || !is_always || bare_reading(reading) != is_toneless {
                continue;
            }
            if let Some(line) = pinyin.line(*c, reading) {
                members.push((*c, found, reading, line));
            }
        }
        let frequency = |c: char| model.frequency(simplified(c));
        let count =
            |of: &dyn Fn(&Found<'_>) -> u32| members.iter().map(|(_, found, ..)| of(found)).sum::<u32>();
        let own = count(&|found| found.reading().map_or(0, |(_, count)| count));
        let foreign = glosses.len() as u32 - own;
        let words = count(&|found| found.words().saturating_sub(1));
        let repeated: Vec<u32> =
            members.iter().filter(|(_, found, ..)| found.glossed() > 1).map(|(_, f, ..)| f.words()).collect();
        let in_words = repeated.iter().filter(|words| **words > 1).count();
        let listed = members.iter().filter(|(c, ..)| known.entry(traditional(*c)).is_some()).count();
        let asked = if listed as f32 >= LISTED * members.len() as f32 { ASKED_LISTED } else { ASKED };
        let proved = members.len() as u32 >= asked.characters
            && own >= asked.glosses
            && words >= asked.words
            && foreign as f32 <= MOST_FOREIGN * glosses.len() as f32
            && own as f32 <= MOST_GLOSSED * han as f32
            && in_words as f32 >= IN_WORDS * repeated.len() as f32
            && others.len() >= LEAST_BARE
            && commonness(
                members.iter().map(|(c, ..)| frequency(*c)).collect(),
                others.keys().map(|c| frequency(*c)).collect(),
            ) >= COMMONNESS;
        if !proved {
            return None;
        }
        let mut members: Vec<(char, String, u32)> =
            members.into_iter().map(|(c, _, reading, line)| (c, reading.to_owned(), line)).collect();
        let in_text = |c: char| found.contains_key(&c) || others.contains_key(&c);
        members.extend(split(text, is_toneless, &in_text, &frequency, &|_, _| true));
        // In the order of the known list, then commonest first: which was replaced first is not known.
        members.sort_by(|(a, ..), (b, ..)| {
            let rank = |c: char| known.entry(c).map_or(u32::MAX, |entry| entry.rank);
            rank(*a).cmp(&rank(*b)).then(frequency(*b).total_cmp(&frequency(*a))).then(a.cmp(b))
        });
        let uses = members.iter().filter_map(|(c, ..)| {
            let found = found.get(c)?;
            let (glossed, bare) = (found.glossed(), found.bare);
            Some((*c, Use { glossed, bare, is_rare: glossed == 1 && frequency(*c) < RARE }))
        });
        let uses = uses.collect();
        let characters = members.len() as u32;
        let entries = members.into_iter().zip(1..);
        let entries =
            entries.map(|((character, reading, line), rank)| GlossEntry { rank, character, reading, line });
        let table = GlossTable::learned(pinyin.name(), entries.collect());
        let shown = Evidence::Family { glosses: own, characters, words, foreign };
        let of_script = |other: fn(char) -> char| -> u32 {
            let is_of = |(c, _): &(&char, &u32)| other(**c) != **c;
            others.iter().filter(is_of).map(|(_, count)| count).sum()
        };
        let is_simplified = of_script(traditional) > of_script(simplified);
        let is_known = |entry: &&GlossEntry| {
            known.entry(entry.character).is_some_and(|known| known.reading == entry.reading)
        };
        let same_tool = table.entries().iter().filter(is_known).count() * 2 >= table.entries().len();
        Some(Family { table, uses, is_simplified, extends_known: false, same_tool, shown })
    }

    /// The known list with what a document that shows it glosses besides, in the same manner: pages gloss further down the
    /// list than it is known. Where the document `is_sure` of the list, one gloss behind a Traditional character with no
    /// other reading is enough, and so is one that only a slip shows.
    pub(super) fn extend(text: &str, model: &Model, known: &GlossTable, is_sure: bool) -> Option<Family> {
        let mut found: FxHashMap<char, Found<'_>> = FxHashMap::default();
        for (own, gloss) in glosses(text) {
            found.entry(own).or_default().note(text, &gloss, own);
        }
        let is_plain =
            |c: char, reading: &str| is_further(c, reading) && Pinyin::built_in().readings(c).count() == 1;
        found.retain(|c, found| {
            known.entry(*c).is_none()
                && found.readings.len() == 1
                && (found.words() > 1 || is_sure && found.readings.iter().all(|(r, _)| is_plain(*c, r)))
                && model.frequency(simplified(*c)) >= RARE
        });
        let frequency = |c: char| model.frequency(simplified(c));
        let mut slipped = Vec::new();
        if is_sure {
            let in_text = |c: char| text.contains(c);
            slipped = split(text, false, &in_text, &frequency, &|gloss, lead| {
                let is_known = |entry: &&GlossEntry| entry.reading == gloss;
                let begins = |entry: &GlossEntry| gbk::bytes(entry.character).is_some_and(|b| b.0[0] == lead);
                !known.entries().iter().filter(is_known).any(begins)
            });
            slipped.retain(|(c, reading, _)| known.entry(*c).is_none() && is_further(*c, reading));
        }
        if found.is_empty() && slipped.is_empty() {
            return None;
        }
        for c in text.chars() {
            if let Some(found) = found.get_mut(&c) {
                found.bare += 1;
            }
        }
        let last = known.entries().last().map_or(0, |entry| entry.rank);
        let mut entries = known.entries().to_vec();
        let mut uses = FxHashMap::default();
        let (mut own, mut words) = (0, 0);
        let mut further: Vec<(char, Found<'_>)> = found.into_iter().collect();
        further.sort_by_key(|(c, _)| *c);
        for (character, found) in further {
            let (glossed, Some((reading, _))) = (found.glossed(), found.reading()) else { continue };
            let bare = found.bare.saturating_sub(glossed);
            let line = Pinyin::built_in().line(character, reading);
            let Some(line) = line.filter(|_| toneless(reading) != reading) else { continue };
            if bare > 0 {
                continue;
            }
            let rank = last + 1 + uses.len() as u32;
            entries.push(GlossEntry { rank, character, reading: reading.to_owned(), line });
            uses.insert(character, Use { glossed, bare, is_rare: false });
            own += glossed;
            words += found.words() - 1;
        }
        let rank = last + 1 + uses.len() as u32;
        let slipped = slipped.into_iter().zip(rank..);
        entries.extend(slipped.map(|((character, reading, line), rank)| GlossEntry {
            rank,
            character,
            reading,
            line,
        }));
        let grew = entries.len() > known.entries().len();
        let shown = Evidence::Family { glosses: own, characters: uses.len() as u32, words, foreign: 0 };
        let table = GlossTable::learned(known.name(), entries);
        let is_simplified = false;
        let (extends_known, same_tool) = (true, true);
        grew.then_some(Family { table, uses, is_simplified, extends_known, same_tool, shown })
    }

    /// The document as this list shows it.
    pub(super) fn profile(self, text: &str) -> Profile {
        let readings = Readings::new(&self.table);
        let mut profile = Profile::of(text, &self.table, &readings, None);
        profile.artefact = true;
        // That the page was worked on in bytes, as the tool that folds does, shows in what it split.
        profile.folded &= self.same_tool || profile.split > 0;
        profile.family = Some(std::sync::Arc::new(self));
        profile
    }

    /// Edits that take out the glosses, where none split a character.
    pub(super) fn edits(&self, text: &str) -> Vec<Edit> {
        let edit = |(own, gloss): (char, Bracketed<'_>)| {
            let entry = self.table.entry(own).filter(|entry| entry.reading == gloss.reading)?;
            let Use { glossed, bare, .. } = *self.uses.get(&own)?;
            let reading = entry.reading.clone();
            let table = self.table.name().to_owned();
            let mut edit = Edit {
                span: gloss.span,
                before: gloss.span.of(text)?.to_owned(),
                after: String::new(),
                rule: Rule::Gloss,
                certainty: Certainty::High,
                evidence: vec![
                    Evidence::Gloss { character: own, reading, glossed, bare },
                    Evidence::Table { table, line: entry.line, others: Vec::new() },
                ],
            };
            self.sign(&mut edit);
            Some(edit)
        };
        glosses(text).filter_map(edit).collect()
    }

    /// Names the rule and the certainty of what the known list's machinery proposed.
    pub(super) fn sign_all(&self, proposals: &mut Proposals) {
        for edit in &mut proposals.edits {
            self.sign(edit);
            if self.is_simplified && edit.rule != Rule::OtherGloss && edit.certainty == Certainty::Medium {
                edit.certainty = Certainty::Low;
                if !proposals.gaps.iter().any(|gap| gap.span == edit.span) {
                    proposals.gaps.push(Gap { span: edit.span, cause: Cause::Slip });
                }
            }
        }
        proposals.gaps.sort_by_key(|gap| gap.span);
    }

    fn sign(&self, edit: &mut Edit) {
        if edit.rule != Rule::Gloss {
            return;
        }
        let own = edit.evidence.iter().find_map(|evidence| match evidence {
            Evidence::Gloss { character, .. } => Some(*character),
            _ => None,
        });
        let used = own.and_then(|own| self.uses.get(&own));
        if self.extends_known {
            // What the known list has is its own.
            let Some(own) = own.filter(|_| used.is_some()) else { return };
            let Some(entry) = self.table.entry(own) else { return };
            edit.evidence.retain(|evidence| !matches!(evidence, Evidence::Table { .. }));
            let table = Pinyin::built_in().name().to_owned();
            edit.evidence.push(Evidence::Table { table, line: entry.line, others: Vec::new() });
        } else {
            edit.evidence.retain(|evidence| !matches!(evidence, Evidence::Document { .. }));
        }
        edit.rule = Rule::OtherGloss;
        edit.certainty = match used {
            Some(Use { is_rare: true, .. }) => Certainty::Low,
            Some(Use { bare: 0, .. }) if !self.extends_known => Certainty::High,
            // One that only a slip shows is behind its own character once that is restored.
            _ => Certainty::Medium,
        };
        edit.evidence.push(self.shown.clone());
    }
}

/// Characters of the list that the text shows only where their gloss split others: the byte before it begins them, and
/// its reading is theirs. Those that stand bare somewhere are none; readings and first bytes that are explained already
/// are not `is_open`.
fn split(
    text: &str,
    is_toneless: bool,
    in_text: &dyn Fn(char) -> bool,
    frequency: &dyn Fn(char) -> f32,
    is_open: &dyn Fn(&str, u8) -> bool,
) -> Vec<(char, String, u32)> {
    let mut out: Vec<(char, String, u32)> = Vec::new();
    for gloss in bracketed(text).filter(|gloss| gloss.swallowed) {
        let before = text[..gloss.span.start].chars().next_back().and_then(gbk::bytes);
        let Some(([_, lead], 2)) = before else { continue };
        if (toneless(gloss.reading) == gloss.reading) != is_toneless || !is_open(gloss.reading, lead) {
            continue;
        }
        let own = (0x40..=0xFE).filter_map(|trail| match gbk::pair(lead, trail) {
            Pair::Char(c) if is_han(c) && !in_text(c) && frequency(c) >= SPLIT_SHARE => {
                Some((c, Pinyin::built_in().line(c, gloss.reading)?))
            }
            _ => None,
        });
        let mut own: Vec<(char, u32)> = own.collect();
        own.sort_by(|(a, _), (b, _)| frequency(*b).total_cmp(&frequency(*a)));
        for (c, line) in own.into_iter().take(MOST_SPLIT) {
            if !out.iter().any(|(known, ..)| *known == c) {
                out.push((c, gloss.reading.to_owned(), line));
            }
        }
    }
    out
}

/// Every `(letters)` behind a Han character, with that character.
fn glosses(text: &str) -> impl Iterator<Item = (char, Bracketed<'_>)> {
    bracketed(text).filter(|gloss| !gloss.swallowed).filter_map(move |gloss| {
        let own = text[..gloss.span.start].chars().next_back().filter(|c| is_han(*c))?;
        Some((own, gloss))
    })
}

/// How often one of `these` is greater than one of `others`, ties counting half: 0.5 where they are alike.
fn commonness(these: Vec<f32>, mut others: Vec<f32>) -> f32 {
    others.sort_by(f32::total_cmp);
    let above = |value: &f32| {
        let less = others.partition_point(|other| other < value);
        let less_or_equal = others.partition_point(|other| other <= value);
        (less + less_or_equal) as f32 / 2.0
    };
    these.iter().map(above).sum::<f32>() / (these.len() * others.len()).max(1) as f32
}
