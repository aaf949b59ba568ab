//! Reading one token: every way the bytes it stands for can go on in the original.

use super::halves::TRIED;
use super::hypothesis::{BEHIND, Hypothesis};
use super::lost::WORTH;
use super::path::What;
use super::room::Room;
use super::search::{How, Search};
use super::tag::{self, Tag};
use super::token::{Kind, Token};
use crate::damage::gbk::{self, Pair};
use crate::damage::{CUT_MARKS, is_cut_site};
use crate::language::EDGE;
use crate::text::widen;

/// Costs in powers of ten. A cut at this very mark.
pub(super) const CUT: f32 = -2.2;
/// A cut where the `?` of a left-over byte stands, in a document that shows none or more of them.
pub(super) const ORPHAN: f32 = -2.5;
pub(super) const ORPHANS: f32 = -1.0;
/// A lead byte that was dropped before ASCII, where the step already asks for one.
pub(super) const DROPPED: f32 = -0.5;
/// A lead byte that took an ASCII character with it which no gloss names.
pub(super) const SWALLOWED: f32 = -6.0;
/// A letter or figure that was full-width before folding, beside another: Latin words and numbers stand as they are.
/// (intact/folded-latin-after-questions)
pub(super) const WIDE_IN_WORD: f32 = -8.0;
/// A line that ends with a quotation mark open, or with one too many closed.
pub(super) const UNCLOSED: f32 = -3.0;
/// A gloss whose character is the end of one character and the beginning of the next, both in step.
pub(super) const STRADDLED: f32 = -2.0;
/// A character that the document always glosses, bare.
pub(super) const OWED: f32 = -8.0;
/// Leaving damage as it stands: the way out where nothing fits.
pub(super) const GIVEN_UP: f32 = -14.0;

/// A question mark in the place of a tag's `<`.
const UNOPENED_TAG: f32 = -8.0;

/// Reading one token.
pub(super) struct Walk<'a, 'b> {
    pub(super) search: &'a Search<'a>,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) how: How,
    /// The best estimates before this token of hypotheses in step and of those out of step.
    pub(super) best: [f32; 2],
    /// The estimate below which no lost byte is worth trying, so far as that is the same for all that is tried here.
    pub(super) worth: f32,
    /// Hypotheses after which two vanished pairs were tried.
    pub(super) twice: usize,
    pub(super) room: &'b mut Room,
}

impl<'a, 'b> Walk<'a, 'b> {
    /// Before the token `at`.
    pub(super) fn new(
        search: &'a Search<'a>,
        tokens: &'a [Token],
        at: usize,
        how: How,
        best: [f32; 2],
        room: &'b mut Room,
    ) -> Walk<'a, 'b> {
        let worth = (best[0].max(best[1]) - BEHIND).max(best[1] - WORTH);
        Walk { search, tokens, at, how, best, worth, twice: 0, room }
    }

    #[inline]
    pub(super) fn note(&mut self, h: &mut Hypothesis, what: What) {
        h.note(what, &mut self.room.arena);
    }

