//! What a run of `--out` has finished, kept beside the output until all is done, for `--resume` to go on from.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The folder under --out that holds the journal and files being written, and how their names begin elsewhere.
pub const OWN: &str = ".hanmend";

/// The first line: only a run that does the same may go on.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    hanmend: String,
    options: String,
}

/// A file that was finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    /// The input: bytes, and when it was changed last, in nanoseconds since 1970.
    size: u64,
    changed: u64,
    /// The output, in bytes.
    written: u64,
    /// How long the file of --edits was then.
    edits: u64,
}

/// What is finished.
#[derive(Debug, Default)]
pub struct Finished(HashMap<PathBuf, Entry>);

impl Finished {
    /// Whether `relative` was finished from `source` as it is now, and the output is still there, whole.
    pub fn holds(&self, out: &Path, relative: &Path, source: &Path) -> bool {
        let Some(entry) = self.0.get(relative) else { return false };
        let written = fs::metadata(out.join(relative)).map(|metadata| metadata.len());
        look(source) == Some((entry.size, entry.changed)) && written.is_ok_and(|len| len == entry.written)
    }
}

fn look(source: &Path) -> Option<(u64, u64)> {
    let metadata = fs::metadata(source).ok()?;
    let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((metadata.len(), u64::try_from(changed.as_nanos()).ok()?))
}

/// The journal of this run.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Begins a journal under `out`, or goes on with the one that is there, where `resume` says so. `options` is what
    /// the run does. Returns what is finished, and how long the file of --edits was then.
    pub fn open(out: &Path, options: String, resume: bool) -> Result<(Journal, Finished, u64), Failure> {
        let folder = out.join(OWN);
        let path = folder.join("journal");
        let wrong = |error: std::io::Error| Failure::at(&path, error);
        fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(wrong)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Failure::at(out, "another run is writing there")),
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let head = Head { hanmend: env!("CARGO_PKG_VERSION").into(), options };
        let mut text = String::new();
        if resume {
            file.read_to_string(&mut text).map_err(wrong)?;
        }
        let mut lines = text.split_inclusive('\n');
        let mut finished = Finished::default();
        let (mut end, mut edits) = (0, 0);
        if let Some(first) = lines.next().filter(|line| line.ends_with('\n')) {
            if serde_json::from_str::<Head>(first).ok().as_ref() != Some(&head) {
                let why =
                    "was begun with other options or another version; without --resume all is done anew";
                return Err(Failure::at(out, why));
            }
            end = first.len();
            // A line that was not written to its end is that of the interruption.
            let whole = lines.map_while(|line| {
                end += line.len();
                let entry = serde_json::from_str::<Entry>(line).ok().filter(|_| line.ends_with('\n'));
                end -= if entry.is_none() { line.len() } else { 0 };
                entry
            });
            for entry in whole {
                edits = entry.edits;
                finished.0.insert(entry.path.clone(), entry);
            }
        }
        file.set_len(end as u64).and_then(|()| file.seek(std::io::SeekFrom::End(0))).map_err(wrong)?;
        // What was being written when the run was interrupted.
        for entry in fs::read_dir(&folder).map_err(wrong)?.flatten() {
            if entry.path() != path {
                fs::remove_file(entry.path()).map_err(wrong)?;
            }
        }
        let mut journal = Journal { folder, path, file };
        if end == 0 {
            journal.write(&head)?;
        }
        Ok((journal, finished, edits))
    }

    /// Notes that `relative` is finished.
    pub fn add(&mut self, relative: &Path, source: &Path, written: u64, edits: u64) -> Result<(), Failure> {
        // A file that has no time is not left out next time.
        let Some((size, changed)) = look(source) else { return Ok(()) };
        self.write(&Entry { path: relative.into(), size, changed, written, edits })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let Ok(mut line) = serde_json::to_vec(line) else {
            // A path that is not UTF-8: the file is done anew next time.
            return Ok(());
        };
        line.push(b'\n');
        let written = self.file.write_all(&line);
        written.map_err(|error| Failure::Output(format!("{}: {error}", self.path.display())))
    }

    /// Takes the journal away: all is done.
    pub fn close(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(|error| Failure::at(&self.path, error))?;
        fs::remove_dir(&self.folder).map_err(|error| Failure::at(&self.folder, error))
    }
}
