//! The best way to cut a text into words, and how likely it is.

use std::cell::RefCell;

use super::joined::Joined;
use super::model::{History, Label, Model, Word};
use crate::text::{Span, is_han};

/// A word of the lattice: it ends where it is listed, having come over the best word before it.
struct Node {
    word: Option<Word>,
    /// What is known of what follows it.
    history: History,
    /// log10 probability of the best way up to here. Doubles, because a long text adds up many small terms.
    score: f64,
    /// First character and one past the last, in characters of the run.
    start: u32,
    end: u32,
    /// The node before it, or [`NONE`].
    before: u32,
    /// The next node that ends at the same place, added before this one, or [`NONE`].
    beside: u32,
}

/// No node.
const NONE: u32 = u32::MAX;

/// Room for finding the best ways of many texts, kept from one to the next.
pub(crate) struct Cutter<'a> {
    model: &'a Model,
    /// Which characters words have side by side, where that was prepared.
    joined: Option<&'a Joined>,
    room: Room,
}

/// The same, whatever the model is.
#[derive(Default)]
struct Room {
    lattice: Lattice,
    /// The characters of a run, and where they stand.
    characters: Vec<(usize, char)>,
}

thread_local! {
    /// For single texts.
    static ROOM: RefCell<Room> = RefCell::default();
}

impl Room {
    /// What [`Model::score`] is.
    fn score(&mut self, model: &Model, joined: Option<&Joined>, text: &str) -> f32 {
        let mut score = 0.0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let run = &rest[..rest.find(|c: char| !is_han(c)).unwrap_or(rest.len())];
            if run.is_empty() {
                score += f64::from(model.unknown(first));
                rest = &rest[first.len_utf8()..];
            } else {
                let last = self.fill(model, joined, run);
                score += self.lattice.score(last);
                rest = &rest[run.len()..];
            }
        }
        score as f32
    }

    /// Fills the lattice with the words of a run of Han characters; gives the last of the best way.
    fn fill(&mut self, model: &Model, joined: Option<&Joined>, run: &str) -> u32 {
        self.characters.clear();
        self.characters.extend(run.char_indices());
        self.lattice.fill(model, joined, &self.characters);
        self.lattice.best()
    }
}

impl Cutter<'_> {
    pub(crate) fn new<'a>(model: &'a Model, joined: Option<&'a Joined>) -> Cutter<'a> {
        Cutter { model, joined, room: Room::default() }
    }

    /// What [`Model::score`] is.
    pub(crate) fn score(&mut self, text: &str) -> f32 {
        self.room.score(self.model, self.joined, text)
    }

    /// The same of the first `at` bytes of `text`, which are Han, and of the whole of it.
    pub(crate) fn scores(&mut self, text: &str, at: usize) -> (f32, f32) {
        let run = &text[..text.find(|c: char| !is_han(c)).unwrap_or(text.len())];
        if run.len() < text.len() {
            return (self.score(&text[..at]), self.score(text));
        }
        let whole = self.room.fill(self.model, self.joined, text);
        // What ends there was reached without a look at what follows.
        let place = self.room.characters.partition_point(|(byte, _)| *byte < at);
        let lattice = &self.room.lattice;
        let before = lattice.likeliest(lattice.ending.get(place).copied().unwrap_or(NONE));
        (lattice.score(before) as f32, lattice.score(whole) as f32)
    }

    /// Whose words the texts are cut into.
    pub(crate) fn model(&self) -> &Model {
        self.model
    }

    /// Gives `each` the bytes at which the words of `run` begin, the last first, as [`Model::segment`] cuts them, and says
    /// what [`Model::score`] is. All characters of `run` are Han.
    pub(crate) fn starts(&mut self, run: &str, mut each: impl FnMut(usize)) -> f32 {
        let mut node = self.room.fill(self.model, self.joined, run);
        let score = self.room.lattice.score(node);
        while let Some(&Node { start, before, .. }) = self.room.lattice.nodes.get(node as usize) {
            each(self.room.characters[start as usize].0);
            node = before;
        }
        score as f32
    }
}

