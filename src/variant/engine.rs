//! Who converts, and what it is asked to do.

use std::fmt;
use std::str::FromStr;

use super::{Mode, Target};
use crate::error::Error;

/// Who converts between the scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Engine {
    /// The tables, with a line cited for every edit.
    #[default]
    Hanmend,
    /// OpenCC itself, which says what changed but not why. Feature `opencc`.
    #[cfg(feature = "opencc")]
    Opencc,
}

impl Engine {
    /// Every engine of this build.
    pub const ALL: &'static [Engine] = &[
        Engine::Hanmend,
        #[cfg(feature = "opencc")]
        Engine::Opencc,
    ];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Hanmend => "hanmend",
            #[cfg(feature = "opencc")]
            Engine::Opencc => "opencc",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Engine {
    type Err = Error;

    fn from_str(name: &str) -> Result<Engine, Error> {
        Engine::ALL.iter().copied().find(|e| e.name() == name).ok_or_else(|| Error::Unknown {
            what: "engine",
            name: name.into(),
            known: if cfg!(feature = "opencc") {
                "hanmend, opencc"
            } else {
                "hanmend; opencc when built with that feature"
            },
        })
    }
}

/// What the script stage is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Put the text into a script.
    Script(Target),
    /// Do what OpenCC does, whatever the text is.
    Mode(Mode),
    /// Heed the user's own terms, and keep the script.
    Terms,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for engine in Engine::ALL {
            assert_eq!(engine.name().parse::<Engine>().unwrap(), *engine);
        }
        assert!("none".parse::<Engine>().is_err());
    }
}
