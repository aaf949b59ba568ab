//! A long text in pieces, of bytes and of windows, is read and restored as it is as a whole.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|input: (&str, &[u8], u16, u16)| {
    let (text, bytes, short, size) = input;
    holds::pieces_agree(bytes, size);
    holds::windows_agree(text, short, size);
});
