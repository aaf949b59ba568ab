//! Which 著 of a Traditional text is the particle or verb that Simplified writes 着: 隨著, 看著, but 著名, 專著.
//!
//! Taiwan writes 著 for both, and a table of characters cannot tell them apart. The word model knows both in Simplified.

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

/// A place where 着 is to be written.
struct Place {
    /// The byte of the line, and the number of the character.
    at: usize,
    number: usize,
    /// log10 of how likely the sentence is with it, and without.
    with: f32,
    without: f32,
}

/// The edits that write 着 in `line`, which begins at byte `start` of the text. `simple` is the line in Simplified, with as
/// many characters.
pub(super) fn edits(line: &str, start: usize, simple: &str, cutter: &mut Cutter) -> Vec<Edit> {
    let places = places(line, simple, cutter).into_iter();
    let edit = |Place { at, with, without, .. }: Place| Edit {
        span: Span::new(start + at, start + at + BOTH.len_utf8()),
        before: BOTH.into(),
        after: PARTICLE.into(),
        rule: Rule::ToHans,
        certainty: Certainty::Medium,
        evidence: vec![Evidence::Score { winner: with, runner_up: Some((BOTH.into(), without)) }],
    };
    places.map(edit).collect()
}

/// Adds `simple` to `out` as these edits leave it, where no other does anything to 著.
pub(super) fn write(line: &str, simple: &str, cutter: &mut Cutter, out: &mut Made) {
    let places = places(line, simple, cutter);
    let mut starts = simple.char_indices().enumerate();
    let mut end = 0;
    for place in places {
        if let Some((_, (at, _))) = starts.find(|(number, _)| *number == place.number) {
            out.push(&simple[end..at]);
            out.push(PARTICLE.encode_utf8(&mut [0; 4]));
            end = at + BOTH.len_utf8();
        }
    }
    out.push(&simple[end..]);
}

/// The places of these edits.
fn places(line: &str, simple: &str, cutter: &mut Cutter) -> Vec<Place> {
    let view: Vec<char> = simple.chars().collect();
    let mut places = Vec::new();
    for (n, (at, c)) in line.char_indices().enumerate() {
        if c != BOTH || view.get(n) != Some(&BOTH) {
            continue;
        }
        if n.checked_sub(1).is_some_and(|before| WROTE.contains(view[before])) {
            continue;
        }
        let from = (n.saturating_sub(AROUND)..n).rev().take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let to =
            (n + 1..view.len().min(n + 1 + AROUND)).take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let place: usize = view[from..n].iter().map(|c| c.len_utf8()).sum();
        // How likely the sentence is with this, and whether it is a word by itself there.
        let mut read = |c: char| {
            let sentence: String = view[from..n].iter().chain(&[c]).chain(&view[n + 1..=to]).collect();
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
        } else if is_name(&view[from..n], cutter) {
            continue;
        } else if from == n || !was_alone {
            LEAD
        } else if to > n {
            LEAD_WITHIN
        } else if view.get(n + 1).is_some_and(|next| TITLES.contains(*next)) {
            LEAD
        } else {
            LEAD_AT_MARK
        };
        if with - without >= lead {
            places.push(Place { at, number: n, with, without });
        }
    }
    places
}

/// Whether all that stands before 著 is likely a name: two characters that are no word, or three of which no two are one.
fn is_name(before: &[char], cutter: &mut Cutter) -> bool {
    if !matches!(before, [first, _] | [first, _, _] if NameCharacters::built_in().is_surname(*first)) {
        return false;
    }
    let text: String = before.iter().collect();
    let is_whole = cutter.model().find(&text).is_some();
    let mut words = 0;
    match before.len() {
        2 => !is_whole,
        _ if is_whole => true,
        _ => {
            cutter.starts(&text, |_| words += 1);
            words == before.len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Model;

    #[test]
    fn words_tell_the_particle() {
        let mut cutter = Cutter::new(Model::built_in().unwrap());
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
