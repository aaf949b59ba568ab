//! A stretch of the document as the stage looks at it: its Simplified view, and where each character stands in the text.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::index::{Counted, Pairs, Places, Side, Third, counted};
use super::neighbours::Often;
use crate::dictionary::{GrammarCharacters, simplified};
use crate::language::Gate;
use crate::look::{BLOCK, Seen};
use crate::text::{Span, is_han};

/// Characters of a page that is short.
const SHORT: usize = 200;

/// Characters of a word, marks and spaces with them: in prose.
const WORD: f32 = 1.8;

/// Kinds of characters that are kept of those that stand with the same two: with so many, none of them is company; and a text made to
/// have more would take long.
const KINDS: usize = 100;

/// Counts for which a page in Simplified characters is looked through; for more it costs less to know where each character
/// stands.
const LOOKED_THROUGH: usize = 24;
/// Characters of such a page that may be of another form.
const OTHERS: usize = 256;

/// What was found out already.
type Known<Asked, Said> = RefCell<FxHashMap<Asked, Said>>;

/// Whole lines of a document, about as many as make a page; the last line may make it longer.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// The text of the page.
    pub text: &'a str,
    /// Where it begins in the document.
    pub offset: usize,
    /// The Simplified view, character by character.
    pub chars: Vec<char>,
    /// The numbers of the blocks of these in which some may not be as they stand in the text.
    changed: Vec<u32>,
    /// The places of those, in order; `None` where they are many.
    others: OnceCell<Option<Vec<usize>>>,
    /// The places of those, in order, that were never seen behind the one before them and may be worth a closer look.
    odd: Vec<u32>,
    gate: &'a Gate,
    /// The places of ASCII figures that stand behind none, in order.
    figures: Vec<u32>,
    /// The byte of the document at which each block of characters begins.
    blocks: Vec<u32>,
    places: OnceCell<Places>,
    pairs: OnceCell<Pairs>,
    pairs_apart: OnceCell<Pairs>,
    /// What was asked for: pages that repeat themselves are asked for the same again and again.
    counts: Known<Box<[char]>, u32>,
    /// Whether the document is Simplified text that was given Traditional forms one to one.
    pub was_simplified: bool,
    thirds: Known<(Third, char, char), Rc<[Counted]>>,
    often: Known<(Side, char), Rc<[Often]>>,
}

