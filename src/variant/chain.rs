//! What a text becomes in the steps of one of OpenCC's configurations, and which rows made it so.

use std::ops::Range;
use std::path::Path;

use super::description;
use super::mode::Mode;
use crate::dictionary::characters::single;
use crate::dictionary::{Flat, Found, Lookup, Table};
use crate::error::Error;

/// The compatibility ideographs, unified before anything is looked up.
const UNIFIED: &str = "variants/CJK_Compatibility_Ideographs.txt";
/// The group of a step that also cuts the text.
const CUTTING: u8 = 0;

/// What a text is looked up in, in order.
#[derive(Debug)]
pub(super) struct Chain {
    pub unified: Table,
    unify: Flat,
    steps: Vec<Lookup>,
    cut: Cut,
}

/// How a text is cut into pieces that no row of a later step may reach out of.
#[derive(Debug)]
enum Cut {
    Whole,
    /// By the phrases of the first step.
    First,
    By(Box<Lookup>),
}

/// A stretch of the text and what it has become.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub span: Range<usize>,
    pub after: String,
    /// The rows that changed it, first to last.
    pub rows: Vec<Found<'a>>,
    /// The line of the rule that chose among the forms of a character, where one did.
    pub rule: Option<u32>,
}

/// What stands at a place of a text, as a step sees it.
enum Seen<'a> {
    Row(Found<'a>),
    /// So many bytes that no row begins with, a character or the description of one.
    Nothing(usize),
}

fn seen<'a>(lookup: &'a Lookup, text: &str, fold: impl Fn(char) -> char) -> Seen<'a> {
    if let Some(found) = lookup.best(text, fold) {
        return Seen::Row(found);
    }
    let bytes = description::length(text).or_else(|| text.chars().next().map(char::len_utf8));
    Seen::Nothing(bytes.unwrap_or(text.len()))
}

impl Chain {
    /// The steps of `mode`. Tables of the folder `data`, where it has any, replace the compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(mode: Mode, data: Option<&Path>) -> Result<Chain, Error> {
        let unified = Table::open(UNIFIED, data)?;
        let unify = Flat::new(&unified)?;
        let plan = mode.plan();
        let steps = plan.steps.iter().map(|step| Lookup::step(step, data)).collect::<Result<_, _>>()?;
        let cut = match plan.cut {
            None => Cut::Whole,
            Some(step) if plan.steps.first() == Some(&step) => Cut::First,
            Some(step) => Cut::By(Box::new(Lookup::step(step, data)?)),
        };
        Ok(Chain { unified, unify, steps, cut })
    }

    /// What a compatibility ideograph is unified to; any other character itself.
    pub fn unify(&self, c: char) -> char {
        self.unify.get(c)
    }

    /// What `text` becomes, without what made it so.
    pub fn text(&self, text: &str) -> String {
        // Traditional words are about as long as Simplified ones.
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        let Some((first, later)) = self.steps.split_first() else { return text.into() };
        // What the first step made of the piece that is not cut yet, and what later steps make of a piece.
        let (mut made, mut again) = (String::new(), String::new());
        let mut at = 0;
        match &self.cut {
            Cut::Whole if later.is_empty() => rewrite(text, first, |c| self.unify(c), &mut out),
            Cut::First => {
                while at < text.len() {
                    let end = match seen(first, &text[at..], |c| self.unify(c)) {
                        Seen::Row(found) if found.group == CUTTING => {
                            through(&mut made, &mut again, later, &mut out);
                            made.push_str(found.row.value());
                            through(&mut made, &mut again, later, &mut out);
                            at + found.bytes
                        }
                        Seen::Row(found) => {
                            made.push_str(found.row.value());
                            at + found.bytes
                        }
                        Seen::Nothing(bytes) => {
                            self.push_unified(&text[at..at + bytes], &mut made);
                            at + bytes
                        }
                    };
                    at = end;
                }
                through(&mut made, &mut again, later, &mut out);
            }
            Cut::Whole | Cut::By(_) => {
                let mut end = 0;
                self.pieces(text, |piece| {
                    out.push_str(&text[end..piece.span.start]);
                    out.push_str(&piece.after);
                    end = piece.span.end;
                });
                out.push_str(&text[end..]);
            }
        }
        out
    }

    /// Pushes what no row begins with: a character, unified, or the description of one, as it is.
    fn push_unified(&self, text: &str, out: &mut String) {
        match single(text) {
            Some(c) => out.push(self.unify(c)),
            None => out.push_str(text),
        }
    }

    /// Gives `each` what changes in `text`, in order.
    pub fn pieces<'a>(&'a self, text: &str, mut each: impl FnMut(Piece<'a>)) {
        let Some((first, later)) = self.steps.split_first() else { return };
        match &self.cut {
            Cut::Whole => self.through(text, 0..text.len(), first, later, &mut each),
            Cut::First => {
                let (mut start, mut at) = (0, 0);
                while at < text.len() {
                    match seen(first, &text[at..], |c| self.unify(c)) {
                        Seen::Row(found) if found.group == CUTTING => {
                            self.through(text, start..at, first, later, &mut each);
                            let end = at + found.bytes;
                            give(text, finish(vec![of_row(text, at, found)], later), &mut each);
                            (start, at) = (end, end);
                        }
                        Seen::Row(found) => at += found.bytes,
                        Seen::Nothing(bytes) => at += bytes,
                    }
                }
                self.through(text, start..at, first, later, &mut each);
            }
            Cut::By(cut) => {
                let (mut start, mut at) = (0, 0);
                while at < text.len() {
                    match seen(cut, &text[at..], |c| self.unify(c)) {
                        Seen::Row(found) if found.group == CUTTING => {
                            self.through(text, start..at, first, later, &mut each);
                            let end = at + found.bytes;
                            self.through(text, at..end, first, later, &mut each);
                            (start, at) = (end, end);
                        }
                        // A row of another group does not cut, and may not hide one that does.
                        Seen::Row(_) => at += text[at..].chars().next().map_or(1, char::len_utf8),
                        Seen::Nothing(bytes) => at += bytes,
                    }
                }
                self.through(text, start..at, first, later, &mut each);
            }
        }
    }

    /// Takes `range` of `text` through every step.
    fn through<'a>(
        &'a self,
        text: &str,
        range: Range<usize>,
        first: &'a Lookup,
        later: &'a [Lookup],
        each: &mut impl FnMut(Piece<'a>),
    ) {
        let part = &text[..range.end];
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < part.len() {
            let rest = &part[at..];
            let piece = match seen(first, rest, |c| self.unify(c)) {
                Seen::Row(found) => of_row(text, at, found),
                Seen::Nothing(bytes) => {
                    let alone = rest.chars().next().filter(|c| c.len_utf8() == bytes);
                    let after = alone.map_or_else(|| rest[..bytes].into(), |c| self.unify(c).to_string());
                    Piece { span: at..at + bytes, after, rows: Vec::new(), rule: None }
                }
            };
            at = piece.span.end;
            if later.is_empty() {
                give(text, vec![piece], each);
            } else {
                pieces.push(piece);
            }
        }
        give(text, finish(pieces, later), each);
    }
}

