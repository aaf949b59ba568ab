//! Decides what a character may be that something is wrong with: its look-alikes that make words, and what the page writes
//! there elsewhere.

use super::channel::{Habits, UNLIKE, channel, door, price};
use super::neighbours::{COMPANY, beside, is_own_word};
use super::observe::Knowledge;
use super::page::Page;
use crate::dictionary::{GrammarCharacters, Lookalike};
use crate::language::Model;

/// How many look-alikes go before what does not look alike, or against each other, by what the page writes beside the same
/// neighbours. (golden/found/informatization-speeches)
pub(super) const ALIKE: usize = 20;
/// Characters of the longest word looked up before anything is read.
const WORD: usize = 4;
/// The rank up to which a character looks so like another that it may be taken for it where it is a word alone.
const TWINS: u32 = 3;
/// How many look-alikes of two characters side by side are tried with each other, where the page was read by OCR.
/// (golden/synthetic/ocr-both-characters)
const PAIRED: u32 = 12;
/// log10 that what the page writes in the same company is likelier for it, by each ten times it does, and at most.
/// (golden/synthetic/ocr-company, found/informatization-speeches)
const WITNESS: f32 = 1.0;
const WITNESS_MOST: f32 = 1.0;
/// log10 that what the page writes beside a neighbour, more than other texts do, is likelier for it at most: a hundred times.
/// (golden/synthetic/ocr-own-words, found/informatization-speeches: 一拙 is lost with less)
const BESIDE_MOST: f32 = 2.0;
/// How many look-alikes are tried where nothing tells that the page was read by OCR, and how many where the text is too
/// short to tell anything and costs little. (golden/found/ocr-speech, synthetic/ocr-one-line, ocr-one-line-near)
const NEAR: usize = 40;
const NEAR_IN_SHORT: usize = 100;

