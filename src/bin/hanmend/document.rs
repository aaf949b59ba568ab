//! Restores one document and prints the view of it that was asked for.

use std::io::{self, Write};

use hanmend::{Restoration, Restored, Restorer, decode, report};

use crate::args::{Restore, View};
use crate::failure::Failure;
use crate::input::{Opened, Source};

/// What a run does with every document.
pub struct Settings<'a> {
    pub args: &'a Restore,
    pub restorer: &'a Restorer,
}

impl Settings<'_> {
    /// Whether the restored text is written anywhere.
    pub fn writes_text(&self) -> bool {
        self.args.view() == View::Text && !self.args.check
    }

    /// Whether the edits go to a file of their own.
    pub fn keeps_edits(&self) -> bool {
        self.args.corpus.edits.is_some()
    }
}

/// What came of a document, or of some records.
#[derive(Debug, Default)]
pub struct Piece {
    /// The view that was asked for.
    pub out: Vec<u8>,
    /// The lines of `--edits`.
    pub edits: Vec<u8>,
    /// Whether the text was changed, or is written in another encoding.
    pub is_changed: bool,
    /// What was wrong, each in a line.
    pub told: Vec<String>,
    pub summary: report::Summary,
    /// Records, and strings in them that were looked at.
    pub records: usize,
    pub strings: usize,
}

/// Restores the document that `input` gives and writes the view to `out`, not to the piece. It is read as a whole.
pub fn restore(
    settings: &Settings<'_>,
    source: &Source,
    input: Opened,
    out: &mut dyn Write,
) -> Result<Piece, Failure> {
    let Settings { args, restorer } = settings;
    let mut piece = Piece::default();
    // What is no text is not read as a whole; no edit was ever made in such a file.
    if args.view() == View::Text && args.from.is_none() && decode::is_binary(input.head()) {
        if settings.writes_text() && !args.in_place {
            input.copy(out)?;
        }
        return Ok(piece);
    }
    let (name, path) = (source.name(), source.path());
    let bytes = input.read_all()?;
    if is_text_alone(settings) {
        let decode::Decoded { text, form } = decode::decode(&bytes, args.from);
        if !has_strays(&form) {
            let Restored { text, is_changed } = restorer.restore_text(&text);
            piece.is_changed = is_changed;
            if settings.writes_text() && (is_changed || !args.in_place) {
                out.write_all(&written(text, &form))?;
            }
            return Ok(piece);
        }
    }
    let document = Document::new(&bytes, args.from, restorer);
    let Document { restoration, form } = &document;
    piece.is_changed = !restoration.is_unchanged() || args.out_encoding.is_some();
    let path = path.map(|_| name.as_str());
    match args.view() {
        View::Text if args.check || (args.in_place && !piece.is_changed) => {}
        View::Text => out.write_all(&document.encoded(&name, args.out_encoding)?)?,
        View::Diff => report::diff(out, &name, restoration, form)?,
        View::Explain => {
            let guess = decode::guess(&bytes);
            if args.from.is_none() && !(guess.certain && form.is_utf8()) {
                encoding(out, &name, &guess, form)?;
            }
            report::explain(out, &name, restoration)?;
            piece.summary.add(restoration);
        }
        View::Json => report::json::write(out, path, restoration, form)?,
    }
    if settings.keeps_edits() {
        report::json::write(&mut piece.edits, path, restoration, form)?;
    }
    Ok(piece)
}

/// Whether no more is asked for than the restored text in UTF-8: edits are told with their places in the whole, and what an
/// encoding lacks is told before anything is written.
pub fn is_text_alone(settings: &Settings<'_>) -> bool {
    let Settings { args, .. } = settings;
    args.view() == View::Text && args.out_encoding.is_none() && !settings.keeps_edits()
}

/// Whether an input has stray bytes that are to come out again: where they come to stand, the edits say.
pub fn has_strays(form: &decode::Form) -> bool {
    form.is_utf8() && !form.irregular.is_empty()
}

/// A restored text as it is written out, of an input without them.
pub fn written(text: String, form: &decode::Form) -> Vec<u8> {
    let bom = form.is_utf8() && form.bom;
    if bom { format!("\u{FEFF}{text}").into_bytes() } else { text.into_bytes() }
}

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
