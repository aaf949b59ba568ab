//! Where the words of a text meet, found where it is asked for.
//!
//! Every word that may stand somewhere is known soon, the most likely way to cut a text into them is not. So what no word
//! reaches over needs no cut, and the others need one of what is near: a character that is in no word with others is a piece
//! of every way, and what lies behind it is cut as if nothing stood before it. Most is told by two characters that no word
//! has side by side.

use std::ops::Range;

use crate::language::{Cutter, Joined, Label, Model};
use crate::text::is_han;

/// The words that a text is most likely cut into, found where they are asked for: what is not Han cuts the text, and
/// each stretch of Han is cut by itself.
pub(super) struct Cut<'a, 'm> {
    text: &'a str,
    pub cutter: &'a mut Cutter<'m>,
    /// Which characters words have side by side; where that was not prepared, any may.
    joined: Option<&'a Joined>,
    /// What was cut last. It begins and ends with words of every way.
    run: Range<usize>,
    /// For each of its bytes, whether a word begins there.
    starts: Vec<bool>,
    /// The characters that are near, in order; room for them is kept.
    near: Vec<Near>,
    /// How many of them lie before the end of what is asked about, and whether more do that are not near.
    before: usize,
    is_limited: bool,
}

/// A character: where it begins and ends, its label in the model, and where the longest word ends that begins with it, once
/// that was asked.
#[derive(Debug, Clone, Copy)]
struct Near {
    at: usize,
    end: usize,
    label: Option<Label>,
    reach: Option<usize>,
}

/// How far before a range characters are taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Up to one that no word has beside the next: none reaches over from before.
    Apart,
    /// Up to one that no word has beside either: it is in no word with others.
    Alone,
}

impl<'a, 'm> Cut<'a, 'm> {
    pub fn new(text: &'a str, cutter: &'a mut Cutter<'m>, joined: Option<&'a Joined>) -> Cut<'a, 'm> {
        Cut {
            text,
            cutter,
            joined,
            run: 0..0,
            starts: Vec::new(),
            near: Vec::new(),
            before: 0,
            is_limited: false,
        }
    }

    /// Whether a word begins or ends before the byte `place`.
    pub fn bound(&mut self, place: usize) -> bool {
        if let Some(known) = self.known(place) {
            return known;
        }
        let (Some(before), Some(after)) = (self.text.get(..place), self.text.get(place..)) else {
            return false;
        };
        let is_inside =
            before.chars().next_back().is_some_and(is_han) && after.chars().next().is_some_and(is_han);
        !is_inside || self.is_apart(&(place..place)) || self.known(place) == Some(true)
    }

    /// Whether `range` is made of whole words or lies within one.
    pub fn fits(&mut self, range: &Range<usize>) -> bool {
        let is_known = self.known(range.start).is_some() && self.known(range.end).is_some();
        if !is_known && self.text[range.clone()].chars().all(is_han) && self.is_apart(range) {
            return true;
        }
        let whole = self.bound(range.start) && self.bound(range.end);
        whole || !(range.start + 1..range.end).any(|place| self.bound(place))
    }

    /// What is known of `place` from what was cut last.
    fn known(&self, place: usize) -> Option<bool> {
        let inside = place.checked_sub(self.run.start).filter(|_| place <= self.run.end)?;
        Some(self.starts.get(inside).is_none_or(|starts| *starts))
    }

    /// Whether no word reaches over an end of `range`, which is Han: then all ways to cut the text cut it there. Where one
    /// does, what is near is cut.
    fn is_apart(&mut self, range: &Range<usize>) -> bool {
        let label = |c: Option<char>| c.and_then(|c| self.cutter.model().label(c));
        let (before, after) =
            (|place| self.text[..place].chars().next_back(), |place| self.text[place..].chars().next());
        let meet = |place| !self.joins(label(before(place)), label(after(place)));
        if meet(range.start) && meet(range.end) {
            return true;
        }
        self.approach(range, Model::LONGEST, Until::Apart);
        let is_crossed = (0..self.before).any(|n| {
            let (at, reach) = (self.near[n].at, self.reach(n));
            reach > range.end || at < range.start && reach > range.start
        });
        if is_crossed {
            self.cut_around(range);
        }
        !is_crossed
    }

