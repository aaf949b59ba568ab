//! What may have befallen one line: the accidents tried on it, and the best of what they explain.

use super::candidate::{Candidate, are_fluent, are_proved, are_sure};
use super::judge::{Judge, Sample};
use super::rank::{Held, Ranked, disjoint};
use super::signature::{ACCIDENTS, Accident};
use super::tape::Tape;
use super::walk::{self, Item, Stretch};
use super::{fill, scan, twins};
use crate::damage::CodePage;

/// Encodings tried on a line as those it was read in.
const READERS: usize = 6;
/// Bytes of candidates of one line that are held at once, at most: those of a line as long as a window, tried with every
/// accident, take hundreds of megabytes.
const HELD: usize = 1 << 24;

/// What of a line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What stands where characters tell of an accident.
    Telling,
    /// Of that the runs that can be read so from their first byte to their last; where it proves itself, a sample tells how it
    /// reads.
    Runs(Sample),
    Everywhere,
}

impl Judge<'_> {
    /// The best candidates of a line, in order and disjoint.
    pub(super) fn line(&self, line: &str, rounds: usize) -> Vec<Candidate> {
        self.line_held(line, rounds, HELD)
    }

    /// The same, where candidates of so many bytes at most are held at once. How many makes no difference.
    fn line_held(&self, line: &str, rounds: usize, held: usize) -> Vec<Candidate> {
        let accidents = self.accidents(line, 1);
        let twice = accidents.iter().filter(|(written, _)| rounds > 1 && *written == CodePage::Utf8);
        // Each accident, and how often what it gives may have been misread before.
        let tried: Vec<(Accident, usize)> = accidents
            .iter()
            .map(|accident| (*accident, 0))
            .chain(twice.map(|accident| (*accident, rounds - 1)))
            .collect();
        let each = |(accident, rounds): (Accident, usize), see: &mut dyn FnMut(Candidate)| match rounds {
            0 => self.once(line, accident, Extent::Telling, see),
            rounds => self.again(line, accident, rounds, see),
        };
        // Of what finds no room only what is told of it is held, and if it is chosen it is read again.
        let mut ranked: Vec<Ranked<Held>> = Vec::new();
        let (ends, mut room) = (ends(line), held);
        for (tried, accident) in tried.iter().enumerate() {
            let mut number = 0;
            each(*accident, &mut |candidate| {
                let bytes = candidate.bytes();
                let Some(one) = self.ranked(ends, candidate) else { return };
                let (is_held, told) = (bytes <= room, one.told(()));
                let candidate = is_held.then_some(one.what);
                ranked.push(told.told(Held { tried, number, candidate }));
                room -= bytes.min(room);
                number += 1;
            });
        }
        let (held, mut missing): (Vec<Held>, Vec<Held>) =
            disjoint(ranked).into_iter().partition(|held| held.candidate.is_some());
        let mut best: Vec<Candidate> = held.into_iter().filter_map(|held| held.candidate).collect();
        missing.sort_unstable_by_key(|held| (held.tried, held.number));
        for missing in missing.chunk_by(|a, b| a.tried == b.tried) {
            let mut number = 0;
            let mut next = missing.iter().map(|held| held.number).peekable();
            each(tried[missing[0].tried], &mut |candidate| {
                // What is asked for comes in the same order again.
                let Some(one) = self.ranked(ends, candidate) else { return };
                if next.next_if_eq(&number).is_some() {
                    best.push(one.what);
                }
                number += 1;
            });
        }
        best.sort_by_key(|candidate| candidate.span.start);
        best
    }

    /// What the accident of the line before explains, where it explains all of this line beyond doubt, as no accident that
    /// is tried before it does. UTF-8 proves itself: where the document has `shown` it, a few characters are enough.
    pub(super) fn same_again(&self, line: &str, accident: Accident, shown: bool) -> Option<Vec<Candidate>> {
        let (written, reader) = accident;
        let foreign = || line.chars().filter(|c| !c.is_ascii());
        let alike =
            |other: CodePage| foreign().all(|c| other.bytes(c).is_some_and(|b| Some(b) == reader.bytes(c)));
        let before = ACCIDENTS.into_iter().take_while(|other| *other != accident);
        if before.filter(|other| other.0 == written).any(|other| alike(other.1)) {
            return None;
        }
        if let Some(plain) = self.plain_line(line, accident, shown) {
            return Some(vec![plain]);
        }
        let foreign = foreign().count();
        let is_enough = |found: &[Candidate], extent: Extent| {
            let are_believed = || found.iter().all(|c| c.is_once() && self.believes(c, true));
            let explained: usize = found.iter().flat_map(|c| &c.parts).map(|part| part.foreign).sum();
            let all: Vec<&Candidate> = found.iter().collect();
            let proves_itself = || written == CodePage::Utf8 && are_proved(found.iter()) && are_believed();
            explained == foreign && (are_sure(&all) || shown && proves_itself())
                || shown && extent == Extent::Telling && are_fluent(&all) && is_covered(line, found)
        };
        let sample = if shown { Sample::Few } else { Sample::Begun };
        [Extent::Runs(sample), Extent::Telling].into_iter().find_map(|extent| {
            let found = self.best(line, self.all_of(line, accident, extent));
            is_enough(&found, extent).then_some(found)
        })
    }

    /// Of candidates of a line the best, in order and disjoint.
    fn best(&self, line: &str, all: Vec<Candidate>) -> Vec<Candidate> {
        let ends = ends(line);
        disjoint(all.into_iter().filter_map(|candidate| self.ranked(ends, candidate)).collect())
    }

    /// A candidate of a line, where it explains anything, with what tells how good it is. What of the line is not ASCII has these
    /// `ends`.
    fn ranked(&self, ends: Option<(usize, usize)>, mut c: Candidate) -> Option<Ranked<Candidate>> {
        if c.merit.han == 0 || c.parts.is_empty() {
            return None;
        }
        let span = c.span;
        c.whole = ends.is_some_and(|(first, last)| span.start <= first && last < span.end);
        let believed = self.believes(&c, false);
        Some(Ranked { believed, whole: believed && c.whole, worth: c.worth(), span, what: c })
    }

    /// The accidents by those readers of which more than `few` characters of the line tell and that have most of its
    /// characters.
    pub(super) fn accidents(&self, line: &str, few: usize) -> Vec<Accident> {
        let mut counts = [0usize; ACCIDENTS.len()];
        for c in line.chars() {
            let mut tells = self.signature.tells(c);
            while tells != 0 {
                counts[tells.trailing_zeros() as usize] += 1;
                tells &= tells - 1;
            }
        }
        let count = |reader: CodePage| {
            let own = ACCIDENTS.iter().zip(counts).filter(|(accident, _)| accident.1 == reader);
            own.map(|(_, count)| count).max().unwrap_or(0)
        };
        let has =
            |reader: CodePage| line.chars().filter(|c| !c.is_ascii() && reader.bytes(*c).is_some()).count();
        let readers = CodePage::ALL.into_iter().filter(|reader| count(*reader) > few);
        let mut readers: Vec<((usize, usize), CodePage)> = readers.map(|r| ((has(r), count(r)), r)).collect();
        readers.sort_by_key(|reader| std::cmp::Reverse(reader.0));
        readers.truncate(READERS);
        ACCIDENTS.into_iter().filter(|(_, read)| readers.iter().any(|(_, reader)| reader == read)).collect()
    }

    /// What one accident explains.
    fn once(&self, line: &str, accident: Accident, extent: Extent, see: &mut dyn FnMut(Candidate)) {
        let all = extent == Extent::Everywhere;
        let tells = |c: char| self.signature.tells(c) != 0;
        let read = |offset: usize, window: &str| {
            if !all && window.chars().filter(|c| tells(*c)).take(2).count() < 2 {
                return 0;
            }
            if let Extent::Runs(sample) = extent
                && let Some((candidate, end)) = self.plain(window, accident, sample)
            {
                see(candidate.shifted(offset));
                return end;
            }
            let tape = Tape::new(window, accident);
            let mut whole = walk::whole(&tape, self.signature);
            // Where the window must come from pairs of bytes throughout, no other way to read it differs from that.
            let needs_others = match extent {
                Extent::Runs(_) => false,
                Extent::Telling => true,
                Extent::Everywhere => !accident.0.has_pairs(),
            };
            let mut stretches =
                if needs_others { walk::stretches(&tape, self.signature, false) } else { Vec::new() };
            if offset + window.len() < line.len() {
                stretches.iter_mut().for_each(|stretch| stretch.leave_torn(&tape));
            }
            whole.retain(|stretch| !stretches.contains(stretch));
            let ends = stretches.iter().chain(&whole).map(|s| tape.at(s.tokens.1));
            let end = ends.max().unwrap_or(0);
            for stretch in stretches.into_iter().chain(whole) {
                let Some(stretch) = trimmed(stretch, &tape) else { continue };
                if self.is_hopeless(window, &tape, &stretch) {
                    continue;
                }
                let (stretch, twins) = twins::choose(stretch, &tape, self.model);
                let items: Vec<Item> = stretch.items.iter().map(|(item, ..)| *item).collect();
                let (from, to) = (tape.at(stretch.tokens.0), tape.at(stretch.tokens.1));
                let around = (&line[..offset + from], &line[offset + to..]);
                let filled = fill::fill(&items, around, self.model, self.signature);
                let candidate = Candidate::new(window, &tape, &stretch, &filled, self);
                see(Candidate { twins, ..candidate.shifted(offset) });
            }
            end
        };
        // Letters and signs, which single bytes are read as, are judged by all of the line that stands beside them.
        match all || !accident.1.has_pairs() {
            true => scan::windows(line, scan::EDGE, read),
            false => scan::near(line, tells, read),
        }
    }

    /// All of it at once: for what is short, or looked at by one accident alone.
    pub(super) fn all_of(&self, line: &str, accident: Accident, extent: Extent) -> Vec<Candidate> {
        let mut out = Vec::new();
        self.once(line, accident, extent, &mut |candidate| out.push(candidate));
        out
    }
}

