//! Measures quality: `cargo run --release --example evaluate -- COMMAND [OPTIONS]`, where COMMAND is one of synthetic,
//! misread, families, detect, clean, ocr, truth, convert, stops and swaps.

mod clean;
mod convert;
mod detect;
mod families;
mod misread;
mod ocr;
mod stops;
mod swaps;
mod synthetic;
mod truth;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measures how well hanmend restores, on texts that benches/corpora.sh fetches")]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Damages clean text, restores it, and compares.
    Synthetic(synthetic::Args),
    /// Reads clean text in wrong encodings, restores it, and compares.
    Misread(misread::Args),
    /// Glosses clean text with other lists, damages its characters, restores it, and compares.
    Families(families::Args),
    /// Cuts clean text in many encodings short and asks which encoding it is in.
    Detect(detect::Args),
    /// Converts hard sentences, or mends half-converted texts, and compares.
    Convert(convert::Args),
    /// Restores clean text and counts what was changed: it should be nothing.
    Clean {
        /// Files or folders of clean text.
        #[arg(default_value = "corpora")]
        paths: Vec<PathBuf>,
        /// How readily misread characters are corrected.
        #[arg(long, default_value_t)]
        ocr: hanmend::OcrMode,
        /// Take every line for a document of its own.
        #[arg(long)]
        each_line: bool,
        /// Changes to print for every document.
        #[arg(long, default_value_t = 5)]
        print: usize,
    },
    /// Corrects misread text of which the truth is known: lines of source, tab, target.
    Ocr {
        /// Files of such lines.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// How readily misread characters are corrected, for the last line of the table.
        #[arg(long, default_value_t)]
        ocr: hanmend::OcrMode,
        /// Read all lines of a file as one document, instead of each as one.
        #[arg(long)]
        whole: bool,
        /// Corrections to print.
        #[arg(long, default_value_t = 0)]
        print: usize,
    },
    /// Chooses the marks of clean text anew, and counts those that stand there.
    Stops {
        /// Files or folders of clean text.
        #[arg(default_value = "corpora")]
        paths: Vec<PathBuf>,
    },
    /// Lists what republishers put into pages, for new rows of the tables: names of sites above all.
    Swaps {
        /// Files or folders of pages.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Take every line for a page of its own.
        #[arg(long)]
        each_line: bool,
    },
    /// Restores a document whose damaged places are known, and counts those that come out right.
    Truth {
        /// Folder of a case with input.txt, truth.txt and places.tsv.
        #[arg(default_value = "golden/found/ocr-speech")]
        case: PathBuf,
        /// Folder of the case whose input.txt is the page that the document is part of.
        #[arg(long)]
        page: Option<PathBuf>,
        /// How readily misread characters are corrected.
        #[arg(long, default_value_t)]
        ocr: hanmend::OcrMode,
        /// Print the places that did not come out right.
        #[arg(long)]
        print: bool,
    },
}

fn main() -> std::process::ExitCode {
    let result = match Args::parse().what {
        What::Synthetic(args) => synthetic::run(&args),
        What::Misread(args) => misread::run(&args),
        What::Families(args) => families::run(&args),
        What::Detect(args) => detect::run(&args),
        What::Clean { paths, ocr, each_line, print } => clean::run(&paths, ocr, each_line, print),
        What::Truth { case, page, ocr, print } => truth::run(&case, page.as_deref(), ocr, print),
        What::Ocr { files, ocr, whole, print } => ocr::run(&files, ocr, whole, print),
        What::Stops { paths } => stops::run(&paths),
        What::Swaps { paths, each_line } => swaps::run(&paths, each_line),
        What::Convert(args) => convert::run(&args),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("evaluate: {error}");
            std::process::ExitCode::from(2)
        }
    }
}

/// The text files named, or in the folders named, in order.
fn texts(paths: &[PathBuf], prefix: &str) -> Result<Vec<(PathBuf, String)>, Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                let path = entry?.path();
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                if name.ends_with(".txt") && name.starts_with(prefix) {
                    files.push(path);
                }
            }
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    if files.is_empty() {
        return Err("no texts: run benches/corpora.sh first, or name files".into());
    }
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            Ok((path, text))
        })
        .collect()
}
