//! Edits told to a reader: the place, the line with carets under it, before and after, and each fact in words.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use super::place::{Found, Placed, walk};
use crate::evidence::{Certainty, Evidence, Rule};
use crate::restoration::{Cause, Restoration};
use crate::text::Span;

/// Columns of an excerpt on a terminal.
const COLUMNS: usize = 72;
/// Columns of it in front of the span.
const LEAD: usize = 28;

/// Writes every edit, withheld edit and gap of one document. Lines and columns are places in the text the pass
/// began with.
///
/// # Errors
/// What `out` gives.
pub fn explain(out: &mut dyn Write, path: &str, restoration: &Restoration) -> io::Result<()> {
    walk(restoration, |placed| one(out, path, placed))
}

fn one(out: &mut dyn Write, path: &str, placed: Placed<'_>) -> io::Result<()> {
    let Placed { line, column, .. } = placed;
    write!(out, "{path}:{line}:{column}: ")?;
    let Found::Edit { edit, applied } = placed.found else {
        let Found::Gap(gap) = placed.found else { return Ok(()) };
        writeln!(out, "gap ({})", cause(gap.cause))?;
        return excerpt(out, placed.text, gap.span);
    };
    let aim = match edit.rule.aim() {
        crate::evidence::Aim::Correct => "correct",
        crate::evidence::Aim::Regularize => "regularize",
    };
    let withheld = if applied { "" } else { ", withheld" };
    writeln!(out, "{} ({}, {aim}){withheld}", edit.rule, edit.certainty)?;
    excerpt(out, placed.text, edit.span)?;
    writeln!(out, "    {} -> {}", quoted(&edit.before), quoted(&edit.after))?;
    for evidence in &edit.evidence {
        writeln!(out, "    {}", words(evidence))?;
    }
    Ok(())
}

/// A gap's cause in words.
fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Slip => "a byte slip whose original was not found or not proved",
        Cause::Misread => "bytes lost when the text was read in a wrong encoding",
        Cause::Replaced => "bytes that were no UTF-8 became U+FFFD, and that was read in a wrong encoding",
        Cause::Replacement => "bytes that the reader did not know became U+FFFD",
        Cause::QuestionMarks => "characters that an encoding lacked became question marks",
        Cause::Unset => "memory that was never written to, read as GBK; no text stood there",
        Cause::Lost => "a byte slip that swallowed characters nothing tells of",
        Cause::RedactedYear => "a year was taken out",
        Cause::RedactedNumber => "a number was taken out",
        Cause::RedactedDate => "a date was taken out",
        Cause::RedactedCongress => "which congress was taken out",
        Cause::RedactedPlace => "the name of a place was taken out",
        Cause::RedactedBody => "the name of an office, a firm or a school was taken out",
        Cause::RedactedPerson => "the name of a person was taken out",
        Cause::RedactedQuotation => "what stood in quotation marks was taken out",
        Cause::RedactedWord => "a word was censored",
    }
}

/// A gap's cause as it stands in JSON.
pub(super) fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Slip => "slip",
        Cause::Lost => "lost",
        Cause::Misread => "misread",
        Cause::Replaced => "replaced",
        Cause::Replacement => "replacement",
        Cause::QuestionMarks => "question-marks",
        Cause::Unset => "unset",
        Cause::RedactedYear => "redacted-year",
        Cause::RedactedNumber => "redacted-number",
        Cause::RedactedDate => "redacted-date",
        Cause::RedactedCongress => "redacted-congress",
        Cause::RedactedPlace => "redacted-place",
        Cause::RedactedBody => "redacted-body",
        Cause::RedactedPerson => "redacted-person",
        Cause::RedactedQuotation => "redacted-quotation",
        Cause::RedactedWord => "redacted-word",
    }
}

