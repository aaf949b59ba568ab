//! What searches find out that is true in every document, kept from one to the next: small documents come in great numbers.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use super::halves::{Remembered, Standing};
use super::room::Room;
use crate::language::{Beside, Following, Marks, Model};

/// What one search after the other finds out, and the room that it takes: about a megabyte.
#[derive(Debug)]
pub(super) struct Kept {
    /// What the model says of the words that follow each other.
    pub following: Following<'static>,
    pub marks: Beside<'static>,
    /// What is known of characters.
    pub characters: Remembered,
    /// Which characters can stand where bytes were lost.
    pub standing: Standing,
    /// Where what is gathered has its place.
    pub room: RefCell<Room>,
}

/// What is kept by searches that are done: one for each thread that searches at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf(Arc<Mutex<Vec<Kept>>>);

impl Shelf {
    /// What a search begins with; every search of a shelf is by the same model.
    pub fn take(&self, model: &'static Model) -> Kept {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| Kept {
            following: Following::new(model),
            marks: Beside::new(Marks::built_in()),
            characters: Remembered::default(),
            standing: Standing::default(),
            room: RefCell::new(Room::new()),
        })
    }

    pub fn put_back(&self, kept: Kept) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }
}
