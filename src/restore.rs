//! Builds the stages and runs them in one fixed order; the one place that applies what they propose.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::edit::{self, Edit, Edits};
use crate::error::Error;
use crate::evidence::Certainty;
use crate::language::{Gate, Mendable, Model};
use crate::look::{self, Look, Looker};
use crate::mojibake::Mojibake;
use crate::ocr::{self, Mode as OcrMode, Ocr};
use crate::options::{Options, Stage};
use crate::punctuation::{self, Asked, Step};
use crate::repeats::Repeats;
use crate::restoration::{Cause, Gap, Pass, Restoration};
use crate::tamper::Tamper;
use crate::text::Span;
use crate::variant::{Aim, Variant};
use crate::window::{self, Earlier, Window};

/// What a stage found in a document.
#[derive(Debug, Default)]
pub(crate) struct Proposals {
    /// In order and disjoint.
    pub edits: Vec<Edit>,
    /// In order.
    pub gaps: Vec<Gap>,
}

/// A restored text, without what was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// What [`Restoration::text`] is.
    pub text: String,
    /// Whether something was changed.
    pub is_changed: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// All edits.
    Edits,
    /// The text they make; those of the last stage may be missing.
    Text,
}

/// A restoration under way.
struct Running {
    restoration: Restoration,
    /// What was seen of the text as it is now.
    look: Option<Look>,
    /// For every pass, in which step it was made: those that find nothing leave no pass.
    steps: Vec<u32>,
    /// The step that is next.
    step: u32,
    /// Whether the last stage changed something and left no pass.
    converted: bool,
    /// Whether what stands before the text made no difference.
    alone: bool,
    /// Whether the text is damaged as Simplified text is that was then given Traditional forms.
    was_simplified: bool,
}

impl Running {
    fn restored(self) -> Restored {
        let is_changed = self.converted || !self.restoration.is_unchanged();
        Restored { text: self.restoration.text, is_changed }
    }
}

impl Deref for Running {
    type Target = Restoration;

    fn deref(&self) -> &Restoration {
        &self.restoration
    }
}

/// How often text is looked through for what was misread: a stretch that reads as Chinese again tells the language of
/// its neighbours.
const MISREAD_ROUNDS: usize = 3;

/// How often a text of a line or two, or one in which little is mended, is looked through for what OCR misread: what is mended in one
/// word tells of the next, now and not only when the text is restored again. (synthetic/ocr-short-in-rounds, ocr-long-in-rounds)
const OCR_ROUNDS: usize = 3;
/// Corrections up to which little is mended: where there are more, OCR is told by all of them together.
const OCR_FEW: usize = 16;
/// Bytes of a text up to which that is worth a second look: those of most pages.
const OCR_PAGE: usize = 1 << 16;

/// Restores documents; build it once, use it for many, from any thread.
#[derive(Debug)]
pub struct Restorer {
    options: Options,
    model: &'static Model,
    mojibake: Mojibake,
    tamper: Tamper,
    ocr: Option<Ocr>,
    variant: Option<Variant>,
    looker: OnceLock<Looker>,
    repeats: Repeats,
    /// The pairs by which texts are looked at, and which others are worth a closer look.
    pairs: (&'static Gate, &'static Mendable),
}

