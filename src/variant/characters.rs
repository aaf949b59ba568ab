//! Single characters: the other script's first choice for one, and which script one belongs to.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::dictionary::Table;
use crate::error::Error;

/// A map from character to character, flat for the Basic Multilingual Plane.
pub(super) struct Flat {
    plane: Box<[char]>,
    beyond: HashMap<char, char>,
}

impl Flat {
    /// Maps every key of `table` to its best value, any other character to itself.
    ///
    /// # Errors
    /// [`Error::Line`] where a key or its best value is not exactly one character.
    pub(super) fn new(table: &Table) -> Result<Flat, Error> {
        let mut plane: Box<[char]> =
            (0..0x1_0000).map(|u| char::from_u32(u).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        let mut beyond = HashMap::new();
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
        Ok(Flat { plane, beyond })
    }

    pub(super) fn get(&self, c: char) -> char {
        match self.plane.get(c as usize) {
            Some(value) => *value,
            None => self.beyond.get(&c).copied().unwrap_or(c),
        }
    }
}

/// The one character of `text`, or `None` where there are more or none.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.as_str().is_empty())
}

/// The compiled-in table `name`.
fn built_in(name: &str) -> Table {
    Table::open(name, None).expect("compiled-in tables parse: tests/dictionaries.rs")
}

fn flat(table: &Table) -> Flat {
    Flat::new(table).expect("compiled-in character tables map single characters: tests below")
}

static SIMPLIFIED: LazyLock<Flat> = LazyLock::new(|| flat(&built_in("variants/TSCharacters.txt")));
static TRADITIONAL: LazyLock<Flat> = LazyLock::new(|| flat(&built_in("variants/STCharacters.txt")));

/// The Simplified view of a character, one to one: the first choice where there are several.
#[allow(dead_code, reason = "for other stages to see text through")]
pub(crate) fn simplify_char(c: char) -> char {
    SIMPLIFIED.get(c)
}

/// The Traditional view of a character, one to one: the first choice where there are several.
#[allow(dead_code, reason = "for other stages to see text through")]
pub(crate) fn traditional_char(c: char) -> char {
    TRADITIONAL.get(c)
}

/// The script that a character gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaning {
    /// Either, or none.
    None,
    /// Written in Simplified only: no Traditional choice keeps it.
    Hans,
    /// Written in Traditional only: simplifying changes it, and it is no Simplified form of another.
    Hant,
}

static LEANINGS: LazyLock<Box<[Leaning]>> = LazyLock::new(|| {
    let (to_hans, to_hant) = (built_in("variants/TSCharacters.txt"), built_in("variants/STCharacters.txt"));
    let (hans, hant) = (flat(&to_hans), flat(&to_hant));
    let mut leanings = vec![Leaning::None; 0x1_0000].into_boxed_slice();
    let mut lean = |key: &str, leaning| {
        if let Some(slot) = single(key).and_then(|c| leanings.get_mut(c as usize)) {
            *slot = leaning;
        }
    };
    for row in to_hans.rows() {
        if single(row.key).is_some_and(|c| hans.get(c) != c && hant.get(c) == c) {
            lean(row.key, Leaning::Hant);
        }
    }
    for row in to_hant.rows() {
        // 里, 后, 干 and 范 are Traditional characters too: they say nothing.
        if row.values().all(|value| value != row.key) && single(row.key).is_some_and(|c| hans.get(c) == c) {
            lean(row.key, Leaning::Hans);
        }
    }
    leanings
});

/// How many characters of Traditional only must stand against one of Simplified only for a text to count as
/// Traditional. Traditional text that quotes Simplified stays below; Simplified text with a Traditional name or
/// quotation comes nowhere near.
const OUTNUMBERED: usize = 4;

/// Whether `text` is in Traditional already.
pub(super) fn is_traditional(text: &str) -> bool {
    let (mut hans, mut hant) = (0, 0);
    for c in text.chars() {
        match LEANINGS.get(c as usize) {
            Some(Leaning::Hans) => hans += 1,
            Some(Leaning::Hant) => hant += 1,
            _ => {}
        }
    }
    hant > OUTNUMBERED * hans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_choices() {
        assert_eq!(simplify_char('網'), '网');
        assert_eq!(simplify_char('网'), '网');
        assert_eq!(simplify_char('后'), '后');
        assert_eq!(simplify_char('a'), 'a');
        assert_eq!(traditional_char('网'), '網');
        assert_eq!(traditional_char('后'), '後');
        let row = built_in("variants/STCharacters.txt");
        let beyond = row.rows().find(|r| r.key > "\u{FFFF}" && r.key != r.value()).unwrap();
        assert_eq!(traditional_char(single(beyond.key).unwrap()), single(beyond.value()).unwrap());
    }

    #[test]
    fn documents_show_their_script() {
        assert!(is_traditional("互聯網事業快速發展"));
        assert!(is_traditional("幾位同志講得很好,后來在這里說干部"), "half converted");
        assert!(is_traditional("這個軟體在簡體版里叫“软件”,說明書沒有譯過來,請見諒"));
        assert!(!is_traditional("互联网事业快速发展"));
        assert!(!is_traditional("书名是《東京夢華錄》，我们从头读起"));
        assert!(!is_traditional("后里干范"));
        assert!(!is_traditional(""));
    }
}
