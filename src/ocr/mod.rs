//! Decides what OCR misread: look-alikes, torn characters, figures, repetitions; the document is its own witness.

mod accept;
mod doubled;
mod draft;
mod features;
mod figures;
mod mode;
mod observe;
mod omitted;
mod page;
mod phrase;
mod torn;
mod witness;

pub use accept::BIAS;
pub use features::{COUNT, NAMES, Terms};
pub use mode::Mode;
pub use observe::Observation;

use std::path::Path;

use accept::Acceptor;
use draft::{Draft, Script};
use observe::{Knowledge, Observer};
use page::Page;
use witness::{Company, Density};

use crate::dictionary::{Confusions, Lookalikes, Protected, Weights, is_japanese};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Gate, Mendable, Model, Vocabulary};
use crate::restore::Proposals;

/// Probabilities from which a correction is made, by mode. Measured by examples/train_ocr on texts not learned from, in both
/// scripts: strict, no wrong one on 10,000 characters of clean text; auto, 0.05, and looser where the page shows clear
/// misreadings (pinned by golden/found/ocr-speech); eager takes what is likelier than not.
const STRICT: f32 = 0.98;
const AUTO: f32 = 0.9;
const AUTO_OCR: f32 = 0.65;
const EAGER: f32 = 0.5;
/// In auto, in a short text: it shows no density, which counts as much against a misreading as against its lack. From
/// here 97 of 100 are right in such texts, and 0.13 is wrong on 10,000 clean characters.
const AUTO_SHORT: f32 = 0.75;
/// Clear misreadings near each other from which a page is looked through for all that was never seen, not only for what is likely
/// to be mended.
const HINTS: usize = 2;
/// Probability from which a correction that is not made is shown.
const SHOWN: f32 = 0.3;
/// What stands more often than this in a page is no misreading, unless the page writes what would be right so many
/// times as often; where the page was read by OCR, a little more often. Nor is, elsewhere, what stands twice while what
/// would be right never does. Pinned by golden/intact/ocr-recurring-name.
const RECURS: u32 = 2;
const RECURS_IN_OCR: u32 = 3;
const MISREAD_SELDOM: u32 = 100;
/// Terms told as evidence, the largest first.
const TOLD: usize = 6;

