//! Which readings of a stretch of a line give the text that was found, when the damage is run forward on them.

use std::borrow::Cow;

use super::path::{Path, Run, What};
use super::prove::{Prover, span_end};
use super::search::Reading;
use super::token::{Kind, Token};
use super::walk::{CUT, DROPPED, cut_mark};
use crate::damage::{Glossing, Replay, Variant, gbk, read_in_pairs, replay_cuts};
use crate::dictionary::GlossEntry;
use crate::text::Span;

/// Tokens after which a reader that is still out of step is not followed any further. In Traditional text one character in
/// seven has a second byte that is ASCII, in Simplified text hardly any: there each slip would be replayed up to the end of its line.
const FAR: usize = 64;

/// What is replayed together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// The tokens that are read, first and one past the last.
    pub tokens: (usize, usize),
    /// One past the last token of all: behind those that are read they stay as they are.
    pub end: usize,
    /// Whether that is more than a replay mostly takes.
    pub is_far: bool,
}

impl Stretch {
    /// The tokens of some runs, one at least.
    pub(super) fn of(runs: &[Run]) -> Stretch {
        let first = runs.first().map_or(0, |run| run.tokens.0);
        let end = runs.last().map_or(first, |run| run.tokens.1);
        Stretch { tokens: (first, end), end, is_far: false }
    }

    /// Where it stands in the `text`.
    pub(super) fn span(self, tokens: &[Token], text: &str) -> Span {
        let start = tokens.get(self.tokens.0).map_or(text.len(), |token| token.span.start);
        Span::new(start, span_end(tokens, self.end, text))
    }
}

/// A reading of a stretch.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    /// What it gives there.
    pub original: String,
    pub score: f32,
    pub path: Cow<'a, Path>,
    /// `None` where the damage does not give the found text.
    pub replay: Option<Replay>,
    /// Whether it does only with marks in full width, cut before or not, where the search left ASCII.
    pub only_wide: bool,
}

impl Prover<'_> {
    /// The readings of a stretch, best first, of a page that has `glossed` so much.
    pub(super) fn choices<'r>(
        &self,
        tokens: &[Token],
        reading: &'r Reading,
        stretch: Stretch,
        glossed: &[&GlossEntry],
    ) -> Vec<Choice<'r>> {
        let found = stretch.span(tokens, self.text);
        // What becomes of a byte left over depends on whether a line break follows.
        let line_end = if self.text[found.end..].starts_with(['\n', '\r']) { "\n" } else { "" };
        let behind = tokens.get(stretch.tokens.1..stretch.end).unwrap_or_default();
        let behind: String = behind.iter().filter_map(Token::char).collect();
        let found = in_gbk(found.of(self.text).unwrap_or_default()) + line_end;
        let found: Vec<char> = found.chars().collect();
        let glossing = Glossing::new(glossed.iter().copied());
        let replay = |original: &str, behind: &str, path: &Path| {
            let whole = in_gbk(original) + &in_gbk(behind) + line_end;
            self.replay(&whole, &found, &glossing, path, stretch.tokens)
        };
        let others = reading.others.iter().map(|(path, score)| (path, *score));
        let mut choices: Vec<Choice> = Vec::new();
        for (path, score) in std::iter::once((&reading.best, reading.best_score)).chain(others) {
            let Some(original) = path.over(stretch.tokens) else { continue };
            if choices.iter().any(|choice| choice.original == original) {
                continue;
            }
            let replayed = replay(&original, &behind, path);
            // Folding leaves ASCII of marks. Of one that was cut before and of ASCII before which a byte was dropped the search keeps
            // the likelier alone.
            let wide = || {
                let cut = path.with_cuts(stretch.tokens);
                let (path, cuts) =
                    cut.map_or((Cow::Borrowed(path), 0), |(cut, cuts)| (Cow::Owned(cut), cuts));
                let original = path.over(stretch.tokens)?;
                let replay = Some(replay(&with_marks(&original), &with_marks(&behind), &path)?);
                let score = score + (CUT - DROPPED) * cuts as f32;
                Some(Choice { original, score, path, replay, only_wide: true })
            };
            let wide = if replayed.is_none() && self.profile.folded { wide() } else { None };
            let as_it_is =
                || Choice { original, score, path: Cow::Borrowed(path), replay: replayed, only_wide: false };
            let choice = wide.unwrap_or_else(as_it_is);
            // A cut has a price: what it falls behind of comes first.
            let before = |known: &Choice| !known.only_wide || known.score >= choice.score;
            let at = choices.iter().rposition(before).map_or(0, |last| last + 1);
            choices.insert(at, choice);
        }
        choices
    }

    /// What the page glosses: what it always glosses, and what it never shows otherwise and glosses in this stretch.
    pub(super) fn glossed(&self, tokens: &[Token], stretch: Stretch) -> Vec<&GlossEntry> {
        let (from, to) = stretch.tokens;
        let seen = tokens[from..to.min(tokens.len())].iter().filter_map(|t| match t.kind {
            Kind::Gloss { reading, .. } => Some(self.readings.owners(reading)),
            Kind::Char { .. } => None,
        });
        let here: Vec<usize> = seen.flatten().map(|(_, index)| *index).collect();
        let glossed = self.table.entries().iter().enumerate().filter(|(index, _)| {
            self.profile.always_glossed(*index) || here.contains(index) && !self.profile.left_bare(*index)
        });
        glossed.map(|(_, entry)| entry).collect()
    }

    fn replay(
        &self,
        original: &str,
        found: &[char],
        glossing: &Glossing,
        path: &Path,
        tokens: (usize, usize),
    ) -> Option<Replay> {
        let (from, to) = path.bounds(tokens)?;
        if path.runs[from..=to].iter().any(|r| r.damage.contains(&What::GivenUp)) {
            return None;
        }
        let bytes = read_in_pairs(&glossing.insert(&gbk::encode(original)));
        let folded = self.profile.folded;
        replay_cuts(&bytes, found, Variant::A, folded)
            .or_else(|| replay_cuts(&bytes, found, Variant::B, folded))
    }
}

