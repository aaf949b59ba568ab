//! The way back for a file of records: each string that was edited is spelled as it was.

use std::io::{BufRead, BufReader, Write};
use std::iter::Peekable;

use hanmend::report::json::{Record, Told};
use hanmend::{Error, report};

use super::field::{self, Field};
use super::spelling::Spelling;
use crate::failure::Failure;
use crate::input::Opened;

/// Writes the records of the restored file `input` as they were. `edits` are those of this file, in order.
pub fn undo(
    file: &str,
    input: Opened,
    edits: impl Iterator<Item = Result<Record, Error>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut edits = edits.peekable();
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        input.read_until(b'\n', &mut line).map_err(|error| Failure::Told(error.to_string()))?;
        if line.is_empty() {
            break;
        }
        let own = of_line(number, &mut edits)?;
        if own.is_empty() {
            out.write_all(&line)?;
            continue;
        }
        let place = format!("{file}:{number}");
        let misfit = |why: String| {
            Failure::Told(format!("{place}: not the restored record these edits belong to ({why})"))
        };
        let text = std::str::from_utf8(&line).map_err(|error| misfit(error.to_string()))?;
        let json = text.trim_start_matches('\u{FEFF}');
        out.write_all(&line[..text.len() - json.len()])?;
        out.write_all(record(&place, json, &own, &misfit)?.as_bytes())?;
    }
    match edits.next() {
        None => Ok(()),
        Some(Err(error)) => Err(error.into()),
        Some(Ok(record)) => {
            let number = record.field.map_or(0, |(number, _)| number);
            Err(Failure::Told(format!("{file}: has no record {number}, or its edits are out of order")))
        }
    }
}

/// The records of edits that belong to line `number`.
fn of_line(
    number: usize,
    edits: &mut Peekable<impl Iterator<Item = Result<Record, Error>>>,
) -> Result<Vec<(String, Record)>, Failure> {
    let is_own = |edit: &Result<Record, Error>| match edit {
        Ok(record) => record.field.as_ref().is_some_and(|(own, _)| *own == number),
        Err(_) => true,
    };
    let mut own = Vec::new();
    while let Some(edit) = edits.next_if(is_own) {
        let record = edit?;
        if let Some((_, path)) = &record.field {
            own.push((path.clone(), record));
        }
    }
    Ok(own)
}

/// The record `json` as it was.
fn record(
    place: &str,
    json: &str,
    own: &[(String, Record)],
    misfit: &dyn Fn(String) -> Failure,
) -> Result<String, Failure> {
    let mut before: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut rest = own;
    while let Some((path, _)) = rest.first() {
        let count = rest.iter().take_while(|(other, _)| other == path).count();
        let records: Vec<Record> = rest[..count].iter().map(|(_, record)| record.clone()).collect();
        rest = &rest[count..];
        let field: Field = path.parse().map_err(misfit)?;
        let found = field::find(json, &[field]).map_err(misfit)?;
        let [found] = &found[..] else { return Err(misfit(format!("no string at {path}"))) };
        let spelling = Spelling::read(&json[found.span.clone()]);
        let back = report::way_back(&format!("{place}:{path}"), &spelling.text, &records)?;
        let spelled: Vec<_> = records
            .iter()
            .filter_map(|record| match &record.told {
                Told::Spelled(spelled) => Some(spelled),
                _ => None,
            })
            .flatten()
            .cloned()
            .collect();
        before.push((found.span.clone(), spelling.back(&back, &spelled)));
    }
    before.sort_by_key(|(span, _)| span.start);
    let mut out = String::with_capacity(json.len());
    let mut end = 0;
    for (span, string) in before {
        if span.start < end {
            return Err(misfit("a string is edited twice over".into()));
        }
        out.push_str(&json[end..span.start]);
        out.push_str(&string);
        end = span.end;
    }
    out.push_str(&json[end..]);
    Ok(out)
}
