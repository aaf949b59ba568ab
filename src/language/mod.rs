//! How well a run of text reads as Chinese: the packed word model.
//!
//! The model knows words, how common each is, and how well one follows another. It never decides what a damaged
//! text was; it only says which of several readings is the more usual Chinese.

mod arpa;
mod codebook;
mod commonest;
mod following;
mod format;
mod gate;
mod joined;
mod lattice;
mod marks;
mod mendable;
mod model;
mod pack;
mod path;
mod share;
mod stops;
mod trie;
mod vocabulary;

pub(crate) use following::{Beside, Following, Listed};
pub use gate::Gate;
pub(crate) use joined::Joined;
pub use lattice::{Alternatives, Lattice, Piece};
pub use marks::{Class, EDGE, Marks, class, count as count_marks, within};
pub(crate) use mendable::Commonest;
pub use mendable::Mendable;
pub(crate) use model::Label;
pub use model::{Model, Prefix, Word};
pub use pack::{Packed, pack};
pub(crate) use path::Cutter;
pub use share::{NEVER, Shares};
pub use stops::Stops;
pub use vocabulary::{Known, Vocabulary};