/// Takes `made` through `steps` to the end of `out`, and empties it; `again` is room to work in.
fn through(made: &mut String, again: &mut String, steps: &[Lookup], out: &mut String) {
    if let Some((last, between)) = steps.split_last() {
        for step in between {
            again.clear();
            rewrite(made, step, |c| c, again);
            std::mem::swap(made, again);
        }
        rewrite(made, last, |c| c, out);
    } else {
        out.push_str(made);
    }
    made.clear();
}

/// Pushes what `lookup` makes of `text`, its characters seen through `fold`.
fn rewrite(text: &str, lookup: &Lookup, fold: impl Fn(char) -> char + Copy, out: &mut String) {
    let (mut at, mut copied) = (0, 0);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let start = at;
        at += c.len_utf8();
        let unified = fold(c);
        // As `seen` sees it, without asking for the row; most characters begin no key.
        if lookup.begins(unified)
            && let Some((bytes, value)) = lookup.value(&text[start..], fold)
        {
            out.push_str(&text[copied..start]);
            out.push_str(value);
            copied = start + bytes;
            if copied > at {
                at = copied;
                characters = text[at..].chars();
            }
        } else if let Some(bytes) = description::length(&text[start..]) {
            at = start + bytes;
            characters = text[at..].chars();
        } else if unified != c {
            out.push_str(&text[copied..start]);
            out.push(unified);
            copied = at;
        }
    }
    out.push_str(&text[copied..]);
}

/// The piece of `text` at `at` that `found` covers.
pub(super) fn of_row<'a>(text: &str, at: usize, found: Found<'a>) -> Piece<'a> {
    let span = at..at + found.bytes;
    let after = found.row.value();
    let rows = if after == &text[span.clone()] { Vec::new() } else { vec![found] };
    Piece { span, after: after.into(), rows, rule: None }
}

/// Gives `each` those of `pieces` that change something.
fn give<'a>(text: &str, pieces: Vec<Piece<'a>>, each: &mut impl FnMut(Piece<'a>)) {
    pieces.into_iter().filter(|piece| piece.after != text[piece.span.clone()]).for_each(each);
}

/// Takes adjacent `pieces` through `steps`. Pieces that a row covers together become one.
pub(super) fn finish<'a>(mut pieces: Vec<Piece<'a>>, steps: &'a [Lookup]) -> Vec<Piece<'a>> {
    for step in steps {
        let text: String = pieces.iter().map(|piece| piece.after.as_str()).collect();
        let mut old = pieces.into_iter();
        let mut new: Vec<Piece> = Vec::new();
        // Bytes of `text` before `at`, and before the end of the last of `new`.
        let (mut at, mut end) = (0, 0);
        let mut take = |new: &mut Vec<Piece<'a>>, end: &mut usize, join: bool| {
            let Some(piece) = old.next() else { return false };
            *end += piece.after.len();
            match new.last_mut().filter(|_| join) {
                Some(last) => {
                    last.span.end = piece.span.end;
                    last.after.push_str(&piece.after);
                    last.rows.extend(piece.rows);
                    last.rule = last.rule.or(piece.rule);
                }
                None => new.push(piece),
            }
            true
        };
        while at < text.len() {
            match seen(step, &text[at..], |c| c) {
                Seen::Row(found) if found.row.value() != &text[at..at + found.bytes] => {
                    while end <= at && take(&mut new, &mut end, false) {}
                    while end < at + found.bytes && take(&mut new, &mut end, true) {}
                    if let Some(last) = new.last_mut() {
                        // What stands behind the row in the piece has not been touched yet, so it is counted from there.
                        let behind = end - (at + found.bytes);
                        let to = last.after.len() - behind;
                        last.after.replace_range(to - found.bytes..to, found.row.value());
                        last.rows.push(found);
                    }
                    at += found.bytes;
                }
                Seen::Row(found) => at += found.bytes,
                Seen::Nothing(bytes) => at += bytes,
            }
        }
        while take(&mut new, &mut end, false) {}
        pieces = new;
    }
    pieces
}
