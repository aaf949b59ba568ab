//! What stands between Han characters and Latin letters or figures: as asked, or as most of the text has it.

use super::Spacing;
use super::line::Line;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// Junctions a text must have before most of them say anything. (intact/pangu-spacing)
const ENOUGH: u32 = 10;
/// The share of them that is most.
const MOST: f32 = 0.8;

/// What is put at every junction, and why.
#[derive(Debug)]
pub(super) struct Policy {
    put: &'static str,
    evidence: Option<Evidence>,
}

impl Policy {
    pub(super) fn asked(spacing: Spacing) -> Policy {
        let put = match spacing {
            Spacing::None | Spacing::Keep => "",
            Spacing::Thin => "\u{2009}",
            Spacing::Pangu => " ",
        };
        Policy { put, evidence: None }
    }

    /// The policy that most of the text keeps, where it keeps one; else the one that it keeps before letters and figures,
    /// for no manner spaces one side only. (synthetic/tidy-one-sided)
    pub(super) fn of_most(lines: &[Line]) -> Option<Policy> {
        let (mut before, mut behind) = (Tally::default(), Tally::default());
        for line in lines {
            for (from, to) in junctions(line) {
                let is_before = line.before(from).is_some_and(is_han);
                let side = if is_before { &mut before } else { &mut behind };
                let count = if to > from { &mut side.spaced } else { &mut side.plain };
                *count += 1;
            }
        }
        let all = Tally { spaced: before.spaced + behind.spaced, plain: before.plain + behind.plain };
        let put = all.most().or_else(|| before.most())?;
        let evidence = Evidence::Spacing { spaced: all.spaced, plain: all.plain };
        Some(Policy { put, evidence: Some(evidence) })
    }
}

/// How often there is a space at a junction, and how often none.
#[derive(Debug, Default)]
struct Tally {
    spaced: u32,
    plain: u32,
}

impl Tally {
    /// What most have.
    fn most(&self) -> Option<&'static str> {
        let (all, most) = (self.spaced + self.plain, self.spaced.max(self.plain));
        let is_manner = all >= ENOUGH && most as f32 >= MOST * all as f32;
        is_manner.then_some(if self.spaced > self.plain { " " } else { "" })
    }
}

/// The edits that put `policy` at the junctions of `line`.
pub(super) fn edits(line: &Line, policy: &Policy, edits: &mut Vec<Edit>) {
    for (from, to) in junctions(line) {
        let before: String = line.chars[from..to].iter().map(|c| c.1).collect();
        if before == policy.put {
            continue;
        }
        let start = line.chars[from].0;
        let between = Evidence::Between { left: line.before(from), right: line.char(to) };
        edits.push(Edit {
            span: crate::text::Span::new(start, start + before.len()),
            before,
            after: policy.put.into(),
            rule: Rule::Spacing,
            certainty: Certainty::Medium,
            evidence: policy.evidence.iter().cloned().chain([between]).collect(),
        });
    }
}

/// The places, from and to, where a Han character and a letter or figure meet, with one space or none between.
fn junctions(line: &Line) -> impl Iterator<Item = (usize, usize)> {
    let is_western = |c: char| c.is_ascii_alphanumeric() || c == '%';
    (1..line.chars.len()).filter_map(move |n| {
        let left = line.chars[n - 1].1;
        let is_space = matches!(line.chars[n].1, ' ' | '\u{2009}');
        let right = line.char(n + usize::from(is_space))?;
        let meet = is_han(left) && is_western(right) && right != '%' || is_western(left) && is_han(right);
        meet.then_some((n, n + usize::from(is_space)))
    })
}
