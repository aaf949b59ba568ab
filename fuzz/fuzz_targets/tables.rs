//! Tables of the user's own and data files, whatever is in them, are used or refused.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|input: ([&str; 3], &[u8], &str)| {
    let (tables, model, text) = input;
    holds::tables_are_used_or_refused(tables, model, text);
});
