//! The unified diff from the original to the restored text, with line numbers computed from the edits.

use std::io::{self, Write};
use std::ops::Range;

use super::compose::{Change, carried, changes};
use crate::decode::{Form, Irregular};
use crate::restoration::Restoration;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;

/// Writes the unified diff of one document, which `patch` can apply to a UTF-8 input: stray bytes and a byte
/// order mark stand in it as in the input. `path` is what stands after `a/` and `b/`. Nothing is written for a
/// document without edits.
///
/// # Errors
/// What `out` gives.
pub fn diff(out: &mut dyn Write, path: &str, restoration: &Restoration, form: &Form) -> io::Result<()> {
    let changes = changes(restoration);
    if changes.is_empty() {
        return Ok(());
    }
    let after = carried(form, restoration);
    // Only a UTF-8 input has bytes of its own to show; any other is shown as it would read in UTF-8.
    let before = if form.is_utf8() { form.clone() } else { Form::default() };
    let before = Side { text: &restoration.original, form: &before };
    let after = Side { text: &restoration.text, form: &after };
    let blocks = blocks(before.text, after.text, &changes);
    diff_head(out, path)?;
    let mut at = Position { byte: 0, line: 0 };
    let mut grown = 0;
    let mut rest = &blocks[..];
    while let Some(first) = rest.first() {
        at = at.forward(before.text, first.before.start);
        let hunk_len = hunk(before.text, rest);
        let (blocks, later) = rest.split_at(hunk_len);
        rest = later;
        (at, grown) = write_hunk(out, &before, &after, blocks, at, grown)?;
    }
    Ok(())
}

/// Writes what stands in front of the hunks of a file.
///
/// # Errors
/// What `out` gives.
pub fn diff_head(out: &mut dyn Write, path: &str) -> io::Result<()> {
    header(out, "--- a/", path)?;
    header(out, "+++ b/", path)
}

/// Lines that change together: whole lines of both texts.
#[derive(Debug)]
struct Block {
    before: Range<usize>,
    after: Range<usize>,
}

/// A place at the start of a line, and how many lines are in front of it.
#[derive(Debug, Clone, Copy)]
struct Position {
    byte: usize,
    line: usize,
}

impl Position {
    fn forward(self, text: &str, byte: usize) -> Position {
        Position { byte, line: self.line + lines(&text[self.byte..byte]) }
    }
}

/// A text and where its bytes are not its UTF-8.
struct Side<'a> {
    text: &'a str,
    form: &'a Form,
}

impl Side<'_> {
    /// Writes the lines of `range`, each behind `sign`.
    fn write(&self, out: &mut dyn Write, sign: &[u8], range: Range<usize>) -> io::Result<()> {
        let mut at = range.start;
        for line in self.text[range].split_inclusive('\n') {
            out.write_all(sign)?;
            if at == 0 && self.form.bom {
                out.write_all("\u{FEFF}".as_bytes())?;
            }
            self.write_line(out, at, line)?;
            at += line.len();
            if !line.ends_with('\n') {
                out.write_all(b"\n\\ No newline at end of file\n")?;
            }
        }
        Ok(())
    }

    fn write_line(&self, out: &mut dyn Write, start: usize, line: &str) -> io::Result<()> {
        let irregular = &self.form.irregular;
        let from = irregular.partition_point(|place| place.at < start);
        let mut at = start;
        for Irregular { at: place, text_len, bytes } in irregular[from..].iter() {
            if *place >= start + line.len() {
                break;
            }
            out.write_all(&self.text.as_bytes()[at..*place])?;
            out.write_all(bytes)?;
            at = place + text_len;
        }
        out.write_all(&self.text.as_bytes()[at..start + line.len()])
    }
}

