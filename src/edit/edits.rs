//! Whether a list of edits fits a text; applying, inverting and mapping places through it.

use serde::Serialize;

use super::Edit;
use crate::text::Span;

/// Edits that fit one text: in order, disjoint, and `before` is what stands there.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Edits(Vec<Edit>);

/// Why a list of edits does not fit a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Edit number `index` starts before the one ahead of it ends.
    #[error("edit {index} at {span} overlaps the one before it or is out of order")]
    Order {
        /// Position in the list, from 0.
        index: usize,
        /// Its span.
        span: Span,
    },
    /// Edit number `index` expects other text than what stands there.
    #[error("edit {index} at {span}: the text there is not '{before}'")]
    Before {
        /// Position in the list, from 0.
        index: usize,
        /// Its span.
        span: Span,
        /// What it expects.
        before: String,
    },
}

impl Edits {
    /// Checks that `edits` fit `text`. Equal empty spans keep their order.
    ///
    /// # Errors
    /// [`Misfit`] names the first edit that is out of order, overlaps or expects other text.
    pub fn fit(text: &str, edits: Vec<Edit>) -> Result<Edits, Misfit> {
        let mut end = 0;
        for (index, edit) in edits.iter().enumerate() {
            if edit.span.start < end {
                return Err(Misfit::Order { index, span: edit.span });
            }
            if edit.span.of(text) != Some(edit.before.as_str()) {
                return Err(Misfit::Before { index, span: edit.span, before: edit.before.clone() });
            }
            end = edit.span.end;
        }
        Ok(Edits(edits))
    }

    /// Of edits in order, those that fit `text`: one that overlaps an edit before it, or expects other text, is left
    /// out. Gives the edits and how many were left out.
    pub fn choose(text: &str, edits: Vec<Edit>) -> (Edits, usize) {
        let (mut end, all) = (0, edits.len());
        let mut kept = Vec::with_capacity(all);
        for edit in edits {
            if edit.span.start >= end && edit.span.of(text) == Some(edit.before.as_str()) {
                end = edit.span.end;
                kept.push(edit);
            }
        }
        let left_out = all - kept.len();
        (Edits(kept), left_out)
    }

    /// Appends the edits of a text that follows on this one's, `offset` bytes behind its beginning.
    pub(crate) fn follow(&mut self, edits: Edits, offset: usize) {
        self.0.extend(edits.0.into_iter().map(|edit| edit.shifted(offset)));
    }

    /// By how many bytes the text grows; below 0 where it shrinks.
    pub(crate) fn growth(&self) -> isize {
        self.0.iter().map(|edit| edit.after.len() as isize - edit.before.len() as isize).sum()
    }

    /// The edits, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text after the edits; `text` must be the one they were fitted to.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for edit in &self.0 {
            out.push_str(&text[end..edit.span.start]);
            out.push_str(&edit.after);
            end = edit.span.end;
        }
        out.push_str(&text[end..]);
        out
    }

    /// The edits that lead back, fitting the text [`Edits::apply`] gave.
    pub fn invert(&self) -> Edits {
        let mut start = 0;
        let mut end = 0;
        let inverted = self.0.iter().map(|edit| {
            start += edit.span.start - end;
            end = edit.span.end;
            let span = Span::new(start, start + edit.after.len());
            start = span.end;
            Edit { span, before: edit.after.clone(), after: edit.before.clone(), ..edit.clone() }
        });
        Edits(inverted.collect())
    }

    /// Where spans come to lie in the changed text; no edit may reach over an end of one.
    pub fn carry(&self, spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
        // By edit, how much the text grows up to and with it.
        let grown: Vec<isize> = self
            .0
            .iter()
            .scan(0, |grown, edit| {
                *grown += edit.after.len() as isize - edit.span.len() as isize;
                Some(*grown)
            })
            .collect();
        let shift = |place: usize| {
            let before = self.0.partition_point(|edit| edit.span.end <= place);
            before.checked_sub(1).map_or(place, |last| place.saturating_add_signed(grown[last]))
        };
        let carried = |span: Span| {
            let start = shift(span.start);
            Span::new(start, shift(span.end).max(start))
        };
        spans.into_iter().map(carried).collect()
    }

    /// Where the byte at `offset` of the changed text came from in the text before: the same place outside
    /// edits, the start of the replaced span inside one.
    pub fn origin(&self, offset: usize) -> usize {
        let mut grown: isize = 0;
        for edit in &self.0 {
            let start = edit.span.start.wrapping_add_signed(grown);
            if offset < start {
                break;
            }
            if offset < start + edit.after.len() {
                return edit.span.start;
            }
            grown += edit.after.len() as isize - edit.span.len() as isize;
        }
        offset.wrapping_add_signed(-grown)
    }
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Certainty, Rule};

    fn edit(start: usize, before: &str, after: &str) -> Edit {
        Edit {
            span: Span::new(start, start + before.len()),
            before: before.into(),
            after: after.into(),
            rule: Rule::Gloss,
            certainty: Certainty::High,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn applies_and_inverts() {
        let text = "甲乙丙丁";
        let edits =
            Edits::fit(text, vec![edit(0, "", "零"), edit(3, "乙", ""), edit(9, "丁", "戊己")]).unwrap();
        let changed = edits.apply(text);
        assert_eq!(changed, "零甲丙戊己");
        let back = edits.invert();
        assert_eq!(Edits::fit(&changed, back.iter().cloned().collect()).unwrap().apply(&changed), text);
        assert_eq!(edits.origin(changed.find('丙').unwrap()), text.find('丙').unwrap());
        assert_eq!(edits.origin(changed.len()), text.len());
        let third = Span::new(6, 9);
        let carried = edits.carry([third, Span::new(0, 0), Span::new(12, 12)]);
        assert_eq!(carried[0].of(&changed), third.of(text));
        assert_eq!(carried[1..], [Span::new(3, 3), Span::new(changed.len(), changed.len())]);
    }

    #[test]
    fn chooses_what_fits() {
        let edits =
            vec![edit(0, "甲", "一"), edit(0, "甲乙", "二"), edit(3, "丙", "三"), edit(3, "乙", "四")];
        let (kept, left_out) = Edits::choose("甲乙", edits);
        assert_eq!((kept.apply("甲乙").as_str(), left_out), ("一四", 2));
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let text = "甲乙";
        assert!(matches!(Edits::fit(text, vec![edit(0, "乙", "")]), Err(Misfit::Before { index: 0, .. })));
        assert!(
            matches!(Edits::fit(text, vec![edit(1, "", "x")]), Err(Misfit::Before { .. })),
            "inside a character"
        );
        assert!(matches!(
            Edits::fit(text, vec![edit(0, "甲乙", ""), edit(3, "乙", "")]),
            Err(Misfit::Order { index: 1, .. })
        ));
    }
}
