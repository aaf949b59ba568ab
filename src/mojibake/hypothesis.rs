//! One way of reading a line so far, and which of many are kept.

use super::path::{Step, What};
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

/// Kinds repeat: this many times as many of the best are sorted as are wanted in the end.
const REPEATED: usize = 6;

/// The hypotheses that the next token begins with, while they are gathered. Those that [`Next::prune`] would not look at
/// are dropped on the way, so that the search need not follow what cannot stay.
#[derive(Debug)]
pub(super) struct Next {
    all: Vec<Hypothesis>,
    cutoff: f32,
    most: usize,
    /// The kinds of those kept, while it is pruned.
    seen: Vec<u64>,
}

impl Next {
    /// To keep `most` of.
    pub(super) fn of(most: usize) -> Next {
        Next {
            all: Vec::with_capacity(2 * REPEATED * most),
            cutoff: f32::MIN,
            most,
            seen: Vec::with_capacity(most),
        }
    }

    /// What is estimated below this will not be kept.
    #[inline]
    pub(super) fn cutoff(&self) -> f32 {
        self.cutoff
    }

    #[inline]
    pub(super) fn push(&mut self, h: Hypothesis) {
        self.all.push(h);
        if self.all.len() >= 2 * REPEATED * self.most {
            self.cut_off();
        }
    }

    /// Leaves the best half.
    #[cold]
    fn cut_off(&mut self) {
        let enough = REPEATED * self.most;
        self.all.select_nth_unstable_by(enough, better);
        self.all.truncate(enough);
        self.cutoff = self.all.iter().map(Hypothesis::estimate).fold(f32::MAX, f32::min);
    }

    /// Keeps the best hypotheses, one of each kind.
    pub(super) fn prune(&mut self) {
        let Next { all, most, seen, .. } = self;
        let best = all.iter().map(Hypothesis::estimate).fold(f32::MIN, f32::max);
        all.retain(|h| h.estimate() >= best - BEHIND);
        let enough = REPEATED * *most;
        if all.len() > enough {
            all.select_nth_unstable_by(enough, better);
            all.truncate(enough);
        }
        all.sort_unstable_by(better);
        seen.clear();
        all.retain(|h| {
            if seen.len() >= *most {
                return false;
            }
            let kind = h.kind();
            let is_new = !seen.contains(&kind);
            if is_new {
                seen.push(kind);
            }
            is_new
        });
    }

    /// Those that were gathered, or that [`Next::prune`] left; what was in `beam` is gone, and nothing is gathered yet.
    pub(super) fn hand_over(&mut self, beam: &mut Vec<Hypothesis>) {
        beam.clear();
        std::mem::swap(&mut self.all, beam);
        self.cutoff = f32::MIN;
    }
}

/// The one that is estimated higher comes first.
#[inline]
fn better(a: &Hypothesis, b: &Hypothesis) -> std::cmp::Ordering {
    b.estimate().total_cmp(&a.estimate())
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
