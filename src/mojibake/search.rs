//! Which original the damaged text of a line came from: a search over the lost and shifted bytes, led by the word
//! model on the Simplified view.
//!
//! The found text is a stream of bytes in which some were lost. A hypothesis puts bytes back where the damage can
//! have taken them (before a mark that was cut, before ASCII, in pairs without a mapping), reads the stream in step
//! and is scored by the words it gives. Every way through is a way the damage can have gone; the replay decides.

use super::halves::{Half, Halves};
use super::path::{Path, Step, What};
use super::profile::Profile;
use super::token::{Kind, Readings, Token};
use super::witness::Witness;
use crate::damage::gbk::{self, Pair};
use crate::damage::{CUT_MARKS, is_cut_site};
use crate::dictionary::{simplified, traditional};
use crate::language::{Class, EDGE, Marks, Model, Prefix, Word, class, within};
use crate::text::widen;

/// Costs in powers of ten. A cut at this very mark.
const CUT: f32 = -2.2;
/// A cut where the `?` of a left-over byte stands, in a document that shows none or more of them.
pub(super) const ORPHAN: f32 = -2.5;
pub(super) const ORPHANS: f32 = -1.0;
/// A pair that vanished at this very place.
const VANISHED: f32 = -1.0;
/// A lead byte that was dropped before ASCII, where the step already asks for one.
const DROPPED: f32 = -0.5;
/// A lead byte that took an ASCII character with it which no gloss names.
const SWALLOWED: f32 = -6.0;
/// A character that the document always glosses, bare.
const OWED: f32 = -8.0;
/// Leaving damage as it stands: the way out where nothing fits.
const GIVEN_UP: f32 = -14.0;
/// A form that is not the usual Traditional one and that the document uses nowhere else.
const UNUSUAL: f32 = -2.0;
/// What one character of a word not yet ended is taken to cost, to compare hypotheses.
const UNENDED: f32 = -2.0;
/// Hypotheses kept at a place, and how far behind the best one may be.
const KEPT: usize = 64;
const BEHIND: f32 = 20.0;
/// A character after a fitting word can be this much likelier than by itself.
const FITTING: f32 = 4.0;
/// Lost bytes are tried after hypotheses that are at most this far behind the best one.
const NEAR: f32 = 9.0;
/// A lost byte is tried when the hypothesis can stay this near the best one that is out of step.
const WORTH: f32 = 12.0;
/// Two vanished pairs in a row are tried after this many hypotheses, through this many characters on the way.
const TWICE_AFTER: usize = 3;
const TWICE_THROUGH: usize = 40;
/// Other readings handed on.
const OTHERS: usize = 8;
/// Characters tried for a lost byte.
const TRIED: usize = 160;
/// The damage is over when the best hypothesis has read this many tokens in step.
const SETTLED: u16 = 8;
/// A window never grows past this many tokens: what is not settled by then is given up.
const WINDOW: usize = 600;

/// What the search knows about the document and the language.
pub(super) struct Search<'a> {
    pub model: &'a Model,
    pub marks: &'a Marks,
    pub halves: &'a Halves,
    pub readings: &'a Readings,
    pub profile: &'a Profile,
    /// Pairs that the document always glosses, as a set over both bytes.
    pub owed: &'a PairSet,
    pub witness: &'a Witness,
    /// What a `?` before a mark costs as the byte left over at a cut.
    pub orphan: f32,
}

/// A Han character that speaks for nothing: what stands before a window that begins after a gloss.
const ANY: char = '漢';

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

/// One way of reading the line so far.
#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    /// The first byte of a character whose second is still to come; 0 where in step.
    pending: u8,
    /// The last two bytes of the original.
    tail: [u8; 2],
    /// `tail` is a character that is always glossed: its gloss must come now.
    owed: bool,
    /// A gloss was just put in: it parts the bytes on either side of it.
    parted: bool,
    /// A `?` was read as the left-over lead byte before a cut: a mark must come now.
    orphan: bool,
    orphaned: bool,
    prefix: Prefix,
    /// Characters since the last word ended.
    unended: u8,
    last: Option<Word>,
    /// The last character, and whether its bytes were put back.
    previous: char,
    mended: bool,
    /// Tells apart hypotheses that chose differently for a lost byte.
    choice: u32,
    score: f32,
    /// Tokens read in step since the last damage.
    settled: u16,
    path: u32,
}

