//! Misread samples through the rule alone.

use super::*;
use crate::damage::{CodePage, misread};
use crate::edit::Edits;

fn restored(text: &str) -> String {
    let rule = Misread::new(Model::built_in().unwrap());
    Edits::fit(text, rule.propose(text, &crate::mojibake::seen(text)).edits).unwrap().apply(text)
}

#[test]
fn every_accident_is_undone() {
    let hans = "他在那个小城里住了三十年，没有人知道他从哪里来。";
    let hant = "他在那個小城裏住了三十年，沒有人知道他從哪裏來。";
    for (written, read) in ACCIDENTS {
        let text = if written == CodePage::Big5 { hant } else { hans };
        let damaged = misread(text, written, read, 1);
        if damaged.contains(char::REPLACEMENT_CHARACTER) {
            continue;
        }
        assert_eq!(restored(&damaged), text, "{written} as {read}: {damaged}");
    }
}
