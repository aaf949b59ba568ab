//! Walks what was found in a document in the order of the text, and says on which line and column it stands.

use crate::edit::Edit;
use crate::restoration::{Gap, Pass, Restoration};
use crate::text::Span;

/// Something a pass found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found<'a> {
    Edit { edit: &'a Edit, applied: bool },
    Gap(&'a Gap),
}

impl Found<'_> {
    pub(super) fn span(self) -> Span {
        match self {
            Found::Edit { edit, .. } => edit.span,
            Found::Gap(gap) => gap.span,
        }
    }
}

/// Something found, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) found: Found<'a>,
    /// Number of the pass, from 1.
    pub(super) number: usize,
    pub(super) pass: &'a Pass,
    /// The text the pass began with; spans, lines and columns are places in it.
    pub(super) text: &'a str,
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
}

/// Calls `each` for every edit, withheld edit and gap: by pass, and inside a pass by place.
///
/// # Errors
/// The first error of `each`.
pub(super) fn walk<E>(
    restoration: &Restoration,
    mut each: impl FnMut(Placed<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut text = std::borrow::Cow::Borrowed(restoration.original.as_str());
    for (n, pass) in restoration.passes.iter().enumerate() {
        let applied = pass.applied.iter().map(|edit| Found::Edit { edit, applied: true });
        let withheld = pass.withheld.iter().map(|edit| Found::Edit { edit, applied: false });
        let mut found: Vec<Found<'_>> =
            applied.chain(withheld).chain(pass.gaps.iter().map(Found::Gap)).collect();
        found.sort_by_key(|found| found.span().start);
        let mut position = Position { byte: 0, line: 1, column: 1 };
        for found in found {
            position.forward(&text, found.span().start);
            let Position { line, column, .. } = position;
            each(Placed { found, number: n + 1, pass, text: &text, line, column })?;
        }
        if n + 1 < restoration.passes.len() {
            text = pass.applied.apply(&text).into();
        }
    }
    Ok(())
}

/// A place in a text, counted on from place to place so that long lines are read once.
struct Position {
    byte: usize,
    line: usize,
    column: usize,
}

impl Position {
    fn forward(&mut self, text: &str, byte: usize) {
        for c in text.get(self.byte..byte).unwrap_or_default().chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.byte = self.byte.max(byte);
    }
}
