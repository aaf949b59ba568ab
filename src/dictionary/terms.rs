//! A user's own terms: what each becomes, or that it stays as it is.

use std::path::Path;

use super::automaton::{Automaton, Codes, Key};
use crate::error::Error;

/// The terms of one file.
#[derive(Debug)]
pub(crate) struct Terms {
    file: String,
    terms: Vec<Term>,
    codes: Codes,
    trie: Automaton,
}

/// One line of the file.
#[derive(Debug)]
pub(crate) struct Term {
    pub text: String,
    /// `None` where the term is to stay.
    pub replacement: Option<String>,
    /// From 1.
    pub line: u32,
}

impl Terms {
    /// Reads `path`: a line is a term, or a term, a tab and what it becomes. Lines that are empty or begin with `#` say
    /// nothing.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Line`] for a line that is not of that shape or repeats a term.
    pub(crate) fn open(path: &Path) -> Result<Terms, Error> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        Terms::parse(&path.display().to_string(), &text)
    }

    fn parse(file: &str, text: &str) -> Result<Terms, Error> {
        let mut terms: Vec<Term> = Vec::new();
        let fail =
            |line: u32, problem: String| Error::Line { file: file.into(), line: line as usize, problem };
        for (raw, line) in text.trim_start_matches('\u{FEFF}').lines().zip(1u32..) {
            if raw.trim().is_empty() || raw.starts_with('#') {
                continue;
            }
            let (term, replacement) = match raw.split_once('\t') {
                Some((term, replacement)) => (term, Some(replacement)),
                None => (raw, None),
            };
            if term.is_empty() {
                return Err(fail(line, "there is no term before the tab".into()));
            }
            if replacement == Some("") {
                return Err(fail(
                    line,
                    "there is nothing behind the tab; a term that stays has no tab".into(),
                ));
            }
            if replacement.is_some_and(|replacement| replacement.contains('\t')) {
                return Err(fail(line, "there is more than one tab".into()));
            }
            terms.push(Term { text: term.into(), replacement: replacement.map(Into::into), line });
        }
        terms.sort_by(|a, b| (&a.text, a.line).cmp(&(&b.text, b.line)));
        if let Some([first, twice]) = terms.windows(2).find(|pair| pair[0].text == pair[1].text) {
            return Err(fail(twice.line, format!("'{}' stands in line {} already", twice.text, first.line)));
        }
        let keys: Vec<Key> = terms.iter().zip(0..).map(|(term, n)| Key::new(&term.text, n)).collect();
        let codes = Codes::new(keys.iter().map(|key| key.text))
            .ok_or_else(|| fail(1, "the table has too many different characters".into()))?;
        let trie = Automaton::new(&keys, &codes);
        Ok(Terms { file: file.into(), codes, trie, terms })
    }

    /// What the table is cited by.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The longest term that `text` begins with.
    pub(crate) fn longest(&self, text: &str) -> Option<&Term> {
        let found = self.trie.decide(&self.codes, text)?;
        self.terms.get(self.trie.value(found) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_replaced_or_stay() {
        let terms = Terms::parse("t", "# mine\n\n软件\t軟體\n软件园\n").unwrap();
        let found = |text: &str| terms.longest(text).map(|term| (term.line, term.replacement.as_deref()));
        assert_eq!(found("软件包"), Some((3, Some("軟體"))));
        assert_eq!(found("软件园里"), Some((4, None)));
        assert_eq!(found("硬件"), None);
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, at) in [("甲\n\t乙\n", 2), ("甲\t\n", 1), ("甲\t乙\t丙\n", 1), ("乙\n甲\n乙\n", 3)]
        {
            let Err(Error::Line { file, line, .. }) = Terms::parse("t", text) else {
                panic!("{text:?} was taken")
            };
            assert_eq!((file.as_str(), line), ("t", at), "{text:?}");
        }
    }
}
