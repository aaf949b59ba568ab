//! Which form a character takes that stands alone: told by the characters beside it.

use std::path::Path;

use crate::dictionary::Choices;
use crate::error::Error;
use crate::evidence::Evidence;

/// The rules of `variants/choices.tsv`.
#[derive(Debug)]
pub(super) struct Contexts(Choices);

impl Contexts {
    /// # Errors
    /// When `data` has a file of rules that cannot be read or parsed.
    pub fn new(data: Option<&Path>) -> Result<Contexts, Error> {
        Ok(Contexts(Choices::open(data)?))
    }

    /// What the character at `at` becomes, where a rule says so: its form, and the line that says it. `bound` tells where
    /// words meet.
    pub fn decide(&self, text: &str, at: usize, mut bound: impl FnMut(usize) -> bool) -> Option<(char, u32)> {
        let c = text[at..].chars().next()?;
        let end = at + c.len_utf8();
        // Where words meet takes longest to know.
        let rule = self.0.fitting(c, &text[..at], &text[end..]).find(|rule| {
            rule.starts_word.is_none_or(|begins| bound(at) == begins)
                && rule.ends_word.is_none_or(|ends| bound(end) == ends)
        })?;
        Some((rule.form, rule.line))
    }

    /// The rules for `c` that choose another form than `alone`, a bit for each by its number, as far as there are bits and up to
    /// the one that says what is usual.
    pub fn others(&self, c: char, alone: Option<char>) -> u64 {
        let rules = self.0.rules(c).take_while(|rule| !rule.is_usual() || alone != Some(rule.form));
        let others = rules.zip(0..u64::BITS).filter(|(rule, _)| alone != Some(rule.form));
        others.fold(0, |others, (_, number)| others | 1 << number)
    }

    /// Whether none of these `others` may choose for `c` between two texts.
    pub fn leave_none(&self, others: u64, c: char, before: &str, after: &str) -> bool {
        let left = self.0.left(c, before.chars().next_back(), after.chars().next());
        left.is_some_and(|left| left & others == 0)
    }

    /// Whether no rule chooses another form for the character at `at` than what it is `alone`, wherever words meet.
    pub fn choose_only(&self, text: &str, at: usize, alone: Option<char>) -> bool {
        let Some(c) = text[at..].chars().next() else { return true };
        let end = at + c.len_utf8();
        for rule in self.0.fitting(c, &text[..at], &text[end..]) {
            if alone != Some(rule.form) {
                return false;
            }
            if rule.starts_word.is_none() && rule.ends_word.is_none() {
                return true;
            }
        }
        true
    }

    /// Whether there are rules for `c`.
    #[inline]
    pub fn has_rules(&self, c: char) -> bool {
        self.0.has(c)
    }

    /// The characters that there are rules for.
    pub fn ruled(&self) -> impl Iterator<Item = char> {
        self.0.characters()
    }

    /// Whether the rule of `line` for `c` says what is usual, whatever stands beside it.
    pub fn is_usual(&self, c: char, line: u32) -> bool {
        self.0.rules(c).any(|rule| rule.line == line && rule.is_usual())
    }

    /// The line of a rule as a fact, beside the other forms there are.
    pub fn cite(line: u32, others: Vec<String>) -> Evidence {
        Evidence::Table { table: Choices::NAME.into(), line, others }
    }
}
