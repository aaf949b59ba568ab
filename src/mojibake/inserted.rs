//! Which characters were inserted before marks: one or two that belong to nothing, at most clause ends of a document.
//!
//! The document decides first: most of its clauses end in characters that make no sense, while it reads well otherwise.
//! Then each clause is read without its last character or two, and the language model says whether these were inserted.

use std::collections::BTreeSet;

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::dictionary::{Cantonese, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Gate, Marks, Model};
use crate::restore::Proposals;
use crate::text::{Span, is_han};

/// The marks before which characters are inserted.
const MARKS: [char; 7] = ['，', '。', '！', '？', '；', '：', '、'];
/// Characters inserted before a mark, at most.
const MOST: usize = 2;
/// Han characters in a row before the mark: fewer make no clause to prove anything by; more are not looked at.
const SHORTEST: usize = 4;
const LONGEST: usize = 14;
/// log10 of the share of one character among those that are inserted: some six thousand.
const INSERTED: f32 = -3.8;
/// By how many powers of ten a clause must read better without its end to show the damage.
const CLEAR: f32 = 2.5;
/// The same to be restored in a document that shows it, and for two characters over one.
const FAIR: f32 = 1.0;
const FAIR_NUMBER: f32 = 1.5;
/// Clauses that show it, at least, and their share of all. (intact/rare-names-before-marks)
const LEAST: usize = 7;
const SHARE: f32 = 0.5;
/// The share of pairs inside the clauses that were never seen side by side, at most: of verse, lists of names and
/// dialects more are. (intact/rhapsody-rare-characters)
const UNSEEN: f32 = 0.12;
/// Pairs by which it is told at once where so many times that share were never seen.
const TOLD_BY: u32 = 1 << 12;
const FAR_ABOVE: f32 = 1.25;
/// The share of the clauses that are as long as each other in verse, which ends them with rare words: what is inserted is now one
/// character, now two. (intact/verse-of-four)
const VERSE: f32 = 0.75;
/// Of what was inserted, the share that must be different: a refrain repeats. (intact/refrain-of-verse)
const DIFFERENT: f32 = 0.6;
/// What speaks for a beginning of what was inserted where the pair across it was never seen, and against it where it was.
const NEVER_SEEN: f32 = 0.7;
const SEEN: f32 = -0.7;
/// What speaks against it where the document has the pair inside a clause. (synthetic/inserted-characters)
const WITNESSED: f32 = -6.0;
/// Rounds in which the number inserted is learnt.
const ROUNDS: usize = 5;
/// Marks looked at first, spread over the text, and the share of them that must follow an unseen pair.
const PROBES: usize = 40;
const SUSPECT: f32 = 0.3;

/// The end of a clause.
struct Site {
    /// Where the last characters begin: one, two. The latter is the former where there is only one.
    starts: [usize; MOST],
    mark: usize,
    /// Whether the clause is long enough to prove something.
    proves: bool,
    /// log10 of how well it reads with none, one, two of them inserted.
    scores: [f32; MOST + 1],
}

impl Site {
    /// How many characters were inserted, most likely, with what speaks for each number, and by how much that reads
    /// better than as it stands. Where two do not lead clearly over one, the last is out either way and the other stays.
    fn best(&self, prior: [f32; MOST + 1]) -> (usize, f32) {
        let total = |n: usize| self.scores[n] + prior[n];
        let best = (0..=MOST).max_by(|a, b| total(*a).total_cmp(&total(*b))).unwrap_or(0);
        let number = if best == MOST && total(best) - total(1) < FAIR_NUMBER { 1 } else { best };
        (number, total(best) - total(0))
    }
}

