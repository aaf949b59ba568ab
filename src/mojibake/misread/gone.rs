//! What an accident left that was text once or never: runs that nothing can be read from again.

use std::sync::OnceLock;

use memchr::memmem;

use crate::damage::CodePage;
use crate::restoration::{Cause, Gap};
use crate::text::{Span, is_han};

/// Characters in a row: fewer may have been written. (intact/article-on-mojibake, intact/question-short)
const UNSET: usize = 4;
const REPLACED: usize = 2;
const QUESTIONS: usize = 4;

/// The characters with which runs begin, question marks aside.
pub(super) fn begins() -> impl Iterator<Item = char> {
    needles().iter().filter_map(|(needle, ..)| needle.chars().next())
}

/// The kinds of runs that begin with `c`, a bit each.
pub(super) fn begun_by(c: char) -> u32 {
    needles()
        .iter()
        .enumerate()
        .fold(0, |kinds, (n, (needle, ..))| kinds | u32::from(needle.starts_with(c)) << n)
}

/// The runs, in order: those of question marks, and of the `kinds` of others with which any may begin.
pub(super) fn gaps(text: &str, kinds: u32) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (n, (needle, least, cause)) in needles().iter().enumerate() {
        if kinds >> n & 1 == 1 {
            runs(text, needle, *least, *cause, &mut gaps);
        }
    }
    let before = gaps.len();
    runs(text, "?", QUESTIONS, Cause::QuestionMarks, &mut gaps);
    // Where a mark can stand, question marks may be meant: behind a word.
    let spare = gaps.split_off(before);
    let meant = |gap: &Gap| {
        text[..gap.span.start].chars().next_back().is_some_and(|c| is_han(c) || c.is_alphanumeric())
    };
    gaps.extend(spare.into_iter().filter(|gap| !meant(gap)));
    gaps.sort_by_key(|gap| gap.span);
    gaps
}

/// What to look for, how often in a row, and what it tells.
fn needles() -> &'static [(String, usize, Cause)] {
    static NEEDLES: OnceLock<Vec<(String, usize, Cause)>> = OnceLock::new();
    NEEDLES.get_or_init(|| {
        let pair = |lead, trail| CodePage::Gbk.pair(lead, trail);
        // U+FFFD twice is EF BF BD EF BF BD, and three pairs.
        let replaced: Option<String> =
            [(0xEF, 0xBF), (0xBD, 0xEF), (0xBF, 0xBD)].into_iter().map(|(l, t)| pair(l, t)).collect();
        let mut needles: Vec<(String, usize, Cause)> = Vec::new();
        needles.extend(replaced.map(|needle| (needle, 1, Cause::Replaced)));
        // What debuggers fill the stack and the heap with.
        for byte in [0xCC, 0xCD] {
            needles.extend(pair(byte, byte).map(|c| (c.to_string(), UNSET, Cause::Unset)));
        }
        needles.push((char::REPLACEMENT_CHARACTER.to_string(), REPLACED, Cause::Replacement));
        for page in [CodePage::Windows1252, CodePage::Latin1] {
            let needle: Option<String> = "\u{FFFD}".bytes().map(|byte| page.single(byte)).collect();
            needles.extend(needle.map(|needle| (needle, 1, Cause::Replaced)));
        }
        needles.dedup();
        needles
    })
}

/// Every run of `needle`, `least` times or more.
fn runs(text: &str, needle: &str, least: usize, cause: Cause, gaps: &mut Vec<Gap>) {
    let whole = needle.repeat(least);
    let finder = memmem::Finder::new(&whole);
    let mut at = 0;
    while let Some(found) = finder.find(&text.as_bytes()[at..]) {
        let start = at + found;
        let mut end = start + whole.len();
        while text[end..].starts_with(needle) {
            end += needle.len();
        }
        gaps.push(Gap { span: Span::new(start, end), cause });
        at = end;
    }
}
