//! Decides what OCR misread: look-alikes, torn characters, figures, repetitions; the document is its own witness.

mod accept;
mod choices;
mod doubled;
mod draft;
mod features;
mod figures;
mod mode;
mod observe;
mod omitted;
mod page;
mod phrase;
mod prose;
mod torn;
mod witness;

pub use accept::BIAS;
use features::STRANGE;
pub use features::{COUNT, NAMES, Terms};
pub use mode::Mode;
pub use observe::Observation;

use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use accept::Acceptor;
use draft::{Draft, Script};
use observe::{Knowledge, Observer};
use page::Page;
use witness::{Company, Density};

use crate::dictionary::{
    Confusions, GrammarCharacters, Lookalikes, NameCharacters, Protected, Weights, is_japanese,
    other_simplified,
};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Gate, Mendable, Model, Vocabulary};
use crate::look::{Asked, Looker, Seen};
use crate::restore::Proposals;

/// Probabilities from which a correction is made, by mode. Strict changes nothing in 220,000 characters of clean news; auto
/// 13 places in eight million of clean text (`evaluate -- clean`), and is looser where the page shows clear misreadings
/// (pinned by golden/found/ocr-speech); eager takes what is likelier than not.
const STRICT: f32 = 0.98;
const AUTO: f32 = 0.9;
const AUTO_OCR: f32 = 0.75;
/// In auto, where the page shows clear misreadings, for what looks little like what stands: found by what stands around more
/// than by its shape, and that is not always of the kind that was learned from. (golden/found/ocr-speech)
const AUTO_OCR_FAR: f32 = 0.94;
/// The same for a word of one character that others look more like: nothing but its neighbours tells what it is.
/// (golden/found/ocr-speech: 各桉)
const AUTO_OCR_ALONE: f32 = 0.97;
/// The rank from which a character looks little like another. (golden/found/ocr-speech, synthetic/ocr-recurring)
const FAR: u32 = 20;
const EAGER: f32 = 0.5;
/// In auto, in a short text: it shows no density, which counts as much against a misreading as against its lack. From
/// here none of 220,000 characters of clean news is changed, line by line, from 0.97 two and from 0.9 four.
/// (golden/synthetic/ocr-one-line, unresolved/ocr-one-line-open)
const AUTO_SHORT: f32 = 0.98;
/// The same for a word of which one character is left at most, where others look more like the one that stands: 诊点 and 贩烟 may be
/// rare words rather than 论点 and 吸烟. What looks little like it is never made there. (intact/ocr-one-line-of-trade, ocr-one-line-far)
const AUTO_SHORT_ELSE: f32 = 0.998;
const NEVER: f32 = 1.1;
/// Clear misreadings near each other from which a page is looked through for all that was never seen, not only for what is likely
/// to be mended. (golden/synthetic/ocr-three-hints, unresolved/ocr-two-hints)
const HINTS: usize = 3;
/// ln of the share of pairs never seen, around a place, from which the text is too strange for a correction that nothing but
/// its words speaks for: classical prose and verse. Modern prose has one such pair in thirty. (golden/synthetic/
/// ocr-one-in-a-report, unresolved/ocr-in-odd-lines)
const TOO_STRANGE: f32 = -2.7;
/// Probability from which a correction that is not made is shown.
const SHOWN: f32 = 0.3;
/// What stands more often than this in a page is no misreading. Nor is what stands twice while what would be right never does.
/// Pinned by golden/intact/ocr-recurring-name. Where the page was read by OCR, its engine takes one character for another again
/// and again: there the acceptor weighs what recurs with the rest, but it must be surer.
const RECURS: u32 = 2;
/// Terms told as evidence, the largest first.
const TOLD: usize = 6;

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
        let looker = self.looker.get_or_init(|| Looker::new(self.gate, Asked::NOTHING));
        for page in looker.look(text).pages.into_iter().map(|seen| Page::new(text, seen)) {
            for mut seen in self.page(&page).1 {
                let probability = self.acceptor(&page, &seen).probability(&seen.terms);
                seen.range = seen.range.start + first..seen.range.end + first;
                seen.changes.iter_mut().for_each(|(at, _)| *at += first);
                out.push((seen, probability));
            }
            first += page.chars.len();
        }
        out
    }

    /// The pairs by which texts are looked at.
    pub(crate) fn gate(&self) -> &'static Gate {
        self.gate
    }

    /// The corrections of a document that was seen as `pages`.
    pub(crate) fn propose(&self, text: &str, pages: Vec<Seen>) -> Proposals {
        let mut proposals = Proposals::default();
        // What is all ASCII has no Han character.
        if self.mode == Mode::Off || text.is_ascii() {
            return proposals;
        }
        for page in pages.into_iter().map(|seen| Page::new(text, seen)) {
            proposals.edits.extend(self.edits(&page));
        }
        proposals.edits.retain(|edit| !is_in_japanese(text, edit));
        proposals
    }

    /// Who judges a correction: in a short text other things count, and where others show that the page was read by OCR.
    fn acceptor(&self, page: &Page, seen: &Observation) -> &Acceptor {
        match seen.is_ocr {
            _ if page.is_short() => &self.acceptor_of_short,
            true => &self.acceptor_in_ocr,
            false => &self.acceptor,
        }
    }

    /// The probability from which corrections are made.
    fn threshold(&self, page: &Page, seen: &Observation) -> f32 {
        match self.mode {
            Mode::Eager => EAGER,
            Mode::Auto if seen.is_ocr && is_alone(seen) && seen.rank > 0 => AUTO_OCR_ALONE,
            Mode::Auto if seen.is_ocr && is_far(seen) => AUTO_OCR_FAR,
            Mode::Auto if seen.is_ocr && !recurs(page, seen) => AUTO_OCR,
            Mode::Auto if page.is_short() && seen.range.len() > 2 => AUTO_SHORT,
            Mode::Auto if page.is_short() && is_far(seen) => NEVER,
            Mode::Auto if page.is_short() && (seen.rank > 0 || is_alone(seen)) => AUTO_SHORT_ELSE,
            Mode::Auto if page.is_short() => AUTO_SHORT,
            Mode::Auto => AUTO,
            Mode::Strict | Mode::Off => STRICT,
        }
    }

    fn edits(&self, page: &Page) -> Vec<Edit> {
        let (density, observations) = self.page(page);
        let is_ocr = |place: usize| self.mode != Mode::Strict && density.is_ocr(place);
        let regions = self.mode != Mode::Strict && !density.regions().is_empty();
        let mut drafts = figures::drafts(page, regions, is_ocr);
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
        // In a list nothing but the shape of a name or a word tells what it is: it stands as it is.
        let observe = |suspects: &[usize], density: Option<&Density>| {
            let mut seen = Observer::new(self.knowledge(), page, density).observe(suspects);
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
        let company = Company::of(page, &seen);
        let hear = |seen: &mut Observation| {
            witness::hear(page, self.model, &density, &company, seen);
            seen.kept = is_kept(page, seen);
        };
        seen.iter_mut().for_each(hear);
        (density, seen)
    }

    /// The correction that an observation comes to, where it is likely enough to be shown.
    fn draft(&self, page: &Page, density: &Density, script: &Script, seen: &Observation) -> Option<Draft> {
        if seen.kept {
            return None;
        }
        let acceptor = self.acceptor(page, seen);
        let probability = acceptor.probability(&seen.terms);
        let threshold = self.threshold(page, seen);
        let written = &page.chars[seen.range.clone()];
        let (stands, written_stands) = (page.count(&seen.word), page.count(written));
        if probability < SHOWN.min(threshold) {
            return None;
        }
        // What looks like none of several words of the page might be any. (golden/found/ocr-speech: 加陜)
        let several = || seen.changes.iter().any(|(at, _)| choices::own_words(page, *at, self.model) > 1);
        let is_unlike = seen.rank == observe::UNLIKE && seen.company < choices::ATTESTED;
        // Nothing but its neighbours tells what a word of one character is. (golden/found/ocr-speech: 一拙新的)
        let contested =
            |(at, meant): &(usize, char)| choices::is_contested(page, *at, *meant, self.lookalikes);
        let doubtful = || {
            is_unlike && several() || is_alone(seen) && seen.rank > 0 && seen.changes.iter().any(contested)
        };
        if seen.is_ocr && self.mode != Mode::Eager && doubtful() {
            return None;
        }
        // What a number was, words around it do not tell. (golden/found/ocr-speech: 三要, 百校)
        let is_numeral = |at: usize| GrammarCharacters::built_in().is_numeral(page.chars[at]);
        if is_far(seen) && seen.changes.iter().any(|(at, _)| is_numeral(*at)) {
            return None;
        }
        // Who sets 己 and 已 against each other knows which is which. (intact/confusable-characters)
        if seen.changes.iter().any(|(at, meant)| page.sets_against(page.chars[*at], *meant)) {
            return None;
        }
        if seen.changes.iter().any(|(at, _)| self.is_other_form(page, *at)) {
            return None;
        }
        if !seen.is_ocr && self.mode != Mode::Eager && is_spelling(page, seen) {
            return None;
        }
        let alone = self.mode == Mode::Auto && !seen.is_ocr && !page.is_short();
        let too_strange = alone && seen.terms[STRANGE] > TOO_STRANGE;
        let made = probability >= threshold && !too_strange;
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

    /// Whether the character at `place` makes a common word with a neighbour by another Simplified form of one of them than the one
    /// looked at: 藉助 is 借助, 著力 is 着力. (intact/ocr-other-forms)
    fn is_other_form(&self, page: &Page, place: usize) -> bool {
        let forms = |at: usize| page.written(at..at + 1).chars().flat_map(other_simplified);
        let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
        let c = page.chars[place];
        before.is_some_and(|b| {
            forms(place).any(|c| self.gate.inside(b, c)) || forms(place - 1).any(|b| self.gate.inside(b, c))
        }) || behind.is_some_and(|b| {
            forms(place).any(|c| self.gate.inside(c, b)) || forms(place + 1).any(|b| self.gate.inside(c, b))
        })
    }

    /// Whether a draft changes anything of a protected word, or of one that older texts spell so. (intact/ocr-old-spellings)
    fn is_protected(&self, page: &Page, draft: &Draft) -> bool {
        self.protected.words().chain(Protected::spellings().words()).any(|word| {
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

/// Whether the page writes what stands so often that it may be a name or a term, however strange:
/// all of it, or what was misread with the character before or behind it.
fn recurs(page: &Page, seen: &Observation) -> bool {
    let written = &page.chars[seen.range.clone()];
    let recurs = |range: Range<usize>| {
        let stands = page.count(&written[range.clone()]).saturating_sub(seen.alike);
        range.len() > 1 && stands > RECURS
    };
    let around = |at: usize| [at.saturating_sub(1)..at + 1, at..(at + 2).min(written.len())];
    recurs(0..written.len())
        || seen.changes.iter().flat_map(|(at, _)| around(at - seen.range.start)).any(recurs)
}

/// Whether little of its shape speaks for a correction: it is not much like what stands.
fn is_far(seen: &Observation) -> bool {
    seen.rank >= FAR
}

/// Whether it is a word of one character.
fn is_alone(seen: &Observation) -> bool {
    seen.range.len() == 1
}

/// Whether the page itself keeps what stands, where nothing tells of OCR.
fn is_kept(page: &Page, seen: &Observation) -> bool {
    let written = &page.chars[seen.range.clone()];
    let twice = || written.len() > 1 && page.count(written) > 1 && page.count(&seen.word) == 0;
    !seen.is_ocr && (is_cited(page, seen.range.clone()) || recurs(page, seen) || twice())
}

/// Whether a foreign name is spelled otherwise: 贝赛尔 for 贝塞尔. Nothing but the habit of others tells what is right.
/// (intact/ocr-foreign-spellings)
fn is_spelling(page: &Page, seen: &Observation) -> bool {
    let names = NameCharacters::built_in();
    let is_foreign = |text: &[char]| text.iter().all(|c| names.is_foreign(*c));
    seen.word.len() > 2 && is_foreign(&seen.word) && is_foreign(&page.chars[seen.range.clone()])
}

/// Whether quotation marks hold just these characters: a word is cited as it is. (intact/ocr-article-on-ocr)
fn is_cited(page: &Page, range: Range<usize>) -> bool {
    let before = range.start.checked_sub(1).and_then(|n| page.chars.get(n));
    let pair = before.zip(page.chars.get(range.end));
    pair.is_some_and(|pair| {
        matches!(pair, ('“', '”') | ('‘', '’') | ('「', '」') | ('『', '』') | ('"', '"'))
    })
}
