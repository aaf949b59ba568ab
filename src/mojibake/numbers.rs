//! Which characters of a list are worth trying at a place, as bits: those that go on with a word, those whose pair may
//! have vanished. Most of a list is neither.

use std::cell::Cell;

/// Numbers of things in a list that is not longer than 64 times `N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers<const N: usize>([u64; N]);

impl<const N: usize> Numbers<N> {
    pub(super) const NONE: Numbers<N> = Numbers([0; N]);

    /// The numbers of what `is_in` says of `list`, of as many as fit.
    pub(super) fn of<T>(list: &[T], mut is_in: impl FnMut(&T) -> bool) -> Numbers<N> {
        let mut numbers = Numbers::NONE;
        for (n, one) in list.iter().take(64 * N).enumerate() {
            numbers.0[n / 64] |= u64::from(is_in(one)) << (n % 64);
        }
        numbers
    }

    /// Those that are in both.
    #[inline]
    pub(super) fn and(mut self, other: Numbers<N>) -> Numbers<N> {
        self.0.iter_mut().zip(other.0).for_each(|(bits, other)| *bits &= other);
        self
    }

    /// In order.
    #[inline]
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(n, mut bits)| {
            std::iter::from_fn(move || {
                let at = bits.trailing_zeros() as usize;
                bits &= bits.checked_sub(1)?;
                Some(64 * n + at)
            })
        })
    }
}

/// Numbers by what they were asked for, remembered. A later answer takes the place of an earlier.
#[derive(Debug)]
pub(super) struct Answers<const N: usize>(Vec<Cell<(u64, Numbers<N>)>>);

impl<const N: usize> Answers<N> {
    /// So many answers, a power of two.
    pub(super) fn new(kept: usize) -> Answers<N> {
        Answers(vec![Cell::new((u64::MAX, Numbers::NONE)); kept])
    }

    /// What `answer` gives for `key`, which is not the greatest number.
    #[inline]
    pub(super) fn get(&self, key: u64, answer: impl FnOnce() -> Numbers<N>) -> Numbers<N> {
        // 2^64 divided by the golden ratio: spreads the keys.
        let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - self.0.len().ilog2());
        let known = &self.0[place as usize];
        match known.get() {
            (of, numbers) if of == key => numbers,
            _ => {
                let numbers = answer();
                known.set((key, numbers));
                numbers
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_order() {
        let list: Vec<usize> = (0..200).collect();
        let thirds: Numbers<3> = Numbers::of(&list, |n| n.is_multiple_of(3));
        assert_eq!(thirds.iter().collect::<Vec<_>>(), (0..192).step_by(3).collect::<Vec<_>>());
        let both = thirds.and(Numbers::of(&list, |n| n.is_multiple_of(64)));
        assert_eq!(both.iter().collect::<Vec<_>>(), [0]);
        assert_eq!(Numbers::<3>::NONE.iter().count(), 0);
    }

    #[test]
    fn answers_are_of_their_own_keys() {
        let answers: Answers<1> = Answers::new(4);
        for _ in 0..2 {
            for key in 0..40u64 {
                let of = |key: u64| Numbers::of(&[0; 8], |_| key.is_multiple_of(2));
                assert_eq!(answers.get(key, || of(key)), of(key));
            }
        }
    }
}
