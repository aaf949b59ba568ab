//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod built_in;
pub(crate) mod characters;
mod figures;
mod gloss;
mod lookalikes;
mod names;
mod parts;
mod table;
mod tamper;
mod user;
mod weights;

pub(crate) use characters::Flat;
pub use characters::{simplified, traditional};
pub use figures::Figures;
pub use gloss::{GlossEntry, GlossTable};
pub use lookalikes::{Lookalike, Lookalikes};
pub use names::NameCharacters;
pub use parts::Parts;
pub use table::{Row, Table};
pub use tamper::{Beside, Omission, Phrase, Redaction, TamperTables};
pub use user::{Confusions, Protected};
pub use weights::Weights;
