//! Swaps that no table knows, learnt from the document: the name of a site, and behind it the rest of a word that the
//! document writes whole elsewhere.

use aho_corasick::packed::Searcher;
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::dictionary::simplified;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han};

/// Characters that a name may have.
const NAME: usize = 8;
/// Characters of the rest of a word: one stands beside a name by chance.
const REST: usize = 2;
/// Characters before such a rest that are told from elsewhere.
const CONTEXT: usize = 8;
/// log10 probability of a word from which it is what stands there: 网站 and 网络, not 网域. (intact/networks-in-words)
const COMMON: f32 = -5.0;
/// Different rests, and names, that are looked for in a document, and places of each, so that a search stays linear.
const MOST_RESTS: usize = 32;
const MOST_PLACES: usize = 64;
/// Times that a swap must stand in a document, and the whole word too, to be undone. (synthetic/tamper-learned)
const TWICE: usize = 2;

/// A swap at one place.
#[derive(Debug)]
struct Swap {
    span: Span,
    after: String,
    word: String,
    rest: String,
    witnesses: usize,
}

/// The edits where one of `nets`, the ends of what may be names of sites, has the rest of a word behind it; in order.
pub(super) fn edits(text: &str, nets: &[usize], model: &Model) -> Vec<Edit> {
    let found = nets.iter().filter_map(|end| Some((*end, rest_of_a_word(text, *end, model)?)));
    let found: Vec<(usize, &str)> = found.collect();
    let mut rests: Vec<&str> = Vec::new();
    for (_, rest) in &found {
        if rests.len() < MOST_RESTS && !rests.contains(rest) {
            rests.push(rest);
        }
    }
    let known = Witness::of_all(text, &rests, model);
    let mut swaps: Vec<Swap> = Vec::new();
    let mut names: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (end, rest) in found {
        let Some(witness) = known.get(rest) else { continue };
        swaps.extend(swap(text, end, rest, witness, &mut names, model));
    }
    let mut counts: FxHashMap<(Option<&str>, &str), usize> = FxHashMap::default();
    swaps.iter().for_each(|swap| *counts.entry((swap.span.of(text), &swap.rest)).or_default() += 1);
    let edit = |swap: &Swap| {
        let before = swap.span.of(text).unwrap_or_default();
        let times = counts[&(Some(before), swap.rest.as_str())];
        let is_sure = times >= TWICE && swap.witnesses >= TWICE && swap.after.chars().nth(1).is_some();
        Edit {
            span: swap.span,
            before: before.into(),
            after: swap.after.clone(),
            rule: Rule::SiteName,
            certainty: if is_sure { Certainty::Medium } else { Certainty::Low },
            evidence: vec![
                Evidence::Word { word: swap.word.clone() },
                Evidence::Witness {
                    reading: [swap.after.as_str(), &swap.rest].concat(),
                    stands: swap.witnesses as u32,
                    written: [before, &swap.rest].concat(),
                    written_stands: times as u32,
                },
            ],
        }
    };
    swaps.iter().map(edit).collect()
}

/// What stands behind the name that ends at `end`, where it begins no word and the name's last character none with it.
fn rest_of_a_word<'t>(text: &'t str, end: usize, model: &Model) -> Option<&'t str> {
    let behind: Vec<(usize, char)> =
        text[end..].char_indices().take(REST + 1).take_while(|c| is_han(c.1)).collect();
    if behind.len() < REST {
        return None;
    }
    let simple: String = behind.iter().map(|c| simplified(c.1)).collect();
    let last = text[..end].chars().next_back().map(simplified)?;
    let two: String = simple.chars().take(REST).collect();
    let begun: String = [last, simplified(behind[0].1)].iter().collect();
    let is_common = |word| model.unigram(word) >= COMMON;
    if model.find(&begun).is_some_and(is_common)
        || model.find(&format!("{last}{two}")).is_some()
        || model.find(&two).is_some()
        || model.find(&simple).is_some()
    {
        return None;
    }
    let length: usize = behind[..REST].iter().map(|c| c.1.len_utf8()).sum();
    Some(&text[end..end + length])
}

