//! Decides what OCR misread: look-alikes, torn characters, figures, doublings; the document is its own witness.

mod accept;
mod features;
mod observe;
mod page;
mod witness;

pub use accept::BIAS;
pub use features::{COUNT, NAMES, Terms};
pub use observe::Observation;

use std::path::Path;

use accept::Acceptor;
use observe::{Knowledge, Observer, Reach};
use page::Page;
use witness::Density;

use crate::dictionary::{Lookalikes, Weights};
use crate::error::Error;
use crate::language::{Gate, Model, Vocabulary};

/// The stage: built once, used for many documents.
#[derive(Debug)]
pub struct Ocr {
    knowledge: Knowledge<'static>,
    acceptor: Acceptor,
}

impl Ocr {
    /// The stage with the data of the folder `data`, and what is compiled in where a file is not there.
    ///
    /// # Errors
    /// When a file cannot be read or does not fit this version.
    pub fn new(model: &'static Model, data: Option<&Path>) -> Result<Ocr, Error> {
        let (name, text) = Weights::LOOKALIKES;
        let knowledge = Knowledge {
            model,
            vocabulary: Vocabulary::built_in()?,
            gate: Gate::built_in()?,
            lookalikes: Lookalikes::built_in()?,
        };
        let _ = data;
        Ok(Ocr { knowledge, acceptor: Acceptor::new(name, &Weights::parse(name, text)?)? })
    }

    /// Everything in `text` that may have been misread, with what speaks for and against it and the probability that
    /// the correction is right; ranges count characters from the start of the text.
    pub fn observe(&self, text: &str) -> Vec<(Observation, f32)> {
        let mut out = Vec::new();
        let mut first = 0;
        for page in Page::of(text) {
            for mut seen in self.page(&page).1 {
                let probability = self.acceptor.probability(&seen.terms);
                seen.range = seen.range.start + first..seen.range.end + first;
                seen.changes.iter_mut().for_each(|(at, _)| *at += first);
                out.push((seen, probability));
            }
            first += page.chars.len();
        }
        out
    }

    fn page(&self, page: &Page) -> (Density, Vec<Observation>) {
        let mut observer = Observer::new(self.knowledge, page);
        let reach = if std::env::var("REACH").is_ok() { Reach::All } else { Reach::Gate };
        let mut seen = observer.observe(&observe::suspects(page, self.knowledge.gate, reach));
        let density = Density::of(page, &seen);
        if density.is_ocr() && reach == Reach::Gate {
            seen = observer.observe(&observe::suspects(page, self.knowledge.gate, Reach::All));
        }
        seen.iter_mut().for_each(|seen| witness::hear(page, density, seen));
        (density, seen)
    }
}
