//! The best way to read a run of Han characters as words where some characters may be others than they seem.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::following::Following;
use super::model::{Label, Model, Prefix, Word};
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
        &self.list[self.range(place)]
    }

    /// Where in the list stands what may stand in `place`.
    fn range(&self, place: usize) -> Range<usize> {
        let Some(&end) = self.ends.get(place) else { return 0..0 };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..end as usize
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
#[derive(Debug)]
pub struct Lattice<'a> {
    model: &'a Model,
    vocabulary: &'a Vocabulary,
    /// What the model said, where that is remembered.
    following: Option<Following<'a>>,
    nodes: Vec<Node>,
    /// By place: the ways that end there, in the order in which they were found; where words begin, only the best of them, the
    /// best first.
    ending: Vec<Vec<u32>>,
    /// By place: the scores of the best ways that end there, the best first.
    best: Vec<Vec<f32>>,
    /// By character, what words of the vocabulary begin with: nearly every character of a text comes again.
    begins: FxHashMap<char, Option<Known>>,
    /// What the characters of the run are called in words, and all alternatives.
    labels: Vec<Option<Label>>,
    others: Vec<Option<Label>>,
}

/// What has been read of a word.
#[derive(Clone, Copy)]
struct Begun {
    prefix: Option<Prefix>,
    known: Option<Known>,
    price: f32,
    changes: [Option<(usize, char)>; 2],
}

impl<'a> Lattice<'a> {
    /// Reads by the words of these two.
    pub fn new(model: &'a Model, vocabulary: &'a Vocabulary) -> Lattice<'a> {
        let (following, nodes, ending, best, begins, labels, others) = Default::default();
        Lattice { model, vocabulary, following, nodes, ending, best, begins, labels, others }
    }

    /// The same for many runs: remembers what the model said, and looks ahead to the most that it can say.
    pub fn for_many(model: &'a Model, vocabulary: &'a Vocabulary) -> Lattice<'a> {
        Lattice { following: Some(Following::new(model)), ..Lattice::new(model, vocabulary) }
    }

    /// Reads `run` and gives the log10 probability of the best reading, the price of its changes included.
    pub fn read(&mut self, run: &[char], alternatives: &Alternatives) -> f32 {
        let Lattice { model, vocabulary, .. } = *self;
        self.nodes.clear();
        self.ending.iter_mut().for_each(Vec::clear);
        self.ending.resize_with(self.ending.len().max(run.len() + 1), Vec::new);
        self.best.iter_mut().for_each(Vec::clear);
        self.best.resize_with(self.ending.len(), Vec::new);
        self.labels.clear();
        self.labels.extend(run.iter().map(|c| model.label(*c)));
        self.others.clear();
        self.others.extend(alternatives.list.iter().map(|(c, _)| model.label(*c)));
        for start in 0..run.len() {
            self.keep_best(start);
            let begun = Begun {
                prefix: Some(model.root()),
                known: Some(vocabulary.root()),
                price: 0.0,
                changes: [None; 2],
            };
            Reader { lattice: self, run, alternatives, start }.go_on(start, begun);
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
        // Of ways as good as each other the first found.
        ways.sort_by(|a, b| nodes[*b as usize].score.total_cmp(&nodes[*a as usize].score));
        ways.truncate(WAYS);
    }

    /// Adds a word, or what is none and costs so much `alone`.
    fn add(&mut self, start: usize, end: usize, begun: &Begun, word: Option<Word>, alone: f32) {
        let (model, following) = (self.model, self.following.as_ref());
        let after = |previous: Option<Word>| match (word, following) {
            (None, _) => alone,
            (Some(word), Some(following)) => following.after(previous, word, || alone),
            (Some(word), None) => model.bigram(previous, word),
        };
        let most = match word {
            Some(word) if following.is_some() => model.most_of(word),
            Some(_) => f32::INFINITY,
            None => alone,
        };
        let first = self.ending[start].first().map(|way| self.nodes[*way as usize].score);
        let first = first.unwrap_or(f32::NEG_INFINITY).max(if start == 0 { 0.0 } else { f32::NEG_INFINITY });
        // Whatever goes before it, it would not be kept.
        if first + most + begun.price < self.best[end].get(WAYS - 1).copied().unwrap_or(f32::NEG_INFINITY) {
            return;
        }
        let mut best = (NONE, f32::NEG_INFINITY);
        if start == 0 {
            best.1 = after(None);
        }
        for &way in &self.ending[start] {
            let node = &self.nodes[way as usize];
            if node.score + most <= best.1 {
                break;
            }
            let score = node.score + after(node.word);
            if score > best.1 {
                best = (way, score);
            }
        }
        let score = best.1 + begun.price;
        let scores = &mut self.best[end];
        let rank = scores.partition_point(|other| *other >= score);
        if rank < WAYS {
            scores.truncate(WAYS - 1);
            scores.insert(rank, score);
        }
        self.ending[end].push(self.nodes.len() as u32);
        let (start, end) = (start as u16, end as u16);
        self.nodes.push(Node { score, word, start, end, before: best.0, changes: begun.changes });
    }
}

