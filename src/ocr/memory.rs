//! What was found out once and comes again, on the same page or another: only what follows from what it is kept by, so that
//! it makes no difference whether anything is remembered.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::choices::PAIRED;
use super::index::Side;
use super::observe::Knowledge;
use crate::dictionary::{GrammarCharacters, Lookalikes};
use crate::language::{Alternatives, Lattice, Model, Piece, Vocabulary};

/// Pairs of characters about which something is remembered, at most; when there are more, all are forgotten.
const PAIRS: usize = 1 << 15;
/// Numbers by which stretches are remembered, at most: four bytes each.
const NUMBERS: usize = 1 << 21;

/// What is remembered. Every thread that looks through a page has one of its own.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    /// Reads stretches, and remembers what the model said.
    pub lattice: Lattice<'a>,
    beside: FxHashMap<(char, char, Side), Fitting>,
    rows: FxHashMap<char, Box<[u64]>>,
    stretches: FxHashMap<Box<[u32]>, Arc<[Changed]>>,
    /// Numbers that all stretches are kept by.
    numbers: usize,
    /// The stretch that was asked for last.
    asked: Vec<u32>,
}

/// Which look-alikes of a character go with a neighbour: a bit for each, in their order.
#[derive(Debug, Default)]
struct Fitting {
    /// Of those that look like it: what stands with the neighbour in a common word.
    inside: Box<[u64]>,
    /// Of those it looks like from the other side, so too; but not what any text is built with.
    behind: Box<[u64]>,
    /// Of the nearest: what makes a word with what looks like the neighbour, where both were never seen side by side.
    paired: u64,
}

/// A word of a stretch that is read otherwise than it stands, with what else the words say of it.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    pub piece: Piece,
    /// How the stretch reads with all changes and which words it has then; and the same without the changes of this word.
    pub after: (f32, Arc<[Piece]>),
    pub before: (f32, Arc<[Piece]>),
    /// How it reads at best with other changes in the places of this word.
    pub other: f32,
}

/// Look-alikes of a character, by their places in its rows.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Of those that look like it.
    pub near: Vec<u64>,
    /// Of those it looks like from the other side.
    pub behind: Vec<u64>,
}

impl Chosen {
    pub fn clear(&mut self) {
        self.near.clear();
        self.behind.clear();
    }
}

impl<'a> Memory<'a> {
    /// For readings by the words of these two.
    pub fn new(model: &'a Model, vocabulary: &'a Vocabulary) -> Memory<'a> {
        let (beside, rows, stretches, numbers, asked) = Default::default();
        Memory { lattice: Lattice::for_many(model, vocabulary), beside, rows, stretches, numbers, asked }
    }

    /// Adds to `chosen` the look-alikes of `seen` that go with `neighbour` on this side of it.
    pub fn fitting(
        &mut self,
        seen: char,
        neighbour: char,
        side: Side,
        knowledge: &Knowledge,
        chosen: &mut Chosen,
    ) {
        if self.beside.len() >= PAIRS {
            self.beside.clear();
        }
        let key = (seen, neighbour, side);
        let fitting = self.beside.entry(key).or_insert_with(|| Fitting::of(seen, neighbour, side, knowledge));
        merge(&mut chosen.near, &fitting.inside);
        merge(&mut chosen.near, &[fitting.paired]);
        merge(&mut chosen.behind, &fitting.behind);
    }

    /// The candidates that look like `seen`: a bit for each, by its place. Most that is asked for is not among them.
    pub fn row(&mut self, seen: char, lookalikes: &Lookalikes) -> &[u64] {
        self.rows.entry(seen).or_insert_with(|| {
            let places = lookalikes.of(seen).filter_map(|like| lookalikes.place(like.character));
            bits(lookalikes.candidates().len(), places)
        })
    }

    /// What is known of the stretch `chars` with `alternatives`. What is said next by [`Memory::keep`] is said of it.
    pub fn stretch(&mut self, chars: &[char], alternatives: &Alternatives) -> Option<Arc<[Changed]>> {
        self.asked.clear();
        for (at, c) in chars.iter().enumerate() {
            let here = alternatives.at(at);
            self.asked.extend([u32::from(*c), here.len() as u32]);
            self.asked.extend(here.iter().flat_map(|(c, price)| [u32::from(*c), price.to_bits()]));
        }
        self.stretches.get(&self.asked[..]).cloned()
    }

    /// Keeps what was found out of the stretch that was asked for last.
    pub fn keep(&mut self, found: Arc<[Changed]>) {
        if self.numbers + self.asked.len() > NUMBERS {
            self.stretches.clear();
            self.numbers = 0;
        }
        self.numbers += self.asked.len();
        self.stretches.insert(self.asked.as_slice().into(), found);
    }
}

