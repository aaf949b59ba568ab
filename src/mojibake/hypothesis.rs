//! One way of reading a line so far, and which of many are kept.

use super::path::{Step, What};
use crate::dictionary::simplified;
use crate::language::{Prefix, Word};

/// Hypotheses kept at a place, and how far behind the best one may be.
pub(super) const KEPT: usize = 48;
pub(super) const BEHIND: f32 = 20.0;

/// One way of reading the line so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hypothesis {
    /// The first byte of a character whose second is still to come; 0 where in step.
    pub(super) pending: u8,
    /// The last two bytes of the original.
    pub(super) tail: [u8; 2],
    /// `tail` is a character that is always glossed: its gloss must come now.
    pub(super) owed: bool,
    /// A gloss was just put in: it parts the bytes on either side of it.
    pub(super) parted: bool,
    /// A `?` was read as the left-over lead byte before a cut: a mark must come now.
    pub(super) orphan: bool,
    pub(super) orphaned: bool,
    pub(super) prefix: Prefix,
    /// Characters since the last word ended.
    pub(super) unended: u8,
    /// What they are taken to cost until it does.
    pub(super) ahead: f32,
    pub(super) last: Option<Word>,
    /// The last character, and whether its bytes were put back.
    pub(super) previous: char,
    /// Its Simplified form.
    pub(super) previous_plain: char,
    pub(super) mended: bool,
    /// Quotation marks open in the line.
    pub(super) quotes: i8,
    /// Round brackets open in the line.
    pub(super) brackets: i8,
    /// Tells apart hypotheses that chose differently for a lost byte.
    pub(super) choice: u32,
    pub(super) score: f32,
    /// Tokens read in step since the last damage.
    pub(super) settled: u16,
    pub(super) path: u32,
    /// What was done before the last character, of which a byte was chosen, where `path` has neither yet: most hypotheses
    /// are not kept, and only of those that are it is noted.
    pub(super) late: Option<What>,
}

impl Hypothesis {
    /// What a window begins with behind `previous`; `prefix` begins every word.
    pub(super) fn first(prefix: Prefix, previous: char) -> Hypothesis {
        Hypothesis {
            pending: 0,
            tail: [0, 0],
            owed: false,
            parted: false,
            orphan: false,
            orphaned: false,
            prefix,
            unended: 0,
            ahead: 0.0,
            last: None,
            previous,
            previous_plain: simplified(previous),
            mended: false,
            quotes: 0,
            brackets: 0,
            choice: 0,
            score: 0.0,
            settled: 0,
            path: u32::MAX,
            late: None,
        }
    }

    #[inline]
    pub(super) fn estimate(&self) -> f32 {
        self.score + self.ahead
    }

    /// Notes a step.
    #[inline]
    pub(super) fn note(&mut self, what: What, arena: &mut Vec<Step>) {
        arena.push(Step { back: self.path, what });
        self.path = arena.len() as u32 - 1;
    }

    /// Notes the steps that are late.
    pub(super) fn note_late(&mut self, arena: &mut Vec<Step>) {
        if let Some(lead) = self.late.take() {
            self.note(lead, arena);
            self.note(What::Chosen(self.previous), arena);
        }
    }

    /// The step that says that it has read a token.
    pub(super) fn took(&self, token: usize) -> What {
        What::Took { token: token as u32, open: self.pending != 0 || self.orphan }
    }

    /// A number that two hypotheses share when what may follow is the same for both and they chose alike.
    fn kind(&self) -> u64 {
        let flags = u64::from(self.owed) | u64::from(self.parted) << 1 | u64::from(self.orphan) << 2;
        let last = self.last.map_or(0, |w| u64::from(w.number()) + 1);
        let bytes = u64::from(u16::from_be_bytes(self.tail)) << 8 | u64::from(self.pending);
        [flags, last, bytes, u64::from(self.prefix.place()), u64::from(self.choice), u64::from(self.orphaned)]
            .into_iter()
            .fold(0u64, |hash, part| (hash.rotate_left(5) ^ part).wrapping_mul(0x517C_C1B7_2722_0A95))
    }
}

/// The hypotheses that the next token begins with, while they are gathered: the best of each kind, and of the best kinds as
/// many as are kept, so that the search need not follow what cannot stay.
#[derive(Debug)]
pub(super) struct Next {
    best: Vec<Hypothesis>,
    /// Their kinds and estimates.
    kinds: Vec<u64>,
    estimates: Vec<f32>,
    cutoff: f32,
    most: usize,
}

