//! Packs the vocabulary guard: `cargo run --release --example pack_vocabulary -- vocabulary.bin DICT.txt [STPhrases.txt ...]`.
//!
//! The first field of every line is a word. Words of two to eight Han characters are kept, in their Simplified view.

use std::collections::BTreeSet;
use std::error::Error;

use hanmend::dictionary::simplified;
use hanmend::text::is_han;

/// Characters of the shortest and the longest word kept: one character is no word to guard, nine are a sentence.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(target), sources) = (arguments.next(), arguments.collect::<Vec<_>>()) else {
        return Err("usage: pack_vocabulary vocabulary.bin DICT.txt [STPhrases.txt ...]".into());
    };
    let mut words = BTreeSet::new();
    for source in &sources {
        let text = std::fs::read_to_string(source).map_err(|error| format!("{source}: {error}"))?;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let word = line.split([' ', '\t']).next().unwrap_or_default();
            if LENGTHS.contains(&word.chars().count()) && word.chars().all(is_han) {
                words.insert(word.chars().map(simplified).collect::<String>());
            }
        }
    }
    let set = fst::Set::from_iter(&words)?;
    std::fs::write(&target, set.as_fst().as_bytes()).map_err(|error| format!("{target}: {error}"))?;
    println!("{target}: {} words, {} bytes", words.len(), set.as_fst().as_bytes().len());
    Ok(())
}
