//! What must hold of any input, as functions that panic where it does not: tests and fuzz targets call the same.
#![allow(dead_code, reason = "every fuzz target calls one of them")]

use std::sync::LazyLock;

use hanmend::damage::{Damage, Variant};
use hanmend::dictionary::GlossTable;
use hanmend::{Certainty, Options, Restoration, Restorer, decode, report};

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
pub fn restored_twice(text: &str) {
    let once = undone(text);
    let twice = undone(&once.text);
    assert!(twice.is_unchanged(), "restored once: {:?}\nrestored twice: {:?}", once.text, twice.text);
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
