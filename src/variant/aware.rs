//! Which Traditional form a Simplified text takes where the tables leave a choice: decided with the words of the text.
//!
//! A table of phrases is looked up wherever its letters stand, also where they belong to two words (与制 in 参与|制造).
//! Here a phrase counts only where it does not cut a word of the most likely cut of the sentence in two.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::beginnings::Within;
use super::by_words::ByWords;
use super::chain::{Piece, finish, of_row};
use super::context::Contexts;
use super::cut::Cut;
use super::description;
use super::made::Made;
use super::scan::Scanner;
use crate::dictionary::characters::single;
use crate::dictionary::{Found, Lookup, Match};
use crate::error::Error;
use crate::language::{Cutter, Joined, Model};
use crate::text::is_han;

/// The group of phrases in the step.
const PHRASES: u8 = 0;
/// How much less likely, log10 for each character of a phrase beyond its first, the sentence may be when it is cut at both
/// ends of the phrase: a long phrase is no chance meeting of letters. Pinned by `tests/conversion.rs`: lower, and
/// phrases that the model cuts otherwise are lost; higher, and 被发 takes 被发明 apart again.
const CREDIT: f32 = 0.6;

/// A stretch in which phrases overlap over more characters than this is cut into words though it may become the same
/// anyhow: so the time stays linear.
const LONGEST_QUIET: usize = 16;

/// Converts Simplified to Traditional, word by word.
#[derive(Debug)]
pub(super) struct Aware {
    model: &'static Model,
    pub(super) phrases: Arc<Lookup>,
    contexts: Contexts,
    /// To Simplified, for the view of a Traditional text.
    simplify: Lookup,
    /// The forms of a region, looked up in what the phrases made.
    region: Option<Arc<Lookup>>,
    /// For running over texts: made when the first is converted without edits.
    prepared: OnceLock<Prepared>,
    /// The same of the forms of the region.
    regional: OnceLock<Scanner>,
}

/// What it takes to run over texts.
#[derive(Debug)]
struct Prepared {
    scanner: Scanner,
    joined: Joined,
    within: Within,
    ruled: FxHashMap<char, Ruled>,
}

/// A character that there are rules for.
#[derive(Debug)]
struct Ruled {
    /// What it becomes by itself.
    alone: Option<char>,
    /// Which rules choose otherwise: [`Contexts::others`].
    others: u64,
}

/// What decides at a place.
pub(super) enum Chosen {
    Phrase(Match),
    /// The rule of a line, and the form that it chose.
    Rule(char, u32, Option<Match>),
    /// The row of the character, where it has one.
    Alone(Option<Match>),
}

