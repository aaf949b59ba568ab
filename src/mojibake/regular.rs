//! Glosses that a page put behind every third or fourth character, whatever it is, to be found by no search: some with
//! their tone mark, some without.

use super::token::bracketed;
use crate::dictionary::{Pinyin, toneless};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han};

/// Glosses, at least. (synthetic/regular-glosses)
const LEAST: usize = 12;
/// The share of them that must stand as many Han characters behind the one before as most do. Rhymes come as
/// regularly, and are glossed in one manner. (intact/rhymes-glossed)
const REGULAR: f32 = 0.8;
/// Glosses with and without a tone mark, at least, where the character is not read so: a writer keeps to one manner.
/// (intact/regular-glosses-of-a-reader)
const MIXED: usize = 3;
/// The share that must be readings of the characters before them.
const READINGS: f32 = 0.95;

/// Edits that take such glosses out.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let pinyin = Pinyin::built_in;
    let mut found: Vec<(Span, char, &str, usize)> = Vec::new();
    let (mut all, mut end) = (0, 0);
    for gloss in bracketed(text).filter(|gloss| !gloss.swallowed) {
        let before = &text[end..gloss.span.start];
        let Some(own) = before.chars().next_back().filter(|c| is_han(*c)) else { continue };
        all += 1;
        let distance = before.chars().filter(|c| is_han(*c)).count();
        end = gloss.span.end;
        if pinyin().line(own, gloss.reading).is_some() {
            found.push((gloss.span, own, gloss.reading, distance));
        }
    }
    if found.len() < LEAST || (found.len() as f32) < READINGS * all as f32 {
        return Vec::new();
    }
    let usual = |n: usize| found.iter().filter(|(.., distance)| *distance == n).count();
    let regular = (2..=9).map(usual).max().unwrap_or(0);
    let is_toned = |reading: &str| toneless(reading) != reading;
    let toned = found.iter().filter(|(_, _, reading, _)| is_toned(reading)).count();
    // What is read without a tone (的) is written so by everybody.
    let bare = found.iter().filter(|(_, own, reading, _)| {
        !is_toned(reading) && !pinyin().readings(*own).any(|known| known == *reading)
    });
    if (regular as f32) < REGULAR * found.len() as f32 || toned < MIXED || bare.count() < MIXED {
        return Vec::new();
    }
    let places = found.len() as u32;
    let shown = Evidence::Pattern { shown: regular as u32, places };
    let edit = |(span, ..): (Span, char, &str, usize)| Edit {
        span,
        before: span.of(text).unwrap_or_default().to_owned(),
        after: String::new(),
        rule: Rule::OtherGloss,
        certainty: Certainty::Medium,
        evidence: vec![shown.clone()],
    };
    found.into_iter().map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        Edits::fit(text, edits(text)).unwrap().apply(text)
    }

    #[test]
    fn only_a_tool_glosses_every_third_character_in_two_manners() {
        let damaged = "春天來(lai)到山裡(lǐ)的時候(hou)，花都開(kāi)了。老人(ren)和孩子(zǐ)走出家(jiā)門，\
            看山(shan)看水看(kàn)天，人(rén)人都高(gao)興得很(hěn)，路也好(hao)走了。";
        let right =
            "春天來到山裡的時候，花都開了。老人和孩子走出家門，看山看水看天，人人都高興得很，路也好走了。";
        assert_eq!(restored(damaged), right);
        let one_manner =
            damaged.replace("(lai)", "(lái)").replace("(ren)", "(rén)").replace("(shan)", "(shān)");
        let one_manner = one_manner.replace("(gao)", "(gāo)").replace("(hao)", "(hǎo)");
        assert_eq!(restored(&one_manner), one_manner);
    }
}