/// The line around `span`, cut to fit, and carets under the span.
fn excerpt(out: &mut dyn Write, text: &str, span: Span) -> io::Result<()> {
    let line_break = |c: char| c == '\n';
    let (Some(before), Some(within), Some(after)) =
        (text.get(..span.start), span.of(text), text.get(span.end..))
    else {
        return Ok(());
    };
    // A span may run over the end of its line; the excerpt shows the line it starts on.
    let (within, after) = match within.find(line_break) {
        Some(end) => (&within[..end], ""),
        None => (within, after),
    };
    let mut lead = 0;
    let mut start = span.start;
    for c in before.chars().rev().take_while(|&c| !line_break(c)) {
        if lead + width(c) > LEAD {
            break;
        }
        lead += width(c);
        start -= c.len_utf8();
    }
    let cut = |limit: usize, text: &str| {
        let mut columns = 0;
        let shown: String = text
            .chars()
            .take_while(|&c| !line_break(c))
            .map_while(|c| {
                columns += width(c);
                (columns <= limit).then(|| visible(c))
            })
            .collect();
        (shown, columns)
    };
    let (mark, marked) = cut(COLUMNS - LEAD, within);
    let cut_within = marked > COLUMNS - LEAD;
    let marked = marked.min(COLUMNS - LEAD);
    let room = if cut_within { 0 } else { COLUMNS - lead - marked };
    let (tail, columns) = cut(room, after);
    let head: String = text[start..span.start].chars().map(visible).collect();
    let starts_line = start == 0 || text[..start].ends_with('\n');
    let (open, indent) = if starts_line { ("", 0) } else { ("…", 1) };
    let close = if cut_within || columns > room { "…" } else { "" };
    writeln!(out, "    {open}{head}{mark}{tail}{close}")?;
    writeln!(out, "    {}{}", " ".repeat(indent + lead), "^".repeat(marked.max(1)))
}

/// Columns on a terminal.
fn width(c: char) -> usize {
    visible(c).width().unwrap_or(0)
}

/// What stands for a character that would move the carets.
fn visible(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "nothing".into();
    }
    format!("'{}'", text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t"))
}

/// A fact in plain words, on one line.
pub fn words(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Replay { glosses, cuts, lost, alike } => {
            let mut line = String::from("replay: the damage run forward on the new text gives the old one");
            for (what, list) in [("glosses", glosses), ("cuts", cuts), ("byte pairs lost", lost)] {
                if !list.is_empty() {
                    line.push_str(&format!("; {what}: {}", list.join(", ")));
                }
            }
            line + &match alike {
                0 | 1 => "; no other sensible original does".to_owned(),
                n => format!("; so it does on {} other sensible original{}", n - 1, plural(n - 1)),
            }
        }
        Evidence::Score { winner, runner_up } => match runner_up {
            Some((other, score)) => {
                format!("score: {winner:.2} for this reading; next best {} with {score:.2}", quoted(other))
            }
            None => format!("score: {winner:.2} for this reading; there is no other"),
        },
        Evidence::Misread { steps, replays, chosen, gone, gain, closest } => {
            let mut line =
                format!("misread: {}; reads better by {gain:.2} a character", steps.join(", then "));
            if *replays {
                line.push_str("; misreading the new text gives the old one");
            }
            for (count, what) in [(chosen, "chosen where a byte was lost"), (gone, "lost")] {
                if *count > 0 {
                    line.push_str(&format!("; {count} character{} {what}", plural(*count)));
                }
            }
            if let Some((text, other, margin)) = closest {
                let next = if other.is_empty() {
                    "there is no other".into()
                } else {
                    format!("next best {}", quoted(other))
                };
                line.push_str(&format!("; closest choice {}, {next}, by {margin:.2}", quoted(text)));
            }
            line
        }
        Evidence::Gloss { character, reading, glossed, bare } => format!(
            "gloss: in this document {character} carries ({reading}) {glossed} time{} and stands bare {bare} time{}",
            plural(*glossed),
            plural(*bare)
        ),
        Evidence::Document { glosses, characters, level, foreign } => format!(
            "document: {glosses} gloss{} of the artefact's list on {characters} character{}, up to its rank {level}; \
             {foreign} the list does not know",
            if *glosses == 1 { "" } else { "es" },
            plural(*characters)
        ),
        Evidence::Family { glosses, characters, words, foreign } => format!(
            "family: the document glosses {characters} character{} wherever they stand, {glosses} times, in {words} \
             words beyond the first; {foreign} bracketed readings are others",
            plural(*characters)
        ),
        Evidence::Pattern { shown, places } => {
            format!("pattern: {shown} of {places} such places in the document show it")
        }
        Evidence::Table { table, line, others } if others.is_empty() => {
            format!("table: {table}, line {line}")
        }
        Evidence::Table { table, line, others } => {
            format!("table: {table}, line {line}; it also offers {}", others.join(", "))
        }
        Evidence::Word { word } => format!("word: {} stands there now", quoted(word)),
        Evidence::Spacing { spaced, plain } => {
            format!("spacing: {spaced} places with a space and {plain} without")
        }
        Evidence::Lookalike { seen, meant, rank } => match rank {
            Some(0) => format!("look-alike: nothing looks more like {seen} than {meant} does"),
            Some(n) => format!(
                "look-alike: {n} character{} look{} more like {seen} than {meant} does",
                plural(*n),
                if *n == 1 { "s" } else { "" }
            ),
            None => format!("look-alike: {meant} is not among the characters that look like {seen}"),
        },
        Evidence::Weighed { probability, terms } => {
            let list: Vec<String> = terms.iter().map(|(name, adds)| format!("{name} {adds:+.1}")).collect();
            format!("weighed: {:.1} % likely right; {}", probability * 100.0, list.join(", "))
        }
        Evidence::Witness { reading, stands, written, written_stands } => format!(
            "witness: elsewhere the document writes {} {stands} time{}; {} stands {written_stands} time{}",
            quoted(reading),
            plural(*stands),
            quoted(written),
            plural(*written_stands)
        ),
        Evidence::Density { clear, characters } => {
            format!("document: {clear} clear misreading{} in {characters} characters", plural(*clear))
        }
        Evidence::Between { left, right } => {
            let side = |c: &Option<char>, none: &str| c.map_or(none.to_owned(), |c| quoted(&c.to_string()));
            format!("between: {} and {}", side(left, "the start"), side(right, "the end"))
        }
    }
}

