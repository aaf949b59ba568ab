//! How a text is read from its first byte to its last: what is decided once, from a bounded beginning, and what each line
//! decides for itself.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::detect::{self, OF_THREE};
use super::{Decoded, Encoding, Form, Irregular, bom, legacy, utf8, utf16};

/// Bytes from the first one on that is not ASCII, by which the encoding is chosen; and of a longer line, by which it is
/// told whether it is UTF-8.
pub(super) const HEAD: usize = 1 << 16;

/// What is decided for the text as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Plan {
    /// Nothing yet: all was ASCII so far.
    Open,
    /// One encoding throughout.
    Only(Encoding),
    /// UTF-8; the first line that is none decides what such lines are, unless it begins among so many bytes that were
    /// looked at already.
    Utf8 { seen: usize },
    /// UTF-8, and lines in another encoding.
    Mixed(Encoding),
    /// An encoding that is not UTF-8, and perhaps lines that are.
    Legacy(Encoding),
}

/// What a line is in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Utf8,
    Other(Encoding),
}

/// Reads a text in one go or piece by piece; where the pieces end changes nothing.
#[derive(Debug)]
pub(super) struct Walk {
    plan: Plan,
    /// Whether nothing was read yet.
    at_start: bool,
    /// What the line is in whose beginning has been read.
    line: Option<Kind>,
}

impl Walk {
    pub(super) fn new(label: Option<Encoding>) -> Walk {
        Walk { plan: label.map_or(Plan::Open, Plan::Only), at_start: true, line: None }
    }

    /// The encoding that the bytes are recorded in; UTF-8 while it is open.
    pub(super) fn encoding(&self) -> Encoding {
        match self.plan {
            Plan::Only(encoding) | Plan::Legacy(encoding) => encoding,
            Plan::Open | Plan::Utf8 { .. } | Plan::Mixed(_) => UTF_8,
        }
    }

    /// Appends to `out` what can be read of `bytes`, which go on where the last call stopped; `last` says that nothing
    /// follows. Gives how many bytes were read: all where `last`, else all but twice [`HEAD`] at most.
    pub(super) fn take(&mut self, bytes: &[u8], last: bool, out: &mut Decoded) -> usize {
        let mut at = 0;
        loop {
            let more = self.step(&bytes[at..], last, out);
            at += more;
            self.at_start = self.at_start && at == 0;
            if more == 0 || at == bytes.len() {
                out.form.encoding = self.encoding();
                return at;
            }
        }
    }

    fn step(&mut self, bytes: &[u8], last: bool, out: &mut Decoded) -> usize {
        if self.at_start && self.plan == Plan::Open {
            return self.begin(bytes, last, out);
        }
        match self.plan {
            Plan::Open => self.ascii(bytes, last, out),
            Plan::Only(encoding) => {
                let mark = if self.at_start { bom(encoding) } else { b"" };
                // Marks belong to UTF-8 and UTF-16 alone.
                if !mark.is_empty() && (bytes.starts_with(mark) || !last && mark.starts_with(bytes)) {
                    out.form.bom = bytes.starts_with(mark);
                    return if out.form.bom { mark.len() } else { 0 };
                }
                let end = if last { bytes.len() } else { sound(encoding, bytes) };
                out.append(one(encoding, &bytes[..end]));
                end
            }
            Plan::Utf8 { .. } | Plan::Mixed(_) | Plan::Legacy(_) => self.lines(bytes, last, out),
        }
    }

