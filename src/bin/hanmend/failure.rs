//! Why a run ends early: an error told in one line, or a reader that went away.

use std::io;
use std::path::Path;

#[derive(Debug)]
pub enum Failure {
    /// The message behind `hanmend: `.
    Told(String),
    /// Standard output was closed; that is how `head` ends a run, not an error.
    Pipe,
}

impl Failure {
    pub fn at(path: &Path, why: impl std::fmt::Display) -> Failure {
        Failure::Told(format!("{}: {why}", path.display()))
    }
}

/// An error of writing standard output; errors of files name the file by [`Failure::at`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Pipe,
            _ => Failure::Told(format!("standard output: {error}")),
        }
    }
}

impl From<hanmend::Error> for Failure {
    fn from(error: hanmend::Error) -> Failure {
        Failure::Told(error.to_string())
    }
}
