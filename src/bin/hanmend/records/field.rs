//! Which strings of a record are meant, and where they stand in its line.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use serde::de::IgnoredAny;

/// A path to strings of a record: keys and positions with dots between, `*` for every element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// A key of an object, or a position in an array, from 0.
    Name(String),
    Any,
}

impl FromStr for Field {
    type Err = String;

    fn from_str(path: &str) -> Result<Field, String> {
        let mut steps = Vec::new();
        let mut name = String::new();
        let mut is_escaped = false;
        let mut chars = path.chars();
        loop {
            match chars.next() {
                Some('\\') => {
                    name.extend(chars.next());
                    is_escaped = true;
                }
                Some(c) if c != '.' => name.push(c),
                end => {
                    let name = std::mem::take(&mut name);
                    match name.as_str() {
                        "" => return Err("a name is empty".into()),
                        "*" if !is_escaped => steps.push(Step::Any),
                        _ => steps.push(Step::Name(name)),
                    }
                    is_escaped = false;
                    if end.is_none() {
                        return Ok(Field(steps));
                    }
                }
            }
        }
    }
}

/// A string of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The path to this one string.
    pub path: String,
    /// Where in the line it stands, without its quotation marks.
    pub span: Range<usize>,
}

/// The strings of the record `line` that `fields` name, in order. Of keys that an object has twice, the last counts, as
/// for most readers.
///
/// # Errors
/// What is wrong with a line that is no JSON.
pub fn find(line: &str, fields: &[Field]) -> Result<Vec<Found>, String> {
    serde_json::from_str::<IgnoredAny>(line).map_err(|error| {
        // serde's own line is that inside the record.
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or_default();
        format!("no JSON: {what} in column {}", error.column())
    })?;
    let mut cursor = Cursor { line: line.as_bytes(), at: 0 };
    let mut found = BTreeMap::new();
    cursor.value(&fields.iter().map(|field| &field.0[..]).collect::<Vec<_>>(), "", &mut found);
    let mut found: Vec<Found> = found.into_iter().map(|(path, span)| Found { path, span }).collect();
    found.sort_by_key(|found| found.span.start);
    Ok(found)
}

/// A place in a line that is known to be JSON.
struct Cursor<'a> {
    line: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&mut self) -> u8 {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.line.get(self.at) {
            self.at += 1;
        }
        self.line.get(self.at).copied().unwrap_or_default()
    }

    /// Passes a value, noting the strings in it that `steps` lead to from here; `path` led here.
    fn value(&mut self, steps: &[&[Step]], path: &str, found: &mut BTreeMap<String, Range<usize>>) {
        let opening = self.peek();
        if opening == b'"' {
            let span = self.string();
            if steps.iter().any(|steps| steps.is_empty()) {
                found.insert(path.to_owned(), span);
            }
            return;
        }
        if steps.iter().all(|steps| steps.is_empty()) || !matches!(opening, b'{' | b'[') {
            return self.skip();
        }
        self.at += 1;
        let mut position = 0;
        while !matches!(self.peek(), b'}' | b']' | 0) {
            let name = if opening == b'{' { self.key() } else { position.to_string() };
            let leads = |step: &Step| *step == Step::Any || matches!(step, Step::Name(n) if *n == name);
            let further: Vec<&[Step]> = steps
                .iter()
                .filter_map(|steps| steps.split_first())
                .filter(|(first, _)| leads(first))
                .map(|(_, rest)| rest)
                .collect();
            if further.is_empty() {
                self.peek();
                self.skip();
            } else {
                let escaped = name.replace('\\', "\\\\").replace('.', "\\.");
                let path = if path.is_empty() { escaped } else { format!("{path}.{escaped}") };
                self.value(&further, &path, found);
            }
            position += 1;
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    /// Passes a key and its colon.
    fn key(&mut self) -> String {
        let span = self.string();
        if self.peek() == b':' {
            self.at += 1;
        }
        let quoted = self.line.get(span.start - 1..=span.end).unwrap_or_default();
        serde_json::from_slice(quoted).unwrap_or_default()
    }

    /// Passes a string, from its opening mark on.
    fn string(&mut self) -> Range<usize> {
        let start = self.at + 1;
        let mut end = start;
        while let Some(found) = memchr::memchr2(b'"', b'\\', &self.line[end..]) {
            end += found;
            if self.line[end] == b'"' {
                break;
            }
            end += 2;
        }
        self.at = end + 1;
        start..end
    }

    /// Passes a value however deep, without a call for each depth.
    fn skip(&mut self) {
        let mut depth = 0;
        loop {
            match self.peek() {
                b'"' => drop(self.string()),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                0 => return,
                _ => {
                    let is_scalar = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                    self.at += self.line[self.at..].iter().take_while(is_scalar).count().max(1);
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, fields: &[&str]) -> Vec<(String, String)> {
        let fields: Vec<Field> = fields.iter().map(|field| field.parse().unwrap()).collect();
        let found = find(line, &fields).unwrap();
        found.into_iter().map(|found| (found.path, line[found.span].to_owned())).collect()
    }

    #[test]
    fn strings_are_found_by_path() {
        let line = r#" {"a" : "x\"y", "b":[{"c":"1"},{"c":2},{"d":"3","c":"\u4e2d"}], "e.f":{"g":""}, "a2":["p","q"]} "#;
        let strings = |fields: &[&str]| -> Vec<String> {
            found(line, fields).into_iter().map(|(path, raw)| format!("{path}={raw}")).collect()
        };
        assert_eq!(strings(&["a"]), [r#"a=x\"y"#]);
        assert_eq!(strings(&["b.*.c", "a"]), [r#"a=x\"y"#, "b.0.c=1", r"b.2.c=\u4e2d"]);
        assert_eq!(strings(&["b.2.*"]), ["b.2.d=3", r"b.2.c=\u4e2d"]);
        assert_eq!(strings(&[r"e\.f.g", "a2.1"]), [r"e\.f.g=", "a2.1=q"]);
        assert_eq!(strings(&["b", "b.0", "a.x", "z", "e.f"]), [""; 0]);
        assert_eq!(strings(&["*"]), [r#"a=x\"y"#]);
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        assert_eq!(found(r#"{"a":"1","a":"2"}"#, &["a"]), [("a".into(), "2".into())]);
        assert_eq!(found(r#"{"\u0061":"1"}"#, &["a"]), [("a".into(), "1".into())]);
        assert_eq!(found(r#""all of it""#, &["a"]), []);
    }

    #[test]
    fn what_is_no_json_is_told() {
        let fields = ["a".parse().unwrap()];
        for (line, told) in
            [("{", "EOF"), ("{\"a\":\"x\"} 1", "trailing"), ("{'a':1}", "column 2"), ("", "EOF")]
        {
            let error = find(line, &fields).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
        for path in ["", "a.", ".a", "a..b"] {
            assert!(path.parse::<Field>().is_err(), "{path}");
        }
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = format!("{{\"x\":{}{},\"a\":\"b\"}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(found(&deep, &["a"]), [("a".into(), "b".into())]);
    }
}
