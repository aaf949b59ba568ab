//! What the page itself writes beside the neighbours of a place: its own words, and what goes with what.

use std::rc::Rc;

use super::choices::ALIKE;
use super::index::Side;
use super::observe::Knowledge;
use super::page::Page;
use crate::dictionary::{GrammarCharacters, Lookalikes};
use crate::language::{Model, Word};

/// How often a document must write a word for its characters to be tried without any likeness, or two characters to say that they
/// go together. (golden/synthetic/ocr-own-words)
pub(super) const ATTESTED: u32 = 5;
/// How often it must write it in the same company. (golden/found/informatization-speeches: more or less tell otherwise)
pub(super) const COMPANY: u32 = 2;
/// How many times as often as other texts a document must write a word for it to be its own. (golden/synthetic/ocr-own-words,
/// ocr-goes-with)
const OWN: f32 = 8.0;
/// Added to what is counted and to what is expected: what stands five times and never elsewhere is not infinitely its own.
/// (golden/found/informatization-speeches)
const DOUBT: f32 = 0.5;

/// What the page often writes beside a neighbour of a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub character: char,
    /// How many times as often as other texts, log10.
    pub oftener: f32,
    /// Whether it makes a word there; two words that go together do not.
    pub is_word: bool,
}

/// What the page often writes beside a character, whatever stands elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Often {
    pub character: char,
    /// How many times as often as other texts, log10, where that is enough for both to go together.
    oftener: Option<f32>,
    is_word: bool,
    /// Whether both are a word that the page writes more often than other texts do.
    pub is_own: bool,
}

/// What the page often writes on this side of `neighbour`, the oftenest first.
pub(super) fn often(page: &Page, side: Side, neighbour: char, model: &Model) -> Rc<[Often]> {
    let grammar = GrammarCharacters::built_in();
    let judged = |(character, count): (char, u32)| {
        let pair = side.other().pair(neighbour, character);
        let word = find(model, pair);
        let is_grammar = grammar.is_particle(character) || grammar.is_numeral(character);
        let chance = || 10f32.powf(model.frequency(pair[0]) + model.frequency(pair[1]));
        let expected = match word {
            Some(word) => page.expected(model.unigram(word)),
            None => page.chars.len() as f32 * chance(),
        };
        let times = (count as f32 + DOUBT) / (expected + DOUBT);
        Often {
            character,
            oftener: (!is_grammar && times >= OWN).then(|| times.log10()),
            is_word: word.is_some(),
            is_own: word.is_some() && count as f32 >= OWN * expected,
        }
    };
    page.often(side, neighbour, || page.beside(side, neighbour, ATTESTED).into_iter().map(judged).collect())
}

/// The word of two characters, where there is one.
fn find(model: &Model, [first, second]: [char; 2]) -> Option<Word> {
    model.word(model.step(model.step(model.root(), first)?, second)?)
}

/// What the page writes beside a neighbour of `place` often, and oftener than other texts do. What makes no word tells something only
/// beside a neighbour that what stands was never seen beside. Particles stand beside anything, and so do numerals.
pub(super) fn beside(page: &Page, place: usize, knowledge: &Knowledge) -> Vec<Beside> {
    let Knowledge { model, gate, .. } = *knowledge;
    let mut out: Vec<Beside> = Vec::new();
    let grammar = GrammarCharacters::built_in();
    let seen = page.chars[place];
    if grammar.is_numeral(seen) {
        return out;
    }
    for side in [Side::Before, Side::Behind] {
        let neighbour = page.han(side.place(place)).filter(|c| !grammar.is_particle(*c));
        let Some(neighbour) = neighbour else { continue };
        let [first, second] = side.pair(neighbour, seen);
        let is_strange = !gate.seen(first, second);
        // What stands before the place has the place behind it.
        for &Often { character, oftener, is_word, .. } in often(page, side.other(), neighbour, model).iter() {
            let Some(oftener) = oftener.filter(|_| is_word || is_strange) else { continue };
            match out.iter_mut().find(|known| known.character == character) {
                Some(known) => {
                    known.oftener = known.oftener.max(oftener);
                    known.is_word |= is_word;
                }
                None => out.push(Beside { character, oftener, is_word }),
            }
        }
    }
    out
}

/// Whether the page often writes `c` with a neighbour of `place`, in what is no word: 狠抓.
pub(super) fn goes_with(page: &Page, place: usize, c: char, knowledge: &Knowledge) -> bool {
    beside(page, place, knowledge).iter().any(|known| known.character == c && !known.is_word)
}

/// log10 of how much speaks for `c` at `place` by what the page writes beside the same neighbours.
pub(super) fn speaks_for(page: &Page, place: usize, c: char, knowledge: &Knowledge) -> f32 {
    let mut company = Vec::new();
    page.company(place, &mut company);
    let written = company.iter().find(|(known, _)| *known == c).map_or(0, |(_, count)| *count);
    let beside = beside(page, place, knowledge);
    let oftener = beside.iter().find(|known| known.character == c).map_or(0.0, |known| known.oftener);
    (1.0 + written as f32).log10().max(oftener)
}

/// Whether the page never writes `c` beside a neighbour of `place` beside which it often writes another look-alike, and both
/// neighbours together speak no less for that one.
pub(super) fn is_contested(page: &Page, place: usize, c: char, lookalikes: &Lookalikes) -> bool {
    let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
    let counts = |c: char| {
        let ahead = before.map_or(0, |before| page.count(&[before, c]));
        [ahead, behind.map_or(0, |behind| page.count(&[c, behind]))]
    };
    let likely = |c: char, [ahead, after]: [u32; 2]| {
        (ahead as f32 + DOUBT) * (after as f32 + DOUBT) / (page.count(&[c]) as f32 + 1.0)
    };
    let own = counts(c);
    let own_likely = likely(c, own);
    lookalikes.of(page.chars[place]).take(ALIKE).map(|like| like.character).filter(|other| *other != c).any(
        |other| {
            let counts = counts(other);
            let is_often = own.iter().zip(counts).any(|(own, other)| *own < COMPANY && other >= ATTESTED);
            is_often && likely(other, counts) >= own_likely
        },
    )
}

/// What would make a word of the page's own with what stands beside `place`, in order.
pub(super) fn own_words(page: &Page, place: usize, model: &Model) -> Vec<char> {
    let mut own: Vec<char> = Vec::new();
    for side in [Side::Before, Side::Behind] {
        if let Some(neighbour) = page.han(side.place(place)) {
            let list = often(page, side.other(), neighbour, model);
            own.extend(list.iter().filter(|known| known.is_own).map(|known| known.character));
        }
    }
    own.sort_unstable();
    own.dedup();
    own
}
