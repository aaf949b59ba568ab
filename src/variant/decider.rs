//! What stands where a run over a text cannot tell: a key of several characters, or a character that takes a look.

use super::description;
use super::made::Sink;
use super::scan::Scanner;
use crate::dictionary::Match;

/// Has the say about such places.
pub(super) trait Decider<S: Sink> {
    /// Gives `sink` what becomes of the text from `at` on, where a key of several characters may begin, and says how many
    /// bytes that are. `None` where the character there becomes what it becomes by itself.
    fn longer(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> Option<usize>;

    /// The same, of a character that takes a look.
    fn look_up(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> usize;
}

/// The keys have it, as OpenCC asks them.
pub(super) struct ByTables;

impl<S: Sink> Decider<S> for ByTables {
    /// Apart, so that the loop keeps to itself.
    #[inline(never)]
    fn longer(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> Option<usize> {
        let (lookup, rest) = (&*scanner.lookup, &text[at..]);
        // Of three bytes: by itself.
        let found = lookup.keys().decide(lookup.codes(), rest).filter(|found| found.bytes > 3)?;
        give(scanner, found, &rest[..found.bytes], sink);
        Some(found.bytes)
    }

    #[inline(never)]
    fn look_up(&mut self, scanner: &Scanner, text: &str, at: usize, sink: &mut S) -> usize {
        let (lookup, rest) = (&*scanner.lookup, &text[at..]);
        if let Some(found) = lookup.keys().decide(lookup.codes(), rest) {
            give(scanner, found, &rest[..found.bytes], sink);
            return found.bytes;
        }
        if let Some(bytes) = description::length(rest) {
            sink.made().push(&rest[..bytes]);
            return bytes;
        }
        let Some(c) = rest.chars().next() else { return rest.len() };
        scanner.alone(c, sink.made());
        c.len_utf8()
    }
}

/// Gives `sink` what a key makes of `covered`.
#[inline]
fn give(scanner: &Scanner, found: Match, covered: &str, sink: &mut impl Sink) {
    if found.leads {
        sink.edge();
    }
    if found.plain {
        scanner.each(covered, sink.made());
    } else {
        sink.made().push(scanner.lookup.value(found));
    }
    if found.leads {
        sink.edge();
    }
}
