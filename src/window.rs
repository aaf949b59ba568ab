//! Where a long text is cut into windows, so that memory stays flat; and what the window before tells the next.

use std::collections::VecDeque;

use crate::mojibake::Profile;
use crate::restore::Restorer;

/// Bytes from which a text is restored a window at a time; the window ends with the line.
const WINDOW: usize = 1 << 20;
/// Bytes of the longest window, where no line ends.
const LONGEST: usize = 2 * WINDOW;
/// What a line without end is cut behind.
const ENDS: [char; 11] = ['。', '！', '？', '；', '，', '.', '!', '?', ';', ',', ' '];

/// A part of a long text, and what the part before it shows.
#[derive(Debug)]
pub struct Window {
    /// The text: whole lines, other than in lines longer than a window.
    pub text: String,
    pub(crate) earlier: Earlier,
}

/// What the window before shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Earlier {
    /// `None` before the first window.
    pub profile: Option<Profile>,
}

/// Cuts a text that comes in pieces into windows of one to two mebibytes. Where the pieces end changes nothing: the
/// windows are those that [`Restorer::restore`] looks through when it is given the whole text.
#[derive(Debug)]
pub struct Windows<'a> {
    restorer: &'a Restorer,
    held: String,
    ready: VecDeque<Window>,
    earlier: Earlier,
}

impl<'a> Windows<'a> {
    /// For a text that `restorer` is to restore.
    pub fn new(restorer: &'a Restorer) -> Windows<'a> {
        Windows { restorer, held: String::new(), ready: VecDeque::new(), earlier: Earlier::default() }
    }

    /// Takes the text that comes next.
    pub fn push(&mut self, text: &str) {
        self.held.push_str(text);
        while let Some(end) = end(&self.held) {
            let rest = self.held.split_off(end);
            let text = std::mem::replace(&mut self.held, rest);
            self.cut(text);
        }
    }

    /// Nothing follows.
    pub fn end(&mut self) {
        let rest = std::mem::take(&mut self.held);
        if !rest.is_empty() {
            self.cut(rest);
        }
    }

    /// The next window that is whole.
    pub fn take(&mut self) -> Option<Window> {
        self.ready.pop_front()
    }

    fn cut(&mut self, text: String) {
        let next = self.restorer.shown(&text);
        let earlier = std::mem::replace(&mut self.earlier, next);
        self.ready.push_back(Window { text, earlier });
    }
}

/// Where the first window of `text` ends; `None` where it goes on behind the end.
pub(crate) fn end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let within = bytes.get(WINDOW..bytes.len().min(LONGEST))?;
    if let Some(line_end) = memchr::memchr(b'\n', within) {
        return Some(WINDOW + line_end + 1);
    }
    if bytes.len() < LONGEST {
        return None;
    }
    let longest = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end))?;
    let half = (0..=WINDOW).rev().find(|start| text.is_char_boundary(*start))?;
    let behind = |(at, mark): (usize, &str)| half + at + mark.len();
    text[half..longest].rmatch_indices(ENDS).next().map(behind).or(Some(longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_end_with_lines_and_pieces_change_nothing() {
        let line = "各行各業(yè)的人都來了,我們都?xì)g迎。\n";
        let text =
            line.repeat(3 * WINDOW / line.len()) + &"無行之文".repeat(WINDOW / 4) + &"好。".repeat(WINDOW);
        let restorer =
            Restorer::new(crate::Options { skip: crate::Stage::ALL.into(), ..crate::Options::default() });
        let restorer = restorer.unwrap();
        let cut = |size: usize| {
            let mut windows = Windows::new(&restorer);
            let mut at = 0;
            let mut out = Vec::new();
            while at < text.len() {
                let end =
                    (at + size..).find(|end| *end >= text.len() || text.is_char_boundary(*end)).unwrap();
                windows.push(&text[at..end.min(text.len())]);
                out.extend(std::iter::from_fn(|| windows.take()).map(|window| window.text));
                at = end;
            }
            windows.end();
            out.extend(std::iter::from_fn(|| windows.take()).map(|window| window.text));
            out
        };
        let whole = cut(text.len());
        assert_eq!(whole.concat(), text);
        assert!(whole.len() > 5 && whole.iter().all(|window| window.len() <= LONGEST));
        assert!(whole[..2].iter().all(|window| window.ends_with('\n')));
        assert!(whole[whole.len() - 2].ends_with('。'));
        for size in [5_000, 1 << 16, WINDOW + 7] {
            assert!(cut(size) == whole, "{size}");
        }
        assert_eq!((end(""), end("好")), (None, None));
    }
}
