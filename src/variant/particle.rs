//! Which 著 of a Traditional text is the particle or verb that Simplified writes 着: 隨著, 看著, but 著名, 專著.
//!
//! Taiwan writes 著 for both, and a table of characters cannot tell them apart. The word model knows both in Simplified.

use memchr::memmem::Finder;

use super::made::Made;
use crate::dictionary::NameCharacters;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Cutter;
use crate::text::{Span, is_han};

/// What Taiwan writes for both, and what Simplified distinguishes.
pub(super) const BOTH: char = '著';
pub(super) const PARTICLE: char = '着';
/// How many characters on each side of it are read with it.
const AROUND: usize = 6;
/// How much likelier, log10, the sentence must be with 着 where a word may hold 著: less, and a name such as 王著 is changed.
/// (intact/particle-of-taiwan)
const LEAD: f32 = 2.0;
/// The same where 著 stands alone behind a word and the clause goes on with one, as behind a particle it does: in 820 places
/// of news with 著 one was changed. Less, and the one who wrote is taken for a verb: 宋應星著天工開物.
/// (intact/particle-or-written)
const LEAD_WITHIN: f32 = 0.2;
/// The same where a mark follows, as behind the author's name. (intact/particle-or-written)
const LEAD_AT_MARK: f32 = 0.8;
/// Behind these 著 is to write, in Simplified. (intact/particle-or-written)
const WROTE: &str = "尝曾所多早";
/// Before these too: a title.
const TITLES: &str = "《〈";

/// log10 of how likely the sentence is with 着, and without.
struct Scores {
    with: f32,
    without: f32,
}

/// The edits that write 着 in `line`, which begins at byte `start` of the text. `simple` is the line in Simplified, with as
/// many characters.
pub(super) fn edits(line: &str, start: usize, simple: &str, cutter: &mut Cutter) -> Vec<Edit> {
    let both = line.char_indices().zip(simple.char_indices());
    let both = both.filter(|((_, c), (_, simple))| *c == BOTH && *simple == BOTH);
    let edit = |((at, _), (place, _)): ((usize, char), (usize, char))| {
        let Scores { with, without } = scores(simple, place, cutter)?;
        Some(Edit {
            span: Span::new(start + at, start + at + BOTH.len_utf8()),
            before: BOTH.into(),
            after: PARTICLE.into(),
            rule: Rule::ToHans,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Score { winner: with, runner_up: Some((BOTH.into(), without)) }],
        })
    };
    both.filter_map(edit).collect()
}

/// Writes it in what `out` has from the byte `from` on, lines in Simplified of which every 著 was one before: as these edits
/// do where no other does anything to it. `finder` finds 著.
pub(super) fn write(out: &mut Made, from: usize, finder: &Finder, cutter: &mut Cutter) {
    let simple = &out.text()[from..];
    let places = finder.find_iter(simple.as_bytes()).filter(|place| scores(simple, *place, cutter).is_some());
    let places: Vec<(usize, char)> = places.map(|place| (from + place, PARTICLE)).collect();
    out.overwrite(places);
}

/// How likely the sentence in `simple` is either way, where the 著 at byte `place` is the particle.
fn scores(simple: &str, place: usize, cutter: &mut Cutter) -> Option<Scores> {
    let (before, after) = (&simple[..place], &simple[place + BOTH.len_utf8()..]);
    if before.chars().next_back().is_some_and(|c| WROTE.contains(c)) {
        return None;
    }
    let is_near = |(_, c): &(usize, char)| is_han(*c);
    let near = before.char_indices().rev().take(AROUND).take_while(is_near).last();
    let before = &before[near.map_or(place, |(at, _)| at)..];
    let near = after.char_indices().take(AROUND).take_while(is_near).last();
    let (after, behind) = after.split_at(near.map_or(0, |(at, c)| at + c.len_utf8()));
    let place = before.len();
    // How likely the sentence is with this, and whether it is a word by itself there.
    let mut sentence = String::with_capacity(before.len() + BOTH.len_utf8() + after.len());
    let mut read = |c: char| {
        sentence.clear();
        sentence.push_str(before);
        sentence.push(c);
        sentence.push_str(after);
        let (mut end, mut word) = (sentence.len(), 0);
        let score = cutter.starts(&sentence, |start| {
            if start <= place && place < end {
                word = end - start;
            }
            end = start;
        });
        (score, word == c.len_utf8())
    };
    let ((with, is_alone), (without, was_alone)) = (read(PARTICLE), read(BOTH));
    let lead = if !is_alone {
        0.0
    } else if is_name(before, cutter) {
        return None;
    } else if before.is_empty() || !was_alone {
        LEAD
    } else if !after.is_empty() {
        LEAD_WITHIN
    } else if behind.chars().next().is_some_and(|next| TITLES.contains(next)) {
        LEAD
    } else {
        LEAD_AT_MARK
    };
    (with - without >= lead).then_some(Scores { with, without })
}

/// Whether all that stands before 著 is likely a name: two characters that are no word, or three of which no two are one.
fn is_name(before: &str, cutter: &mut Cutter) -> bool {
    let mut characters = before.chars();
    if !characters.next().is_some_and(|first| NameCharacters::built_in().is_surname(first)) {
        return false;
    }
    let others = characters.count();
    let is_whole = || cutter.model().find(before).is_some();
    let mut words = 0;
    match others {
        1 => !is_whole(),
        2 if is_whole() => true,
        2 => {
            cutter.starts(before, |_| words += 1);
            words == others + 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Model;

    #[test]
    fn words_tell_the_particle() {
        let mut cutter = Cutter::new(Model::built_in().unwrap(), None);
        for (line, simple, right) in [
            ("隨著時間過去。", "随著时间过去。", 1),
            ("這本專著很著名。", "这本专著很著名。", 0),
            ("著有詩集三卷，成績顯著。", "著有诗集三卷，成绩显著。", 0),
            ("王著，字知微。", "王著，字知微。", 0),
            ("新事業代表著新的發展方向。", "新事业代表著新的发展方向。", 1),
            ("有人打著“金融”的旗號。", "有人打著“金融”的旗号。", 1),
            ("他嘗著《農書》，由王力著。", "他尝著《农书》，由王力著。", 0),
        ] {
            assert_eq!(edits(line, 0, simple, &mut cutter).len(), right, "{line}");
        }
    }
}
