//! hanmend restores damaged Chinese text and shows the proof.
//!
//! ```
//! use hanmend::{Options, Restorer};
//! let restorer = Restorer::new(Options::default())?;
//! let restoration = restorer.restore("乾淨的文字原樣回來。");
//! assert!(restoration.is_unchanged());
//! # Ok::<(), hanmend::Error>(())
//! ```
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod damage;
pub mod decode;
pub mod dictionary;
mod edit;
mod error;
mod evidence;
pub mod language;
mod look;
mod mojibake;
pub mod ocr;
mod options;
mod punctuation;
mod repeats;
pub mod report;
mod restoration;
mod restore;
mod tamper;
pub mod text;
mod variant;
mod window;

pub use edit::{Edit, Edits, Misfit};
pub use error::Error;
pub use evidence::{Aim, Certainty, Evidence, Explanation, Rule};
pub use ocr::Mode as OcrMode;
pub use options::{Options, Stage};
pub use punctuation::Spacing;
pub use restoration::{Cause, Gap, Pass, Restoration};
pub use restore::{Restored, Restorer};
pub use variant::{Converter, Engine, Mode, Script, ScriptSpan, Scripts, Target};
pub use window::{Window, Windows};

/// The examples of README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