impl Hypothesis {
    fn estimate(&self) -> f32 {
        self.score + f32::from(self.unended) * UNENDED
    }

    /// A number that two hypotheses share when what may follow is the same for both and they chose alike.
    fn kind(&self) -> u64 {
        let flags = u64::from(self.owed) | u64::from(self.parted) << 1 | u64::from(self.orphan) << 2;
        let last = self.last.map_or(0, |w| u64::from(w.number()) + 1);
        let bytes = u64::from(u16::from_be_bytes(self.tail)) << 8 | u64::from(self.pending);
        [flags, last, bytes, self.prefix.place(), u64::from(self.choice), u64::from(self.orphaned)]
            .into_iter()
            .fold(0u64, |hash, part| (hash.rotate_left(5) ^ part).wrapping_mul(0x517C_C1B7_2722_0A95))
    }
}

/// How a window is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How {
    /// Stop at this token.
    pub until: Option<usize>,
    /// Do not choose this character at this token: what is the next best?
    pub banned: Option<(usize, char)>,
}

/// The best reading of a window of tokens, and the next best that chose otherwise.
#[derive(Debug)]
pub(super) struct Reading {
    pub best: Path,
    pub best_score: f32,
    /// Other readings, best first, with their scores.
    pub others: Vec<(Path, f32)>,
    /// One past the last token read.
    pub end: usize,
}

impl Search<'_> {
    /// Reads `tokens` from `start`, which must be in step, until `sites` (rising indexes where damage shows) are
    /// passed and the reading is in step again, or the line ends; with `how.until`, exactly up to that token.
    pub(super) fn read(&self, tokens: &[Token], start: usize, sites: &[usize], how: How) -> Reading {
        let mut arena: Vec<Step> = Vec::with_capacity(1024);
        let before = start.checked_sub(1).map(|n| tokens[n]);
        let mut beam = vec![Hypothesis {
            pending: 0,
            tail: [0, 0],
            owed: false,
            parted: false,
            orphan: false,
            orphaned: false,
            prefix: self.model.root(),
            unended: 0,
            last: None,
            previous: before.map_or(EDGE, |t| t.char().unwrap_or(ANY)),
            mended: false,
            choice: 0,
            score: 0.0,
            settled: 0,
            path: u32::MAX,
        }];
        let mut at = start;
        let mut next_site = 0;
        while at < tokens.len() {
            let best = [false, true].map(|open| {
                let alike = beam.iter().filter(|h| (h.pending != 0) == open);
                alike.map(Hypothesis::estimate).fold(f32::MIN, f32::max)
            });
            let mut walk =
                Walk { search: self, tokens, at, how, best, twice: 0, arena: &mut arena, next: Vec::new() };
            for h in &beam {
                walk.consume(*h);
            }
            beam = prune(walk.next, KEPT);
            at += 1;
            if let Some(until) = how.until {
                if at >= until {
                    break;
                }
                continue;
            }
            while sites.get(next_site).is_some_and(|s| *s < at) {
                next_site += 1;
            }
            let near = sites.get(next_site).is_some_and(|s| *s < at + SETTLED as usize);
            if !near && self.is_settled(&beam) || at - start >= WINDOW {
                break;
            }
        }
        self.finish(beam, arena, tokens, start, at, how)
    }

    /// Whether the best hypothesis has been in step for long, and no other comes near it out of step.
    fn is_settled(&self, beam: &[Hypothesis]) -> bool {
        let Some(best) = beam.iter().max_by(|a, b| a.estimate().total_cmp(&b.estimate())) else {
            return true;
        };
        best.settled >= SETTLED
            && beam.iter().all(|h| h.pending == 0 || h.estimate() < best.estimate() - 12.0)
    }

    fn finish(
        &self,
        beam: Vec<Hypothesis>,
        mut arena: Vec<Step>,
        tokens: &[Token],
        start: usize,
        end: usize,
        how: How,
    ) -> Reading {
        let mut walk = Walk {
            search: self,
            tokens,
            at: end,
            how,
            best: [f32::MIN; 2],
            twice: 0,
            arena: &mut arena,
            next: Vec::new(),
        };
        for h in beam {
            walk.end(h);
        }
        let mut last = walk.next;
        last.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut paths: Vec<(Path, f32)> = Vec::new();
        for h in last.iter().filter(|h| h.unended == 0 && h.pending == 0).take(KEPT) {
            let path = Path::back(&arena, h.path, start);
            if !paths.iter().any(|(p, _)| p.original() == path.original()) {
                paths.push((path, h.score));
            }
            if paths.len() > OTHERS {
                break;
            }
        }
        if std::env::var("DBG").is_ok() { eprintln!("WIN {start}..{end}"); for (p, sc) in paths.iter().take(6) { eprintln!("  {sc} {}", p.original()); } }
        let (best, best_score) =
            if paths.is_empty() { (Path::literal(tokens, start, end), f32::MIN) } else { paths.remove(0) };
        Reading { best, best_score, others: paths, end }
    }
}

