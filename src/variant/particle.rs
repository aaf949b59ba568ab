//! Which 著 of a Traditional text is the particle or verb that Simplified writes 着: 隨著, 看著, but 著名, 專著.
//!
//! Taiwan writes 著 for both, and a table of characters cannot tell them apart. The word model knows both in Simplified.

use crate::dictionary::NameCharacters;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
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

/// The edits that write 着 in `line`, which begins at byte `start` of the text. `simple` is the line in Simplified, with as
/// many characters.
pub(super) fn edits(line: &str, start: usize, simple: &str, model: &Model) -> Vec<Edit> {
    let view: Vec<char> = simple.chars().collect();
    let mut edits = Vec::new();
    for (n, (at, c)) in line.char_indices().enumerate() {
        let wrote = n.checked_sub(1).is_some_and(|before| WROTE.contains(view[before]));
        if c != BOTH || view.get(n) != Some(&BOTH) || wrote {
            continue;
        }
        let from = (n.saturating_sub(AROUND)..n).rev().take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let to =
            (n + 1..view.len().min(n + 1 + AROUND)).take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let sentence =
            |c: char| -> String { view[from..n].iter().chain(&[c]).chain(&view[n + 1..=to]).collect() };
        let with = sentence(PARTICLE);
        let without = sentence(BOTH);
        let (winner, other) = (model.score(&with), model.score(&without));
        let place: usize = view[from..n].iter().map(|c| c.len_utf8()).sum();
        let word = |text: &str| -> Option<usize> {
            let holds = |span: &Span| span.start <= place && place < span.end;
            model.segment(text).iter().map(|(span, _)| *span).find(holds).map(|span| span.len())
        };
        let alone = |text: &str| word(text) == Some(PARTICLE.len_utf8());
        let lead = if !alone(&with) {
            0.0
        } else if is_name(&view[from..n], model) {
            continue;
        } else if from == n || !alone(&without) {
            LEAD
        } else if to > n {
            LEAD_WITHIN
        } else if view.get(n + 1).is_some_and(|next| TITLES.contains(*next)) {
            LEAD
        } else {
            LEAD_AT_MARK
        };
        if winner - other >= lead {
            edits.push(Edit {
                span: Span::new(start + at, start + at + BOTH.len_utf8()),
                before: BOTH.into(),
                after: PARTICLE.into(),
                rule: Rule::ToHans,
                certainty: Certainty::Medium,
                evidence: vec![Evidence::Score { winner, runner_up: Some((BOTH.into(), other)) }],
            });
        }
    }
    edits
}

/// Whether all that stands before 著 is likely a name: two characters that are no word, or three of which no two are one.
fn is_name(before: &[char], model: &Model) -> bool {
    let text: String = before.iter().collect();
    let is_whole = model.find(&text).is_some();
    let is_split = || model.segment(&text).len() == before.len();
    before.first().is_some_and(|first| NameCharacters::built_in().is_surname(*first))
        && match before.len() {
            2 => !is_whole,
            3 => is_whole || is_split(),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_particle() {
        let model = Model::built_in().unwrap();
        for (line, simple, right) in [
            ("隨著時間過去。", "随著时间过去。", 1),
            ("這本專著很著名。", "这本专著很著名。", 0),
            ("著有詩集三卷，成績顯著。", "著有诗集三卷，成绩显著。", 0),
            ("王著，字知微。", "王著，字知微。", 0),
            ("新事業代表著新的發展方向。", "新事业代表著新的发展方向。", 1),
            ("有人打著“金融”的旗號。", "有人打著“金融”的旗号。", 1),
            ("他嘗著《農書》，由王力著。", "他尝著《农书》，由王力著。", 0),
        ] {
            assert_eq!(edits(line, 0, simple, model).len(), right, "{line}");
        }
    }
}