impl Fitting {
    fn of(seen: char, neighbour: char, side: Side, knowledge: &Knowledge) -> Fitting {
        let Knowledge { gate, lookalikes, model, .. } = *knowledge;
        let pair = |c: char| side.pair(neighbour, c);
        let is_inside = |c: char| {
            let [first, second] = pair(c);
            gate.inside(first, second)
        };
        let near = lookalikes.of(seen).filter(|like| is_inside(like.character));
        let grammar = GrammarCharacters::built_in();
        let is_grammar = |c: char| grammar.is_particle(c) || grammar.is_numeral(c);
        let behind = lookalikes.from_behind(seen).enumerate();
        let behind = behind.filter(|(_, like)| is_inside(like.character) && !is_grammar(like.character));
        let [first, second] = pair(seen);
        let mut paired = 0;
        // Beside a neighbour that it was never seen beside, both may be misread.
        if !gate.seen(first, second) {
            for other in lookalikes.of(neighbour).take(PAIRED as usize) {
                let is_word = |c: char| {
                    let [first, second] = side.pair(other.character, c);
                    let begun = model.step(model.root(), first);
                    begun.and_then(|begun| model.step(begun, second)).is_some_and(|p| model.word(p).is_some())
                };
                let nearest = lookalikes.of(seen).take(PAIRED as usize);
                let words = nearest.filter(|like| like.rank < PAIRED && is_word(like.character));
                words.for_each(|like| paired |= 1 << like.rank);
            }
        }
        Fitting {
            inside: bits(0, near.map(|like| like.rank as usize)),
            behind: bits(0, behind.map(|(n, _)| n)),
            paired,
        }
    }
}

/// Sets the bit `n`.
pub(super) fn set(bits: &mut Vec<u64>, n: usize) {
    if bits.len() <= n / 64 {
        bits.resize(n / 64 + 1, 0);
    }
    bits[n / 64] |= 1 << (n % 64);
}

pub(super) fn is_set(bits: &[u64], n: usize) -> bool {
    bits.get(n / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
}

/// The bits that are set, in order.
pub(super) fn all(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(n, word)| {
        let rest = |word: &u64| Some(word & (word - 1)).filter(|rest| *rest != 0);
        let words = std::iter::successors(Some(*word).filter(|word| *word != 0), rest);
        words.map(move |word| 64 * n + word.trailing_zeros() as usize)
    })
}

fn bits(least: usize, places: impl Iterator<Item = usize>) -> Box<[u64]> {
    let mut bits = vec![0; least.div_ceil(64)];
    places.for_each(|n| set(&mut bits, n));
    bits.into()
}

