//! Decides what OCR misread: look-alikes, torn characters, figures, repetitions; the document is its own witness.

mod accept;
mod channel;
mod choices;
mod doubled;
mod draft;
mod features;
mod figures;
mod habits;
mod index;
mod judge;
mod memory;
mod mode;
mod neighbours;
mod observe;
mod omitted;
mod page;
mod phrase;
mod prose;
mod torn;
mod weigh;
mod witness;

pub use accept::BIAS;
pub use features::{COUNT, NAMES, Terms};
pub use mode::Mode;
pub use observe::Observation;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use accept::Acceptor;
use draft::Script;
use memory::Memory;
use observe::{Knowledge, Observer};
use page::Page;
use witness::{Company, Density};

use crate::dictionary::{Confusions, Lookalikes, Protected, Weights, is_japanese};
use crate::edit::Edit;
use crate::error::Error;
use crate::language::{Gate, Mendable, Model, Vocabulary};
use crate::look::{Asked, Looker, Seen};
use crate::restore::Proposals;
use crate::text::is_han;

/// Clear misreadings near each other from which a page is looked through for all that was never seen, not only for what is likely
/// to be mended. (golden/synthetic/ocr-three-hints, unresolved/ocr-two-hints)
const HINTS: usize = 3;
/// The share of Han characters never seen behind the one before them from which on a page is in no language that the model
/// knows: of classical prose it is 0.13 to 0.19, of modern pages 0.02 to 0.06, of misread lines chosen for their errors 0.12.
/// (intact/ocr-classical-prose)
const UNKNOWN: f32 = 0.125;
/// The same of those that may be worth a closer look, which costs nothing to count: where these are fewer, all are.
const UNKNOWN_ODD: f32 = 0.02;
/// Characters that are looked at together for it.
const STRETCH: usize = 1 << 11;
/// How many such stretches are enough, and of how many one is looked at, at most.
const STRETCHES: usize = 8;

/// The stage: built once, used for many documents.
#[derive(Debug)]
pub struct Ocr {
    model: &'static Model,
    vocabulary: &'static Vocabulary,
    gate: &'static Gate,
    /// Looks at texts that come without having been looked at.
    looker: OnceLock<Looker>,
    mendable: &'static Mendable,
    lookalikes: &'static Lookalikes,
    acceptor: Acceptor,
    acceptor_in_ocr: Acceptor,
    acceptor_of_short: Acceptor,
    mode: Mode,
    protected: Protected,
    confusions: Confusions,
    /// What was found out by threads that are done.
    memories: Mutex<Vec<Memory<'static>>>,
}

impl Ocr {
    /// The stage with the data of the folder `data`, and what is compiled in where a file is not there.
    ///
    /// # Errors
    /// When a file cannot be read or does not fit this version.
    pub fn new(model: &'static Model, data: Option<&Path>) -> Result<Ocr, Error> {
        let file = |name: &str| data.map(|folder| folder.join(name)).filter(|path| path.exists());
        // What is read lives as long as the program, as the model does.
        let vocabulary = match file(Vocabulary::FILE) {
            Some(path) => Box::leak(Box::new(Vocabulary::open(&path)?)),
            None => Vocabulary::built_in()?,
        };
        let gate = match file(Gate::FILE) {
            Some(path) => Box::leak(Box::new(Gate::open(&path)?)),
            // The pairs that are compiled in are those of the words that are.
            None if file(Model::FILE).is_some() || file(Vocabulary::FILE).is_some() => {
                Box::leak(Box::new(Gate::derive(model, vocabulary)))
            }
            None => Gate::built_in()?,
        };
        let lookalikes = match file(Lookalikes::FILE) {
            Some(path) => Box::leak(Box::new(Lookalikes::open(&path)?)),
            None => Lookalikes::built_in()?,
        };
        let own = [Model::FILE, Vocabulary::FILE, Gate::FILE, Lookalikes::FILE];
        let mendable = match file(Mendable::FILE) {
            Some(path) => Box::leak(Box::new(Mendable::open(&path)?)),
            None if own.into_iter().any(|name| file(name).is_some()) => {
                Box::leak(Box::new(Mendable::derive(model, gate, lookalikes)))
            }
            None => Mendable::built_in()?,
        };
        let acceptor = |(name, text): (&str, &str)| Acceptor::new(name, &Weights::parse(name, text)?);
        let acceptor_in_ocr = acceptor(Weights::LOOKALIKES_IN_OCR)?;
        let acceptor_of_short = acceptor(Weights::LOOKALIKES_IN_SHORT)?;
        let acceptor = acceptor(Weights::LOOKALIKES)?;
        let (mode, protected, confusions) = Default::default();
        Ok(Ocr {
            model,
            vocabulary,
            gate,
            looker: OnceLock::new(),
            mendable,
            lookalikes,
            acceptor,
            acceptor_in_ocr,
            acceptor_of_short,
            mode,
            protected,
            confusions,
            memories: Mutex::default(),
        })
    }

