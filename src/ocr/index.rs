//! Where characters and pairs of characters stand on a page: made in one pass, so that what is asked for is counted where it
//! stands, and what is not is never counted.

use rustc_hash::FxHashMap;

use crate::text::is_han;

/// A character, and how often it stands somewhere.
pub(super) type Counted = (char, u32);

/// log2 of the slots of pairs.
const SLOT_BITS: u32 = 16;

/// No place.
const NONE: u32 = u32::MAX;

/// One side of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Before,
    Behind,
}

impl Side {
    /// The place beside `place`.
    pub fn place(self, place: usize) -> Option<usize> {
        match self {
            Side::Before => place.checked_sub(1),
            Side::Behind => Some(place + 1),
        }
    }

    /// The side on which a character has what stands on this side of it.
    pub fn other(self) -> Side {
        match self {
            Side::Before => Side::Behind,
            Side::Behind => Side::Before,
        }
    }

    /// `neighbour`, which stands there, and `c`, as they stand.
    pub fn pair(self, neighbour: char, c: char) -> [char; 2] {
        match self {
            Side::Before => [neighbour, c],
            Side::Behind => [c, neighbour],
        }
    }
}

/// Which of three characters is asked for by the other two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Third {
    Before,
    Between,
    Behind,
}

impl Third {
    /// Where it stands, if the first of the other two stands at `at`.
    pub fn place(self, at: usize) -> Option<usize> {
        match self {
            Third::Before => at.checked_sub(1),
            Third::Between => Some(at + 1),
            Third::Behind => Some(at + 2),
        }
    }
}

/// How often each character comes, in no order.
pub(super) fn counted(characters: impl Iterator<Item = char>) -> Vec<Counted> {
    let mut counts: FxHashMap<char, u32> = FxHashMap::default();
    characters.for_each(|c| *counts.entry(c).or_default() += 1);
    counts.into_iter().collect()
}

/// Where each character stands: for every place the one before it with the same character, or another that shares its
/// slot.
#[derive(Debug)]
pub(super) struct Places {
    last: Box<[u32; Places::SLOTS]>,
    before: Vec<u32>,
}

impl Places {
    const SLOTS: usize = 1 << 16;

    pub fn of(chars: &[char]) -> Places {
        let mut last = Box::new([NONE; Places::SLOTS]);
        let link = |(n, c): (usize, &char)| std::mem::replace(&mut last[Places::slot(*c)], n as u32);
        let before = chars.iter().enumerate().map(link).collect();
        Places { last, before }
    }

    fn slot(c: char) -> usize {
        c as usize % Places::SLOTS
    }

    /// Where `c` stands, or another that shares its slot; the last first.
    pub fn of_char(&self, c: char) -> impl Iterator<Item = usize> {
        let next = |n: u32| (n != NONE).then_some(n);
        std::iter::successors(next(self.last[Places::slot(c)]), move |n| next(self.before[*n as usize]))
            .map(|n| n as usize)
    }
}

/// Where two Han characters stand, side by side or with one between them: for every place the next with such a pair, or
/// another that shares its slot.
#[derive(Debug)]
pub(super) struct Pairs {
    first: Vec<u32>,
    next: Vec<u32>,
    apart: usize,
}

impl Pairs {
    /// The pairs of which the second stands so far behind the first.
    pub fn of(chars: &[char], apart: usize) -> Pairs {
        let (mut first, mut next) = (vec![NONE; 1 << SLOT_BITS], vec![NONE; chars.len()]);
        for (at, (a, b)) in chars.iter().zip(chars.iter().skip(apart)).enumerate().rev() {
            if is_han(*a) && is_han(*b) {
                next[at] = std::mem::replace(&mut first[Pairs::slot((*a, *b))], at as u32);
            }
        }
        Pairs { first, next, apart }
    }

    fn slot((a, b): (char, char)) -> usize {
        // 2^64 divided by the golden ratio: spreads the pairs.
        let both = u64::from(a) << 21 | u64::from(b);
        ((both ^ both >> 27).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SLOT_BITS)) as usize
    }

    /// Where the first of the pair stands among `chars`, which the pairs are of; in order.
    pub fn places(&self, chars: &[char], (a, b): (char, char)) -> impl Iterator<Item = usize> {
        let next = |n: u32| (n != NONE).then_some(n as usize);
        let all = std::iter::successors(next(self.first[Pairs::slot((a, b))]), move |n| next(self.next[*n]));
        all.filter(move |at| chars[*at] == a && chars[*at + self.apart] == b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few characters, so that all pairs come again, marks between them.
    fn text() -> Vec<char> {
        let alphabet: Vec<char> = "資源，学校教\u{20000}育".chars().collect();
        let mut state = 1u32;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            alphabet[(state >> 24) as usize % alphabet.len()]
        };
        std::iter::repeat_with(next).take(700).collect()
    }

    #[test]
    fn pairs_stand_where_they_stand() {
        let chars = text();
        for apart in [1, 2] {
            let pairs = Pairs::of(&chars, apart);
            for pair in chars.iter().flat_map(|a| chars[..40].iter().map(move |b| (*a, *b))) {
                let both = |at: &usize| (chars[*at], chars[at + apart]) == pair;
                let is_asked = is_han(pair.0) && is_han(pair.1);
                let here: Vec<usize> = (0..chars.len() - apart).filter(|at| is_asked && both(at)).collect();
                assert_eq!(pairs.places(&chars, pair).collect::<Vec<usize>>(), here, "{pair:?} {apart}");
            }
        }
    }

    #[test]
    fn every_place_of_a_character_is_found() {
        let chars = text();
        let places = Places::of(&chars);
        for &c in &chars[..40] {
            let all = (0..chars.len()).rev().filter(|n| chars[*n] == c);
            assert!(places.of_char(c).filter(|n| chars[*n] == c).eq(all), "{c}");
        }
        assert_eq!(counted("学校学".chars()).iter().find(|(c, _)| *c == '学'), Some(&('学', 2)));
    }
}
