//! The document as its own witness: where else it writes the word, how often it writes what stands, how many clear
//! misreadings it shows.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::features::{NAMES, Terms};
use super::observe::Observation;
use super::page::Page;
use crate::language::Model;

/// Characters that densities are counted for.
const PER: f32 = 10_000.0;
/// Misreadings added to those found, so that a short text says little, and one without any not more than it can.
const DOUBT: f32 = 0.02;
/// Characters on either side that count as near: a part of a document may be read by OCR, and another not.
const NEAR: usize = 4_000;
/// Clear misreadings on 10,000 characters near a place from which it is taken for the work of OCR, and how many there
/// must be. (golden/found/ocr-speech reaches it; unresolved/ocr-few-in-a-long-text and the cases of golden/intact do not)
const OCR_DENSITY: f32 = 4.0;
const OCR_LEAST: usize = 3;
/// Observations and suspects added to those counted near a place, so that a few say little. (golden/synthetic/ocr-explained,
/// unresolved/ocr-unexplained, ocr-characters-left)
const EXPLAINED: (f32, f32) = (0.5, 1.5);
/// How many other places that are clearly misread alike count as what they are read as, at most: a name comes again and again.
/// (golden/synthetic/ocr-misread-alike)
const ALIKE: u32 = 2;
/// Characters around a clear misreading that were read with it.
const AROUND: usize = 1_000;
/// The share of these that stand beside one that they were never seen beside from which on the text is strange by itself, where
/// what may have been misread is less than a share of those: lines of classical prose among others, with a misprint now and then.
/// Of such text it is 0.15 to 0.21 with 0.003 to 0.045, of text read by OCR 0.04 to 0.16 with 0.05 and more, where it is above 0.13.
/// (unresolved/ocr-classical-among-others)
const STRANGE: f32 = 0.125;
const UNEXPLAINED: f32 = 0.046;

/// Where a page shows clear misreadings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Density {
    /// The places of clear misreadings, in order.
    strict: Vec<usize>,
    /// Characters of the page.
    characters: usize,
    /// What was read by OCR, in order and apart.
    regions: Vec<Range<usize>>,
}

impl Density {
    pub fn of(page: &Page, observations: &[Observation]) -> Density {
        // The same string again and again is a name or a habit of its writer: it tells of misreading once.
        let mut told = FxHashSet::default();
        let strict = observations
            .iter()
            .filter(|seen| seen.strict && told.insert(&page.chars[seen.range.clone()]))
            .map(|seen| seen.range.start)
            .collect();
        let mut density = Density { strict, characters: page.chars.len(), regions: Vec::new() };
        let places: Vec<usize> = observations.iter().map(|seen| seen.range.start).collect();
        let is_strange = |around: Range<usize>| {
            let strangers = page.strangers(around.clone()).count() as f32;
            strangers >= STRANGE * around.len() as f32
                && (between(&places, around) as f32) < UNEXPLAINED * strangers
        };
        let mut regions: Vec<Range<usize>> = Vec::new();
        for &place in &density.strict {
            let (count, size) = density.near(place);
            if count < OCR_LEAST || (count as f32) * PER < OCR_DENSITY * size as f32 {
                continue;
            }
            let (start, end) = (place.saturating_sub(AROUND), (place + AROUND).min(density.characters));
            if is_strange(start..end) {
                continue;
            }
            match regions.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => regions.push(start..end),
            }
        }
        density.regions = regions;
        density
    }

    /// The most clear misreadings that stand near each other.
    pub fn hints(&self) -> usize {
        self.strict.iter().map(|place| self.near(*place).0).max().unwrap_or(0)
    }

    /// All of the page is taken for the work of OCR.
    pub fn everywhere(mut self) -> Density {
        self.regions.clear();
        self.regions.push(0..self.characters);
        self
    }

    /// How many clear misreadings stand near `place`, and among how many characters.
    pub fn near(&self, place: usize) -> (usize, usize) {
        let (start, end) = (place.saturating_sub(NEAR), (place + NEAR).min(self.characters));
        let count =
            self.strict.partition_point(|at| *at < end) - self.strict.partition_point(|at| *at < start);
        (count, end - start)
    }

    /// What of the page looks like the work of OCR.
    pub fn regions(&self) -> &[Range<usize>] {
        &self.regions
    }

    /// Whether `place` looks like the work of OCR.
    pub fn is_ocr(&self, place: usize) -> bool {
        let next = self.regions.partition_point(|region| region.end <= place);
        self.regions.get(next).is_some_and(|region| region.start <= place)
    }

    /// The term, from the misreadings near `place` other than this one.
    fn term(&self, place: usize, own: bool) -> f32 {
        let (count, size) = self.near(place);
        let others = count.saturating_sub(usize::from(own)) as f32;
        ((others + DOUBT) / (size as f32 / PER + 1.0)).log10()
    }
}

/// What the observations of a page say of each other.
#[derive(Debug)]
pub(super) struct Company<'a> {
    /// Where they begin, in order.
    places: Vec<usize>,
    /// Where characters around these stand beside one that they were never seen beside, in order.
    unseen: Vec<usize>,
    /// How often the same is clearly misread for the same.
    alike: FxHashMap<(&'a [char], Vec<char>), u32>,
    /// In how many words each character is read as another, by what stands and what it may be: a name that comes again
    /// tells of one.
    habits: FxHashMap<(char, char), u32>,
}

