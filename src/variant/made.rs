//! Where what a conversion makes is written: as bytes, and moved to the text by the thousand.
//!
//! A character that is pushed to a string is encoded and may make that grow; one of three bytes that is copied in a room of
//! fixed size costs a few instructions. Whether the room holds whole characters is checked when it is full, which is cheap.

use std::fmt;

/// Takes what a step makes of a text, in order.
pub(super) trait Sink {
    /// Where to write it.
    fn made(&mut self) -> &mut Made;
    /// Here a row of the step's first group begins or ends.
    fn edge(&mut self) {}
}

/// Bytes that are written before they are moved to the text: few enough to stay near until they are.
const ROOM: usize = 4096;
/// So many of them are left free at least.
const SPARE: usize = 64;

/// What is made of a text.
#[derive(Debug)]
pub(super) struct Made {
    /// The end of it, not moved to the text yet: whole characters.
    pub room: Box<[u8; ROOM]>,
    /// How many of its bytes.
    pub filled: usize,
    text: String,
}

impl Made {
    /// Nothing, with place for so many bytes.
    pub fn with_capacity(bytes: usize) -> Made {
        Made { room: zeros(), filled: 0, text: String::with_capacity(bytes) }
    }

    /// Makes sure that some place is left in the room.
    #[inline]
    pub fn make_room(&mut self) {
        if self.filled > ROOM - SPARE {
            self.settle();
        }
    }

    /// Writes a character of three bytes, the first of them lowest.
    #[inline]
    pub fn word(&mut self, word: u32) {
        self.make_room();
        if let Some(place) = self.room.get_mut(self.filled..self.filled + 4) {
            place.copy_from_slice(&word.to_le_bytes());
            self.filled += 3;
        }
    }

    /// Writes any text.
    #[inline]
    pub fn push(&mut self, text: &str) {
        self.make_room();
        match self.room.get_mut(self.filled..self.filled + text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                self.filled += text.len();
            }
            None => {
                self.settle();
                self.text.push_str(text);
            }
        }
    }

    /// Moves everything to the text.
    #[inline(never)]
    fn settle(&mut self) {
        match simdutf8::basic::from_utf8(&self.room[..self.filled]) {
            Ok(made) => self.text.push_str(made),
            Err(_) => debug_assert!(false, "whole characters are written"),
        }
        self.filled = 0;
    }

    /// How many bytes that are.
    pub fn length(&self) -> usize {
        self.text.len() + self.filled
    }

    /// All of it.
    pub fn text(&mut self) -> &str {
        self.settle();
        &self.text
    }

    /// Writes other characters of as many bytes over those at `places` of what [`Made::text`] gave.
    pub fn overwrite(&mut self, places: impl IntoIterator<Item = (usize, char)>) {
        let mut room = [0; 4];
        for (place, character) in places {
            let after = character.encode_utf8(&mut room);
            self.text.replace_range(place..place + after.len(), after);
        }
    }

    /// All of it, and no more.
    pub fn finish(mut self) -> String {
        self.settle();
        self.text
    }

    /// Forgets it.
    pub fn clear(&mut self) {
        self.filled = 0;
        self.text.clear();
    }
}

impl Sink for Made {
    #[inline]
    fn made(&mut self) -> &mut Made {
        self
    }
}

/// An array of so many zeros, far from the stack.
pub(super) fn zeros<T: Copy + Default + fmt::Debug, const N: usize>() -> Box<[T; N]> {
    vec![T::default(); N].try_into().unwrap_or_else(|_| Box::new([T::default(); N]))
}
