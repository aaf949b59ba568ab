//! The file of `--edits`: what `--json` prints, written before the text it belongs to.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

#[derive(Debug)]
pub struct EditsFile {
    path: PathBuf,
    file: File,
    len: u64,
}

impl EditsFile {
    /// Begins a file that must be new; or goes on with the one whose first `len` bytes an interrupted run is sure of.
    pub fn open(path: &Path, resumed: Option<u64>) -> Result<EditsFile, Failure> {
        let wrong = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::at(path, "is there already; it may be the only way back, so it is not written over")
            }
            _ => Failure::at(path, error),
        };
        let len = resumed.unwrap_or(0);
        let mut options = OpenOptions::new();
        options.write(true).create(resumed == Some(0)).create_new(resumed.is_none());
        let mut file = options.open(path).map_err(wrong)?;
        if file.metadata().map_err(wrong)?.len() < len {
            return Err(Failure::at(path, "is shorter than the interrupted run left it"));
        }
        file.set_len(len).and_then(|()| file.seek(SeekFrom::End(0))).map_err(wrong)?;
        Ok(EditsFile { path: path.into(), file, len })
    }

    /// In bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn write(&mut self, lines: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(lines);
        self.len += lines.len() as u64;
        written.map_err(|error| self.wrong(error))
    }

    /// The lines are on the disk.
    pub fn sync(&self) -> Result<(), Failure> {
        self.file.sync_data().map_err(|error| self.wrong(error))
    }

    /// Takes back all behind the first `len` bytes: the text they belong to was not written.
    pub fn cut(&mut self, len: u64) -> Result<(), Failure> {
        self.len = len;
        let cut = self.file.set_len(len).and_then(|()| self.file.seek(SeekFrom::End(0)));
        cut.map(drop).map_err(|error| self.wrong(error))
    }

    fn wrong(&self, error: io::Error) -> Failure {
        Failure::Output(format!("{}: {error}", self.path.display()))
    }
}
