//! The program: argv to options, bytes in, bytes out, exit code.

mod args;
mod corpus;
mod damage;
mod document;
mod edits;
mod failure;
mod files;
mod golden;
mod input;
mod inspect;
mod journal;
mod long;
mod outcome;
mod packing;
mod pipeline;
mod progress;
mod records;
mod restore;
mod rules;
mod undo;
mod written;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Command, CommandLine};
use failure::Failure;

/// What a run that did not fail has to say by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    /// Something would change or differs.
    Differs,
}

fn main() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(told) if matches!(told.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            // The only failure is a reader that went away.
            let _ = told.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&one_line(&error)),
    };
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = run(line, &mut out).and_then(|verdict| {
        out.flush()?;
        Ok(verdict)
    });
    // What is buffered must not be written behind an error or a closed pipe.
    let (_, _) = out.into_parts();
    match done {
        Ok(Verdict::Fine) | Err(Failure::Pipe) => ExitCode::SUCCESS,
        Ok(Verdict::Differs) => ExitCode::from(1),
        Err(Failure::Told(message) | Failure::Output(message)) => fail(&message),
        Err(Failure::Files) => ExitCode::from(2),
    }
}

fn run(line: CommandLine, out: &mut dyn Write) -> Result<Verdict, Failure> {
    match line.command {
        Some(Command::Golden { dir, bless }) => golden::run(&dir, bless, out),
        Some(Command::Damage(args)) => damage::run(&args, out),
        Some(Command::Inspect { files, json }) => inspect::run(&files, json, out),
        Some(Command::Rules { rule }) => rules::run(rule, out),
        None => match &line.restore.undo {
            Some(edits) => undo::run(edits, &line.restore.files, out),
            None => restore::run(&line.restore, out),
        },
    }
}

fn fail(message: &str) -> ExitCode {
    failure::tell(message);
    ExitCode::from(2)
}

/// clap's error without its usage and tips.
fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.trim_start_matches("error: ").split_whitespace().collect();
    words.join(" ")
}
