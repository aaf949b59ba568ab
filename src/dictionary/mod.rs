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
mod terms;

pub(crate) use characters::Flat;
pub use characters::{simplified, traditional};
pub(crate) use choices::Choices;
pub use gloss::{GlossEntry, GlossTable};
pub(crate) use lookup::{Found, Lookup};
pub use table::{Row, Table};
pub(crate) use terms::Terms;
