//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod automaton;
mod built_in;
pub(crate) mod characters;
mod choices;
mod gloss;
mod lookup;
mod rows;
mod steps;
mod table;

pub(crate) use characters::Flat;
pub(crate) use choices::Choices;
pub(crate) use lookup::{Found, Lookup};
pub use characters::{simplified, traditional};
pub use gloss::{GlossEntry, GlossTable};
pub use table::{Row, Table};
