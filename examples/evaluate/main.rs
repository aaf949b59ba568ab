//! Measures quality: `cargo run --release --example evaluate -- synthetic|clean|convert [OPTIONS]`.

mod clean;
mod convert;
mod synthetic;

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
    /// Converts hard sentences, or mends half-converted texts, and compares.
    Convert(convert::Args),
    /// Restores clean text and counts what was changed: it should be nothing.
    Clean {
        /// Files or folders of clean text.
        #[arg(default_value = "corpora")]
        paths: Vec<PathBuf>,
    },
}

fn main() -> std::process::ExitCode {
    let result = match Args::parse().what {
        What::Synthetic(args) => synthetic::run(&args),
        What::Convert(args) => convert::run(&args),
        What::Clean { paths } => clean::run(&paths),
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
