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
    /// Text read in a wrong encoding is read in its own.
    Misread,
    /// The number of a character that was left in the text becomes the character.
    Escape,
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
    /// An inserted gloss of a list that only the document shows is taken out.
    OtherGloss,
    /// Characters inserted before a mark are taken out.
    Inserted,
    /// A mark that a tool doubled stands once again.
    DoubledMark,
    /// An indent that became question marks becomes ideographic spaces again.
    Indent,
    /// A string that a forum put between sentences is taken out.
    Jammer,
    /// A private-use character becomes the one that was assigned to it.
    PrivateUse,
    /// A radical inside a word becomes the character of the same shape.
    Radical,
    /// A character becomes its canonical form: a compatibility ideograph, a letter with its accent apart.
    Canonical,
    /// A character that nobody sees is taken out.
    Invisible,
    /// A site's name gives way to the one it was put over.
    SiteName,
    /// Goods advertised inside a sentence are taken out.
    Splice,
    /// A line put in by a republisher, or an advertised title, is taken out.
    Tail,
    /// A quotation mark or a bracket gets its partner.
    Pairing,
    /// A point that was read for a mark becomes the mark.
    MisreadMark,
    /// Narrow marks between Han characters become full-width.
    MarkWidth,
    /// Dots become an ellipsis, strokes a dash.
    LongMark,
    /// A mark set twice stands once.
    RepeatedMark,
    /// Marks and spaces inside a figure are put right.
    FigureMark,
    /// Lines broken inside a sentence are joined.
    JoinedLine,
    /// Spaces beside a full-width mark are taken out.
    MarkSpacing,
    /// A space inside a word is taken out.
    TornWord,
    /// Han and Latin are spaced as asked, or as in most of the text.
    Spacing,
    /// Paragraphs run together are parted.
    ParagraphBreak,
    /// A character was read as another that looks like it.
    Lookalike,
    /// A character was read as two, or as strokes.
    Torn,
    /// Letters were read for digits, or a space was read into a figure.
    Figure,
    /// A character or a word was read twice.
    Doubled,
    /// A character was passed over.
    Omitted,
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
    pub const ALL: [Rule; 40] = [
        Rule::Misread,
        Rule::Escape,
        Rule::Gloss,
        Rule::GlossSlip,
        Rule::CutSlip,
        Rule::CompoundSlip,
        Rule::Unfold,
        Rule::OtherGloss,
        Rule::Inserted,
        Rule::DoubledMark,
        Rule::Indent,
        Rule::Jammer,
        Rule::PrivateUse,
        Rule::Radical,
        Rule::Canonical,
        Rule::Invisible,
        Rule::SiteName,
        Rule::Splice,
        Rule::Tail,
        Rule::Lookalike,
        Rule::Torn,
        Rule::Figure,
        Rule::Doubled,
        Rule::Omitted,
        Rule::Pairing,
        Rule::MisreadMark,
        Rule::MarkWidth,
        Rule::LongMark,
        Rule::RepeatedMark,
        Rule::FigureMark,
        Rule::JoinedLine,
        Rule::MarkSpacing,
        Rule::TornWord,
        Rule::Spacing,
        Rule::ParagraphBreak,
        Rule::ToHans,
        Rule::ToHant,
        Rule::HalfConverted,
        Rule::Opencc,
        Rule::OwnTable,
    ];

    /// The name used on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Rule::Misread => "misread",
            Rule::Escape => "escape",
            Rule::Gloss => "gloss",
            Rule::GlossSlip => "gloss-slip",
            Rule::CutSlip => "cut-slip",
            Rule::CompoundSlip => "compound-slip",
            Rule::Unfold => "unfold",
            Rule::OtherGloss => "other-gloss",
            Rule::Inserted => "inserted",
            Rule::DoubledMark => "doubled-mark",
            Rule::Indent => "indent",
            Rule::Jammer => "jammer",
            Rule::PrivateUse => "private-use",
            Rule::Radical => "radical",
            Rule::Canonical => "canonical",
            Rule::Invisible => "invisible",
            Rule::SiteName => "site-name",
            Rule::Splice => "splice",
            Rule::Tail => "tail",
            Rule::Pairing => "pairing",
            Rule::MisreadMark => "misread-mark",
            Rule::MarkWidth => "mark-width",
            Rule::LongMark => "long-mark",
            Rule::RepeatedMark => "repeated-mark",
            Rule::FigureMark => "figure-mark",
            Rule::JoinedLine => "joined-line",
            Rule::MarkSpacing => "mark-spacing",
            Rule::TornWord => "torn-word",
            Rule::Spacing => "spacing",
            Rule::ParagraphBreak => "paragraph-break",
            Rule::Lookalike => "lookalike",
            Rule::Torn => "torn",
            Rule::Figure => "figure",
            Rule::Doubled => "doubled",
            Rule::Omitted => "omitted",
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
            Rule::Radical
            | Rule::Canonical
            | Rule::Invisible
            | Rule::MarkWidth
            | Rule::LongMark
            | Rule::MarkSpacing
            | Rule::Spacing
            | Rule::ToHans
            | Rule::ToHant
            | Rule::Opencc
            | Rule::OwnTable => Aim::Regularize,
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
            known: "misread, escape, gloss, gloss-slip, cut-slip, compound-slip, unfold, other-gloss, inserted, \
                    doubled-mark, indent, jammer, private-use, radical, canonical, invisible, site-name, splice, \
                    tail, lookalike, torn, figure, doubled, omitted, \
                    pairing, misread-mark, mark-width, long-mark, repeated-mark, figure-mark, joined-line, \
                    mark-spacing, torn-word, spacing, paragraph-break, to-hans, to-hant, \
                    half-converted, opencc, own-table",
        })
    }
}
