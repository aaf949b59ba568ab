//! Bytes and lines that are or are not its edits are undone or refused.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|input: (&[u8], &str)| holds::undone_or_refused(input.0, input.1));
