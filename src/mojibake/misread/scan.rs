//! Which lines are looked at at all, and in which pieces: text that is right is passed at the speed of memory.

use super::{gone, standing};
use crate::dictionary::simplified;
use crate::language::Gate;
use crate::text::is_han;

/// Characters of a line that are read at a time, and of one that is read at once: what is left over behind a piece would be too
/// little to tell. (synthetic/misread-long-lines)
const WINDOW: usize = 400;
const AT_ONCE: usize = 600;
/// Characters between two that tell of an accident, for the line to be looked at. (intact/names-rare)
const NEAR: usize = 2;

/// Characters from the edge of a piece within which what ends there goes on behind it.
pub(super) const EDGE: usize = 8;

/// Calls `read` with pieces of the line that are short enough; it gives where the last thing it found ends. What ends so `near` the
/// edge of a piece goes on behind it, and the next piece begins there.
pub(super) fn windows(line: &str, near: usize, mut read: impl FnMut(usize, &str) -> usize) {
    let mut start = 0;
    while start < line.len() {
        let rest = &line[start..];
        let mut places = rest.char_indices().map(|(at, _)| at);
        // No more characters than bytes.
        let is_short = rest.len() <= AT_ONCE;
        let (cut, further) =
            if is_short { (None, None) } else { (places.nth(WINDOW), places.nth(AT_ONCE - WINDOW - 1)) };
        let length = cut.filter(|_| further.is_some()).unwrap_or(rest.len());
        let end = read(start, &rest[..length]);
        let near_edge = end > 0 && rest[end..length].chars().nth(near - 1).is_none();
        start += if length < rest.len() && near_edge { end } else { length };
    }
}

/// Bytes read on either side of a character that tells of an accident: of misread text every few characters do.
/// (synthetic/misread-far-in-a-line)
const AROUND: usize = 144;

/// Calls `read`, as [`windows`] does, with pieces of those parts of the line in which two characters or more tell of an accident, near
/// each other.
pub(super) fn near(line: &str, tells: impl Fn(char) -> bool, mut read: impl FnMut(usize, &str) -> usize) {
    let mut telling = line.char_indices().filter(|(_, c)| tells(*c)).map(|(at, _)| at).peekable();
    while let Some(first) = telling.next() {
        let (mut last, mut count) = (first, 1);
        while let Some(at) = telling.next_if(|at| at - last <= 2 * AROUND) {
            (last, count) = (at, count + 1);
        }
        if count > 1 {
            let start = (0..=first.saturating_sub(AROUND)).rev().find(|at| line.is_char_boundary(*at));
            let end = (last + AROUND..line.len()).find(|at| line.is_char_boundary(*at));
            let (start, end) = (start.unwrap_or(0), end.unwrap_or(line.len()));
            windows(&line[start..end], EDGE, |offset, window| read(start + offset, window));
        }
    }
}

/// Bytes of a line in which one such character is enough for the line to be looked at as a whole.
const SHORT: usize = 180;

/// A line to be looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect<'a> {
    /// Where it begins.
    pub(super) offset: usize,
    pub(super) line: &'a str,
    /// Whether so little tells of an accident that it must explain the whole line.
    pub(super) whole: bool,
    /// Whether hardly any two of its characters have been seen side by side.
    pub(super) odd: bool,
}

/// Bytes of a line that is looked at because hardly any two of its characters belong side by side: in a longer one some
/// character tells. (synthetic/misread-line-unseen)
const UNSEEN: std::ops::RangeInclusive<usize> = 12..=60;
/// Neighbours that never stand so, at least, and one in how many may. (intact/names-rare)
const STRANGERS: usize = 2;
const KNOWN_ONE_IN: usize = 3;

/// Whether hardly any two characters of a short line have been seen side by side.
fn is_odd(line: &str, gate: &Gate) -> bool {
    if !UNSEEN.contains(&line.len()) {
        return false;
    }
    let (mut strange, mut known) = (0, 0);
    let mut left = line.chars().count();
    // With its Simplified form.
    let mut previous: Option<(char, char)> = None;
    for c in line.chars() {
        // Han characters cost nothing by themselves, and beside each other only where scripts are mixed.
        let is_here = is_han(c);
        let alone = if is_here { 0.0 } else { standing::price(None, c) };
        if alone < 0.0 || !is_here && standing::is_unheard(c) {
            strange += 1;
        }
        let simple = if is_here { simplified(c) } else { c };
        let before = previous.replace((c, simple));
        if let Some((before, simple_before)) = before.filter(|(c, _)| !c.is_ascii()).filter(|_| !c.is_ascii())
        {
            let both = is_here && is_han(before);
            let mixed = match both {
                // One of them is Traditional then.
                true => (before != simple_before || c != simple) && standing::are_of_both_scripts(before, c),
                false => standing::price(Some(before), c) < alone,
            };
            if mixed || both && !gate.seen(simple_before, simple) {
                strange += 1;
            } else if both {
                known += 1;
            }
        }
        // A character may be strange by itself and beside the one before it.
        left -= 1;
        if known * KNOWN_ONE_IN > strange + 2 * left + known {
            return false;
        }
    }
    strange >= STRANGERS && known * KNOWN_ONE_IN <= strange + known
}

