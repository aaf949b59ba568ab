//! Restores a long text a window at a time, so that memory stays flat; only where no more than the text is asked for.

use std::collections::VecDeque;
use std::io::{Read, Write};

use hanmend::decode::{Form, Irregular, Pieces};
use hanmend::{Restored, Windows, decode, report};

use crate::document::{self, Piece, Settings};
use crate::failure::Failure;
use crate::input::Opened;
use crate::pipeline;

/// Bytes read at a time.
const CHUNK: usize = 1 << 18;

/// Restores the text that `input` gives and writes it to `out`, the windows side by side.
pub fn restore(settings: &Settings<'_>, input: Opened, out: &mut dyn Write) -> Result<Piece, Failure> {
    let Settings { args, restorer } = settings;
    if args.from.is_none() && decode::is_binary(input.head()) {
        if settings.writes_text() && !args.in_place {
            input.copy(out)?;
        }
        return Ok(Piece::default());
    }
    let parts = Parts {
        input,
        pieces: Some(Pieces::new(args.from)),
        windows: Windows::new(restorer),
        irregular: VecDeque::new(),
        form: Form::default(),
        read: 0,
        cut: 0,
        chunk: vec![0; CHUNK],
    };
    let mut piece = Piece::default();
    let each = |part: Result<Part, Failure>| {
        let Part { window, form } = part?;
        if !document::has_strays(&form) {
            let Restored { text, is_changed } = restorer.restore_window_text(window);
            return Ok((document::written(text, &form), is_changed));
        }
        let restoration = restorer.restore_window(window);
        let is_changed = !restoration.is_unchanged();
        let bytes = report::carried(&form, &restoration).encode_back(&restoration.text);
        // UTF-8 lacks no character, and carried places lie in the text.
        Ok((bytes.unwrap_or_else(|| restoration.text.into_bytes()), is_changed))
    };
    pipeline::in_order(args.corpus.threads(), parts, each, |done: Result<(Vec<u8>, bool), Failure>| {
        let (bytes, is_changed) = done?;
        piece.is_changed |= is_changed;
        if settings.writes_text() {
            out.write_all(&bytes)?;
        }
        Ok(())
    })?;
    Ok(piece)
}

/// A window, and how its text was written down.
struct Part {
    window: hanmend::Window,
    form: Form,
}

/// The windows of an input, read as they are asked for.
struct Parts<'a> {
    input: Opened,
    /// `None` when all is read.
    pieces: Option<Pieces>,
    windows: Windows<'a>,
    /// Irregular places of text that is in no window yet, counted from the beginning.
    irregular: VecDeque<Irregular>,
    /// The encoding; the byte order mark for the first window only.
    form: Form,
    /// Bytes of text read, and cut into windows.
    read: usize,
    cut: usize,
    chunk: Vec<u8>,
}

impl Parts<'_> {
    fn take_in(&mut self, decoded: decode::Decoded) {
        let decode::Decoded { text, form } = decoded;
        let Form { encoding, bom, irregular } = form;
        self.form = Form { encoding, bom: self.form.bom || bom, irregular: Vec::new() };
        let moved = irregular.into_iter().map(|place| Irregular { at: place.at + self.read, ..place });
        self.irregular.extend(moved);
        self.read += text.len();
        self.windows.push(&text);
    }

    fn part(&mut self, window: hanmend::Window) -> Part {
        let end = self.cut + window.text.len();
        let count = self.irregular.partition_point(|place| place.at < end);
        let own = self.irregular.drain(..count);
        let irregular = own.map(|place| Irregular { at: place.at - self.cut, ..place }).collect();
        self.cut = end;
        let form = Form { encoding: self.form.encoding, bom: self.form.bom, irregular };
        self.form.bom = false;
        Part { window, form }
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<Part, Failure>;

    fn next(&mut self) -> Option<Result<Part, Failure>> {
        loop {
            if let Some(window) = self.windows.take() {
                return Some(Ok(self.part(window)));
            }
            let pieces = self.pieces.as_mut()?;
            match self.input.read(&mut self.chunk) {
                Ok(0) => {
                    if let Some(pieces) = self.pieces.take() {
                        let last = pieces.finish();
                        self.take_in(last);
                    }
                    self.windows.end();
                    if let Some(window) = self.windows.take() {
                        return Some(Ok(self.part(window)));
                    }
                }
                Ok(count) => {
                    let decoded = pieces.push(&self.chunk[..count]);
                    self.take_in(decoded);
                }
                Err(error) => {
                    self.pieces = None;
                    return Some(Err(Failure::Told(error.to_string())));
                }
            }
        }
    }
}
