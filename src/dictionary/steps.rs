//! Which tables are looked up together, and which of them decides. Also part of the build script, which lays out an
//! automaton for each step.

use std::collections::BTreeMap;

use super::automaton::Key;

/// A step of a conversion: groups of tables. The first group with any match decides; within a group, the longest match,
/// and of equal ones the earlier table's.
pub struct Step {
    /// What the step is called.
    pub name: &'static str,
    /// The tables, by group, named below `dictionaries/variants/`.
    pub groups: &'static [&'static [&'static str]],
}

/// Every step of OpenCC's configurations, as their files say, and our own.
pub const STEPS: &[Step] = &[
    Step {
        name: "st",
        groups: &[&["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"], &["STCharacters"]],
    },
    // As `st`, with words of our own, for the conversion that looks at the words of a text.
    Step {
        name: "aware",
        groups: &[&["Supplement", "STPhrases", "STPhrases_GeneratedFromRegionalPhrases"], &["STCharacters"]],
    },
    Step { name: "ts", groups: &[&["TSPhrases"], &["TSCharactersExt"], &["TSCharacters"]] },
    Step { name: "hk", groups: &[&["HKVariantsPhrases"], &["HKVariants"]] },
    Step { name: "hkp", groups: &[&["HKPhrases"], &["HKVariantsPhrases"], &["HKVariants"]] },
    Step { name: "hk-back", groups: &[&["HKVariantsRevPhrases"], &["HKVariantsRev"]] },
    Step { name: "hkp-back", groups: &[&["HKPhrasesRev"], &["HKVariantsRevPhrases"], &["HKVariantsRev"]] },
    Step { name: "tw", groups: &[&["TWVariantsPhrases"], &["TWVariants"]] },
    Step { name: "twp", groups: &[&["TWPhrases"], &["TWVariantsPhrases"], &["TWVariants"]] },
    Step { name: "tw-back", groups: &[&["TWVariantsRevPhrases"], &["TWVariantsRev"]] },
    Step { name: "twp-back", groups: &[&["TWPhrasesRev"], &["TWVariantsRevPhrases"], &["TWVariantsRev"]] },
    Step { name: "jp", groups: &[&["JPShinjitaiCharactersRev"]] },
    Step { name: "jp-back", groups: &[&["JPShinjitaiPhrases"], &["JPShinjitaiCharacters"]] },
];

/// The keys of a step, sorted and unique, each with `table << TABLE_SHIFT | row`. `tables` are those of all groups in
/// order, each with its group and its rows: keys and their best values.
pub fn keys<'a>(tables: impl Iterator<Item = (u8, Vec<(&'a str, &'a str)>)>) -> Vec<Key<'a>> {
    let mut all: Vec<(Key, u8, &str)> = Vec::new();
    for ((group, rows), table) in tables.zip(0u32..) {
        all.extend(rows.into_iter().zip(0u32..).map(|((key, value), row)| {
            let key = Key { leads: group == 0, ..Key::new(key, table << TABLE_SHIFT | row) };
            (key, group, value)
        }));
    }
    // Stable: of equal keys the earlier table's stays.
    all.sort_by_key(|(key, ..)| key.text);
    all.dedup_by_key(|(key, ..)| key.text);
    let alone: BTreeMap<&str, &str> = all
        .iter()
        .filter(|(key, ..)| key.text.chars().nth(1).is_none())
        .map(|(key, _, value)| (key.text, *value))
        .collect();
    // The keys that the next begins with, shortest first.
    let mut begun: Vec<(&str, u8)> = Vec::new();
    for (key, group, value) in &mut all {
        while begun.last().is_some_and(|(shorter, _)| !key.text.starts_with(shorter)) {
            begun.pop();
        }
        key.decides = begun.iter().all(|(_, shorter)| *group <= *shorter);
        begun.push((key.text, *group));
        key.plain = becomes(key.text, value, &alone);
    }
    all.into_iter().map(|(key, ..)| key).collect()
}

/// Whether `value` is what the characters of `text` become one by one, each one character.
fn becomes(text: &str, value: &str, alone: &BTreeMap<&str, &str>) -> bool {
    let mut rest = value;
    for (at, c) in text.char_indices() {
        let c = &text[at..at + c.len_utf8()];
        let one = alone.get(c).copied().unwrap_or(c);
        match rest.strip_prefix(one).filter(|_| one.chars().nth(1).is_none()) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    rest.is_empty()
}

/// Bits of a row's number.
pub const TABLE_SHIFT: u32 = 24;
