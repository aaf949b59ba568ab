//! What came of the last damaged texts: one that comes again, as copies of a page do, is not restored anew.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::restore::Restored;
use crate::window::Earlier;

/// Bytes of the texts kept, with what they became.
const MOST: usize = 8 << 20;
/// Bytes of text to an edit: where there are fewer edits, restoring costs little more than looking here.
const SPARSE: usize = 4096;

/// A text, and what came of it.
#[derive(Debug)]
struct Known {
    text: String,
    /// What the text before showed; `None` where that made no difference.
    earlier: Option<Earlier>,
    restored: Restored,
}

impl Known {
    fn size(&self) -> usize {
        self.text.len() + self.restored.text.len()
    }
}

/// The texts of one restorer, the last first.
#[derive(Debug, Default)]
pub(crate) struct Repeats(Mutex<VecDeque<Arc<Known>>>);

impl Repeats {
    /// What came of the same text.
    pub(crate) fn find(&self, text: &str, earlier: &Earlier) -> Option<Restored> {
        let is_same = |known: &Arc<Known>| {
            known.text == text && known.earlier.as_ref().is_none_or(|known| known.is_same(earlier))
        };
        let known = self.known().iter().find(|known| is_same(known)).map(Arc::clone);
        known.map(|known| known.restored.clone())
    }

    /// Keeps what came of `text` by so many edits, if it is worth it.
    pub(crate) fn keep(&self, text: String, earlier: Option<Earlier>, restored: &Restored, edits: usize) {
        if text.len() / SPARSE >= edits || text.len() + restored.text.len() > MOST {
            return;
        }
        let known = Known { text, earlier, restored: restored.clone() };
        let mut all = self.known();
        all.push_front(Arc::new(known));
        let mut size = 0;
        all.retain(|known| {
            size += known.size();
            size <= MOST
        });
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<Arc<Known>>> {
        // Nothing is half done where a thread panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
