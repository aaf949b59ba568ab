//! Which characters are tried where bytes are lost: pairs that vanished, second bytes that were dropped.

use super::halves::{Half, TRIED, Within};
use super::hypothesis::Hypothesis;
use super::path::What;
use super::token::Kind;
use super::walk::{CUT, Walk};
use crate::damage::gbk::{self, Pair};
use crate::language::Listed;

/// A pair that vanished at this very place.
const VANISHED: f32 = -0.8;
/// A character after a fitting word can be this much likelier than by itself.
const FITTING: f32 = 4.0;
/// Lost bytes are tried after hypotheses that are at most this far behind the best one.
const NEAR: f32 = 6.0;
/// Out of step, they are not tried this far behind the best one in step.
const HOPELESS: f32 = 13.0;
/// A lost byte is tried when the hypothesis can stay this near the best one that is out of step.
pub(super) const WORTH: f32 = 12.0;
/// Two vanished pairs in a row are tried after this many hypotheses, through this many characters on the way.
const TWICE_AFTER: usize = 2;
/// The hypothesis must be at most this far behind the best one, the character before at least this common, and the
/// one on the way keep it this near the best.
const TWICE_NEAR: f32 = 5.0;
const TWICE_SHARE: f32 = -5.0;
const TWICE_WORTH: f32 = 9.0;
pub(super) const TWICE_THROUGH: usize = 60;

