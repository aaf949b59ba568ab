//! Inverts the damage: glosses, slips, folding; proves by replay; reports what is gone.

mod doubled;
mod escape;
mod family;
mod forms;
mod halves;
mod hypothesis;
mod indent;
mod inserted;
mod kept;
mod lost;
mod memory;
mod misread;
mod numbers;
mod path;
mod profile;
mod prove;
mod regular;
mod replayed;
mod report;
mod room;
mod search;
mod site;
mod tag;
mod telltale;
mod token;
mod unfold;
mod walk;
mod witness;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use family::Family;
use halves::Halves;
use hypothesis::PairSet;
use kept::Shelf;
use memory::{Found, Heard, Memories};
use misread::Misread;
pub(crate) use profile::Profile;
use prove::{Prover, is_sound};
use rustc_hash::FxHashMap;
use search::{How, Reading, Search};
use token::{Kind, Readings, Token};
use witness::Witness;

use crate::damage::gbk;
use crate::dictionary::{GlossTable, simplified};
use crate::edit::Edit;
use crate::evidence::Certainty;
use crate::language::Model;
use crate::look::{Asked, Look};
use crate::restoration::Gap;
use crate::restore::Proposals;
use crate::text::Span;

/// Tokens read before a site: the slip may begin there, and words need their beginnings.
const LEAD_IN: usize = 8;
/// How far back a mark is looked for at which the slip began.
const LEAD_IN_MOST: usize = 60;

/// Chosen characters for which a rival reading is sought.
const RIVALS: usize = 6;
/// The stage: built once, used for many documents.
#[derive(Debug)]
pub(crate) struct Mojibake {
    model: &'static Model,
    table: Cow<'static, GlossTable>,
    readings: Readings,
    /// Built when the first damaged document comes: clean ones never need it.
    halves: Arc<OnceLock<Halves>>,
    misread: Arc<Misread>,
    memories: Memories,
    shelf: Shelf,
}

impl Mojibake {
    pub(crate) fn new(model: &'static Model) -> Mojibake {
        let table = GlossTable::built_in();
        let (halves, misread) = (Arc::default(), Arc::new(Misread::new(model)));
        let (memories, shelf) = Default::default();
        Mojibake {
            model,
            table: Cow::Borrowed(table),
            readings: Readings::new(table),
            halves,
            misread,
            memories,
            shelf,
        }
    }