    /// The first bytes: a mark, or UTF-16 without one.
    fn begin(&mut self, bytes: &[u8], last: bool, out: &mut Decoded) -> usize {
        if bytes.len() < HEAD && !last {
            return 0;
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        if let Some(marked) = detect::marked_utf16(head) {
            self.plan = Plan::Only(marked);
            return self.step(bytes, last, out);
        }
        if head.starts_with(bom(UTF_8)) {
            self.plan = Plan::Only(UTF_8);
            return self.step(bytes, last, out);
        }
        let whole = head.len() == bytes.len() && last;
        // Weighing the encodings takes longer than all else that is done to a clean page.
        if !is_utf8(head, whole)
            && let Some(units) = detect::chinese(head).filter(|e| [UTF_16LE, UTF_16BE].contains(e))
        {
            self.plan = Plan::Only(units);
            return self.step(bytes, last, out);
        }
        self.ascii(bytes, last, out)
    }

    /// ASCII, up to the first byte that is none; from there on the encoding is chosen.
    fn ascii(&mut self, bytes: &[u8], last: bool, out: &mut Decoded) -> usize {
        let ascii = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
        if ascii > 0 {
            out.append(one(UTF_8, &bytes[..ascii]));
            return ascii;
        }
        if bytes.is_empty() || bytes.len() < HEAD && !last {
            return 0;
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        let whole = head.len() == bytes.len() && last;
        // Not decoded before this is known: a record for each stray byte of another encoding takes much room.
        self.plan = if is_utf8(head, whole) {
            Plan::Utf8 { seen: head.len() }
        } else {
            match (detect::other_lines(head), detect::chinese(head)) {
                (Some(encoding), _) => Plan::Mixed(encoding),
                _ if detect::is_nearly_utf8(head) => Plan::Utf8 { seen: head.len() },
                (None, Some(encoding)) if ![UTF_16LE, UTF_16BE].contains(&encoding) => Plan::Legacy(encoding),
                _ => Plan::Only(UTF_8),
            }
        };
        self.step(bytes, last, out)
    }

    /// Lines of one kind, or a piece of a long one.
    fn lines(&mut self, bytes: &[u8], last: bool, out: &mut Decoded) -> usize {
        if let Some(kind) = self.line {
            let end = memchr::memchr(b'\n', bytes).map(|n| n + 1).or(last.then_some(bytes.len()));
            let encoding = if let Kind::Other(encoding) = kind { encoding } else { UTF_8 };
            let length = end.unwrap_or_else(|| sound(encoding, bytes));
            self.emit(kind, &bytes[..length], out);
            self.line = if end.is_some() { None } else { Some(kind) };
            return self.seen(length);
        }
        let complete = memchr::memrchr(b'\n', bytes).map_or(0, |n| n + 1);
        if complete == 0 && bytes.len() < HEAD && !last {
            return 0;
        }
        // All of it in one look, where all of it is UTF-8 as it should be.
        if self.encoding() == UTF_8 && complete > 0 && simdutf8::basic::from_utf8(&bytes[..complete]).is_ok()
        {
            self.emit(Kind::Utf8, &bytes[..complete], out);
            return self.seen(complete);
        }
        let mut group: Option<Kind> = None;
        let mut end = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let is_whole = line.ends_with(b"\n") || last;
            if !is_whole && line.len() < HEAD {
                break;
            }
            let Some(kind) = self.kind(&bytes[end..], line, end, last) else { break };
            if line.len() >= HEAD && !is_whole {
                if end == 0 {
                    self.line = Some(kind);
                    return self.lines(bytes, last, out);
                }
                break;
            }
            if group.is_some_and(|group| group != kind) {
                break;
            }
            group = Some(kind);
            end += line.len();
        }
        if let Some(kind) = group {
            self.emit(kind, &bytes[..end], out);
        }
        self.seen(end)
    }

    /// What a line is in, or `None` where that takes more bytes; `rest` are the bytes from the line on, and `at` those
    /// since the last step.
    fn kind(&mut self, rest: &[u8], line: &[u8], at: usize, last: bool) -> Option<Kind> {
        let head = &line[..line.len().min(HEAD)];
        let is_whole = head.len() == line.len() && (last || line.ends_with(b"\n"));
        let is_right = is_utf8(head, is_whole);
        if let Plan::Legacy(encoding) = self.plan {
            let of_three = |text: &str| text.chars().filter(|c| c.len_utf8() == 3).count() >= OF_THREE;
            let text = &head[..sound(UTF_8, head)];
            let tells = is_right && std::str::from_utf8(text).is_ok_and(of_three);
            return Some(if tells { Kind::Utf8 } else { Kind::Other(encoding) });
        }
        if is_right || detect::is_nearly_utf8(head) {
            return Some(Kind::Utf8);
        }
        if let Plan::Utf8 { seen } = self.plan {
            if at < seen {
                return Some(Kind::Utf8);
            }
            if rest.len() < HEAD && !last {
                return None;
            }
            let window = &rest[..rest.len().min(HEAD)];
            self.plan = detect::chinese_lines(window).map_or(Plan::Only(UTF_8), Plan::Mixed);
        }
        Some(if let Plan::Mixed(encoding) = self.plan { Kind::Other(encoding) } else { Kind::Utf8 })
    }

    /// Counts bytes as read.
    fn seen(&mut self, length: usize) -> usize {
        if let Plan::Utf8 { seen } = &mut self.plan {
            *seen = seen.saturating_sub(length);
        }
        length
    }

    /// Appends lines, or a piece of one, that are all of one kind.
    fn emit(&self, kind: Kind, bytes: &[u8], out: &mut Decoded) {
        let encoding = match kind {
            Kind::Utf8 => UTF_8,
            Kind::Other(encoding) => encoding,
        };
        if encoding == self.encoding() {
            out.append(one(encoding, bytes));
            return;
        }
        // The encoding on record does not give these bytes back.
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let end = line.strip_suffix(b"\n").unwrap_or(line);
            let text = one(encoding, end).text;
            let at = out.text.len();
            out.text.push_str(&text);
            if !end.is_empty() {
                out.form.irregular.push(Irregular { at, text_len: text.len(), bytes: end.to_vec() });
            }
            if end.len() < line.len() {
                out.text.push('\n');
            }
        }
    }
}

impl Decoded {
    /// This text and another that goes on where it ends; that one's byte order mark is of no account.
    pub fn append(&mut self, next: Decoded) {
        let shift = self.text.len();
        let moved = next.form.irregular.into_iter().map(|place| Irregular { at: place.at + shift, ..place });
        self.form.irregular.extend(moved);
        if self.text.is_empty() { self.text = next.text } else { self.text.push_str(&next.text) }
    }
}

/// Bytes of one encoding, without a mark.
fn one(encoding: Encoding, bytes: &[u8]) -> Decoded {
    if encoding == UTF_8 {
        utf8::decode(bytes, false)
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        utf16::body(bytes, encoding)
    } else if bytes.is_empty() {
        Decoded { text: String::new(), form: Form { encoding, ..Form::default() } }
    } else {
        legacy::decode(bytes, encoding)
    }
}

/// Up to where bytes that go on are whole characters.
fn sound(encoding: Encoding, bytes: &[u8]) -> usize {
    if encoding == UTF_8 {
        utf8::sound(bytes)
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        utf16::sound(bytes, encoding)
    } else {
        legacy::sound(bytes, encoding)
    }
}

/// Whether bytes are UTF-8; where they are not the `whole`, they may end inside a character.
fn is_utf8(bytes: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none(),
    }
}
