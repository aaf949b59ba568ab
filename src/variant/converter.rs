//! Which edits take a text from one script to the other, choice by choice as OpenCC makes them.

use std::path::Path;
use std::sync::Arc;

use super::chain::{Chain, Piece};
use super::context::Contexts;
use super::mode::Mode;
use crate::dictionary::Row;
use crate::dictionary::Table;
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::Span;

/// Converts as one of OpenCC's configurations does, byte for byte. Cheap to clone.
///
/// ```
/// let converter = hanmend::Converter::of("s2twp".parse()?)?;
/// assert_eq!(converter.convert("鼠标里的软件"), "滑鼠裡的軟體");
/// # Ok::<(), hanmend::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Converter {
    rule: Rule,
    chain: Arc<Chain>,
}

impl Converter {
    /// A converter of `mode` with the compiled-in tables.
    ///
    /// # Errors
    /// Where the program was built with damaged tables.
    pub fn of(mode: Mode) -> Result<Converter, Error> {
        Converter::new(mode, Rule::Opencc, None)
    }

    /// The text that the edits of this conversion make, without the edits: for where they are not asked for.
    pub fn convert(&self, text: &str) -> String {
        self.chain.text(text)
    }

    /// What it converts by.
    pub(super) fn chain(&self) -> &Chain {
        &self.chain
    }

    /// A converter of `mode`, whose edits name `rule`. The tables of the folder `data`, where it has any, replace the
    /// compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub(crate) fn new(mode: Mode, rule: Rule, data: Option<&Path>) -> Result<Converter, Error> {
        Ok(Converter { rule, chain: Arc::new(Chain::new(mode, data)?) })
    }

    /// One edit for every word or character that changes, in order, without what a word has in common with what
    /// it becomes at either end.
    pub(crate) fn propose(&self, text: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        self.chain.pieces(text, |piece| edits.push(self.edit(text, piece)));
        edits
    }

    fn edit(&self, text: &str, piece: Piece<'_>) -> Edit {
        let mut edit = edit(text, piece, self.rule);
        let mut evidence = self.unifying(&edit.before);
        evidence.append(&mut edit.evidence);
        Edit { evidence, ..edit }
    }

    /// The lines that unify the compatibility ideographs of `before`.
    fn unifying(&self, before: &str) -> Vec<Evidence> {
        let foreign = before.char_indices().filter(|(_, c)| self.chain.unify(*c) != *c);
        let rows = foreign.filter_map(|(at, c)| self.chain.unified.get(&before[at..at + c.len_utf8()]));
        rows.map(|row| cite(&self.chain.unified, row)).collect()
    }
}

/// The edit that makes `piece` of `text` what it becomes, without what both have in common at either end.
pub(super) fn edit(text: &str, piece: Piece<'_>, rule: Rule) -> Edit {
    let (before, after) = (&text[piece.span.clone()], &*piece.after);
    let (head, tail) = common_ends(before, after);
    let changed = &before[head..before.len() - tail];
    let several = piece.rows.iter().any(|found| found.row.others().next().is_some());
    let evidence = match piece.rule {
        None => piece.rows.iter().map(|found| cite(found.table, found.row)).collect(),
        Some(line) => {
            let values = piece.rows.iter().flat_map(|found| found.row.values());
            let others = values.filter(|value| *value != after).map(str::to_owned).collect();
            vec![Contexts::cite(line, others)]
        }
    };
    let start = piece.span.start + head;
    Edit {
        span: Span::new(start, start + changed.len()),
        before: changed.into(),
        after: after[head..after.len() - tail].into(),
        rule,
        certainty: if several { Certainty::Medium } else { Certainty::High },
        evidence,
    }
}

/// The line of a row, and what else it offers.
pub(super) fn cite(table: &Table, row: Row<'_>) -> Evidence {
    let others = row.others().map(str::to_owned).collect();
    Evidence::Table { table: table.name().into(), line: row.line, others }
}

