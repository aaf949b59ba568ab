//! The name or the address of a site in the middle of a word, where no name can stand: it is taken out.

use rustc_hash::FxHashMap;

use crate::dictionary::{Phrase, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han};

/// Characters on either side that are cut into words.
const REACH: usize = 4;
/// log10 by which the text must read better as one than in two parts. (intact/addresses-in-sentences)
const GAIN: f32 = 2.0;
/// Characters of the shortest word that proves it at once; shorter ones come about by chance.
const SHORTEST: usize = 3;

/// The edits for `names`, sites of the table and addresses, in order.
pub(super) fn edits(text: &str, names: &[(Span, Option<&Phrase>)], model: &Model) -> Vec<Edit> {
    let torn: Vec<(Span, Option<&Phrase>, String)> = names
        .iter()
        .filter_map(|&(span, site)| Some((span, site, word_across(text, span, model)?)))
        .collect();
    let mut times: FxHashMap<Option<&str>, usize> = FxHashMap::default();
    torn.iter().for_each(|(span, ..)| *times.entry(span.of(text)).or_default() += 1);
    let edit = |(span, site, word): &(Span, Option<&Phrase>, String)| {
        let is_sure = word.chars().count() >= SHORTEST || site.is_none() && times[&span.of(text)] > 1;
        let cited = site.map(|site| Evidence::Table {
            table: site.cited.0.into(),
            line: site.cited.1,
            others: Vec::new(),
        });
        Edit {
            span: *span,
            before: span.of(text).unwrap_or_default().into(),
            after: String::new(),
            rule: Rule::Splice,
            certainty: if is_sure { Certainty::Medium } else { Certainty::Low },
            evidence: cited.into_iter().chain([Evidence::Word { word: word.clone() }]).collect(),
        }
    };
    torn.iter().map(edit).collect()
}

/// The word that lies across `span` when that is taken out, where the text reads much better so.
fn word_across(text: &str, span: Span, model: &Model) -> Option<String> {
    let left: Vec<char> = text[..span.start].chars().rev().take(REACH).take_while(|c| is_han(*c)).collect();
    let left: String = left.into_iter().rev().map(simplified).collect();
    let right: String =
        text[span.end..].chars().take(REACH).take_while(|c| is_han(*c)).map(simplified).collect();
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let joined = [left.as_str(), right.as_str()].concat();
    let pieces = model.segment(&joined);
    let (across, _) = pieces
        .iter()
        .find(|(piece, word)| word.is_some() && piece.start < left.len() && left.len() < piece.end)?;
    let gain = model.score(&joined) - model.score(&left) - model.score(&right);
    (gain >= GAIN).then(|| across.of(&joined).unwrap_or_default().to_owned())
}
