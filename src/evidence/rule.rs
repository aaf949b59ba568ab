//! The rules: every edit names the one that proposed it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// What an edit is for (TEI's distinction).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aim {
    /// The text was wrong: sic becomes corr.
    Correct,
    /// The text was right in another form: orig becomes reg.
    Regularize,
}

/// The rule that proposed an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// An inserted pinyin gloss is taken out.
    Gloss,
    /// A gloss that split a character: the bytes after it are put back in step.
    GlossSlip,
    /// A cut before a punctuation mark: the bytes after it are put back in step.
    CutSlip,
    /// A run damaged by both passes.
    CompoundSlip,
    /// ASCII punctuation that was full-width gets its width back.
    Unfold,
    /// The script is converted to Simplified.
    ToHans,
    /// The script is converted to Traditional.
    ToHant,
    /// A form that a conversion character by character got wrong is put right.
    HalfConverted,
    /// The text is converted as a mode of OpenCC converts it.
    Opencc,
    /// A term of the user's own table is replaced.
    OwnTable,
}

impl Rule {
    /// Every rule, in the order of the stages.
    pub const ALL: [Rule; 10] = [
        Rule::Gloss,
        Rule::GlossSlip,
        Rule::CutSlip,
        Rule::CompoundSlip,
        Rule::Unfold,
        Rule::ToHans,
        Rule::ToHant,
        Rule::HalfConverted,
        Rule::Opencc,
        Rule::OwnTable,
    ];

    /// The name used on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Rule::Gloss => "gloss",
            Rule::GlossSlip => "gloss-slip",
            Rule::CutSlip => "cut-slip",
            Rule::CompoundSlip => "compound-slip",
            Rule::Unfold => "unfold",
            Rule::ToHans => "to-hans",
            Rule::ToHant => "to-hant",
            Rule::HalfConverted => "half-converted",
            Rule::Opencc => "opencc",
            Rule::OwnTable => "own-table",
        }
    }

    /// Whether the rule corrects an error or chooses a form.
    pub fn aim(self) -> Aim {
        match self {
            Rule::ToHans | Rule::ToHant | Rule::Opencc | Rule::OwnTable => Aim::Regularize,
            _ => Aim::Correct,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Rule {
    type Err = Error;

    fn from_str(code: &str) -> Result<Rule, Error> {
        Rule::ALL.into_iter().find(|r| r.code() == code).ok_or_else(|| Error::Unknown {
            what: "rule",
            name: code.into(),
            known: "gloss, gloss-slip, cut-slip, compound-slip, unfold, to-hans, to-hant, half-converted, opencc, own-table",
        })
    }
}