/// Keeps the best hypotheses, one of each kind.
fn prune(mut all: Vec<Hypothesis>, most: usize) -> Vec<Hypothesis> {
    let best = all.iter().map(Hypothesis::estimate).fold(f32::MIN, f32::max);
    all.retain(|h| h.estimate() >= best - BEHIND);
    let better = |a: &Hypothesis, b: &Hypothesis| b.estimate().total_cmp(&a.estimate());
    // Kinds repeat: enough of the best are sorted that as many as are wanted remain.
    let enough = most * 6;
    if all.len() > enough {
        all.select_nth_unstable_by(enough, better);
        all.truncate(enough);
    }
    all.sort_unstable_by(better);
    let mut seen: Vec<u64> = Vec::with_capacity(most);
    all.retain(|h| {
        let kind = h.kind();
        let is_new = seen.len() < most && !seen.contains(&kind);
        if is_new {
            seen.push(kind);
        }
        is_new
    });
    all
}

/// Reading one token.
struct Walk<'a, 'b> {
    search: &'a Search<'a>,
    tokens: &'a [Token],
    at: usize,
    how: How,
    /// The best estimates before this token of hypotheses in step and of those out of step.
    best: [f32; 2],
    /// Hypotheses after which two vanished pairs were tried.
    twice: usize,
    arena: &'b mut Vec<Step>,
    next: Vec<Hypothesis>,
}

impl Walk<'_, '_> {
    fn note(&mut self, h: &mut Hypothesis, what: What) {
        self.arena.push(Step { back: h.path, what });
        h.path = self.arena.len() as u32 - 1;
    }

    /// Every way to read the token at hand after `h`.
    fn consume(&mut self, mut h: Hypothesis) {
        let token = self.tokens[self.at];
        if let Kind::Gloss { reading, swallowed } = token.kind {
            return self.gloss(h, reading, swallowed);
        }
        if h.owed {
            h.score += OWED;
            h.owed = false;
        }
        let Kind::Char { c, bytes } = token.kind else { return };
        if h.orphan {
            h.orphan = false;
            h.orphaned = true;
            return self.cut(h, c);
        }
        h.orphaned = false;
        if h.pending == 0 {
            self.plain(h, c, bytes);
        } else {
            self.shifted(h, c, bytes);
            self.vanished(h);
        }
        self.cut(h, c);
        if c == '?' && self.tokens.get(self.at + 1).is_some_and(|t| t.char().is_some_and(is_cut_mark)) {
            h.orphan = true;
            h.settled = 0;
            self.note(&mut h, What::Orphan);
            self.took(h);
        }
    }

    /// The token is read: `h` goes on to the next.
    fn took(&mut self, mut h: Hypothesis) {
        h.settled = if h.pending == 0 && !h.orphan { h.settled.saturating_add(1) } else { 0 };
        let what = What::Took { token: self.at as u32, open: h.pending != 0 || h.orphan };
        self.note(&mut h, what);
        self.next.push(h);
    }

