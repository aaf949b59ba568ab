//! Views of the edits: unified diff, explanation with carets, JSON Lines; and the way back from these.

mod compose;
mod diff;
mod explain;
mod inspect;
pub mod json;
mod place;
mod undo;

pub use compose::{Change, carried, changes};
pub use diff::{diff, diff_head};
pub use explain::{Summary, explain, words};
pub use inspect::{Inspection, inspect};
pub use undo::{of_file, path_of_file, undo, way_back};