/// The words of one run of Han characters, reused from run to run.
#[derive(Default)]
struct Lattice {
    nodes: Vec<Node>,
    /// By place in the run: the first of the nodes that end there, or [`NONE`].
    ending: Vec<u32>,
    /// What the characters are called in words.
    labels: Vec<Option<Label>>,
}

impl Model {
    /// log10 probability of the best way to cut `text` into words, each after the one before it. Exact: every way is
    /// considered. Characters that are not Han cut the text and cost [`Model::unknown`]; an empty text scores 0.
    pub fn score(&self, text: &str) -> f32 {
        ROOM.with_borrow_mut(|room| room.score(self, None, text))
    }

    /// The best way to cut `text` into words, the one [`Model::score`] scores. The spans are in bytes, in order, and
    /// cover the text. Each character that is not Han, or that is in no listed word, is a piece of its own without a word.
    pub fn segment(&self, text: &str) -> Vec<(Span, Option<Word>)> {
        let mut lattice = Lattice::default();
        let mut pieces = Vec::new();
        for run in runs(text) {
            match run {
                Run::Han(characters) => {
                    lattice.fill(self, None, &characters);
                    let from = pieces.len();
                    let mut node = lattice.best();
                    while let Some(&Node { word, start, end, before, .. }) = lattice.nodes.get(node as usize)
                    {
                        let (last, c) = characters[end as usize - 1];
                        pieces.push((Span::new(characters[start as usize].0, last + c.len_utf8()), word));
                        node = before;
                    }
                    pieces[from..].reverse();
                }
                Run::Other(at, character) => {
                    pieces.push((Span::new(at, at + character.len_utf8()), None));
                }
            }
        }
        pieces
    }
}

impl Lattice {
    /// Finds the best way through every word of `characters`.
    fn fill(&mut self, model: &Model, joined: Option<&Joined>, characters: &[(usize, char)]) {
        self.labels.clear();
        self.labels.extend(characters.iter().map(|(_, c)| model.label(*c)));
        self.nodes.clear();
        self.ending.clear();
        self.ending.resize(characters.len() + 1, NONE);
        for start in 0..characters.len() {
            let (_, c) = characters[start];
            let first = self.labels[start].and_then(|label| {
                let prefix = model.step_by(model.root(), label)?;
                Some((label, prefix, model.word(prefix)))
            });
            let likeliest = self.likeliest(self.ending[start]);
            // Every place can be reached, so that a text always has a way through: a character that is no word by
            // itself is passed over at the price of an unknown one.
            match first.and_then(|(.., alone)| alone) {
                Some(word) => self.add(model, start, start + 1, likeliest, word),
                None => {
                    let unknown = model.unknown(c);
                    let (history, bounds) = (History::default(), (unknown, unknown));
                    self.add_after(start, start + 1, likeliest, None, history, bounds, |_| unknown);
                }
            }
            let Some((mut before, mut prefix, _)) = first else { continue };
            for end in start + 2..=characters.len() {
                let Some(next) = self.labels[end - 1] else { break };
                // Near, while the words are not.
                if joined.is_some_and(|joined| !joined.has(before, next)) {
                    break;
                }
                let Some(longer) = model.step_by(prefix, next) else { break };
                (before, prefix) = (next, longer);
                if let Some(word) = model.word(prefix) {
                    self.add(model, start, end, likeliest, word);
                }
            }
        }
    }

    /// Adds a word after the best of the nodes that end where it starts, of which this is the `likeliest`.
    fn add(&mut self, model: &Model, start: usize, end: usize, likeliest: u32, word: Word) {
        let (unigram, history) = model.unigram_and_history(word);
        let bounds = (unigram, model.most());
        self.add_after(start, end, likeliest, Some(word), history, bounds, |before| match before.word {
            Some(_) => model.after(&before.history, word, unigram),
            None => unigram,
        });
    }

