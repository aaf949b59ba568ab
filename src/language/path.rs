//! The best way to cut a text into words, and how likely it is.

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
    start: usize,
    end: usize,
    /// The node before it, where one is.
    before: Option<usize>,
    /// The next node that ends at the same place, added before this one.
    beside: Option<usize>,
}

/// Room for finding the best ways of many texts, kept from one to the next.
pub(crate) struct Cutter<'a> {
    model: &'a Model,
    /// Which characters words have side by side, where that was prepared.
    joined: Option<&'a Joined>,
    lattice: Lattice,
    characters: Vec<(usize, char)>,
}

impl Cutter<'_> {
    pub(crate) fn new<'a>(model: &'a Model, joined: Option<&'a Joined>) -> Cutter<'a> {
        Cutter { model, joined, lattice: Lattice::default(), characters: Vec::new() }
    }

    /// What [`Model::score`] is.
    pub(crate) fn score(&mut self, text: &str) -> f32 {
        let mut score = 0.0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let run = &rest[..rest.find(|c: char| !is_han(c)).unwrap_or(rest.len())];
            if run.is_empty() {
                score += f64::from(self.model.unknown(first));
                rest = &rest[first.len_utf8()..];
            } else {
                score += self.fill(run).map_or(0.0, |last| self.lattice.nodes[last].score);
                rest = &rest[run.len()..];
            }
        }
        score as f32
    }

    /// The same of the first `at` bytes of `text`, which are Han, and of the whole of it.
    pub(crate) fn scores(&mut self, text: &str, at: usize) -> (f32, f32) {
        let run = &text[..text.find(|c: char| !is_han(c)).unwrap_or(text.len())];
        if run.len() < text.len() {
            return (self.score(&text[..at]), self.score(text));
        }
        let score =
            |lattice: &Lattice, node: Option<usize>| node.map_or(0.0, |node| lattice.nodes[node].score);
        let whole = self.fill(text);
        let whole = score(&self.lattice, whole) as f32;
        // What ends there was reached without a look at what follows.
        let place = self.characters.partition_point(|(byte, _)| *byte < at);
        let before = self.lattice.ending.get(place).copied().flatten();
        (score(&self.lattice, self.lattice.likeliest(before)) as f32, whole)
    }

    /// Whose words the texts are cut into.
    pub(crate) fn model(&self) -> &Model {
        self.model
    }

    /// Gives `each` the bytes at which the words of `run` begin, the last first, as [`Model::segment`] cuts them, and says
    /// what [`Model::score`] is. All characters of `run` are Han.
    pub(crate) fn starts(&mut self, run: &str, mut each: impl FnMut(usize)) -> f32 {
        let mut node = self.fill(run);
        let score = node.map_or(0.0, |last| self.lattice.nodes[last].score);
        while let Some(index) = node {
            let Node { start, before, .. } = self.lattice.nodes[index];
            each(self.characters[start].0);
            node = before;
        }
        score as f32
    }

    fn fill(&mut self, run: &str) -> Option<usize> {
        self.characters.clear();
        self.characters.extend(run.char_indices());
        self.lattice.fill(self.model, self.joined, &self.characters);
        self.lattice.best()
    }
}

/// The words of one run of Han characters, reused from run to run.
#[derive(Default)]
struct Lattice {
    nodes: Vec<Node>,
    /// By place in the run: the first of the nodes that end there.
    ending: Vec<Option<usize>>,
    /// What the characters are called in words.
    labels: Vec<Option<Label>>,
}

impl Model {
    /// log10 probability of the best way to cut `text` into words, each after the one before it. Exact: every way is
    /// considered. Characters that are not Han cut the text and cost [`Model::unknown`]; an empty text scores 0.
    pub fn score(&self, text: &str) -> f32 {
        let mut lattice = Lattice::default();
        let mut score = 0.0;
        for run in runs(text) {
            score += match run {
                Run::Han(characters) => {
                    lattice.fill(self, None, &characters);
                    lattice.best().map_or(0.0, |last| lattice.nodes[last].score)
                }
                Run::Other(_, character) => f64::from(self.unknown(character)),
            };
        }
        score as f32
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
                    while let Some(index) = node {
                        let Node { word, start, end, before, .. } = lattice.nodes[index];
                        let (last, c) = characters[end - 1];
                        pieces.push((Span::new(characters[start].0, last + c.len_utf8()), word));
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
        self.ending.resize(characters.len() + 1, None);
        for start in 0..characters.len() {
            let (_, c) = characters[start];
            let first = self.labels[start].and_then(|label| {
                let prefix = model.step_by(model.root(), label)?;
                Some((label, prefix, model.word(prefix)))
            });
            // Every place can be reached, so that a text always has a way through: a character that is no word by
            // itself is passed over at the price of an unknown one.
            match first.and_then(|(.., alone)| alone) {
                Some(word) => self.add(model, start, start + 1, word),
                None => {
                    let unknown = model.unknown(c);
                    self.add_after(start, start + 1, None, History::default(), (unknown, unknown), |_| {
                        unknown
                    });
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
                    self.add(model, start, end, word);
                }
            }
        }
    }

    /// Adds a word after the best of the nodes that end where it starts.
    fn add(&mut self, model: &Model, start: usize, end: usize, word: Word) {
        let (unigram, history) = model.unigram_and_history(word);
        let bounds = (unigram, model.most());
        self.add_after(start, end, Some(word), history, bounds, |before| match before.word {
            Some(_) => model.after(&before.history, word, unigram),
            None => unigram,
        });
    }

    /// Adds a node, given its log10 probability alone, a bound on that after any other, and that after each.
    fn add_after(
        &mut self,
        start: usize,
        end: usize,
        word: Option<Word>,
        history: History,
        (alone, most): (f32, f32),
        after: impl Fn(&Node) -> f32,
    ) {
        let score = |node: &Node| node.score + f64::from(after(node));
        let mut best = (None, f64::from(alone));
        // The likeliest up to here is asked first: mostly no other can come up to it then, and how two words follow each
        // other takes a search in memory that is far away.
        let likeliest = self.likeliest(self.ending[start]);
        if let Some(first) = likeliest {
            best = (likeliest, score(&self.nodes[first]));
        }
        let mut before = self.ending[start];
        while let Some(index) = before {
            let node = &self.nodes[index];
            if before != likeliest && node.score + f64::from(most) >= best.1 {
                let score = score(node);
                // Of equals the one added last.
                if score > best.1 || score == best.1 && before > best.0 {
                    best = (before, score);
                }
            }
            before = node.beside;
        }
        let beside = self.ending[end].replace(self.nodes.len());
        self.nodes.push(Node { word, history, score: best.1, start, end, before: best.0, beside });
    }

    /// The best node that ends at the end.
    fn best(&self) -> Option<usize> {
        self.likeliest(self.ending.last().copied().flatten())
    }

    /// The best of `node` and those beside it.
    fn likeliest(&self, mut node: Option<usize>) -> Option<usize> {
        let mut best = node;
        while let Some(index) = node {
            if best.is_none_or(|b| self.nodes[index].score > self.nodes[b].score) {
                best = node;
            }
            node = self.nodes[index].beside;
        }
        best
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