    /// The characters that the stage asks for.
    pub(crate) fn asked(&self) -> Asked<'_> {
        let (marks, odd) = (telltale::cut_marks(), telltale::odd_characters());
        Asked { telling: self.misread.telling(), marks, odd, forms: forms::characters(), ..Asked::NOTHING }
    }

    /// What is damaged in characters, not in bytes, and hides nothing from the stages behind: indents shown as
    /// question marks.
    pub(crate) fn indents(&self, text: &str) -> Proposals {
        indent::propose(text)
    }

    /// Marks that stand twice all through the document.
    pub(crate) fn doubled(&self, text: &str, look: &Look) -> Proposals {
        doubled::propose(text, look)
    }

    /// Characters inserted before marks.
    pub(crate) fn inserted(&self, text: &str) -> Proposals {
        inserted::propose(text, self.model)
    }

    /// Text read in a wrong encoding.
    pub(crate) fn misread(&self, text: &str, look: &Look) -> Proposals {
        self.misread.propose(text, look)
    }

    /// Escapes left in running text.
    pub(crate) fn escapes(&self, text: &str) -> Proposals {
        escape::propose(text, self.model)
    }

    /// Characters that stand under another number than their own, and those that nobody sees.
    pub(crate) fn forms(&self, text: &str, look: &Look) -> Proposals {
        forms::propose(text, &look.forms, self.model)
    }

    /// What the document shows as a whole: `text`, and the text before it that was counted as `earlier`.
    pub(crate) fn profile(&self, text: &str, look: &Look, earlier: Option<&Profile>) -> Profile {
        let profile = Profile::of(text, &self.table, &self.readings, earlier);
        let family = match profile.artefact {
            true if profile.foreign + profile.further + profile.unowned == 0 => None,
            true => Family::extend(text, self.model, &self.table, profile.is_sure()),
            false => Family::learn(text, self.model, &self.table),
        };
        let alone = profile.alone;
        let profile = Profile { alone, ..family.map_or(profile, |family| family.profile(text)) };
        if profile.artefact { profile } else { self.slipped(text, look, profile) }
    }

    /// The profile of a document without a list, which is a damaged one all the same where a slip is beyond doubt.
    fn slipped(&self, text: &str, look: &Look, profile: Profile) -> Profile {
        let stretches = telltale::stretches(text, &look.odd_marks, self.model);
        if stretches.is_empty() || telltale::is_simplified(text) {
            return profile;
        }
        let orphans = profile::orphans(text);
        let damaged = Profile { artefact: true, by_slips: true, orphans, ..profile.clone() };
        let lines: String = stretches.into_iter().map(|range| format!("{}\n", &text[range])).collect();
        let proposed = self.propose(&lines, &damaged).edits;
        match proposed.iter().any(|edit| telltale::is_beyond_doubt(edit, self.model)) {
            true => damaged,
            false => profile,
        }
    }

    /// What stands in `text`, for the text behind it.
    pub(crate) fn counted(&self, text: &str) -> Profile {
        Profile::counted(text, &self.table, &self.readings)
    }

    /// The same for the list that the document itself shows.
    fn of_family(&self, family: &Family) -> Mojibake {
        let (halves, misread) = (Arc::clone(&self.halves), Arc::clone(&self.misread));
        let table = Cow::Owned(family.table.clone());
        let (readings, memories) = (Readings::new(&table), Memories::default());
        let shelf = self.shelf.clone();
        Mojibake { model: self.model, readings, table, halves, misread, memories, shelf }
    }

    /// Glosses and slips.
    pub(crate) fn propose(&self, text: &str, profile: &Profile) -> Proposals {
        let mut proposals = Proposals::default();
        if !profile.artefact {
            proposals.edits = regular::edits(text);
            return proposals;
        }
        if let Some(family) = &profile.family {
            if profile.split == 0 && !family.same_tool {
                proposals.edits = family.edits(text);
                return proposals;
            }
            let profile = Profile { family: None, ..profile.clone() };
            proposals = self.of_family(family).propose(text, &profile);
            family.sign_all(&mut proposals);
            return proposals;
        }
        let halves = self.halves.get_or_init(|| Halves::new(self.model));
        let owed = PairSet::new(self.table.entries().iter().enumerate().filter_map(|(index, entry)| {
            let (pair, 2) = gbk::bytes(entry.character)? else { return None };
            profile.always_glossed(index).then_some(pair)
        }));
        let mut often: FxHashMap<&str, u32> = FxHashMap::default();
        for (_, content) in lines(text) {
            *often.entry(content).or_default() += 1;
        }
        let mut witness = Witness::of(text.len());
        for content in often.keys() {
            witness.hear(&token::tokens(content, 0, &self.readings));
        }
        let (heard, mut memory) = self.memories.take(Heard::new(profile, witness));
        let search = Search {
            model: self.model,
            kept: self.shelf.take(self.model),
            halves,
            readings: &self.readings,
            profile,
            owed: &owed,
            witness: &heard.witness,
            orphan: if heard.has_orphans { walk::ORPHANS } else { walk::ORPHAN },
        };
        let prover = Prover { text, table: &self.table, readings: &self.readings, profile };
        // What comes to a line comes to every line like it; whether a line break follows makes a difference.
        let mut known: FxHashMap<(&str, bool), Told> = FxHashMap::default();
        for (offset, content) in lines(text) {
            let ends = offset + content.len() < text.len();
            let (edits, gaps) = (proposals.edits.len(), proposals.gaps.len());
            if let Some(told) = known.get(&(content, ends)).cloned() {
                let further = offset - told.offset;
                let moved = |span: Span| Span::new(span.start + further, span.end + further);
                for at in told.edits {
                    let edit = proposals.edits[at].clone();
                    proposals.edits.push(Edit { span: moved(edit.span), ..edit });
                }
                for at in told.gaps {
                    let gap = proposals.gaps[at].clone();
                    proposals.gaps.push(Gap { span: moved(gap.span), ..gap });
                }
                continue;
            }
            let mut tokens = token::tokens(content, offset, &self.readings);
            let found = memory.find(content, ends).unwrap_or_else(|| {
                let found = self.find(&mut tokens, &search, &prover).into();
                memory.keep(content, ends, &found, &heard.witness);
                found
            });
            self.line(text, &tokens, &found, profile, &mut proposals);
            if profile.by_slips {
                // Without a list the document proves less: what is not proved by itself is shown.
                proposals.edits[edits..].iter_mut().for_each(|edit| {
                    if edit.certainty < Certainty::High && !telltale::is_beyond_doubt(edit, self.model) {
                        edit.certainty = Certainty::Low;
                    }
                });
            }
            proposals.edits[edits..].sort_by_key(|e| e.span);
            proposals.gaps[gaps..].sort_by_key(|g| g.span);
            if often.get(content).is_some_and(|times| *times > 1) {
                let (edits, gaps) = (edits..proposals.edits.len(), gaps..proposals.gaps.len());
                known.insert((content, ends), Told { offset, edits, gaps });
            }
        }
        self.shelf.put_back(search.kept);
        self.memories.put_back(heard, memory);
        proposals
    }

    /// Full-width marks, where the document was folded; `text` is what [`Mojibake::propose`] led to, `gaps` what it
    /// left as it came.
    pub(crate) fn unfold(&self, text: &str, profile: &Profile, gaps: &[Span]) -> Proposals {
        let mut proposals = Proposals::default();
        if profile.artefact && profile.folded && !profile.by_slips {
            proposals.edits = unfold::edits(text);
            proposals.edits.retain(|edit| {
                let next = gaps.partition_point(|gap| gap.end <= edit.span.start);
                // Question marks right behind a slip that stays may be part of it.
                let last = next.checked_sub(1).and_then(|last| gaps.get(last));
                let goes_on = last.and_then(|last| text.get(last.end..edit.span.end));
                gaps.get(next).is_none_or(|gap| !gap.overlaps(edit.span))
                    && goes_on.is_none_or(|between| between.bytes().any(|byte| byte != b'?'))
            });
        }
        proposals
    }

    /// What comes of the damaged stretches of a line.
    fn find(&self, tokens: &mut [Token], search: &Search, prover: &Prover) -> Vec<Found> {
        let profile = search.profile;
        let sites =
            site::sites(tokens, &self.readings, search.owed, profile.folded, self.model, search.halves);
        let tokens = &*tokens;
        let mut all = Vec::new();
        let mut at = 0;
        let mut next = 0;
        while let Some(&site) = sites.get(next) {
            let start = self.lead_in(tokens, site, at, profile);
            let reading = read(search, tokens, start, &sites[next..]);
            let judged = prover.judge(tokens, &reading);
            let sound = reading.best.runs.iter().filter(|run| is_sound(run, tokens));
            let sound = sound.map(|run| (run.tokens.0, run.tokens.1.min(tokens.len()))).collect();
            at = reading.end.min(tokens.len()).max(start + 1);
            all.push(Found { start, end: at, judged, sound });
            while sites.get(next).is_some_and(|s| *s < at) {
                next += 1;
            }
        }
        all
    }

    /// Where to begin reading for a site: some tokens ahead of it, and ahead of a mark, but not before `at`.
    fn lead_in(&self, tokens: &[Token], site: usize, at: usize, profile: &Profile) -> usize {
        let least = site.saturating_sub(LEAD_IN);
        let mark = (site.saturating_sub(LEAD_IN_MOST)..=site)
            .rev()
            .find(|n| tokens[*n].char().is_some_and(|c| walk::cut_mark(c, profile.folded).is_some()));
        let mut start = mark.map_or(least, |m| m.saturating_sub(LEAD_IN).min(least)).max(at);
        while start > at && matches!(tokens[start].kind, Kind::Gloss { .. }) {
            start -= 1;
        }
        start
    }
}