/// The short lines of `text` in which hardly any two characters belong side by side, in order.
pub(super) fn odd_lines<'a>(text: &'a str, gate: &Gate) -> Vec<Suspect<'a>> {
    let mut out = Vec::new();
    let mut offset = 0;
    while offset < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |n| offset + n);
        if UNSEEN.contains(&(end - offset)) {
            let line = text[offset..end].trim_end_matches('\r');
            if !line.is_ascii() && is_odd(line, gate) {
                out.push(Suspect { offset, line, whole: true, odd: true });
            }
        }
        offset = end + 1;
    }
    out
}

/// By the places of what tells: the lines that hold two characters that tell of an accident near each other, or are short and hold one, and the
/// kinds of what is gone that may begin somewhere.
pub(super) fn suspects<'a>(text: &'a str, telling: &[u32]) -> (Vec<Suspect<'a>>, u32) {
    let mut kinds = 0;
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    let mut last = usize::MAX;
    // The short line that a telling character stands in.
    let mut short: Option<(usize, usize)> = None;
    let line = |start: usize, end: usize| text[start..end].trim_end_matches('\r');
    let push = |out: &mut Vec<Suspect<'a>>, short: &mut Option<(usize, usize)>| {
        if let Some((offset, end)) = short.take() {
            out.push(Suspect { offset, line: line(offset, end), whole: true, odd: false });
        }
    };
    let mut next = 0;
    while let Some(found) = telling.get(next).map(|at| *at as usize) {
        // The rest of a line that is looked at as a whole.
        if found < at {
            // No more of them than bytes.
            let most = telling.len().min(next + at - found);
            next += telling[next..most].partition_point(|found| (*found as usize) < at);
            continue;
        }
        (at, next) = (found, next + 1);
        let Some(c) = text[at..].chars().next() else { break };
        kinds |= gone::begun_by(c);
        // Bytes stand for characters here: three at most for one of these.
        if short.is_some_and(|(_, end)| end < at) {
            push(&mut out, &mut short);
        }
        if last != usize::MAX && at - last <= 3 * NEAR {
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
            out.push(Suspect { offset: start, line: line(start, end), whole: false, odd: false });
            (at, last, short) = (end, usize::MAX, None);
            continue;
        }
        if short.is_none() {
            let begin = at.saturating_sub(SHORT);
            let start = memchr::memrchr(b'\n', &bytes[begin..at]).map(|n| begin + n + 1);
            let start = start.or((begin == 0).then_some(0));
            let limit = bytes.len().min(at + SHORT);
            let end = memchr::memchr(b'\n', &bytes[at..limit]).map(|n| at + n);
            let end = end.or((limit == bytes.len()).then_some(limit));
            short = start.zip(end).filter(|(start, end)| end - start <= SHORT);
        }
        last = at;
        at += c.len_utf8();
    }
    push(&mut out, &mut short);
    (out, kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(line: &str) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        near(
            line,
            |c| c == 'x',
            |offset, piece| {
                out.push((offset, piece.to_owned()));
                0
            },
        );
        out
    }

    #[test]
    fn no_piece_is_much_shorter_than_the_others() {
        let lengths = |characters: usize, found: bool| {
            let (line, mut lengths) = ("文".repeat(characters), Vec::new());
            windows(&line, EDGE, |_, piece| {
                lengths.push(piece.len() / 3);
                // All but the last character.
                if found { piece.len() - 3 } else { 0 }
            });
            lengths
        };
        assert_eq!(lengths(WINDOW + 1, false), [WINDOW + 1]);
        assert_eq!(lengths(AT_ONCE, false), [AT_ONCE]);
        assert_eq!(lengths(AT_ONCE + 1, false), [WINDOW, AT_ONCE + 1 - WINDOW]);
        assert_eq!(lengths(2 * WINDOW + AT_ONCE, false), [WINDOW, WINDOW, AT_ONCE]);
        assert_eq!(lengths(AT_ONCE + 1, true), [WINDOW, AT_ONCE + 2 - WINDOW], "in step");
    }

    #[test]
    fn what_tells_is_read_with_what_stands_around_it() {
        let far = "文".repeat(AROUND / 3);
        let line = format!("{far}{far}xx{far}{far}{far}x{far}{far}{far}x文文文x");
        let first = format!("{far}xx{far}");
        let second = format!("{far}x文文文x");
        assert_eq!(pieces(&line), [(far.len(), first), (line.len() - second.len(), second)]);
        // A piece ends where a character does, and is read in windows.
        assert_eq!(pieces("文中xx"), [(0, "文中xx".to_owned())]);
        assert_eq!(pieces(&format!("a{far}xx")), [(1, format!("{far}xx"))]);
        assert_eq!(pieces(&format!("{far}ax")), []);
        let long = "x文".repeat(WINDOW);
        assert_eq!(pieces(&long).into_iter().map(|piece| piece.1).collect::<String>(), long);
    }
}
