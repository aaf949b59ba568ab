//! Why an edit is believed: the rule that proposed it, how certain it is, and the facts behind it.

mod certainty;
mod explain;
mod explain_pages;
mod rule;

use serde::{Deserialize, Serialize};

pub use certainty::Certainty;
pub use explain::Explanation;
pub use rule::{Aim, Rule};

/// A fact that speaks for (or bounds) an edit. Facts only: no prose is kept where a number or a name will do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Evidence {
    /// The damage was run forward on the proposed original and gave the damaged text, character for character.
    Replay {
        /// Glosses inserted, as `character(reading)`.
        glosses: Vec<String>,
        /// Cuts made, as the mark and the byte dropped before it, e.g. `？ A1`.
        cuts: Vec<String>,
        /// Byte pairs that vanished, in hexadecimal.
        lost: Vec<String>,
        /// How many originals that the language model finds sensible replay alike, this one included.
        alike: u32,
    },
    /// The language model's score of the chosen reading and of the next best one, log10 of probability.
    Score {
        /// Of the chosen reading.
        winner: f32,
        /// The next best reading and its score, where there was one.
        runner_up: Option<(String, f32)>,
    },
    /// The inserted gloss and how the document uses it.
    Gloss {
        /// The character glossed.
        character: char,
        /// Its reading as inserted.
        reading: String,
        /// How many occurrences of the character in the document carry the gloss.
        glossed: u32,
        /// How many stand bare.
        bare: u32,
    },
    /// The document as a whole shows the artefact.
    Document {
        /// Glosses of the artefact's list, byte slips included.
        glosses: u32,
        /// Different characters glossed.
        characters: u32,
        /// Rank in the list up to which characters are glossed.
        level: u32,
        /// Glosses found that the list does not know.
        foreign: u32,
    },
    /// The document as a whole shows the list of a tool that glosses, one that is not known.
    Family {
        /// Glosses on the characters of that list.
        glosses: u32,
        /// Different characters glossed, each wherever it stands and with one reading.
        characters: u32,
        /// Words in which they stand, beyond the first of each.
        words: u32,
        /// Bracketed readings that are none of these.
        foreign: u32,
    },
    /// The document as a whole shows a mechanical change.
    Pattern {
        /// Places that show it.
        shown: u32,
        /// Places that could.
        places: u32,
    },
    /// A line of a table in `dictionaries/`.
    Table {
        /// The file.
        table: String,
        /// The line, from 1.
        line: u32,
        /// Other values the table offers, best first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
    },
    /// A word of the language model that stands there with the edit and did not without.
    Word {
        /// The word, in Simplified characters.
        word: String,
    },
    /// How the text spaces Han characters and Latin letters or figures.
    Spacing {
        /// Places with a space between.
        spaced: u32,
        /// Places without.
        plain: u32,
    },
    /// The text was written in one encoding and read in another.
    Misread {
        /// The accidents, first to last, each as `utf-8 as gbk`.
        steps: Vec<String>,
        /// Whether misreading the restored stretch in the same way gives the damaged one, character for character.
        replays: bool,
        /// Characters of which a byte was lost, chosen by their neighbours.
        chosen: u32,
        /// Characters of which too much was lost.
        gone: u32,
        /// log10 of how much better the stretch reads restored, for each Han character; of a long stretch of UTF-8, which proves
        /// itself, those at its beginning.
        gain: f32,
        /// Of what was chosen, the closest choice: the text, the next best, and log10 of how much better the first reads.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closest: Option<(String, String, f32)>,
    },
    /// A character that looks like another.
    Lookalike {
        /// The character that stands.
        seen: char,
        /// The one it is taken to be.
        meant: char,
        /// How many characters look more like it, from 0; `None` where the table does not have the pair.
        rank: Option<u32>,
    },
    /// How likely the correction is right, and what each of its terms adds (log odds), the largest first.
    Weighed {
        /// From 0 to 1.
        probability: f32,
        /// The terms that speak for it or against it.
        terms: Vec<(String, f32)>,
    },
    /// How often the document itself writes what is proposed, and what stands.
    Witness {
        /// The words proposed, in Simplified characters.
        reading: String,
        /// How often they stand elsewhere.
        stands: u32,
        /// The words as they stand, in Simplified characters.
        written: String,
        /// How often these stand, this place included.
        written_stands: u32,
    },
    /// How many clear misreadings of characters the document shows.
    Density {
        /// Clear misreadings.
        clear: u32,
        /// Among so many characters.
        characters: u32,
    },
    /// The characters on both sides that decided.
    Between {
        /// Before the span.
        left: Option<char>,
        /// After the span.
        right: Option<char>,
    },
}