    /// The same in another mode, with what users add.
    #[must_use]
    pub fn with(self, mode: Mode, protected: Protected, confusions: Confusions) -> Ocr {
        Ocr { mode, protected, confusions, ..self }
    }

    /// Everything in `text` that may have been misread, with what speaks for and against it and the probability that
    /// the correction is right; ranges count characters from the start of the text.
    pub fn observe(&self, text: &str) -> Vec<(Observation, f32)> {
        let mut out = Vec::new();
        let mut first = 0;
        let looker = self.looker.get_or_init(|| Looker::new(self.gate, self.mendable, Asked::NOTHING));
        let mut memory = Memory::new(self.model, self.vocabulary);
        for page in looker.look(text).pages.into_iter().map(|seen| Page::new(text, seen, self.gate)) {
            for mut seen in self.page(&page, &mut memory).1 {
                // Also where it cannot be shown.
                witness::hear_written(&page, &mut seen);
                seen.kept = judge::is_kept(&page, &seen);
                let probability = self.acceptor(&page, &seen).probability(&seen.terms);
                seen.range = seen.range.start + first..seen.range.end + first;
                seen.changes.iter_mut().for_each(|(at, _)| *at += first);
                out.push((seen, probability));
            }
            first += page.chars.len();
        }
        out
    }

    /// The pairs by which texts are looked at, and which others are worth a closer look.
    pub(crate) fn pairs(&self) -> (&'static Gate, &'static Mendable) {
        (self.gate, self.mendable)
    }

    /// The corrections of a document that was seen as `pages`, and that `was_simplified` before it was given Traditional forms one to
    /// one.
    pub(crate) fn propose(&self, text: &str, pages: Vec<Seen>, was_simplified: bool) -> Proposals {
        let mut proposals = Proposals::default();
        // What is all ASCII has no Han character.
        if self.mode == Mode::Off || text.is_ascii() {
            return proposals;
        }
        let known = self.memories().pop();
        let mut memory = known.unwrap_or_else(|| Memory::new(self.model, self.vocabulary));
        let page = |seen| Page::new(text, seen, self.gate).with_shapes(was_simplified);
        for page in pages.into_iter().map(page) {
            proposals.edits.extend(self.edits(&page, &mut memory));
        }
        self.memories().push(memory);
        proposals.edits.retain(|edit| !is_in_japanese(text, edit));
        proposals
    }

    fn memories(&self) -> MutexGuard<'_, Vec<Memory<'static>>> {
        // Only whole memories are put there and taken.
        self.memories.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn edits(&self, page: &Page, memory: &mut Memory<'static>) -> Vec<Edit> {
        let (density, observations) = self.page(page, memory);
        let is_ocr = |place: usize| self.mode != Mode::Strict && density.is_ocr(place);
        let regions = self.mode != Mode::Strict && !density.regions().is_empty();
        let mut drafts = figures::drafts(page, regions, is_ocr);
        if regions || !observations.is_empty() {
            let script = Script::of(page);
            drafts.extend(observations.iter().filter_map(|seen| self.draft(page, &density, &script, seen)));
            if regions {
                let mut rest = torn::drafts(page, self.knowledge(), &script);
                rest.extend(doubled::drafts(page, self.knowledge(), is_ocr));
                rest.extend(omitted::drafts(page, self.knowledge(), &script, density.regions()));
                drafts.extend(rest.into_iter().filter(|draft| is_ocr(draft.range.start)));
            }
        }
        drafts.retain(|draft| !self.is_protected(page, draft));
        draft::edits(page, drafts)
    }

    fn knowledge(&self) -> Knowledge<'_> {
        Knowledge {
            confusions: &self.confusions,
            model: self.model,
            vocabulary: self.vocabulary,
            gate: self.gate,
            mendable: self.mendable,
            lookalikes: self.lookalikes,
        }
    }

