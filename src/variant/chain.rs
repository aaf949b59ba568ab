//! What a text becomes in the steps of one of OpenCC's configurations, and which rows made it so.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::description;
use super::made::{Made, Sink};
use super::mode::Mode;
use super::scan::Scanner;
use crate::dictionary::characters::single;
use crate::dictionary::{Flat, Found, Lookup, Row, Table};
use crate::error::Error;
use crate::text::{Bits, find_in_set};

/// The compatibility ideographs, unified before anything is looked up.
const UNIFIED: &str = "variants/CJK_Compatibility_Ideographs.txt";
/// The group of a step that also cuts the text.
const CUTTING: u8 = 0;

/// What a text is looked up in, in order.
#[derive(Debug)]
pub(super) struct Chain {
    pub unified: Table,
    unify: Flat,
    steps: Vec<Arc<Lookup>>,
    cut: Cut,
    /// The same for running over texts: made when the first is converted without edits, for that takes longer than
    /// converting a page.
    scanners: OnceLock<Scanners>,
}

#[derive(Debug)]
struct Scanners {
    steps: Vec<Scanner>,
    cut: Option<Scanner>,
}

/// How a text is cut into pieces that no row of a later step may reach out of.
#[derive(Debug)]
enum Cut {
    Whole,
    /// By the phrases of the first step.
    First,
    By(Arc<Lookup>),
}

/// A stretch of the text and what it has become.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub span: Range<usize>,
    pub after: Cow<'a, str>,
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