/// Edits that take out what was inserted, where the document shows it.
pub(super) fn propose(text: &str, model: &Model) -> Proposals {
    let mut proposals = Proposals::default();
    let Ok(gate) = Gate::built_in() else { return proposals };
    // What costs least is asked first. Cantonese ends its sentences with characters that stand before marks and nowhere else.
    // (intact/cantonese-lines)
    if !is_suspect(text, gate)
        || is_strange(text, gate)
        || Cantonese::built_in().is_in(text)
        || is_verse(text)
    {
        return proposals;
    }
    let sites = sites(text, model, gate);
    let none = [0.0; MOST + 1];
    let places = sites.iter().filter(|site| site.proves).count();
    let clear = sites.iter().filter(|site| site.proves && site.best(none).1 >= CLEAR);
    let clear: Vec<&Site> = clear.collect();
    let ends: BTreeSet<&str> =
        clear.iter().map(|site| &text[site.starts[site.best(none).0 - 1]..site.mark]).collect();
    let shows = clear.len() >= LEAST
        && clear.len() as f32 >= SHARE * places as f32
        && ends.len() as f32 >= DIFFERENT * clear.len() as f32;
    if !shows {
        return proposals;
    }
    let prior = habit(&sites);
    let (shown, places) = (clear.len() as u32, places as u32);
    for site in &sites {
        let (number, lead) = site.best(prior);
        if number == 0 || lead < FAIR {
            continue;
        }
        let span = Span::new(site.starts[number - 1], site.mark);
        let next = (0..=MOST)
            .filter(|n| *n != number)
            .max_by(|a, b| (site.scores[*a] + prior[*a]).total_cmp(&(site.scores[*b] + prior[*b])));
        let runner_up = next.map(|n| {
            let left = if n == 0 { "" } else { &text[site.starts[n - 1]..site.mark] };
            (left.to_owned(), site.scores[n] + prior[n])
        });
        let evidence = vec![
            Evidence::Score { winner: site.scores[number] + prior[number], runner_up },
            Evidence::Pattern { shown, places },
        ];
        let before = span.of(text).unwrap_or_default().to_owned();
        proposals.edits.push(Edit {
            span,
            before,
            after: String::new(),
            rule: Rule::Inserted,
            certainty: Certainty::Medium,
            evidence,
        });
    }
    proposals
}

/// log10 of how often none, one and two characters are inserted in this document.
fn habit(sites: &[Site]) -> [f32; MOST + 1] {
    let mut prior = [0.0f32; MOST + 1];
    for _ in 0..ROUNDS {
        let mut counts = [1.0f32; MOST + 1];
        for site in sites {
            let best = (0..=MOST).map(|n| site.scores[n] + prior[n]).fold(f32::MIN, f32::max);
            let shares: Vec<f32> = (0..=MOST).map(|n| 10f32.powf(site.scores[n] + prior[n] - best)).collect();
            let sum: f32 = shares.iter().sum();
            for (count, share) in counts.iter_mut().zip(&shares) {
                *count += share / sum;
            }
        }
        let all: f32 = counts.iter().sum();
        prior = counts.map(|count| (count / all).log10());
    }
    prior
}

/// Whether pairs never seen side by side stand before many of some marks spread over the text.
fn is_suspect(text: &str, gate: &Gate) -> bool {
    let mut finders = ["。", "，"].map(|mark| Some(memmem::Finder::new(mark)));
    let (mut seen, mut unseen, mut end) = (0usize, 0usize, 0);
    for probe in 0..PROBES {
        let from = (text.len() / PROBES * probe).max(end).min(text.len());
        let Some(finder) = &finders[probe % 2] else { continue };
        let Some(at) = finder.find(&text.as_bytes()[from..]).map(|at| from + at) else {
            // Nor will it be found further on.
            finders[probe % 2] = None;
            continue;
        };
        end = at + 3;
        let mut before = text[..at].chars().rev();
        let (Some(last), Some(first)) = (before.next(), before.next()) else { continue };
        if is_han(last) && is_han(first) {
            seen += 1;
            unseen += usize::from(!gate.seen(simplified(first), simplified(last)));
        }
    }
    unseen >= 2 && unseen as f32 >= SUSPECT * seen as f32
}

/// Whether so many pairs inside the clauses were never seen side by side that their ends tell nothing. Where the share is far above
/// that the rest is not looked at.
fn is_strange(text: &str, gate: &Gate) -> bool {
    let (mut pairs, mut unseen) = (0u32, 0u32);
    while_clauses(text, |_, clause, mark| {
        if mark.is_some_and(|(_, mark)| MARKS.contains(&mark)) {
            let inner = inner(clause).windows(2);
            pairs += inner.len() as u32;
            unseen += inner.filter(|pair| !gate.seen(pair[0].1, pair[1].1)).count() as u32;
        }
        pairs < TOLD_BY || unseen as f32 <= FAR_ABOVE * UNSEEN * pairs as f32
    });
    unseen as f32 > UNSEEN * pairs as f32
}

/// Whether most clauses are as long as each other.
fn is_verse(text: &str) -> bool {
    let mut lengths: [u32; LONGEST + 1] = [0; LONGEST + 1];
    each_clause(text, |_, clause, mark| {
        if mark.is_some_and(|(_, mark)| MARKS.contains(&mark)) {
            lengths[clause.len().min(LONGEST)] += 1;
        }
    });
    let (most, all) = (lengths[..LONGEST].iter().max().copied().unwrap_or(0), lengths.iter().sum::<u32>());
    most as f32 >= VERSE * all as f32
}

