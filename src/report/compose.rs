//! Which ranges of the original became which ranges of the restored text, all passes taken together: computed
//! from the edits, never by comparing texts.

use crate::decode::{Form, Irregular};
use crate::edit::Edits;
use crate::restoration::Restoration;
use crate::text::Span;

/// A range that changed. Outside of all ranges both texts are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// In the text before.
    pub from: Span,
    /// In the text after.
    pub to: Span,
}

/// The ranges that changed from [`Restoration::original`] to [`Restoration::text`], in order, disjoint and with
/// unchanged text between them.
pub fn changes(restoration: &Restoration) -> Vec<Change> {
    let mut passes = restoration.passes.iter().map(|pass| of_pass(&pass.applied));
    let first = passes.next().unwrap_or_default();
    passes.fold(first, |before, after| then(&before, &after))
}

/// The form in which the restored text is written out: UTF-8. Of a UTF-8 input the byte order mark stays, and so
/// do the stray bytes that no edit touched; lines that were in another encoding are UTF-8 now.
pub fn carried(form: &Form, restoration: &Restoration) -> Form {
    if !form.is_utf8() {
        return Form::default();
    }
    if form.irregular.is_empty() {
        return form.clone();
    }
    let changes = changes(restoration);
    let mut ahead = changes.iter().peekable();
    let mut shift = 0;
    let mut irregular: Vec<Irregular> = Vec::with_capacity(form.irregular.len());
    let mut last_end = None;
    for place in &form.irregular {
        let end = place.at + place.text_len;
        if restoration.original.get(place.at..end) != Some(STRAY) || !is_one_stray(&place.bytes) {
            continue;
        }
        while let Some(change) = ahead.next_if(|change| change.from.end <= place.at) {
            shift = change.to.end as isize - change.from.end as isize;
        }
        if ahead.peek().is_some_and(|change| change.from.start < end) {
            continue;
        }
        let at = place.at.wrapping_add_signed(shift);
        // Where the text between two strays was taken out, their bytes could join to a character that was not
        // there; the second then stays U+FFFD.
        let joined =
            irregular.last().is_some_and(|last| last.at + last.text_len == at) && last_end != Some(place.at);
        if !joined {
            irregular.push(Irregular { at, ..place.clone() });
            last_end = Some(end);
        }
    }
    Form { irregular, ..form.clone() }
}

/// What stands for stray bytes.
const STRAY: &str = "\u{FFFD}";

/// Whether UTF-8 reads one U+FFFD in these bytes: in a line of another encoding more may be one.
fn is_one_stray(bytes: &[u8]) -> bool {
    bytes
        .utf8_chunks()
        .next()
        .is_some_and(|chunk| chunk.valid().is_empty() && chunk.invalid().len() == bytes.len())
}

fn of_pass(edits: &Edits) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::with_capacity(edits.len());
    for (edit, back) in edits.iter().zip(&edits.invert()) {
        // An edit that changes nothing is no change, though it is kept as an edit.
        if edit.before != edit.after {
            push(&mut out, Change { from: edit.span, to: back.span });
        }
    }
    out
}

/// Appends a change, as part of the last one where nothing unchanged lies between them.
fn push(out: &mut Vec<Change>, change: Change) {
    match out.last_mut() {
        Some(last) if last.from.end == change.from.start && last.to.end == change.to.start => {
            last.from.end = change.from.end;
            last.to.end = change.to.end;
        }
        _ => out.push(change),
    }
}

