//! The damage run forward, as pure functions: what the restorer inverts and proves by.
//!
//! A page was Simplified text in Traditional glyphs, in GBK. Pass A put pinyin glosses into its bytes
//! ([`Glossing`]), pass B cut them before punctuation ([`cut`]), pass C folded widths and lost private-use
//! characters. [`Damage`] does all three; [`replay`] asks whether they can lead from one text to another.
//!
//! Pages glossed with other lists are damaged by [`Damage::run_with`]; what is done to characters and not to bytes is
//! [`Web`].
//!
//! Another accident altogether: [`misread`] reads text that was written in one [`CodePage`] in another one.

mod code_page;
mod cut;
pub mod gbk;
mod gloss;
mod laid_out;
mod misread;
mod page;
mod places;
mod replay;
#[cfg(test)]
mod tests;
mod web;

pub use code_page::{Bytes, CodePage};
pub use cut::{CUT_MARKS, Variant, cut, is_cut_site};
pub use gloss::{Byte, Glossing, read_in_pairs};
pub use misread::{is_lossless, misread};
pub use page::{Damage, Damaged, Slip};
pub(crate) use replay::replay_cuts;
pub use replay::{Replay, replay};
pub use web::{MARKS, Web};
