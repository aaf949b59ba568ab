//! The best way to read a run of Han characters as words where some characters may be others than they seem.

use super::model::{Model, Prefix, Word};
use super::vocabulary::{Known, Vocabulary};

/// log10 probability of a word that the vocabulary knows and the model does not: rarer than the rarest the model lists
/// alone, commoner than its characters one by one. Pinned by golden/intact/ocr-rare-words.
const KNOWN_WORD: f32 = -7.0;
/// Ways kept at each place, so that a place with many alternatives costs no more than its best.
const WAYS: usize = 8;
/// The shortest word that may hold two changed characters: of a shorter one too little is left to tell it by.
const TWO_CHANGES: usize = 4;
/// The lowest log10 price of two changed characters in a shorter one: both look very much like what stands, where the page
/// was read by OCR. (golden/synthetic/ocr-both-characters)
const BOTH: f32 = -6.5;
/// The lowest log10 price at which a word of one character may be another.
const ALONE: f32 = -3.7;

/// What may stand in each place of a run, with its price in log10, besides what does.
#[derive(Debug, Default, Clone)]
pub struct Alternatives {
    ends: Vec<u32>,
    list: Vec<(char, f32)>,
}

impl Alternatives {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.ends.clear();
        self.list.clear();
    }

    /// Adds the next place.
    pub fn push(&mut self, alternatives: impl IntoIterator<Item = (char, f32)>) {
        self.list.extend(alternatives);
        self.ends.push(self.list.len() as u32);
    }

    /// What may stand in `place`; nothing beyond the places added.
    pub fn at(&self, place: usize) -> &[(char, f32)] {
        let Some(&end) = self.ends.get(place) else { return &[] };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.list[start as usize..end as usize]
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many characters all places offer together.
    pub fn total(&self) -> usize {
        self.list.len()
    }
}

/// A word of the best reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Its first character, counted in the run.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// The word, where the model lists it.
    pub word: Option<Word>,
    /// The characters read otherwise than they stand, by place.
    pub changes: [Option<(usize, char)>; 2],
}

#[derive(Debug, Clone, Copy)]
struct Node {
    score: f32,
    word: Option<Word>,
    start: u16,
    end: u16,
    before: u32,
    changes: [Option<(usize, char)>; 2],
}

const NONE: u32 = u32::MAX;

/// The ways through a run, kept from run to run to save room.
#[derive(Debug, Default)]
pub struct Lattice {
    nodes: Vec<Node>,
    ending: Vec<Vec<u32>>,
}

/// What has been read of a word.
#[derive(Clone, Copy)]
struct Begun {
    prefix: Option<Prefix>,
    known: Option<Known>,
    price: f32,
    changes: [Option<(usize, char)>; 2],
}

impl Lattice {
    /// Reads `run` and gives the log10 probability of the best reading, the price of its changes included.
    pub fn read(
        &mut self,
        model: &Model,
        vocabulary: &Vocabulary,
        run: &[char],
        alternatives: &Alternatives,
    ) -> f32 {
        self.nodes.clear();
        self.ending.iter_mut().for_each(Vec::clear);
        self.ending.resize_with(self.ending.len().max(run.len() + 1), Vec::new);
        for start in 0..run.len() {
            self.keep_best(start);
            let begun = Begun {
                prefix: Some(model.root()),
                known: Some(vocabulary.root()),
                price: 0.0,
                changes: [None; 2],
            };
            Reader { lattice: self, model, vocabulary, run, alternatives, start }.go_on(start, begun);
        }
        self.best(run.len()).map_or(0.0, |node| self.nodes[node as usize].score)
    }

    /// The words of the best reading of the run of `length` characters read last.
    pub fn pieces(&self, length: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut next = self.best(length).unwrap_or(NONE);
        while let Some(node) = self.nodes.get(next as usize) {
            let (start, end) = (usize::from(node.start), usize::from(node.end));
            pieces.push(Piece { start, end, word: node.word, changes: node.changes });
            next = node.before;
        }
        pieces.reverse();
        pieces
    }

    fn best(&self, end: usize) -> Option<u32> {
        let score = |node: &u32| self.nodes[*node as usize].score;
        self.ending.get(end)?.iter().copied().max_by(|a, b| score(a).total_cmp(&score(b)))
    }

    fn keep_best(&mut self, end: usize) {
        let nodes = &self.nodes;
        let ways = &mut self.ending[end];
        if ways.len() > WAYS {
            let by_score = |a: &u32, b: &u32| nodes[*b as usize].score.total_cmp(&nodes[*a as usize].score);
            ways.select_nth_unstable_by(WAYS - 1, by_score);
            ways.truncate(WAYS);
        }
    }

