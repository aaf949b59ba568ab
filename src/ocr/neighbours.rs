//! What the page itself writes beside the neighbours of a place: its own words, and what goes with what.

use super::choices::ALIKE;
use super::observe::Knowledge;
use super::page::Page;
use crate::dictionary::{GrammarCharacters, Lookalikes};
use crate::language::Model;

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
    let mut add = |character: char, count: u32, pair: [char; 2], is_strange: bool| {
        let word = model.find(&String::from_iter(pair));
        let is_grammar = grammar.is_particle(character) || grammar.is_numeral(character);
        if is_grammar || word.is_none() && !is_strange {
            return;
        }
        let chance = || 10f32.powf(model.frequency(pair[0]) + model.frequency(pair[1]));
        let expected = match word {
            Some(word) => page.expected(model.unigram(word)),
            None => page.chars.len() as f32 * chance(),
        };
        let times = (count as f32 + DOUBT) / (expected + DOUBT);
        if times < OWN {
            return;
        }
        let (oftener, is_word) = (times.log10(), word.is_some());
        match out.iter_mut().find(|known| known.character == character) {
            Some(known) => {
                known.oftener = known.oftener.max(oftener);
                known.is_word |= is_word;
            }
            None => out.push(Beside { character, oftener, is_word }),
        }
    };
    let at = |n: Option<usize>| page.han(n).filter(|c| !grammar.is_particle(*c));
    if let Some(before) = at(place.checked_sub(1)) {
        let is_strange = !gate.seen(before, seen);
        often(page.behind(before)).for_each(|(c, count)| add(c, count, [before, c], is_strange));
    }
    if let Some(behind) = at(Some(place + 1)) {
        let is_strange = !gate.seen(seen, behind);
        often(page.before(behind)).for_each(|(c, count)| add(c, count, [c, behind], is_strange));
    }
    out
}

/// What of a list, the oftenest first, stands often.
fn often(list: &[(char, u32)]) -> impl Iterator<Item = (char, u32)> {
    list.iter().copied().take_while(|(_, count)| *count >= ATTESTED)
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
    let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
    let after = before.into_iter().flat_map(|b| often(page.behind(b)).map(move |(c, _)| (c, [b, c])));
    let ahead = behind.into_iter().flat_map(|b| often(page.before(b)).map(move |(c, _)| (c, [c, b])));
    let own = after.chain(ahead).filter(|(_, word)| is_own_word(page, word, model)).map(|(c, _)| c);
    let mut own: Vec<char> = own.collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// Whether the page writes `word` often, and more often than other texts do.
pub(super) fn is_own_word(page: &Page, word: &[char], model: &Model) -> bool {
    let Some(known) = model.find(&word.iter().collect::<String>()) else { return false };
    let stands = page.count(word);
    stands >= ATTESTED && stands as f32 >= OWN * page.expected(model.unigram(known))
}
