//! How the text of a JSON string is spelled: where each character stands in its spelling, and how new text is spelled.

use std::ops::Range;

use hanmend::report::{self, json};
use hanmend::{Edits, Pass, Restoration};

/// A JSON string read: its text, and the escapes it was spelled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling<'a> {
    json: &'a str,
    pub text: String,
    /// Where each escape stands, in order: in the text, in the spelling.
    escapes: Vec<(Range<usize>, Range<usize>)>,
    /// Whether characters that are not ASCII are spelled with their numbers.
    is_ascii: bool,
}

impl<'a> Spelling<'a> {
    /// Reads what stands between the quotation marks of a JSON string. Half of a pair of surrogates is U+FFFD.
    pub fn read(json: &'a str) -> Spelling<'a> {
        let (mut text, mut escapes) = (String::with_capacity(json.len()), Vec::new());
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'\\', &json.as_bytes()[at..]) {
            text.push_str(&json[at..at + found]);
            at += found;
            let (c, len) = escaped(&json[at..]);
            let start = text.len();
            text.push(c);
            escapes.push((start..text.len(), at..at + len));
            at += len;
        }
        text.push_str(&json[at..]);
        let is_ascii = json.is_ascii() && !text.is_ascii();
        Spelling { json, text, escapes, is_ascii }
    }

    /// The spelling of a span of the text, on character boundaries.
    fn of(&self, span: Range<usize>) -> &'a str {
        &self.json[self.place(span.start)..self.place(span.end)]
    }

    fn place(&self, at: usize) -> usize {
        let passed = self.escapes.partition_point(|(text, _)| text.end <= at);
        match passed.checked_sub(1).and_then(|last| self.escapes.get(last)) {
            Some((text, json)) => json.end + (at - text.end),
            None => at,
        }
    }

    /// The spelling of the text `restored`, other only where the text is; and what it does not tell about this one.
    pub fn restored(&self, restored: &Restoration) -> (String, Vec<json::Spelled>) {
        let changes = report::changes(&inverted(restored));
        let mut json = String::with_capacity(self.json.len());
        let mut end = 0;
        for change in &changes {
            json.push_str(self.of(end..change.to.start));
            spell(&restored.text[change.from.start..change.from.end], self.is_ascii, &mut json);
            end = change.to.end;
        }
        json.push_str(self.of(end..self.text.len()));
        let is_ascii = Spelling::read(&json).is_ascii;
        let mut spelled = Vec::new();
        for change in &changes {
            let (at, len) = (change.to.start, change.to.len());
            let mut plain = String::new();
            spell(&self.text[at..at + len], is_ascii, &mut plain);
            let json = self.of(at..at + len);
            if json != plain {
                spelled.push(json::Spelled { at, len, json: json.to_owned() });
            }
        }
        (json, spelled)
    }

    /// The spelling before, of the text that `back` leads to from this one.
    pub fn back(&self, back: &Restoration, spelled: &[json::Spelled]) -> String {
        let mut json = String::with_capacity(self.json.len());
        let mut end = 0;
        for change in report::changes(back) {
            json.push_str(self.of(end..change.from.start));
            let (at, len) = (change.to.start, change.to.len());
            match spelled.iter().find(|spelled| (spelled.at, spelled.len) == (at, len)) {
                Some(spelled) => json.push_str(&spelled.json),
                None => spell(&back.text[at..at + len], self.is_ascii, &mut json),
            }
            end = change.from.end;
        }
        json.push_str(self.of(end..self.text.len()));
        json
    }
}

/// The way back as a restoration, from the restored text to the original.
fn inverted(restored: &Restoration) -> Restoration {
    let passes = restored.passes.iter().rev();
    let inverted = |applied: &Edits| applied.invert();
    let passes = passes.map(|pass| Pass {
        stage: pass.stage,
        applied: inverted(&pass.applied),
        withheld: Vec::new(),
        gaps: Vec::new(),
    });
    Restoration { original: restored.text.clone(), text: restored.original.clone(), passes: passes.collect() }
}

/// The character that the escape at the beginning of `json` stands for, and how long the escape is.
fn escaped(json: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    if let Some(first) = unit(0) {
        if let Some(second) = unit(6)
            && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
            && c.len_utf16() == 2
        {
            return (c, 12);
        }
        return (char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER), 6);
    }
    let c = match json.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(&other) => char::from(other),
        None => '\\',
    };
    (c, json.len().min(2))
}

/// Appends `text` as it stands in a JSON string.
fn spell(text: &str, is_ascii: bool, json: &mut String) {
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if c < ' ' || (is_ascii && !c.is_ascii()) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => json.push(c),
        }
    }
}
