//! What came of damaged lines, kept while all that it depends on is the same: what a long text repeats is searched once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::profile::Profile;
use super::prove::Judged;
use super::witness::{AskedFor, Witness, is_among};

/// Lines that one memory keeps, and their bytes.
const LINES: usize = 1 << 11;
const MOST: usize = 1 << 20;
/// Memories kept: texts are restored side by side.
const MEMORIES: usize = 4;

/// All of a document that searching a line and proving what was found ask for, besides the line.
#[derive(Debug)]
pub(super) struct Heard {
    folded: bool,
    is_sure: bool,
    is_left_over: bool,
    /// Whether question marks are left over at cuts.
    pub has_orphans: bool,
    /// By index in the gloss table: whether the document glosses the character always, and whether next to never.
    always: Vec<bool>,
    seldom: Vec<bool>,
    pub witness: Witness,
}

impl Heard {
    pub fn new(profile: &Profile, witness: Witness) -> Heard {
        let of =
            |is: fn(&Profile, usize) -> bool| (0..profile.glossed.len()).map(|n| is(profile, n)).collect();
        Heard {
            folded: profile.folded,
            is_sure: profile.is_sure(),
            is_left_over: profile.is_left_over(),
            has_orphans: profile.orphans > 1,
            always: of(Profile::always_glossed),
            seldom: of(Profile::left_bare),
            witness,
        }
    }

    /// The pairs of characters for which it speaks otherwise than `other`, where those few are all that differs.
    fn differing(&self, other: &Heard) -> Option<Vec<u64>> {
        let of = |heard: &Heard| (heard.folded, heard.is_sure, heard.is_left_over, heard.has_orphans);
        let is_same = of(self) == of(other) && self.always == other.always && self.seldom == other.seldom;
        is_same.then(|| self.witness.differing(&other.witness)).flatten()
    }
}

/// What came of the tokens of a line from `start` to `end`.
#[derive(Debug)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub judged: Vec<Judged>,
    /// Tokens that are as they were.
    pub sound: Vec<(usize, usize)>,
}

/// What came of a line, and which pairs of characters the document was asked for.
#[derive(Debug, Clone)]
struct Line {
    found: Arc<[Found]>,
    asked: Arc<AskedFor>,
}

/// What came of whole lines, by whether a line break follows.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    known: [FxHashMap<Arc<str>, Line>; 2],
    bytes: usize,
}

impl Lines {
    pub fn find(&self, line: &str, ends: bool) -> Option<Arc<[Found]>> {
        self.known[usize::from(ends)].get(line).map(|line| Arc::clone(&line.found))
    }

    /// Keeps what came of a line by a search that was the last to ask `witness`.
    pub fn keep(&mut self, line: &str, ends: bool, found: &Arc<[Found]>, witness: &Witness) {
        let is_full = self.bytes + line.len() > MOST || self.known.iter().any(|known| known.len() >= LINES);
        if !found.is_empty() && !is_full {
            self.bytes += line.len();
            let kept = Line { found: Arc::clone(found), asked: Arc::new(witness.asked()) };
            self.known[usize::from(ends)].insert(line.into(), kept);
        }
    }

    /// Those of which the document was asked for none of `pairs`.
    fn without(&self, pairs: &[u64]) -> Lines {
        let mut lines = self.clone();
        for known in &mut lines.known {
            known.retain(|_, line| !is_among(pairs, &line.asked));
        }
        lines.bytes = lines.known.iter().flat_map(FxHashMap::keys).map(|line| line.len()).sum();
        lines
    }
}

/// What is kept of the last documents.
#[derive(Debug, Default)]
pub(super) struct Memories(Mutex<Vec<(Heard, Lines)>>);

impl Memories {
    /// What is known for a document of which the same was heard; nobody else has it until it is put back.
    pub fn take(&self, heard: Heard) -> (Heard, Lines) {
        let mut all = self.all();
        let differing = all.iter().map(|(known, _)| heard.differing(known)).enumerate();
        let alike = differing.filter_map(|(n, pairs)| Some((n, pairs?))).min_by_key(|(_, pairs)| pairs.len());
        match alike {
            Some((n, pairs)) if pairs.is_empty() => all.remove(n),
            Some((n, pairs)) => (heard, all[n].1.without(&pairs)),
            None => (heard, Lines::default()),
        }
    }

    pub fn put_back(&self, heard: Heard, lines: Lines) {
        if lines.bytes > 0 {
            let mut all = self.all();
            all.insert(0, (heard, lines));
            all.truncate(MEMORIES);
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<(Heard, Lines)>> {
        // Only whole memories are put there and taken.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mojibake;
    use super::*;
    use crate::language::Model;

    #[test]
    fn what_was_found_before_makes_no_difference() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/found/informatization-speeches/input.txt");
        let page = std::fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = page.lines().take(80).collect();
        let text = lines.join("\n");
        let fresh = || Mojibake::new(Model::built_in().unwrap());
        let used = fresh();
        let profile = |text: &str| used.profile(text, &super::super::seen(text), None);
        let heard = |text: &str| {
            let mut witness = Witness::of(text.len());
            let all: std::collections::BTreeSet<&str> = text.lines().collect();
            let tokens = |line| super::super::token::tokens(line, 0, &used.readings);
            all.into_iter().for_each(|line| witness.hear(&tokens(line)));
            Heard::new(&profile(text), witness)
        };
        // The same lines in other company, some once more, broken off, and in another document.
        let more = lines.iter().map(|line| format!("{text}\n{line}{line}"));
        let differs =
            |text: &String| !heard(text).differing(&heard(&lines.join("\n"))).is_none_or(|d| d.is_empty());
        let more: Vec<String> = more.filter(differs).take(2).collect();
        let turned: String = lines.iter().rev().flat_map(|line| [line, "\n"]).collect();
        let half = lines[..40].join("\n");
        let other = "沒有的事。\n各行各業(yè)的人都來了,我們都?xì)g迎。";
        let told = |stage: &Mojibake, text: &str| {
            let proposals = stage.propose(text, &profile(text));
            assert!(!proposals.edits.is_empty());
            format!("{:?} {:?}", proposals.edits, proposals.gaps)
        };
        for text in [&text, &more[0], &turned, &half, &text, other, &more[1]] {
            assert!(told(&used, text) == told(&fresh(), text));
        }
        // Much of what was found in one holds in the other.
        let count = |lines: &Lines| lines.known.iter().map(FxHashMap::len).sum::<usize>();
        let stage = fresh();
        told(&stage, &text);
        let kept = count(&stage.memories.take(heard(&more[0])).1);
        let (heard_again, lines) = stage.memories.take(heard(&text));
        let all = count(&lines);
        assert!(0 < kept && kept <= all, "{kept} of {all}");
        assert_eq!(count(&lines.without(&heard_again.witness.every_pair())), 0);
        assert!(heard(&text).differing(&heard(&half)).is_none());
    }
}
