//! What stands beside a place, in Simplified characters: whether it is what a table asks for.

use crate::dictionary::{Beside, simplified};
use crate::text::{Span, is_han};

/// Spaces passed over beside a placeholder, at most.
const SPACES: usize = 2;

/// The text before a place, read backwards, or behind it: without the first spaces.
fn without_spaces(mut chars: impl Iterator<Item = char> + Clone) -> impl Iterator<Item = char> {
    for _ in 0..SPACES {
        if chars.clone().next() == Some(' ') {
            chars.next();
        }
    }
    chars
}

/// Whether `text` before `span` ends as `asked`.
pub(super) fn is_before(text: &str, span: Span, asked: &Beside) -> bool {
    let before = || without_spaces(text[..span.start].chars().rev());
    fits(asked, before().next(), |choice| {
        let mut before = before();
        choice.chars().rev().all(|c| before.next().map(simplified) == Some(c))
    })
}

/// Whether `text` behind `span` begins as `asked`.
pub(super) fn is_behind(text: &str, span: Span, asked: &Beside) -> bool {
    let behind = || without_spaces(text[span.end..].chars());
    fits(asked, behind().next(), |choice| {
        let mut behind = behind();
        choice.chars().all(|c| behind.next().map(simplified) == Some(c))
    })
}

fn fits(asked: &Beside, next: Option<char>, is: impl Fn(&str) -> bool) -> bool {
    let next_is_han = next.is_some_and(is_han);
    let is = |choice: &String| match choice.as_str() {
        Beside::EDGE => !next_is_han,
        Beside::HAN => next_is_han,
        choice => is(choice),
    };
    asked.choices.is_empty() || asked.choices.iter().any(is) != asked.is_not
}