/// Finds the words that begin at one place.
struct Reader<'r, 'a> {
    lattice: &'r mut Lattice<'a>,
    run: &'r [char],
    alternatives: &'r Alternatives,
    start: usize,
}

impl Reader<'_, '_> {
    /// Reads the character at `at`, as it stands and as each of its alternatives, and goes on behind it.
    fn go_on(&mut self, at: usize, begun: Begun) {
        let Some(&c) = self.run.get(at) else { return };
        let Lattice { model, vocabulary, .. } = *self.lattice;
        let label = self.lattice.labels[at];
        let prefix = begun.prefix.zip(label).and_then(|(prefix, label)| model.step_by(prefix, label));
        let known = match begun.known {
            Some(root) if at == self.start => {
                let begins = &mut self.lattice.begins;
                *begins.entry(c).or_insert_with(|| vocabulary.step(root, c))
            }
            known => known.and_then(|known| vocabulary.step(known, c)),
        };
        self.take(at, c, Begun { prefix, known, ..begun });
        // Only what is a word without the change may be one that the model does not list.
        let (None, Some(prefix)) = (begun.changes[1], begun.prefix) else { return };
        let slot = usize::from(begun.changes[0].is_some());
        let alternatives = self.alternatives;
        let step = model.steps_from(prefix);
        for n in alternatives.range(at) {
            let Some(prefix) = self.lattice.others[n].and_then(&step) else { continue };
            let (other, price) = alternatives.list[n];
            let mut changed =
                Begun { prefix: Some(prefix), known: None, price: begun.price + price, ..begun };
            changed.changes[slot] = Some((at, other));
            self.take(at, other, changed);
        }
    }

    /// Takes what was read up to `at`, where `c` stands.
    fn take(&mut self, at: usize, c: char, begun: Begun) {
        let Begun { prefix, known, .. } = begun;
        let Lattice { model, vocabulary, .. } = *self.lattice;
        let (length, end) = (at + 1 - self.start, at + 1);
        let changes = begun.changes.iter().flatten().count();
        // A character read otherwise must stand in a word, and most of the word as it is; alone only where it costs little.
        let alone = length == 1 && begun.price >= ALONE;
        let both = length >= TWO_CHANGES || begun.price >= BOTH;
        let may_end = changes == 0 || alone || length >= 2 && (changes == 1 || both);
        let word = prefix.filter(|_| may_end).and_then(|prefix| model.word(prefix));
        if let Some(word) = word {
            self.lattice.add(self.start, end, &begun, Some(word), model.unigram(word));
        } else if changes == 0 && length == 1 {
            self.lattice.add(self.start, end, &begun, None, model.unknown(c));
        } else if known.is_some_and(|known| vocabulary.is_word(known)) {
            self.lattice.add(self.start, end, &begun, None, KNOWN_WORD);
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
        let mut lattice = Lattice::new(Model::built_in().unwrap(), Vocabulary::built_in().unwrap());
        lattice.read(&run, &alternatives);
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
        let score = Lattice::new(model, list).read(&run, &Alternatives::default());
        assert!((score - model.score(text)).abs() < 1e-3, "{score} {}", model.score(text));
    }

    #[test]
    fn what_is_passed_over_or_remembered_makes_no_difference() {
        let (model, list) = (Model::built_in().unwrap(), Vocabulary::built_in().unwrap());
        let characters: Vec<char> = "教育信息化工作的发展和学校网络建设散擞我们要".chars().collect();
        let mut state = 1u32;
        let mut next = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        let mut long = Lattice::for_many(model, list);
        let mut changed = 0;
        for round in 0..400 {
            let run: Vec<char> = (0..4 + next(12)).map(|_| characters[next(characters.len())]).collect();
            let mut alternatives = Alternatives::default();
            for _ in &run {
                let price = -1.0 - next(30) as f32 / 10.0;
                let here: Vec<char> = (0..next(8)).map(|_| characters[next(characters.len())]).collect();
                alternatives.push(here.into_iter().zip((0..).map(|n| price - n as f32 / 7.0)));
            }
            let mut fresh = Lattice::new(model, list);
            let scores = (long.read(&run, &alternatives), fresh.read(&run, &alternatives));
            assert_eq!(scores.0, scores.1, "{round} {run:?}");
            let pieces = long.pieces(run.len());
            assert_eq!(pieces, fresh.pieces(run.len()), "{round} {run:?}");
            changed += pieces.iter().filter(|piece| piece.changes[0].is_some()).count();
        }
        assert!(changed > 100, "{changed}");
    }

    #[test]
    fn no_word_is_likelier_than_the_most() {
        let model = Model::built_in().unwrap();
        for first in ["的", "中国", "教育", "阿"].map(|word| model.find(word).unwrap()) {
            for next in model.followers(first).chain(["霹雳", "是"].map(|word| model.find(word).unwrap()))
            {
                assert!(model.bigram(Some(first), next) <= model.most_of(next));
            }
        }
        // What the build script found out is what the model says.
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/language/words.bin");
        let opened = Model::open(file.as_ref()).unwrap();
        model.each_word(|_, word| assert!(model.most_of(word) == opened.most_of(word)));
    }
}
