//! Sets of characters that are asked for every character of a text.

/// A set of characters of the Basic Multilingual Plane, a bit each. Characters beyond it are in none.
pub type Bits = [u64; 1 << 10];

/// The set of `characters`; those beyond the plane are left out.
pub fn set_of(characters: impl IntoIterator<Item = char>) -> Box<Bits> {
    let mut bits = Box::new([0; 1 << 10]);
    characters.into_iter().for_each(|c| add(&mut bits, c));
    bits
}

/// Puts `c` into the set.
pub fn add(set: &mut Bits, c: char) {
    if let Some(word) = set.get_mut(c as usize >> 6) {
        *word |= 1 << (c as u32 & 63);
    }
}

/// Whether `c` is in the set.
#[inline]
pub fn is_in_set(set: &Bits, c: char) -> bool {
    set.get(c as usize >> 6).is_some_and(|word| word >> (c as u32 & 63) & 1 == 1)
}

/// The characters of the set, in order.
pub fn characters(set: &Bits) -> impl Iterator<Item = char> {
    (0u32..).step_by(64).zip(set).flat_map(|(first, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            rest &= rest.checked_sub(1)?;
            Some(first + bit)
        })
        .filter_map(char::from_u32)
    })
}

/// A number for a pair of characters, spread: Knuth's multiplicative hashing.
#[inline]
pub fn pair(first: u32, second: u32) -> u32 {
    (first << 16 ^ second).wrapping_mul(0x9E37_79B1)
}

/// A bit for each of some pairs of characters, at a place that others may share. There are 64 times so many places, a power
/// of two.
#[derive(Debug, Clone)]
pub struct Pairs<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Pairs<WORDS> {
    pub fn new() -> Self {
        Pairs(Box::new([0; WORDS]))
    }

    pub fn add(&mut self, first: char, second: char) {
        let place = Self::place(pair(first.into(), second.into()));
        self.0[place / 64] |= 1 << (place % 64);
    }

    #[inline]
    fn place(pair: u32) -> usize {
        (pair >> (u32::BITS - (64 * WORDS).ilog2())) as usize
    }

    /// Whether these may be one: where this denies it, they are not.
    #[inline]
    pub fn has(&self, first: u32, second: u32) -> bool {
        let place = Self::place(pair(first, second));
        self.0[place / 64] >> (place % 64) & 1 != 0
    }
}

/// The byte from `at` on at which the next character of the set stands.
#[inline]
pub fn find_in_set(text: &str, mut at: usize, set: &Bits) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_set = |word: u32, bit: u8| set[word as usize & 0x3FF] >> (bit & 0x3F) & 1 == 1;
    // One look at three bytes does for nearly every character.
    while let Some(&[first, second, third]) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let (is_found, length) = match first {
            0xE0..=0xEF => (is_set(u32::from(first & 0x0F) << 6 | u32::from(second & 0x3F), third), 3),
            0..=0x7F => (is_set(u32::from(first >> 6), first), 1),
            0xC0..=0xDF => (is_set(u32::from(first & 0x1F), second), 2),
            _ => (false, 4),
        };
        if is_found {
            return Some(at);
        }
        at += length;
    }
    let mut rest = text.get(at..)?.char_indices();
    rest.find(|(_, c)| is_in_set(set, *c)).map(|(place, _)| at + place)
}

/// The numbers of the two characters that these bytes begin with, where both are of three bytes.
#[inline]
pub fn two_of_three(bytes: &[u8; 8]) -> Option<[usize; 2]> {
    const LANE: u32 = 24;
    const BOTH: u64 = 1 << LANE | 1;
    // Both side by side: the first byte is the lowest.
    let word = u64::from_le_bytes(*bytes);
    if word & (0xF0 * BOTH) != 0xE0 * BOTH {
        return None;
    }
    let (first, second, third) =
        (word & (0x0F * BOTH), word >> 2 & (0xFC0 * BOTH), word >> 16 & (0x3F * BOTH));
    let numbers = first << 12 | second | third;
    Some([usize::from(numbers as u16), usize::from((numbers >> LANE) as u16)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_in_the_set() {
        let all = ['a', '中', 'é', '。', '\u{FFFF}'];
        for c in all {
            let set = set_of([c, '𠀀']);
            assert!(all.into_iter().all(|other| is_in_set(&set, other) == (other == c)), "{c}");
            assert!(!is_in_set(&set, '𠀀'));
        }
    }
    #[test]
    fn pairs_are_told_from_nearly_all_others() {
        let all: Vec<char> = ('一'..'七').chain("，网www.com".chars()).collect();
        let pairs = || all.iter().zip(all.iter().skip(1)).map(|(a, b)| (*a, *b));
        let mut set: Pairs<{ 1 << 7 }> = Pairs::new();
        pairs().for_each(|(a, b)| set.add(a, b));
        let has = |(a, b): &(char, char)| set.has((*a).into(), (*b).into());
        assert!(pairs().all(|pair| has(&pair)));
        let others: Vec<(char, char)> =
            ('八'..'十').flat_map(|a| ('口'..'土').map(move |b| (a, b))).collect();
        let found = others.iter().filter(|pair| has(pair)).count();
        assert!(found * 50 < others.len(), "{found} of {}", others.len());
    }

    #[test]
    fn what_is_in_the_set_is_found_where_it_stands() {
        let text = "a中é。𠀀x文\u{FFFD}";
        for (at, c) in text.char_indices() {
            let set = set_of([c]);
            let is_found = u32::from(c) <= 0xFFFF;
            assert_eq!(find_in_set(text, 0, &set), is_found.then_some(at), "{c}");
            assert_eq!(find_in_set(text, at + c.len_utf8(), &set), None);
            assert!(characters(&set).eq(is_found.then_some(c)));
        }
        assert_eq!(find_in_set(text, 0, &set_of([])), None);
        assert_eq!(find_in_set("", 0, &set_of(['a'])), None);
    }

    #[test]
    fn two_characters_are_told_at_once() {
        let all = ['\u{800}', '中', '。', '\u{FFFF}', '\u{F000}', '\u{8000}'];
        for (first, second) in all.iter().flat_map(|first| all.map(|second| (*first, second))) {
            let text = format!("{first}{second}文");
            let numbers = text.as_bytes().first_chunk().and_then(two_of_three);
            assert_eq!(numbers, Some([first as usize, second as usize]));
        }
        for text in ["a中文文", "中a文文", "é中文文", "中é文文", "𠀀中文", "中𠀀文"] {
            assert_eq!(text.as_bytes().first_chunk().and_then(two_of_three), None, "{text}");
        }
    }
}
