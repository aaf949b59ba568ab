//! Which tables are looked up together, and which of them decides. Also part of the build script, which lays out an
//! automaton for each step.

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

/// The keys of a step, sorted and unique, each with `table << TABLE_SHIFT | row`, its tables being numbered across groups.
pub fn keys<'a>(rows: impl Iterator<Item = (u32, Vec<&'a str>)>) -> Vec<(&'a str, u32)> {
    let mut keys: Vec<(&str, u32)> = Vec::new();
    for (table, rows) in rows {
        keys.extend(rows.into_iter().zip(0u32..).map(|(key, row)| (key, table << TABLE_SHIFT | row)));
    }
    // Stable: of equal keys the earlier table's stays.
    keys.sort_by_key(|(key, _)| *key);
    keys.dedup_by_key(|(key, _)| *key);
    keys
}

/// Bits of a row's number.
pub const TABLE_SHIFT: u32 = 24;
