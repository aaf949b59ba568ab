//! Whether the diff applies: by an applier of its own, which reads only what stands in the diff and the input.

use proptest::prelude::*;

use super::*;
use crate::report::compose::tests::{any_restoration, edit, restoration};

fn of(restored: &Restoration) -> String {
    let mut out = Vec::new();
    diff(&mut out, "a.txt", restored, &Form::default()).unwrap();
    String::from_utf8(out).unwrap()
}

/// Applies a unified diff to `text`, refusing one whose numbers or context do not fit.
fn apply(text: &str, diff: &str) -> String {
    let mut out = String::new();
    let mut old = text.split_inclusive('\n');
    let (mut old_line, mut new_line) = (0, 0);
    let mut body = diff.split_inclusive('\n').peekable();
    while let Some(line) = body.next() {
        let Some(numbers) = line.strip_prefix("@@ -") else {
            assert!(line.starts_with("--- a/") || line.starts_with("+++ b/"), "{line:?}");
            continue;
        };
        let numbers: Vec<(usize, usize)> = numbers
            .trim_end_matches(" @@\n")
            .split(" +")
            .map(|side| match side.split_once(',') {
                Some((first, count)) => (first.parse().unwrap(), count.parse().unwrap()),
                None => (side.parse().unwrap(), 1),
            })
            .collect();
        let [(first, mut count), (new_first, mut new_count)] = numbers[..] else { panic!("{line}") };
        let start = if count == 0 { first } else { first - 1 };
        while old_line < start {
            out.push_str(old.next().unwrap());
            old_line += 1;
            new_line += 1;
        }
        assert_eq!(old_line, start);
        assert_eq!(new_line, if new_count == 0 { new_first } else { new_first - 1 });
        while count + new_count > 0 {
            let line = body.next().unwrap();
            let (sign, mut content) = line.split_at(1);
            if body.next_if(|next| next.starts_with('\\')).is_some() {
                content = &content[..content.len() - 1];
            }
            if sign != "+" {
                assert_eq!(old.next(), Some(content));
                count -= 1;
                old_line += 1;
            }
            if sign != "-" {
                out.push_str(content);
                new_count -= 1;
                new_line += 1;
            }
        }
    }
    out.extend(old);
    out
}

#[test]
fn near_changes_share_a_hunk_and_far_ones_do_not() {
    let text: String = (1..=20).map(|n| format!("{n}行\n")).collect();
    let at = |line: &str| text.find(line).unwrap();
    let restored = restoration(
        &text,
        vec![vec![edit(at("2行"), "2行\n", ""), edit(at("9行"), "9", "九"), edit(at("17行"), "", "新\n")]],
    );
    assert_eq!(
        of(&restored),
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,12 +1,11 @@\n 1行\n-2行\n 3行\n 4行\n 5行\n 6行\n 7行\n 8行\n-9行\n+九行\n \
         10行\n 11行\n 12行\n@@ -14,6 +13,7 @@\n 14行\n 15行\n 16行\n+新\n 17行\n 18行\n 19行\n"
    );
    assert_eq!(apply(&text, &of(&restored)), restored.text);
}

#[test]
fn the_end_of_a_file_without_a_line_feed_is_marked() {
    let restored = restoration("甲\n乙", vec![vec![edit(0, "甲", "丙")]]);
    assert_eq!(
        of(&restored),
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n-甲\n+丙\n 乙\n\\ No newline at end of file\n"
    );
    let restored = restoration("甲\n", vec![vec![edit(3, "\n", "")]]);
    assert_eq!(
        of(&restored),
        "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-甲\n+甲\n\\ No newline at end of file\n"
    );
    assert_eq!(of(&restoration("", vec![])), "");
}

#[test]
fn stray_bytes_and_a_mark_stand_in_the_diff_as_in_the_input() {
    let decoded = crate::decode::decode(b"\xEF\xBB\xBFabcdefgh\xFF\nx\n", None);
    let restored = restoration(&decoded.text, vec![vec![edit(0, "a", "b")]]);
    let mut out = Vec::new();
    diff(&mut out, "/a b", &restored, &decoded.form).unwrap();
    assert_eq!(
        out,
        b"--- a/a b\t\n+++ b/a b\t\n@@ -1,2 +1,2 @@\n-\xEF\xBB\xBFabcdefgh\xFF\n+\xEF\xBB\xBFbbcdefgh\xFF\n x\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn any_diff_applies(restored in any_restoration()) {
        prop_assert_eq!(apply(&restored.original, &of(&restored)), restored.text);
    }
}