fn plural(n: u32) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// How many edits each rule made and withheld, and how many gaps there are; one line each when displayed.
#[derive(Debug, Default, Clone)]
pub struct Summary {
    rules: BTreeMap<Rule, [u64; 6]>,
    gaps: u64,
}

impl Summary {
    /// Counts one document.
    pub fn add(&mut self, restoration: &Restoration) {
        for pass in &restoration.passes {
            for (edits, offset) in [(pass.applied.iter(), 0), (pass.withheld.iter(), 3)] {
                for edit in edits {
                    let step = match edit.certainty {
                        Certainty::High => 0,
                        Certainty::Medium => 1,
                        Certainty::Low => 2,
                    };
                    self.rules.entry(edit.rule).or_default()[offset + step] += 1;
                }
            }
            self.gaps += pass.gaps.len() as u64;
        }
    }

    /// Counts what `other` counted.
    pub fn join(&mut self, other: &Summary) {
        for (rule, counts) in &other.rules {
            let own = self.rules.entry(*rule).or_default();
            own.iter_mut().zip(counts).for_each(|(own, count)| *own += count);
        }
        self.gaps += other.gaps;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |counts: &[u64]| {
            let steps = counts.iter().zip(["high", "medium", "low"]).filter(|(n, _)| **n > 0);
            steps.map(|(n, step)| format!("{n} {step}")).collect::<Vec<_>>().join(", ")
        };
        for (rule, counts) in &self.rules {
            let (made, withheld) = (list(&counts[..3]), list(&counts[3..]));
            match (made.is_empty(), withheld.is_empty()) {
                (false, true) => writeln!(f, "{rule}: {made}")?,
                (true, _) => writeln!(f, "{rule}: withheld {withheld}")?,
                (false, false) => writeln!(f, "{rule}: {made}; withheld {withheld}")?,
            }
        }
        match (self.gaps, self.rules.is_empty()) {
            (0, true) => writeln!(f, "nothing found"),
            (0, false) => Ok(()),
            (n, _) => writeln!(f, "gaps: {n}"),
        }
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
