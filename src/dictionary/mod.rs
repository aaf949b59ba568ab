//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod assigned;
mod automaton;
mod built_in;
pub(crate) mod characters;
mod choices;
mod figures;
mod gloss;
mod lookalikes;
mod lookup;
mod names;
mod parts;
mod rows;
mod steps;
mod table;
mod tamper;
mod terms;
mod user;
mod weights;

pub use assigned::Assigned;
pub(crate) use characters::Flat;
pub use characters::{simplified, traditional};
pub(crate) use choices::Choices;
pub use figures::Figures;
pub use gloss::{GlossEntry, GlossTable};
pub use lookalikes::{Lookalike, Lookalikes};
pub(crate) use lookup::{Found, Lookup};
pub use names::NameCharacters;
pub use parts::Parts;
pub use table::{Row, Table};
pub use tamper::{Beside, Omission, Phrase, Redaction, TamperTables};
pub(crate) use terms::Terms;
pub use user::{Confusions, Protected};
pub use weights::Weights;
