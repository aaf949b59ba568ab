//! What came of the last damaged texts: one that comes again, as copies of a page do, is not restored anew.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::restore::Restored;
use crate::window::Earlier;

/// Bytes of the texts kept, with what they became.
const MOST: usize = 8 << 20;
/// Texts kept, however short: each is looked at for every text that comes.
const TEXTS: usize = 16;
/// Bytes of text to an edit: where there are fewer edits, restoring costs little more than looking here.
const SPARSE: usize = 4096;

/// A text, and what came of it.
#[derive(Debug)]
struct Known {
    text: String,
    /// What the text before showed; `None` where that made no difference.
    earlier: Option<Earlier>,
    restored: Restored,
    /// What it shows itself, where that was asked for.
    shows: OnceLock<Earlier>,
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

    /// What `text` shows for what follows: as `count` gives it, which is not asked again about the same text.
    pub(crate) fn shown(&self, text: &str, count: impl FnOnce() -> Earlier) -> Earlier {
        let known = self.known().iter().find(|known| known.text == text).map(Arc::clone);
        match known {
            Some(known) => known.shows.get_or_init(count).clone(),
            None => count(),
        }
    }

    /// Keeps what came of `text` by so many edits, if it is worth it.
    pub(crate) fn keep(&self, text: String, earlier: Option<Earlier>, restored: &Restored, edits: usize) {
        if text.len() / SPARSE >= edits || text.len() + restored.text.len() > MOST {
            return;
        }
        let known = Known { text, earlier, restored: restored.clone(), shows: OnceLock::new() };
        let mut all = self.known();
        all.push_front(Arc::new(known));
        all.truncate(TEXTS);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Restorer, Target, window};

    fn restored(text: &str) -> Restored {
        Restored { text: text.into(), is_changed: true }
    }

    #[test]
    fn the_last_texts_are_known_as_long_as_there_is_room() {
        let repeats = Repeats::default();
        let find = |text: &str| repeats.find(text, &Earlier::default());
        repeats.keep("错".into(), None, &restored("对"), 1);
        assert_eq!(find("错"), Some(restored("对")));
        assert_eq!(find("错的"), None);
        // Nothing to speak of was done.
        repeats.keep("好".repeat(SPARSE), None, &restored("好"), 2);
        assert_eq!(find(&"好".repeat(SPARSE)), None);
        let long = |c: &str| c.repeat(MOST / 2 / c.len());
        repeats.keep(long("长"), None, &restored("短"), MOST);
        assert!(find(&long("长")).is_some() && find("错").is_some());
        repeats.keep(long("又"), None, &restored("短"), MOST);
        assert!(find(&long("又")).is_some() && find(&long("长")).is_none());
        let short = |n: usize| format!("第{n}个");
        (0..=TEXTS).for_each(|n| repeats.keep(short(n), None, &restored("短"), 1));
        assert!(find(&short(0)).is_none() && (1..=TEXTS).all(|n| find(&short(n)).is_some()));
        repeats.keep("又".repeat(MOST), None, &restored("短"), MOST);
        assert_eq!(find(&"又".repeat(MOST)), None);
    }

    #[test]
    fn what_stood_before_counts_where_it_makes_a_difference() {
        let repeats = Repeats::default();
        let restorer = Restorer::new(Options::default()).unwrap();
        let [one, other] = ["各行各業(yè)。", "網(wǎng)絡(luò)。"].map(|text| restorer.shown(text));
        repeats.keep("错".into(), Some(one.clone()), &restored("对"), 1);
        assert!(repeats.find("错", &one).is_some());
        assert!(repeats.find("错", &other).is_none() && repeats.find("错", &Earlier::default()).is_none());
    }

    #[test]
    fn a_text_that_repeats_itself_is_restored_as_any_other() {
        let lines = [
            "各行各業(yè)的人都來了,我們都?xì)g迎。",
            "第一條消息:網(wǎng)絡(luò)企業(yè)設(shè)計了新的業(yè)務(wù)系統(tǒng)。",
        ];
        let page: String = (0..1_500).map(|n| format!("{n}、{}\n", lines[n % 2])).collect();
        let text = page.repeat(20);
        for to in [None, Some(Target::Hans)] {
            let new = || Restorer::new(Options { to, ..Options::default() }).unwrap();
            let (restorer, other) = (new(), new());
            let Restored { text: mended, is_changed } = restorer.restore_text(&text);
            assert!(is_changed && mended == other.restore(&text).text);
            assert!(mended == restorer.restore_text(&text).text);
            // The second window is the third, and known.
            let mut rest = text.as_str();
            let mut windows = std::iter::from_fn(|| {
                let (here, behind) = rest.split_at(window::end(rest)?);
                rest = behind;
                Some(here)
            });
            let [_, second, third] = [(); 3].map(|()| windows.next().unwrap());
            assert!(second == third);
            assert!(restorer.repeats().find(third, &restorer.shown(second)).is_some());
            assert!(restorer.shown(second).is_same(&other.shown(third)));
            assert!(!restorer.shown(second).is_same(&Earlier::default()));
            assert!(restorer.repeats().shown(third, Earlier::default).is_same(&other.shown(third)));
        }
    }
}