impl<'a> Walk<'a, '_> {
    /// Whether others of its kind are so much better that lost bytes are not worth trying after `h`.
    pub(super) fn is_behind(&self, h: &Hypothesis) -> bool {
        let open = h.pending != 0;
        h.estimate() < self.best[usize::from(open)] - NEAR || open && h.estimate() < self.best[0] - HOPELESS
    }

    /// No lost byte is worth trying after what scores less than this.
    #[inline]
    fn bound(&self) -> f32 {
        self.worth.max(self.room.next.cutoff())
    }

    /// Whether a lost byte is worth trying after `h`, for a character with this share of running text.
    #[inline]
    pub(super) fn is_worth(&self, h: &Hypothesis, half: &Half) -> bool {
        let score = h.score + (half.share + FITTING).min(0.0);
        score >= self.bound()
    }

    /// The word inside which `h` is.
    fn within(&self, h: &Hypothesis) -> Within<'a> {
        (h.unended > 0).then_some((self.search.model, h.prefix))
    }

    /// Which words may be listed after `h`, where many are tried there.
    fn listed(&self, h: &Hypothesis) -> Option<Listed> {
        let last = h.last.filter(|_| h.unended == 0)?;
        Some(self.search.kept.following.listed(last))
    }

    /// Ends the pending character with a second byte that was lost: directly, or after a pair that vanished. Each
    /// hypothesis comes with the lost byte and is in step. They come in the list of the room, which is to be given back.
    pub(super) fn second_lost(&mut self, h: Hypothesis, cost: f32) -> Vec<(Hypothesis, u8)> {
        let mut out = std::mem::take(&mut self.room.lost);
        if self.is_behind(&h) {
            return out;
        }
        let halves = self.search.halves;
        let base = Hypothesis { score: h.score + cost, settled: 0, pending: 0, ..h };
        let first = Hypothesis { score: base.score + VANISHED, ..base };
        for half in halves.beginning(h.pending).iter().take(TRIED) {
            // The commonest come first: once one is not worth trying, none of the rest is.
            if !self.is_worth(&base, half) {
                break;
            }
            if gbk::is_lead(half.other) {
                self.emit_half(&base, half, |_, h| out.push((h, half.other)));
            }
            if halves.private(half.other).is_empty() || !self.is_worth(&first, half) {
                continue;
            }
            self.try_half(&first, half, None, f32::MIN, |walk, mut first| {
                if first.score < walk.bound() {
                    return;
                }
                walk.note(&mut first, What::Chosen(half.c));
                let least = walk.room.next.cutoff();
                let listed = walk.listed(&first);
                let standing = walk.search.kept.standing.common(halves, half.other, walk.within(&first));
                for (lead, last) in standing.iter().map(|n| &halves.common()[n]) {
                    if !walk.is_worth(&first, last) {
                        break;
                    }
                    first.late = Some(What::Vanished([half.other, *lead]));
                    walk.try_half(&first, last, listed.as_ref(), least, |walk, mut h| {
                        h.note_late(&mut walk.room.arena);
                        out.push((h, last.other));
                    });
                }
            });
        }
        out
    }

    /// A pair without a mapping stood before this token and vanished, or two of them.
    pub(super) fn vanished(&mut self, h: Hypothesis) {
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
        let twice = self.twice < TWICE_AFTER
            && h.unended == 0
            && h.estimate() >= self.best[0].max(self.best[1]) - TWICE_NEAR;
        let mut firsts = std::mem::take(&mut self.room.firsts);
        let befores = halves.beginning(h.pending);
        let mut first = Hypothesis { settled: 0, pending: 0, score: h.score + VANISHED, ..h };
        let listed = self.listed(&h).filter(|_| first.score >= self.bound());
        for (n, before) in befores.iter().enumerate() {
            if !self.is_worth(&first, before) {
                break;
            }
            if !halves.private(before.other).is_empty() {
                first.tail = [0, before.other];
                self.try_half(&first, before, listed.as_ref(), f32::MIN, |walk, first| {
                    if first.score >= walk.bound() {
                        firsts.push((first, n));
                    }
                });
            }
        }
        // The best come first: what follows them then shows early what cannot stay.
        let mut order: Vec<(f32, usize)> = firsts.iter().map(|(first, _)| first.score).zip(0..).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (score, at) in order {
            if score < self.bound() {
                break;
            }
            let (mut first, n) = firsts[at];
            let before = &befores[n];
            self.note(&mut first, What::Chosen(before.c));
            for bytes in [Some([b1, b2]), wide].into_iter().flatten() {
                self.vanished_up_to(first, before.other, bytes);
            }
            if !twice || before.share < TWICE_SHARE {
                continue;
            }
            let mut second = Hypothesis { score: first.score + VANISHED, ..first };
            let listed = self.listed(&second);
            let standing = self.search.kept.standing.joints(halves, before.other, self.within(&first));
            for (lead, joint) in standing.iter().map(|n| &halves.joints()[n]) {
                let least = self.room.through.cutoff();
                let at_best = second.score + (joint.share + FITTING).min(0.0);
                if at_best < least.max(self.best[1] - TWICE_WORTH) || !self.is_worth(&second, joint) {
                    break;
                }
                second.tail = [*lead, joint.other];
                second.late = Some(What::Vanished([before.other, *lead]));
                self.try_half(&second, joint, listed.as_ref(), least, |walk, h| walk.room.through.push(h));
            }
        }
        firsts.clear();
        self.room.firsts = firsts;
        if !twice {
            return;
        }
        let mut through = Vec::new();
        self.room.through.hand_over(&mut through);
        self.twice += usize::from(!through.is_empty());
        for mut second in through {
            second.note_late(&mut self.room.arena);
            for bytes in [Some([b1, b2]), wide].into_iter().flatten() {
                self.vanished_up_to(second, second.tail[1], bytes);
            }
        }
    }

    /// The pair that begins with `lead` vanished; its second byte and `b1` are a character.
    pub(super) fn vanished_up_to(&mut self, mut h: Hypothesis, lead: u8, [b1, b2]: [u8; 2]) {
        let halves = self.search.halves;
        if h.score < self.bound()
            || halves.ending(b1).first().is_none_or(|commonest| !self.is_worth(&h, commonest))
        {
            return;
        }
        let listed = self.listed(&h);
        let standing = self.search.kept.standing.ending(halves, lead, b1, self.within(&h));
        // The commonest come first: once one is not worth trying, none of the rest is.
        for after in standing.iter().map(|n| &halves.ending(b1)[n]) {
            if !self.is_worth(&h, after) {
                break;
            }
            h.late = Some(What::Vanished([lead, after.other]));
            let least = self.room.next.cutoff();
            self.try_half(&h, after, listed.as_ref(), least, |walk, mut h| {
                h.pending = b2;
                h.tail = if b2 == 0 { [after.other, b1] } else { [b1, b2] };
                h.owed = walk.search.owed.has(h.tail);
                walk.took(h);
            });
        }
    }

    /// A pair vanished whose second byte begins the glossed character.
    pub(super) fn vanished_before_gloss(&mut self, h: Hypothesis, reading: u16) {
        let owners = self.search.readings.owners(reading);
        for before in self.search.halves.beginning(h.pending) {
            let private = self.search.halves.private(before.other);
            let vanishing = |own: &[u8; 2]| private.has(own[0]) && gbk::is_lead(own[1]);
            for own in owners.iter().map(|(own, _)| own).filter(|own| vanishing(own)) {
                let Pair::Char(c) = gbk::pair(own[0], own[1]) else { continue };
                let mut h = h;
                h.score += VANISHED;
                h.settled = 0;
                h.pending = 0;
                self.emit_half(&h, before, |walk, mut h| {
                    walk.note(&mut h, What::Vanished([before.other, own[0]]));
                    walk.note(&mut h, What::Split(own[1]));
                    h.tail = *own;
                    walk.emit(&h, c, Walk::took);
                });
            }
        }
    }

    /// A cut put the text back in step before the glossed character: its first byte was then dropped before the `?`
    /// that its second byte had become.
    pub(super) fn dropped_before_gloss(&mut self, h: Hypothesis, reading: u16) {
        for (own, _) in self.search.readings.owners(reading).iter().filter(|(own, _)| gbk::is_lead(own[1])) {
            let Pair::Char(c) = gbk::pair(own[0], own[1]) else { continue };
            let mut h = h;
            h.score += CUT;
            h.settled = 0;
            self.note(&mut h, What::Dropped(own[0]));
            self.note(&mut h, What::Split(own[1]));
            h.tail = *own;
            self.emit_choice(&h, c, Walk::took);
        }
    }
}
