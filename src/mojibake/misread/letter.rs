//! What a character is inside a word: asked of every character that may be misread.

use std::sync::LazyLock;

/// What a character is inside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    None,
    /// A sign of Latin-1, whether it counts as a letter or not: ª, µ and º do.
    Sign,
    Lowercase,
    Uppercase,
    /// Of a script without the two.
    Other,
}

impl Letter {
    pub(super) fn of(c: char) -> Letter {
        /// Those of Latin, Greek and Cyrillic letters, asked for most.
        static EUROPE: LazyLock<[Letter; 0x530]> = LazyLock::new(|| {
            std::array::from_fn(|n| char::from_u32(n as u32).map_or(Letter::None, Letter::find))
        });
        match c as u32 {
            // Han characters and syllables of Hangul are letters; dashes, quotation marks, lines and boxes are none.
            0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => Letter::Other,
            0x2010..=0x203A | 0x20AC | 0x2500..=0x259F => Letter::None,
            n => EUROPE.get(n as usize).copied().unwrap_or_else(|| Letter::find(c)),
        }
    }

    fn find(c: char) -> Letter {
        match c as u32 {
            0xA1..=0xBF | 0xD7 | 0xF7 => Letter::Sign,
            _ if c.is_lowercase() => Letter::Lowercase,
            _ if c.is_uppercase() => Letter::Uppercase,
            _ if c.is_alphabetic() => Letter::Other,
            _ => Letter::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_they_are_found_to_be() {
        assert!(('\0'..='\u{20FFF}').all(|c| Letter::of(c) == Letter::find(c)));
        let of = |text: &str| text.chars().map(Letter::of).collect::<Vec<_>>();
        assert_eq!(of("ÖÐ¹ú"), [Letter::Uppercase, Letter::Uppercase, Letter::Sign, Letter::Lowercase]);
        assert_eq!(of("中。"), [Letter::Other, Letter::None]);
    }
}
