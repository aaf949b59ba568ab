//! Which edits take a text from one script to the other, choice by choice as OpenCC makes them.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::trie::{Source, Trie};
use super::{Target, description};
use crate::dictionary::Flat;
use crate::dictionary::{Row, Table};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

/// The compatibility ideographs, unified before anything is looked up.
const UNIFIED: &str = "variants/CJK_Compatibility_Ideographs.txt";

/// The tables of a target as in OpenCC's `s2t.json` and `t2s.json`: the first group with any match decides, and
/// within a group the longest match.
fn groups(target: Target) -> &'static [&'static [&'static str]] {
    match target {
        Target::Hans => {
            &[&["variants/TSPhrases.txt"], &["variants/TSCharactersExt.txt"], &["variants/TSCharacters.txt"]]
        }
        Target::Hant => &[
            &["variants/STPhrases.txt", "variants/STPhrases_GeneratedFromRegionalPhrases.txt"],
            &["variants/STCharacters.txt"],
        ],
    }
}

/// Converts to one script. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Converter {
    rule: Rule,
    chain: Arc<Chain>,
}

/// What a text is looked up in, in order.
struct Chain {
    unified: Table,
    unify: Flat,
    groups: Vec<Group>,
}

struct Group {
    tables: Vec<Table>,
    trie: Trie,
}

impl Chain {
    fn new(target: Target, data: Option<&Path>) -> Result<Chain, Error> {
        let unified = Table::open(UNIFIED, data)?;
        let unify = Flat::new(&unified)?;
        let open = |names: &&[&str]| {
            let tables = names.iter().map(|name| Table::open(name, data)).collect::<Result<Vec<_>, _>>()?;
            Ok(Group { trie: Trie::new(&tables), tables })
        };
        let groups = groups(target).iter().map(open).collect::<Result<_, Error>>()?;
        Ok(Chain { unified, unify, groups })
    }

    /// The match at the start of `text`: the bytes it covers, its table and its row.
    fn longest(&self, text: &str) -> Option<(usize, &Table, Row<'_>)> {
        self.groups.iter().find_map(|group| {
            let (bytes, Source { table, row }) = group.trie.longest(text, |c| self.unify.get(c))?;
            let table = &group.tables[usize::from(table)];
            Some((bytes, table, table.row(row as usize)))
        })
    }

    /// The lines that unify the compatibility ideographs of `before`.
    fn unifying(&self, before: &str) -> Vec<Evidence> {
        let foreign = before.char_indices().filter(|(_, c)| self.unify.get(*c) != *c);
        let rows = foreign.filter_map(|(at, c)| self.unified.get(&before[at..at + c.len_utf8()]));
        rows.map(|row| cite(&self.unified, row)).collect()
    }
}

impl Converter {
    /// A converter to `target`. The tables of the folder `data`, where it has any, replace the compiled-in ones;
    /// the compiled-in ones are made ready once and shared.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub(crate) fn new(target: Target, data: Option<&Path>) -> Result<Converter, Error> {
        static BUILT_IN: [OnceLock<Arc<Chain>>; 2] = [const { OnceLock::new() }; 2];
        let (rule, shared) = match target {
            Target::Hans => (Rule::ToHans, &BUILT_IN[0]),
            Target::Hant => (Rule::ToHant, &BUILT_IN[1]),
        };
        let chain = match shared.get().filter(|_| data.is_none()) {
            Some(chain) => chain.clone(),
            None => {
                let chain = Arc::new(Chain::new(target, data)?);
                if data.is_none() { shared.get_or_init(|| chain).clone() } else { chain }
            }
        };
        Ok(Converter { rule, chain })
    }

    /// One edit for every word or character that changes, in order, without what a word has in common with what
    /// it becomes at either end.
    pub(crate) fn propose(&self, text: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let bytes = if let Some((bytes, table, row)) = self.chain.longest(rest) {
                edits.extend(self.convert(at, &rest[..bytes], table, row));
                bytes
            } else if let Some(bytes) = description::length(rest) {
                bytes
            } else {
                let unified = self.chain.unify.get(first);
                if unified != first {
                    let before = &rest[..first.len_utf8()];
                    let evidence = self.chain.unifying(before);
                    edits.push(self.edit(at, before, unified.to_string(), Certainty::High, evidence));
                }
                first.len_utf8()
            };
            at += bytes;
        }
        edits
    }

    /// The edit that makes `before`, standing at `at`, what `row` says; `None` where that is the same.
    fn convert(&self, at: usize, before: &str, table: &Table, row: Row<'_>) -> Option<Edit> {
        let after = row.value();
        if before == after {
            return None;
        }
        let (head, tail) = common_ends(before, after);
        let changed = &before[head..before.len() - tail];
        let certainty = if row.others().next().is_some() { Certainty::Medium } else { Certainty::High };
        let mut evidence = self.chain.unifying(changed);
        evidence.push(cite(table, row));
        Some(self.edit(at + head, changed, after[head..after.len() - tail].into(), certainty, evidence))
    }

    fn edit(
        &self,
        at: usize,
        before: &str,
        after: String,
        certainty: Certainty,
        evidence: Vec<Evidence>,
    ) -> Edit {
        let span = Span::new(at, at + before.len());
        Edit { span, before: before.into(), after, rule: self.rule, certainty, evidence }
    }
}