    /// Whether a word may have two characters side by side.
    fn joins(&self, first: Option<Label>, second: Option<Label>) -> bool {
        let both = first.zip(second);
        both.is_some_and(|(first, second)| self.joined.is_none_or(|joined| joined.has(first, second)))
    }

    /// Takes down the Han characters up to the end of `range`, so many of them before it at most, and no more than `until`
    /// asks for.
    fn approach(&mut self, range: &Range<usize>, most: usize, until: Until) {
        self.near.clear();
        self.is_limited = false;
        let mut before = 0;
        // The label of the character behind, and whether that one and the one behind it are joined.
        let next = self.text[range.end..].chars().next();
        let (mut next, mut was_joined) = (next.and_then(|c| self.cutter.model().label(c)), true);
        for (at, c) in self.text[..range.end].char_indices().rev().take_while(|(_, c)| is_han(*c)) {
            let near = self.character(at, c);
            let is_joined = self.joins(near.label, next);
            if at < range.start && !is_joined && (until == Until::Apart || before > 0 && !was_joined) {
                break;
            }
            before += usize::from(at < range.start);
            if before > most {
                self.is_limited = true;
                break;
            }
            self.near.push(near);
            (next, was_joined) = (near.label, is_joined);
        }
        self.near.reverse();
        self.before = self.near.len();
    }

    fn character(&self, at: usize, c: char) -> Near {
        Near { at, end: at + c.len_utf8(), label: self.cutter.model().label(c), reach: None }
    }

    /// Where the longest word ends that begins with the character number `n` of those near: no sooner than that does.
    fn reach(&mut self, n: usize) -> usize {
        if let Some(reach) = self.near[n].reach {
            return reach;
        }
        let (mut prefix, mut reach) = (self.cutter.model().root(), self.near[n].end);
        for next in n.. {
            if next == self.near.len() {
                let end = self.near[next - 1].end;
                let Some(c) = self.text[end..].chars().next() else { break };
                self.near.push(self.character(end, c));
            }
            let Near { end, label, .. } = self.near[next];
            if next > n && !self.joins(self.near[next - 1].label, label) {
                break;
            }
            let Some(longer) = label.and_then(|label| self.cutter.model().step_by(prefix, label)) else {
                break;
            };
            prefix = longer;
            if self.cutter.model().word(prefix).is_some() {
                reach = end;
            }
        }
        self.near[n].reach = Some(reach);
        reach
    }

    /// Cuts from the last character before `range` that is in no word with others to the first behind it.
    fn cut_around(&mut self, range: &Range<usize>) {
        // Where more stand before it, twice as many: those a word may begin at that reaches over one that may reach here.
        if self.is_limited || self.joined.is_some() {
            self.approach(range, 2 * Model::LONGEST, Until::Alone);
        }
        // Up to where the words reach that begin before a character.
        let mut reach = 0;
        let mut first = None;
        for n in 0..self.before {
            let (Near { at, end, .. }, own) = (self.near[n], self.reach(n));
            let is_told = !self.is_limited || n >= Model::LONGEST;
            if is_told && end <= range.start && reach <= at && own == end {
                first = Some(at);
            }
            reach = reach.max(own);
        }
        let start = first.unwrap_or_else(|| {
            let before = self.text[..range.end].char_indices().rev().take_while(|(_, c)| is_han(*c));
            before.last().map_or(range.start, |(at, _)| at)
        });
        let mut last = range.end;
        for (n, c) in (self.before..).zip(self.text[range.end..].chars()).take_while(|(_, c)| is_han(*c)) {
            if n == self.near.len() {
                self.near.push(self.character(last, c));
            }
            let (Near { at, end, .. }, own) = (self.near[n], self.reach(n));
            last = end;
            if reach <= at && own == end {
                break;
            }
            reach = reach.max(own);
        }
        self.run = start..last;
        self.starts.clear();
        self.starts.resize(last - start, false);
        let starts = &mut self.starts;
        self.cutter.starts(&self.text[start..last], |at| starts[at] = true);
    }
}
