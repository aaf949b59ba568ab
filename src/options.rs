//! What a restorer can be asked to do, and the stages that do it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::dictionary::{Confusions, Protected};
use crate::error::Error;
use crate::evidence::Certainty;
use crate::ocr::Mode as OcrMode;
use crate::punctuation::Spacing;
use crate::variant::{Engine, Mode, Target};

/// A stage of restoring, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stage {
    /// Bytes read in the wrong step, inserted glosses, folded width.
    Mojibake,
    /// What republishers changed.
    Tamper,
    /// Misread characters.
    Ocr,
    /// Marks that OCR misread; marks, spacing and paragraphs, where [`Options::tidy`] or [`Options::spacing`] asks.
    Punctuation,
    /// The script.
    Variant,
}

impl Stage {
    /// Every stage, first to last.
    pub const ALL: [Stage; 5] =
        [Stage::Mojibake, Stage::Tamper, Stage::Ocr, Stage::Punctuation, Stage::Variant];

    /// The name used on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Mojibake => "mojibake",
            Stage::Tamper => "tamper",
            Stage::Ocr => "ocr",
            Stage::Punctuation => "punctuation",
            Stage::Variant => "variant",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Stage {
    type Err = Error;

    fn from_str(name: &str) -> Result<Stage, Error> {
        Stage::ALL.into_iter().find(|s| s.name() == name).ok_or_else(|| Error::Unknown {
            what: "stage",
            name: name.into(),
            known: "mojibake, tamper, ocr, punctuation, variant",
        })
    }
}

/// What a restorer is asked to do. The default restores and keeps the script.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Edits below this are shown, not made.
    pub floor: Certainty,
    /// The script to convert to, last; `None` keeps it.
    pub to: Option<Target>,
    /// Instead of [`Options::to`]: convert exactly as this configuration of OpenCC does, whatever the text is.
    pub opencc: Option<Mode>,
    /// A file of own terms: a line is a term that stays, or a term, a tab and what it becomes.
    pub table: Option<std::path::PathBuf>,
    /// Who converts.
    pub engine: Engine,
    /// Convert to Traditional even a document that is in Traditional already.
    pub reconvert: bool,
    /// Even out marks and spacing, mend torn words and lines.
    pub tidy: bool,
    /// What stands between Han characters and Latin letters or figures.
    pub spacing: Spacing,
    /// Stages to leave out.
    pub skip: Vec<Stage>,
    /// How readily misread characters are corrected.
    pub ocr: OcrMode,
    /// Words in which no misread character is corrected.
    pub protect: Protected,
    /// Characters that are misread for others, besides those that look alike.
    pub confusions: Confusions,
    /// A folder whose files replace the built-in data of the same name.
    pub data: Option<std::path::PathBuf>,
}
