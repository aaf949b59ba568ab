//! Records read a batch at a time, and what comes of a batch.

use std::io::{BufRead, BufReader, Read, Write};

use hanmend::report;

use super::field::{self, Found};
use super::spelling::Spelling;
use super::together;
use crate::args::View;
use crate::document::{Piece, Settings};
use crate::failure::Failure;
use crate::input::{Opened, Source};

/// Bytes of records restored in one go, at least.
const BATCH: u64 = 1 << 18;
/// Bytes of a record, at most; a longer one is left as it is, for a document is restored in memory.
const LONGEST: u64 = 64 << 20;

/// Whole lines of a file.
#[derive(Debug)]
pub struct Batch {
    bytes: Vec<u8>,
    /// The number of the first line, from 1.
    first: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lines,
    /// The last line is too long to be restored and goes on.
    Cut,
    /// All this belongs to such a line.
    Rest,
}

/// The batches of a file.
pub struct Batches {
    input: BufReader<Opened>,
    line: usize,
    is_cut: bool,
    is_at_end: bool,
}

impl Batches {
    pub fn new(input: Opened) -> Batches {
        Batches { input: BufReader::with_capacity(1 << 16, input), line: 1, is_cut: false, is_at_end: false }
    }

    /// Whether the batch that was read last is the last one.
    pub fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// The next batch; the first may be empty.
    pub fn next(&mut self) -> Result<Batch, Failure> {
        let mut bytes = Vec::new();
        let kind = self.fill(&mut bytes).map_err(|error| Failure::Told(error.to_string()))?;
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count();
        Ok(Batch { bytes, first, kind })
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> std::io::Result<Kind> {
        let was_cut = self.is_cut;
        if !was_cut {
            (&mut self.input).take(BATCH).read_to_end(bytes)?;
        }
        if was_cut || !bytes.ends_with(b"\n") {
            let most = if was_cut { BATCH } else { LONGEST };
            (&mut self.input).take(most).read_until(b'\n', bytes)?;
        }
        self.is_at_end = self.input.fill_buf()?.is_empty();
        self.is_cut = !self.is_at_end && !bytes.ends_with(b"\n");
        Ok(match (was_cut, self.is_cut) {
            (true, _) => Kind::Rest,
            (false, true) => Kind::Cut,
            (false, false) => Kind::Lines,
        })
    }
}

impl Batch {
    /// Restores the records. What is wrong with one is told, and it stays as it is.
    pub fn restore(self, settings: &Settings<'_>, source: &Source) -> Piece {
        let name = source.name();
        let path = source.path().map(|_| name.as_str());
        let mut records = Records { settings, name: &name, path, piece: Piece::default() };
        if self.kind == Kind::Rest {
            records.as_it_is(&self.bytes);
            return records.piece;
        }
        let mut lines = self.bytes.split_inclusive(|byte| *byte == b'\n').enumerate().peekable();
        while let Some((n, line)) = lines.next() {
            let number = self.first + n;
            if self.kind == Kind::Cut && lines.peek().is_none() {
                records.bad(number, &format!("longer than {} MB, left as it is", LONGEST >> 20));
                records.as_it_is(line);
            } else {
                records.line(number, line);
            }
        }
        records.piece
    }
}

struct Records<'a> {
    settings: &'a Settings<'a>,
    name: &'a str,
    path: Option<&'a str>,
    piece: Piece,
}

impl Records<'_> {
    fn bad(&mut self, number: usize, why: &str) {
        self.piece.records += 1;
        self.piece.told.push(format!("{}:{number}: {why}", self.name));
    }

    fn as_it_is(&mut self, line: &[u8]) {
        if self.settings.writes_text() {
            self.piece.out.extend_from_slice(line);
        }
    }

    fn line(&mut self, number: usize, line: &[u8]) {
        let restored = match std::str::from_utf8(line) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => self.record(number, text),
            Err(error) => Err(format!("not UTF-8 from byte {} on", error.valid_up_to() + 1)),
        };
        match restored {
            Ok(Some(restored)) => {
                self.piece.is_changed = true;
                match self.settings.args.view() {
                    View::Text => self.as_it_is(restored.as_bytes()),
                    View::Diff => self.diff(number, line, restored.as_bytes()),
                    View::Json | View::Explain => {}
                }
            }
            Ok(None) => self.as_it_is(line),
            Err(why) => {
                self.bad(number, &why);
                self.as_it_is(line);
            }
        }
    }

    /// The restored line; `None` where it is what it was.
    fn record(&mut self, number: usize, line: &str) -> Result<Option<String>, String> {
        let json = line.trim_start_matches('\u{FEFF}');
        let mark = line.len() - json.len();
        let found = field::find(json, &self.settings.args.corpus.jsonl)?;
        self.piece.records += 1;
        self.piece.strings += found.len();
        let spellings: Vec<Spelling<'_>> =
            found.iter().map(|found| Spelling::read(&json[found.span.clone()])).collect();
        let texts: Vec<&str> = spellings.iter().map(|spelling| spelling.text.as_str()).collect();
        if texts.is_empty() {
            return Ok(None);
        }
        let restorations = together::restore(&texts, self.settings.restorer);
        let mut out: Option<String> = None;
        let mut end = 0;
        for ((Found { path, span }, spelling), restoration) in found.iter().zip(&spellings).zip(&restorations)
        {
            let mut spelled = Vec::new();
            if !restoration.is_unchanged() {
                let (restored, differing) = spelling.restored(restoration);
                if Spelling::read(&restored).text != restoration.text {
                    return Err("halves of a character would come to stand together, left as it is".into());
                }
                spelled = differing;
                let out = out.get_or_insert_with(|| line[..mark].to_owned());
                out.push_str(&json[end..span.start]);
                out.push_str(&restored);
                end = span.end;
            }
            self.tell(number, path, restoration, spelled);
        }
        if let Some(out) = &mut out {
            out.push_str(&json[end..]);
        }
        Ok(out)
    }

    /// Adds the lines that views and the file of edits have for one string. A vector takes whatever is written.
    fn tell(
        &mut self,
        number: usize,
        field: &str,
        restoration: &hanmend::Restoration,
        spelled: Vec<report::json::Spelled>,
    ) {
        if restoration.passes.is_empty() {
            return;
        }
        let origin = report::json::Origin { path: self.path, field: Some((number, field)) };
        let piece = &mut self.piece;
        let view = self.settings.args.view();
        if view == View::Json {
            let _ = report::json::write_field(&mut piece.out, origin, restoration, spelled.clone());
        }
        if view == View::Explain {
            let place = format!("{}:{number}:{field}", self.name);
            let _ = report::explain(&mut piece.out, &place, restoration);
            piece.summary.add(restoration);
        }
        if self.settings.keeps_edits() {
            let _ = report::json::write_field(&mut piece.edits, origin, restoration, spelled);
        }
    }

    /// A hunk of one line: records keep their number.
    fn diff(&mut self, number: usize, before: &[u8], after: &[u8]) {
        let out = &mut self.piece.out;
        let _ = writeln!(out, "@@ -{number} +{number} @@");
        for (sign, line) in [(b'-', before), (b'+', after)] {
            out.push(sign);
            out.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                out.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
    }
}
