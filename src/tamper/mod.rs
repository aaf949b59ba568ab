//! What republishers did to the page: names swapped, goods spliced in, facts taken out.
//!
//! One scan finds every word of the tables; clean text has next to none of them, and each place is then judged by
//! what stands beside it.

mod beside;
mod jammer;
mod redaction;
mod site;
mod splice;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::dictionary::TamperTables;
use crate::language::Model;
use crate::restore::Proposals;
use crate::text::Span;

/// The stage.
#[derive(Debug)]
pub(crate) struct Tamper {
    model: &'static Model,
    tables: &'static TamperTables,
    words: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
}

/// What a word that was found is in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A placeholder.
    Placeholder,
    /// The omission of this number, in Simplified or Traditional characters.
    Omission(usize),
    /// The site of this number.
    Site(usize),
    /// The spam phrase of this number.
    Spam(usize),
}

impl Tamper {
    pub(crate) fn new(model: &'static Model) -> Tamper {
        let tables = TamperTables::built_in();
        let mut words: Vec<(String, Meaning)> = Vec::new();
        let mut add = |word: String, meaning| {
            if !words.iter().any(|(known, _)| *known == word) {
                words.push((word, meaning));
            }
        };
        for redaction in &tables.redactions {
            add(redaction.placeholder.clone(), Meaning::Placeholder);
        }
        for (n, omission) in tables.omissions.iter().enumerate() {
            let simplified = [omission.sides.0.as_str(), omission.sides.1.as_str()].concat();
            add(simplified.chars().map(crate::dictionary::traditional).collect(), Meaning::Omission(n));
            add(simplified, Meaning::Omission(n));
        }
        for (phrases, meaning) in
            [(&tables.sites, Meaning::Site as fn(usize) -> Meaning), (&tables.spam, Meaning::Spam)]
        {
            for (n, phrase) in phrases.iter().enumerate() {
                add(phrase.simplified.clone(), meaning(n));
                add(phrase.traditional.clone(), meaning(n));
                add(phrase.half_converted.clone(), meaning(n));
            }
        }
        let (words, meanings): (Vec<String>, Vec<Meaning>) = words.into_iter().unzip();
        let built = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(&words);
        // Building fails at sizes far above those of the tables; then nothing is found.
        Tamper { model, tables, words: built.ok(), meanings }
    }

    /// Swaps and splices to take back, and gaps where facts were taken out.
    pub(crate) fn propose(&self, text: &str) -> Proposals {
        let mut proposals = Proposals::default();
        let mut goods = Vec::new();
        for found in self.words.iter().flat_map(|words| words.find_iter(text)) {
            let span = Span::new(found.start(), found.end());
            match self.meanings[found.pattern().as_usize()] {
                Meaning::Placeholder => {
                    proposals.gaps.extend(redaction::placeholder(text, span, &self.tables.redactions));
                }
                Meaning::Omission(n) => {
                    proposals.gaps.extend(redaction::omission(text, span, &self.tables.omissions[n]));
                }
                Meaning::Site(n) => {
                    proposals.edits.extend(site::swap(
                        text,
                        span,
                        &self.tables.sites[n],
                        self.tables,
                        self.model,
                    ));
                }
                Meaning::Spam(n) => goods.push((span, &self.tables.spam[n])),
            }
        }
        proposals.edits.extend(splice::edits(text, &goods));
        proposals.edits.extend(jammer::edits(text));
        proposals.edits.sort_by_key(|edit| edit.span);
        proposals
    }
}