impl Aware {
    /// Towards the forms that the step `region` makes of OpenCC's standard. Tables of `data` replace compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(region: Option<&str>, model: &'static Model, data: Option<&Path>) -> Result<Aware, Error> {
        let step = |name: &str| Lookup::step(name, data).map(Arc::new);
        let region = region.map(step).transpose()?;
        let (phrases, simplify) = (step("aware")?, Lookup::step("ts", data)?);
        let (contexts, prepared, regional) = (Contexts::new(data)?, OnceLock::new(), OnceLock::new());
        Ok(Aware { model, phrases, contexts, simplify, region, prepared, regional })
    }

    /// The forms that the character `simple` may take, the usual one first; none where there is no choice.
    pub fn forms(&self, simple: char) -> impl Iterator<Item = char> {
        let mut found = None;
        self.phrases.all(simple.encode_utf8(&mut [0; 4]), |row| {
            found = Some(row.row).filter(|_| row.group != PHRASES)
        });
        found.into_iter().flat_map(|row| row.values()).filter_map(single)
    }

    /// Whether the rule of `line` for `simple` says what is usual, whatever stands beside it.
    pub fn is_usual(&self, simple: char, line: u32) -> bool {
        self.contexts.is_usual(simple, line)
    }

    /// What `text` is in Simplified, with as many characters.
    pub fn simplified<'a>(&'a self, text: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let found = self.simplify.best(&text[at..]);
            let piece = found.map_or_else(|| same(text, at, c.len_utf8()), |found| of_row(text, at, found));
            at = piece.span.end;
            pieces.push(piece);
        }
        pieces
    }

    /// Room for cutting texts into words.
    pub fn cutter(&self) -> Cutter<'_> {
        Cutter::new(self.model, self.joined())
    }

    /// The same for texts that are run over.
    pub fn prepared(&self) -> Cutter<'_> {
        Cutter::new(self.model, Some(&self.prepare().joined))
    }

    fn prepare(&self) -> &Prepared {
        self.prepared.get_or_init(|| {
            let mut within = Within::new();
            let scanner = Scanner::of_changes(Arc::clone(&self.phrases), self.contexts.ruled(), |key| {
                key.chars().zip(key.chars().skip(1)).for_each(|(first, second)| within.add(first, second));
            });
            let ruled = self.contexts.ruled().map(|c| {
                let alone = self.alone(c);
                (c, Ruled { alone, others: self.contexts.others(c, alone) })
            });
            Prepared { scanner, joined: self.model.joined(), within, ruled: ruled.collect() }
        })
    }

    /// What changes when `text`, in Simplified, becomes Traditional; in order.
    pub fn pieces<'a>(&'a self, text: &'a str, cutter: &mut Cutter) -> Vec<Piece<'a>> {
        let mut cut = Cut::new(text, cutter, self.joined());
        let (mut pieces, mut found) = (Vec::new(), Vec::new());
        // Bytes up to which it does not matter where words meet.
        let (mut at, mut quiet) = (0, 0);
        while at < text.len() {
            if at >= quiet {
                // An edit cites the rule that chose.
                quiet = self.quiet(text, at).unwrap_or(0);
            }
            let piece =
                if at < quiet { self.plain(text, at) } else { self.piece(text, at, &mut cut, &mut found) };
            at = piece.span.end;
            if self.region.is_some() || piece.after != text[piece.span.clone()] {
                pieces.push(piece);
            }
        }
        if self.region.is_some() {
            pieces = finish(pieces, self.region.as_deref().into_iter());
            pieces.retain(|piece| piece.after != text[piece.span.clone()]);
        }
        pieces
    }

    /// The whole of `text`, in Simplified, in OpenCC's standard of Traditional, piece by piece.
    pub fn standard<'a>(&'a self, text: &'a str, cutter: &mut Cutter) -> Vec<Piece<'a>> {
        let mut cut = Cut::new(text, cutter, self.joined());
        let (mut pieces, mut found) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < text.len() {
            let piece = self.piece(text, at, &mut cut, &mut found);
            at = piece.span.end;
            pieces.push(piece);
        }
        pieces
    }

    /// The end of a stretch that begins at `at` in which every phrase makes of each character what that becomes by
    /// itself, no phrase reaches out, and no character has rules: wherever its words meet, it becomes the same.
    fn quiet(&self, text: &str, at: usize) -> Option<usize> {
        let mut end = at + 1;
        for (n, (place, c)) in text[at..].char_indices().enumerate() {
            let place = at + place;
            if place >= end {
                break;
            }
            if n == LONGEST_QUIET || self.contexts.has_rules(c) || description::OPERATORS.contains(&c) {
                return None;
            }
            end = end.max(place + c.len_utf8());
            let mut is_plain = true;
            self.phrases.matches(&text[place..], |found| {
                is_plain &= found.plain;
                end = end.max(place + found.bytes);
            });
            if !is_plain {
                return None;
            }
        }
        Some(end)
    }

    /// What `c` becomes by itself, where that is one character.
    fn alone(&self, c: char) -> Option<char> {
        let found = self.phrases.keys().decide(self.phrases.codes(), c.encode_utf8(&mut [0; 4]));
        found.map_or(Some(c), |found| single(self.phrases.value(found)))
    }

    /// What `c` at `at`, which there are rules for, becomes where no phrase holds it, whatever its words are, as far as that is
    /// known.
    pub(super) fn settled(&self, text: &str, at: usize, c: char) -> Option<char> {
        let Ruled { alone, others } = self.prepare().ruled.get(&c)?;
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let is_settled = self.contexts.leave_none(*others, c, before, after)
            || self.contexts.choose_only(text, at, *alone);
        alone.filter(|_| is_settled)
    }

    /// Whether there are rules for `c`.
    pub(super) fn has_rules(&self, c: char) -> bool {
        self.contexts.has_rules(c)
    }

    /// What the text becomes at `at` in a [quiet](Self::quiet) stretch.
    fn plain<'a>(&'a self, text: &'a str, at: usize) -> Piece<'a> {
        match self.phrases.best(&text[at..]) {
            Some(found) => of_row(text, at, found),
            None => same(text, at, text[at..].chars().next().map_or(1, char::len_utf8)),
        }
    }

    /// What changes when `text`, in Traditional, takes the forms of the region; in order.
    pub fn regional<'a>(&'a self, text: &'a str) -> Vec<Piece<'a>> {
        if self.region.is_none() {
            return Vec::new();
        }
        let each = text.char_indices().map(|(at, c)| same(text, at, c.len_utf8()));
        let mut pieces = finish(each.collect(), self.region.as_deref().into_iter());
        pieces.retain(|piece| piece.after != text[piece.span.clone()]);
        pieces
    }

    fn regional_scanner(&self) -> Option<&Scanner> {
        let step = self.region.as_ref()?;
        Some(self.regional.get_or_init(|| Scanner::new(Arc::clone(step), &[])))
    }

    /// Which characters words have side by side, where it was worth while to prepare that.
    fn joined(&self) -> Option<&Joined> {
        self.prepared.get().map(|prepared| &prepared.joined)
    }

    /// Writes to `out` what the changes of [`Aware::pieces`] make of `text`, in Simplified.
    pub fn write(&self, text: &str, cutter: &mut Cutter, out: &mut Made) {
        let Prepared { scanner, joined, within, .. } = self.prepare();
        let cut = Cut::new(text, cutter, Some(joined));
        let mut words = ByWords::new(self, within, cut);
        match self.regional_scanner() {
            None => scanner.run_by(&mut words, text, out),
            Some(region) => {
                let mut standard = Made::with_capacity(text.len());
                scanner.run_by(&mut words, text, &mut standard);
                region.run(standard.text(), out);
            }
        }
    }

    /// Writes to `out` what the changes of [`Aware::regional`] make of `text`, in Traditional.
    pub fn write_regional(&self, text: &str, out: &mut Made) {
        match self.regional_scanner() {
            None => out.push(text),
            Some(region) => region.run(text, out),
        }
    }

    /// What `text` becomes at `at`, as far as one row decides. `found` is room for rows.
    fn piece<'a>(&'a self, text: &'a str, at: usize, cut: &mut Cut, found: &mut Vec<Match>) -> Piece<'a> {
        let rest = &text[at..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        found.clear();
        self.phrases.matches(rest, |key| found.push(key));
        match self.chosen(text, at, cut, found) {
            Chosen::Phrase(found) | Chosen::Alone(Some(found)) => of_row(text, at, self.phrases.found(found)),
            Chosen::Rule(form, line, character) => {
                let rows: Vec<Found> = character.map(|found| self.phrases.found(found)).into_iter().collect();
                Piece { span: at..at + first, after: form.to_string().into(), rows, rule: Some(line) }
            }
            Chosen::Alone(None) => same(text, at, description::length(rest).unwrap_or(first)),
        }
    }

    /// What decides at `at`, where the keys `found` begin.
    pub(super) fn chosen(&self, text: &str, at: usize, cut: &mut Cut, found: &[Match]) -> Chosen {
        let is_one = |key: &&Match| key.leads && holds(text, at..at + key.bytes, cut);
        if let Some(phrase) = found.iter().rev().find(is_one) {
            return Chosen::Phrase(*phrase);
        }
        let character = found.iter().find(|key| !key.leads).copied();
        match self.contexts.decide(text, at, |place| cut.bound(place)) {
            Some((form, line)) => Chosen::Rule(form, line, character),
            None => Chosen::Alone(character),
        }
    }
}

