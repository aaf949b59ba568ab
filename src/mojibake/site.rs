//! Where in a line a slip can be, so that the search runs only there.

use super::halves::{Halves, share};
use super::hypothesis::PairSet;
use super::token::{Kind, Readings, Token};
use super::walk::cut_mark;
use crate::damage::gbk::{self, Pair};
use crate::dictionary::simplified;
use crate::language::{Marks, Model};
use crate::text::is_han;

/// How many characters past a mark are read out of step to see whether they make more sense so.
const AHEAD: usize = 5;
/// A mark is searched when the characters past it, read out of step, are at most this much (log10 per character)
/// less common than they are as found. (intact cases with ordinary marks stay above it)
const NEARLY: f32 = 0.2;
/// It is also searched when they are rarer than this as found: the step may be lost again at a vanished pair.
const RARE: f32 = -4.3;

/// A mark behind a character that is followed by it less often than this, log10, may stand there by a cut.
const SELDOM: f32 = -2.2;

/// How far back from damage that shows, the cut that led to it is looked for, in tokens.
const BACK: usize = 60;

/// The tokens at which damage shows or may begin, in order; notes the marks before which there may be a cut.
pub(super) fn sites(
    tokens: &mut [Token],
    readings: &Readings,
    owed: &PairSet,
    folded: bool,
    model: &Model,
    halves: &Halves,
) -> Vec<usize> {
    let mut sites = Vec::new();
    for at in 0..tokens.len() {
        let token = tokens[at];
        let (shows, may_be_cut) = match token.kind {
            Kind::Gloss { swallowed: true, .. } => (true, false),
            Kind::Gloss { reading, .. } => {
                let before = at.checked_sub(1).and_then(|b| tokens[b].pair());
                (
                    !before.is_some_and(|pair| readings.owners(reading).iter().any(|(own, _)| *own == pair)),
                    false,
                )
            }
            Kind::Char { c, .. } => (
                token.pair().is_some_and(|pair| owed.has(pair) && !is_glossed(tokens, at, pair, readings))
                    || c == '?' && is_mark(tokens.get(at + 1), folded),
                cut_mark(c, folded).is_some_and(|mark| may_be_cut(tokens, at, mark, model, halves)),
            ),
        };
        tokens[at].may_be_cut = may_be_cut;
        if shows {
            for back in tokens[at.saturating_sub(BACK)..=at].iter_mut().rev() {
                back.may_be_cut = true;
            }
        }
        if shows || may_be_cut {
            sites.push(at);
        }
    }
    sites
}

fn is_mark(token: Option<&Token>, folded: bool) -> bool {
    token.and_then(Token::char).is_some_and(|c| cut_mark(c, folded).is_some())
}

/// Whether the gloss of the character at `at` follows it.
fn is_glossed(tokens: &[Token], at: usize, pair: [u8; 2], readings: &Readings) -> bool {
    matches!(tokens.get(at + 1).map(|t| t.kind), Some(Kind::Gloss { reading, .. })
        if readings.owners(reading).iter().any(|(own, _)| *own == pair))
}

/// Whether what follows the mark at `at` reads about as well out of step as in step, for some length.
fn may_be_cut(tokens: &[Token], at: usize, mark: char, model: &Model, halves: &Halves) -> bool {
    let Some((mark, 2)) = gbk::bytes(mark) else { return false };
    let mut pending = mark[1];
    let (mut shifted, mut as_found, mut read) = (0.0, 0.0, 0usize);
    let mut broken = halves.beginning(pending).is_empty();
    for token in tokens[at + 1..].iter().take(AHEAD) {
        let Kind::Char { c, bytes: Some([b1, b2]) } = token.kind else { break };
        let is_narrow = b2 == 0;
        // A letter right behind a mark may be half of a character, or have been full-width.
        if read == 0
            && is_narrow
            && c.is_ascii_alphanumeric()
            && tokens.get(at + 2).is_some_and(|t| t.char().is_none_or(is_han))
        {
            return true;
        }
        if is_narrow && b1 != 0x80 && b1 < 0x40 {
            break;
        }
        as_found += share(model, c);
        read += 1;
        match gbk::pair(pending, b1) {
            Pair::Char(original) if !broken => shifted += share(model, original),
            // A pair may have vanished in between: then the text as found must look bad by itself.
            _ => broken = true,
        }
        if !broken && (read > 1 || is_narrow) && shifted >= as_found - NEARLY * read as f32 {
            return true;
        }
        if is_narrow {
            break;
        }
        pending = b2;
    }
    match read {
        // Nothing to read out of step: the line ends or a figure follows. What stands before may miss its end.
        0 => is_odd_before(tokens, at, model),
        _ => as_found / (read as f32) < RARE,
    }
}

/// Whether the mark at `at` is odd after the two characters before it: they end no word together, and the last one
/// seldom stands before such a mark.
fn is_odd_before(tokens: &[Token], at: usize, model: &Model) -> bool {
    let before =
        |n: usize| at.checked_sub(n).and_then(|n| tokens[n].char()).filter(|c| is_han(*c)).map(simplified);
    let (Some(first), Some(last), Some(mark)) = (before(2), before(1), tokens[at].char()) else {
        return false;
    };
    let word: String = [first, last].iter().collect();
    model.find(&word).is_none() && Marks::built_in().after(last, mark) < SELDOM
}
