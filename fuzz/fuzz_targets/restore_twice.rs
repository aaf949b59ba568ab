//! Any text is undone, and restored once it stays as it is; ASCII stays as it came.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|text: &str| {
    holds::restored_twice(text);
    assert!(!text.is_ascii() || holds::undone(text).is_unchanged());
});