    /// In step: the character is what it is.
    fn plain(&mut self, mut h: Hypothesis, c: char, bytes: Option<[u8; 2]>) {
        match bytes {
            Some([b, 0]) => self.stream(&mut h, b),
            Some([b1, b2]) => {
                self.stream(&mut h, b1);
                // A match across the boundary in front is no obligation of this character.
                if std::mem::take(&mut h.owed) {
                    h.score += OWED;
                }
                self.stream(&mut h, b2);
            }
            None => h.tail = [0, 0],
        }
        h.pending = 0;
        for h in self.emit(h, c) {
            self.took(h);
        }
    }

    /// Out of step: the bytes of the character end one original character and begin the next.
    fn shifted(&mut self, h: Hypothesis, c: char, bytes: Option<[u8; 2]>) {
        match bytes {
            Some([b, 0]) => {
                self.push_all(h, &[b], false);
                if self.search.profile.folded {
                    match b {
                        b' ' => self.push_all(h, &[0xA1, 0xA1], false),
                        0x21..=0x7E => self.push_all(h, &[0xA3, b | 0x80], false),
                        _ => {}
                    }
                }
                if b < 0x40 {
                    self.dropped(h, c);
                }
            }
            Some([b1, b2]) => self.push_all(h, &[b1, b2], false),
            None => {}
        }
        // The way out: what is pending is lost, the character is what it is.
        let mut h = h;
        h.score += GIVEN_UP;
        h.settled = 0;
        self.note(&mut h, What::GivenUp);
        h.pending = 0;
        self.plain(h, c, bytes);
    }

    /// The step asked for a second byte; it was a lead byte in the found reading, and was dropped before ASCII.
    fn dropped(&mut self, h: Hypothesis, c: char) {
        let (cost, swallowed) = if c == '?' { (SWALLOWED, true) } else { (DROPPED, false) };
        for (mut h, byte) in self.second_lost(h, cost) {
            self.note(&mut h, if swallowed { What::Swallowed(byte) } else { What::Dropped(byte) });
            h.tail = [byte, c as u8];
            for h in self.emit(h, c) {
                self.took(h);
            }
        }
    }

    /// The bytes were cut before this mark, inside a pair of the reading so far.
    fn cut(&mut self, h: Hypothesis, c: char) {
        let Some(mark) = cut_mark(c, self.search.profile.folded) else { return };
        let Some((m, 2)) = gbk::bytes(mark) else { return };
        debug_assert!(is_cut_site(&m, 0));
        let cost = if h.orphaned { self.search.orphan } else { CUT };
        if h.pending != 0 {
            for (mut h, byte) in self.second_lost(h, cost) {
                self.note(&mut h, What::Cut { mark, byte });
                h.tail = m;
                for h in self.emit(h, mark) {
                    self.took(h);
                }
            }
            return;
        }
        if self.is_behind(&h) {
            return;
        }
        for half in self.search.halves.ending(m[0]).iter().take(TRIED) {
            let mut h = Hypothesis { score: h.score + cost, settled: 0, ..h };
            if self.is_worth(&h, half) {
                self.note(&mut h, What::Cut { mark, byte: half.other });
                for mut h in self.emit_half(h, half) {
                    h.tail = m;
                    h.pending = m[1];
                    self.took(h);
                }
            }
        }
    }

    /// Ends the pending character with a second byte that was lost: directly, or after a pair that vanished. Each
    /// hypothesis comes with the lost byte and is in step.
    fn second_lost(&mut self, h: Hypothesis, cost: f32) -> Vec<(Hypothesis, u8)> {
        let mut out = Vec::new();
        if self.is_behind(&h) {
            return out;
        }
        let halves = self.search.halves;
        let base = Hypothesis { score: h.score + cost, settled: 0, pending: 0, ..h };
        for half in halves.beginning(h.pending).iter().take(TRIED) {
            if gbk::is_lead(half.other) && self.is_worth(&base, half) {
                out.extend(self.emit_half(base, half).into_iter().map(|h| (h, half.other)));
            }
            let private = halves.private(half.other);
            let first = Hypothesis { score: base.score + VANISHED, ..base };
            if private.is_empty() || !self.is_worth(&first, half) {
                continue;
            }
            for first in self.emit_half(first, half) {
                for (lead, last) in halves.common().iter().filter(|(lead, _)| private.contains(lead)) {
                    if self.is_worth(&first, last) {
                        let mut h = first;
                        self.note(&mut h, What::Vanished([half.other, *lead]));
                        out.extend(self.emit_half(h, last).into_iter().map(|h| (h, last.other)));
                    }
                }
            }
        }
        out
    }