impl<'a> Page<'a> {
    /// The page of `document` that was seen so, by the pairs of `gate`.
    pub fn new(document: &'a str, seen: Seen, gate: &'a Gate) -> Page<'a> {
        let Seen { range, chars, changed, blocks, odd, figures } = seen;
        let (offset, text) = (range.start, &document[range]);
        let (others, places, pairs, pairs_apart, counts, thirds, often) = Default::default();
        Page {
            text,
            offset,
            chars,
            changed,
            others,
            odd,
            gate,
            figures,
            blocks,
            places,
            pairs,
            pairs_apart,
            was_simplified: false,
            counts,
            thirds,
            often,
        }
    }

    /// The same of a document that `was_simplified`.
    pub fn with_shapes(self, was_simplified: bool) -> Page<'a> {
        Page { was_simplified, ..self }
    }

    /// Where in `range` a Han character stands behind one that it was never seen behind, in order.
    pub fn unseen(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let before = range.start.saturating_sub(1).min(self.chars.len());
        let chars = &self.chars[before..range.end.clamp(before, self.chars.len())];
        self.gate.unseen(chars).map(move |n| before + n)
    }

    /// Of these, where the two may be worth a closer look, and some more.
    pub fn odd(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let from = self.odd.partition_point(|n| (*n as usize) < range.start);
        self.odd[from..].iter().map(|n| *n as usize).take_while(move |n| *n < range.end)
    }

    /// Where ASCII figures begin, in order.
    pub fn figures(&self) -> impl Iterator<Item = usize> {
        self.figures.iter().map(|n| *n as usize)
    }

    /// Whether the character at `place` stands behind one that it was never seen behind, both Han.
    pub fn is_unseen(&self, place: usize) -> bool {
        let pair = place.checked_sub(1).and_then(|before| self.chars.get(before..=place));
        matches!(pair, Some(&[a, b]) if is_han(a) && is_han(b) && !self.gate.seen(a, b))
    }

    /// Where in `range` characters stand beside one that they were never seen beside, in order.
    pub fn strangers(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let end = range.end.min(self.chars.len());
        let mut last = range.start;
        let both = self.unseen(range.start..end + 1).flat_map(|n| [n.saturating_sub(1), n]);
        // One may stand between two such.
        both.filter(move |n| {
            let is_new = *n >= last && *n < end;
            last = last.max(n + 1);
            is_new
        })
    }

    /// Whether it is a line or two: no density shows.
    pub fn is_short(&self) -> bool {
        is_short(self.chars.len())
    }

    /// The bytes of the document that the characters `range` stand at.
    pub fn span(&self, range: Range<usize>) -> Span {
        let Range { start, end } = self.bytes(range);
        Span::new(self.offset + start, self.offset + end)
    }

    /// The bytes of the page that the characters `range` stand at.
    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.byte(range.start)..self.byte(range.end)
    }

    /// The byte of the page that the character `place` begins at; behind the last, the length of the page.
    fn byte(&self, place: usize) -> usize {
        let Some(start) = self.blocks.get(place / BLOCK) else { return self.text.len() };
        let block = &self.text[*start as usize - self.offset..];
        let mut chars = block.chars();
        if let Some(last) = (place % BLOCK).checked_sub(1) {
            chars.nth(last);
        }
        self.text.len() - chars.as_str().len()
    }

    /// What stands in the document at the characters `range`.
    pub fn written(&self, range: Range<usize>) -> &'a str {
        &self.text[self.bytes(range)]
    }

    /// The character at `place` where it is Han.
    pub fn han(&self, place: Option<usize>) -> Option<char> {
        self.chars.get(place?).copied().filter(|c| is_han(*c))
    }

    /// The run of Han characters around the character `place`, which is one.
    pub fn run(&self, place: usize) -> Range<usize> {
        let before = self.chars[..place].iter().rev().take_while(|c| is_han(**c)).count();
        let behind = self.chars[place..].iter().take_while(|c| is_han(**c)).count();
        place - before..place + behind
    }

    /// How often a word of the log10 probability `unigram` stands in so long a text.
    pub fn expected(&self, unigram: f32) -> f32 {
        10f32.powf(unigram) * self.chars.len() as f32 / WORD
    }

    /// What stands between `left` and `right` on the page, and how often.
    pub fn between(&self, left: char, right: char) -> Rc<[Counted]> {
        self.third(Third::Between, (left, right))
    }

    /// What the page writes elsewhere in the company of the character at `place`: between the same two, before the same two or behind
    /// them; with how often, at most, one of these is. Particles are nobody's company.
    pub fn company(&self, place: usize, out: &mut Vec<Counted>) {
        out.clear();
        let grammar = GrammarCharacters::built_in();
        let at = |n: Option<usize>| self.han(n).filter(|c| !grammar.is_particle(*c));
        let (far, before) = (at(place.checked_sub(2)), at(place.checked_sub(1)));
        let (behind, beyond) = (at(Some(place + 1)), at(Some(place + 2)));
        let asked = [
            (Third::Before, behind.zip(beyond)),
            (Third::Between, before.zip(behind)),
            (Third::Behind, far.zip(before)),
        ];
        let mut kinds = 0;
        for (third, pair) in asked {
            let list = pair.map(|pair| self.third(third, pair)).filter(|list| list.len() < KINDS);
            let Some(list) = list else { continue };
            // What stands there itself is not counted.
            for &(c, count) in list.iter().filter(|(c, n)| *n > 1 || *c != self.chars[place]) {
                let count = count - u32::from(c == self.chars[place]);
                let known = (kinds & kind(c) != 0).then(|| out.iter_mut().find(|(known, _)| *known == c));
                match known.flatten() {
                    Some((_, most)) => *most = count.max(*most),
                    None => out.push((c, count)),
                }
                kinds |= kind(c);
            }
        }
    }

    /// What the first, the second or the third of three characters is, by the other two; in the order in which it comes.
    fn third(&self, third: Third, pair: (char, char)) -> Rc<[Counted]> {
        let key = (third, pair.0, pair.1);
        if let Some(list) = self.thirds.borrow().get(&key) {
            return Rc::clone(list);
        }
        let pairs = match third {
            Third::Between => self.pairs_apart.get_or_init(|| Pairs::of(&self.chars, 2)),
            Third::Before | Third::Behind => self.pairs(),
        };
        let mut list: Vec<Counted> = Vec::new();
        for at in pairs.places(&self.chars, pair) {
            let Some(one) = self.han(third.place(at)) else { continue };
            match list.iter().position(|(known, _)| *known == one) {
                Some(n) => list[n].1 += 1,
                None if list.len() < KINDS => list.push((one, 1)),
                None => {}
            }
        }
        let list: Rc<[Counted]> = list.into();
        self.thirds.borrow_mut().insert(key, Rc::clone(&list));
        list
    }

    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(&self.chars, 1))
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(&self.chars))
    }

    /// What stands behind `c` on the page, or before it, at least so often: the oftenest first.
    pub fn beside(&self, side: Side, c: char, least: u32) -> Vec<Counted> {
        let places = self.places().of_char(c).filter(|at| self.chars[*at] == c);
        let mut list = counted(places.filter_map(|at| self.han(side.place(at))));
        list.retain(|(_, count)| *count >= least);
        list.sort_unstable_by_key(|(c, count)| (std::cmp::Reverse(*count), *c));
        list
    }

    /// What is made, once, of what stands beside `c`.
    pub fn often(&self, side: Side, c: char, make: impl FnOnce() -> Vec<Often>) -> Rc<[Often]> {
        if let Some(list) = self.often.borrow().get(&(side, c)) {
            return Rc::clone(list);
        }
        let list: Rc<[Often]> = make().into();
        self.often.borrow_mut().insert((side, c), Rc::clone(&list));
        list
    }

    /// How often the page writes the three characters in a row.
    pub fn count_of_three(&self, left: char, c: char, right: char) -> u32 {
        self.between(left, right).iter().find(|(between, _)| *between == c).map_or(0, |(_, count)| *count)
    }

    /// Whether the page sets two characters against each other somewhere: one, a mark or a space, and the other.
    pub fn sets_against(&self, one: char, other: char) -> bool {
        let stands = |at: Option<usize>, c: char| at.and_then(|at| self.chars.get(at)) == Some(&c);
        let is_mark = |at: Option<usize>| at.and_then(|at| self.chars.get(at)).is_some_and(|c| !is_han(*c));
        let sets = |at: usize| {
            self.chars[at] == one
                && (is_mark(Some(at + 1)) && stands(Some(at + 2), other)
                    || is_mark(at.checked_sub(1)) && stands(at.checked_sub(2), other))
        };
        // For this alone it does not pay to know where each character stands.
        match self.places.get() {
            Some(places) => places.of_char(one).any(sets),
            None => (0..self.chars.len()).any(sets),
        }
    }

    /// How often `needle` (Simplified) stands in the page, overlapping itself or not.
    pub fn count(&self, needle: &[char]) -> u32 {
        let Some(first) = needle.first() else { return 0 };
        if let Some(count) = self.counts.borrow().get(needle) {
            return *count;
        }
        let stands = |at: &usize| self.chars[*at..].starts_with(needle);
        let few = self.places.get().is_none() && self.counts.borrow().len() < LOOKED_THROUGH;
        let in_text = (few && self.pairs.get().is_none()).then(|| self.count_in_text(needle)).flatten();
        let count = match (self.pairs.get(), needle) {
            _ if in_text.is_some() => in_text.unwrap_or(0),
            // Where pairs are known, fewer places are looked at.
            (Some(pairs), &[first, second, ..]) if is_han(first) && is_han(second) => {
                pairs.places(&self.chars, (first, second)).filter(stands).count()
            }
            _ => self.places().of_char(*first).filter(stands).count(),
        } as u32;
        self.counts.borrow_mut().insert(needle.into(), count);
        count
    }

    /// The characters that do not stand so in the text, where they are few.
    fn others(&self) -> Option<&[usize]> {
        let of_block = |block: &u32| {
            let from = *block as usize * BLOCK;
            let chars = self.chars[from..].iter().take(BLOCK).zip(self.text[self.byte(from)..].chars());
            let others = chars.enumerate().filter(|(_, (one, other))| *one != other);
            others.map(move |(n, _)| from + n)
        };
        let find = || {
            let others: Vec<usize> = self.changed.iter().flat_map(of_block).take(OTHERS + 1).collect();
            (others.len() <= OTHERS).then_some(others)
        };
        self.others.get_or_init(find).as_deref()
    }

    /// The same, found in the text as it is: nearly everything stands so there.
    fn count_in_text(&self, needle: &[char]) -> Option<usize> {
        let others = self.others()?;
        if needle.iter().any(|c| simplified(*c) != *c) {
            return None;
        }
        // What holds a character of another form is not found in the text, and is found where the first of these stands.
        let mut behind = 0;
        let mut holding = 0;
        for &place in others {
            let starts = (place + 1).saturating_sub(needle.len()).max(behind)..=place;
            holding += starts.filter(|at| self.chars[*at..].starts_with(needle)).count();
            behind = place + 1;
        }
        let needle: String = needle.iter().collect();
        let finder = memmem::Finder::new(&needle);
        let mut at = 0;
        let mut count = 0;
        while let Some(found) = finder.find(&self.text.as_bytes()[at..]) {
            count += 1;
            // Not to be found again.
            at += found + 1;
        }
        Some(count + holding)
    }

    /// What begins with the two characters, both Han: where on the page it stands, in order.
    pub fn beginning(&self, pair: (char, char)) -> impl Iterator<Item = usize> {
        self.pairs().places(&self.chars, pair)
    }
}

