//! Quotation marks and brackets that must pair: where the mark at one end was read for another, the other end tells.

use std::cell::Cell;

use memchr::memmem;

use super::line::Line;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// What opens, and what closes it.
const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
];
/// Marks of quotations and titles, which are read one for another.
const ALIKE: [(char, char); 4] = [PAIRS[0], PAIRS[1], PAIRS[2], PAIRS[3]];
/// Characters between the two marks, at most: what is longer may lack both partners. (intact/tidy-dialogue)
const LONGEST: usize = 60;
/// Marks that are open at once, at most.
const DEEPEST: usize = 16;
/// Characters between two marks that look the same way.
const SHORT: usize = 12;
/// How many times as often the document must write the words with one pair as with the other.
const OFTENER: usize = 3;
/// Times that the document is searched, so that a long one costs no more than its length.
const SEARCHES: usize = 200;
/// Characters of what stands beside a mark that are looked for elsewhere.
const BESIDE: usize = 2;

/// The document, asked how it writes words in marks.
pub(super) struct Witness<'t> {
    text: &'t str,
    left: Cell<usize>,
}

impl<'t> Witness<'t> {
    pub(super) fn of(text: &'t str) -> Witness<'t> {
        Witness { text, left: Cell::new(SEARCHES) }
    }

    pub(super) fn count(&self, needle: &str) -> usize {
        let Some(left) = self.left.get().checked_sub(1) else { return 0 };
        self.left.set(left);
        memmem::find_iter(self.text.as_bytes(), needle.as_bytes()).count()
    }
}

/// A mark without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lone {
    at: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Opens the pair of this number.
    Opens(usize),
    /// Closes it.
    Closes(usize),
    /// An ASCII quotation mark, double or single: it may be either.
    Either,
}

/// The edits that give the marks of `line` their partners.
pub(super) fn edits(line: &Line, witness: &Witness, edits: &mut Vec<Edit>) {
    let lone = lone(line);
    if lone.is_empty() || lone.len() % 2 == 1 {
        return;
    }
    let pairs: Vec<(Lone, Lone)> = lone.chunks(2).map(|two| (two[0], two[1])).collect();
    let mended: Vec<Option<Edit>> = pairs.iter().map(|&(a, b)| mend(line, a, b, witness)).collect();
    // One pair that cannot be means that others may be cut wrong.
    let whole = mended.iter().all(Option::is_some);
    edits.extend(
        mended
            .into_iter()
            .flatten()
            .map(|edit| Edit { certainty: if whole { edit.certainty } else { Certainty::Low }, ..edit }),
    );
}

/// The marks of `line` that have no partner, in order.
fn lone(line: &Line) -> Vec<Lone> {
    let mut open: Vec<Lone> = Vec::new();
    let mut out: Vec<Lone> = Vec::new();
    let mut ascii: Vec<Lone> = Vec::new();
    for (at, &(_, c)) in line.chars.iter().enumerate() {
        if let Some(pair) = PAIRS.iter().position(|pair| pair.0 == c) {
            if open.len() == DEEPEST {
                out.push(open.remove(0));
            }
            open.push(Lone { at, kind: Kind::Opens(pair) });
        } else if let Some(pair) = PAIRS.iter().position(|pair| pair.1 == c) {
            // An apostrophe: don’t, ’97.
            let is_digit = |c: char| c.is_numeric() && !is_han(c);
            if c == '’' && (line.before(at).is_some_and(is_latin) || line.char(at + 1).is_some_and(is_digit))
            {
                continue;
            }
            let partner = open.iter().rposition(|lone| lone.kind == Kind::Opens(pair));
            match partner {
                Some(partner) if partner + 1 == open.len() => {
                    open.pop();
                }
                // Over a mark that lacks its own partner: each may be the one that was misread.
                Some(partner) => {
                    out.extend(open.drain(partner..));
                    out.push(Lone { at, kind: Kind::Closes(pair) });
                }
                None => out.push(Lone { at, kind: Kind::Closes(pair) }),
            }
        } else if matches!(c, '"' | '\'') && !is_beside_latin(line, at) {
            ascii.push(Lone { at, kind: Kind::Either });
        }
    }
    out.extend(open);
    // As many as pair among themselves are none of ours.
    if ascii.len() % 2 == 1 {
        out.extend(ascii);
    }
    out.sort_by_key(|lone| lone.at);
    out
}

/// An apostrophe, inches, or a string of code.
fn is_beside_latin(line: &Line, at: usize) -> bool {
    let is_latin =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '=' | '\\' | '<' | '>' | '{' | '[' | '(');
    line.before(at).is_some_and(is_latin) || line.char(at + 1).is_some_and(is_latin)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// The edit that makes a pair of two marks that have no partner.