    /// Whether others of its kind are so much better that lost bytes are not worth trying after `h`.
    fn is_behind(&self, h: &Hypothesis) -> bool {
        h.estimate() < self.best[usize::from(h.pending != 0)] - NEAR
    }

    /// Whether a lost byte is worth trying after `h`, for a character with this share of running text.
    fn is_worth(&self, h: &Hypothesis, half: &Half) -> bool {
        let score = h.score + (half.share + FITTING).min(0.0);
        score >= self.best[0].max(self.best[1]) - BEHIND && score >= self.best[1] - WORTH
    }

    /// A pair without a mapping stood before this token and vanished, or two of them.
    fn vanished(&mut self, h: Hypothesis) {
        let Kind::Char { bytes: Some([b1, b2]), .. } = self.tokens[self.at].kind else { return };
        if self.is_behind(&h) {
            return;
        }
        // What stands here now may have been full-width before folding.
        let wide = match b1 {
            _ if b2 != 0 || !self.search.profile.folded => None,
            b' ' => Some([0xA1, 0xA1]),
            0x21..=0x7E => Some([0xA3, b1 | 0x80]),
            _ => None,
        };
        let halves = self.search.halves;
        let twice = self.twice < TWICE_AFTER;
        self.twice += usize::from(twice);
        let mut through = Vec::new();
        for before in halves.beginning(h.pending) {
            let private = halves.private(before.other);
            let mut first = Hypothesis { settled: 0, pending: 0, score: h.score + VANISHED, ..h };
            if private.is_empty() || !self.is_worth(&first, before) {
                continue;
            }
            first.tail = [0, before.other];
            for first in self.emit_half(first, before) {
                for bytes in [Some([b1, b2]), wide].into_iter().flatten() {
                    self.vanished_up_to(first, before.other, bytes);
                }
                if !twice {
                    continue;
                }
                for (lead, joint) in halves.joints().iter().filter(|(lead, _)| private.contains(lead)) {
                    let mut second = Hypothesis { score: first.score + VANISHED, ..first };
                    if self.is_worth(&second, joint) {
                        self.note(&mut second, What::Vanished([before.other, *lead]));
                        second.tail = [*lead, joint.other];
                        through.extend(self.emit_half(second, joint));
                    }
                }
            }
        }
        for second in prune(through, TWICE_THROUGH) {
            for bytes in [Some([b1, b2]), wide].into_iter().flatten() {
                self.vanished_up_to(second, second.tail[1], bytes);
            }
        }
    }

    /// The pair that begins with `lead` vanished; its second byte and `b1` are a character.
    fn vanished_up_to(&mut self, h: Hypothesis, lead: u8, [b1, b2]: [u8; 2]) {
        let halves = self.search.halves;
        let private = halves.private(lead);
        for after in halves.ending(b1).iter().take(TRIED).filter(|a| private.contains(&a.other)) {
            if !self.is_worth(&h, after) {
                continue;
            }
            let mut h = h;
            self.note(&mut h, What::Vanished([lead, after.other]));
            for mut h in self.emit_half(h, after) {
                h.pending = b2;
                h.tail = if b2 == 0 { [after.other, b1] } else { [b1, b2] };
                h.owed = self.search.owed.has(h.tail);
                self.took(h);
            }
        }
    }

