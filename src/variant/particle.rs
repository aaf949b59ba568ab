//! Which 著 of a Traditional text is the particle or verb that Simplified writes 着: 隨著, 看著, but 著名, 專著.
//!
//! Taiwan writes 著 for both, and a table of characters cannot tell them apart. The word model knows both in Simplified.

use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::text::{Span, is_han};

/// What Taiwan writes for both, and what Simplified distinguishes.
pub(super) const BOTH: char = '著';
pub(super) const PARTICLE: char = '着';
/// How many characters on each side of it are read with it.
const AROUND: usize = 6;
/// How much likelier, log10, the sentence must be with 着 where that is no part of a word: less, and a name such as 王著 is
/// changed. Pinned by the tests below.
const LEAD: f32 = 2.0;

/// The edits that write 着 in `line`, which begins at byte `start` of the text. `simple` is the line in Simplified, with as
/// many characters.
pub(super) fn edits(line: &str, start: usize, simple: &str, model: &Model) -> Vec<Edit> {
    let view: Vec<char> = simple.chars().collect();
    let mut edits = Vec::new();
    for (n, (at, c)) in line.char_indices().enumerate() {
        if c != BOTH || view.get(n) != Some(&BOTH) {
            continue;
        }
        let from = (n.saturating_sub(AROUND)..n).rev().take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let to =
            (n + 1..view.len().min(n + 1 + AROUND)).take_while(|at| is_han(view[*at])).last().unwrap_or(n);
        let sentence =
            |c: char| -> String { view[from..n].iter().chain(&[c]).chain(&view[n + 1..=to]).collect() };
        let with = sentence(PARTICLE);
        let (winner, other) = (model.score(&with), model.score(&sentence(BOTH)));
        let place: usize = view[from..n].iter().map(|c| c.len_utf8()).sum();
        let in_word = model
            .segment(&with)
            .iter()
            .any(|(span, _)| span.start <= place && place < span.end && span.len() > PARTICLE.len_utf8());
        if winner - other >= if in_word { 0.0 } else { LEAD } {
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
        ] {
            assert_eq!(edits(line, 0, simple, model).len(), right, "{line}");
        }
    }
}