    /// Every way to read the token at hand after `h`.
    pub(super) fn consume(&mut self, mut h: Hypothesis) {
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
            let cost =
                if c == '?' && tag::missing(self.tokens, self.at).is_some() { UNOPENED_TAG } else { 0.0 };
            self.plain(Hypothesis { score: h.score + cost, ..h }, c, bytes);
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
    pub(super) fn took(&mut self, mut h: Hypothesis) {
        h.settled = if h.pending == 0 && !h.orphan { h.settled.saturating_add(1) } else { 0 };
        if h.estimate() < self.room.next.cutoff() {
            return;
        }
        if h.late.is_none() {
            let what = h.took(self.at);
            self.note(&mut h, what);
        }
        self.room.next.push(h);
    }

    /// In step: the character is what it is.
    pub(super) fn plain(&mut self, mut h: Hypothesis, c: char, bytes: Option<[u8; 2]>) {
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
        self.emit(&h, c, Walk::took);
    }

    /// Out of step: the bytes of the character end one original character and begin the next.
    pub(super) fn shifted(&mut self, h: Hypothesis, c: char, bytes: Option<[u8; 2]>) {
        match bytes {
            Some([b, 0]) => {
                self.push_all(h, &[b], false);
                if self.search.profile.folded {
                    match b {
                        b' ' => self.push_all(h, &[0xA1, 0xA1], false),
                        0x21..=0x7E => {
                            let cost = if self.is_in_word(c) { WIDE_IN_WORD } else { 0.0 };
                            self.push_all(
                                Hypothesis { score: h.score + cost, ..h },
                                &[0xA3, b | 0x80],
                                false,
                            );
                        }
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
    pub(super) fn dropped(&mut self, h: Hypothesis, c: char) {
        // What stands behind may tell what was swallowed.
        let tag = if c == '?' { tag::missing(self.tokens, self.at) } else { None };
        let c = if tag.is_some() { '<' } else { c };
        let (cost, swallowed) = if c == '?' { (SWALLOWED, true) } else { (DROPPED, false) };
        let mut lost = self.second_lost(h, cost);
        for (mut h, byte) in lost.drain(..) {
            if let Some(tag) = tag {
                // A tag stands where a line ends.
                let marks = &self.search.kept.marks;
                h.score += marks.after(h.previous_plain, EDGE) - marks.after(h.previous_plain, c);
                h.score += if h.quotes != 0 && tag == Tag::End { UNCLOSED } else { 0.0 };
            }
            self.note(&mut h, if swallowed { What::Swallowed(byte) } else { What::Dropped(byte) });
            h.tail = [byte, c as u8];
            self.emit(&h, c, Walk::took);
        }
        self.room.lost = lost;
    }

    /// Whether the token at hand is of a Latin word or a number: of three letters, or in a line of them.
    fn is_in_word(&self, c: char) -> bool {
        let is_one =
            |at: usize| self.tokens.get(at).and_then(Token::char).is_some_and(|c| c.is_ascii_alphanumeric());
        if !c.is_ascii_alphanumeric() {
            return false;
        }
        let start = (0..self.at).rev().take_while(|n| is_one(*n)).last().unwrap_or(self.at);
        let end = (self.at..self.tokens.len()).take_while(|n| is_one(*n)).last().unwrap_or(self.at);
        let is_space = |at: usize| self.tokens.get(at).and_then(Token::char) == Some(' ');
        end - start > 1
            || is_space(end + 1) && is_one(end + 2)
            || start > 1 && is_space(start - 1) && is_one(start - 2)
    }

    /// The bytes were cut before this mark, inside a pair of the reading so far.
    pub(super) fn cut(&mut self, h: Hypothesis, c: char) {
        let Some(mark) = cut_mark(c, self.search.profile.folded) else { return };
        let Some((m, 2)) = gbk::bytes(mark) else { return };
        debug_assert!(is_cut_site(&m, 0));
        let cost = if h.orphaned { self.search.orphan } else { CUT };
        if h.pending != 0 {
            let mut lost = self.second_lost(h, cost);
            for (mut h, byte) in lost.drain(..) {
                self.note(&mut h, What::Cut { mark, byte });
                h.tail = m;
                self.emit(&h, mark, Walk::took);
            }
            self.room.lost = lost;
            return;
        }
        if self.is_behind(&h) || !(h.orphaned || self.tokens[self.at].may_be_cut) {
            return;
        }
        let mut h = Hypothesis { score: h.score + cost, settled: 0, ..h };
        for half in self.search.halves.ending(m[0]).iter().take(TRIED) {
            // The commonest come first.
            if !self.is_worth(&h, half) {
                break;
            }
            h.late = Some(What::Cut { mark, byte: half.other });
            self.try_half(&h, half, None, f32::MIN, |walk, h| {
                walk.took(Hypothesis { tail: m, pending: m[1], ..h });
            });
        }
    }

    /// A gloss: what stands before it must be a character with this reading.
    pub(super) fn gloss(&mut self, mut h: Hypothesis, reading: u16, swallowed: bool) {
        h.owed = false;
        h.parted = true;
        let owners = self.search.readings.owners(reading);
        let before = h.tail[1];
        if !h.orphan && !swallowed && owners.iter().any(|(own, _)| *own == h.tail) {
            // Bytes of two characters can match by chance; a character of its own is what is usually glossed.
            let own = matches!(gbk::pair(h.tail[0], h.tail[1]), Pair::Char(c) if c == h.previous);
            let cost = if own || h.pending != 0 { 0.0 } else { STRADDLED };
            self.took(Hypothesis { score: h.score + cost, ..h });
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
                self.emit(&h, c, Walk::took);
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
        self.emit(&h, '(', Walk::took);
    }

    /// The line or the window ends: a byte still pending lost its second one.
    pub(super) fn end(&mut self, mut h: Hypothesis) {
        if h.owed {
            h.score += OWED;
        }
        if h.orphan {
            return;
        }
        if h.pending == 0 {
            h.score += self.edge(&h);
            self.room.next.push_ended(h);
            return;
        }
        let mut lost = self.second_lost(h, DROPPED);
        for (mut h, byte) in lost.drain(..) {
            self.note(&mut h, What::Dropped(byte));
            h.score += self.edge(&h);
            self.note(&mut h, What::Took { token: self.at as u32, open: false });
            self.room.next.push_ended(h);
        }
        self.room.lost = lost;
        h.score += GIVEN_UP;
        h.pending = 0;
        self.note(&mut h, What::GivenUp);
        self.note(&mut h, What::Took { token: self.at as u32, open: false });
        self.room.next.push_ended(h);
    }

    /// What it costs that the line ends here, if it does.
    pub(super) fn edge(&self, h: &Hypothesis) -> f32 {
        if self.at < self.tokens.len() {
            return 0.0;
        }
        let open = if h.quotes == 0 { 0.0 } else { UNCLOSED };
        self.search.kept.marks.after(h.previous_plain, EDGE) + open
    }

    /// Adds a byte to the original without reading characters.
    pub(super) fn stream(&mut self, h: &mut Hypothesis, byte: u8) {
        h.tail = [h.tail[1], byte];
        h.owed = !std::mem::take(&mut h.parted) && self.search.owed.has(h.tail);
    }

    /// Adds bytes to the original in step; the hypothesis dies where they make no character.
    pub(super) fn push_all(&mut self, h: Hypothesis, bytes: &[u8], choice: bool) {
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
                } else if (byte == 0x80 || gbk::is_trail(byte))
                    && let Pair::Char(c) = gbk::pair(h.pending, byte)
                {
                    h.pending = 0;
                    let then = |_: &mut Self, h| next.push(h);
                    if choice { self.emit_choice(&h, c, then) } else { self.emit(&h, c, then) }
                }
            }
            live = next;
        }
        for h in live {
            self.took(h);
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
