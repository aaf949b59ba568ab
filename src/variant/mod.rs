//! Which script the text is to be in, and how its characters and words are converted.

mod aware;
mod bare;
mod beginnings;
mod by_words;
mod chain;
mod context;
mod converter;
mod converters;
mod cut;
mod decider;
mod description;
mod detect;
mod engine;
mod made;
mod mend;
mod mode;
#[cfg(feature = "opencc")]
mod opencc;
mod overdone;
mod particle;
mod scan;
mod script;
mod simple;
mod stage;
mod terms;

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

pub use converter::Converter;
pub use detect::{Script, ScriptSpan, Scripts};
pub(crate) use engine::Aim;
pub use engine::Engine;
pub use mode::Mode;
pub(crate) use script::scripts;
pub(crate) use stage::Variant;

/// A script to convert to, named by its BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Simplified.
    Hans,
    /// Traditional, OpenCC standard.
    Hant,
    /// Traditional, with the forms of Taiwan.
    HantTw,
    /// Traditional, with the forms of Hong Kong.
    HantHk,
}

impl Target {
    /// Every target.
    pub const ALL: [Target; 4] = [Target::Hans, Target::Hant, Target::HantTw, Target::HantHk];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Target::Hans => "zh-Hans",
            Target::Hant => "zh-Hant",
            Target::HantTw => "zh-Hant-TW",
            Target::HantHk => "zh-Hant-HK",
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
        Target::ALL.into_iter().find(|t| t.tag().eq_ignore_ascii_case(tag)).ok_or_else(|| Error::Unknown {
            what: "script",
            name: tag.into(),
            known: "zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK",
        })
    }
}
