//! Decides what a character may be that something is wrong with: its look-alikes that make words, and what the page writes
//! there elsewhere.

use super::observe::{Knowledge, UNLIKE, channel, door};
use super::page::Page;
use crate::dictionary::Lookalikes;
use crate::language::Model;

/// How often a document must write a word for its characters to be tried without any likeness.
pub(super) const ATTESTED: u32 = 5;
/// How often it must write it in the same company. (golden/found/informatization-speeches: more or less tell otherwise)
const COMPANY: u32 = 2;
/// How many look-alikes go before what does not look alike, or against each other, by what the page writes beside the same
/// neighbours. (golden/found/informatization-speeches)
const ALIKE: usize = 20;
/// How many times as often as other texts a document must write a word for it to be its own. (golden/found/ocr-speech)
const OWN: f32 = 8.0;
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
    // What the page writes in the same company.
    let mut company = Vec::new();
    if is_ocr {
        page.company(place, &mut company);
    }
    // Most look-alikes are none of them: a bit for each of 64 kinds of characters says so at once.
    let kind = |c: char| 1u64 << (c as u32 % 64);
    let kinds = company.iter().fold(0, |kinds, (c, _)| kinds | kind(*c));
    let written = |c: char| {
        let known = (kinds & kind(c) != 0).then(|| company.iter().find(|(known, _)| *known == c));
        known.flatten().map_or(0, |(_, count)| *count)
    };
    let witness = |c: char| (WITNESS * (1.0 + written(c) as f32).log10()).min(WITNESS_MOST);
    out.extend(confusions.of(seen).map(|c| (c, channel(0) + door)));
    let far = if alone { NEAR } else { NEAR_IN_SHORT };
    let far = if is_ocr { usize::MAX } else { far };
    for like in lookalikes.of(seen).take(far) {
        let c = like.character;
        let wanted = is_ocr
            && (like.rank <= TWINS || written(c) > 0 || fits(c) || like.rank < PAIRED && pairs(c))
            || fits(c) && makes_word(page, place, c, knowledge.model);
        if wanted && !confusions.has(seen, c) {
            out.push((c, channel(like.rank) + door + witness(c)));
        }
    }
    // What looks alike and stands so elsewhere goes before what does not look alike.
    if !is_ocr || lookalikes.of(seen).take(ALIKE).any(|like| written(like.character) >= COMPANY) {
        return;
    }
    let mut offer = |c: char| {
        if c != seen && fits(c) && out.iter().all(|(known, _)| *known != c) {
            out.push((c, channel(UNLIKE) + door + witness(c)));
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

/// Whether the page never writes `c` beside a neighbour of `place` beside which it often writes another look-alike.
pub(super) fn is_contested(page: &Page, place: usize, c: char, lookalikes: &Lookalikes) -> bool {
    let seen = page.chars[place];
    let is_other = |pair: &dyn Fn(char) -> [char; 2]| {
        page.count(&pair(c)) < COMPANY
            && lookalikes.of(seen).take(ALIKE).any(|like| page.count(&pair(like.character)) >= ATTESTED)
    };
    page.han(place.checked_sub(1)).is_some_and(|before| is_other(&|c| [before, c]))
        || page.han(Some(place + 1)).is_some_and(|behind| is_other(&|c| [c, behind]))
}

/// How many characters would make a word of the page's own with what stands beside `place`.
pub(super) fn own_words(page: &Page, place: usize, model: &Model) -> usize {
    let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
    let after = before.into_iter().flat_map(|b| page.behind(b).iter().map(move |(c, _)| (*c, [b, *c])));
    let ahead = behind.into_iter().flat_map(|b| page.before(b).iter().map(move |(c, _)| (*c, [*c, b])));
    let own = after.chain(ahead).filter(|(_, word)| is_own_word(page, word, model)).map(|(c, _)| c);
    own.collect::<rustc_hash::FxHashSet<char>>().len()
}

/// Whether the page writes `word` often, and more often than other texts do.
fn is_own_word(page: &Page, word: &[char], model: &Model) -> bool {
    let Some(known) = model.find(&word.iter().collect::<String>()) else { return false };
    let stands = page.count(word);
    stands >= ATTESTED && stands as f32 >= OWN * page.expected(model.unigram(known))
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