impl fmt::Debug for Converter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converter").field("rule", &self.rule).finish_non_exhaustive()
    }
}

fn cite(table: &Table, row: Row<'_>) -> Evidence {
    let others = row.others().map(str::to_owned).collect();
    Evidence::Table { table: table.name().into(), line: row.line, others }
}

/// The bytes that two different texts have in common at the start and, beyond those, at the end; whole
/// characters.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let bytes = |pair: (char, char)| pair.0.len_utf8();
    let head = a.chars().zip(b.chars()).take_while(same).map(bytes).sum();
    let tail = a[head..].chars().rev().zip(b[head..].chars().rev()).take_while(same).map(bytes).sum();
    (head, tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn converted(target: Target, text: &str) -> String {
        let edits = Converter::new(target, None).unwrap().propose(text);
        Edits::fit(text, edits).unwrap().apply(text)
    }

    #[test]
    fn words_decide_before_characters() {
        assert_eq!(
            converted(Target::Hant, "头发发展，皇后在后面，干杯干部"),
            "頭髮發展，皇后在後面，乾杯幹部"
        );
        assert_eq!(converted(Target::Hans, "乾坤乾燥，瞭解瞭望"), "乾坤干燥，了解瞭望");
        assert_eq!(converted(Target::Hans, "SQL 注入 abc"), "SQL 注入 abc");
    }

    #[test]
    fn an_edit_is_short_and_cites_its_line() {
        let edits = Converter::new(Target::Hant, None).unwrap().propose("这里一了心愿");
        let shown: Vec<_> = edits.iter().map(|e| (e.span.start, &*e.before, &*e.after)).collect();
        assert_eq!(shown, [(0, "这里", "這裏"), (15, "愿", "願")]);
        let table = Table::open("variants/STPhrases.txt", None).unwrap();
        assert_eq!(edits[1].evidence, [cite(&table, table.get("一了心愿").unwrap())]);
        assert_eq!((edits[1].rule, edits[1].certainty), (Rule::ToHant, Certainty::High));
    }

    #[test]
    fn a_choice_is_less_certain_and_lists_the_others() {
        let edits = Converter::new(Target::Hant, None).unwrap().propose("干");
        assert_eq!(edits[0].certainty, Certainty::Medium);
        let [Evidence::Table { others, .. }] = &edits[0].evidence[..] else { panic!("{edits:?}") };
        assert!(others.iter().any(|o| o == "乾"), "{others:?}");
    }

    #[test]
    fn compatibility_ideographs_are_unified_first() {
        assert_eq!(converted(Target::Hans, "\u{F902}站"), "车站");
        assert_eq!(converted(Target::Hant, "\u{F902}站"), "車站");
        let edits = Converter::new(Target::Hans, None).unwrap().propose("\u{F902}");
        assert_eq!(edits[0].evidence.len(), 2, "both tables are cited");
    }

    #[test]
    fn descriptions_of_characters_stay() {
        assert_eq!(converted(Target::Hans, "車⿰車馬車"), "车⿰車馬车");
        assert_eq!(converted(Target::Hans, "⿰\u{F902}馬"), "⿰\u{F902}馬");
        assert_eq!(converted(Target::Hans, "⿰車"), "⿰车");
    }

    #[test]
    fn own_tables_replace_the_compiled_in_ones() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("variants")).unwrap();
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), "軟體\t软件\n").unwrap();
        let own = Converter::new(Target::Hans, Some(folder.path())).unwrap();
        assert_eq!(own.propose("軟體")[0].after, "软件");
        assert_eq!(converted(Target::Hans, "軟體"), "软体", "and do not leak into the shared ones");
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), "軟體\n").unwrap();
        assert!(matches!(
            Converter::new(Target::Hans, Some(folder.path())),
            Err(Error::Line { line: 1, .. })
        ));
    }
}
