//! What a place in a text is, and what kind of character stands there.

mod class;
mod span;

pub use class::{fold_width, is_han, is_han_mark, widen};
pub use span::Span;
