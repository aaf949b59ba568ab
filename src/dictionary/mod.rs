//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod gloss;

pub use gloss::{GlossEntry, GlossTable};
