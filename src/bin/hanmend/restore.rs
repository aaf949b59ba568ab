//! Restores the inputs one after the other and prints the view that was asked for.

use std::io::{self, Write};
use std::path::Path;

use hanmend::{Restoration, Restorer, decode, report};

use crate::Verdict;
use crate::args::{Restore, View};
use crate::failure::Failure;
use crate::in_place;
use crate::input::{self, Input};
use crate::progress::Progress;

/// A document restored, and how its input was written down.
pub struct Document {
    pub restoration: Restoration,
    pub form: decode::Form,
}

impl Document {
    pub fn new(bytes: &[u8], from: Option<decode::Encoding>, restorer: &Restorer) -> Document {
        let decode::Decoded { text, form } = decode::decode(bytes, from);
        Document { restoration: restorer.restore(&text), form }
    }

    /// The restored text as it is written out.
    pub fn output(&self) -> Vec<u8> {
        let carried = report::carried(&self.form, &self.restoration);
        let text = &self.restoration.text;
        // UTF-8 lacks no character, and carried places lie in the text.
        carried.encode_back(text).unwrap_or_else(|| text.clone().into_bytes())
    }
}

pub fn run(args: &Restore, out: &mut dyn Write) -> Result<Verdict, Failure> {
    let options = args.options().map_err(Failure::Told)?;
    if args.in_place && args.files.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Told("--in-place needs files; standard input cannot be written back".into()));
    }
    let restorer = Restorer::new(options)?;
    let inputs = input::check(&args.files)?;
    if args.in_place {
        in_place::check(&args.files)?;
    }
    let progress = Progress::new(&inputs);
    let mut summary = report::Summary::default();
    let mut verdict = Verdict::Fine;
    for input in inputs {
        let Input { size, .. } = input;
        let (name, path) = (input.name(), input.path.clone());
        let document = Document::new(&input.read()?, args.from, &restorer);
        let changed = !document.restoration.is_unchanged();
        if args.check && changed {
            verdict = Verdict::Differs;
            progress.aside(|| writeln!(io::stderr(), "{name}"));
        }
        match (args.view(), path) {
            (View::Text, Some(path)) if args.in_place => {
                if changed {
                    in_place::replace(&path, &document.output())?;
                }
            }
            (View::Text, _) if args.check => {}
            (View::Text, _) => out.write_all(&document.output())?,
            (View::Diff, _) => report::diff(out, &name, &document.restoration, &document.form)?,
            (View::Explain, _) => {
                report::explain(out, &name, &document.restoration)?;
                summary.add(&document.restoration);
            }
            (View::Json, path) => {
                let path = path.map(|_| name.as_str());
                report::json::write(out, path, &document.restoration, &document.form)?;
            }
        }
        progress.done(size);
    }
    progress.finish();
    if args.view() == View::Explain {
        out.flush()?;
        // Nobody is left to tell where standard error is closed.
        let _ = write!(io::stderr(), "{summary}");
    }
    Ok(verdict)
}
