//! The way back from a restored text: the records of its edits, undone last to first, give the input's bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::json::{Record, Told};
use crate::decode;
use crate::edit::{Edit, Edits};
use crate::error::Error;
use crate::options::Stage;
use crate::restoration::{Pass, Restoration};
use crate::text::Span;

/// The exact bytes of the input whose restored bytes are `restored`. `records` are those of one document: see
/// [`of_file`]. `file` names the restored text in errors.
///
/// # Errors
/// [`Error::Data`] where the edits do not belong to this text.
pub fn undo(file: &str, restored: &[u8], records: &[Record]) -> Result<Vec<u8>, Error> {
    let mut forms = records.iter().filter_map(|record| match &record.told {
        Told::Form(form) => Some(form.clone()),
        _ => None,
    });
    let form = forms.next_back().unwrap_or_default();
    let marked = form.is_utf8() && form.bom;
    let decoded = decode::decode_utf8(restored, marked);
    if marked && !decoded.form.bom {
        return Err(misfit(file, "its byte order mark is gone".into()));
    }
    let text = way_back(file, &decoded.text, records)?.text;
    let lacking = || misfit(file, format!("it does not fit {}", form.encoding.name()));
    form.encode_back(&text).ok_or_else(lacking)
}

/// The way from the text `restored` back to what it was restored from, as a restoration: its original is the restored
/// text, its passes undo those of `records`, last to first. `file` names the text in errors.
///
/// # Errors
/// [`Error::Data`] where the edits do not belong to this text.
pub fn way_back(file: &str, restored: &str, records: &[Record]) -> Result<Restoration, Error> {
    let mut passes: BTreeMap<usize, (Stage, Vec<&Edit>)> = BTreeMap::new();
    for record in records {
        if let Told::Edit { pass, stage, applied: true, edit } = &record.told {
            passes.entry(*pass).or_insert((*stage, Vec::new())).1.push(edit);
        }
    }
    let mut back = Restoration { original: restored.into(), text: restored.into(), passes: Vec::new() };
    for (pass, (stage, edits)) in passes.iter().rev() {
        let misfit = |why: String| misfit(file, format!("pass {pass}: {why}"));
        let inverted = inverted(edits).ok_or_else(|| misfit("edits out of order".into()))?;
        let applied = Edits::fit(&back.text, inverted).map_err(|why| misfit(why.to_string()))?;
        back.text = applied.apply(&back.text);
        back.passes.push(Pass { stage: *stage, applied, withheld: Vec::new(), gaps: Vec::new() });
    }
    Ok(back)
}

fn misfit(file: &str, why: String) -> Error {
    let problem = format!("not the restored text these edits belong to ({why})");
    Error::Data { file: file.into(), problem }
}

/// The records of the document `file`: see [`path_of_file`].
///
/// # Errors
/// [`Error::Data`] where the records are of several documents and none or more than one could be meant.
pub fn of_file(edits: &str, records: Vec<Record>, file: Option<&str>) -> Result<Vec<Record>, Error> {
    let paths: BTreeSet<Option<&str>> = records.iter().map(|record| record.path.as_deref()).collect();
    let path = path_of_file(edits, &paths, file)?.map(str::to_owned);
    Ok(records.into_iter().filter(|record| record.path == path).collect())
}

/// Which of `paths` is meant by `file`: that path; else the only one there is; else the one that shares with `file` the
/// file name and the most folders above it. `edits` names the records in errors.
///
/// # Errors
/// [`Error::Data`] where none or more than one could be meant.
pub fn path_of_file<'a>(
    edits: &str,
    paths: &BTreeSet<Option<&'a str>>,
    file: Option<&str>,
) -> Result<Option<&'a str>, Error> {
    if let (Some(only), true) = (paths.first(), paths.len() == 1) {
        return Ok(*only);
    }
    let shared = |path: &str| {
        let (path, file) = (path.rsplit('/'), file.unwrap_or_default().rsplit('/'));
        path.zip(file).take_while(|(path, file)| path == file).count()
    };
    let exact = paths.iter().flatten().find(|path| Some(**path) == file);
    let most = paths.iter().flatten().map(|path| shared(path)).max().unwrap_or(0);
    let mut alike = paths.iter().flatten().filter(|path| most > 0 && shared(path) == most);
    match (exact, alike.next(), alike.next()) {
        (Some(path), ..) | (None, Some(path), None) => Ok(Some(path)),
        _ if paths.is_empty() => Ok(None),
        _ => {
            let file = file.unwrap_or("standard input");
            let problem = format!("holds the edits of {} documents, none clearly of {file}", paths.len());
            Err(Error::Data { file: edits.into(), problem })
        }
    }
}

