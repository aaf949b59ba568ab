//! Spacing and paragraphs of a page, made even where that is asked for: nothing here is wrong, so nothing is done unasked.

mod junctions;
mod line;
mod paragraphs;
mod spaces;

use std::fmt;
use std::str::FromStr;

pub(crate) use line::Line;

use crate::edit::Edit;
use crate::error::Error;
use crate::language::Model;

/// What stands between Han characters and Latin letters or figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Spacing {
    /// What stands there now.
    #[default]
    Keep,
    /// Nothing.
    None,
    /// A thin space, U+2009.
    Thin,
    /// A space, after the manner of pangu.js.
    Pangu,
}

impl Spacing {
    /// Every way, as named on the command line.
    pub const ALL: [Spacing; 4] = [Spacing::Keep, Spacing::None, Spacing::Thin, Spacing::Pangu];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Spacing::Keep => "keep",
            Spacing::None => "none",
            Spacing::Thin => "thin",
            Spacing::Pangu => "pangu",
        }
    }
}

impl fmt::Display for Spacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Spacing {
    type Err = Error;

    fn from_str(name: &str) -> Result<Spacing, Error> {
        Spacing::ALL.into_iter().find(|s| s.name() == name).ok_or_else(|| Error::Unknown {
            what: "spacing",
            name: name.into(),
            known: "keep, none, thin, pangu",
        })
    }
}

/// The edits that even out `text`: with `tidy`, spaces beside marks, torn words and lost paragraph breaks, and the
/// spacing that most of the text keeps; with a `spacing` that one throughout.
pub(crate) fn propose(text: &str, tidy: bool, spacing: Spacing, model: &Model) -> Vec<Edit> {
    let lines: Vec<Line> = Line::of(text).filter(Line::is_prose).collect();
    let mut edits = Vec::new();
    if tidy {
        paragraphs::edits(text, &lines, &mut edits);
        for line in &lines {
            spaces::edits(line, model, &mut edits);
        }
    }
    let policy = match spacing {
        Spacing::Keep if tidy => junctions::Policy::of_most(&lines),
        Spacing::Keep => None,
        asked => Some(junctions::Policy::asked(asked)),
    };
    if let Some(policy) = policy {
        for line in &lines {
            junctions::edits(line, &policy, &mut edits);
        }
    }
    // A space may fall under two rules: the first one that saw it has it.
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|later, earlier| {
        later.span.start < earlier.span.end || later.span.start == earlier.span.start
    });
    edits
}