/// Whether all of a line that is not ASCII stands in these.
pub(super) fn is_covered(line: &str, found: &[Candidate]) -> bool {
    let mut from = 0;
    let mut between = found.iter().map(|c| std::mem::replace(&mut from, c.span.end)..c.span.start);
    between.all(|range| line[range].is_ascii()) && line[from..].is_ascii()
}

/// Where what of a line is not ASCII begins, and where its last character does.
fn ends(line: &str) -> Option<(usize, usize)> {
    let foreign = |c: char| !c.is_ascii();
    line.find(foreign).zip(line.rfind(foreign))
}

/// A stretch without the ASCII at its ends, where that is no part of a misread character.
pub(super) fn trimmed(mut stretch: Stretch, tape: &Tape) -> Option<Stretch> {
    let same = |item: &(Item, usize, usize)| {
        let alone = tape.token(item.1).is_some() && tape.token(item.2).is_some();
        alone && matches!(item.0, Item::Char(c) if c.is_ascii())
    };
    let lead = stretch.items.iter().take_while(|item| same(item)).count();
    stretch.items.drain(..lead);
    stretch.tokens.0 += lead;
    while stretch.items.last().is_some_and(same) {
        stretch.items.pop();
        stretch.tokens.1 -= 1;
    }
    (!stretch.items.is_empty()).then_some(stretch)
}