/// What came to a line that stands again: where it began, and the numbers of its edits and gaps.
#[derive(Debug, Clone)]
struct Told {
    offset: usize,
    edits: Range<usize>,
    gaps: Range<usize>,
}

/// Bytes on either side in which what a text explains stands. (intact/samples-explained)
const EXPLAINED: usize = 120;

/// Whether a text that holds `what` right before the bytes `span` or behind them shows these as a sample of what became of
/// it.
fn is_explained(text: &str, span: Span, what: &str) -> bool {
    let mut from = span.start.saturating_sub(EXPLAINED);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + EXPLAINED).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    // In whichever script.
    let plain = |text: &str| text.chars().map(simplified).collect::<String>();
    what.chars().count() > 1
        && [from..span.start, span.end..to]
            .into_iter()
            .filter_map(|side| text.get(side))
            .any(|side| plain(side).contains(&plain(what)))
}

/// The lines of a text without their ends, each with the byte it begins at.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

/// The best reading of a window with its rivals: for every chosen character, the best reading that chooses otherwise.
fn read(search: &Search, tokens: &[Token], start: usize, sites: &[usize]) -> Reading {
    let mut reading = search.read(tokens, start, sites, How::default());
    let until = Some(reading.end);
    let mut rivals = Vec::new();
    let mut sought = 0;
    for run in &reading.best.runs {
        let is_rivalled = reading.others.iter().any(|(path, _)| path.is_other(run));
        for banned in run.chosen.iter().copied().filter(|_| !is_rivalled) {
            sought += 1;
            if sought > RIVALS {
                break;
            }
            let rival = search.read(tokens, start, sites, How { until, banned: Some(banned) });
            rivals.push((rival.best, rival.best_score));
            rivals.extend(rival.others);
        }
    }
    reading.others.extend(rivals);
    reading.others.sort_by(|a, b| b.1.total_cmp(&a.1));
    reading
}
/// What is seen of a text, with what is compiled in.
#[cfg(test)]
fn seen(text: &str) -> Look {
    let mojibake = Mojibake::new(Model::built_in().expect("the model is compiled in"));
    let gate = crate::language::Gate::built_in().expect("so are the pairs");
    let mendable = crate::language::Mendable::built_in().expect("and what is worth a look");
    crate::look::Looker::new(gate, mendable, mojibake.asked()).look(text)
}