/// `first`, then `second`, whose `from` are places in the text that `first` ends with.
fn then(first: &[Change], second: &[Change]) -> Vec<Change> {
    let mut out = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    // How far the text between lies from the original and from the result, behind what has been passed.
    let (mut to_original, mut to_result) = (0, 0);
    loop {
        let start = match (first.peek(), second.peek()) {
            (None, None) => return out,
            (Some(a), None) => a.to.start,
            (None, Some(b)) => b.from.start,
            (Some(a), Some(b)) => a.to.start.min(b.from.start),
        };
        let (from, to) = (start.wrapping_add_signed(to_original), start.wrapping_add_signed(to_result));
        let mut end = start;
        loop {
            if let Some(a) = first.next_if(|a| a.to.start <= end) {
                end = end.max(a.to.end);
                to_original = a.from.end as isize - a.to.end as isize;
            } else if let Some(b) = second.next_if(|b| b.from.start <= end) {
                end = end.max(b.from.end);
                to_result = b.to.end as isize - b.from.end as isize;
            } else {
                break;
            }
        }
        let from = Span::new(from, end.wrapping_add_signed(to_original));
        push(&mut out, Change { from, to: Span::new(to, end.wrapping_add_signed(to_result)) });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::evidence::{Certainty, Rule};
    use crate::options::Stage;
    use crate::restoration::Pass;
    use proptest::prelude::*;

    /// An edit as (start, before, after).
    pub(in crate::report) fn edit(start: usize, before: &str, after: &str) -> Edit {
        let span = Span::new(start, start + before.len());
        let (before, after) = (before.into(), after.into());
        Edit { span, before, after, rule: Rule::Gloss, certainty: Certainty::High, evidence: Vec::new() }
    }

    pub(in crate::report) fn restoration(original: &str, passes: Vec<Vec<Edit>>) -> Restoration {
        let mut text = original.to_owned();
        let mut done = Vec::new();
        for (edits, stage) in passes.into_iter().zip(Stage::ALL) {
            let applied = Edits::fit(&text, edits).unwrap();
            text = applied.apply(&text);
            done.push(Pass { stage, applied, withheld: Vec::new(), gaps: Vec::new() });
        }
        Restoration { original: original.into(), text, passes: done }
    }

    /// Any restoration of any text with up to three passes; lines, Han and U+FFFD are frequent.
    pub(in crate::report) fn any_restoration() -> impl Strategy<Value = Restoration> {
        let text = "[a\n漢\u{FFFD}]{0,40}";
        let pass = || prop::collection::vec((0usize..6, 0usize..4, "[b\n字]{0,3}"), 0..6);
        (text, prop::collection::vec(pass(), 0..4)).prop_map(|(original, passes)| {
            let mut text = original.clone();
            let mut done = Vec::new();
            for pass in passes {
                let mut edits = Vec::new();
                let mut at = 0;
                for (skip, take, after) in pass {
                    let width = |count: usize, from: usize| -> usize {
                        text[from..].chars().take(count).map(char::len_utf8).sum()
                    };
                    let start = at + width(skip, at);
                    at = start + width(take, start);
                    edits.push(edit(start, &text[start..at], &after));
                }
                text = Edits::fit(&text, edits.clone()).unwrap().apply(&text);
                done.push(edits);
            }
            restoration(&original, done)
        })
    }

    #[test]
    fn a_later_pass_may_change_what_an_earlier_one_wrote() {
        let restored = restoration(
            "甲乙丙丁",
            vec![vec![edit(3, "乙", ""), edit(9, "丁", "戊己")], vec![edit(3, "丙戊", "x")]],
        );
        assert_eq!(restored.text, "甲x己");
        assert_eq!(changes(&restored), [Change { from: Span::new(3, 12), to: Span::new(3, 7) }]);
    }

    proptest! {
        #[test]
        fn outside_of_changes_the_texts_are_equal(restored in any_restoration()) {
            let mut rebuilt = String::new();
            let mut end = 0;
            let mut end_to = 0;
            for change in changes(&restored) {
                rebuilt.push_str(&restored.original[end..change.from.start]);
                prop_assert_eq!(rebuilt.len(), change.to.start);
                prop_assert!(end == 0 && end_to == 0 || (change.from.start > end || change.to.start > end_to));
                rebuilt.push_str(change.to.of(&restored.text).unwrap());
                end = change.from.end;
                end_to = change.to.end;
            }
            rebuilt.push_str(&restored.original[end..]);
            prop_assert_eq!(&rebuilt, &restored.text);
        }
    }

    #[test]
    fn strays_move_with_the_text_and_do_not_join() {
        let decoded = crate::decode::decode("漢字漢字x漢字漢字".replace('x', "\u{1}").as_bytes(), None);
        assert!(decoded.form.is_plain());
        let mut bytes = "漢字漢字漢字漢字漢字漢字".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xE4\xB8-\xAD.");
        let decoded = crate::decode::decode(&bytes, None);
        let at = decoded.text.find('-').unwrap();
        let restored = restoration(&decoded.text, vec![vec![edit(0, "漢", ""), edit(at, "-", "")]]);
        let written = carried(&decoded.form, &restored).encode_back(&restored.text).unwrap();
        assert!(written.ends_with(b"\xE4\xB8\xEF\xBF\xBD."), "{written:X?}");
        assert_eq!(crate::decode::decode(&written, None).text, restored.text);
    }
}
