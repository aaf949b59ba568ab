//! Decides what a character may be that something is wrong with: its look-alikes that make words, and what the page writes
//! there elsewhere.

use super::channel::{Habits, UNLIKE, channel, door, price};
use super::index::{Counted, Side};
use super::memory::{Chosen, Memory, all, is_set, set};
use super::neighbours::{COMPANY, beside, often};
use super::observe::Knowledge;
use super::page::{Page, kind};
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
pub(super) const PAIRED: u32 = 12;
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

/// What it is asked of.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub page: &'a Page<'a>,
    pub knowledge: &'a Knowledge<'a>,
    pub habits: &'a Habits,
}

/// What suspects may be, and the room it takes to find out.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    chosen: Chosen,
    company: Vec<Counted>,
}

impl Chooser {
    /// What the suspect at `place` may be. Where the page is the work of OCR, also what the document itself writes beside its
    /// neighbours.
    pub fn choices(
        &mut self,
        asked: &Asked,
        place: usize,
        is_ocr: bool,
        memory: &mut Memory<'_>,
        out: &mut Vec<(char, f32)>,
    ) {
        let Asked { page, knowledge, habits } = *asked;
        out.clear();
        let (seen, confusions) = (page.chars[place], knowledge.confusions);
        out.extend(confusions.of(seen).map(|c| (c, channel(0) + door(is_ocr))));
        match is_ocr {
            true => self.in_ocr(asked, place, memory, out),
            false => {
                let told =
                    likely(page, place, knowledge).filter(|like| !confusions.has(seen, like.character));
                let priced =
                    |like: Lookalike| (like.character, price(seen, like.character, like.rank, false, habits));
                out.extend(told.map(priced));
            }
        }
    }