impl Next {
    /// To keep `most` of.
    pub(super) fn of(most: usize) -> Next {
        Next {
            best: Vec::with_capacity(most),
            kinds: Vec::with_capacity(most),
            estimates: Vec::with_capacity(most),
            cutoff: f32::MIN,
            most,
        }
    }

    /// What is estimated below this will not be kept.
    #[inline]
    pub(super) fn cutoff(&self) -> f32 {
        self.cutoff
    }

    /// Takes in what may be kept.
    pub(super) fn push(&mut self, h: Hypothesis) {
        if h.estimate() >= self.cutoff {
            self.push_as(h, h.kind());
        }
    }

    /// The same where the window ends and nothing follows: of no kind but its own.
    pub(super) fn push_ended(&mut self, h: Hypothesis) {
        if h.unended == 0 && h.estimate() >= self.cutoff {
            self.push_as(h, h.path.into());
        }
    }

    fn push_as(&mut self, h: Hypothesis, kind: u64) {
        let estimate = h.estimate();
        let at = match self.kinds.iter().position(|known| *known == kind) {
            Some(at) if self.estimates[at] >= estimate => return,
            Some(at) => Some(at),
            None if self.best.len() < self.most => None,
            None => Some(self.worst().0),
        };
        match at {
            Some(at) => (self.best[at], self.kinds[at], self.estimates[at]) = (h, kind, estimate),
            None => {
                self.best.push(h);
                self.kinds.push(kind);
                self.estimates.push(estimate);
            }
        }
        if self.best.len() == self.most {
            self.cutoff = self.worst().1;
        }
    }

    /// The place and the estimate of the one that is estimated lowest.
    fn worst(&self) -> (usize, f32) {
        let lower =
            |worst: (usize, f32), (at, estimate)| if estimate < worst.1 { (at, estimate) } else { worst };
        self.estimates.iter().copied().enumerate().fold((0, f32::MAX), lower)
    }

    /// Hands over what was gathered, the best first, in place of what is in `beam`.
    pub(super) fn hand_over(&mut self, beam: &mut Vec<Hypothesis>) {
        beam.clear();
        beam.append(&mut self.best);
        beam.sort_by(better);
        self.kinds.clear();
        self.estimates.clear();
        self.cutoff = f32::MIN;
    }
}

/// The one that is estimated higher comes first; of equals the one that was come to first.
#[inline]
fn better(a: &Hypothesis, b: &Hypothesis) -> std::cmp::Ordering {
    b.estimate().total_cmp(&a.estimate()).then(a.path.cmp(&b.path))
}

/// A set of byte pairs.
#[derive(Debug, Clone)]
pub(super) struct PairSet(Vec<u64>);

impl PairSet {
    pub(super) fn new(pairs: impl IntoIterator<Item = [u8; 2]>) -> PairSet {
        let mut bits = vec![0u64; 1024];
        for pair in pairs {
            let n = u16::from_be_bytes(pair) as usize;
            bits[n / 64] |= 1 << (n % 64);
        }
        PairSet(bits)
    }

    pub(super) fn has(&self, pair: [u8; 2]) -> bool {
        let n = u16::from_be_bytes(pair) as usize;
        self.0[n / 64] >> (n % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{EDGE, Model};

    #[test]
    fn the_best_of_each_kind_are_kept() {
        let first = Hypothesis::first(Model::built_in().unwrap().root(), EDGE);
        let hypothesis = |choice: u32, score: f32| Hypothesis { choice, score, ..first };
        // Numbers in no order: 37 is prime, and so is 101.
        let all: Vec<Hypothesis> =
            (0..1_000).map(|n| hypothesis(n * 37 % 60, -((n * n % 101) as f32))).collect();
        let mut wanted = all.clone();
        wanted.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut kinds = Vec::new();
        wanted.retain(|h| {
            !kinds.contains(&h.choice) && {
                kinds.push(h.choice);
                true
            }
        });
        let mut next = Next::of(20);
        let mut kept = Vec::new();
        for h in &all {
            next.push(*h);
        }
        assert_eq!(next.cutoff(), wanted[19].score);
        next.hand_over(&mut kept);
        let scores = |of: &[Hypothesis]| of.iter().map(|h| h.score).collect::<Vec<_>>();
        assert_eq!(scores(&kept), scores(&wanted[..20]));
        assert_eq!(next.cutoff(), f32::MIN);
    }
}