/// What the document writes before a rest where the whole is a word.
#[derive(Debug)]
struct Witness {
    /// What stands before it at all these places, the nearest character first.
    before: Vec<char>,
    word: String,
    places: usize,
}

impl Witness {
    /// By the rest of a word: what the document writes before it, where there is one such. All are looked for at once.
    fn of_all<'t>(text: &str, rests: &[&'t str], model: &Model) -> FxHashMap<&'t str, Witness> {
        let mut found: Vec<(usize, Option<Witness>)> = rests.iter().map(|_| (0, None)).collect();
        let mut at = 0;
        let searcher = Searcher::new(rests);
        while let Some(rest) = searcher.as_ref().and_then(|all| all.find_in(text, (at..text.len()).into())) {
            // Another may begin inside this one.
            at = rest.start() + text[rest.start()..].chars().next().map_or(1, char::len_utf8);
            let (places, witness) = &mut found[rest.pattern().as_usize()];
            *places += 1;
            if *places <= MOST_PLACES {
                Witness::hear(witness, &text[..rest.start()], &text[rest.range()], model);
            }
        }
        let heard = rests.iter().zip(found).filter_map(|(rest, (_, witness))| Some((*rest, witness?)));
        // Several words end so: which one stood here nothing tells.
        heard.filter(|(_, witness)| !witness.before.is_empty()).collect()
    }

    /// Takes in what stands before a rest.
    fn hear(found: &mut Option<Witness>, before: &str, rest: &str, model: &Model) {
        let before: Vec<char> = before.chars().rev().take(CONTEXT).take_while(|c| is_han(*c)).collect();
        let Some(&first) = before.first() else { return };
        let word: String = std::iter::once(first).chain(rest.chars()).map(simplified).collect();
        if matches!(first, '网' | '網') || model.find(&word).is_none() {
            return;
        }
        match found {
            None => *found = Some(Witness { before, word, places: 1 }),
            Some(found) => {
                let same = found.before.iter().zip(&before).take_while(|(a, b)| a == b).count();
                found.before.truncate(same);
                found.places += 1;
            }
        }
    }
}

fn swap<'t>(
    text: &'t str,
    end: usize,
    rest: &str,
    witness: &Witness,
    names: &mut FxHashMap<&'t str, Option<usize>>,
    model: &Model,
) -> Option<Swap> {
    let before: Vec<(usize, char)> =
        text[..end].char_indices().rev().take(NAME).take_while(|c| is_han(c.1)).collect();
    // The name is what stands elsewhere too; else its last word.
    let recurs = |n: &usize| {
        let name = &text.as_bytes()[before[n - 1].0..end];
        memmem::find_iter(text.as_bytes(), name).nth(1).is_some()
    };
    let longest = &text[before.last()?.0..end];
    let recurring = match names.get(longest) {
        Some(known) => *known,
        None if names.len() == MOST_RESTS => None,
        None => {
            let found = (REST..=before.len()).take_while(recurs).last();
            names.insert(longest, found);
            found
        }
    };
    let length = recurring.or_else(|| {
        let simple: String = before[1.min(before.len())..].iter().rev().map(|c| simplified(c.1)).collect();
        let (last, _) = *model.segment(&simple).last()?;
        Some(1 + last.of(&simple)?.chars().count())
    })?;
    let start = before.get(length - 1)?.0;
    let mut after: Vec<char> = witness.before.iter().rev().copied().collect();
    // What stands before the name as well was not displaced.
    let left: Vec<char> = text[..start].chars().rev().take(CONTEXT).collect();
    let shared = (1..after.len())
        .rev()
        .find(|&n| left.len() >= n && after[..n].iter().rev().eq(&left[..n]))
        .unwrap_or(0);
    after.drain(..shared);
    Some(Swap {
        span: Span::new(start, end),
        after: after.into_iter().collect(),
        word: witness.word.clone(),
        rest: rest.into(),
        witnesses: witness.places,
    })
}
