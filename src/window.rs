//! Where a long text is cut into windows, so that memory stays flat; and what the window before tells the next.

use std::collections::VecDeque;

use crate::mojibake::Profile;
use crate::restore::Restorer;

/// Bytes of the shortest window behind which a text goes on, and of the longest.
const SHORTEST: usize = 384 << 10;
const LONGEST: usize = 2 * SHORTEST;
/// Bytes at the beginning of a line, and at its end, by which it is told from others.
const TELLING: usize = 32;
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

impl Earlier {
    /// Whether it tells the same.
    pub fn is_same(&self, other: &Earlier) -> bool {
        match (&self.profile, &other.profile) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// Cuts a text that comes in pieces into windows of half a mebibyte or so, 384 to 768 KiB. Where the pieces end changes nothing: the
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
///
/// Of the lines that end in time it is the one with the least number, not the first: where a text repeats itself, as copies of a
/// page do, its windows begin to do so too, and what came of one is known for the next.
pub(crate) fn end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(..LONGEST)?;
    let line_ends = memchr::memchr_iter(b'\n', &bytes[SHORTEST..]).map(|n| SHORTEST + n);
    // Where the line begins that ends first is not looked for.
    let lines = line_ends.scan(SHORTEST, |start, end| Some(std::mem::replace(start, end + 1)..end));
    if let Some(line) = lines.min_by_key(|line| number(&bytes[line.clone()])) {
        return Some(line.end + 1);
    }
    let longest = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end))?;
    let half = (0..=SHORTEST).rev().find(|start| text.is_char_boundary(*start))?;
    let behind = |(at, mark): (usize, &str)| half + at + mark.len();
    text[half..longest].rmatch_indices(ENDS).next().map(behind).or(Some(longest))
}

/// A number for a line, the same on every machine; the highest for short ones, of which there are many alike.
fn number(line: &[u8]) -> u64 {
    let (Some(first), Some(last)) = (line.first_chunk::<TELLING>(), line.last_chunk::<TELLING>()) else {
        return u64::MAX;
    };
    let mut number = line.len() as u64;
    for eight in [first, last].into_iter().flat_map(|bytes| bytes.as_chunks().0) {
        // 2^64 divided by the golden ratio: spreads the numbers.
        number = (number.rotate_left(5) ^ u64::from_le_bytes(*eight)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    number ^ number >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_end_with_lines_and_pieces_change_nothing() {
        let line = "各行各業(yè)的人都來了,我們都?xì)g迎。\n";
        let text =
            line.repeat(3 * LONGEST / line.len()) + &"無行之文".repeat(LONGEST / 4) + &"好。".repeat(LONGEST);
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
        for size in [5_000, 1 << 16, LONGEST + 7] {
            assert!(cut(size) == whole, "{size}");
        }
        assert_eq!((end(""), end("好")), (None, None));
    }
    #[test]
    fn the_windows_of_a_text_that_repeats_itself_do_so_too() {
        let page: String = (0..5_000).map(|n| format!("第{n}行，頭尾有的一樣，都不一樣。\n\n")).collect();
        let text = format!("另有一行。\n{}", page.repeat(12));
        let (mut rest, mut windows) = (text.as_str(), Vec::new());
        while let Some(end) = end(rest) {
            windows.push(&rest[..end]);
            rest = &rest[end..];
        }
        assert!(windows.len() > 3 && page.len() > 200_000);
        assert!(windows[1..].iter().all(|window| *window == windows[1]));
    }
}
