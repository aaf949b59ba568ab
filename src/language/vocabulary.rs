//! Which strings are known words, whatever their frequency: the guard that keeps rare words from being "corrected".

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use fst::raw::{CompiledAddr, Fst};

use crate::error::{Error, data_error};

/// The list that is compiled in.
const BUILT_IN: &[u8] = include_bytes!("../../dictionaries/language/vocabulary.bin");
/// Its name in errors.
const BUILT_IN_NAME: &str = "language/vocabulary.bin";

/// Words of two or more Simplified characters. It says only that a word exists.
pub struct Vocabulary {
    trie: Fst<Cow<'static, [u8]>>,
}

/// A place in the list: some characters with which words begin. Means nothing to another list.
#[derive(Debug, Clone, Copy)]
pub struct Known(CompiledAddr);

impl Vocabulary {
    /// The name of the list's file in a folder of data.
    pub const FILE: &str = "vocabulary.bin";

    /// The list that is compiled in, loaded once for the whole program.
    ///
    /// # Errors
    /// [`Error::Data`] where the program was built with a damaged `dictionaries/language/vocabulary.bin`.
    pub fn built_in() -> Result<&'static Vocabulary, Error> {
        static LIST: OnceLock<Result<Vocabulary, String>> = OnceLock::new();
        // The compiled-in file is checked by its sum in the tests, not at every start.
        LIST.get_or_init(|| {
            let trie = Fst::new(Cow::Borrowed(BUILT_IN)).map_err(|error| error.to_string())?;
            Ok(Vocabulary { trie })
        })
        .as_ref()
        .map_err(|problem| data_error(BUILT_IN_NAME, problem))
    }

    /// The list in the file `path`, as `examples/pack_vocabulary.rs` makes it.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Data`] where it is damaged.
    pub fn open(path: &Path) -> Result<Vocabulary, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        let name = path.display().to_string();
        let trie = Fst::new(Cow::Owned(bytes)).map_err(|problem| data_error(&name, problem))?;
        trie.verify().map_err(|problem| data_error(&name, problem))?;
        Ok(Vocabulary { trie })
    }

    /// Where every word begins.
    pub fn root(&self) -> Known {
        Known(self.trie.root().addr())
    }

    /// `known` and then `next`; `None` where no word begins so.
    pub fn step(&self, known: Known, next: char) -> Option<Known> {
        let mut place = known.0;
        for &byte in next.encode_utf8(&mut [0; 4]).as_bytes() {
            let node = self.trie.node(place);
            place = node.transition(node.find_input(byte)?).addr;
        }
        Some(Known(place))
    }

    /// Whether `known` is a whole word.
    pub fn is_word(&self, known: Known) -> bool {
        self.trie.node(known.0).is_final()
    }

    /// Whether `text` is a word of the list.
    pub fn contains(&self, text: &str) -> bool {
        let end = text.chars().try_fold(self.root(), |known, next| self.step(known, next));
        end.is_some_and(|known| self.is_word(known))
    }

    /// Shows `see` every word.
    pub fn each_word(&self, mut see: impl FnMut(&str)) {
        use fst::Streamer;
        let mut words = self.trie.stream();
        while let Some((word, _)) = words.next() {
            if let Ok(word) = std::str::from_utf8(word) {
                see(word);
            }
        }
    }
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary").field("words", &self.trie.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_are_known_and_misread_ones_are_not() {
        let list = Vocabulary::built_in().unwrap();
        assert!(list.contains("饕餮") && list.contains("教育"));
        assert!(!list.contains("擞育") && !list.contains("教"));
        assert!(!list.contains(""));
    }

    #[test]
    fn a_file_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(Vocabulary::FILE);
        std::fs::write(&path, "no words").unwrap();
        assert!(matches!(Vocabulary::open(&path), Err(Error::Data { .. })));
    }
}
