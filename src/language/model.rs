//! How likely a word is, alone and after another, read from `words.bin` where it lies.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::num::NonZeroU16;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use super::format::{
    BIGRAM, CHARACTER, CODE_BITS, HEADER, RECORD, Sizes, f32_at, likeliest, padded, u16_at, u32_at,
};
use super::joined::Joined;
use super::trie::Trie;
use crate::error::{Error, data_error};
use crate::text::is_han;

/// The bits of a bigram that are its code.
const CODES: u32 = (1 << CODE_BITS) - 1;

/// The model that is compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/language/words.bin");
/// Its name in errors.
const BUILT_IN_NAME: &str = "language/words.bin";
/// What [`likeliest`] gives for it.
const LIKELIEST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.likeliest"));

/// How far below `<unk>` (any word that is not listed) one unlisted Han character lies, log10. GBK encodes 20,923 Han
/// characters; 12,984 of them are no word of the source, and `<unk>` is shared among these: log10(12,984) = 4.11.
/// With `<unk>` at -6.26 this makes -10.4: a reading with a character that the source never saw as a word loses to one
/// with the rarest listed character by four orders of magnitude, but is still a reading.
const UNLISTED_SHARE: f32 = 4.11;
/// The log10 cost of a character that is not Han: about one character in ten of running Chinese is a mark, and which
/// one it is says nothing about the words around it.
const BOUNDARY: f32 = -1.0;

/// A word of the model that gave it; means nothing to another model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u32);

/// A place in the trie of words of the model that gave it: some characters with which words begin. Means nothing to
/// another model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix(u32);

/// What a character is called in the words of the model that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label(pub(super) NonZeroU16);

impl Word {
    /// The number of the word in its model.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl Prefix {
    /// A number that tells this place from others of its model.
    pub fn place(self) -> u32 {
        self.0
    }
}

/// Words of simplified Chinese, how common they are and how well they follow each other. Probabilities are log10.
pub struct Model {
    sizes: Sizes,
    unigram_levels: Vec<f32>,
    backoff_levels: Vec<f32>,
    bigram_levels: Vec<f32>,
    /// No word is likelier after any.
    most: f32,
    records: Cow<'static, [u8]>,
    characters: Cow<'static, [u8]>,
    labels: Labels,
    trie: Trie,
    bigrams: Cow<'static, [u8]>,
    /// By the number of a word: the code of the likeliest pair that ends with it. Made where it is asked for, but for the model
    /// that is compiled in.
    likeliest: OnceLock<Cow<'static, [u8]>>,
    /// No backoff is higher.
    most_backoff: f32,
}

/// The labels of characters in the trie: the number, from 1, of each in the list of those that stand in words.
struct Labels {
    /// The first character of the list.
    first: u32,
    /// By how far a character is behind the first: its label, or 0.
    labels: Vec<u16>,
}

impl Labels {
    /// Code points from the first character to the last: the planes that have Han characters, and a bound on what a
    /// damaged list asks for.
    const MOST: usize = 0x3_0000;

    fn of(characters: &[u8]) -> Labels {
        let listed = || characters.chunks_exact(CHARACTER).map(|entry| u32_at(entry, 0).unwrap_or(0));
        let first = listed().min().unwrap_or(0);
        let mut labels = Vec::new();
        for (label, character) in (1..=u16::MAX).zip(listed()) {
            let at = (character - first) as usize;
            if at < Labels::MOST {
                labels.resize(labels.len().max(at + 1), 0);
                labels[at] = label;
            }
        }
        Labels { first, labels }
    }

    #[inline]
    fn of_char(&self, c: char) -> Option<NonZeroU16> {
        let at = u32::from(c).checked_sub(self.first)?;
        self.labels.get(at as usize).copied().and_then(NonZeroU16::new)
    }
}

/// What is known of the words that follow one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct History {
    /// log10, where the pair is not listed.
    backoff: f32,
    /// The pairs that are.
    first_bigram: u32,
    end_bigram: u32,
}

impl History {
    /// What a word is worth after it, of what that is worth alone, where the pair is not listed.
    pub(crate) fn backoff(&self) -> f32 {
        self.backoff
    }
}

/// What the record of a word says.
#[derive(Clone, Copy)]
struct Record {
    unigram: f32,
    backoff: f32,
    first_bigram: u32,
}

