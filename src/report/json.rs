//! JSON Lines: one edit, withheld edit or gap a line, and how the input was written down where that matters.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::place::{Found, Placed, walk};
use crate::decode::{self, Form, Irregular};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Aim, Certainty, Evidence, Rule};
use crate::options::Stage;
use crate::restoration::{Cause, Gap, Restoration};
use crate::text::Span;

/// One line, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The file, where one was named.
    pub path: Option<String>,
    /// The line of a file of records, from 1, and which of its strings.
    pub field: Option<(usize, String)>,
    /// What the line tells.
    pub told: Told,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// How the input was written down.
    Form(Form),
    /// How a string of a record was spelled where the restored one is not.
    Spelled(Vec<Spelled>),
    /// An edit.
    Edit {
        /// Number of the pass, from 1.
        pass: usize,
        /// The stage of the pass.
        stage: Stage,
        /// Whether it was made; else it was withheld.
        applied: bool,
        /// The edit.
        edit: Edit,
    },
    /// A gap.
    Gap {
        /// Number of the pass, from 1.
        pass: usize,
        /// The stage of the pass.
        stage: Stage,
        /// The gap.
        gap: Gap,
    },
}

/// A stretch of a string as its JSON spelled it, such as `\\u4e2d` for 中.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spelled {
    /// Where, in bytes of the original text.
    pub at: usize,
    /// How many bytes of it.
    pub len: usize,
    /// The spelling.
    pub json: String,
}

