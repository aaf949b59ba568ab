//! What republishers take out and put in: placeholders, omissions, site names, spliced goods, tails.

use std::sync::OnceLock;

use super::characters::half_converted;
use super::traditional;
use crate::error::Error;

/// Names of the tables, for citations.
const REDACTIONS: &str = "tamper/redactions.tsv";
const OMISSIONS: &str = "tamper/omissions.tsv";
const SITES: &str = "tamper/sites.tsv";
const SPAM: &str = "tamper/spam.tsv";
const TAILS: &str = "tamper/tails.tsv";

/// What may stand beside a placeholder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Whether the choices are what must not stand there.
    pub is_not: bool,
    /// In Simplified characters; none for anything.
    pub choices: Vec<String>,
}

impl Beside {
    /// The choice for the edge of a line or a character that is not Han, and the one for any Han character.
    pub const EDGE: &'static str = "^";
    /// See [`Beside::EDGE`].
    pub const HAN: &'static str = "漢";

    fn parse(field: &str) -> Beside {
        let (is_not, choices) = field.strip_prefix('!').map_or((false, field), |rest| (true, rest));
        let choices = choices.split('|').filter(|c| !c.is_empty()).map(str::to_owned).collect();
        Beside { is_not, choices }
    }
}

/// A placeholder for what was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// What was taken out: `year`, `place` and so on.
    pub kind: String,
    /// What stands before it.
    pub before: Beside,
    /// The placeholder.
    pub placeholder: String,
    /// What stands behind it.
    pub after: Beside,
}

/// Words between which something was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What was taken out.
    pub kind: String,
    /// The words on either side, in Simplified characters; ⏎ in the table is the end of a line.
    pub sides: (String, String),
    /// What must not stand before them.
    pub not_behind: Beside,
    /// What must stand behind them.
    pub before: Beside,
}

/// A name or a phrase of a table, in the scripts it may stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// In Simplified characters.
    pub simplified: String,
    /// The same in Traditional characters, one for one.
    pub traditional: String,
    /// The same where characters that are Traditional too, such as 范, were left: half-converted pages are so.
    pub half_converted: String,
    /// The table and the line, from 1.
    pub cited: (&'static str, u32),
}

impl Phrase {
    fn new(text: &str, table: &'static str, line: u32) -> Phrase {
        Phrase {
            simplified: text.to_owned(),
            traditional: text.chars().map(traditional).collect(),
            half_converted: text.chars().map(half_converted).collect(),
            cited: (table, line),
        }
    }
}

/// What opens a tail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What must stand a little before the phrase; empty for nothing.
    pub head: String,
    /// The phrase.
    pub phrase: Phrase,
    /// Whether it is a tail without the name of a site.
    pub is_whole: bool,
}

/// The tables of what republishers do.
#[derive(Debug, Clone, Default)]
pub struct TamperTables {
    /// Placeholders, the first that fits first.
    pub redactions: Vec<Redaction>,
    /// Places where something is gone without one.
    pub omissions: Vec<Omission>,
    /// Names that sites put in.
    pub sites: Vec<Phrase>,
    /// Names that they displaced.
    pub rivals: Vec<Phrase>,
    /// Goods spliced in.
    pub spam: Vec<Phrase>,
    /// What opens a tail.
    pub formulas: Vec<Formula>,
    /// What may stand in a tail besides, in Simplified characters.
    pub fillers: Vec<String>,
    /// What the names of sites end in, in Simplified characters.
    pub endings: Vec<String>,
    /// What announces the title of another page.
    pub announcements: Vec<Phrase>,
}