    /// A gloss: what stands before it must be a character with this reading.
    fn gloss(&mut self, mut h: Hypothesis, reading: u16, swallowed: bool) {
        h.owed = false;
        h.parted = true;
        let owners = self.search.readings.owners(reading);
        let before = h.tail[1];
        if !h.orphan && !swallowed && owners.iter().any(|(own, _)| *own == h.tail) {
            self.took(h);
        }
        // The second byte took the bracket with it (`?`), or was dropped before it.
        for (own, _) in owners.iter().filter(|(own, _)| !h.orphan && own[0] == before && gbk::is_lead(own[1]))
        {
            let mut h = h;
            h.settled = 0;
            if swallowed {
                self.note(&mut h, What::Split(own[1]));
            } else {
                h.score += if h.pending == 0 { CUT } else { DROPPED };
                self.note(&mut h, What::Dropped(own[1]));
            }
            h.tail = *own;
            if h.pending == 0 {
                h.pending = own[1];
                self.took(h);
            } else if let Pair::Char(c) = gbk::pair(own[0], own[1]) {
                h.pending = 0;
                for h in self.emit(h, c) {
                    self.took(h);
                }
            }
        }
        if swallowed && h.pending != 0 {
            self.vanished_before_gloss(h, reading);
        }
        if swallowed && h.pending == 0 && !h.orphan {
            self.dropped_before_gloss(h, reading);
        }
        h.score += GIVEN_UP;
        h.settled = 0;
        h.orphan = false;
        self.note(&mut h, What::GivenUp);
        h.pending = 0;
        h.tail = [0, 0];
        for h in self.emit(h, '(') {
            self.took(h);
        }
    }

    /// A pair vanished whose second byte begins the glossed character.
    fn vanished_before_gloss(&mut self, h: Hypothesis, reading: u16) {
        let owners = self.search.readings.owners(reading);
        for before in self.search.halves.beginning(h.pending) {
            let private = self.search.halves.private(before.other);
            for (own, _) in owners.iter().filter(|(own, _)| private.contains(&own[0]) && gbk::is_lead(own[1]))
            {
                let Pair::Char(c) = gbk::pair(own[0], own[1]) else { continue };
                let mut h = h;
                h.score += VANISHED;
                h.settled = 0;
                h.pending = 0;
                for mut h in self.emit_half(h, before) {
                    self.note(&mut h, What::Vanished([before.other, own[0]]));
                    self.note(&mut h, What::Split(own[1]));
                    h.tail = *own;
                    for h in self.emit(h, c) {
                        self.took(h);
                    }
                }
            }
        }
    }

    /// A cut put the text back in step before the glossed character: its first byte was then dropped before the `?`
    /// that its second byte had become.
    fn dropped_before_gloss(&mut self, h: Hypothesis, reading: u16) {
        for (own, _) in self.search.readings.owners(reading).iter().filter(|(own, _)| gbk::is_lead(own[1])) {
            let Pair::Char(c) = gbk::pair(own[0], own[1]) else { continue };
            let mut h = h;
            h.score += CUT;
            h.settled = 0;
            self.note(&mut h, What::Dropped(own[0]));
            self.note(&mut h, What::Split(own[1]));
            h.tail = *own;
            for h in self.emit_choice(h, c) {
                self.took(h);
            }
        }
    }

    /// The line or the window ends: a byte still pending lost its second one.
    fn end(&mut self, mut h: Hypothesis) {
        if h.owed {
            h.score += OWED;
        }
        if h.orphan {
            return;
        }
        if h.pending == 0 {
            h.score += self.edge(&h);
            self.next.push(h);
            return;
        }
        for (mut h, byte) in self.second_lost(h, DROPPED) {
            self.note(&mut h, What::Dropped(byte));
            h.score += self.edge(&h);
            self.note(&mut h, What::Took { token: self.at as u32, open: false });
            self.next.push(h);
        }
        h.score += GIVEN_UP;
        h.pending = 0;
        self.note(&mut h, What::GivenUp);
        self.note(&mut h, What::Took { token: self.at as u32, open: false });
        self.next.push(h);
    }

    /// What it costs that the line ends here, if it does.
    fn edge(&self, h: &Hypothesis) -> f32 {
        if self.at == self.tokens.len() { self.search.marks.after(simplified(h.previous), EDGE) } else { 0.0 }
    }

