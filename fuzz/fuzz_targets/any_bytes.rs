//! Any bytes come back through decoding, restoring and undoing.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| holds::bytes_come_back(bytes));
