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
/// Characters on either side that are looked at.
const FAR: usize = 200;
/// Numerals that a point behind makes the number of a paragraph.
const NUMERALS: &str = "一二三四五六七八九十百第";

/// The edits for the points of `line`, with what they are taken for.
pub(super) fn edits(line: &Line, edits: &mut Vec<Edit>) {
    if !line.chars.iter().any(|c| matches!(c.1, '.' | '．')) {
        return;
    }
    let simple: Vec<char> = line.chars.iter().map(|c| simplified(c.1)).collect();
    let points: Vec<usize> = (0..simple.len()).filter(|n| is_point(line, &simple, *n)).collect();
    for &n in &points {
        // Spaces are on their way out, and other points are marks as well.
        let plain = |range: std::ops::Range<usize>| {
            range
                .filter(|m| simple[*m] != ' ')
                .map(|m| if points.binary_search(&m).is_ok() { '，' } else { simple[m] })
        };
        let before: Vec<char> = plain(n.saturating_sub(FAR)..n).collect();
        let at = before.len();
        let near: Vec<char> =
            before.into_iter().chain(['.']).chain(plain(n + 1..simple.len().min(n + FAR))).collect();
        let choices = Stops::built_in().choose(&near, at, false);
        let sides = (line.left(n).and_then(|n| line.char(n)), line.right(n + 1).and_then(|n| line.char(n)));
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
                Evidence::Between { left: sides.0, right: sides.1 },
            ],
        });
    }
}

/// Whether a point between Han characters stands at `n`.
fn is_point(line: &Line, simple: &[char], n: usize) -> bool {
    if !matches!(simple[n], '.' | '．') {
        return false;
    }
    let (Some(left), Some(right)) = (line.left(n), line.right(n + 1)) else { return false };
    let is_in_text = (is_han(simple[left]) || "”》）」』".contains(simple[left]))
        && (is_han(simple[right]) || "“《「『".contains(simple[right]));
    is_in_text && !is_name(simple, n) && !NUMERALS.contains(simple[left])
}

/// Whether the point at `n` stands between the parts of a foreign name.
fn is_name(simple: &[char], n: usize) -> bool {
    let names = NameCharacters::built_in();
    let is_foreign = |c: &&char| names.is_foreign(**c);
    let before = simple[..n].iter().rev().take(NAME).take_while(is_foreign).count();
    let behind = simple[n + 1..].iter().take(NAME).take_while(is_foreign).count();
    before == NAME && behind == NAME
}