    /// Adds a byte to the original without reading characters.
    fn stream(&mut self, h: &mut Hypothesis, byte: u8) {
        h.tail = [h.tail[1], byte];
        h.owed = !std::mem::take(&mut h.parted) && self.search.owed.has(h.tail);
    }

    /// Adds bytes to the original in step; the hypothesis dies where they make no character.
    fn push_all(&mut self, h: Hypothesis, bytes: &[u8], choice: bool) {
        let mut live = vec![h];
        for (n, byte) in bytes.iter().copied().enumerate() {
            let mut next = Vec::new();
            for mut h in live {
                if n > 0 && std::mem::take(&mut h.owed) {
                    h.score += OWED;
                }
                self.stream(&mut h, byte);
                if h.pending == 0 {
                    h.pending = byte;
                    next.push(h);
                } else if byte == 0x80 || gbk::is_trail(byte) {
                    if let Pair::Char(c) = gbk::pair(h.pending, byte) {
                        h.pending = 0;
                        next.extend(if choice { self.emit_choice(h, c) } else { self.emit(h, c) });
                    }
                }
            }
            live = next;
        }
        for h in live {
            self.took(h);
        }
    }

    /// Reads a character of which a byte was chosen.
    fn emit_half(&mut self, h: Hypothesis, half: &Half) -> Vec<Hypothesis> {
        self.choose(h, half.c, half.first)
    }

    /// The same for a character that no table of halves gave.
    fn emit_choice(&mut self, h: Hypothesis, c: char) -> Vec<Hypothesis> {
        let first = self.search.model.step(self.search.model.root(), simplified(c));
        self.choose(h, c, first)
    }

    fn choose(&mut self, mut h: Hypothesis, c: char, first: Option<Prefix>) -> Vec<Hypothesis> {
        if self.how.banned == Some((self.at, c)) {
            return Vec::new();
        }
        h.choice = h.choice.wrapping_mul(0x9E37_79B1).wrapping_add(c as u32 + 1);
        self.read_char(h, c, What::Chosen(c), Some(first))
    }

    /// Reads a character of the original.
    fn emit(&mut self, h: Hypothesis, c: char) -> Vec<Hypothesis> {
        self.read_char(h, c, What::Emitted(c), None)
    }

    /// Every way the character can continue or end a word.
    fn read_char(
        &mut self,
        mut h: Hypothesis,
        c: char,
        what: What,
        first: Option<Option<Prefix>>,
    ) -> Vec<Hypothesis> {
        let model = self.search.model;
        let next = class(c);
        if next != Class::HAN && h.unended > 0 {
            return Vec::new();
        }
        self.note(&mut h, what);
        let plain = simplified(c);
        h.score += self.search.marks.after(simplified(h.previous), plain);
        let mended = h.settled == 0;
        h.score += self.search.witness.speaks(h.previous, c, mended || h.mended);
        h.previous = c;
        h.mended = mended;
        if next != Class::HAN {
            h.score += within(c);
            h.last = None;
            return vec![h];
        }
        if traditional(plain) != c && !self.search.witness.uses(c) {
            h.score += UNUSUAL;
        }
        let unknown = Hypothesis { last: None, score: h.score + model.unknown(plain), ..h };
        let place = match first {
            Some(first) if h.unended == 0 => first,
            _ => model.step(h.prefix, plain),
        };
        let Some(prefix) = place else {
            return if h.unended == 0 { vec![unknown] } else { Vec::new() };
        };
        let longer = Hypothesis { prefix, unended: h.unended + 1, ..h };
        match model.word(prefix) {
            Some(word) => {
                let score = h.score + model.bigram(h.last, word);
                vec![Hypothesis { prefix: model.root(), unended: 0, last: Some(word), score, ..h }, longer]
            }
            None if h.unended == 0 => vec![unknown, longer],
            None => vec![longer],
        }
    }
}

/// The mark, in full width, that a found character can be the remains of a cut before.
pub(super) fn cut_mark(c: char, folded: bool) -> Option<char> {
    let wide = if folded { widen(c) } else { c };
    CUT_MARKS.contains(&wide).then_some(wide)
}

fn is_cut_mark(c: char) -> bool {
    CUT_MARKS.contains(&widen(c))
}
