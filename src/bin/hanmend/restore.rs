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

    /// The restored text in `encoding`, or which characters that lacks.
    fn encoded(&self, name: &str, encoding: Option<decode::Encoding>) -> Result<Vec<u8>, Failure> {
        let Some(encoding) = encoding else { return Ok(self.output()) };
        let text = &self.restoration.text;
        let form =
            decode::Form { encoding, bom: encoding.name().starts_with("UTF-16"), ..decode::Form::default() };
        form.encode_back(text).ok_or_else(|| Failure::Told(lacking(name, text, encoding)))
    }

    /// The restored text as it is written out.
    pub fn output(&self) -> Vec<u8> {
        let carried = report::carried(&self.form, &self.restoration);
        let text = &self.restoration.text;
        // UTF-8 lacks no character, and carried places lie in the text.
        carried.encode_back(text).unwrap_or_else(|| text.clone().into_bytes())
    }
}

/// The choice of the encoding, what came next and by how much.
fn encoding(out: &mut dyn Write, name: &str, guess: &decode::Guess, form: &decode::Form) -> io::Result<()> {
    write!(out, "{name}: read as {}", form.encoding.name())?;
    if guess.mixed {
        write!(out, ", some lines in another encoding")?;
    } else if !guess.certain && guess.encoding() != form.encoding {
        write!(out, " with stray bytes; it looks like {}", guess.encoding().name())?;
    } else if let Some((next, margin)) = guess.runner_up() {
        write!(out, "; next {} by {margin:.2}", next.name())?;
    }
    writeln!(out)
}

/// Which characters of `text` an encoding lacks, and where the first of them stand.
fn lacking(name: &str, text: &str, encoding: decode::Encoding) -> String {
    let form = decode::Form { encoding, ..decode::Form::default() };
    let mut told: Vec<String> = Vec::new();
    let mut count = 0;
    for (n, line) in text.lines().enumerate() {
        for c in line.chars().filter(|c| form.encode_back(c.encode_utf8(&mut [0; 4])).is_none()) {
            count += 1;
            if told.len() < SHOWN {
                told.push(format!("'{c}' in line {}", n + 1));
            }
        }
    }
    format!("{name}: {} lacks {count} characters of the text: {}", encoding.name(), told.join(", "))
}

/// Characters named where an encoding lacks some.
const SHOWN: usize = 5;

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
        // What is no text is not read as a whole; no edit was ever made in such a file.
        if args.view() == View::Text && args.from.is_none() && decode::is_binary(&input.head()?) {
            if !args.in_place && !args.check {
                input.copy(out)?;
            }
            progress.done(size);
            continue;
        }
        let bytes = input.read()?;
        let document = Document::new(&bytes, args.from, &restorer);
        let changed = !document.restoration.is_unchanged();
        if args.check && changed {
            verdict = Verdict::Differs;
            progress.aside(|| writeln!(io::stderr(), "{name}"));
        }
        match (args.view(), path) {
            (View::Text, Some(path)) if args.in_place => {
                if changed || args.out_encoding.is_some() {
                    in_place::replace(&path, &document.encoded(&name, args.out_encoding)?)?;
                }
            }
            (View::Text, _) if args.check => {}
            (View::Text, _) => out.write_all(&document.encoded(&name, args.out_encoding)?)?,
            (View::Diff, _) => report::diff(out, &name, &document.restoration, &document.form)?,
            (View::Explain, _) => {
                let guess = decode::guess(&bytes);
                if args.from.is_none() && !(guess.certain && document.form.is_utf8()) {
                    encoding(out, &name, &guess, &document.form)?;
                }
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
