//! How sure an edit is: three steps, ordered.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How sure an edit is. Ordered: `Low < Medium < High`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Shown, never applied unless asked for.
    Low,
    /// Supported by words and context.
    #[default]
    Medium,
    /// Proved: by replay, by round trip or by pairing.
    High,
}

impl Certainty {
    /// The name used on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Low => "low",
            Certainty::Medium => "medium",
            Certainty::High => "high",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Certainty {
    type Err = Error;

    fn from_str(name: &str) -> Result<Certainty, Error> {
        [Certainty::Low, Certainty::Medium, Certainty::High]
            .into_iter()
            .find(|c| c.name() == name)
            .ok_or_else(|| Error::Unknown {
                what: "certainty",
                name: name.into(),
                known: "high, medium, low",
            })
    }
}
