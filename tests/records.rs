//! JSON Lines: only the strings asked for change, all other bytes stay, and there is a way back.

mod program;

use std::fs;

use program::{folder, gives, refuses, run, stderr, stdout};

const DAMAGED: &str = "各行各業(yè)的人都來了,我們都?xì)g迎。";
const RESTORED: &str = "各行各業的人都來了，我們都歡迎。";

/// Every character that is not ASCII by its number.
fn ascii(text: &str) -> String {
    let unit = |unit: u16| {
        if unit < 128 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04X}") }
    };
    text.encode_utf16().map(unit).collect()
}

/// Records of every kind, and what they are restored to with `--jsonl text,meta.title,parts.*.t`.
fn cases() -> Vec<(String, String)> {
    let same = |line: &str| (line.to_owned(), line.to_owned());
    let restored = |line: &str| (line.replace("@", DAMAGED), line.replace("@", RESTORED));
    vec![
        restored("{\"id\": 1.50e+01, \"text\":\"@\",\"text2\" : \"@\"}\n").clone(),
        restored("  {\"meta\":{\"n\":-0.0,\"title\":\"@\"},\"text\":\"\\/\\n@\\t\\u0041\\\"\"}\r\n"),
        restored("{\"parts\":[{\"t\":\"@\"},{\"t\":null},{\"t\":\"\"},{\"t\":\"@\"}]}\n"),
        same("\n"),
        same("{\"text\":7}\n"),
        same("{\"text\":\"clean\"}\n"),
        (
            format!("{{\"text\":\"{}\"}}\n", ascii(DAMAGED)),
            // What was edited is written as the string was; of its other characters every one stays as it was.
            format!(
                "{{\"text\":\"{}\"}}\n",
                ascii(RESTORED).replace("\\uFF0C", "\\uff0c").replace("\\u6B61", "\\u6b61")
            ),
        ),
        (
            format!("{{\"text\":\"\\ud83d{}\\u4e2d{DAMAGED}\\ud83d\\ude00\"}}", ascii("業(yè)")),
            format!("{{\"text\":\"\\ud83d{}\\u4e2d{RESTORED}\\ud83d\\ude00\"}}", ascii("業")),
        ),
    ]
    .into_iter()
    .map(|(before, after)| {
        // The first record has a field that is not asked for.
        let at = after.rfind("\"text2\" : \"");
        let after = at.map_or(after.clone(), |at| {
            after[..at].to_owned() + &before[before.rfind("\"text2\"").unwrap()..]
        });
        (before, after)
    })
    .collect()
}

const FIELDS: &str = "text,meta.title,parts.*.t";

#[test]
fn only_the_strings_change_and_all_comes_back() {
    let cases = cases();
    let before: String = cases.iter().map(|(before, _)| before.as_str()).collect();
    let after: String = cases.iter().map(|(_, after)| after.as_str()).collect();
    assert_ne!(before, after);
    let dir = folder(&[("in.jsonl", before.as_bytes()), ("marked", format!("\u{FEFF}{before}").as_bytes())]);
    let at = dir.path();
    for jobs in ["1", "2"] {
        let output = run(at, &["--jsonl", FIELDS, "in.jsonl", "-j", jobs], b"");
        assert_eq!(stdout(&output), after);
        gives(&output, 0, after.as_bytes());
    }
    gives(&run(at, &["--jsonl", FIELDS], before.as_bytes()), 0, after.as_bytes());
    gives(&run(at, &["--jsonl", FIELDS, "marked"], b""), 0, format!("\u{FEFF}{after}").as_bytes());
    gives(
        &run(at, &["--jsonl", FIELDS, "--out", "out", "--edits", "edits", "in.jsonl", "marked"], b""),
        0,
        b"",
    );
    assert_eq!(fs::read_to_string(at.join("out/in.jsonl")).unwrap(), after);
    gives(&run(at, &["--undo", "edits", "out/in.jsonl"], b""), 0, before.as_bytes());
    gives(&run(at, &["--undo", "edits", "out/marked"], b""), 0, format!("\u{FEFF}{before}").as_bytes());
    let edits = fs::read_to_string(at.join("edits")).unwrap();
    assert!(
        edits.starts_with("{\"path\":\"in.jsonl\",\"record\":1,\"field\":\"text\",\"pass\":1,"),
        "{edits}"
    );
    assert!(edits.contains("\"record\":3,\"field\":\"parts.3.t\","), "{edits}");
    // The view has the same lines as the file.
    let json = stdout(&run(at, &["--jsonl", FIELDS, "--json", "in.jsonl", "marked"], b""));
    assert_eq!(json, edits);
    refuses(&run(at, &["--undo", "edits", "in.jsonl"], b""), "in.jsonl:1:text: not the restored text");
    fs::write(at.join("short"), "{\"text\":\"x\"}").unwrap();
    refuses(&run(at, &["--undo", "edits", "short"], b""), "2 documents");
}