/// The changes widened to whole lines; those that share a line become one block.
fn blocks(before: &str, after: &str, changes: &[Change]) -> Vec<Block> {
    let starts = |text: &str, at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
    let starts_line = |p: usize, q: usize| starts(before, p) && starts(after, q);
    let ends_line = |p: usize, q: usize| starts_line(p, q) || (p == before.len() && q == after.len());
    let mut out: Vec<Block> = Vec::new();
    for (n, change) in changes.iter().enumerate() {
        // Unchanged text reaches back to the change before and on to the next one.
        let back = n.checked_sub(1).map_or(0, |n| changes[n].from.end);
        let next = changes.get(n + 1).map_or(before.len(), |next| next.from.start);
        let (mut p, mut q) = (change.from.start, change.to.start);
        if !starts_line(p, q) {
            let line = before[back..p].rfind('\n').map_or(back, |found| back + found + 1);
            q -= p - line;
            p = line;
        }
        let (mut p_end, mut q_end) = (change.from.end, change.to.end);
        if !ends_line(p_end, q_end) {
            let line = before[p_end..next].find('\n').map_or(next, |found| p_end + found + 1);
            q_end += line - p_end;
            p_end = line;
        }
        match out.last_mut() {
            Some(last) if last.before.end >= p && last.after.end >= q => {
                last.before.end = p_end;
                last.after.end = q_end;
            }
            _ => out.push(Block { before: p..p_end, after: q..q_end }),
        }
    }
    out
}

/// How many of `blocks`, one at least, stand so near that their context would meet.
fn hunk(before: &str, blocks: &[Block]) -> usize {
    let near = |pair: &&[Block]| {
        let between = &before[pair[0].before.end..pair[1].before.start];
        between.bytes().filter(|&byte| byte == b'\n').nth(2 * CONTEXT).is_none()
    };
    1 + blocks.windows(2).take_while(near).count()
}

/// Writes one hunk; `at` is where its first block begins, `grown` by how many lines the hunks before grew the
/// text. Both are handed back for the next one.
fn write_hunk(
    out: &mut dyn Write,
    before: &Side<'_>,
    after: &Side<'_>,
    blocks: &[Block],
    at: Position,
    grown: isize,
) -> io::Result<(Position, isize)> {
    let last_end = blocks.last().map_or(at.byte, |block| block.before.end);
    let mut start = at.byte;
    for _ in 0..CONTEXT {
        start = match start.checked_sub(1) {
            Some(end) => before.text[..end].rfind('\n').map_or(0, |found| found + 1),
            None => 0,
        };
    }
    let tail = before.text[last_end..].split_inclusive('\n').take(CONTEXT).map(str::len).sum::<usize>();
    let end = last_end + tail;
    let first = at.line - lines(&before.text[start..at.byte]);
    let old = lines(&before.text[start..end]);
    let more: isize = blocks
        .iter()
        .map(|block| {
            lines(&after.text[block.after.clone()]) as isize
                - lines(&before.text[block.before.clone()]) as isize
        })
        .sum();
    let new = old.wrapping_add_signed(more);
    writeln!(out, "@@ -{} +{} @@", range(first, old), range(first.wrapping_add_signed(grown), new))?;
    let mut written = start;
    for block in blocks {
        before.write(out, b" ", written..block.before.start)?;
        before.write(out, b"-", block.before.clone())?;
        after.write(out, b"+", block.after.clone())?;
        written = block.before.end;
    }
    before.write(out, b" ", written..end)?;
    Ok((at.forward(before.text, last_end), grown + more))
}

/// Lines of a text that starts at the start of a line; a last one without a line feed counts.
fn lines(text: &str) -> usize {
    let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    feeds + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

/// A hunk's `start,count`: an empty range names the line before it.
fn range(first: usize, count: usize) -> String {
    match count {
        0 => format!("{first},0"),
        1 => format!("{}", first + 1),
        _ => format!("{},{count}", first + 1),
    }
}

fn header(out: &mut dyn Write, sign: &str, path: &str) -> io::Result<()> {
    let path = path.trim_start_matches('/');
    if path.chars().any(|c| c.is_control() || c == '"' || c == '\\') {
        let mut quoted = String::new();
        for c in path.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                c if c.is_ascii_control() => quoted.push_str(&format!("\\{:03o}", c as u32)),
                c => quoted.push(c),
            }
        }
        let (dashes, side) = sign.split_at(4);
        return writeln!(out, "{dashes}\"{side}{quoted}\"");
    }
    // Behind a name with a space, `patch` wants a tab to see where the name ends.
    writeln!(out, "{sign}{path}{}", if path.contains(' ') { "\t" } else { "" })
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
