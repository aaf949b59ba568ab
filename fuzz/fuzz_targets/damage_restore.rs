//! Text damaged in any way and restored is undone.
#![no_main]

#[path = "../../tests/properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|input: (&str, u8, u8, u64)| {
    let (text, gloss_level, cuts, seed) = input;
    holds::damaged_and_restored(text, &holds::damage(gloss_level, cuts, seed));
});