    /// Adds a node, given its log10 probability alone, a bound on that after any other, and that after each.
    #[expect(clippy::too_many_arguments, reason = "what a node is, and what it costs")]
    #[inline(always)]
    fn add_after(
        &mut self,
        start: usize,
        end: usize,
        likeliest: u32,
        word: Option<Word>,
        history: History,
        (alone, most): (f32, f32),
        after: impl Fn(&Node) -> f32,
    ) {
        let score = |node: &Node| node.score + f64::from(after(node));
        let mut best = (NONE, f64::from(alone));
        // The likeliest up to here is asked first: mostly no other can come up to it then, and how two words follow each
        // other takes a search in memory that is far away.
        if let Some(first) = self.nodes.get(likeliest as usize) {
            best = (likeliest, score(first));
        }
        let mut before = self.ending[start];
        while let Some(node) = self.nodes.get(before as usize) {
            if before != likeliest && node.score + f64::from(most) >= best.1 {
                let score = score(node);
                // Of equals the one added last.
                if score > best.1 || score == best.1 && before > best.0 {
                    best = (before, score);
                }
            }
            before = node.beside;
        }
        let beside = std::mem::replace(&mut self.ending[end], self.nodes.len() as u32);
        let (start, end) = (start as u32, end as u32);
        self.nodes.push(Node { word, history, score: best.1, start, end, before: best.0, beside });
    }

    /// The best node that ends at the end.
    fn best(&self) -> u32 {
        self.likeliest(self.ending.last().copied().unwrap_or(NONE))
    }

    /// log10 probability of the best way up to `node`, 0 where there is none.
    fn score(&self, node: u32) -> f64 {
        self.nodes.get(node as usize).map_or(0.0, |node| node.score)
    }

    /// The best of `node` and those beside it.
    fn likeliest(&self, node: u32) -> u32 {
        let mut best = (node, f64::MIN);
        let mut next = node;
        while let Some(node) = self.nodes.get(next as usize) {
            if node.score > best.1 {
                best = (next, node.score);
            }
            next = node.beside;
        }
        best.0
    }
}

/// A stretch of text.
enum Run {
    /// Han characters with the bytes at which they stand.
    Han(Vec<(usize, char)>),
    /// One other character and its byte.
    Other(usize, char),
}

/// Cuts a text at each character that is not Han.
fn runs(text: &str) -> impl Iterator<Item = Run> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, first) = characters.next()?;
        if !is_han(first) {
            return Some(Run::Other(at, first));
        }
        let mut run = vec![(at, first)];
        while let Some(next) = characters.next_if(|&(_, c)| is_han(c)) {
            run.push(next);
        }
        Some(Run::Han(run))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let pieces = Model::built_in().unwrap().segment(text);
        pieces.into_iter().map(|(span, _)| span.of(text).unwrap()).collect()
    }

    #[test]
    fn words_are_found() {
        assert_eq!(cut("中国人民"), ["中国", "人民"]);
        assert_eq!(cut("我们都欢迎，ok"), ["我们", "都", "欢迎", "，", "o", "k"]);
        assert_eq!(cut("𠀀"), ["𠀀"], "an unlisted character is a piece of its own");
        assert!(cut("").is_empty());
    }

    #[test]
    fn no_word_is_longer_than_is_said() {
        let model = Model::built_in().unwrap();
        model.each_word(|word, _| assert!(word.chars().count() <= Model::LONGEST, "{word}"));
    }

    #[test]
    fn the_usual_reading_scores_higher() {
        let model = Model::built_in().unwrap();
        for (usual, odd) in [
            ("我们都欢迎", "我们都细迎"),
            ("中国人民", "中国人氏"),
            ("他在学校学习", "他在学佼学习"),
            ("今天天气很好", "今天天汽很好"),
            ("天地", "天𠀀"),
        ] {
            assert!(model.score(usual) > model.score(odd), "{usual} over {odd}");
        }
    }

    #[test]
    fn the_score_is_that_of_the_segments() {
        let model = Model::built_in().unwrap();
        let text = "研究生命的起源，以及𠀀们。";
        let mut previous = None;
        let mut sum = 0.0;
        for (span, word) in model.segment(text) {
            sum += match word {
                Some(word) => model.bigram(previous, word),
                None => model.unknown(span.of(text).and_then(|s| s.chars().next()).unwrap()),
            };
            previous = word;
        }
        assert!((sum - model.score(text)).abs() < 1e-4);
        assert_eq!(model.score(""), 0.0);
    }
}
