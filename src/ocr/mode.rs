//! How much the stage dares.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// How readily misreadings are corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Not at all.
    Off,
    /// Only where words alone leave hardly a doubt, in any document.
    Strict,
    /// Strict, and looser in documents that show by clear misreadings that they were read by OCR.
    #[default]
    Auto,
    /// As if every document were known to be read by OCR: for those that are.
    Eager,
}

impl Mode {
    const ALL: [Mode; 4] = [Mode::Off, Mode::Strict, Mode::Auto, Mode::Eager];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::Strict => "strict",
            Mode::Auto => "auto",
            Mode::Eager => "eager",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Mode {
    type Err = Error;

    fn from_str(name: &str) -> Result<Mode, Error> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name).ok_or_else(|| Error::Unknown {
            what: "way of reading",
            name: name.into(),
            known: "off, strict, auto, eager",
        })
    }
}
