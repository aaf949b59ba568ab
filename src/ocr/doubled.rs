//! Characters and words read twice: only in documents that show clear misreadings.

use super::draft::Draft;
use super::observe::Knowledge;
use super::page::Page;
use super::phrase::Reader;
use crate::dictionary::GrammarCharacters;
use crate::evidence::Rule;
use crate::text::is_han;

/// Characters read on either side.
const CONTEXT: usize = 6;
/// log10 by which the text must read better without the repetition; a repeated word costs more than a character by
/// itself, so leaving one out gains something anywhere.
const GAIN: f32 = 3.0;
const GAIN_OF_WORD: f32 = 6.0;
/// More times than this as often as with what stands on the other side the page must write two characters to write them on
/// their own. (golden/found/informatization-speeches)
const OWN: u32 = 2;
/// How often the document must write the word once for each time it writes it twice.
const ONCE: u32 = 3;

/// The repetitions of a page, of which the second is where `is_ocr` says.
pub(super) fn drafts(page: &Page, knowledge: Knowledge, is_ocr: impl Fn(usize) -> bool) -> Vec<Draft> {
    let mut reader = Reader::new(knowledge);
    let chars = &page.chars;
    let mut out = Vec::new();
    for at in 1..chars.len() {
        for length in [1, 2] {
            let (Some(first), end) = ((at + 1).checked_sub(2 * length), at + 1) else { continue };
            let second = first + length;
            if chars[first..second] != chars[second..end]
                || !chars[first..end].iter().all(|c| is_han(*c))
                || !is_ocr(second)
            {
                continue;
            }
            let once = &chars[first..second];
            // One character twice in a word of two is the doubling of a character.
            if length == 2 && once[0] == once[1] {
                continue;
            }
            // Three of a kind are a sound or a cry.
            let beside = [first.checked_sub(1), Some(end)];
            if length == 1 && beside.iter().any(|n| page.han(*n) == Some(once[0])) {
                continue;
            }
            let before = chars[first.saturating_sub(CONTEXT)..first].iter().rev();
            let start = first - before.take_while(|c| is_han(**c)).count();
            let behind = chars[end..(end + CONTEXT).min(chars.len())].iter();
            let stop = end + behind.take_while(|c| is_han(**c)).count();
            let (mended, written) =
                ([&chars[start..second], &chars[end..stop]].concat(), &chars[start..stop]);
            let gain = reader.score(&mended) - reader.score(written);
            let least = if length == 1 { GAIN } else { GAIN_OF_WORD };
            // The words that the repetition ends and begins: one character of a word before or behind it.
            let whole = if length == 1 {
                let before =
                    first.checked_sub(1).is_some_and(|n| n >= start && reader.is_word(&chars[n..second]));
                let behind = end < stop && reader.is_word(&chars[second..end + 1]);
                // A word that ends in the character and another that begins with it: 生产产品. Where one of them was
                // misread as well (产产晶) nothing tells that it was none, unless another word begins behind (应用用导向).
                let (outer, inner) =
                    (first.checked_sub(1).filter(|n| *n >= start), (end < stop).then_some(end));
                let is_own = |pair: &[char], beyond: Option<&[char]>, three: &[char]| {
                    let odd = !knowledge.gate.seen(pair[0], pair[1]) && page.count(pair) == 1;
                    odd && !beyond.is_some_and(|word| reader.is_word(word))
                        || page.count(pair) > OWN * page.count(three).max(1)
                };
                let three =
                    &[&chars[outer.unwrap_or(first)..second], &chars[end..(end + 1).min(stop)]].concat();
                let ends = before
                    || outer.is_some_and(|n| {
                        let beyond = n.checked_sub(1).filter(|n| *n >= start).map(|m| &chars[m..n + 1]);
                        is_own(&chars[n..second], beyond, three)
                    });
                // So does a particle, alone: 可以以.
                let begins = behind
                    || GrammarCharacters::built_in().is_particle(once[0])
                    || inner
                        .is_some_and(|n| is_own(&chars[second..n + 1], chars[..stop].get(n..n + 2), three));
                if ends && begins {
                    continue;
                }
                let phrase = &chars[first.saturating_sub(1).max(start)..second];
                let following = &chars[second..(end + 1).min(stop)];
                before && page.count(phrase) > ONCE || behind && page.count(following) > ONCE
            } else {
                reader.is_word(once) && page.count(once) > ONCE * page.count(&chars[first..end])
            };
            // A doubling that is a word (天天) is one, unless the word before it ends in the character too (应用用).
            let ends_a_word = length == 1 && first > start && reader.is_word(&chars[first - 1..second]);
            if gain < least || !whole || reader.is_word(&chars[first..end]) && !ends_a_word {
                continue;
            }
            let (range, after) = (second..end, String::new());
            out.push(Draft::by_reading(page, range, after, Rule::Doubled, gain, [&mended, written]));
        }
    }
    out
}
