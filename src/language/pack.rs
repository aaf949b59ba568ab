//! Makes `words.bin` from an ARPA language model.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::arpa::{self, Arpa};
use super::codebook::Codebook;
use super::format::{CODE_BITS, MOST_WORDS, Sizes, padded};
use super::trie::{self, MOST_LABELS};
use crate::error::{Error, data_error};

/// Levels of the word probabilities; enough for the source's 5,263 different ones, which are thus kept exactly.
const UNIGRAM_LEVELS: usize = 1 << 16;
/// Levels of the backoffs. They are stored in 16 bits all the same; 4,096 keep the codebook small (16 KiB) and the
/// error below what the `f32` sums of a sentence have anyway.
const BACKOFF_LEVELS: usize = 1 << 12;
/// Character frequencies are rounded to this step, because logarithms of different mathematics libraries may differ in
/// the last digit and the file must not.
const FREQUENCY_STEP: f64 = 1.0 / 1024.0;

/// A packed model and what became of the ARPA file.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// What to write to `words.bin`.
    pub bytes: Vec<u8>,
    /// Words kept.
    pub words: usize,
    /// Pairs of words kept.
    pub bigrams: usize,
    /// Entries left out: those with a word that is not wholly Han, `<s>` and `</s>` among them.
    pub left_out: usize,
    /// Largest error of a stored backoff, log10.
    pub backoff_error: f32,
    /// Root of the mean squared error of the stored bigram probabilities, log10.
    pub bigram_error: f32,
    /// Largest error of a stored bigram probability, log10.
    pub bigram_error_most: f32,
}

/// Packs the unigrams and bigrams of the ARPA text `source`, named `file` in errors. The same text gives the same bytes.
///
/// # Errors
/// [`Error::Line`] at a line that is no n-gram; [`Error::Data`] where the model has no words, no `<unk>`, more words than
/// 18 bits count, or an entry twice; [`Error::File`] when reading fails.
pub fn pack(source: impl BufRead, file: &str) -> Result<Packed, Error> {
    let arpa = arpa::read(source, file)?;
    let unknown = arpa.unknown.ok_or_else(|| data_error(file, "has no <unk> among its words"))?;
    if arpa.words.is_empty() || arpa.words.len() > MOST_WORDS {
        let problem = format!("has {} Chinese words; 1 to {MOST_WORDS} can be packed", arpa.words.len());
        return Err(data_error(file, problem));
    }

    let unigram_book = Codebook::fit(arpa.words.iter().map(|word| word.1).collect(), UNIGRAM_LEVELS);
    let backoff_book = Codebook::fit(arpa.words.iter().map(|word| word.2).collect(), BACKOFF_LEVELS);
    let bigram_book = Codebook::fit(arpa.bigrams.iter().map(|pair| pair.2).collect(), 1 << CODE_BITS);

    let frequencies = frequencies(&arpa);
    let trie = trie(&arpa, &frequencies).ok_or_else(|| data_error(file, "has too many words to pack"))?;
    let count = |n: usize| u32::try_from(n).map_err(|_| data_error(file, "is too large to pack"));
    let sizes = Sizes {
        words: count(arpa.words.len())?,
        bigrams: count(arpa.bigrams.len())?,
        characters: count(frequencies.len())?,
        unigram_levels: count(unigram_book.levels.len())?,
        backoff_levels: count(backoff_book.levels.len())?,
        trie: count(trie.len())?,
        unknown,
    };

    let mut bytes = sizes.to_header();
    let mut bigram_levels = bigram_book.levels.clone();
    bigram_levels.resize(1 << CODE_BITS, 0.0);
    for level in unigram_book.levels.iter().chain(&backoff_book.levels).chain(&bigram_levels) {
        bytes.extend(level.to_le_bytes());
    }
    pad(&mut bytes);
    let mut first_bigram = 0;
    for (id, (_, probability, backoff)) in (0..).zip(&arpa.words) {
        let codes = [unigram_book.code(*probability) as u16, backoff_book.code(*backoff) as u16];
        record(&mut bytes, first_bigram, codes);
        first_bigram += arpa.bigrams[first_bigram..].partition_point(|pair| pair.0 == id);
    }
    record(&mut bytes, first_bigram, [0, 0]);
    pad(&mut bytes);
    for (character, frequency) in &frequencies {
        bytes.extend(u32::from(*character).to_le_bytes());
        bytes.extend(frequency.to_le_bytes());
    }
    pad(&mut bytes);
    bytes.extend(trie);
    pad(&mut bytes);
    for &(_, second, probability) in &arpa.bigrams {
        let packed = second << CODE_BITS | bigram_book.code(probability) as u32;
        bytes.extend(&packed.to_le_bytes()[..3]);
    }
    pad(&mut bytes);

    let (_, backoff_error) = errors(&backoff_book, arpa.words.iter().map(|word| word.2));
    let (bigram_error, bigram_error_most) = errors(&bigram_book, arpa.bigrams.iter().map(|pair| pair.2));
    Ok(Packed {
        bytes,
        words: arpa.words.len(),
        bigrams: arpa.bigrams.len(),
        left_out: arpa.left_out,
        backoff_error,
        bigram_error,
        bigram_error_most,
    })
}

/// Fills up with zeros to where the next section begins.
fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(padded(bytes.len()), 0);
}

/// Appends a word record.
fn record(bytes: &mut Vec<u8>, first_bigram: usize, codes: [u16; 2]) {
    bytes.extend((first_bigram as u32).to_le_bytes());
    bytes.extend(codes.into_iter().flat_map(u16::to_le_bytes));
}

/// The trie from words to their ids; labels are the numbers of `characters`, from 1. `None` where it does not fit.
fn trie(arpa: &Arpa, characters: &[(char, f32)]) -> Option<Vec<u8>> {
    if characters.len() > MOST_LABELS {
        return None;
    }
    let labels: BTreeMap<char, u16> = characters.iter().map(|(c, _)| *c).zip(1..=u16::MAX).collect();
    let labelled = |(id, word): (u32, &str)| {
        Some((word.chars().map(|c| labels.get(&c).copied()).collect::<Option<Vec<u16>>>()?, id))
    };
    let words = (0..).zip(&arpa.words).map(|(id, (word, ..))| labelled((id, word.as_str())));
    let mut words = words.collect::<Option<Vec<_>>>()?;
    words.sort();
    trie::build(&words)
}

/// Each character's share of the characters of a running text whose words come as often as the model says, log10; the
/// commonest first.
fn frequencies(arpa: &Arpa) -> Vec<(char, f32)> {
    let mut shares: BTreeMap<char, f64> = BTreeMap::new();
    for (word, probability, _) in &arpa.words {
        for character in word.chars() {
            *shares.entry(character).or_default() += 10f64.powf(f64::from(*probability));
        }
    }
    let sum: f64 = shares.values().sum();
    let round = |log: f64| ((log / FREQUENCY_STEP).round() * FREQUENCY_STEP) as f32;
    let rounded = shares.into_iter().map(|(character, share)| (character, round((share / sum).log10())));
    let mut frequencies: Vec<(char, f32)> = rounded.collect();
    frequencies.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    frequencies
}

/// Root mean squared and largest error of `values` as stored.
fn errors(book: &Codebook, values: impl Iterator<Item = f32>) -> (f32, f32) {
    let (mut count, mut squares, mut most) = (0u32, 0.0f64, 0.0f32);
    for value in values {
        let error = (book.levels[book.code(value)] - value).abs();
        count += 1;
        squares += f64::from(error * error);
        most = most.max(error);
    }
    ((squares / f64::from(count.max(1))).sqrt() as f32, most)
}
