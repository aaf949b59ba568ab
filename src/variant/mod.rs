//! Which script the text is to be in, and how its characters and words are converted.

mod converter;
mod description;
mod engine;
#[cfg(feature = "opencc")]
mod opencc;
mod script;
mod trie;

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

pub(crate) use converter::Converter;
pub use engine::Engine;
pub(crate) use engine::Variant;
pub(crate) use script::scripts;

/// A script to convert to, named by its BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Simplified.
    Hans,
    /// Traditional, OpenCC standard.
    Hant,
}

impl Target {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Target::Hans => "zh-Hans",
            Target::Hant => "zh-Hant",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(tag: &str) -> Result<Target, Error> {
        [Target::Hans, Target::Hant]
            .into_iter()
            .find(|t| t.tag().eq_ignore_ascii_case(tag))
            .ok_or_else(|| Error::Unknown { what: "script", name: tag.into(), known: "zh-Hans, zh-Hant" })
    }
}
