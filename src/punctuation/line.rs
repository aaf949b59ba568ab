//! Which lines are prose: spaces in tables, code, verse and lists of names mean something and stay.

use crate::text::{Span, is_han, is_han_mark};

/// The share of a line's visible characters that must be Han or marks between Han, for it to be Chinese prose.
/// (intact/code-c, intact/shell-session)
const MOSTLY: f32 = 0.5;

/// A line of a text, character by character.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Each character with the byte of the text at which it begins.
    pub chars: Vec<(usize, char)>,
}

impl Line {
    /// The lines of `text` without their ends.
    pub(super) fn of(text: &str) -> impl Iterator<Item = Line> {
        text.split_inclusive('\n').scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            Some(Line { chars: line.char_indices().map(|(at, c)| (start + at, c)).collect() })
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
        chinese as f32 >= MOSTLY * visible as f32 && chinese > 0 && !has_columns && !is_verse
    }
}
