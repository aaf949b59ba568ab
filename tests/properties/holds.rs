//! What must hold of any input, as functions that panic where it does not: tests and fuzz targets call the same.
#![allow(dead_code, reason = "every fuzz target calls one of them")]

use std::sync::LazyLock;

use hanmend::damage::{Damage, Variant};
use hanmend::dictionary::{Confusions, GlossTable, Protected};
use hanmend::language::Model;
use hanmend::{Certainty, Options, Restoration, Restorer, Rule, Target, Windows, decode, report};

static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(Options::default()).expect("the built-in data is read"));

static OTHERS: LazyLock<Vec<Restorer>> = LazyLock::new(|| {
    let default = Options::default;
    let options = [
        default(),
        default(),
        Options { tidy: true, ..default() },
        Options { floor: Certainty::High, ..default() },
    ];
    let build = |options| Restorer::new(options).expect("the built-in data is read");
    options.into_iter().map(build).collect()
});

/// Restores `text` and undoes it.
pub fn undone(text: &str) -> Restoration {
    let restoration = RESTORER.restore(text);
    assert_eq!(restoration.undo(), text, "undo does not give the text back");
    restoration
}

/// Bytes come back by the way that the program goes: decoded, restored, written out, undone by the JSON lines.
pub fn bytes_come_back(bytes: &[u8]) {
    let decode::Decoded { text, form } = decode::decode(bytes, None);
    assert_eq!(form.encode_back(&text).as_deref(), Some(bytes), "the decoded text does not encode back");
    let restoration = undone(&text);
    let mut lines = Vec::new();
    report::json::write(&mut lines, None, &restoration, &form).expect("a vector can be written to");
    let written = report::carried(&form, &restoration).encode_back(&restoration.text);
    let written = written.expect("UTF-8 lacks no character");
    let lines = String::from_utf8(lines).expect("JSON is UTF-8");
    let records = report::json::read("edits", &lines).expect("what was written is read");
    let back = report::undo("restored", &written, &records).expect("the edits belong to the text");
    assert_eq!(back, bytes, "undo does not give the bytes back");
}

/// What is restored stays as it is.
pub fn restored_once(text: &str) {
    let once = undone(text);
    let twice = undone(&once.text);
    assert!(twice.is_unchanged(), "restored once: {:?}\nrestored twice: {:?}", once.text, twice.text);
}

/// How often a text may be restored until it stays as it is.
const RESTS: usize = 8;

/// What is restored stays as it is, but for slips: one that is left as a gap may be told when others are restored. Then
/// it comes to rest.
pub fn restored_twice(text: &str) {
    let slips = |restoration: &Restoration| {
        let rules = [Rule::GlossSlip, Rule::CutSlip, Rule::CompoundSlip];
        restoration.edits().any(|(_, edit)| rules.contains(&edit.rule))
    };
    let mut last = undone(text);
    for _ in 0..RESTS {
        let next = undone(&last.text);
        if next.is_unchanged() {
            return;
        }
        let (before, after) = (&last.text, &next.text);
        assert!(slips(&last) && slips(&next), "restored: {before:?}\nrestored again: {after:?}");
        last = next;
    }
    panic!("restored {RESTS} times and not at rest: {:?}", last.text);
}

/// The same with other options: what is restored and put in order stays as it is. Conversion is left out: it changes
/// characters of what stays misread.
pub fn restored_twice_with(text: &str, options: usize) {
    let restorer = &OTHERS[options % OTHERS.len()];
    let once = restorer.restore(text);
    assert_eq!(once.undo(), text, "undo does not give the text back");
    let twice = restorer.restore(&once.text);
    assert!(twice.is_unchanged(), "restored once: {:?}\nrestored twice: {:?}", once.text, twice.text);
}

/// A clean text, damaged and restored: undo gives the damaged text.
pub fn damaged_and_restored(text: &str, damage: &Damage) {
    undone(&damage.run(text).text);
}

