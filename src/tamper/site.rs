//! A site's name where another name stood: what follows is the end of a word that the other name begins.

use crate::dictionary::{Phrase, TamperTables, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han};

/// Characters behind the name that can belong to the word it was torn from.
const REACH: usize = 3;
/// Characters of the shortest word that can prove a swap: two stand together by chance.
const SHORTEST: usize = 3;

/// The edit that puts back the name that stood at `span`, where exactly one name of the table makes a word with what
/// follows and the site's name does not.
pub(super) fn swap(
    text: &str,
    span: Span,
    site: &Phrase,
    tables: &TamperTables,
    model: &Model,
) -> Option<Edit> {
    let found = span.of(text)?;
    let behind: Vec<char> =
        text[span.end..].chars().take(REACH).take_while(|c| is_han(*c)).map(simplified).collect();
    if crossing(&site.simplified, &behind, model).is_some() {
        return None;
    }
    let fitting: Vec<(&Phrase, String)> = tables
        .rivals
        .iter()
        .filter_map(|rival| Some((rival, crossing(&rival.simplified, &behind, model)?)))
        .collect();
    let [(rival, word)] = &fitting[..] else { return None };
    let after = match found {
        found if found == site.simplified => &rival.simplified,
        found if found == site.traditional => &rival.traditional,
        _ => &rival.half_converted,
    };
    let cited = |phrase: &Phrase| Evidence::Table {
        table: phrase.cited.0.into(),
        line: phrase.cited.1,
        others: Vec::new(),
    };
    Some(Edit {
        span,
        before: found.into(),
        after: after.clone(),
        rule: Rule::SiteName,
        certainty: Certainty::Medium,
        evidence: vec![cited(site), cited(rival), Evidence::Word { word: word.clone() }],
    })
}

/// The longest word that begins with the end of `name` and ends in `behind`.
fn crossing(name: &str, behind: &[char], model: &Model) -> Option<String> {
    let name: Vec<char> = name.chars().collect();
    let words = (1..=behind.len()).rev().flat_map(|taken| (0..name.len()).map(move |from| (from, taken)));
    words
        .filter(|(from, taken)| name.len() - from + taken >= SHORTEST)
        .map(|(from, taken)| name[from..].iter().chain(&behind[..taken]).collect::<String>())
        .find(|word| model.find(word).is_some())
}
