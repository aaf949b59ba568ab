//! What the command line may say about many files: which are restored, as what, and where the results go.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;

use crate::records::Field;

#[derive(Debug, Args)]
#[command(next_help_heading = "Many files and records")]
pub struct Corpus {
    /// Go into the folders among FILE; hidden files and those that a .gitignore or .ignore names are left out
    #[arg(short, long, requires = "files")]
    pub recursive: bool,

    /// In folders take only files that match, such as '*.txt', or not those behind a '!', such as '!*.log'
    #[arg(long, value_name = "GLOB", requires = "recursive")]
    pub glob: Vec<String>,

    /// In folders take hidden files too
    #[arg(long, requires = "recursive")]
    pub hidden: bool,

    /// In folders take files too that a .gitignore or .ignore names
    #[arg(long, requires = "recursive")]
    pub no_ignore: bool,

    /// Write the restored files under DIR, each at once, by the name it has in its folder
    #[arg(long, value_name = "DIR", requires = "files",
        conflicts_with_all = ["diff", "json", "explain", "check", "in_place"])]
    pub out: Option<PathBuf>,

    /// Go on with a run of --out that was interrupted: files that it has finished are left out
    #[arg(long, requires = "out")]
    pub resume: bool,

    /// Also write to FILE what --json prints; it must be new, for it is the way back (--undo)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["diff", "json", "explain", "check"])]
    pub edits: Option<PathBuf>,

    /// Each line of the input is a JSON record, a document of its own; restore these strings in it, such as text or
    /// messages.*.content (* is every element; fields that themselves hold a dot: \.)
    #[arg(long, value_name = "FIELD", value_delimiter = ',', conflicts_with_all = ["from", "out_encoding"])]
    pub jsonl: Vec<Field>,

    /// How many threads restore; the output is the same for any number [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
}

impl Corpus {
    pub fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(all, NonZero::get)
    }
}
