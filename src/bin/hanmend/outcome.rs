//! What comes of a run: texts written where they belong, edits beside them, errors told, the verdict.

use std::io::{self, Write};
use std::sync::Arc;

use hanmend::report;

use crate::Verdict;
use crate::args::View;
use crate::document::{self, Piece, Settings};
use crate::edits::EditsFile;
use crate::failure::{self, Failure};
use crate::files::Task;
use crate::journal::Journal;
use crate::long;
use crate::progress::Progress;
use crate::restore::{Part, Work};
use crate::written::Written;

pub struct Outcome<'a> {
    settings: &'a Settings<'a>,
    progress: &'a Progress,
    out: &'a mut dyn Write,
    edits: Option<EditsFile>,
    journal: Option<Journal>,
    current: Option<Current>,
    summary: report::Summary,
    verdict: Verdict,
    has_failed: bool,
}

/// The input whose parts are coming in.
struct Current {
    task: Arc<Task>,
    /// Where its text goes, where that is a file.
    file: Option<Written>,
    /// How long the file of edits was before.
    edits_len: u64,
    is_changed: bool,
    has_failed: bool,
    /// Whether something was told about it: it is no part of what --resume leaves out.
    is_told: bool,
    records: usize,
    strings: usize,
}

impl<'a> Outcome<'a> {
    pub fn new(
        settings: &'a Settings<'a>,
        progress: &'a Progress,
        out: &'a mut dyn Write,
        edits: Option<EditsFile>,
        journal: Option<Journal>,
    ) -> Outcome<'a> {
        Outcome {
            settings,
            progress,
            out,
            edits,
            journal,
            current: None,
            summary: report::Summary::default(),
            verdict: Verdict::Fine,
            has_failed: false,
        }
    }

    /// Takes what comes next. What is wrong with one input is told, and the others go on.
    pub fn collect(&mut self, work: Work) -> Result<(), Failure> {
        let Work { task, part, is_last } = work;
        match self.take(task, part, is_last) {
            Err(Failure::Told(message)) => {
                self.tell(&message);
                self.abandon()
            }
            done => done,
        }
    }

    fn take(&mut self, task: Option<Arc<Task>>, part: Part, is_last: bool) -> Result<(), Failure> {
        let Some(task) = task else {
            return if let Part::Failed(failure) = part { Err(failure) } else { Ok(()) };
        };
        // Parts of an input that has failed already are let go.
        if !self.current.as_ref().is_some_and(|current| Arc::ptr_eq(&current.task, &task)) {
            let edits_len = self.edits.as_ref().map_or(0, EditsFile::len);
            self.current = Some(Current {
                task,
                file: None,
                edits_len,
                is_changed: false,
                has_failed: false,
                is_told: false,
                records: 0,
                strings: 0,
            });
            if !matches!(part, Part::Failed(_)) {
                self.begin()?;
            }
        }
        let Some(current) = &mut self.current else { return Ok(()) };
        if !current.has_failed {
            let piece = match part {
                Part::Piece(piece) => piece,
                Part::Long(opened) => {
                    let out: &mut dyn Write = match &mut current.file {
                        Some(file) => file,
                        None => self.out,
                    };
                    if document::is_text_alone(self.settings) {
                        long::restore(self.settings, opened, out)?
                    } else {
                        document::restore(self.settings, &current.task.source, opened, out)?
                    }
                }
                Part::Failed(failure) => return Err(failure),
                // Done before they come here.
                Part::Document | Part::Records(_) => return Ok(()),
            };
            self.piece(piece)?;
        }
        if is_last { self.finish() } else { Ok(()) }
    }

    /// Opens the file that the text of the current input goes to.
    fn begin(&mut self) -> Result<(), Failure> {
        let Settings { args, .. } = self.settings;
        let Some(Current { task, file, .. }) = &mut self.current else { return Ok(()) };
        if let (true, Some(path)) = (self.settings.writes_text(), task.source.path()) {
            if let Some(folder) = &args.corpus.out {
                *file = Some(Written::under(folder, &task.relative, path)?);
            } else if args.in_place {
                *file = Some(Written::in_place(path)?);
            }
        }
        Ok(())
    }

    fn piece(&mut self, piece: Piece) -> Result<(), Failure> {
        let Piece { out, edits, is_changed, told, summary, records, strings } = piece;
        let is_told = !told.is_empty();
        for message in told {
            self.tell(&message);
        }
        let Some(current) = &mut self.current else { return Ok(()) };
        current.is_told |= is_told;
        // The way back comes first.
        if let Some(file) = &mut self.edits {
            file.write(&edits)?;
        }
        let name = current.task.source.name();
        if self.settings.args.view() == View::Diff && records > 0 && !out.is_empty() && !current.is_changed {
            report::diff_head(self.out, &name)?;
        }
        match &mut current.file {
            Some(file) => file.write_all(&out)?,
            None => self.out.write_all(&out)?,
        }
        if self.settings.args.check && is_changed && !current.is_changed {
            self.verdict = Verdict::Differs;
            // Nobody is left to tell where standard error is closed.
            let _ = self.progress.aside(|| writeln!(io::stderr(), "{name}"));
        }
        current.is_changed |= is_changed;
        current.records += records;
        current.strings += strings;
        self.summary.join(&summary);
        Ok(())
    }

    /// All parts of the current input have come.
    fn finish(&mut self) -> Result<(), Failure> {
        let Some(Current { task, file, is_changed, is_told, records, strings, .. }) = self.current.take()
        else {
            return Ok(());
        };
        let Settings { args, .. } = self.settings;
        if records > 0 && strings == 0 {
            self.tell(&format!("{}: no record has a string where --jsonl says", task.source.name()));
        }
        let Some(file) = file.filter(|_| is_changed || !args.in_place) else { return Ok(()) };
        if let (Some(edits), true) = (&self.edits, args.in_place) {
            edits.sync()?;
        }
        let written = file.finish()?;
        if is_told {
            return Ok(());
        }
        if let (Some(journal), Some(source)) = (&mut self.journal, task.source.path()) {
            let edits = self.edits.as_ref().map_or(0, EditsFile::len);
            journal.add(&task.relative, source, written, edits)?;
        }
        Ok(())
    }

    /// Nothing is written for the current input; what it comes to yet is passed over.
    fn abandon(&mut self) -> Result<(), Failure> {
        let Some(current) = &mut self.current else { return Ok(()) };
        current.has_failed = true;
        let was_written = current.file.take().is_some();
        match &mut self.edits {
            Some(edits) if was_written => edits.cut(current.edits_len),
            _ => Ok(()),
        }
    }

    fn tell(&mut self, message: &str) {
        self.has_failed = true;
        self.progress.aside(|| failure::tell(message));
    }

    pub fn end(self) -> Result<Verdict, Failure> {
        self.out.flush()?;
        if self.settings.args.view() == View::Explain {
            // Nobody is left to tell where standard error is closed.
            let _ = write!(io::stderr(), "{}", self.summary);
        }
        if self.has_failed {
            return Err(Failure::Files);
        }
        self.journal.map_or(Ok(()), Journal::close)?;
        Ok(self.verdict)
    }
}