fn merge(bits: &mut Vec<u64>, more: &[u64]) {
    bits.resize(bits.len().max(more.len()), 0);
    bits.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Confusions, Lookalikes};
    use crate::language::{Gate, Mendable};
    use crate::{Options, Restorer};

    #[test]
    fn what_goes_with_a_neighbour_is_what_the_tables_say() {
        let knowledge = Knowledge {
            confusions: &Confusions::default(),
            model: Model::built_in().unwrap(),
            vocabulary: Vocabulary::built_in().unwrap(),
            gate: Gate::built_in().unwrap(),
            mendable: Mendable::built_in().unwrap(),
            lookalikes: Lookalikes::built_in().unwrap(),
        };
        let Knowledge { model, gate, lookalikes, .. } = knowledge;
        let mut memory = Memory::new(model, knowledge.vocabulary);
        let text: Vec<char> =
            "全省擻育信息化资洱学枝两午内院棱蟣制方沽部黯网络空司狠抓一拙的三".chars().collect();
        let is_word = |a: char, b: char| model.find(&String::from_iter([a, b])).is_some();
        let grammar = GrammarCharacters::built_in();
        let mut found = [0; 2];
        // The second time they are remembered.
        for pair in text.windows(2).chain(text.windows(2)) {
            for (side, seen, neighbour) in
                [(Side::Before, pair[1], pair[0]), (Side::Behind, pair[0], pair[1])]
            {
                let mut chosen = Chosen::default();
                memory.fitting(seen, neighbour, side, &knowledge, &mut chosen);
                let inside = |c: char| match side {
                    Side::Before => gate.inside(neighbour, c),
                    Side::Behind => gate.inside(c, neighbour),
                };
                let nearest = || lookalikes.of(neighbour).take(PAIRED as usize).map(|like| like.character);
                let both = |c: char| {
                    !gate.seen(pair[0], pair[1])
                        && match side {
                            Side::Before => nearest().any(|other| is_word(other, c)),
                            Side::Behind => nearest().any(|other| is_word(c, other)),
                        }
                };
                for like in lookalikes.of(seen) {
                    let c = like.character;
                    let goes = inside(c) || like.rank < PAIRED && both(c);
                    assert_eq!(is_set(&chosen.near, like.rank as usize), goes, "{seen}{neighbour}{c}");
                    found[0] += usize::from(goes);
                    let row = memory.row(seen, lookalikes);
                    assert!(is_set(row, lookalikes.place(c).unwrap()));
                    assert_eq!(lookalikes.find(seen, c), Some(like));
                    assert_eq!(lookalikes.at(seen, like.rank as usize), Some(like));
                }
                for (n, like) in lookalikes.from_behind(seen).enumerate() {
                    let c = like.character;
                    let goes = inside(c) && !grammar.is_particle(c) && !grammar.is_numeral(c);
                    assert_eq!(is_set(&chosen.behind, n), goes, "{seen}{neighbour}{c}");
                    found[1] += usize::from(goes);
                    assert_eq!(lookalikes.find(seen, c), None);
                }
            }
        }
        assert!(found[0] > 100 && found[1] > 1, "{found:?}");
    }

    #[test]
    fn bits_are_told_in_order() {
        let places = [0, 5, 63, 64, 200];
        assert!(all(&bits(0, places.into_iter())).eq(places));
        assert!(all(&[0, 0]).next().is_none() && !is_set(&[], 3));
    }

    #[test]
    fn what_was_restored_before_makes_no_difference() {
        let case = |name: &str| {
            let path = format!("{}/golden/found/{name}/input.txt", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        };
        let speech = case("ocr-speech");
        let lines: Vec<&str> = speech.lines().collect();
        // Pages that hold the same in other company.
        let half = lines[..lines.len() / 2].join("\n");
        let turned: String = lines.iter().rev().flat_map(|line| [line, "\n"]).collect();
        let texts = [speech.as_str(), &half, &turned, &speech, &half];
        let fresh = || Restorer::new(Options::default()).unwrap();
        let told = |restorer: &Restorer, text: &str| format!("{:?}", restorer.restore(text).passes);
        let used = fresh();
        for text in texts {
            let passes = told(&used, text);
            assert!(passes.contains("Lookalike"));
            assert!(passes == told(&fresh(), text));
        }
    }
}
