//! Any text is undone, and restored it stays as it is, but for slips told late; ASCII in which nothing is escaped stays as it came.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|text: &str| {
    holds::restored_twice(text);
    let is_plain = text.is_ascii() && !text.contains(['&', '\\', '%']);
    assert!(!is_plain || holds::undone(text).is_unchanged());
});
