//! Which numerals and pronouns a converter wrote for others wherever they stood: 壹 for 一, 妳 for 你.
//!
//! They are Chinese as they stand, and no table takes one for the other. A document is changed that writes them in words
//! where nobody does, and hardly ever what is right.

use std::path::Path;

use memchr::memmem;

use crate::dictionary::Overdone;
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

/// Places in words where the character cannot be meant: fewer are chance, or quoted. Pinned by `intact/overdone-quoted`.
const FEWEST: usize = 3;
/// Of how many different words these must be. Pinned by `intact/overdone-quoted`, too.
const FEWEST_WORDS: usize = 2;
/// How many times the character must stand for one time that the right one does.
const OUTNUMBERS: usize = 8;
/// Beside these a numeral is part of an amount, and right. Pinned by `intact/overdone-one`.
const AMOUNT: &str = "零壹貳贰叄叁參肆伍陸陆柒捌玖拾佰仟萬万億亿圓圆元角整";

/// Undoes them.
#[derive(Debug)]
pub(super) struct Undoer(Overdone);

impl Undoer {
    /// # Errors
    /// When `data` has a table of them that cannot be read or parsed.
    pub fn new(data: Option<&Path>) -> Result<Undoer, Error> {
        Ok(Undoer(Overdone::open(data)?))
    }

    /// The characters that may be overdone.
    pub fn characters(&self) -> impl Iterator<Item = char> {
        self.0.rows().filter(|row| !row.words.is_empty()).map(|row| row.over)
    }

    /// Whether `c` is one of them.
    pub fn may_be_overdone(&self, c: char) -> bool {
        self.characters().any(|over| over == c)
    }

    /// The edits of `text`, in order, that write what is right.
    pub fn edits(&self, text: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        for row in self.0.rows().filter(|row| !row.words.is_empty()) {
            let count = |word: &str| memmem::find_iter(text.as_bytes(), word).count();
            let over = count(&row.over.to_string());
            // Of the right one, which stands everywhere, no more are looked for than are too many.
            let right = row.right.to_string();
            let are_too_many = || memmem::find_iter(text.as_bytes(), &right).nth(over / OUTNUMBERS).is_some();
            if over == 0 || are_too_many() {
                continue;
            }
            let counts: Vec<usize> = row.words.iter().map(|word| count(word)).collect();
            if counts.iter().sum::<usize>() < FEWEST
                || counts.iter().filter(|count| **count > 0).count() < FEWEST_WORDS
            {
                continue;
            }
            for (start, before) in text.match_indices(row.over) {
                let end = start + before.len();
                let in_amount = |beside: Option<char>| beside.is_some_and(|c| AMOUNT.contains(c));
                let is_amount =
                    in_amount(text[..start].chars().next_back()) || in_amount(text[end..].chars().next());
                if !(AMOUNT.contains(row.over) && is_amount) {
                    let cited =
                        Evidence::Table { table: Overdone::NAME.into(), line: row.line, others: Vec::new() };
                    edits.push(Edit {
                        span: Span::new(start, end),
                        before: before.into(),
                        after: row.right.into(),
                        rule: Rule::HalfConverted,
                        certainty: Certainty::Medium,
                        evidence: vec![cited],
                    });
                }
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(text: &str) -> String {
        let mut out = text.to_owned();
        for edit in Undoer::new(None).unwrap().edits(text).into_iter().rev() {
            out.replace_range(edit.span.start..edit.span.end, &edit.after);
        }
        out
    }

    #[test]
    fn what_words_show_is_undone() {
        let text = "第壹次見面時，他們壹直壹起看戲，票價壹佰元，這是唯壹的壹次。";
        assert_eq!(undone(text), "第一次見面時，他們一直一起看戲，票價壹佰元，這是唯一的一次。");
        let once = "合同金額壹萬元，第壹批付壹仟元，押金壹個月，餘款壹次付清，壹年為期。";
        assert_eq!(undone(once), once, "amounts show nothing");
        let both = "有人把“一起”寫成“壹起”，把“統一”寫成“統壹”，第一次見到“第壹”時很奇怪。";
        assert_eq!(undone(both), both, "the text knows the other");
        assert_eq!(
            undone("妳是我唯一的女兒，妳要好好的。妳說呢？"),
            "妳是我唯一的女兒，妳要好好的。妳說呢？"
        );
    }
}