#[cfg(test)]
mod tests {
    use super::super::signature::Signature;
    use super::*;
    use crate::damage::misread;
    use crate::language::Model;

    #[test]
    fn a_long_line_is_read_as_a_short_one() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let sentence = "我们在学校的图书馆里读书，下午去看电影。";
        let damaged = |written, read| misread(sentence, written, read, 1);
        let utf8 = damaged(CodePage::Utf8, CodePage::Gbk);
        let line = [
            &utf8[..],
            &damaged(CodePage::Gbk, CodePage::Windows1252),
            sentence,
            &misread(&utf8, CodePage::Utf8, CodePage::Windows1252, 1),
            "un café à côté",
            &utf8,
        ]
        .join(" ")
        .repeat(30);
        let told = |held: usize| {
            let found = judge.line_held(&line, 3, held);
            let told = |c: Candidate| (c.span.start, c.span.end, c.after, c.steps, c.whole, c.parts);
            found.into_iter().map(told).collect::<Vec<_>>()
        };
        let short = told(usize::MAX);
        assert!(short.len() > 90, "{}", short.len());
        assert_eq!((told(0), told(10_000)), (short.clone(), short));
    }

    #[test]
    fn a_fluent_line_is_read_as_the_one_before() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let told = |found: Vec<Candidate>| {
            found.into_iter().map(|c| (c.span, c.after, c.steps, c.gone, c.chosen)).collect::<Vec<_>>()
        };
        let line = "他昨天在图书馆里看书，晚上回家吃饭，周末我们一起去公园散步。";
        for accident in [
            (CodePage::Utf8, CodePage::Gbk),
            (CodePage::Gbk, CodePage::Big5),
            (CodePage::Gbk, CodePage::EucKr),
        ] {
            let damaged = misread(line, accident.0, accident.1, 1);
            let again = judge.same_again(&damaged, accident, true).map(told);
            assert_eq!(again, Some(told(judge.line(&damaged, 3))), "{accident:?}");
            let lost = again.unwrap().iter().map(|(.., gone, chosen)| gone + chosen).sum::<u32>();
            assert!(lost > 0, "{accident:?}");
            // Where no line before shows it, it must be proved.
            assert!(judge.same_again(&damaged, accident, false).is_none(), "{accident:?}");
            // What stands beside it may be of another accident.
            let beside = format!("{damaged} Ã©");
            assert!(judge.same_again(&beside, accident, true).is_none(), "{accident:?}");
        }
        // UTF-8 in single bytes is told by how it begins, and where it begins with rare characters by more of it.
        let accident = (CodePage::Utf8, CodePage::Windows1252);
        for beginning in ["", "龘靐齉爩鱻麤龗灪"] {
            let damaged = misread(&format!("{beginning}{line}"), accident.0, accident.1, 1);
            let again = judge.same_again(&damaged, accident, true).map(told);
            assert_eq!(again, Some(told(judge.line(&damaged, 3))), "{beginning}");
        }
        // Where most is lost, what comes out is not fluent by itself.
        let accident = (CodePage::Utf8, CodePage::Big5);
        let damaged = misread(line, accident.0, accident.1, 1);
        assert!(judge.same_again(&damaged, accident, true).is_none());
    }
}
