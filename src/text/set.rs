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
}