/// The stage: built once, used for many documents.
#[derive(Debug)]
pub struct Ocr {
    model: &'static Model,
    vocabulary: &'static Vocabulary,
    gate: &'static Gate,
    mendable: &'static Mendable,
    lookalikes: &'static Lookalikes,
    acceptor: Acceptor,
    acceptor_of_short: Acceptor,
    mode: Mode,
    protected: Protected,
    confusions: Confusions,
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
        let (acceptor, acceptor_of_short) =
            (acceptor(Weights::LOOKALIKES)?, acceptor(Weights::LOOKALIKES_IN_SHORT)?);
        let (mode, protected, confusions) = Default::default();
        Ok(Ocr {
            model,
            vocabulary,
            gate,
            mendable,
            lookalikes,
            acceptor,
            acceptor_of_short,
            mode,
            protected,
            confusions,
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
        for page in Page::of(text) {
            for mut seen in self.page(&page).1 {
                let probability = self.acceptor(&page).probability(&seen.terms);
                seen.range = seen.range.start + first..seen.range.end + first;
                seen.changes.iter_mut().for_each(|(at, _)| *at += first);
                out.push((seen, probability));
            }
            first += page.chars.len();
        }
        out
    }

    /// The corrections of a document.
    pub(crate) fn propose(&self, text: &str) -> Proposals {
        let mut proposals = Proposals::default();
        // What is all ASCII has no Han character.
        if self.mode == Mode::Off || text.is_ascii() {
            return proposals;
        }
        for page in Page::of(text) {
            proposals.edits.extend(self.edits(&page));
        }
        proposals.edits.retain(|edit| !is_in_japanese(text, edit));
        proposals
    }

    /// Who judges the corrections of a page: in a short text other things count.
    fn acceptor(&self, page: &Page) -> &Acceptor {
        if page.is_short() { &self.acceptor_of_short } else { &self.acceptor }
    }

    /// The probability from which corrections are made.
    fn threshold(&self, page: &Page, is_ocr: bool) -> f32 {
        match self.mode {
            Mode::Eager => EAGER,
            Mode::Auto if is_ocr => AUTO_OCR,
            Mode::Auto if page.is_short() => AUTO_SHORT,
            Mode::Auto => AUTO,
            Mode::Strict | Mode::Off => STRICT,
        }
    }

    fn edits(&self, page: &Page) -> Vec<Edit> {
        let (density, observations) = self.page(page);
        let is_ocr = |place: usize| self.mode != Mode::Strict && density.is_ocr(place);
        let mut drafts = figures::drafts(page, is_ocr);
        let regions = self.mode != Mode::Strict && !density.regions().is_empty();
        if regions || !observations.is_empty() {
            let script = Script::of(page);
            drafts.extend(observations.iter().filter_map(|seen| self.draft(page, &density, &script, seen)));
            if regions {
                let mut rest = torn::drafts(page, self.knowledge(), &script);
                rest.extend(doubled::drafts(page, self.knowledge()));
                rest.extend(omitted::drafts(page, self.knowledge(), &script));
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
    fn page(&self, page: &Page) -> (Density, Vec<Observation>) {
        // A short page shows no density and costs little; what users say of their scanner no table foretells.
        let all = self.mode == Mode::Eager || page.is_short() || !self.confusions.is_empty();
        let suspects = observe::suspects(page, &self.knowledge(), &[], all);
        let mut seen = Observer::new(self.knowledge(), page, None).observe(&suspects);
        let mut density = Density::of(page, &seen);
        // Where something tells of OCR, nothing is passed over.
        if !all && density.hints() >= HINTS {
            let suspects = observe::suspects(page, &self.knowledge(), &[], true);
            seen = Observer::new(self.knowledge(), page, None).observe(&suspects);
            density = Density::of(page, &seen);
        }
        if self.mode == Mode::Eager {
            density = density.everywhere();
        }
        if self.mode != Mode::Strict && !density.regions().is_empty() {
            let suspects = observe::suspects(page, &self.knowledge(), density.regions(), all);
            seen = Observer::new(self.knowledge(), page, Some(&density)).observe(&suspects);
        }
        let company = Company::of(page, self.gate, &seen);
        let hear = |seen: &mut Observation| witness::hear(page, self.gate, &density, &company, seen);
        seen.iter_mut().for_each(hear);
        (density, seen)
    }

    /// The correction that an observation comes to, where it is likely enough to be shown.
    fn draft(&self, page: &Page, density: &Density, script: &Script, seen: &Observation) -> Option<Draft> {
        let acceptor = self.acceptor(page);
        let probability = acceptor.probability(&seen.terms);
        let threshold = self.threshold(page, density.is_ocr(seen.range.start));
        let written = &page.chars[seen.range.clone()];
        let (stands, written_stands) = (page.count(&seen.word), page.count(written));
        // What a text writes again and again is a name or a term, however strange.
        let is_ocr = density.is_ocr(seen.range.start);
        if !is_ocr && is_cited(page, seen.range.clone()) {
            return None;
        }
        let often = if is_ocr { RECURS_IN_OCR } else { RECURS };
        let recurs = written_stands > often && stands < written_stands * MISREAD_SELDOM;
        if written.len() > 1 && (recurs || !is_ocr && written_stands > 1 && stands == 0) {
            return None;
        }
        if probability < SHOWN.min(threshold) {
            return None;
        }
        let made = probability >= threshold;
        let certainty = if made { Certainty::Medium } else { Certainty::Low };
        let (first, last) = (seen.changes.first()?.0, seen.changes.last()?.0);
        let after = (first..=last).map(|at| match seen.changes.iter().find(|(place, _)| *place == at) {
            Some((_, c)) => script.write(*c).to_string(),
            None => page.written(at..at + 1).to_owned(),
        });
        let mut terms = acceptor.reasons(&seen.terms);
        terms.truncate(TOLD);
        let mut evidence = Vec::new();
        for &(at, meant) in &seen.changes {
            let rank =
                self.lookalikes.of(page.chars[at]).find(|like| like.character == meant).map(|like| like.rank);
            evidence.push(Evidence::Lookalike { seen: page.chars[at], meant, rank });
        }
        evidence.push(Evidence::Weighed { probability, terms });
        evidence.push(Evidence::Witness {
            reading: seen.word.iter().collect(),
            stands,
            written: written.iter().collect(),
            written_stands,
        });
        let (clear, characters) = density.near(first);
        let (clear, characters) = (clear as u32, characters as u32);
        evidence.push(Evidence::Density { clear, characters });
        Some(Draft {
            range: first..last + 1,
            after: after.collect(),
            rule: Rule::Lookalike,
            probability,
            certainty,
            evidence,
        })
    }

    /// Whether a draft changes anything of a protected word.
    fn is_protected(&self, page: &Page, draft: &Draft) -> bool {
        self.protected.words().any(|word| {
            let first = (draft.range.start + 1).saturating_sub(word.len().max(1));
            (first..draft.range.end.max(draft.range.start + 1))
                .any(|start| page.chars.get(start..start + word.len()) == Some(word))
        })
    }
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

/// Whether quotation marks hold just these characters: a word is cited as it is. (intact/ocr-article-on-ocr)
fn is_cited(page: &Page, range: std::ops::Range<usize>) -> bool {
    let before = range.start.checked_sub(1).and_then(|n| page.chars.get(n));
    let pair = before.zip(page.chars.get(range.end));
    pair.is_some_and(|pair| {
        matches!(pair, ('“', '”') | ('‘', '’') | ('「', '」') | ('『', '』') | ('"', '"'))
    })
}