fn mend(line: &Line, first: Lone, second: Lone, witness: &Witness) -> Option<Edit> {
    let between = second.at - first.at - 1;
    if between == 0 || between > LONGEST {
        return None;
    }
    let starts = line.left(first.at).is_none();
    match (first.kind, second.kind) {
        (Kind::Opens(a), Kind::Closes(b)) if a < ALIKE.len() && b < ALIKE.len() => {
            let (double, single) = (0, 1);
            match (a, b) {
                // A double mark of which half was read.
                _ if (a, b) == (double, single) => Some(close(line, first, second, ALIKE[a].1)),
                _ if (a, b) == (single, double) => {
                    Some(edit(line, first.at, 1, ALIKE[b].0, Certainty::Medium))
                }
                _ => Some(by_witness(line, first, second, witness)),
            }
        }
        (Kind::Opens(a), Kind::Either) if a < ALIKE.len() => Some(close(line, first, second, ALIKE[a].1)),
        (Kind::Either, Kind::Closes(b)) if b < ALIKE.len() => {
            Some(edit(line, first.at, 1, ALIKE[b].0, Certainty::Medium))
        }
        // “甲“ and ”甲”: a mark that looks the wrong way.
        (Kind::Opens(a), Kind::Opens(b)) if a == b && a < 2 && between <= SHORT && !starts => {
            Some(edit(line, second.at, 1, ALIKE[a].1, Certainty::Medium))
        }
        (Kind::Closes(a), Kind::Closes(b)) if a == b && a < 2 && between <= SHORT && !starts => {
            let after_stop = line.before(first.at).is_some_and(|c| "。！？…".contains(c));
            (!after_stop).then(|| edit(line, first.at, 1, ALIKE[a].0, Certainty::Medium))
        }
        _ => None,
    }
}

/// The closing mark at `second`, with a comma that was read for half of it.
fn close(line: &Line, first: Lone, second: Lone, mark: char) -> Edit {
    let comma = line.before(second.at).is_some_and(|c| matches!(c, '，' | ',')) && second.at > first.at + 2;
    let goes_on = line.char(second.at + 1).is_some_and(is_han);
    let from = second.at - usize::from(comma && goes_on);
    edit(line, from, second.at + 1 - from, mark, Certainty::Medium)
}

/// A quotation or a title: which, the document tells where it writes the same words in marks.
fn by_witness(line: &Line, first: Lone, second: Lone, witness: &Witness) -> Edit {
    let (opens, closes) = (line.chars[first.at].1, line.chars[second.at].1);
    let pair =
        |mark: char| ALIKE.iter().find(|pair| pair.0 == mark || pair.1 == mark).copied().unwrap_or(ALIKE[0]);
    let (by_first, by_second) = (pair(opens), pair(closes));
    let inside: Vec<char> = line.chars[first.at + 1..second.at].iter().map(|c| c.1).collect();
    let head: String = inside.iter().take(BESIDE).collect();
    let tail: String = inside[inside.len().saturating_sub(BESIDE)..].iter().collect();
    let times = |(open, close): (char, char)| {
        witness.count(&format!("{open}{head}")) + witness.count(&format!("{tail}{close}"))
    };
    // Each end counts once for the pair that it is of.
    let (a, b) = (times(by_first).saturating_sub(1), times(by_second).saturating_sub(1));
    let (mended, stands, against) = match a > b {
        true => (edit(line, second.at, 1, by_first.1, Certainty::Medium), a, b),
        false => (edit(line, first.at, 1, by_second.0, Certainty::Medium), b, a),
    };
    let is_sure = stands >= BESIDE && stands >= against * OFTENER;
    let (used, other) = if a > b { (by_first, by_second) } else { (by_second, by_first) };
    let seen = Evidence::Witness {
        reading: format!("{}{head}…{tail}{}", used.0, used.1),
        stands: stands as u32,
        written: format!("{}{head}…{tail}{}", other.0, other.1),
        written_stands: against as u32,
    };
    Edit {
        certainty: if is_sure { Certainty::Medium } else { Certainty::Low },
        evidence: mended.evidence.into_iter().chain([seen]).collect(),
        ..mended
    }
}

fn edit(line: &Line, at: usize, length: usize, mark: char, certainty: Certainty) -> Edit {
    Edit {
        span: line.span(at, at + length),
        before: line.chars[at..at + length].iter().map(|c| c.1).collect(),
        after: mark.to_string(),
        rule: Rule::Pairing,
        certainty,
        evidence: vec![Evidence::Between { left: line.before(at), right: line.char(at + length) }],
    }
}
