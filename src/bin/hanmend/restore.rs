//! Restores every input: documents and batches of records side by side, what comes of them in order.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use hanmend::Restorer;

use crate::Verdict;
use crate::args::Restore;
use crate::document::{self, Piece, Settings};
use crate::edits::EditsFile;
use crate::failure::Failure;
use crate::files::{self, Files, Task};
use crate::input::Opened;
use crate::journal::{Finished, Journal};
use crate::outcome::Outcome;
use crate::packing::Packing;
use crate::pipeline;
use crate::progress::Progress;
use crate::records::{Batch, Batches};

/// A document longer than this, packed or not, in bytes, is not restored beside others but alone: so few of them are in
/// memory at a time.
const LONG: u64 = 8 << 20;
const LONG_PACKED: u64 = 1 << 20;

/// Something to do for an input; the last thing for it says so.
pub struct Work {
    /// `None` where not even the name of the input is known.
    pub task: Option<Arc<Task>>,
    pub part: Part,
    pub is_last: bool,
}

pub enum Part {
    /// All of it is one document.
    Document,
    /// So it is, and it is to be restored in its turn.
    Long(Opened),
    Records(Batch),
    /// Done.
    Piece(Piece),
    Failed(Failure),
}

pub fn run(args: &Restore, out: &mut dyn Write) -> Result<Verdict, Failure> {
    let options = args.options().map_err(Failure::Told)?;
    let has_standard = args.files.iter().any(|path| path == Path::new("-"));
    for (is_asked, what) in [(args.in_place, "--in-place"), (args.corpus.out.is_some(), "--out")] {
        if is_asked && has_standard {
            return Err(Failure::Told(format!("{what} needs files; standard input cannot be written back")));
        }
    }
    let does = what_it_does(args, &options);
    let restorer = Restorer::new(options)?;
    let settings = Settings { args, restorer: &restorer };
    let inputs = Files::new(args)?;
    let threads = args.corpus.threads();
    pipeline::start(threads)?;
    let (mut journal, mut finished, mut edits_len) = (None, Finished::default(), None);
    if let Some(folder) = &args.corpus.out {
        let (opened, done, edits) = Journal::open(folder, does, args.corpus.resume)?;
        (journal, finished) = (Some(opened), done);
        edits_len = args.corpus.resume.then_some(edits);
    }
    let edits = args.corpus.edits.as_ref().map(|path| EditsFile::open(path, edits_len)).transpose()?;
    let progress = Progress::watched();
    std::thread::scope(|scope| {
        if progress.is_watched() {
            scope.spawn(|| files::measure(args, &progress));
        }
        let work = Queue { settings: &settings, progress: &progress, inputs, finished, records: None };
        let mut outcome = Outcome::new(&settings, &progress, out, edits, journal);
        let done = pipeline::in_order(
            threads,
            work,
            |work| do_it(&settings, &progress, work),
            |done| outcome.collect(done),
        );
        progress.finish();
        done?;
        outcome.end()
    })
}

/// What decides about the output, to tell whether two runs do the same.
fn what_it_does(args: &Restore, options: &hanmend::Options) -> String {
    use std::hash::{Hash, Hasher};
    let Restore { from, out_encoding, corpus, files, .. } = args;
    let mut hasher = rustc_hash::FxHasher::default();
    let table = options.table.as_ref().and_then(|path| fs::read(path).ok());
    format!("{options:?} {from:?} {out_encoding:?} {:?} {:?} {files:?}", corpus.jsonl, corpus.edits)
        .hash(&mut hasher);
    table.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// What is to be done, found as it is asked for.
struct Queue<'a> {
    settings: &'a Settings<'a>,
    progress: &'a Progress,
    inputs: Files<'a>,
    finished: Finished,
    /// The file of records that is being read.
    records: Option<(Arc<Task>, Batches)>,
}

impl Iterator for Queue<'_> {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        if let Some((task, mut batches)) = self.records.take() {
            let task_again = Arc::clone(&task);
            let (part, is_last) = match batches.next() {
                Ok(batch) => (Part::Records(batch), batches.is_at_end()),
                Err(failure) => (Part::Failed(failure), true),
            };
            if !is_last {
                self.records = Some((task, batches));
            }
            return Some(Work { task: Some(task_again), part, is_last });
        }
        let task = loop {
            match self.inputs.next()? {
                Ok(task) if self.is_finished(&task) => continue,
                Ok(task) => break Arc::new(task),
                Err(failure) => return Some(Work { task: None, part: Part::Failed(failure), is_last: true }),
            }
        };
        let part = self.begin(&task).unwrap_or_else(|failure| Some(Part::Failed(failure)));
        match part {
            Some(part) => Some(Work { task: Some(task), part, is_last: true }),
            None => self.next(),
        }
    }
}

impl Queue<'_> {
    fn is_finished(&self, task: &Task) -> bool {
        let out = self.settings.args.corpus.out.as_deref();
        let (Some(out), Some(source)) = (out, task.source.path()) else { return false };
        self.finished.holds(out, &task.relative, source)
    }

    /// The one part of the task, or `None` where its records come in parts.
    fn begin(&mut self, task: &Arc<Task>) -> Result<Option<Part>, Failure> {
        if !self.settings.args.corpus.jsonl.is_empty() {
            let opened = task.source.open(self.progress)?;
            if hanmend::decode::is_binary(opened.head()) {
                return Ok(Some(Part::Long(opened)));
            }
            self.records = Some((Arc::clone(task), Batches::new(opened)));
            return Ok(None);
        }
        let is_short = task.source.path().is_some_and(|path| {
            let long = if Packing::of(path) == Packing::None { LONG } else { LONG_PACKED };
            // What cannot be looked at fails when it is read, in its turn.
            fs::metadata(path).map_or(true, |metadata| metadata.is_file() && metadata.len() <= long)
        });
        if is_short {
            Ok(Some(Part::Document))
        } else {
            Ok(Some(Part::Long(task.source.open(self.progress)?)))
        }
    }
}

/// Does what can be done beside other things.
fn do_it(settings: &Settings<'_>, progress: &Progress, work: Work) -> Work {
    let Work { task, part, is_last } = work;
    let part = match (part, &task) {
        (Part::Document, Some(task)) => {
            let mut out = Vec::new();
            let restored = task
                .source
                .open(progress)
                .and_then(|opened| document::restore(settings, &task.source, opened, &mut out));
            restored.map_or_else(Part::Failed, |piece| Part::Piece(Piece { out, ..piece }))
        }
        (Part::Records(batch), Some(task)) => Part::Piece(batch.restore(settings, &task.source)),
        (part, _) => part,
    };
    Work { task, part, is_last }
}
