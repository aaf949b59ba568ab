//! Where bytes come from: one input, unpacked, its beginning looked at before the rest is read.

use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::packing::Packing;
use crate::progress::Progress;

/// Bytes by which text is told from other files.
const HEAD: usize = 1 << 16;

/// What may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Standard,
    File(PathBuf),
}

impl Source {
    pub fn named(path: &Path) -> Source {
        if path == Path::new("-") { Source::Standard } else { Source::File(path.into()) }
    }

    /// Those that `files` names; standard input for none.
    pub fn all(files: &[PathBuf]) -> Vec<Source> {
        if files.is_empty() {
            return vec![Source::Standard];
        }
        files.iter().map(|path| Source::named(path)).collect()
    }

    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::Standard => None,
            Source::File(path) => Some(path),
        }
    }

    /// The name in reports.
    pub fn name(&self) -> String {
        self.path().map_or_else(|| "stdin".into(), |path| path.display().to_string())
    }

    /// Opens it and reads its beginning. What is read is counted by `progress`, packed as it is.
    pub fn open(&self, progress: &Progress) -> Result<Opened, Failure> {
        let opened = match self {
            Source::Standard => Opened::new(self.name(), Box::new(progress.count(io::stdin()))),
            Source::File(path) => {
                let file = File::open(path).map_err(|error| Failure::at(path, error))?;
                if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
                    return Err(Failure::at(path, "is a directory; --recursive goes into it"));
                }
                let unpacked = Packing::of(path).unpack(progress.count(file));
                Opened::new(self.name(), unpacked.map_err(|error| Failure::at(path, error))?)
            }
        };
        opened.begun()
    }

    /// All bytes, unpacked.
    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        self.open(&Progress::hidden())?.read_all()
    }
}

/// An input being read. Reading it gives unpacked bytes from the beginning; errors name it.
pub struct Opened {
    name: String,
    head: Vec<u8>,
    rest: io::Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>,
}

impl Opened {
    fn new(name: String, rest: Box<dyn Read + Send>) -> Opened {
        Opened { name, head: Vec::new(), rest: Cursor::new(Vec::new()).chain(rest) }
    }

    fn begun(mut self) -> Result<Opened, Failure> {
        let mut head = Vec::new();
        let read = (&mut self.rest).take(HEAD as u64).read_to_end(&mut head);
        read.map_err(|error| Failure::Told(format!("{}: {error}", self.name)))?;
        let (_, rest) = self.rest.into_inner();
        Ok(Opened { rest: Cursor::new(head.clone()).chain(rest), head, ..self })
    }

    /// The beginning, as much as it takes to tell text from other files.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// All bytes.
    pub fn read_all(mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes).map_err(|error| Failure::Told(error.to_string()))?;
        Ok(bytes)
    }

    /// Writes the bytes as they are, a little at a time.
    pub fn copy(mut self, out: &mut dyn Write) -> Result<(), Failure> {
        io::copy(&mut self, out)?;
        Ok(())
    }
}

impl Read for Opened {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", self.name));
        self.rest.read(bytes).map_err(named)
    }
}