/// What a suspect may be. Where the page is the work of OCR, also what the document itself writes beside its neighbours.
pub(super) fn choices(
    page: &Page,
    place: usize,
    knowledge: &Knowledge,
    is_ocr: bool,
    habits: &Habits,
    out: &mut Vec<(char, f32)>,
) {
    let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
    let Knowledge { gate, lookalikes, confusions, .. } = *knowledge;
    let seen = page.chars[place];
    // Where nothing tells that more is wrong here, what is put in must stand well with both its neighbours; a short text
    // cannot tell.
    let alone = !is_ocr && !page.is_short();
    let fits = |c: char| {
        (before.is_some_and(|b| gate.inside(b, c)) || behind.is_some_and(|b| gate.inside(c, b)))
            && (!alone || before.is_none_or(|b| gate.seen(b, c)) && behind.is_none_or(|b| gate.seen(c, b)))
    };
    let is_word = |a: char, b: char| knowledge.model.find(&String::from_iter([a, b])).is_some();
    // Beside a neighbour that it was never seen beside, both may be misread.
    let others = |neighbour: Option<char>| {
        neighbour.into_iter().flat_map(|c| lookalikes.of(c).take(PAIRED as usize)).map(|like| like.character)
    };
    let (strange_before, strange_behind) = (
        before.filter(|before| !gate.seen(*before, seen)),
        behind.filter(|behind| !gate.seen(seen, *behind)),
    );
    let pairs = |c: char| {
        others(strange_before).any(|b| is_word(b, c)) || others(strange_behind).any(|b| is_word(c, b))
    };
    out.clear();
    let door = door(is_ocr);
    // What the page writes in the same company, and beside the same neighbours.
    let (mut company, mut own) = (Vec::new(), Vec::new());
    if is_ocr {
        page.company(place, &mut company);
        own = beside(page, place, knowledge);
    }
    // Most look-alikes are none of them: a bit for each of 64 kinds of characters says so at once.
    let kind = |c: char| 1u64 << (c as u32 % 64);
    let kinds = company.iter().fold(0, |kinds, (c, _)| kinds | kind(*c));
    let written = |c: char| {
        let known = (kinds & kind(c) != 0).then(|| company.iter().find(|(known, _)| *known == c));
        known.flatten().map_or(0, |(_, count)| *count)
    };
    let in_company = |c: char| (WITNESS * (1.0 + written(c) as f32).log10()).min(WITNESS_MOST);
    // What goes with a neighbour in no word must look much like what stands.
    let oftener = |like: &Lookalike| {
        let is_near = (like.rank as usize) < ALIKE;
        let known = own.iter().find(|b| b.character == like.character && (b.is_word || is_near));
        known.map_or(0.0, |known| known.oftener)
    };
    let priced = |like: &Lookalike| {
        let witness = in_company(like.character).max(oftener(like).min(BESIDE_MOST));
        (like.character, price(seen, like.character, like.rank, is_ocr, habits) + witness)
    };
    out.extend(confusions.of(seen).map(|c| (c, channel(0) + door)));
    let told = |like: &Lookalike| written(like.character) > 0 || fits(like.character) || oftener(like) > 0.0;
    let far = if alone { NEAR } else { NEAR_IN_SHORT };
    let far = if is_ocr { usize::MAX } else { far };
    for like in lookalikes.of(seen).take(far) {
        let c = like.character;
        let wanted = is_ocr && (like.rank <= TWINS || told(&like) || like.rank < PAIRED && pairs(c))
            || fits(c) && makes_word(page, place, c, knowledge.model);
        if wanted && !confusions.has(seen, c) {
            out.push(priced(&like));
        }
    }
    // What looks alike from the other side only; what any text is built with fits anywhere.
    let grammar = GrammarCharacters::built_in();
    let is_grammar = |c: char| grammar.is_particle(c) || grammar.is_numeral(c);
    for like in is_ocr.then(|| lookalikes.from_behind(seen)).into_iter().flatten() {
        if told(&like) && !is_grammar(like.character) && !confusions.has(seen, like.character) {
            out.push(priced(&like));
        }
    }
    // What looks alike and stands so elsewhere goes before what does not look alike.
    if !is_ocr || lookalikes.of(seen).take(ALIKE).any(|like| written(like.character) >= COMPANY) {
        return;
    }
    let mut offer = |c: char| {
        if c != seen && fits(c) && out.iter().all(|(known, _)| *known != c) {
            out.push((c, channel(UNLIKE) + door + in_company(c)));
        }
    };
    // What the page writes here elsewhere, where that is a word of its own and not one that any text repeats.
    let own = |a: Option<char>, b: Option<char>| {
        a.zip(b).is_some_and(|(a, b)| is_own_word(page, &[a, b], knowledge.model))
    };
    let often = company.iter().filter(|(_, n)| *n >= COMPANY).map(|(c, _)| *c);
    often.filter(|c| own(before, Some(*c)) || own(Some(*c), behind)).for_each(&mut offer);
    // Beside a neighbour that it was never seen beside, it may be what makes such a word with that.
    if let Some(before) = strange_before {
        let often = page.behind(before).iter().map(|(c, _)| *c);
        often.filter(|c| own(Some(before), Some(*c))).for_each(&mut offer);
    }
    if let Some(behind) = strange_behind {
        let often = page.before(behind).iter().map(|(c, _)| *c);
        often.filter(|c| own(Some(*c), Some(behind))).for_each(&mut offer);
    }
}

/// Whether the page has a word of two to four characters at `place` when `c` stands there. What makes none need not be
/// read with all that is around.
fn makes_word(page: &Page, place: usize, c: char, model: &Model) -> bool {
    (place.saturating_sub(WORD - 1)..=place).any(|start| {
        let mut prefix = model.root();
        for at in start..start + WORD {
            let here = if at == place { Some(c) } else { page.han(Some(at)) };
            let Some(longer) = here.and_then(|here| model.step(prefix, here)) else { return false };
            prefix = longer;
            if at >= place && at > start && model.word(prefix).is_some() {
                return true;
            }
        }
        false
    })
}
