//! A point between Han characters, where a comma, a full stop or a mark of enumeration was read for it.

use super::line::Line;
use crate::dictionary::{NameCharacters, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Stops;
use crate::text::is_han;

/// Probability from which the choice is made. Measured by `evaluate -- stops`: from here 98 of 100 are right.
const MADE: f32 = 0.98;
/// Characters on either side that tell the name of a foreigner: 约翰.史密斯. (intact/tidy-names-and-numbers)
const NAME: usize = 2;
/// Numerals that a point behind makes the number of a paragraph.
const NUMERALS: &str = "一二三四五六七八九十百第";

/// The edits for the points of `line`, with what they are taken for.
pub(super) fn edits(line: &Line, edits: &mut Vec<Edit>) {
    if !line.chars.iter().any(|c| matches!(c.1, '.' | '．')) {
        return;
    }
    let simple: Vec<char> = line.chars.iter().map(|c| simplified(c.1)).collect();
    for (n, c) in simple.iter().enumerate().filter(|(_, c)| matches!(c, '.' | '．')) {
        let (Some(left), Some(right)) = (line.left(n), line.right(n + 1)) else { continue };
        let is_in_text = (is_han(simple[left]) || "”》）」』".contains(simple[left]))
            && (is_han(simple[right]) || "“《「『".contains(simple[right]));
        if !is_in_text || is_name(&simple, n) || NUMERALS.contains(simple[left]) {
            continue;
        }
        let choices = Stops::built_in().choose(&simple, n, false);
        let [(Some(best), probability), (next, _), ..] = choices[..] else { continue };
        let certainty = if probability >= MADE { Certainty::Medium } else { Certainty::Low };
        let likelihood = |n: usize| choices.get(n).map_or(0.0, |choice| choice.1).log10();
        edits.push(Edit {
            span: line.span(n, n + 1),
            before: line.chars[n].1.to_string(),
            after: best.to_string(),
            rule: Rule::MisreadMark,
            certainty,
            evidence: vec![
                Evidence::Score {
                    winner: likelihood(0),
                    runner_up: next.map(|next| (next.to_string(), likelihood(1))),
                },
                Evidence::Between { left: Some(line.chars[left].1), right: Some(line.chars[right].1) },
            ],
        });
        debug_assert!(*c == '.' || *c == '．');
    }
}

/// Whether the point at `n` stands between the parts of a foreign name.
fn is_name(simple: &[char], n: usize) -> bool {
    let names = NameCharacters::built_in();
    let is_foreign = |c: &&char| names.is_foreign(**c);
    let before = simple[..n].iter().rev().take(NAME).take_while(is_foreign).count();
    let behind = simple[n + 1..].iter().take(NAME).take_while(is_foreign).count();
    before == NAME && behind == NAME
}