    /// What may have been misread on a page: all over where the page shows clear misreadings, else only where two
    /// characters stand side by side that were never seen so.
    fn page(&self, page: &Page, memory: &mut Memory<'static>) -> (Density, Vec<Observation>) {
        // A short page shows no density and costs little; what users say of their scanner no table foretells.
        let all = self.mode == Mode::Eager || page.is_short() || !self.confusions.is_empty();
        // Words tell nothing there.
        if self.mode != Mode::Eager && !all && is_unknown(page) {
            return (Density::of(page, &[]), Vec::new());
        }
        // In a list nothing but the shape of a name or a word tells what it is: it stands as it is.
        let mut observe = |suspects: &[usize], density: Option<&Density>| {
            let mut seen = Observer::new(self.knowledge(), page, density, memory).observe(suspects);
            if self.mode != Mode::Eager {
                seen.retain(|seen| !prose::is_listed(page, seen));
            }
            seen
        };
        let suspects = observe::suspects(page, &self.knowledge(), &[], all);
        let mut seen = observe(&suspects, None);
        let mut density = Density::of(page, &seen);
        // Where something tells of OCR, nothing is passed over.
        if !all && density.hints() >= HINTS {
            let suspects = observe::suspects(page, &self.knowledge(), &[], true);
            seen = observe(&suspects, None);
            density = Density::of(page, &seen);
        }
        if self.mode == Mode::Eager {
            density = density.everywhere();
        }
        if self.mode != Mode::Strict && !density.regions().is_empty() {
            let suspects = observe::suspects(page, &self.knowledge(), density.regions(), all);
            seen = observe(&suspects, Some(&density));
        }
        self.hear(page, &density, &mut seen);
        self.read_habits(page, &density, memory, &mut seen);
        (density, seen)
    }

    /// Adds what the page says of its observations.
    fn hear(&self, page: &Page, density: &Density, seen: &mut [Observation]) {
        let company = Company::of(page, seen);
        for seen in seen {
            witness::hear(page, self.model, density, &company, seen);
            if self.may_be_shown(page, seen) {
                witness::hear_written(page, seen);
                seen.kept = judge::is_kept(page, seen);
            }
        }
    }
}

/// Whether a page is in no language that the model knows: a long one by some stretches of it.
fn is_unknown(page: &Page) -> bool {
    let all = page.chars.len();
    let is_share = |part: usize, share: f32, of: usize| part as f32 > share * of as f32;
    if !is_share(page.odd(0..all).count(), UNKNOWN_ODD, all) {
        return false;
    }
    let step = (all / STRETCH / STRETCHES).clamp(1, STRETCHES);
    let stretches = (0..all).step_by(step * STRETCH).map(|start| start..(start + STRETCH).min(all));
    let (mut han, mut unseen) = (0, 0);
    for stretch in stretches {
        han += page.chars[stretch.clone()].iter().filter(|c| is_han(**c)).count();
        unseen += page.unseen(stretch).count();
    }
    is_share(unseen, UNKNOWN, han)
}

/// Whether a text that was seen as `pages` is a line or two.
pub(crate) fn are_short(pages: &[Seen]) -> bool {
    pages.iter().all(|seen| page::is_short(seen.chars.len()))
}

/// Characters on either side of an edit among which kana tell that its line is Japanese.
const BESIDE: usize = 40;

/// Whether an edit lies in Japanese: kana stand in its line, or it takes a form that only Japanese writes for a misreading.
/// (intact/japanese-lines)
fn is_in_japanese(text: &str, edit: &Edit) -> bool {
    let is_kana = |c: &char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}');
    let before = text[..edit.span.start].chars().rev().take(BESIDE).take_while(|c| *c != '\n');
    let behind = text[edit.span.end..].chars().take(BESIDE).take_while(|c| *c != '\n');
    edit.before.chars().any(is_japanese) || before.chain(behind).filter(is_kana).take(2).count() == 2
}
