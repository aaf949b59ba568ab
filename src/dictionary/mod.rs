//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod built_in;
pub(crate) mod characters;
mod gloss;
mod lookalikes;
mod table;
mod weights;

pub(crate) use characters::Flat;
pub use characters::{simplified, traditional};
pub use gloss::{GlossEntry, GlossTable};
pub use lookalikes::{Lookalike, Lookalikes};
pub use table::{Row, Table};
pub use weights::Weights;