impl<'a> Company<'a> {
    pub fn of(page: &'a Page, observations: &[Observation]) -> Company<'a> {
        let places: Vec<usize> = observations.iter().map(|seen| seen.range.start).collect();
        let mut habits: FxHashMap<(char, char), u32> = FxHashMap::default();
        let mut told = FxHashSet::default();
        for seen in observations {
            for &(at, meant) in &seen.changes {
                if told.insert((page.chars[at], &seen.word[..])) {
                    *habits.entry((page.chars[at], meant)).or_default() += 1;
                }
            }
        }
        let mut alike: FxHashMap<(&[char], Vec<char>), u32> = FxHashMap::default();
        for seen in observations.iter().filter(|seen| seen.strict && seen.is_ocr) {
            *alike.entry((&page.chars[seen.range.clone()], seen.word.clone())).or_default() += 1;
        }
        let unseen = Company::strangers(page, &places);
        Company { places, habits, alike, unseen }
    }

    /// Where around `places`, which are in order, characters stand beside one that they were never seen beside.
    fn strangers(page: &Page, places: &[usize]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut end = 0;
        for around in places.iter().map(|place| around(*place)) {
            found.extend(page.strangers(around.start.max(end)..around.end));
            end = around.end;
        }
        found
    }
}

/// What counts as near an observation at `place`.
fn around(place: usize) -> Range<usize> {
    place.saturating_sub(AROUND)..place + AROUND
}

fn between(places: &[usize], range: Range<usize>) -> usize {
    places.partition_point(|at| *at < range.end) - places.partition_point(|at| *at < range.start)
}

/// What the page says of an observation: fills in the terms that need more than its surroundings, but for what
/// [`hear_written`] tells.
pub(super) fn hear(
    page: &Page,
    model: &Model,
    density: &Density,
    company_of_page: &Company,
    seen: &mut Observation,
) {
    let range = seen.range.clone();
    let written = &page.chars[range.clone()];
    if seen.is_ocr {
        let mut company = Vec::new();
        let mut stands = |at: usize, c: char| {
            page.company(at, &mut company);
            company.iter().find(|(known, _)| *known == c).map_or(0, |(_, count)| *count)
        };
        let (mut meant, mut read) = (u32::MAX, 0);
        for &(at, c) in &seen.changes {
            meant = meant.min(stands(at, c));
            read = read.max(stands(at, page.chars[at]));
        }
        seen.company = meant;
        set(&mut seen.terms, "company-written", more(read));
        // What is clearly misread alike elsewhere, in other company, does not speak for what stands.
        let alike = company_of_page.alike.get(&(written, seen.word.clone())).copied().unwrap_or(0);
        seen.alike = if read == 0 { alike.saturating_sub(u32::from(seen.strict)).min(ALIKE) } else { 0 };
    }
    let alike = seen.alike;
    // A long text repeats the words that all texts repeat: what counts is how much oftener than those it writes one.
    let beyond = |count: u32, expected: f32| ((count as f32 + 1.0) / (expected + 1.0)).ln();
    let counted = page.count(&seen.word);
    let stands = counted + alike;
    // A single character stands everywhere; only with its neighbours does it tell anything.
    let mut set = |name: &str, value: f32| set(&mut seen.terms, name, value);
    if range.len() > 1 {
        let word = model.find(&seen.word.iter().collect::<String>());
        let expected = word.map_or(0.0, |word| page.expected(model.unigram(word)));
        set("word-elsewhere", beyond(stands, expected));
    }
    let (mut context, mut by_chance) = (0, 0.0);
    let mut beside = |c: char, text: &[char]| {
        // What stands nowhere stands nowhere beside anything.
        context += if counted > 0 { page.count(text) } else { 0 };
        by_chance += stands as f32 * 10f32.powf(model.frequency(c));
    };
    if let Some(before) = page.han(range.start.checked_sub(1)) {
        beside(before, &[&[before], &seen.word[..]].concat());
    }
    if let Some(behind) = page.han(Some(range.end)) {
        beside(behind, &[&seen.word[..], &[behind]].concat());
    }
    set("context-elsewhere", beyond(context, by_chance));
    let around = around(range.start);
    let explained = between(&company_of_page.places, around.clone());
    let unseen = between(&company_of_page.unseen, around);
    set("explained", ((explained as f32 + EXPLAINED.0) / (unseen as f32 + EXPLAINED.1)).ln());
    let habit = seen
        .changes
        .iter()
        .map(|(at, c)| company_of_page.habits.get(&(page.chars[*at], *c)).copied().unwrap_or(1));
    set("habit", more(habit.max().unwrap_or(1) - 1));
    set("read-by-ocr", if density.is_ocr(range.start) { 1.0 } else { 0.0 });
    let density = density.term(range.start, seen.strict);
    set("density", density);
    set("density-gain", (density + 2.0) * seen.gain.clamp(0.0, 6.0));
}

/// Fills in how often the page writes what stands, besides what is misread alike.
pub(super) fn hear_written(page: &Page, seen: &mut Observation) {
    if seen.range.len() > 1 {
        let count = page.count(&page.chars[seen.range.clone()]).saturating_sub(1 + seen.alike);
        set_written(&mut seen.terms, count);
    }
}

/// Notes that what stands is written so often elsewhere.
pub(super) fn set_written(terms: &mut Terms, count: u32) {
    set(terms, "written-elsewhere", more(count));
}

fn more(count: u32) -> f32 {
    (count as f32 + 1.0).ln()
}

fn set(terms: &mut Terms, name: &str, value: f32) {
    if let Some(place) = NAMES.iter().position(|known| *known == name) {
        terms[place] = value;
    }
}
