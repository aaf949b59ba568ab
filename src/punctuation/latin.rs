//! Latin abbreviations torn by a space, told by the document, which writes them whole elsewhere: GD P.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::line::Line;

/// Letters of an abbreviation, at most.
const LONGEST: usize = 8;

/// The words in Latin letters of a text, counted when first asked for.
pub(super) struct Latin<'t> {
    text: &'t str,
    words: OnceCell<FxHashMap<&'t str, u32>>,
}

impl<'t> Latin<'t> {
    pub(super) fn of(text: &'t str) -> Latin<'t> {
        Latin { text, words: OnceCell::new() }
    }

    fn count(&self, word: &str) -> u32 {
        let words = self.words.get_or_init(|| {
            let mut words: FxHashMap<&str, u32> = FxHashMap::default();
            let is_letter = |c: char| c.is_ascii_alphanumeric();
            for word in self.text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()) {
                *words.entry(word).or_default() += 1;
            }
            words
        });
        words.get(word).copied().unwrap_or(0)
    }

    /// The abbreviation that the space at `n` tears: its parts stand nowhere else, the whole does. (synthetic/tidy-figures,
    /// intact/tidy-abbreviations)
    pub(super) fn torn(&self, line: &Line, n: usize) -> Option<String> {
        let capital = |c: &char| c.is_ascii_uppercase();
        let left: Vec<char> =
            line.chars[..n].iter().rev().map(|c| c.1).take_while(capital).take(LONGEST).collect();
        let right: String =
            line.chars[n + 1..].iter().map(|c| c.1).take_while(capital).take(LONGEST).collect();
        let left: String = left.into_iter().rev().collect();
        let whole = [left.as_str(), right.as_str()].concat();
        if left.is_empty() || right.is_empty() || whole.len() > LONGEST {
            return None;
        }
        // Spaces between it and Han characters are on their way out.
        let is_edge = |n: Option<usize>| n.and_then(|n| line.char(n)).is_none_or(|c| !c.is_ascii());
        let alone = is_edge(line.left(n - left.len())) && is_edge(line.right(n + 1 + right.len()));
        (alone && self.count(&whole) > 0 && self.count(&left) == 1 && self.count(&right) == 1)
            .then_some(whole)
    }
}