/// The text with what GBK cannot write as `?`, as the damaging tools saw it.
fn in_gbk(text: &str) -> String {
    text.chars().map(|c| if gbk::bytes(c).is_some() { c } else { '?' }).collect()
}

/// The text with the marks before which pages were cut in full width.
fn with_marks(text: &str) -> String {
    text.chars().map(|c| cut_mark(c, true).unwrap_or(c)).collect()
}

/// One past the first token, from `at` on, with which a reader of pairs that was out of step is in step again: a character whose
/// second byte it reads as ASCII, or ASCII itself, but for marks that are `folded`. `None` where that takes more than [`FAR`]
/// tokens, or more than there are: at the end of a line the reader drops what is left over.
pub(super) fn in_step(tokens: &[Token], at: usize, folded: bool) -> Option<usize> {
    let goes_on = |token: &Token| match token.kind {
        Kind::Char { c, bytes: Some([_, second]) } => second > 0x80 || folded && cut_mark(c, true).is_some(),
        _ => false,
    };
    let ends = tokens.iter().skip(at).take(FAR).position(|token| !goes_on(token))?;
    Some(at + ends + 1)
}

#[cfg(test)]
mod tests {
    use super::super::path::Step;
    use super::super::token::{self, Readings};
    use super::*;
    use crate::dictionary::GlossTable;

    #[test]
    fn out_of_step_a_reader_goes_on_to_a_second_byte_that_is_ascii() {
        let readings = Readings::new(GlossTable::built_in());
        // 難 is EB 79; the second bytes of the others are no ASCII.
        for (line, until) in [
            ("，同樣也是很難做到", Some(7)),
            ("可見A", Some(3)),
            ("可見 ", Some(3)),
            ("可見他", None),
            ("難", Some(1)),
            ("", None),
        ] {
            assert_eq!(in_step(&token::tokens(line, 0, &readings), 0, false), until, "{line}");
        }
        for (folded, until) in [(false, 2), (true, 4)] {
            assert_eq!(in_step(&token::tokens("可,見難", 0, &readings), 0, folded), Some(until));
        }
        let line = "可".repeat(FAR - 1) + "難";
        assert_eq!(in_step(&token::tokens(&line, 0, &readings), 0, false), Some(FAR));
        assert_eq!(in_step(&token::tokens(&format!("可{line}"), 0, &readings), 0, false), None);
        assert_eq!(in_step(&token::tokens("難可見難", 0, &readings), 1, false), Some(4));
        assert_eq!(in_step(&token::tokens("可見", 0, &readings), 2, false), None);
    }

    #[test]
    fn a_mark_that_looks_like_ascii_may_have_been_cut_before() {
        let took = |token| What::Took { token, open: false };
        let read = |last: [What; 3]| {
            let steps = [What::Emitted('都'), took(0)].into_iter().chain(last).chain([took(2)]);
            let back = |n: usize| if n == 0 { u32::MAX } else { n as u32 - 1 };
            let arena: Vec<Step> = steps.enumerate().map(|(n, what)| Step { back: back(n), what }).collect();
            Path::back(&arena, arena.len() as u32 - 1, 0)
        };
        let path = read([What::Chosen('的'), What::Dropped(0xC4), What::Emitted(',')]);
        assert_eq!(path.original(), "都的,");
        let (cut, cuts) = path.with_cuts((0, 3)).unwrap();
        assert_eq!((cut.original().as_str(), cuts), ("都的，", 1));
        assert_eq!(cut.runs[1].damage, [What::Cut { mark: '，', byte: 0xC4 }]);
        assert!(path.with_cuts((0, 1)).is_none(), "the mark is not among these tokens");
        for other in [
            [What::Chosen('的'), What::Dropped(0xC4), What::Emitted('x')],
            [What::Chosen('的'), What::Swallowed(0xC4), What::Emitted(',')],
            [What::Chosen('，'), What::Dropped(0xC4), What::Emitted('，')],
        ] {
            assert!(read(other).with_cuts((0, 3)).is_none(), "{other:?}");
        }
    }
}