impl Model {
    /// Characters that no word has more of. Where a model in a folder of data has longer ones, texts may be cut as if it had
    /// not.
    pub const LONGEST: usize = 16;

    /// The name of the model's file in a folder of data.
    pub const FILE: &str = "words.bin";

    /// The model that is compiled in, loaded once for the whole program.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged `dictionaries/language/words.bin`.
    pub fn built_in() -> Result<&'static Model, Error> {
        static MODEL: OnceLock<Result<Model, String>> = OnceLock::new();
        MODEL
            .get_or_init(|| {
                let mut model =
                    Model::from_static(BUILT_IN, BUILT_IN_NAME).map_err(|error| error.to_string())?;
                model.likeliest = OnceLock::from(Cow::Borrowed(LIKELIEST));
                Ok(model)
            })
            .as_ref()
            .map_err(|problem| data_error("built-in model", problem))
    }

    /// The model in the file `path`, as [`super::pack`] makes it, whatever its name.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read; [`Error::Data`] where it is of another version, damaged or cut short.
    /// Damage inside the tables of probabilities is not looked for: it gives other probabilities, never a panic.
    pub fn open(path: &Path) -> Result<Model, Error> {
        let name = path.display().to_string();
        let failed = |source| Error::File { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(failed)?;
        let length = usize::try_from(file.metadata().map_err(failed)?.len()).unwrap_or(usize::MAX);
        // Each section is read into a place of its own, so that nothing is copied afterwards.
        Model::read(&name, length, |bytes| {
            let mut section = Vec::with_capacity(bytes);
            file.by_ref().take(bytes as u64).read_to_end(&mut section).map_err(failed)?;
            if section.len() < bytes {
                return Err(data_error(&name, "cut short"));
            }
            Ok(Cow::Owned(section))
        })
    }

    /// A model over bytes that live as long as the program; they are used where they lie.
    fn from_static(bytes: &'static [u8], name: &str) -> Result<Model, Error> {
        let mut rest = bytes;
        Model::read(name, bytes.len(), |count| {
            let (section, after) =
                rest.split_at_checked(count).ok_or_else(|| data_error(name, "cut short"))?;
            rest = after;
            Ok(Cow::Borrowed(section))
        })
    }

    /// Reads a model of `length` bytes, which `next` hands out in order, so many at a time.
    fn read(
        name: &str,
        length: usize,
        mut next: impl FnMut(usize) -> Result<Cow<'static, [u8]>, Error>,
    ) -> Result<Model, Error> {
        if length < HEADER {
            return Err(data_error(name, "shorter than its header"));
        }
        let sizes = Sizes::from_header(&next(HEADER)?).map_err(|problem| data_error(name, problem))?;
        let sections = sizes.sections();
        // Compared before anything else is read: what a damaged header claims must not be allocated.
        if sections.file() != length {
            let problem = format!("has {length} bytes where its header says {}", sections.file());
            return Err(data_error(name, problem));
        }
        let mut section = |bytes: usize| {
            Ok::<_, Error>(match next(padded(bytes))? {
                Cow::Borrowed(padded) => Cow::Borrowed(&padded[..bytes]),
                Cow::Owned(mut padded) => {
                    padded.truncate(bytes);
                    Cow::Owned(padded)
                }
            })
        };

        let mut levels: Vec<f32> = section(sections.codebooks)?
            .chunks_exact(4)
            .filter_map(|bytes| f32_at(bytes, 0))
            .filter(|level| level.is_finite())
            .collect();
        if 4 * levels.len() != sections.codebooks {
            return Err(data_error(name, "a codebook holds what is no number"));
        }
        let bigram_levels = levels.split_off(levels.len() - (1 << CODE_BITS));
        let backoff_levels = levels.split_off(sizes.unigram_levels as usize);
        let records = section(sections.records)?;
        let characters = section(sections.characters)?;
        let labels = Labels::of(&characters);
        let trie = Trie::new(section(sections.trie)?);
        let bigrams = section(sections.bigrams)?;
        let highest = |levels: &[f32], least: f32| levels.iter().copied().fold(least, f32::max);
        let most_backoff = highest(&backoff_levels, 0.0);
        let unlisted = highest(&levels, sizes.unknown - UNLISTED_SHARE) + most_backoff;
        Ok(Model {
            sizes,
            most: highest(&bigram_levels, unlisted),
            unigram_levels: levels,
            backoff_levels,
            bigram_levels,
            records,
            characters,
            labels,
            trie,
            bigrams,
            likeliest: OnceLock::new(),
            most_backoff,
        })
    }

    /// The empty prefix, where every word begins.
    pub fn root(&self) -> Prefix {
        Prefix(self.trie.root())
    }

    /// `prefix` and then `next`; `None` where no word begins so.
    #[inline]
    pub fn step(&self, prefix: Prefix, next: char) -> Option<Prefix> {
        self.step_by(prefix, self.label(next)?)
    }

    /// What `c` is called in words; `None` where it is in none.
    #[inline]
    pub(crate) fn label(&self, c: char) -> Option<Label> {
        self.labels.of_char(c).map(Label)
    }

    /// The same as [`Model::step`], for a character that is asked about more than once.
    #[inline]
    pub(crate) fn step_by(&self, prefix: Prefix, next: Label) -> Option<Prefix> {
        self.trie.step(prefix.0, next.0.get()).map(Prefix)
    }

    /// [`Model::step_by`] from one prefix by each of many characters.
    #[inline]
    pub(crate) fn steps_from(&self, prefix: Prefix) -> impl Fn(Label) -> Option<Prefix> {
        let base = self.trie.base(prefix.0);
        move |next| self.trie.child(base, next.0.get()).map(Prefix)
    }

    /// The word that `prefix` is, where it is a whole one.
    #[inline]
    pub fn word(&self, prefix: Prefix) -> Option<Word> {
        self.trie.word(prefix.0).filter(|id| *id < self.sizes.words).map(Word)
    }

    /// The word spelled `text`, where the model lists it.
    pub fn find(&self, text: &str) -> Option<Word> {
        let end = text.chars().try_fold(self.root(), |prefix, next| self.step(prefix, next))?;
        self.word(end)
    }

    /// Shows `see` every word with its spelling, those that begin alike together.
    pub fn each_word(&self, mut see: impl FnMut(&str, Word)) {
        let character = |label: &u16| {
            let at = CHARACTER.checked_mul(usize::from(*label).checked_sub(1)?)?;
            char::from_u32(u32_at(&self.characters, at)?)
        };
        self.trie.each(|labels, id| {
            // What is no text in a damaged file is no word.
            if let Some(spelling) = labels.iter().map(character).collect::<Option<String>>()
                && id < self.sizes.words
            {
                see(&spelling, Word(id));
            }
        });
    }

    /// The words listed as following `word`.
    pub fn followers(&self, word: Word) -> impl Iterator<Item = Word> {
        let place = |word: Word| BIGRAM.saturating_mul(self.record(word).first_bigram as usize);
        let range = place(word)..place(Word(word.0.saturating_add(1)));
        let bytes = self.bigrams.get(range).unwrap_or_default();
        bytes.chunks_exact(BIGRAM).map(|b| Word(u32::from_le_bytes([b[0], b[1], b[2], 0]) >> CODE_BITS))
    }

    /// log10 probability of `word`, whatever went before.
    #[inline]
    pub fn unigram(&self, word: Word) -> f32 {
        self.record(word).unigram
    }

    /// log10 probability of `next` after `previous`: the pair's own where it is listed, else the backoff of
    /// `previous` and the probability of `next` (Katz). Without `previous`, the probability of `next`.
    #[inline]
    pub fn bigram(&self, previous: Option<Word>, next: Word) -> f32 {
        let unigram = self.unigram(next);
        previous.map_or(unigram, |previous| self.after(&self.unigram_and_history(previous).1, next, unigram))
    }

    /// [`Model::unigram`] of `word`, and what is to be known where it is asked of several words how they follow it.
    #[inline]
    pub(crate) fn unigram_and_history(&self, word: Word) -> (f32, History) {
        let Record { unigram, backoff, first_bigram } = self.record(word);
        let end_bigram = self.record(Word(word.0.saturating_add(1))).first_bigram;
        (unigram, History { backoff, first_bigram, end_bigram })
    }

    /// [`Model::bigram`] of `next`, whose [`Model::unigram`] is `unigram`, after the word that `history` is of.
    #[inline]
    pub(crate) fn after(&self, history: &History, next: Word, unigram: f32) -> f32 {
        let pair = self.pair(history.first_bigram..history.end_bigram, next);
        pair.unwrap_or(history.backoff + unigram)
    }

    /// No word is likelier after any, log10.
    #[inline]
    pub(crate) fn most(&self) -> f32 {
        self.most
    }

    /// Which characters its words have side by side.
    pub(crate) fn joined(&self) -> Joined {
        Joined::new(&self.trie)
    }

    /// No less than what [`Model::bigram`] gives for `word`, whatever goes before.
    #[inline]
    pub(crate) fn most_of(&self, word: Word) -> f32 {
        let likeliest = || likeliest(self.sizes.words, &self.bigram_levels, &self.bigrams).into();
        let code = self.likeliest.get_or_init(likeliest).get(word.0 as usize);
        let pair = code.and_then(|code| self.bigram_levels.get(usize::from(*code)));
        (self.unigram(word) + self.most_backoff).max(pair.copied().unwrap_or(f32::NEG_INFINITY))
    }

    /// Whether `next` is listed as following `previous`.
    pub fn is_listed(&self, previous: Word, next: Word) -> bool {
        let end = self.record(Word(previous.0.saturating_add(1))).first_bigram;
        self.pair(self.record(previous).first_bigram..end, next).is_some()
    }

    /// log10 cost of a character that is no word by itself: a Han character that is not listed gets a floor far below
    /// every word; any other character is a boundary and costs a little. Neither is history for what follows.
    #[inline]
    pub fn unknown(&self, character: char) -> f32 {
        if is_han(character) { self.floor() } else { BOUNDARY }
    }

    /// log10 of how often `character` stands among the characters of running text, from the words that hold it;
    /// [what an unlisted Han character gets](Model::unknown) where none does.
    #[inline]
    pub fn frequency(&self, character: char) -> f32 {
        let entry = self.labels.of_char(character).map(|label| CHARACTER * usize::from(label.get() - 1));
        let stored = entry.and_then(|at| f32_at(&self.characters, at + 4));
        stored.filter(|f| f.is_finite()).unwrap_or(self.floor())
    }

    /// Every character that stands in a word, the commonest first, with [how often it stands](Model::frequency) in running text.
    pub fn characters(&self) -> impl Iterator<Item = (char, f32)> {
        self.characters.chunks_exact(CHARACTER).filter_map(|entry| {
            let frequency = f32_at(entry, 4).filter(|f| f.is_finite())?;
            Some((char::from_u32(u32_at(entry, 0)?)?, frequency))
        })
    }

    /// What a Han character that is not listed costs, log10.
    fn floor(&self) -> f32 {
        self.sizes.unknown - UNLISTED_SHARE
    }

    /// The record of `word`. A code that a damaged file holds and no codebook has counts as the floor, as does a word
    /// of another model.
    #[inline]
    fn record(&self, word: Word) -> Record {
        let start = RECORD * word.0 as usize;
        let bytes = self.records.get(start..start + RECORD).unwrap_or(&[0xFF; RECORD]);
        let level =
            |levels: &[f32], code: Option<u16>| code.and_then(|c| levels.get(usize::from(c)).copied());
        Record {
            unigram: level(&self.unigram_levels, u16_at(bytes, 4)).unwrap_or(self.floor()),
            backoff: level(&self.backoff_levels, u16_at(bytes, 6)).unwrap_or(0.0),
            first_bigram: u32_at(bytes, 0).unwrap_or(u32::MAX),
        }
    }

    /// The listed probability of `next` among the bigrams `range`.
    #[inline]
    fn pair(&self, range: Range<u32>, next: Word) -> Option<f32> {
        let place = |index: u32| BIGRAM.saturating_mul(index as usize);
        let bytes = self.bigrams.get(place(range.start)..place(range.end))?;
        let entries: &[[u8; BIGRAM]] = bytes.as_chunks().0;
        let number = |entry: &[u8; BIGRAM]| u32::from_le_bytes([entry[0], entry[1], entry[2], 0]);
        // The last that is not behind the pair. The half to go on in is chosen without a branch, which would be guessed wrong
        // every other time.
        let last = next.0 << CODE_BITS | CODES;
        let (mut from, mut count) = (0, entries.len());
        while count > 1 {
            let half = count / 2;
            from += if number(&entries[from + half]) <= last { half } else { 0 };
            count -= half;
        }
        let found = number(entries.get(from)?);
        (found >> CODE_BITS == next.0).then(|| self.bigram_levels[(found & CODES) as usize])
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("sizes", &self.sizes).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
