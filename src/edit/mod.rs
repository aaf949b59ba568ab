//! The one data type that flows: a proposed change, and checked lists of them. Only here is changed text built.

mod edits;

use serde::{Deserialize, Serialize};

use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

pub use edits::{Edits, Misfit};

/// One change: `before` stands at `span` and becomes `after`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Where, in the text the pass began with.
    pub span: Span,
    /// What stands there.
    pub before: String,
    /// What it becomes.
    pub after: String,
    /// Who proposed it.
    pub rule: Rule,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// Whether one of `edits`, in order and disjoint, overlaps `span`.
pub(crate) fn overlap(edits: &[Edit], span: Span) -> bool {
    let behind = edits.partition_point(|edit| edit.span.end <= span.start);
    edits.get(behind).is_some_and(|edit| edit.span.overlaps(span))
}

impl Edit {
    /// The same `offset` bytes further on.
    pub(crate) fn shifted(self, offset: usize) -> Edit {
        Edit { span: self.span.shifted(offset), ..self }
    }
}