fn seen<'a>(lookup: &'a Lookup, text: &str) -> Seen<'a> {
    if let Some(found) = lookup.best(text) {
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
        let pairs: Vec<_> =
            unified.rows().filter_map(|row| Some((single(row.key)?, single(row.value())?))).collect();
        let step = |(step, pairs): (&str, &[_])| -> Result<_, Error> {
            let mut lookup = Lookup::step(step, data)?;
            lookup.see_as(pairs);
            Ok(Arc::new(lookup))
        };
        // What a later step sees has been unified.
        let seen_as = std::iter::once(&pairs[..]).chain(std::iter::repeat(&[][..]));
        let steps = plan.steps.iter().copied().zip(seen_as).map(step).collect::<Result<Vec<_>, Error>>()?;
        let cut = match plan.cut {
            None => Cut::Whole,
            Some(name) if plan.steps.first() == Some(&name) => Cut::First,
            Some(name) => Cut::By(step((name, &pairs))?),
        };
        Ok(Chain { unified, unify, steps, cut, scanners: OnceLock::new() })
    }

    fn scanners(&self) -> &Scanners {
        self.scanners.get_or_init(|| {
            let pairs: Vec<_> = self
                .unified
                .rows()
                .filter_map(|row| Some((single(row.key)?, single(row.value())?)))
                .collect();
            let seen_as = std::iter::once(&pairs[..]).chain(std::iter::repeat(&[][..]));
            let steps = self.steps.iter().zip(seen_as);
            let cut = match &self.cut {
                Cut::By(lookup) => Some(Scanner::new(lookup.clone(), &pairs)),
                Cut::Whole | Cut::First => None,
            };
            Scanners {
                steps: steps.map(|(lookup, pairs)| Scanner::new(lookup.clone(), pairs)).collect(),
                cut,
            }
        })
    }

    /// What a compatibility ideograph is unified to; any other character itself.
    pub fn unify(&self, c: char) -> char {
        self.unify.get(c)
    }

    /// The characters that the first step changes; one stands wherever it changes something.
    pub fn changing(&self) -> impl Iterator<Item = char> {
        let changed = |row: Row| -> Vec<char> {
            let (key, value) = (row.key.chars(), row.value().chars());
            match key.clone().count() == value.clone().count() {
                true => key.zip(value).filter(|(before, after)| before != after).map(|(c, _)| c).collect(),
                false => key.collect(),
            }
        };
        let rows = self.steps.first().into_iter().flat_map(|step| step.rows()).flat_map(changed);
        rows.chain(self.unified.rows().filter_map(|row| single(row.key)))
    }

    /// Whether no row of a step holds a character of the `set` or makes one: they stay, and what stands beside them becomes what
    /// it becomes anyhow.
    pub fn leaves(&self, set: &Bits) -> bool {
        let has = |text: &str| find_in_set(text, 0, set).is_some();
        !self.steps.iter().any(|step| step.rows().any(|row| has(row.key) || has(row.value())))
    }

    /// The characters that are unified to `c`.
    pub fn unified_to(&self, c: char) -> impl Iterator<Item = char> {
        let is_it = move |row: &Row| single(row.value()) == Some(c);
        self.unified.rows().filter(is_it).filter_map(|row| single(row.key))
    }

    /// What `text` becomes, without what made it so.
    pub fn text(&self, text: &str) -> String {
        // Traditional words are about as long as Simplified ones.
        let mut out = Made::with_capacity(text.len() + text.len() / 16);
        self.write(text, &mut out);
        out.finish()
    }

    /// Adds that to `out`.
    pub fn write(&self, text: &str, out: &mut Made) {
        let scanners = self.scanners();
        let Some((first, later)) = scanners.steps.split_first() else { return out.push(text) };
        if let (Cut::Whole, []) = (&self.cut, later) {
            return first.run(text, out);
        }
        let room = || Made::with_capacity(0);
        let mut part = Part { made: room(), again: room(), later, out };
        match (&self.cut, &scanners.cut) {
            (Cut::First, _) => first.run(text, &mut part),
            (_, None) => first.run(text, &mut part.made),
            (_, Some(cut)) => {
                let mut start = 0;
                cut.edges(text, |row| {
                    for range in [start..row.start, row.clone()] {
                        first.run(&text[range], &mut part.made);
                        part.edge();
                    }
                    start = row.end;
                });
                first.run(&text[start..], &mut part.made);
            }
        }
        part.edge();
    }

    /// Gives `each` what changes in `text`, in order.
    pub fn pieces<'a>(&'a self, text: &'a str, mut each: impl FnMut(Piece<'a>)) {
        let Some((first, later)) = self.steps.split_first() else { return };
        match &self.cut {
            Cut::Whole => self.through(text, 0..text.len(), first, later, &mut each),
            Cut::First => {
                let (mut start, mut at) = (0, 0);
                while at < text.len() {
                    match seen(first, &text[at..]) {
                        Seen::Row(found) if found.group == CUTTING => {
                            self.through(text, start..at, first, later, &mut each);
                            let end = at + found.bytes;
                            give(
                                text,
                                finish(vec![of_row(text, at, found)], later.iter().map(Arc::as_ref)),
                                &mut each,
                            );
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
                    match seen(cut, &text[at..]) {
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
        text: &'a str,
        range: Range<usize>,
        first: &'a Lookup,
        later: &'a [Arc<Lookup>],
        each: &mut impl FnMut(Piece<'a>),
    ) {
        let part = &text[..range.end];
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < part.len() {
            let rest = &part[at..];
            let piece = match seen(first, rest) {
                Seen::Row(found) => of_row(text, at, found),
                Seen::Nothing(bytes) => {
                    let alone = rest.chars().next().filter(|c| c.len_utf8() == bytes);
                    let unified = alone.map(|c| (c, self.unify(c))).filter(|(c, unified)| c != unified);
                    let after = unified.map_or(Cow::Borrowed(&rest[..bytes]), |(_, c)| c.to_string().into());
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
        give(text, finish(pieces, later.iter().map(Arc::as_ref)), each);
    }
}

/// What the first step made of a part of a text that no row of a later step may reach out of.
struct Part<'a> {
    made: Made,
    /// Room to work in.
    again: Made,
    later: &'a [Scanner],
    out: &'a mut Made,
}

impl Sink for Part<'_> {
    #[inline]
    fn made(&mut self) -> &mut Made {
        &mut self.made
    }

    /// Takes the part through the later steps to the end of the text.
    fn edge(&mut self) {
        match self.later.split_last() {
            Some((last, between)) => {
                for step in between {
                    self.again.clear();
                    step.run(self.made.text(), &mut self.again);
                    std::mem::swap(&mut self.made, &mut self.again);
                }
                last.run(self.made.text(), self.out);
            }
            None => self.out.push(self.made.text()),
        }
        self.made.clear();
    }
}

/// The piece of `text` at `at` that `found` covers.
pub(super) fn of_row<'a>(text: &'a str, at: usize, found: Found<'a>) -> Piece<'a> {
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
pub(super) fn finish<'a>(
    mut pieces: Vec<Piece<'a>>,
    steps: impl Iterator<Item = &'a Lookup>,
) -> Vec<Piece<'a>> {
    for step in steps {
        let text: String = pieces.iter().map(|piece| &*piece.after).collect();
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
                    last.after.to_mut().push_str(&piece.after);
                    last.rows.extend(piece.rows);
                    last.rule = last.rule.or(piece.rule);
                }
                None => new.push(piece),
            }
            true
        };
        while at < text.len() {
            match seen(step, &text[at..]) {
                Seen::Row(found) if found.row.value() != &text[at..at + found.bytes] => {
                    while end <= at && take(&mut new, &mut end, false) {}
                    while end < at + found.bytes && take(&mut new, &mut end, true) {}
                    if let Some(last) = new.last_mut() {
                        // What stands behind the row in the piece has not been touched yet, so it is counted from there.
                        let behind = end - (at + found.bytes);
                        let to = last.after.len() - behind;
                        last.after.to_mut().replace_range(to - found.bytes..to, found.row.value());
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