impl Restorer {
    /// A restorer for `options`.
    ///
    /// # Errors
    /// When a table or a data file cannot be read or does not fit this version.
    pub fn new(options: Options) -> Result<Restorer, Error> {
        let model: &'static Model = match &options.data {
            Some(folder) if folder.join(Model::FILE).exists() => {
                // A restorer lives as long as the program that built it.
                Box::leak(Box::new(Model::open(&folder.join(Model::FILE))?))
            }
            _ => Model::built_in()?,
        };
        let reads = options.ocr != OcrMode::Off && !options.skip.contains(&Stage::Ocr);
        let ocr = reads.then(|| Ocr::new(model, options.data.as_deref())).transpose()?;
        let ocr = ocr.map(|ocr| ocr.with(options.ocr, options.protect.clone(), options.confusions.clone()));
        let data = options.data.as_deref();
        let variant = |aim| Variant::new(aim, options.engine, options.reconvert, model, data);
        let aim = options.opencc.map(Aim::Mode).or(options.to.map(Aim::Script));
        let aim = aim.or(options.table.as_ref().map(|_| Aim::Terms));
        let aim = aim.filter(|_| !options.skip.contains(&Stage::Variant));
        let variant = aim.map(variant).transpose()?;
        let variant = match (variant, &options.table) {
            (Some(variant), Some(table)) => Some(variant.with_terms(table)?),
            (variant, _) => variant,
        };
        let (mojibake, tamper) = (Mojibake::new(model), Tamper::new(model));
        let pairs = match &ocr {
            Some(ocr) => ocr.pairs(),
            None => (Gate::built_in()?, Mendable::built_in()?),
        };
        let (looker, repeats) = Default::default();
        Ok(Restorer { options, model, mojibake, tamper, ocr, variant, looker, repeats, pairs })
    }

    /// Restores one document. Never fails and never panics; a text without damage comes back unchanged. A long one is
    /// looked at through windows (see [`Windows`](crate::Windows)).
    pub fn restore(&self, text: &str) -> Restoration {
        let mut at = window::end(text).unwrap_or(text.len());
        let mut before = &text[..at];
        let Running { restoration: mut whole, mut steps, .. } =
            self.run(before.to_owned(), &Earlier::default(), Wanted::Edits);
        while at < text.len() {
            let rest = &text[at..];
            let here = &rest[..window::end(rest).unwrap_or(rest.len())];
            let next = self.run(here.to_owned(), &self.shown(before), Wanted::Edits);
            whole.follow(&mut steps, next.restoration, &next.steps);
            before = here;
            at += here.len();
        }
        whole
    }

    /// The text that [`Restorer::restore`] gives, without what was done: sooner, where the script is changed.
    pub fn restore_text(&self, text: &str) -> Restored {
        let mut whole = Restored::default();
        let (mut earlier, mut rest) = (Earlier::default(), text);
        while !rest.is_empty() {
            let (here, behind) = rest.split_at(window::end(rest).unwrap_or(rest.len()));
            let Restored { text, is_changed } = self.text(here.into(), &earlier);
            whole.is_changed |= is_changed;
            if whole.text.is_empty() {
                whole.text = text;
            } else {
                whole.text.push_str(&text);
            }
            if !behind.is_empty() {
                earlier = self.shown(here);
            }
            rest = behind;
        }
        whole
    }

    /// Restores one window of a long text: what [`Restorer::restore`] does with it when it is given the whole.
    pub fn restore_window(&self, window: Window) -> Restoration {
        self.run(window.text, &window.earlier, Wanted::Edits).restoration
    }

    /// The text that [`Restorer::restore_window`] gives, without what was done.
    pub fn restore_window_text(&self, window: Window) -> Restored {
        self.text(window.text.into(), &window.earlier)
    }

    /// The text that comes of `text`, which may have come before.
    fn text(&self, text: Cow<str>, earlier: &Earlier) -> Restored {
        if let Some(known) = self.repeats.find(&text, earlier) {
            return known;
        }
        let mut running = self.run(text.into_owned(), earlier, Wanted::Text);
        let original = std::mem::take(&mut running.restoration.original);
        let edits = running.passes.iter().map(|pass| pass.applied.len()).sum();
        let earlier = (!running.alone).then(|| earlier.clone());
        let restored = running.restored();
        self.repeats.keep(original, earlier, &restored, edits);
        restored
    }

    #[cfg(test)]
    pub(crate) fn repeats(&self) -> &Repeats {
        &self.repeats
    }

    /// What a window shows that matters for the next.
    pub(crate) fn shown(&self, window: &str) -> Earlier {
        let is_asked = !self.options.skip.contains(&Stage::Mojibake);
        let count = || Earlier { profile: is_asked.then(|| self.mojibake.counted(window)) };
        self.repeats.shown(window, count)
    }

    /// The text as it is now, and what is seen of it: looked at once for all stages that leave it as it is.
    fn seen<'r>(&self, running: &'r mut Running) -> (&'r str, &'r mut Look) {
        let Running { restoration, look, .. } = running;
        let looker = || {
            let look::Asked { begins, alone, twos, .. } = self.tamper.asked();
            let asked = look::Asked { begins, alone, twos, ..self.mojibake.asked() };
            Looker::new(self.pairs.0, self.pairs.1, asked)
        };
        let look = look.get_or_insert_with(|| self.looker.get_or_init(looker).look(&restoration.text));
        (&restoration.text, look)
    }

    fn run(&self, original: String, earlier: &Earlier, wanted: Wanted) -> Running {
        // Where the text is all that is wanted, the original is what stands before the first edits.
        let (text, original) = match wanted {
            Wanted::Edits => (original.clone(), original),
            Wanted::Text => (original, String::new()),
        };
        let restoration = Restoration { text, original, passes: Vec::new() };
        let mut restoration = Running {
            restoration,
            look: None,
            steps: Vec::new(),
            step: 0,
            converted: false,
            alone: false,
            was_simplified: false,
        };
        for stage in Stage::ALL.into_iter().filter(|stage| !self.options.skip.contains(stage)) {
            match stage {
                Stage::Mojibake => {
                    // Before question marks are looked at for what is lost.
                    let indents = self.mojibake.indents(&restoration.text);
                    self.pass(stage, indents, &mut restoration);
                    // First of the rest: what is misread shows no other damage.
                    let first = restoration.step;
                    for round in 0..MISREAD_ROUNDS {
                        let (text, look) = self.seen(&mut restoration);
                        let mut misread = self.mojibake.misread(text, look);
                        misread.edits.retain(|edit| edit.certainty >= self.options.floor || round == 0);
                        if round > 0 {
                            // What lay apart from these edits was reported the first time.
                            misread.gaps.retain(|gap| edit::overlap(&misread.edits, gap.span));
                        }
                        let is_last = misread.edits.iter().all(|edit| edit.certainty < self.options.floor);
                        self.pass(stage, misread, &mut restoration);
                        if is_last {
                            break;
                        }
                    }
                    restoration.step = first + MISREAD_ROUNDS as u32;
                    let unescaped = restoration.passes.len();
                    let escapes = self.mojibake.escapes(&restoration.text);
                    self.pass(stage, escapes, &mut restoration);
                    let (text, look) = self.seen(&mut restoration);
                    let profile = self.mojibake.profile(text, look, earlier.profile.as_ref());
                    restoration.alone = profile.alone;
                    restoration.was_simplified = profile.artefact;
                    let slips = self.mojibake.propose(&restoration.text, &profile);
                    let earlier = restoration.passes.len();
                    self.pass(stage, slips, &mut restoration);
                    // What is left as a gap is left as it came, widths included. A pass that found nothing is not on
                    // record: the last one may be another's.
                    let gaps: Vec<Span> = restoration
                        .passes
                        .get(earlier)
                        .map_or(Vec::new(), |pass| pass.applied.carry(pass.gaps.iter().map(|gap| gap.span)));
                    let folds = self.mojibake.unfold(&restoration.text, &profile, &gaps);
                    self.pass(stage, folds, &mut restoration);
                    let (text, look) = self.seen(&mut restoration);
                    let doubled = self.mojibake.doubled(text, look);
                    self.pass(stage, doubled, &mut restoration);
                    let inserted = self.mojibake.inserted(&restoration.text);
                    self.pass(stage, inserted, &mut restoration);
                    // A gloss between an escape and its neighbour is gone now.
                    let is_another =
                        restoration.passes[unescaped..].iter().any(|pass| !pass.applied.is_empty());
                    let escapes = if is_another {
                        self.mojibake.escapes(&restoration.text)
                    } else {
                        Proposals::default()
                    };
                    self.pass(stage, escapes, &mut restoration);
                    let (text, look) = self.seen(&mut restoration);
                    let forms = self.mojibake.forms(text, look);
                    self.pass(stage, forms, &mut restoration);
                }
                Stage::Variant => {
                    if let Some(variant) = &self.variant {
                        let misread = misread(&restoration.passes);
                        // No edit of this stage is of less than medium certainty.
                        let text = (wanted == Wanted::Text && self.options.floor <= Certainty::Medium)
                            .then(|| variant.text(&restoration.text, &misread))
                            .flatten();
                        if let Some(text) = text {
                            restoration.converted = text != restoration.text;
                            restoration.restoration.text = text;
                            continue;
                        }
                        let edits = variant.propose(&restoration.text, &misread);
                        self.pass(stage, Proposals { edits, gaps: Vec::new() }, &mut restoration);
                    }
                }
                Stage::Tamper => {
                    let (text, look) = self.seen(&mut restoration);
                    let found = self.tamper.propose(text, look);
                    self.pass(stage, found, &mut restoration);
                }
                Stage::Punctuation => {
                    let Options { tidy, spacing, .. } = self.options;
                    let mut misread = Vec::new();
                    for pass in restoration.passes.iter().filter(|pass| pass.stage == Stage::Ocr) {
                        misread = pass.applied.carry(misread);
                        misread.extend(punctuation::misread_places(&pass.applied));
                    }
                    misread.sort();
                    let asked = Asked { tidy, spacing, misread: &misread };
                    for step in Step::ALL {
                        let edits = punctuation::propose(step, &restoration.text, asked, self.model);
                        self.pass(stage, Proposals { edits, gaps: Vec::new() }, &mut restoration);
                    }
                }
                Stage::Ocr => {
                    if let Some(ocr) = &self.ocr {
                        let first = restoration.step;
                        let was_simplified = restoration.was_simplified;
                        for round in 0..OCR_ROUNDS {
                            let (text, look) = self.seen(&mut restoration);
                            // No stage behind looks at the pages.
                            let pages = std::mem::take(&mut look.pages);
                            let (is_short, is_page) = (ocr::are_short(&pages), text.len() <= OCR_PAGE);
                            let mut proposals = ocr.propose(text, pages, was_simplified);
                            proposals.edits.retain(|edit| edit.certainty >= self.options.floor || round == 0);
                            let is_made = |edit: &&Edit| edit.certainty >= self.options.floor;
                            let made = proposals.edits.iter().filter(is_made).count();
                            self.pass(stage, proposals, &mut restoration);
                            let goes_on = is_short || is_page && made <= OCR_FEW;
                            if made == 0 || !goes_on {
                                break;
                            }
                        }
                        restoration.step = first + OCR_ROUNDS as u32;
                    }
                }
            }
        }
        restoration
    }

    /// Applies what `stage` proposed, withholding what is below the floor.
    fn pass(&self, stage: Stage, proposals: Proposals, running: &mut Running) {
        let step = running.step;
        running.step += 1;
        let Running { restoration, steps, look, .. } = running;
        let (made, withheld): (Vec<Edit>, Vec<Edit>) =
            proposals.edits.into_iter().partition(|edit| edit.certainty >= self.options.floor);
        let (applied, left_out) = Edits::choose(&restoration.text, made);
        // A stage that proposes edits that do not fit is a defect; the text and the other edits survive it.
        debug_assert_eq!(left_out, 0, "{stage} proposes edits that do not fit");
        if applied.is_empty() && withheld.is_empty() && proposals.gaps.is_empty() {
            return;
        }
        if !applied.is_empty() {
            let text = applied.apply(&restoration.text);
            let before = std::mem::replace(&mut restoration.text, text);
            if restoration.original.is_empty() {
                restoration.original = before;
            }
            *look = None;
        }
        steps.push(step);
        restoration.passes.push(Pass { stage, applied, withheld, gaps: proposals.gaps });
    }
}

/// Where in the text that `passes` made stand the stretches of which nothing is left of what was written: in order,
/// disjoint. A line that was read again but for some bytes is a gap too, and is not among them: it is text.
fn misread(passes: &[Pass]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for pass in passes {
        let is_misread = |gap: &&Gap| matches!(gap.cause, Cause::Replaced | Cause::Unset);
        spans.extend(pass.gaps.iter().filter(is_misread).map(|gap| gap.span));
        spans = pass.applied.carry(spans);
    }
    spans.sort();
    let mut disjoint: Vec<Span> = Vec::new();
    for span in spans {
        match disjoint.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => disjoint.push(span),
        }
    }
    disjoint
}
