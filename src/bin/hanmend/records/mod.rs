//! JSON Lines: every line is a record, every record a document. Only the strings that are restored change, and in these
//! only what was edited; all other bytes of the line stay as they are.

mod batch;
mod field;
mod spelling;
mod together;
mod undo;

pub use batch::{Batch, Batches};
pub use field::Field;
pub use undo::undo;
