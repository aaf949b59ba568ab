//! Which characters are the commonest: tables about two of these have rows and columns in their order, so that what is asked
//! for most lies together, in the processor's cache.

use super::model::Model;

/// The first and the last character that may be among them.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// The `count` commonest characters of `model`, commonest first, as [`Places::of`] reads them: two bytes for each.
pub(super) fn list(model: &Model, count: usize) -> Vec<u8> {
    let mut common: Vec<(char, f32)> =
        model.characters().filter(|(c, _)| (FIRST..=LAST).contains(&u32::from(*c))).collect();
    common.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut bytes: Vec<u8> = common.iter().flat_map(|(c, _)| (u32::from(*c) as u16).to_le_bytes()).collect();
    bytes.resize(2 * count, 0);
    bytes
}

/// The characters of a list, in their order.
pub(super) fn characters(list: &[u8]) -> impl Iterator<Item = char> {
    let unit = |bytes: &[u8; 2]| char::from_u32(u16::from_le_bytes(*bytes).into());
    list.as_chunks().0.iter().filter_map(unit).filter(|c| *c != '\0')
}

/// By character from [`FIRST`]: its place in a list.
pub(super) struct Places {
    places: Vec<u16>,
    uncommon: u16,
}

impl Places {
    /// The places in `list`; `uncommon` for a character that is not in it.
    pub(super) fn of(list: &[u8], uncommon: u16) -> Places {
        let mut places = vec![uncommon; (LAST - FIRST + 1) as usize];
        for (place, c) in (0..).zip(characters(list)) {
            if let Some(slot) = u32::from(c).checked_sub(FIRST).and_then(|n| places.get_mut(n as usize)) {
                *slot = place;
            }
        }
        Places { places, uncommon }
    }

    #[inline]
    pub(super) fn place(&self, c: char) -> u16 {
        self.places.get(u32::from(c).wrapping_sub(FIRST) as usize).copied().unwrap_or(self.uncommon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_have_the_first_places() {
        let list = list(Model::built_in().unwrap(), 100);
        let places = Places::of(&list, 100);
        assert_eq!((list.len(), places.place('的')), (200, 0));
        assert!(characters(&list).zip(0..).all(|(c, place)| places.place(c) == place));
        assert!(['擞', 'a', '𠀀', '\0'].into_iter().all(|c| places.place(c) == 100));
    }
}