/// A clause without the characters at its end that may have been inserted.
fn inner(clause: &[(usize, char)]) -> &[(usize, char)] {
    &clause[..clause.len().saturating_sub(MOST)]
}

/// Every clause end that can be read.
fn sites(text: &str, model: &Model, gate: &Gate) -> Vec<Site> {
    let mut inside: FxHashSet<(char, char)> = FxHashSet::default();
    each_clause(text, |_, clause, mark| {
        let is_end = mark.is_some_and(|(_, mark)| MARKS.contains(&mark));
        let kept = if is_end { inner(clause) } else { clause };
        inside.extend(kept.windows(2).map(|pair| (pair[0].1, pair[1].1)));
    });
    let marks = Marks::built_in();
    let mut sites = Vec::new();
    each_clause(text, |before, clause, mark| {
        let Some((at, mark)) = mark.filter(|(_, mark)| MARKS.contains(mark)) else { return };
        let run = &clause[clause.len().saturating_sub(LONGEST)..];
        // Something must be left that the mark can stand behind.
        let is_beside = before.is_some_and(|c| c.is_alphanumeric() || "”’」』》）)%".contains(c));
        let most = if is_beside { run.len() } else { run.len() - 1 }.min(MOST);
        let mut scores = [f32::MIN; MOST + 1];
        for (n, score) in scores.iter_mut().enumerate().take(most + 1) {
            let kept = &run[..run.len() - n];
            let kept_text: String = kept.iter().map(|(_, c)| *c).collect();
            let last = kept.last().map(|(_, c)| *c).or(before).unwrap_or(mark);
            *score = model.score(&kept_text) + marks.after(last, mark) + n as f32 * INSERTED;
            if let (true, Some((_, last))) = (n > 0, kept.last()) {
                let first = run[run.len() - n].1;
                *score += match (inside.contains(&(*last, first)), gate.seen(*last, first)) {
                    (true, _) => WITNESSED,
                    (false, true) => SEEN,
                    (false, false) => NEVER_SEEN,
                };
            }
        }
        let start = |n: usize| run[run.len().saturating_sub(n)].0;
        let proves = clause.len() >= SHORTEST;
        sites.push(Site { starts: [start(1), start(2)], mark: at, proves, scores });
    });
    sites
}

/// Shows `see` every row of Han characters in the Simplified view, with what stands before and behind it.
fn each_clause(text: &str, mut see: impl FnMut(Option<char>, &[(usize, char)], Option<(usize, char)>)) {
    while_clauses(text, |before, clause, behind| {
        see(before, clause, behind);
        true
    });
}

/// The same until `see` has enough.
fn while_clauses(
    text: &str,
    mut see: impl FnMut(Option<char>, &[(usize, char)], Option<(usize, char)>) -> bool,
) {
    let mut clause: Vec<(usize, char)> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        if is_han(c) {
            clause.push((at, simplified(c)));
            continue;
        }
        if !clause.is_empty() {
            if !see(before, &clause, Some((at, c))) {
                return;
            }
            clause.clear();
        }
        before = Some(c);
    }
    if !clause.is_empty() {
        see(before, &clause, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        let model = Model::built_in().unwrap();
        let mut edits = propose(text, model).edits;
        edits.retain(|edit| edit.certainty >= Certainty::Medium);
        Edits::fit(text, edits).unwrap().apply(text)
    }

    #[test]
    fn most_clause_ends_show_it() {
        let damaged = "昨天晚上电脑又出了毛病滁，很多字都打不出来了荔。我把键盘拆开看了看瞻，里面全是灰尘褂。\
                       清理以后情况好了一些苫，但是有几个键还是不灵驮。只好明天去修理店问问价钱涪，希望不要太贵绰。";
        let right = "昨天晚上电脑又出了毛病，很多字都打不出来了。我把键盘拆开看了看，里面全是灰尘。\
                     清理以后情况好了一些，但是有几个键还是不灵。只好明天去修理店问问价钱，希望不要太贵。";
        assert_eq!(restored(damaged), right);
        assert_eq!(restored(right), right);
    }

    #[test]
    fn a_few_odd_ends_stay() {
        let text = "他叫王犇。她姓李，单名一个嬿。两人住在同一条街上，门对着门。春天的时候，院子里开满了花，\
                    孩子们在树下读书，老人们在墙边下棋。街口有一家小店，卖面条和馄饨。";
        assert_eq!(restored(text), text);
    }
}
