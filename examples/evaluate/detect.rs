//! Clean text in many encodings, cut short anywhere: how often the encoding is told.

use std::fmt::Write;
use std::path::PathBuf;

use hanmend::decode::{self, Form};

#[derive(clap::Args)]
pub struct Args {
    /// Folder of clean texts; those of other languages are in other/ below it.
    #[arg(default_value = "corpora")]
    folder: PathBuf,
    /// Pieces of each length for each encoding.
    #[arg(long, default_value_t = 500)]
    pieces: usize,
    /// Write the pieces as lines of `encoding TAB length TAB guess TAB bytes in hexadecimal`, for other tools.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

/// Lengths in bytes.
const LENGTHS: [usize; 4] = [20, 60, 200, 1000];
/// Label and the beginning of the names of the texts.
const ENCODINGS: [(&str, &str); 12] = [
    ("utf-8", "hans-"),
    ("utf-8", "hant-"),
    ("gb18030", "hans-"),
    ("gb18030", "hant-"),
    ("big5", "hant-"),
    ("utf-16le", "hans-"),
    ("utf-16be", "hant-"),
    ("euc-jp", "other/ja"),
    ("shift_jis", "other/ja"),
    ("euc-kr", "other/ko"),
    ("windows-1252", "other/fr"),
    ("windows-1251", "other/ru"),
];

pub fn run(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    println!("encoding       text        {}", LENGTHS.map(|l| format!("{l:>7} B")).join(""));
    let mut export = String::new();
    for (label, prefix) in ENCODINGS {
        let (folder, prefix) = match prefix.split_once('/') {
            Some((below, prefix)) => (args.folder.join(below), prefix),
            None => (args.folder.clone(), prefix),
        };
        let texts = super::texts(&[folder], prefix)?;
        let encoding = decode::label(label)?;
        let form = Form { encoding, ..Form::default() };
        let mut shares = Vec::new();
        for length in LENGTHS {
            let (mut right, mut all) = (0usize, 0usize);
            for (_, text) in &texts {
                let lines: Vec<&str> = text.lines().collect();
                let wanted = args.pieces / texts.len() + 1;
                let mut taken = 0;
                for n in 0..wanted * 8 {
                    let mut bytes = Vec::new();
                    let mut at = n * 7919 % lines.len();
                    while bytes.len() < length + 8 && at < lines.len() {
                        bytes.extend(form.encode_back(&format!("{}\n", lines[at])).unwrap_or_default());
                        at += 1;
                    }
                    let piece = &bytes[..bytes.len().min(length)];
                    // A piece without a byte above ASCII is in every encoding.
                    if taken >= wanted
                        || piece.len() < length
                        || piece.iter().filter(|b| **b >= 0x80).count() < 4
                    {
                        continue;
                    }
                    taken += 1;
                    let guess = decode::guess(piece).encoding();
                    all += 1;
                    right += usize::from(guess == encoding);
                    if args.export.is_some() {
                        write!(export, "{label}\t{length}\t{}\t", guess.name())?;
                        piece.iter().try_for_each(|byte| write!(export, "{byte:02x}"))?;
                        export.push('\n');
                    }
                }
            }
            shares.push(format!("{:>8.1}%", 100.0 * right as f64 / all.max(1) as f64));
        }
        println!("{label:<14} {prefix:<11} {}", shares.join(""));
    }
    if let Some(path) = &args.export {
        std::fs::write(path, export)?;
    }
    Ok(())
}