impl TamperTables {
    /// The built-in tables.
    pub fn built_in() -> &'static TamperTables {
        static TABLES: OnceLock<TamperTables> = OnceLock::new();
        TABLES.get_or_init(|| {
            TamperTables::parse(
                include_str!("../../dictionaries/tamper/redactions.tsv"),
                include_str!("../../dictionaries/tamper/omissions.tsv"),
                include_str!("../../dictionaries/tamper/sites.tsv"),
                include_str!("../../dictionaries/tamper/spam.tsv"),
                include_str!("../../dictionaries/tamper/tails.tsv"),
            )
            .unwrap_or_default()
        })
    }

    /// Reads the five tables; their heads say how a line is written.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not written so.
    pub fn parse(
        redactions: &str,
        omissions: &str,
        sites: &str,
        spam: &str,
        tails: &str,
    ) -> Result<TamperTables, Error> {
        let mut tables = TamperTables::default();
        for row in rows(REDACTIONS, redactions, 4) {
            let (line, fields) = row?;
            if fields[0].is_empty() || fields[2].is_empty() {
                return Err(fail(REDACTIONS, line, "a kind or a placeholder is empty"));
            }
            tables.redactions.push(Redaction {
                kind: fields[0].into(),
                before: Beside::parse(fields[1]),
                placeholder: fields[2].into(),
                after: Beside::parse(fields[3]),
            });
        }
        for row in rows(OMISSIONS, omissions, 4) {
            let (line, fields) = row?;
            let Some((left, right)) =
                fields[1].split_once('|').filter(|(l, r)| !l.is_empty() && !r.is_empty())
            else {
                return Err(fail(OMISSIONS, line, "no | between two words"));
            };
            tables.omissions.push(Omission {
                kind: fields[0].into(),
                sides: (left.replace('⏎', "\n"), right.replace('⏎', "\n")),
                not_behind: Beside { is_not: true, ..Beside::parse(fields[2]) },
                before: Beside::parse(fields[3]),
            });
        }
        for row in rows(SITES, sites, 2) {
            let (line, fields) = row?;
            let phrase = Phrase::new(fields[1], SITES, line);
            match fields[0] {
                "site" => tables.sites.push(phrase),
                "rival" => tables.rivals.push(phrase),
                _ => return Err(fail(SITES, line, "neither site nor rival")),
            }
        }
        for row in rows(SPAM, spam, 1) {
            let (line, fields) = row?;
            tables.spam.push(Phrase::new(fields[0], SPAM, line));
        }
        for row in rows(TAILS, tails, 2) {
            let (line, fields) = row?;
            match fields[0] {
                kind @ ("formula" | "whole") => {
                    let (head, phrase) = fields[1].split_once('|').unwrap_or(("", fields[1]));
                    tables.formulas.push(Formula {
                        head: head.into(),
                        phrase: Phrase::new(phrase, TAILS, line),
                        is_whole: kind == "whole",
                    });
                }
                "filler" => tables.fillers.push(fields[1].into()),
                "ending" => tables.endings.push(fields[1].into()),
                "more" => tables.announcements.push(Phrase::new(fields[1], TAILS, line)),
                _ => return Err(fail(TAILS, line, "neither formula, whole, filler, ending nor more")),
            }
        }
        Ok(tables)
    }
}

fn fail(file: &str, line: u32, problem: &str) -> Error {
    Error::Line { file: file.into(), line: line as usize, problem: problem.into() }
}

/// The lines of a table that say something, each with its number and its fields.
fn rows<'a>(
    file: &'static str,
    text: &'a str,
    count: usize,
) -> impl Iterator<Item = Result<(u32, Vec<&'a str>), Error>> {
    let said = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    said.map(move |(n, line)| {
        let (fields, line) = (line.split('\t').collect::<Vec<_>>(), n as u32 + 1);
        match fields.len() == count {
            true => Ok((line, fields)),
            false => Err(fail(file, line, &format!("not {count} fields separated by tabs"))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_are_whole() {
        let tables = TamperTables::built_in();
        assert!(tables.redactions.len() > 20 && tables.sites.len() > 5 && tables.spam.len() > 5);
        assert!(tables.formulas.len() > 10 && tables.fillers.len() > 5 && tables.endings.len() > 3);
        for names in [&tables.sites, &tables.rivals, &tables.spam] {
            assert!(names.is_sorted_by(|a, b| a.simplified < b.simplified), "sorted and unique");
            assert!(
                names.iter().all(|n| n
                    .simplified
                    .chars()
                    .map(crate::dictionary::simplified)
                    .eq(n.simplified.chars()))
            );
        }
    }

    #[test]
    fn bad_lines_are_named() {
        for (redactions, omissions, sites, spam, tails) in [
            ("#\nyear\tx\n", "", "", "", ""),
            ("", "#\na\tb\t\t\n", "", "", ""),
            ("", "", "#\nsite\n", "", ""),
            ("", "", "\nx\tb\n", "", ""),
            ("", "", "", "", "#\nx\tb\n"),
        ] {
            match TamperTables::parse(redactions, omissions, sites, spam, tails) {
                Err(Error::Line { line: 2, .. }) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
