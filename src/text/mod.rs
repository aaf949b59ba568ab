//! What a place in a text is, and what kind of character stands there.

mod class;
mod set;
mod span;

pub use class::{fold_width, is_han, is_han_mark, widen};
pub(crate) use set::{Bits, Pairs, add, characters, find_in_set, is_in_set, pair, set_of, two_of_three};
pub use span::Span;