    fn add(
        &mut self,
        start: usize,
        end: usize,
        begun: &Begun,
        word: Option<Word>,
        model: &Model,
        alone: f32,
    ) {
        let after = |previous: Option<Word>| word.map_or(alone, |word| model.bigram(previous, word));
        let mut best = (NONE, f32::NEG_INFINITY);
        if start == 0 {
            best.1 = after(None);
        }
        for &way in &self.ending[start] {
            let node = &self.nodes[way as usize];
            let score = node.score + after(node.word);
            if score > best.1 {
                best = (way, score);
            }
        }
        let score = best.1 + begun.price;
        self.ending[end].push(self.nodes.len() as u32);
        let (start, end) = (start as u16, end as u16);
        self.nodes.push(Node { score, word, start, end, before: best.0, changes: begun.changes });
    }
}

/// Finds the words that begin at one place.
struct Reader<'a> {
    lattice: &'a mut Lattice,
    model: &'a Model,
    vocabulary: &'a Vocabulary,
    run: &'a [char],
    alternatives: &'a Alternatives,
    start: usize,
}

impl Reader<'_> {
    /// Reads the character at `at`, as it stands and as each of its alternatives, and goes on behind it.
    fn go_on(&mut self, at: usize, begun: Begun) {
        let Some(&c) = self.run.get(at) else { return };
        self.take(at, c, begun);
        if begun.changes[1].is_none() {
            let slot = usize::from(begun.changes[0].is_some());
            let alternatives = self.alternatives;
            for &(other, price) in alternatives.at(at) {
                let mut changed = begun;
                changed.known = None;
                changed.price += price;
                changed.changes[slot] = Some((at, other));
                self.take(at, other, changed);
            }
        }
    }

    fn take(&mut self, at: usize, c: char, begun: Begun) {
        let prefix = begun.prefix.and_then(|prefix| self.model.step(prefix, c));
        let known = begun.known.and_then(|known| self.vocabulary.step(known, c));
        let begun = Begun { prefix, known, ..begun };
        let (length, end) = (at + 1 - self.start, at + 1);
        let changes = begun.changes.iter().flatten().count();
        // A character read otherwise must stand in a word, and most of the word as it is; alone only where it costs little.
        let alone = length == 1 && begun.price >= ALONE;
        let both = length >= TWO_CHANGES || begun.price >= BOTH;
        let may_end = changes == 0 || alone || length >= 2 && (changes == 1 || both);
        let word = prefix.and_then(|prefix| self.model.word(prefix));
        if may_end && word.is_some() {
            self.lattice.add(self.start, end, &begun, word, self.model, 0.0);
        } else if changes == 0 && length == 1 {
            self.lattice.add(self.start, end, &begun, None, self.model, self.model.unknown(c));
        } else if known.is_some_and(|known| self.vocabulary.is_word(known)) {
            self.lattice.add(self.start, end, &begun, None, self.model, KNOWN_WORD);
        }
        if prefix.is_some() || known.is_some() {
            self.go_on(end, begun);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, place: usize, others: &str) -> String {
        let run: Vec<char> = text.chars().collect();
        let mut alternatives = Alternatives::default();
        for n in 0..run.len() {
            let here = if n == place { others } else { "" };
            alternatives.push(here.chars().map(|c| (c, -3.0)));
        }
        let mut lattice = Lattice::default();
        let (model, list) = (Model::built_in().unwrap(), Vocabulary::built_in().unwrap());
        lattice.read(model, list, &run, &alternatives);
        let mut out = run.clone();
        for (at, c) in lattice.pieces(run.len()).iter().flat_map(|piece| piece.changes).flatten() {
            out[at] = c;
        }
        out.into_iter().collect()
    }

    #[test]
    fn a_misread_character_is_read_as_the_word_has_it() {
        assert_eq!(read("全省擞育工作", 2, "教散"), "全省教育工作");
        assert_eq!(read("全省教育工作", 2, "散擞"), "全省教育工作");
    }

    #[test]
    fn the_score_without_alternatives_is_the_models() {
        let model = Model::built_in().unwrap();
        let text = "研究生命的起源";
        let run: Vec<char> = text.chars().collect();
        let list = Vocabulary::built_in().unwrap();
        let score = Lattice::default().read(model, list, &run, &Alternatives::default());
        assert!((score - model.score(text)).abs() < 1e-3, "{score} {}", model.score(text));
    }
}
