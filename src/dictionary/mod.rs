//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod characters;
mod gloss;

pub use characters::{simplified, traditional};
pub use gloss::{GlossEntry, GlossTable};
