//! Which candidates of a line are taken, of all that explain some of it.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use crate::text::Span;

/// A candidate, or what stands for it, and how good it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked<T> {
    pub(super) believed: bool,
    /// Whether it explains the whole line, and is believed.
    pub(super) whole: bool,
    pub(super) worth: f32,
    pub(super) span: Span,
    pub(super) what: T,
}

impl<T> Ranked<T> {
    /// The same of what stands for it.
    pub(super) fn told<U>(&self, what: U) -> Ranked<U> {
        let Ranked { believed, whole, worth, span, .. } = *self;
        Ranked { believed, whole, worth, span, what }
    }
}

/// A candidate, or how to find it again.
#[derive(Debug)]
pub(super) struct Held {
    /// Which of what was tried gave it, and which of what that gave it is.
    pub(super) tried: usize,
    pub(super) number: usize,
    pub(super) candidate: Option<Candidate>,
}

/// What explains the whole line first, then the most gained; of what overlaps it, nothing. In order.
pub(super) fn disjoint<T>(mut all: Vec<Ranked<T>>) -> Vec<T> {
    all.sort_by(|a, b| (b.believed, b.whole).cmp(&(a.believed, a.whole)).then(b.worth.total_cmp(&a.worth)));
    // By where they begin. The last of those that begin before another ends is the only one that it may overlap.
    let mut best: BTreeMap<usize, (Span, T)> = BTreeMap::new();
    for Ranked { span, what, .. } in all {
        let last = best.range(..span.end).next_back();
        if last.is_none_or(|(_, (last, _))| !last.overlaps(span)) {
            best.insert(span.start, (span, what));
        }
    }
    best.into_values().map(|(_, what)| what).collect()
}