/// What lines belong to: a text of its own, a file, or a string of a record in a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// The file, where one was named.
    pub path: Option<&'a str>,
    /// The record, from 1, and which of its strings.
    pub field: Option<(usize, &'a str)>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EditLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    pass: usize,
    stage: Stage,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    before: String,
    after: String,
    rule: Rule,
    aim: Aim,
    certainty: Certainty,
    applied: bool,
    evidence: Vec<Evidence>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    pass: usize,
    stage: Stage,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    gap: Cause,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecodeLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    decode: FormFields,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpelledLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    record: usize,
    field: String,
    spelled: Vec<Spelled>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFields {
    label: String,
    bom: bool,
    irregular: Vec<IrregularFields>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IrregularFields {
    at: usize,
    len: usize,
    /// Hexadecimal.
    bytes: String,
}

/// Writes the lines of one document. Offsets, lines and columns are places in the text the pass began with;
/// those of the decode line are offsets in the original text.
///
/// # Errors
/// What `out` gives.
pub fn write(
    out: &mut dyn Write,
    path: Option<&str>,
    restoration: &Restoration,
    form: &Form,
) -> io::Result<()> {
    if !form.is_plain() {
        line(out, &DecodeLine { path: path.map(str::to_owned), decode: FormFields::of(form) })?;
    }
    write_found(out, Origin { path, field: None }, restoration)
}

/// Writes the lines of one string of a record: how it was spelled where `spelled` says so, then as [`write()`].
///
/// # Errors
/// What `out` gives.
pub fn write_field(
    out: &mut dyn Write,
    origin: Origin<'_>,
    restoration: &Restoration,
    spelled: Vec<Spelled>,
) -> io::Result<()> {
    if let (Some((record, field)), false) = (origin.field, spelled.is_empty()) {
        let path = origin.path.map(str::to_owned);
        line(out, &SpelledLine { path, record, field: field.to_owned(), spelled })?;
    }
    write_found(out, origin, restoration)
}

fn write_found(out: &mut dyn Write, origin: Origin<'_>, restoration: &Restoration) -> io::Result<()> {
    walk(restoration, |placed| {
        let path = origin.path.map(str::to_owned);
        let record = origin.field.map(|(record, _)| record);
        let field = origin.field.map(|(_, field)| field.to_owned());
        let Placed { found, number: pass, line: row, column, .. } = placed;
        let stage = placed.pass.stage;
        let Span { start, end } = found.span();
        match found {
            Found::Edit { edit, applied } => {
                let Edit { before, after, rule, certainty, evidence, .. } = edit.clone();
                let aim = rule.aim();
                line(
                    out,
                    &EditLine {
                        path,
                        record,
                        field,
                        pass,
                        stage,
                        start,
                        end,
                        line: row,
                        column,
                        before,
                        after,
                        rule,
                        aim,
                        certainty,
                        applied,
                        evidence,
                    },
                )
            }
            Found::Gap(gap) => line(
                out,
                &GapLine { path, record, field, pass, stage, start, end, line: row, column, gap: gap.cause },
            ),
        }
    })
}

/// Reads what [`write()`] and [`write_field`] wrote; `file` names it in errors.
///
/// # Errors
/// [`Error::Line`] for the first line that is none of those this version writes.
pub fn read(file: &str, text: &str) -> Result<Vec<Record>, Error> {
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered.map(|(n, line)| read_line(file, n + 1, line)).collect()
}

/// Reads line number `n` of `file`.
///
/// # Errors
/// [`Error::Line`] where it is none of those this version writes.
pub fn read_line(file: &str, n: usize, line: &str) -> Result<Record, Error> {
    parse(line).map_err(|problem| Error::Line { file: file.into(), line: n, problem })
}

fn parse(line: &str) -> Result<Record, String> {
    // serde's own error ends in a place inside the one line, which reads like a place in the file.
    let told = |error: serde_json::Error| {
        let text = error.to_string();
        text.split(" at line ").next().unwrap_or_default().to_owned()
    };
    let value: serde_json::Value = serde_json::from_str(line).map_err(told)?;
    if value.get("decode").is_some() {
        let DecodeLine { path, decode } = serde_json::from_value(value).map_err(told)?;
        return Ok(Record { path, field: None, told: Told::Form(decode.form()?) });
    }
    if value.get("spelled").is_some() {
        let SpelledLine { path, record, field, spelled } = serde_json::from_value(value).map_err(told)?;
        return Ok(Record { path, field: Some((record, field)), told: Told::Spelled(spelled) });
    }
    if value.get("gap").is_some() {
        let line: GapLine = serde_json::from_value(value).map_err(told)?;
        let GapLine { path, record, field, pass, stage, start, end, gap, .. } = line;
        let gap = Gap { span: span(start, end)?, cause: gap };
        return Ok(Record { path, field: record.zip(field), told: Told::Gap { pass, stage, gap } });
    }
    let line: EditLine = serde_json::from_value(value).map_err(told)?;
    let EditLine { path, record, field, pass, stage, applied, .. } = line;
    let EditLine { start, end, before, after, rule, certainty, evidence, .. } = line;
    let edit = Edit { span: span(start, end)?, before, after, rule, certainty, evidence };
    Ok(Record { path, field: record.zip(field), told: Told::Edit { pass, stage, applied, edit } })
}

fn span(start: usize, end: usize) -> Result<Span, String> {
    if start > end { Err(format!("the span {start}..{end} is reversed")) } else { Ok(Span::new(start, end)) }
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

impl FormFields {
    fn of(form: &Form) -> FormFields {
        let irregular = form.irregular.iter().map(|Irregular { at, text_len, bytes }| IrregularFields {
            at: *at,
            len: *text_len,
            bytes: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        });
        FormFields {
            label: form.encoding.name().to_ascii_lowercase(),
            bom: form.bom,
            irregular: irregular.collect(),
        }
    }

    fn form(self) -> Result<Form, String> {
        let encoding = decode::label(&self.label).map_err(|error| error.to_string())?;
        let irregular = self.irregular.into_iter().map(|IrregularFields { at, len, bytes }| {
            let bytes = hex(&bytes).ok_or_else(|| format!("'{bytes}' is not hexadecimal"))?;
            Ok(Irregular { at, text_len: len, bytes })
        });
        Ok(Form { encoding, bom: self.bom, irregular: irregular.collect::<Result<_, String>>()? })
    }
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => {
                let digit =
                    |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                Some(digit(*high)? << 4 | digit(*low)?)
            }
            _ => None,
        })
        .collect()
}
