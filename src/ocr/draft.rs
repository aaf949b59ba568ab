//! Corrections of a page before they are chosen among, and how they are written in the document's own script.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::page::Page;
use crate::dictionary::{simplified, traditional};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};

/// A correction of some characters of a page.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The characters replaced; empty where something is put in.
    pub range: Range<usize>,
    /// What takes their place, as it is to be written.
    pub after: String,
    pub rule: Rule,
    /// How likely it is right; settles which of two that overlap is kept.
    pub probability: f32,
    pub certainty: Certainty,
    pub evidence: Vec<Evidence>,
}

impl Draft {
    /// `after` for the characters `range`, which makes `reading` of `written`: by `gain`, log10, the text reads better with it.
    pub fn by_reading(
        page: &Page,
        range: Range<usize>,
        after: String,
        rule: Rule,
        gain: f32,
        [reading, written]: [&[char]; 2],
    ) -> Draft {
        let witness = Evidence::Witness {
            reading: reading.iter().collect(),
            stands: page.count(reading),
            written: written.iter().collect(),
            written_stands: page.count(written),
        };
        Draft {
            range,
            after,
            rule,
            probability: 1.0 - 10f32.powf(-gain),
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Score { winner: gain, runner_up: None }, witness],
        }
    }
}

/// How a document writes what the two scripts write differently.
#[derive(Debug)]
pub(super) struct Script<'a> {
    page: &'a Page<'a>,
    is_traditional: OnceCell<bool>,
    /// How often characters stand in the text of the page, of those that were asked for.
    uses: RefCell<FxHashMap<char, usize>>,
}

impl<'a> Script<'a> {
    pub fn of(page: &'a Page<'a>) -> Script<'a> {
        Script { page, is_traditional: OnceCell::new(), uses: RefCell::default() }
    }

    /// Whether more characters of the page are Traditional than Simplified; looked at once, where it is asked.
    fn is_traditional(&self) -> bool {
        *self.is_traditional.get_or_init(|| {
            let (mut one, mut other) = (0usize, 0usize);
            for (written, view) in self.page.text.chars().zip(&self.page.chars) {
                if written != *view {
                    one += 1;
                } else if traditional(*view) != *view {
                    other += 1;
                }
            }
            one > other
        })
    }

    /// A character of the Simplified view as the document writes it: in the form it uses more.
    pub fn write(&self, c: char) -> char {
        let form = traditional(c);
        if form == c || simplified(form) != c {
            return c;
        }
        let uses =
            |c: char| *self.uses.borrow_mut().entry(c).or_insert_with(|| self.page.text.matches(c).count());
        let (plain, full) = (uses(c), uses(form));
        if full > plain || full == plain && self.is_traditional() { form } else { c }
    }
}

/// The edits of a page: of drafts that overlap the likelier.
pub(super) fn edits(page: &Page, mut drafts: Vec<Draft>) -> Vec<Edit> {
    drafts.sort_by(|a, b| b.certainty.cmp(&a.certainty).then(b.probability.total_cmp(&a.probability)));
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        // Drafts that touch are judged by the same characters: only one of them is made.
        let apart = |other: &Draft| {
            other.range.end <= draft.range.start && !other.range.is_empty() && !draft.range.is_empty()
                || other.range.end < draft.range.start
        };
        let apart_behind = |other: &Draft| {
            draft.range.end <= other.range.start && !other.range.is_empty() && !draft.range.is_empty()
                || draft.range.end < other.range.start
        };
        if kept.iter().all(|other| apart(other) || apart_behind(other)) {
            kept.push(draft);
        }
    }
    kept.sort_by_key(|draft| draft.range.start);
    let edit = |draft: Draft| Edit {
        span: page.span(draft.range.clone()),
        before: page.written(draft.range).to_owned(),
        after: draft.after,
        rule: draft.rule,
        certainty: draft.certainty,
        evidence: draft.evidence,
    };
    kept.into_iter().map(edit).filter(|edit| edit.before != edit.after).collect()
}