/// The edits that lead back, or `None` where `edits` overlap or are out of order. Unlike [`Edits::invert`] this
/// starts from edits whose text is not at hand.
fn inverted(edits: &[&Edit]) -> Option<Vec<Edit>> {
    let mut out = Vec::with_capacity(edits.len());
    let (mut start, mut end) = (0usize, 0);
    for edit in edits {
        if edit.before.len() != edit.span.len() {
            return None;
        }
        start = start.checked_add(edit.span.start.checked_sub(end)?)?;
        end = edit.span.end;
        let span = Span::new(start, start.checked_add(edit.after.len())?);
        start = span.end;
        let (before, after) = (edit.after.clone(), edit.before.clone());
        out.push(Edit { span, before, after, ..(*edit).clone() });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Decoded, Form, decode, label};
    use crate::report::compose::tests::{any_restoration, edit, restoration};
    use crate::report::{carried, json};
    use proptest::prelude::*;

    /// What the program prints: the restored bytes and the lines.
    fn printed(path: Option<&str>, restored: &Restoration, form: &Form) -> (Vec<u8>, String) {
        let mut lines = Vec::new();
        json::write(&mut lines, path, restored, form).unwrap();
        let bytes = carried(form, restored).encode_back(&restored.text).unwrap();
        (bytes, String::from_utf8(lines).unwrap())
    }

    /// Restores `input` with edits that take out the first '-' and put '+' at the end, and goes back.
    fn round_trip(input: &[u8], name: Option<&str>) {
        let Decoded { text, form } = decode(input, name.map(|name| label(name).unwrap()));
        let dash = text.find('-').unwrap();
        let passes = vec![vec![edit(dash, "-", "")], vec![edit(text.len() - 1, "", "+")]];
        let (bytes, lines) = printed(Some("a/b.txt"), &restoration(&text, passes), &form);
        let records = json::read("e.jsonl", &lines).unwrap();
        assert_eq!(undo("f", &bytes, &records).unwrap(), input, "{lines}");
    }

    #[test]
    fn bytes_come_back_through_the_lines() {
        round_trip(b"\xEF\xBB\xBFab\xFF-\xE4\xB8-\xAD\xE6\xBC\xA2", None);
        round_trip(b"\xD6\xD0\x80-\xCE\xC4\xA2\xE3\x81", Some("gbk"));
        round_trip(b"\xFF\xFE\x2D\x4E-\0\x00\xD8", Some("utf-16le"));
        round_trip(b"\x1B$B\x30\x21\x1B(B-\x1B$B\x30\x21\x1B(B", Some("iso-2022-jp"));
        round_trip("\u{FEFF}-\u{FEFF}漢\u{FFFD}".as_bytes(), None);
    }

    #[test]
    fn what_the_edits_do_not_belong_to_is_refused() {
        let restored = restoration("甲-乙", vec![vec![edit(3, "-", "丙")]]);
        let (bytes, lines) = printed(None, &restored, &Form::default());
        let records = json::read("e.jsonl", &lines).unwrap();
        assert_eq!(undo("f", &bytes, &records).unwrap(), "甲-乙".as_bytes());
        let error = undo("other.txt", "甲乙丙".as_bytes(), &records).unwrap_err().to_string();
        assert!(error.starts_with("other.txt: not the restored text") && error.contains("丙"), "{error}");
        assert!(undo("f", b"", &records).is_err());
        let lines = lines.replace("\"start\":3", "\"start\":1");
        assert!(
            undo("f", &bytes, &json::read("e.jsonl", &lines).unwrap()).is_err(),
            "a span unlike its text"
        );
    }

    #[test]
    fn bad_lines_are_named() {
        for (line, problem) in [
            ("{", "EOF"),
            ("{\"pass\":1}", "missing field"),
            ("{\"decode\":{\"label\":\"x\",\"bom\":false,\"irregular\":[]}}", "unknown encoding 'x'"),
            (
                "{\"decode\":{\"label\":\"gbk\",\"bom\":false,\"irregular\":[{\"at\":0,\"len\":1,\"bytes\":\"8\"}]}}",
                "'8' is not hexadecimal",
            ),
            (
                "{\"pass\":1,\"stage\":\"ocr\",\"start\":3,\"end\":2,\"line\":1,\"column\":1,\"gap\":\"slip\"}",
                "reversed",
            ),
        ] {
            let error = json::read("e.jsonl", &format!("\n{line}\n")).unwrap_err().to_string();
            assert!(error.starts_with("e.jsonl:2: ") && error.contains(problem), "{error}");
            assert!(!error.contains(" at line "), "{error}");
        }
    }

    #[test]
    fn documents_are_told_apart_by_path() {
        let restored = restoration("-", vec![vec![edit(0, "-", "")]]);
        let lines: String =
            ["x/a", "x/b", "y/b"].map(|path| printed(Some(path), &restored, &Form::default()).1).concat();
        let records = json::read("e", &lines).unwrap();
        let of = |file| of_file("e", records.clone(), file).map(|records| records[0].path.clone().unwrap());
        assert_eq!(of(Some("y/b")).unwrap(), "y/b");
        assert_eq!(of(Some("restored/a")).unwrap(), "x/a");
        assert_eq!(of(Some("restored/x/b")).unwrap(), "x/b");
        assert!(of(Some("b")).unwrap_err().to_string().contains("3 documents"));
        assert!(of(None).is_err());
        let single: Vec<Record> = records[..1].to_vec();
        assert_eq!(of_file("e", single, Some("anything")).unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn any_restoration_is_undone(restored in any_restoration()) {
            // The generated text is the decoding of itself; as bytes its U+FFFD may be strays.
            let mut input = Vec::new();
            for (n, piece) in restored.original.split('\u{FFFD}').enumerate() {
                if n > 0 {
                    input.extend_from_slice([b"\xFF".as_slice(), b"\xE4\xB8", b"\xAD", "\u{FFFD}".as_bytes()][n % 4]);
                }
                input.extend_from_slice(piece.as_bytes());
            }
            let decoded = decode(&input, Some(label("utf-8").unwrap()));
            prop_assume!(decoded.text == restored.original);
            let (bytes, lines) = printed(None, &restored, &decoded.form);
            let records = json::read("e", &lines).unwrap();
            prop_assert_eq!(undo("f", &bytes, &records).unwrap(), input);
        }
    }
}