    fn in_ocr(&mut self, asked: &Asked, place: usize, memory: &mut Memory<'_>, out: &mut Vec<(char, f32)>) {
        let Asked { page, knowledge, habits } = *asked;
        let Knowledge { gate, lookalikes, confusions, model, .. } = *knowledge;
        let seen = page.chars[place];
        let neighbours = [Side::Before, Side::Behind].map(|side| (side, page.han(side.place(place))));
        let door = door(true);
        // What the page writes in the same company, and beside the same neighbours.
        let Chooser { chosen, company, .. } = self;
        page.company(place, company);
        let own = beside(page, place, knowledge);
        // Most look-alikes are none of them.
        let kinds = company.iter().fold(0, |kinds, (c, _)| kinds | kind(*c));
        let own_kinds = own.iter().fold(0, |kinds, known| kinds | kind(known.character));
        let written = |c: char| {
            let known = (kinds & kind(c) != 0).then(|| company.iter().find(|(known, _)| *known == c));
            known.flatten().map_or(0, |(_, count)| *count)
        };
        let in_company = |c: char| (WITNESS * (1.0 + written(c) as f32).log10()).min(WITNESS_MOST);
        // What goes with a neighbour in no word must look much like what stands.
        let oftener = |c: char, rank: usize| {
            let known = (own_kinds & kind(c) != 0)
                .then(|| own.iter().find(|b| b.character == c && (b.is_word || rank < ALIKE)));
            known.flatten().map_or(0.0, |known| known.oftener)
        };
        let priced = |like: &Lookalike| {
            let oftener = oftener(like.character, like.rank as usize);
            let witness = in_company(like.character).max(oftener.min(BESIDE_MOST));
            (like.character, price(seen, like.character, like.rank, true, habits) + witness)
        };
        chosen.clear();
        chosen.near.push((1 << (TWINS + 1)) - 1);
        for (side, neighbour) in neighbours {
            if let Some(neighbour) = neighbour {
                memory.fitting(seen, neighbour, side, knowledge, chosen);
            }
        }
        // Of what looks alike, what looks so much alike, fits, or is told by the page.
        let row = memory.row(seen, lookalikes);
        let rank = |c: char| {
            let is_there = is_set(row, lookalikes.place(c)?);
            is_there.then(|| lookalikes.find(seen, c)).flatten().map(|like| like.rank as usize)
        };
        for &(c, count) in company.iter() {
            if count > 0
                && let Some(rank) = rank(c)
            {
                set(&mut chosen.near, rank);
            }
        }
        for known in &own {
            if let Some(rank) = rank(known.character)
                && oftener(known.character, rank) > 0.0
            {
                set(&mut chosen.near, rank);
            }
        }
        let near = all(&chosen.near).filter_map(|rank| lookalikes.at(seen, rank));
        let near = near.filter(|like| !confusions.has(seen, like.character));
        out.extend(near.map(|like| priced(&like)));
        // What looks alike from the other side only; what any text is built with fits anywhere.
        let grammar = GrammarCharacters::built_in();
        let is_grammar = |c: char| grammar.is_particle(c) || grammar.is_numeral(c);
        for (n, like) in lookalikes.from_behind(seen).enumerate() {
            let c = like.character;
            let is_told = || {
                (kinds | own_kinds) & kind(c) != 0
                    && (written(c) > 0 || oftener(c, like.rank as usize) > 0.0)
                    && !is_grammar(c)
            };
            if (is_set(&chosen.behind, n) || is_told()) && !confusions.has(seen, c) {
                out.push(priced(&like));
            }
        }
        // What looks alike and stands so elsewhere goes before what does not look alike.
        let nearest = (0..ALIKE).filter_map(|rank| lookalikes.at(seen, rank));
        if nearest.map(|like| like.character).any(|c| written(c) >= COMPANY) {
            return;
        }
        let [before, behind] = neighbours.map(|(_, neighbour)| neighbour);
        let fits =
            |c: char| before.is_some_and(|b| gate.inside(b, c)) || behind.is_some_and(|b| gate.inside(c, b));
        let mut offer = |c: char| {
            if c != seen && fits(c) && out.iter().all(|(known, _)| *known != c) {
                out.push((c, channel(UNLIKE) + door + in_company(c)));
            }
        };
        // What the page writes here elsewhere, where that is a word of its own and not one that any text repeats.
        let own = neighbours
            .map(|(side, neighbour)| neighbour.map(|neighbour| often(page, side.other(), neighbour, model)));
        let is_own = |c: char| {
            own.iter().flatten().any(|list| list.iter().any(|known| known.character == c && known.is_own))
        };
        let written = company.iter().filter(|(_, n)| *n >= COMPANY).map(|(c, _)| *c);
        written.filter(|c| is_own(*c)).for_each(&mut offer);
        // Beside a neighbour that it was never seen beside, it may be what makes such a word with that.
        for ((side, neighbour), list) in neighbours.iter().zip(&own) {
            let is_strange = neighbour.is_some_and(|neighbour| {
                let [first, second] = side.pair(neighbour, seen);
                !gate.seen(first, second)
            });
            let words = list.iter().flat_map(|list| list.iter()).filter(|known| is_strange && known.is_own);
            words.for_each(|known| offer(known.character));
        }
    }
}

/// The look-alikes that make words where nothing tells that the page was read by OCR.
fn likely(page: &Page, place: usize, knowledge: &Knowledge) -> impl Iterator<Item = Lookalike> {
    let Knowledge { gate, lookalikes, model, .. } = *knowledge;
    let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
    // Where nothing tells that more is wrong here, what is put in must stand well with both its neighbours; a short text
    // cannot tell.
    let alone = !page.is_short();
    let is_inside = gate.between(before, behind);
    let fits = move |c: char| {
        is_inside(c)
            && (!alone || before.is_none_or(|b| gate.seen(b, c)) && behind.is_none_or(|b| gate.seen(c, b)))
    };
    let near = lookalikes.of(page.chars[place]).take(if alone { NEAR } else { NEAR_IN_SHORT });
    near.filter(move |like| fits(like.character) && makes_word(page, place, like.character, model))
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
