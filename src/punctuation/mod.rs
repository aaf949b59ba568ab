//! Marks, spacing and paragraphs of a page.
//!
//! Evening out is done where it is asked for: nothing there is wrong. Unasked, marks are corrected where the text around
//! them was read by OCR, as the corrections of its characters show.

mod alike;
mod figures;
mod joins;
mod junctions;
mod latin;
mod line;
mod pairs;
mod paragraphs;
mod rows;
mod spaces;
mod stops;
mod width;

use std::fmt;
use std::str::FromStr;

pub(crate) use line::Line;

use crate::edit::{Edit, Edits};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::language::Model;
use crate::text::Span;

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

/// What is looked at one after the other: each sees the text as the one before it left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Lines broken and run together.
    Lines,
    /// Marks, whatever the spaces around them.
    Marks,
    /// Points that were read for marks: the marks around them tell.
    Points,
    /// Spaces.
    Spaces,
}

impl Step {
    /// Every step in order. Lines come again at the end: a mark put right may show where a paragraph ends.
    pub(crate) const ALL: [Step; 5] = [Step::Lines, Step::Marks, Step::Points, Step::Spaces, Step::Lines];
}

/// What is asked for, and what is known of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub tidy: bool,
    pub spacing: Spacing,
    /// Places at which OCR misread characters, in order.
    pub misread: &'a [Span],
}

/// Bytes around a place where OCR misread a character that were read with it: 1,000 Han characters.
/// (found/ocr-speech)
const AROUND: usize = 3_000;
/// Clear misreadings, and how many on 10,000 characters, that show the work of OCR. (intact/points-in-a-chat)
const CLEAR: u32 = 3;
const DENSE: u32 = 4;

/// The places, after `applied`, where these edits corrected what OCR misread, in a text that shows enough of it.
pub(crate) fn misread_places(applied: &Edits) -> Vec<Span> {
    let mut grown: isize = 0;
    let mut places = Vec::new();
    for edit in applied {
        let start = edit.span.start.wrapping_add_signed(grown);
        grown += edit.after.len() as isize - edit.span.len() as isize;
        let is_dense = edit.evidence.iter().any(|fact| match fact {
            Evidence::Density { clear, characters } => {
                *clear >= CLEAR && u64::from(*clear) * 10_000 >= u64::from(DENSE) * u64::from(*characters)
            }
            _ => false,
        });
        if is_dense {
            places.push(Span::new(start, start + edit.after.len()));
        }
    }
    places
}

/// The edits of one step on `text`: with `tidy`, lines, marks, spaces beside marks, torn words and the spacing that most of
/// the text keeps; with a `spacing` that one throughout; without either, only marks near places that were misread.
pub(crate) fn propose(step: Step, text: &str, asked: Asked, model: &Model) -> Vec<Edit> {
    let mut edits = Vec::new();
    match step {
        Step::Lines if asked.tidy => {
            let all: Vec<Line> = Line::of(text).collect();
            joins::edits(text, &all, model, &mut edits);
            let prose: Vec<Line> = all.into_iter().filter(Line::is_prose).collect();
            paragraphs::edits(text, &prose, &mut edits);
        }
        Step::Marks if asked.tidy => {
            let lines: Vec<Line> = Line::of(text).filter(Line::is_prose).collect();
            let witness = pairs::Witness::of(text);
            let manner = width::Manner::of(&lines);
            let figures = figures::Manner::of(&lines);
            let has_ellipsis = text.contains("……");
            for line in &lines {
                if is_near(line, asked.misread) {
                    alike::edits(line, &witness, &mut edits);
                }
                pairs::edits(line, &witness, &mut edits);
                rows::edits(line, has_ellipsis, &mut edits);
                figures::edits(line, figures, &mut edits);
                width::edits(line, manner, model, &mut edits);
            }
        }
        Step::Marks if !asked.misread.is_empty() => {
            let witness = pairs::Witness::of(text);
            for line in Line::of(text).filter(|line| is_near(line, asked.misread) && line.is_prose()) {
                pairs::edits(&line, &witness, &mut edits);
                alike::edits(&line, &witness, &mut edits);
            }
        }
        Step::Points if asked.tidy => {
            Line::of(text).filter(Line::is_prose).for_each(|line| stops::edits(&line, &mut edits));
        }
        Step::Points if !asked.misread.is_empty() => {
            let near = |line: &Line| is_near(line, asked.misread) && line.is_prose();
            Line::of(text).filter(near).for_each(|line| stops::edits(&line, &mut edits));
        }
        Step::Spaces if asked.tidy || asked.spacing != Spacing::Keep => {
            let lines: Vec<Line> = Line::of(text).filter(Line::is_prose).collect();
            if asked.tidy {
                let latin = latin::Latin::of(text);
                lines.iter().for_each(|line| spaces::edits(line, model, &latin, &mut edits));
            }
            let policy = match asked.spacing {
                Spacing::Keep => junctions::Policy::of_most(&lines),
                spacing => Some(junctions::Policy::asked(spacing)),
            };
            if let Some(policy) = policy {
                lines.iter().for_each(|line| junctions::edits(line, &policy, &mut edits));
            }
        }
        _ => {}
    }
    apart(&mut edits);
    edits
}

/// Whether a line lies near a place that was misread.
fn is_near(line: &Line, misread: &[Span]) -> bool {
    let (Some(first), Some(last)) = (line.chars.first(), line.chars.last()) else { return false };
    let next = misread.partition_point(|place| place.end + AROUND < first.0);
    misread.get(next).is_some_and(|place| place.start <= last.0 + AROUND)
}

/// Puts edits in order; a place may fall under two rules: the surer one has it, else the one that saw it first.
fn apart(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.span, std::cmp::Reverse(edit.certainty)));
    edits.dedup_by(|later, earlier| {
        let overlaps = later.span.start < earlier.span.end || later.span.start == earlier.span.start;
        if overlaps && later.certainty > earlier.certainty {
            std::mem::swap(later, earlier);
        }
        overlaps
    });
}