/// `bytes` of `text` that stay.
fn same(text: &str, at: usize, bytes: usize) -> Piece<'_> {
    let span = at..at + bytes;
    Piece { after: text[span.clone()].into(), span, rows: Vec::new(), rule: None }
}

/// Whether the phrase at `range` is one: it cuts no word in two, or doing so costs the sentence little.
fn holds(text: &str, range: Range<usize>, cut: &mut Cut) -> bool {
    if cut.fits(&range) {
        return true;
    }
    let characters = text[range.clone()].bytes().filter(|byte| byte & 0xC0 != 0x80).count();
    let (from, to) = sentence(text, &range, cut);
    let cutter = &mut *cut.cutter;
    let (before, whole) = cutter.scores(&text[from..to], range.start - from);
    let apart = before + cutter.score(&text[range.clone()]) + cutter.score(&text[range.end..to]);
    whole - apart <= CREDIT * (characters - 1) as f32
}

/// How many words on each side of a phrase decide whether it is one.
const AROUND: usize = 2;

/// The words around `range`, as far as they are Han and [`AROUND`] of them on each side.
fn sentence(text: &str, range: &Range<usize>, cut: &mut Cut) -> (usize, usize) {
    let (mut from, mut words) = (range.start, 0);
    for (at, c) in text[..range.start].char_indices().rev() {
        if !is_han(c) || words == AROUND {
            break;
        }
        from = at;
        words += usize::from(cut.bound(at));
    }
    let (mut to, mut words) = (range.end, 0);
    for (at, c) in text[range.end..].char_indices() {
        if !is_han(c) || words == AROUND {
            break;
        }
        to = range.end + at + c.len_utf8();
        words += usize::from(cut.bound(to));
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(region: Option<&str>, text: &str) -> String {
        converted_by(&Aware::new(region, Model::built_in().unwrap(), None).unwrap(), text)
    }

    fn converted_by(aware: &Aware, text: &str) -> String {
        let mut out = text.to_owned();
        for piece in aware.pieces(text, &mut aware.cutter()).into_iter().rev() {
            out.replace_range(piece.span, &piece.after);
        }
        out
    }

    #[test]
    fn a_phrase_does_not_cut_words() {
        for (text, right) in [
            ("被发明", "被發明"),
            ("展示了如何", "展示了如何"),
            ("下面条件", "下面條件"),
            ("被发左衽", "被髮左衽"),
            ("了如指掌", "瞭如指掌"),
        ] {
            assert_eq!(converted(None, text), right);
        }
    }

    #[test]
    fn where_words_need_no_cut_the_text_is_the_same() {
        let aware = Aware::new(None, Model::built_in().unwrap(), None).unwrap();
        let files =
            [include_str!("../../tests/sentences.tsv"), include_str!("../../tests/sentences_held_out.tsv")];
        let mut cutter = aware.cutter();
        for text in files.iter().flat_map(|file| file.lines()).chain(["a头⿰车马发", "三K党的里，", ""])
        {
            let strict: String =
                aware.standard(text, &mut cutter).iter().map(|piece| &*piece.after).collect();
            assert_eq!(converted_by(&aware, text), strict);
        }
    }

    #[test]
    fn a_text_that_is_run_over_becomes_what_its_pieces_become() {
        let aware = Aware::new(None, Model::built_in().unwrap(), None).unwrap();
        let keys: Vec<&str> = aware.phrases.rows().map(|row| row.key).collect();
        let mut ruled: Vec<char> = aware.contexts.ruled().collect();
        ruled.sort_unstable();
        // Knuth's linear congruential numbers: parts of phrases, so that they overlap, and characters with rules.
        let mut seed = 1u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for _ in 0..2_000 {
            let mut text = String::new();
            while text.len() < 90 {
                match next(12) {
                    0 => text.push(ruled[next(ruled.len())]),
                    1 => text.push_str(["，", "\n", "a", "é", "𠀀", "⿰", "的"][next(7)]),
                    _ => {
                        let key: Vec<char> = keys[next(keys.len())].chars().collect();
                        let start = next(key.len());
                        text.extend(&key[start..start + 1 + next(key.len() - start)]);
                    }
                }
            }
            let mut out = Made::with_capacity(0);
            aware.write(&text, &mut aware.prepared(), &mut out);
            let pieces = aware.standard(&text, &mut aware.cutter());
            let strict: String = pieces.iter().map(|piece| &*piece.after).collect();
            assert_eq!(out.finish(), strict, "{text}");
        }
    }

    #[test]
    fn regions_have_forms_of_their_own() {
        assert_eq!(converted(Some("tw"), "他在屋里吃面条"), "他在屋裡吃麵條");
        assert_eq!(converted(Some("hk"), "他在屋里吃面条，说了"), "他在屋裏吃麪條，説了");
    }
}