#[test]
fn packed_records_stay_packed() {
    let clean = format!("{{\"text\":\"{}\"}}\n", RESTORED.repeat(10)).repeat(100);
    let line = |text: &str| format!("{{\"text\":\"{text}\"}}\n{clean}").repeat(20);
    let packed = zstd::encode_all(line(DAMAGED).as_bytes(), 1).unwrap();
    let dir = folder(&[("c.jsonl.zst", &packed)]);
    let at = dir.path();
    gives(&run(at, &["--jsonl", "text", "-i", "--edits", "edits", "c.jsonl.zst"], b""), 0, b"");
    let written = zstd::decode_all(&fs::read(at.join("c.jsonl.zst")).unwrap()[..]).unwrap();
    assert!(written == line(RESTORED).as_bytes(), "several batches, in order");
    gives(&run(at, &["--undo", "edits", "c.jsonl.zst"], b""), 0, line(DAMAGED).as_bytes());
}

#[test]
fn a_bad_record_is_told_and_stays() {
    let text = format!("{{\"text\":\"{DAMAGED}\"}}\n");
    let mut bytes = text.clone().into_bytes();
    bytes.extend_from_slice(b"{\"text\":\n{\"text\":\"\xFF\"}\n");
    bytes.extend_from_slice(text.as_bytes());
    let wanted: Vec<u8> = [
        text.replace(DAMAGED, RESTORED).as_bytes(),
        b"{\"text\":\n{\"text\":\"\xFF\"}\n",
        text.replace(DAMAGED, RESTORED).as_bytes(),
    ]
    .concat();
    let dir = folder(&[("in", &bytes), ("other", b"{\"t\":\"a\"}\n")]);
    let output = run(dir.path(), &["--jsonl", "text", "in"], b"");
    gives(&output, 2, &wanted);
    let told = stderr(&output);
    assert_eq!(
        told,
        "hanmend: in:2: no JSON: EOF while parsing a value in column 0\nhanmend: in:3: not UTF-8 from byte 10 on\n"
    );
    gives(&run(dir.path(), &["--jsonl", "text", "--out", "out", "in"], b""), 2, b"");
    assert!(fs::read(dir.path().join("out/in")).unwrap() == wanted);
    let mistyped = run(dir.path(), &["--jsonl", "txt", "other"], b"");
    gives(&mistyped, 2, b"{\"t\":\"a\"}\n");
    assert_eq!(stderr(&mistyped), "hanmend: other: no record has a string where --jsonl says\n");
    refuses(&run(dir.path(), &["--jsonl", "a..b", "in"], b""), "a name is empty");
    refuses(&run(dir.path(), &["--jsonl", "a", "--from", "gbk", "in"], b""), "cannot be used with");
}

#[test]
fn every_view_knows_records() {
    let line = |text: &str| format!("{{\"text\":\"{text}\"}}");
    let before = [line("clean"), line(DAMAGED), line("clean"), line(DAMAGED)].join("\n");
    let dir = folder(&[("in", before.as_bytes())]);
    let at = dir.path();
    let checked = run(at, &["--jsonl", "text", "--check", "in"], b"");
    gives(&checked, 1, b"");
    assert_eq!(stderr(&checked), "in\n");
    let diff = stdout(&run(at, &["--jsonl", "text", "--diff", "in"], b""));
    let hunk = |n: usize| {
        format!("@@ -{n} +{n} @@\n-{}\n+{}\n", line(DAMAGED), line(RESTORED))
            .replace("\n+", if n == 4 { "\n\\ No newline at end of file\n+" } else { "\n+" })
    };
    assert_eq!(diff, format!("--- a/in\n+++ b/in\n{}{}\\ No newline at end of file\n", hunk(2), hunk(4)));
    let explained = run(at, &["--jsonl", "text", "--explain", "in"], b"");
    assert!(stdout(&explained).starts_with("in:2:text:1:5: gloss "), "{}", stdout(&explained));
    assert!(stderr(&explained).contains("gloss-slip: 2 high"), "{}", stderr(&explained));
}

/// A title alone shows too little; the record as a whole does not.
#[test]
fn the_strings_of_a_record_are_one_document() {
    let title = "各行各業(yè)";
    let one = format!("{{\"title\":\"{title}\",\"text\":\"{DAMAGED}\"}}\n");
    let dir = folder(&[]);
    let with = |fields: &str| stdout(&run(dir.path(), &["--jsonl", fields], one.as_bytes()));
    assert!(with("title").contains(title));
    assert_eq!(with("title,text"), format!("{{\"title\":\"各行各業\",\"text\":\"{RESTORED}\"}}\n"));
}
