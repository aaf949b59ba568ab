//! Where bytes come from: all inputs are checked to be readable before the first one is restored.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Bytes by which text is told from other files.
const HEAD: usize = 1 << 16;

/// One input that was readable when the run began.
#[derive(Debug)]
pub struct Input {
    /// `None` is standard input.
    pub path: Option<PathBuf>,
    /// What cannot be read twice (standard input, a pipe) is read ahead.
    ahead: Option<Vec<u8>>,
    /// In bytes.
    pub size: u64,
}

impl Input {
    /// The name in reports.
    pub fn name(&self) -> String {
        self.path.as_deref().map_or_else(|| "stdin".into(), |path| path.display().to_string())
    }

    /// The beginning, as much as it takes to tell text from other files.
    pub fn head(&self) -> Result<Vec<u8>, Failure> {
        let mut head = Vec::new();
        match (&self.ahead, &self.path) {
            (Some(bytes), _) => head.extend_from_slice(&bytes[..bytes.len().min(HEAD)]),
            (None, Some(path)) => {
                let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
                read.map_err(|error| Failure::at(path, error))?;
            }
            (None, None) => {}
        }
        Ok(head)
    }

    /// Writes the bytes as they are, a little at a time.
    pub fn copy(self, out: &mut dyn Write) -> Result<(), Failure> {
        match (self.ahead, self.path) {
            (Some(bytes), _) => out.write_all(&bytes)?,
            (None, Some(path)) => {
                let mut file = File::open(&path).map_err(|error| Failure::at(&path, error))?;
                io::copy(&mut file, out)?;
            }
            (None, None) => {}
        }
        Ok(())
    }

    /// The bytes.
    pub fn read(self) -> Result<Vec<u8>, Failure> {
        match (self.ahead, self.path) {
            (Some(bytes), _) => Ok(bytes),
            (None, Some(path)) => fs::read(&path).map_err(|error| Failure::at(&path, error)),
            (None, None) => Ok(Vec::new()),
        }
    }
}

/// The inputs `files` names; standard input for none.
pub fn check(files: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    files.iter().map(|path| if path == Path::new("-") { standard() } else { file(path) }).collect()
}

fn standard() -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Told(format!("standard input: {error}")))?;
    Ok(Input { path: None, size: bytes.len() as u64, ahead: Some(bytes) })
}

fn file(path: &Path) -> Result<Input, Failure> {
    let wrong = |error: io::Error| Failure::at(path, error);
    let mut file = File::open(path).map_err(wrong)?;
    let metadata = file.metadata().map_err(wrong)?;
    if metadata.is_dir() {
        return Err(Failure::at(path, "is a directory"));
    }
    let (ahead, size) = if metadata.is_file() {
        file.read(&mut [0]).map_err(wrong)?;
        (None, metadata.len())
    } else {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(wrong)?;
        let size = bytes.len() as u64;
        (Some(bytes), size)
    };
    Ok(Input { path: Some(path.into()), ahead, size })
}
