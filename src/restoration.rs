//! What came out of restoring one document: the text, every pass with its edits, the gaps; and the way back.

use serde::{Deserialize, Serialize};

use crate::edit::{Edit, Edits};
use crate::options::Stage;
use crate::text::Span;

/// Why something is gone that nobody may invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// A byte slip whose original could not be found or not be proved.
    Slip,
    /// A byte slip that also swallowed characters nothing tells of.
    Lost,
    /// A year taken out: `20xx年`.
    RedactedYear,
    /// A number taken out, or a year without its 年: `20xx 家`.
    RedactedNumber,
    /// A day taken out: `x月x日`.
    RedactedDate,
    /// Which congress of a party: `黨的xx屆`, `黨的以來`.
    RedactedCongress,
    /// The name of a place: `**市`.
    RedactedPlace,
    /// The name of an office, a firm or a school: `××局`.
    RedactedBody,
    /// The name of a person: `xx同志`, `習親自`.
    RedactedPerson,
    /// What stood in quotation marks: `“ ”期間`.
    RedactedQuotation,
    /// A word that a forum let nobody write: `被++了`.
    RedactedWord,
    /// Text read in a wrong encoding, by which bytes were lost.
    Misread,
    /// Bytes that were no UTF-8 became U+FFFD, and that was read in a wrong encoding: 锟斤拷.
    Replaced,
    /// A row of U+FFFD: bytes that the reader did not know.
    Replacement,
    /// A row of question marks for characters that an encoding lacked.
    QuestionMarks,
    /// Memory that was never written to, read as GBK: 烫烫烫烫, 屯屯屯屯. No text stood there.
    Unset,
}

/// A place where something is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Where, in the text the pass began with.
    pub span: Span,
    /// Why.
    pub cause: Cause,
}

/// What one stage did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pass {
    /// Which stage.
    pub stage: Stage,
    /// The edits made; they fit the text the pass began with.
    pub applied: Edits,
    /// The edits proposed but not certain enough to be made.
    pub withheld: Vec<Edit>,
    /// What is gone.
    pub gaps: Vec<Gap>,
}

/// A restored document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restoration {
    /// The text as it came.
    pub original: String,
    /// The text restored.
    pub text: String,
    /// What was done, first to last.
    pub passes: Vec<Pass>,
}

impl Restoration {
    /// The original, won back from [`Restoration::text`] by undoing the passes last to first.
    pub fn undo(&self) -> String {
        self.passes.iter().rev().fold(self.text.clone(), |text, pass| pass.applied.invert().apply(&text))
    }

    /// Appends the restoration of the text that follows. `steps` and `next_steps` say for the passes of each in which
    /// step of restoring they were made: passes of one step become one.
    pub(crate) fn follow(&mut self, steps: &mut Vec<u32>, next: Restoration, next_steps: &[u32]) {
        // A pass of the text that follows begins where the passes of earlier steps have led the end of this one.
        let begins = |step: u32| {
            let earlier = steps.iter().zip(&self.passes).take_while(|(of, _)| **of < step);
            let grown: isize = earlier.map(|(_, pass)| pass.applied.growth()).sum();
            self.original.len().saturating_add_signed(grown)
        };
        let offsets: Vec<usize> = next_steps.iter().map(|step| begins(*step)).collect();
        for ((pass, step), offset) in next.passes.into_iter().zip(next_steps).zip(offsets) {
            let at = steps.partition_point(|of| of < step);
            if steps.get(at) != Some(step) {
                steps.insert(at, *step);
                let (applied, withheld, gaps) = Default::default();
                self.passes.insert(at, Pass { stage: pass.stage, applied, withheld, gaps });
            }
            let own = &mut self.passes[at];
            own.applied.follow(pass.applied, offset);
            own.withheld.extend(pass.withheld.into_iter().map(|edit| edit.shifted(offset)));
            own.gaps.extend(pass.gaps.into_iter().map(|gap| Gap { span: gap.span.shifted(offset), ..gap }));
        }
        self.original.push_str(&next.original);
        self.text.push_str(&next.text);
    }

    /// Whether nothing was changed.
    pub fn is_unchanged(&self) -> bool {
        self.passes.iter().all(|pass| pass.applied.is_empty())
    }

    /// Where the byte at `offset` of the restored text came from in the original.
    pub fn origin(&self, offset: usize) -> usize {
        self.passes.iter().rev().fold(offset, |offset, pass| pass.applied.origin(offset))
    }

    /// Every edit made, with the number of its pass.
    pub fn edits(&self) -> impl Iterator<Item = (usize, &Edit)> {
        self.passes.iter().enumerate().flat_map(|(n, pass)| pass.applied.iter().map(move |edit| (n, edit)))
    }

    /// Every gap, with the number of its pass.
    pub fn gaps(&self) -> impl Iterator<Item = (usize, &Gap)> {
        self.passes.iter().enumerate().flat_map(|(n, pass)| pass.gaps.iter().map(move |gap| (n, gap)))
    }
}