/// Damage from numbers, whatever they are.
pub fn damage(gloss_level: u8, cuts: u8, seed: u64) -> Damage {
    let gloss_level = gloss_level as usize % (GlossTable::built_in().entries().len() + 1);
    let variant = if seed & 1 == 0 { Variant::A } else { Variant::B };
    Damage { gloss_level, cuts: f64::from(cuts) / 255.0, variant, fold: seed & 2 == 0, seed }
}

/// Bytes with the edits of another text, or with lines that are no edits: refused, or undone, never a panic.
pub fn undone_or_refused(restored: &[u8], lines: &str) {
    if let Ok(records) = report::json::read("edits", lines) {
        let _ = report::undo("restored", restored, &records);
        let _ = report::of_file("edits", records, Some("a/b"));
    }
}

/// Tables of the user's own, whatever is in them: refused, or used, and then undo gives the text back.
pub fn tables_are_used_or_refused(tables: [&str; 3], model: &[u8], text: &str) {
    let [words, pairs, terms] = tables;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (table, data) = (folder.path().join("terms"), folder.path().join("data"));
    std::fs::write(&table, terms).expect("a file can be written");
    std::fs::write(&data, model).expect("a file can be written");
    // Data that fits by chance is data.
    let _ = Model::open(&data);
    let options = Options {
        protect: Protected::parse("words", words).unwrap_or_default(),
        confusions: Confusions::parse("pairs", pairs).unwrap_or_default(),
        table: Some(table),
        to: Some(Target::Hant),
        ..Options::default()
    };
    if let Ok(restorer) = Restorer::new(options) {
        assert_eq!(restorer.restore(text).undo(), text, "undo does not give the text back");
    }
}

/// Bytes of the shortest window of a longer text.
const WINDOW: usize = 384 << 10;
/// Bytes that are sure to be read in more than one piece.
const PIECES: usize = 400 << 10;

/// Two windows or more with `text` at the beginning, around their border, which `short` moves, and at the end, nothing between:
/// given in pieces of `size` characters and a few, they are restored as the whole is.
pub fn windows_agree(text: &str, short: u16, size: u16) {
    let line = "nothing is wrong in this line\n";
    let filler = line.repeat(WINDOW.saturating_sub(usize::from(short)) / line.len());
    let whole = format!("{text}\n{filler}{text}{text}\n{filler}{filler}{text}");
    let mut windows = Windows::new(&RESTORER);
    let mut joined = String::new();
    let mut restore = |windows: &mut Windows| {
        while let Some(window) = windows.take() {
            joined.push_str(&RESTORER.restore_window(window).text);
        }
    };
    let mut rest = whole.as_str();
    while !rest.is_empty() {
        let end = (64 + usize::from(size)..).find(|end| *end >= rest.len() || rest.is_char_boundary(*end));
        let (piece, behind) = rest.split_at(end.map_or(rest.len(), |end| end.min(rest.len())));
        windows.push(piece);
        restore(&mut windows);
        rest = behind;
    }
    windows.end();
    restore(&mut windows);
    assert_eq!(undone(&whole).text, joined, "windows are restored otherwise than the whole");
}

/// `bytes`, over and over, in pieces of `size` bytes and a few: read as they are as a whole.
pub fn pieces_agree(bytes: &[u8], size: u16) {
    let bytes = bytes.repeat(PIECES / bytes.len().max(1));
    let whole = decode::decode(&bytes, None);
    let mut pieces = decode::Pieces::new(None);
    let (mut text, mut back) = (String::new(), Vec::new());
    let mut take = |piece: decode::Decoded| {
        back.extend(piece.form.encode_back(&piece.text).expect("a piece gives its bytes back"));
        text.push_str(&piece.text);
    };
    bytes.chunks(64 + usize::from(size)).for_each(|chunk| take(pieces.push(chunk)));
    let last = pieces.finish();
    let encoding = last.form.encoding;
    take(last);
    assert_eq!(
        (&whole.text, whole.form.encoding),
        (&text, encoding),
        "pieces are read otherwise than the whole"
    );
    assert!(back == bytes, "the pieces do not give the bytes back");
}
