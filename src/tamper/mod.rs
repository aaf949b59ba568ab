//! What republishers did to the page: names swapped, goods and tails spliced in, facts taken out.
//!
//! One scan finds every word of the tables; clean text has next to none of them, and each place is then judged by
//! what stands beside it.

mod address;
mod beside;
mod jammer;
mod learned;
mod more;
mod redaction;
mod site;
mod splice;
mod tail;
mod torn;

use std::sync::OnceLock;

use aho_corasick::{
    AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, Match, MatchKind, StartKind,
};

use crate::dictionary::characters::single;
use crate::dictionary::{Formula, Phrase, TamperTables};
use crate::edit::Edit;
use crate::language::Model;
use crate::look::{Asked, Look, Twos};
use crate::restore::Proposals;
use crate::text::{Bits, Span, set_of};

/// The stage.
#[derive(Debug)]
pub(crate) struct Tamper {
    model: &'static Model,
    tables: &'static TamperTables,
    words: Vec<String>,
    /// What finds them: made where one may begin, for that takes longer than reading a page.
    automaton: OnceLock<Option<AhoCorasick>>,
    /// The characters with which the words begin, those that are words by themselves, and those that stand second.
    begins: Box<Bits>,
    alone: Box<Bits>,
    twos: Twos,
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
    /// What opens a tail.
    Formula(usize),
    /// The announcement of this number.
    More(usize),
    /// What names of sites end in.
    Net,
    /// Part of an address.
    Address,
}

/// What names of sites end in, in both scripts, and what addresses have.
const NETS: [&str; 2] = ["网", "網"];
const ADDRESSES: [&str; 4] = [".com", ".cn", ".net", "www."];

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
        for (n, formula) in tables.formulas.iter().enumerate() {
            add(formula.phrase.simplified.clone(), Meaning::Formula(n));
            add(formula.phrase.traditional.clone(), Meaning::Formula(n));
            add(formula.phrase.half_converted.clone(), Meaning::Formula(n));
        }
        for (n, phrase) in tables.announcements.iter().enumerate() {
            add(phrase.simplified.clone(), Meaning::More(n));
            add(phrase.traditional.clone(), Meaning::More(n));
            add(phrase.half_converted.clone(), Meaning::More(n));
        }
        NETS.iter().for_each(|net| add((*net).into(), Meaning::Net));
        ADDRESSES.iter().for_each(|part| add((*part).into(), Meaning::Address));
        let (words, meanings): (Vec<String>, Vec<Meaning>) = words.into_iter().unzip();
        // A text is mostly passed over: words are looked for only where one may begin, several times as fast as looking
        // everywhere.
        let begins = set_of(words.iter().filter_map(|word| word.chars().next()));
        let alone = set_of(words.iter().filter_map(|word| single(word)));
        let two = |word: &String| word.chars().next().zip(word.chars().nth(1));
        let mut twos = Twos::new();
        words.iter().filter_map(two).for_each(|(first, second)| twos.add(first, second));
        Tamper { model, tables, words, automaton: OnceLock::new(), begins, alone, twos, meanings }
    }

    /// What finds the words; nothing at sizes far above those of the tables.
    fn automaton(&self) -> Option<&AhoCorasick> {
        let build = || {
            AhoCorasickBuilder::new()
                .match_kind(MatchKind::LeftmostLongest)
                .start_kind(StartKind::Anchored)
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(&self.words)
                .ok()
        };
        self.automaton.get_or_init(build).as_ref()
    }

    /// The characters that the stage asks for.
    pub(crate) fn asked(&self) -> Asked<'_> {
        Asked { begins: &self.begins, alone: &self.alone, twos: Some(&self.twos), ..Asked::NOTHING }
    }

    /// The words of the tables in `text`, in order: at each place the longest, and behind it what begins where it ends.
    fn words<'a>(&'a self, text: &'a str, begins: &'a [u32]) -> impl Iterator<Item = Match> + 'a {
        let mut at = 0;
        begins.iter().filter_map(move |begin| {
            let begin = *begin as usize;
            if begin < at {
                return None;
            }
            let here = Input::new(text).range(begin..).anchored(Anchored::Yes);
            let found = self.automaton()?.find(here)?;
            at = found.end();
            Some(found)
        })
    }

    /// Swaps and splices to take back, and gaps where facts were taken out.
    pub(crate) fn propose(&self, text: &str, look: &Look) -> Proposals {
        let mut proposals = Proposals::default();
        let mut goods = Vec::new();
        let mut formulas: Vec<(Span, &Formula)> = Vec::new();
        let mut more: Vec<(Span, &Phrase)> = Vec::new();
        let mut names: Vec<(Span, Option<&Phrase>)> = Vec::new();
        let mut nets = Vec::new();
        for found in self.words(text, &look.begins) {
            let span = Span::new(found.start(), found.end());
            match self.meanings[found.pattern().as_usize()] {
                Meaning::Placeholder => {
                    proposals.gaps.extend(redaction::placeholder(text, span, &self.tables.redactions));
                }
                Meaning::Omission(n) => {
                    proposals.gaps.extend(redaction::omission(text, span, &self.tables.omissions[n]));
                }
                Meaning::Site(n) => {
                    let site = &self.tables.sites[n];
                    names.push((span, Some(site)));
                    proposals.edits.extend(site::swap(text, span, site, self.tables, self.model));
                }
                Meaning::Spam(n) => goods.push((span, &self.tables.spam[n])),
                Meaning::Formula(n) => formulas.push((span, &self.tables.formulas[n])),
                Meaning::More(n) => more.push((span, &self.tables.announcements[n])),
                Meaning::Net => nets.push(span.end),
                Meaning::Address => {
                    let is_new = |span: &Span| names.last().is_none_or(|(last, _)| last.end <= span.start);
                    names.extend(address::around(text, span).filter(is_new).map(|span| (span, None)));
                }
            }
        }
        proposals.edits.extend(splice::edits(text, &goods));
        proposals.edits.extend(jammer::edits(text));
        proposals.edits.extend(tail::edits(text, &formulas, self.tables));
        proposals.edits.extend(tail::titles(text));
        proposals.edits.extend(more::edits(text, &more));
        proposals.edits.extend(torn::edits(text, &names, self.model));
        proposals.edits.extend(learned::edits(text, &nets, self.model));
        apart(&mut proposals.edits);
        proposals
    }
}

/// Puts edits in order and leaves out those that overlap a surer or an earlier one.
fn apart(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.span, std::cmp::Reverse(edit.certainty)));
    let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits.drain(..) {
        match kept.last_mut() {
            Some(last) if edit.span.start < last.span.end => {
                if edit.certainty > last.certainty {
                    *last = edit;
                }
            }
            _ => kept.push(edit),
        }
    }
    *edits = kept;
}
