//! Why a run, or one file of it, ends early: an error told in one line, or a reader that went away.

use std::io::{self, Write};
use std::path::Path;

#[derive(Debug)]
pub enum Failure {
    /// The message behind `hanmend: `. Where it is about one file, the others go on.
    Told(String),
    /// The same, and nothing can go on: the output cannot be written.
    Output(String),
    /// Standard output was closed; that is how `head` ends a run, not an error.
    Pipe,
    /// Files failed, each told already.
    Files,
}

impl Failure {
    pub fn at(path: &Path, why: impl std::fmt::Display) -> Failure {
        Failure::Told(format!("{}: {why}", path.display()))
    }
}

/// An error of writing: of standard output, or of a file, which then names itself (see [`named`]).
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            _ if error.get_ref().is_some() => Failure::Told(error.to_string()),
            io::ErrorKind::BrokenPipe => Failure::Pipe,
            _ => Failure::Output(format!("standard output: {error}")),
        }
    }
}

impl From<hanmend::Error> for Failure {
    fn from(error: hanmend::Error) -> Failure {
        Failure::Told(error.to_string())
    }
}

/// An error that says which file it is about.
pub fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Tells an error in one line.
pub fn tell(message: &str) {
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(io::stderr(), "hanmend: {}", message.replace('\n', " "));
}