/// Whether so many characters are a line or two.
pub(super) fn is_short(characters: usize) -> bool {
    characters < SHORT
}

/// One of 64 kinds of characters: most that are looked for in a list are not there, and a bit for each kind says so at once.
pub(super) fn kind(c: char) -> u64 {
    1 << (c as u32 % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Mendable;
    use crate::look::{Asked, Looker};

    #[test]
    fn pages_are_the_document() {
        let document = "資源。\n".repeat(60_000);
        let (gate, mendable) = (Gate::built_in().unwrap(), Mendable::built_in().unwrap());
        let seen = Looker::new(gate, mendable, Asked::NOTHING).look(&document).pages;
        let pages: Vec<Page> = seen.into_iter().map(|seen| Page::new(&document, seen, gate)).collect();
        assert!(pages.len() > 1);
        assert_eq!(pages.iter().map(|page| page.text).collect::<String>(), document);
        assert!(pages.iter().all(|page| page.text.ends_with('\n')));
        let last = pages.last().unwrap();
        assert_eq!(last.span(0..2).of(&document), Some("資源"));
        assert_eq!((last.written(0..2), last.count(&['资', '源']) > 1), ("資源", true));
        assert_eq!(last.run(1), 0..2);
    }

    #[test]
    fn counts_are_the_same_however_they_are_made() {
        let (gate, mendable) = (Gate::built_in().unwrap(), Mendable::built_in().unwrap());
        let looker = Looker::new(gate, mendable, Asked::NOTHING);
        let page = |document| Page::new(document, looker.look(document).pages.remove(0), gate);
        let document = "哈哈哈，教育资源。哈哈。教育。哈";
        let (traditional, mixed) = (format!("{document}資源"), format!("敎{document}資源敎育哈敎"));
        for needle in ["哈", "哈哈", "教育", "教育资源", "资源。", "源育", "，教"] {
            let chars: Vec<char> = needle.chars().collect();
            let (looked_through, known) = (page(document), page(document));
            known.places();
            let count =
                (0..document.len()).filter(|at| document.as_bytes()[*at..].starts_with(needle.as_bytes()));
            let count = count.count() as u32;
            assert_eq!((looked_through.count(&chars), known.count(&chars)), (count, count), "{needle}");
            assert!(looked_through.places.get().is_none());
            let more = u32::from(needle == "资源");
            assert!(page(&traditional).count(&chars) >= count + more);
            let (looked_through, known) = (page(&mixed), page(&mixed));
            known.places();
            assert_eq!(looked_through.count(&chars), known.count(&chars), "{needle}");
            assert!(looked_through.places.get().is_none());
        }
    }
}
