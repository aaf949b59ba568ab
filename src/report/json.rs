//! JSON Lines: one edit, withheld edit or gap a line, and how the input was written down where that matters.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::place::{Found, Placed, walk};
use crate::decode::{self, Form, Irregular};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Aim, Certainty, Evidence, Rule};
use crate::restoration::{Cause, Gap, Restoration};
use crate::restore::Stage;
use crate::text::Span;

/// One line, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The file, where one was named.
    pub path: Option<String>,
    /// What the line tells.
    pub told: Told,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// How the input was written down.
    Form(Form),
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

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EditLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
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
    let path = path.map(str::to_owned);
    if !form.is_plain() {
        line(out, &DecodeLine { path: path.clone(), decode: FormFields::of(form) })?;
    }
    walk(restoration, |placed| {
        let path = path.clone();
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
            Found::Gap(gap) => {
                line(out, &GapLine { path, pass, stage, start, end, line: row, column, gap: gap.cause })
            }
        }
    })
}

/// Reads what [`write()`] wrote; `file` names it in errors.
///
/// # Errors
/// [`Error::Line`] for the first line that is none of those this version writes.
pub fn read(file: &str, text: &str) -> Result<Vec<Record>, Error> {
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(n, line)| {
            parse(line).map_err(|problem| Error::Line { file: file.into(), line: n + 1, problem })
        })
        .collect()
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
        return Ok(Record { path, told: Told::Form(decode.form()?) });
    }
    if value.get("gap").is_some() {
        let GapLine { path, pass, stage, start, end, gap, .. } =
            serde_json::from_value(value).map_err(told)?;
        let gap = Gap { span: span(start, end)?, cause: gap };
        return Ok(Record { path, told: Told::Gap { pass, stage, gap } });
    }
    let EditLine { path, pass, stage, start, end, before, after, rule, certainty, applied, evidence, .. } =
        serde_json::from_value(value).map_err(told)?;
    let edit = Edit { span: span(start, end)?, before, after, rule, certainty, evidence };
    Ok(Record { path, told: Told::Edit { pass, stage, applied, edit } })
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
