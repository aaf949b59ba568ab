//! Views of the edits: unified diff, explanation with carets, JSON Lines; and the way back from these.

mod compose;
mod diff;

pub use compose::{Change, carried, changes};
pub use diff::diff;