/// The bytes that two different texts have in common at the start and, beyond those, at the end; whole
/// characters.
pub(super) fn common_ends(a: &str, b: &str) -> (usize, usize) {
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
    use crate::variant::Target;

    fn converter(target: Target, data: Option<&Path>) -> Result<Converter, Error> {
        Converter::new(Mode::towards(target), Rule::ToHant, data)
    }

    fn converted(target: Target, text: &str) -> String {
        let edits = converter(target, None).unwrap().propose(text);
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
        let edits = converter(Target::Hant, None).unwrap().propose("这里一了心愿");
        let shown: Vec<_> = edits.iter().map(|e| (e.span.start, &*e.before, &*e.after)).collect();
        assert_eq!(shown, [(0, "这里", "這裏"), (15, "愿", "願")]);
        let table = Table::open("variants/STPhrases.txt", None).unwrap();
        assert_eq!(edits[1].evidence, [cite(&table, table.get("一了心愿").unwrap())]);
        assert_eq!((edits[1].rule, edits[1].certainty), (Rule::ToHant, Certainty::High));
    }

    #[test]
    fn a_choice_is_less_certain_and_lists_the_others() {
        let edits = converter(Target::Hant, None).unwrap().propose("干");
        assert_eq!(edits[0].certainty, Certainty::Medium);
        let [Evidence::Table { others, .. }] = &edits[0].evidence[..] else { panic!("{edits:?}") };
        assert!(others.iter().any(|o| o == "乾"), "{others:?}");
    }

    #[test]
    fn compatibility_ideographs_are_unified_first() {
        assert_eq!(converted(Target::Hans, "\u{F902}站"), "车站");
        assert_eq!(converted(Target::Hant, "\u{F902}站"), "車站");
        let edits = converter(Target::Hans, None).unwrap().propose("\u{F902}");
        assert_eq!(edits[0].evidence.len(), 2, "both tables are cited");
    }

    #[test]
    fn descriptions_of_characters_stay() {
        assert_eq!(converted(Target::Hans, "車⿰車馬車"), "车⿰車馬车");
        assert_eq!(converted(Target::Hans, "⿰\u{F902}馬"), "⿰\u{F902}馬");
        assert_eq!(converted(Target::Hans, "⿰車"), "⿰车");
    }

    #[test]
    fn later_steps_see_what_earlier_ones_made() {
        let twp: Mode = "s2twp".parse().unwrap();
        let converter = Converter::new(twp, Rule::ToHant, None).unwrap();
        let text = "鼠标里的软件";
        let edits = converter.propose(text);
        let shown: Vec<_> = edits.iter().map(|e| (e.span.start, &*e.before, &*e.after)).collect();
        assert_eq!(shown, [(0, "鼠标", "滑鼠"), (6, "里", "裡"), (12, "软件", "軟體")]);
        assert_eq!(edits[1].evidence.len(), 2, "a line of each step: {:?}", edits[1]);
    }

    #[test]
    fn own_tables_replace_the_compiled_in_ones() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("variants")).unwrap();
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), "軟體\t软件\n").unwrap();
        let own = converter(Target::Hans, Some(folder.path())).unwrap();
        assert_eq!(own.propose("軟體")[0].after, "软件");
        assert_eq!(converted(Target::Hans, "軟體"), "软体", "and do not leak into the shared ones");
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), "軟體\n").unwrap();
        assert!(matches!(converter(Target::Hans, Some(folder.path())), Err(Error::Line { line: 1, .. })));
    }

    #[test]
    fn keys_of_any_characters_are_found_without_edits_too() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("variants")).unwrap();
        let table =
            "aé\t甲\n車\t车\n車a\t乙\n車é車\t丙丁\n車車é\t戊\n車車車a\t己\n𠮷\t吉\n𠮷車\t庚\n車𠮷\t辛\n";
        std::fs::write(folder.path().join("variants/TSPhrases.txt"), table).unwrap();
        let own = converter(Target::Hans, Some(folder.path())).unwrap();
        let letters = ["車", "車", "車", "a", "é", "𠮷", "馬", "，", "\u{F902}"];
        // Every text of five of them.
        for number in 0..letters.len().pow(5) {
            let text: String =
                (0..5u32).map(|place| letters[number / letters.len().pow(place) % letters.len()]).collect();
            let edits = Edits::fit(&text, own.propose(&text)).unwrap();
            assert_eq!(own.convert(&text), edits.apply(&text), "{text}");
        }
    }
}
