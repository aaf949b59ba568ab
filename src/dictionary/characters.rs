//! The one-to-one view of the two scripts: a character's first Simplified and first Traditional form.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Table;
use crate::error::Error;

/// A map from character to character, flat for the Basic Multilingual Plane.
#[derive(Debug)]
pub(crate) struct Flat {
    /// No character below is mapped.
    first: char,
    plane: Box<[char; 1 << 16]>,
    beyond: HashMap<char, char>,
}

impl Flat {
    /// Maps every key of `table` to its best value, any other character to itself.
    ///
    /// # Errors
    /// [`Error::Line`] where a key or its best value is not exactly one character.
    pub(crate) fn new(table: &Table) -> Result<Flat, Error> {
        let itself = |n| char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER);
        let plane: Vec<char> = (0..1 << 16).map(itself).collect();
        let mut plane: Box<[char; 1 << 16]> =
            plane.try_into().unwrap_or_else(|_| Box::new([char::REPLACEMENT_CHARACTER; 1 << 16]));
        let mut beyond = HashMap::new();
        let first = table.rows().next().and_then(|row| row.key.chars().next()).unwrap_or(char::MAX);
        for row in table.rows() {
            let (Some(key), Some(value)) = (single(row.key), single(row.value())) else {
                return Err(Error::Line {
                    file: table.name().into(),
                    line: row.line as usize,
                    problem: "this table maps single characters only".into(),
                });
            };
            match plane.get_mut(key as usize) {
                Some(slot) => *slot = value,
                None => _ = beyond.insert(key, value),
            }
        }
        Ok(Flat { first, plane, beyond })
    }

    /// What each character of the Basic Multilingual Plane is mapped to.
    pub(crate) fn plane(&self) -> &[char; 1 << 16] {
        &self.plane
    }

    #[inline]
    pub(crate) fn get(&self, c: char) -> char {
        if c < self.first {
            return c;
        }
        match self.plane.get(c as usize) {
            Some(value) => *value,
            None => self.beyond.get(&c).copied().unwrap_or(c),
        }
    }
}

/// The one character of `text`, or `None` where there are more or none.
pub(crate) fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.as_str().is_empty())
}

/// The compiled-in table `name`.
pub(crate) fn built_in(name: &str) -> Table {
    Table::open(name, None).expect("compiled-in tables parse: tests/dictionaries.rs")
}

pub(crate) fn flat(table: &Table) -> Flat {
    Flat::new(table).expect("compiled-in character tables map single characters: tests below")
}

static SIMPLIFIED: LazyLock<Flat> = LazyLock::new(|| flat(&built_in("variants/TSCharacters.txt")));
static TRADITIONAL: LazyLock<Flat> = LazyLock::new(|| flat(&built_in("variants/STCharacters.txt")));

/// By a character that stands for several Simplified ones: those besides the first. 著 is 着 where Taiwan writes it for 著力.
static OTHER_SIMPLIFIED: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut forms: HashMap<char, Vec<char>> = HashMap::new();
    for row in built_in("variants/TSCharacters.txt").rows() {
        let others: Vec<char> = row.others().filter_map(single).collect();
        if let Some(key) = single(row.key).filter(|_| !others.is_empty()) {
            forms.insert(key, others);
        }
    }
    for row in built_in("variants/TWVariantsRev.txt").rows() {
        let Some((key, form)) = single(row.key).zip(single(row.value()).map(simplified)) else { continue };
        if form != simplified(key) {
            forms.entry(key).or_default().push(form);
        }
    }
    forms
});

/// The Simplified forms of a character besides [`simplified`]: 借 for 藉, which is 藉 in 狼藉 and 借 in 藉助.
pub(crate) fn other_simplified(c: char) -> impl Iterator<Item = char> {
    OTHER_SIMPLIFIED.get(&c).into_iter().flatten().copied()
}

/// The Simplified view of a character, one to one: the first choice where there are several.
pub fn simplified(c: char) -> char {
    SIMPLIFIED.get(c)
}

/// The table behind [`simplified`], for loops over whole texts.
pub(crate) fn simplified_view() -> &'static Flat {
    &SIMPLIFIED
}

/// The Traditional view of a character, one to one: the first choice where there are several.
pub fn traditional(c: char) -> char {
    TRADITIONAL.get(c)
}

/// The character in a text that was converted one to one by a careless table: what is a Traditional character as it
/// stands (范, 后) stays, the rest has its Traditional form.
pub(crate) fn half_converted(c: char) -> char {
    static ROWS: LazyLock<Table> = LazyLock::new(|| built_in("variants/STCharacters.txt"));
    let mut buffer = [0; 4];
    let stays =
        ROWS.get(c.encode_utf8(&mut buffer)).is_some_and(|row| row.values().any(|v| single(v) == Some(c)));
    if stays { c } else { traditional(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_choices() {
        assert_eq!(simplified('網'), '网');
        assert_eq!(simplified('网'), '网');
        assert_eq!(simplified('后'), '后');
        assert_eq!(simplified('a'), 'a');
        assert_eq!(traditional('网'), '網');
        assert_eq!(traditional('后'), '後');
        let row = built_in("variants/STCharacters.txt");
        assert_eq!((half_converted('范'), half_converted('网')), ('范', '網'));
        let beyond = row.rows().find(|r| r.key > "\u{FFFF}" && r.key != r.value()).unwrap();
        assert_eq!(traditional(single(beyond.key).unwrap()), single(beyond.value()).unwrap());
    }
}
