//! What can fail before restoring begins; restoring itself cannot.

use std::path::PathBuf;

/// Why a restorer could not be built, a table not be read, or edits not be undone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is none of the known ones.
    #[error("unknown {what} '{name}' (known: {known})")]
    Unknown {
        /// What was named: a stage, a label, a certainty.
        what: &'static str,
        /// The name as given.
        name: String,
        /// The names there are.
        known: &'static str,
    },
    /// A file that cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table, a case or an edits file with a line that cannot be used.
    #[error("{file}:{line}: {problem}")]
    Line {
        /// The file, as named by the user or inside `dictionaries/`.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Data files that do not fit this version.
    #[error("{file}: {problem}")]
    Data {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// An [`Error::Data`] about `file`.
pub(crate) fn data_error(file: &str, problem: impl ToString) -> Error {
    Error::Data { file: file.to_owned(), problem: problem.to_string() }
}
