//! Which lines are prose: spaces in tables, code, verse and lists of names mean something and stay, and so does all that
//! stands in a fenced block.

use crate::text::{Span, is_han, is_han_mark};

/// The share of a line's visible characters that must be Han or marks between Han, for it to be Chinese prose.
/// (intact/code-c, intact/shell-session)
const MOSTLY: f32 = 0.5;

/// What opens a block of code in Markdown or a text in a program, and closes it. (intact/tidy-fenced)
const FENCES: [&str; 3] = ["```", "~~~", "\"\"\""];

/// A line of a text, character by character.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Each character with the byte of the text at which it begins.
    pub chars: Vec<(usize, char)>,
    /// Whether it stands in a fenced block, or opens or closes one.
    pub is_fenced: bool,
}

impl Line {
    /// The lines of `text` without their ends.
    pub(super) fn of(text: &str) -> impl Iterator<Item = Line> {
        text.split_inclusive('\n').scan((0, None), |(offset, open), line| {
            let start = *offset;
            *offset += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            let is_fenced = is_fenced(line, open);
            Some(Line { chars: line.char_indices().map(|(at, c)| (start + at, c)).collect(), is_fenced })
        })
    }

    pub(super) fn char(&self, n: usize) -> Option<char> {
        self.chars.get(n).map(|c| c.1)
    }

    /// The character before `n`.
    pub(super) fn before(&self, n: usize) -> Option<char> {
        n.checked_sub(1).and_then(|n| self.char(n))
    }

    /// The place of the nearest character before `n` that is no space.
    pub(super) fn left(&self, n: usize) -> Option<usize> {
        (0..n).rev().find(|n| self.chars[*n].1 != ' ')
    }

    /// The place of the nearest character from `n` on that is no space.
    pub(super) fn right(&self, n: usize) -> Option<usize> {
        (n..self.chars.len()).find(|n| self.chars[*n].1 != ' ')
    }

    /// The bytes of the characters from `from` to `to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let end = |n: usize| self.chars[n].0 + self.chars[n].1.len_utf8();
        Span::new(self.chars[from].0, end(to - 1))
    }

    /// Whether it is Chinese prose: mostly Han, no columns, no markup, and not set in single spaced-out characters.
    pub(super) fn is_prose(&self) -> bool {
        let visible = self.chars.iter().filter(|c| !c.1.is_whitespace()).count();
        let chinese = self.chars.iter().filter(|c| is_han(c.1) || is_han_mark(c.1)).count();
        let spaces = self.chars.iter().filter(|c| c.1 == ' ').count();
        let has_columns = self.chars.iter().any(|c| matches!(c.1, '\t' | '|' | '`'));
        let spaced_out =
            self.chars.windows(3).filter(|w| w[1].1 == ' ' && is_han(w[0].1) && is_han(w[2].1)).count();
        let is_verse = spaces > 0 && spaces == spaced_out && !self.chars.iter().any(|c| is_han_mark(c.1));
        let is_chinese = chinese as f32 >= MOSTLY * visible as f32 && chinese > 0;
        is_chinese && !has_columns && !is_verse && !self.is_fenced
    }
}

/// Whether `line` is part of a fenced block; `open` is the fence of the one that goes on behind it.
fn is_fenced(line: &str, open: &mut Option<&'static str>) -> bool {
    let line = line.trim();
    if let Some(fence) = *open {
        if line.starts_with(fence) || line.ends_with(fence) {
            *open = None;
        }
        return true;
    }
    let Some(fence) = FENCES.into_iter().find(|fence| line.starts_with(fence)) else { return false };
    let is_closed = line[fence.len()..].contains(fence);
    *open = (!is_closed).then_some(fence);
    true
}
