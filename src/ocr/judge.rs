//! Decides which of what may have been misread is corrected.

use std::ops::Range;

use super::accept::Acceptor;
use super::channel::{UNLIKE, likeness};
use super::draft::{Draft, Script};
use super::features::STRANGE;
use super::neighbours::{ATTESTED, is_contested, own_words, speaks_for};
use super::observe::Observation;
use super::page::Page;
use super::phrase::Reader;
use super::prose::is_verse;
use super::witness::{Density, set_written};
use super::{Mode, Ocr};
use crate::dictionary::{GrammarCharacters, NameCharacters, Protected, other_simplified};
use crate::evidence::{Certainty, Evidence, Rule};

/// Probabilities from which a correction is made, by mode. Strict changes nothing in 220,000 characters of clean news; auto
/// 6 places in eight million of clean text (`evaluate -- clean`), and is looser where the page shows clear misreadings
/// (pinned by golden/found/ocr-speech); eager takes what is likelier than not.
const STRICT: f32 = 0.98;
const AUTO: f32 = 0.9;
const AUTO_OCR: f32 = 0.75;
/// In auto, where the page shows clear misreadings, for what looks little like what stands: found by what stands around more
/// than by its shape, and that is not always of the kind that was learned from. (golden/found/ocr-speech)
const AUTO_OCR_FAR: f32 = 0.94;
/// The same for a word of one character that others look more like: nothing but its neighbours tells what it is.
/// (golden/found/informatization-speeches: less changes more)
const AUTO_OCR_ALONE: f32 = 0.97;
/// The rank from which a character looks little like another. (golden/found/ocr-speech, synthetic/ocr-recurring)
const FAR: u32 = 20;
const EAGER: f32 = 0.5;
/// In auto, in a short text: it shows no density, which counts as much against a misreading as against its lack. From
/// here none of 220,000 characters of clean news is changed, line by line, from 0.97 two and from 0.9 four.
/// (golden/synthetic/ocr-one-line, unresolved/ocr-one-line-open)
const AUTO_SHORT: f32 = 0.98;
/// The same for a word of which one character is left at most, where others look more like the one that stands: 诊点 and 贩烟 may be
/// rare words rather than 论点 and 吸烟. (intact/ocr-one-line-of-trade)
const AUTO_SHORT_ELSE: f32 = 0.998;
/// ln of the share of pairs never seen, around a place, from which the text is too strange for a correction that nothing but
/// its words speaks for: classical prose and verse. Modern prose has one such pair in thirty. (golden/synthetic/
/// ocr-one-in-a-report, unresolved/ocr-in-odd-lines)
const TOO_STRANGE: f32 = -2.7;
/// Probability from which a correction that is not made is shown.
const SHOWN: f32 = 0.3;
/// What stands more often than this in a page is no misreading. Nor is what stands twice while what would be right never does, or
/// twice as a word of two characters that looks most like others. Pinned by golden/intact/ocr-recurring-name, ocr-far-in-a-report
/// and ocr-twice-in-a-report. Where the page was read by OCR, its engine takes one character for another again
/// and again: there the acceptor weighs what recurs with the rest, but it must be surer.
const RECURS: u32 = 2;
/// Terms told as evidence, the largest first.
const TOLD: usize = 6;

/// log10 by which what looks unlike must read better than what else would make a word of the page's own: some three hundred times
/// likelier; and characters on either side by which it is told. (golden/found/informatization-speeches:
/// 能山 is lost with more)
const LEAD: f32 = 2.5;
const AROUND: usize = 6;

impl Ocr {
    /// Who judges a correction: in a short text other things count, and where others show that the page was read by OCR.
    pub(super) fn acceptor(&self, page: &Page, seen: &Observation) -> &Acceptor {
        match seen.is_ocr {
            _ if page.is_short() => &self.acceptor_of_short,
            true => &self.acceptor_in_ocr,
            false => &self.acceptor,
        }
    }

    /// The probability from which corrections are made.
    fn threshold(&self, page: &Page, seen: &Observation) -> f32 {
        match self.mode {
            Mode::Eager => EAGER,
            Mode::Auto if seen.is_ocr && is_alone(seen) && seen.rank > 0 && !seen.goes_with => AUTO_OCR_ALONE,
            Mode::Auto if seen.is_ocr && is_far(seen) => AUTO_OCR_FAR,
            Mode::Auto if seen.is_ocr && !recurs(page, seen) => AUTO_OCR,
            Mode::Auto if page.is_short() && seen.range.len() > 2 => AUTO_SHORT,
            Mode::Auto if page.is_short() && (seen.rank > 0 || is_alone(seen)) => AUTO_SHORT_ELSE,
            Mode::Auto if page.is_short() => AUTO_SHORT,
            Mode::Auto => AUTO,
            Mode::Strict | Mode::Off => STRICT,
        }
    }

    /// Whether a correction that nothing else speaks against is made.
    pub(super) fn is_sure(&self, page: &Page, seen: &Observation) -> bool {
        let probability = self.acceptor(page, seen).probability(&seen.terms);
        !seen.kept && probability >= self.threshold(page, seen)
    }

    /// Whether an observation of which all is known but how often the page writes what stands can be likely enough to be shown. Most
    /// of clean text cannot, and counting takes long.
    pub(super) fn may_be_shown(&self, page: &Page, seen: &Observation) -> bool {
        let acceptor = self.acceptor(page, seen);
        let is_likely = |count: u32| {
            let mut terms = seen.terms;
            set_written(&mut terms, count);
            acceptor.probability(&terms) >= SHOWN.min(self.threshold(page, seen))
        };
        // What stands oftener is kept, where nothing tells of OCR.
        seen.is_ocr || (0..RECURS).any(is_likely)
    }

    /// The correction that an observation comes to, where it is likely enough to be shown.
    pub(super) fn draft(
        &self,
        page: &Page,
        density: &Density,
        script: &Script,
        seen: &Observation,
    ) -> Option<Draft> {
        if seen.kept {
            return None;
        }
        let acceptor = self.acceptor(page, seen);
        let probability = acceptor.probability(&seen.terms);
        let threshold = self.threshold(page, seen);
        if probability < SHOWN.min(threshold) {
            return None;
        }
        let written = &page.chars[seen.range.clone()];
        let (stands, written_stands) = (page.count(&seen.word), page.count(written));
        // What looks like none of several words of the page might be any that reads as well. (golden/found/ocr-speech: 加陜)
        let several = || seen.changes.iter().any(|(at, meant)| self.lead(page, *at, *meant) < LEAD);
        let is_unlike = seen.rank == UNLIKE && seen.company < ATTESTED;
        // Nothing but its neighbours tells what a word of one character is. (golden/found/ocr-speech: 一拙新的)
        let contested = |(at, meant): &(usize, char)| is_contested(page, *at, *meant, self.lookalikes);
        let doubtful = || {
            is_unlike && several() || is_alone(seen) && seen.rank > 0 && seen.changes.iter().any(contested)
        };
        if seen.is_ocr && self.mode != Mode::Eager && doubtful() {
            return None;
        }
        // What a number was, words around it do not tell. (golden/found/ocr-speech: 三要, 百校)
        let is_numeral = |at: usize| GrammarCharacters::built_in().is_numeral(page.chars[at]);
        if is_far(seen) && seen.changes.iter().any(|(at, _)| is_numeral(*at)) {
            return None;
        }
        // Who sets 己 and 已 against each other knows which is which. (intact/confusable-characters)
        if seen.changes.iter().any(|(at, meant)| page.sets_against(page.chars[*at], *meant)) {
            return None;
        }
        if seen.changes.iter().any(|(at, _)| self.is_other_form(page, *at)) {
            return None;
        }
        if !seen.is_ocr && self.mode != Mode::Eager && is_spelling(page, seen) {
            return None;
        }
        let alone = self.mode == Mode::Auto && !seen.is_ocr && !page.is_short();
        let too_strange = alone && seen.terms[STRANGE] > TOO_STRANGE;
        let made = probability >= threshold && !too_strange && !self.is_unlikely(page, script, seen);
        let certainty = if made { Certainty::Medium } else { Certainty::Low };
        let (first, last) = (seen.changes.first()?.0, seen.changes.last()?.0);
        let after = (first..=last).map(|at| match seen.changes.iter().find(|(place, _)| *place == at) {
            Some((_, c)) => script.write(*c).to_string(),
            None => page.written(at..at + 1).to_owned(),
        });
        let mut terms = acceptor.reasons(&seen.terms);
        terms.truncate(TOLD);
        let mut evidence = Vec::new();
        for &(at, meant) in &seen.changes {
            let rank = likeness(&self.knowledge(), page.chars[at], meant, seen.is_ocr).rank;
            let rank = (rank != UNLIKE).then_some(rank);
            evidence.push(Evidence::Lookalike { seen: page.chars[at], meant, rank });
        }
        evidence.push(Evidence::Weighed { probability, terms });
        evidence.push(Evidence::Witness {
            reading: seen.word.iter().collect(),
            stands,
            written: written.iter().collect(),
            written_stands,
        });
        let (clear, characters) = density.near(first);
        let (clear, characters) = (clear as u32, characters as u32);
        evidence.push(Evidence::Density { clear, characters });
        Some(Draft {
            range: first..last + 1,
            after: after.collect(),
            rule: Rule::Lookalike,
            probability,
            certainty,
            evidence,
        })
    }

    /// Whether words alone speak for a correction, where nothing shows that the page was misread and its shapes or verse speak
    /// against it.
    fn is_unlikely(&self, page: &Page, script: &Script, seen: &Observation) -> bool {
        if seen.is_ocr || self.mode == Mode::Eager {
            return false;
        }
        // What stands is no likeness of what it would be. (intact/ocr-one-line-far, ocr-far-in-a-report)
        let is_far = self.mode == Mode::Auto && seen.range.len() <= 2 && is_far(seen);
        // The two look alike in their Simplified forms, and the page, which was not misread before it had them, writes one otherwise.
        let is_own = |written: &str, plain: char| written.chars().eq([plain]);
        let is_other_shape = |(at, meant): &(usize, char)| {
            is_own(page.written(*at..at + 1), page.chars[*at])
                != is_own(&script.write(*meant).to_string(), *meant)
        };
        is_far
            || is_verse(page, seen.range.start)
            || seen.changes.iter().any(|(at, _)| is_family(page, *at))
            || !page.was_simplified && seen.changes.iter().any(is_other_shape)
    }

    /// log10 by which `meant` at `place` reads better than what else would make a word of the page's own, with what the page itself
    /// says of each.
    fn lead(&self, page: &Page, place: usize, meant: char) -> f32 {
        let knowledge = self.knowledge();
        let run = page.run(place);
        let start = place.saturating_sub(AROUND).max(run.start);
        let mut text = page.chars[start..(place + 1 + AROUND).min(run.end)].to_vec();
        let mut reader = Reader::new(knowledge);
        let mut score = |c: char| {
            text[place - start] = c;
            reader.score(&text) + speaks_for(page, place, c, &knowledge)
        };
        let own = score(meant);
        let others = own_words(page, place, self.model).into_iter();
        let others = others.filter(|c| *c != meant && *c != page.chars[place]);
        others.map(|c| own - score(c)).fold(f32::INFINITY, f32::min)
    }

    /// Whether the character at `place` makes a common word with a neighbour by another Simplified form of one of them than the one
    /// looked at: 藉助 is 借助, 著力 is 着力. (intact/ocr-other-forms)
    fn is_other_form(&self, page: &Page, place: usize) -> bool {
        let forms = |at: usize| page.written(at..at + 1).chars().flat_map(other_simplified);
        let (before, behind) = (page.han(place.checked_sub(1)), page.han(Some(place + 1)));
        let c = page.chars[place];
        before.is_some_and(|b| {
            forms(place).any(|c| self.gate.inside(b, c)) || forms(place - 1).any(|b| self.gate.inside(b, c))
        }) || behind.is_some_and(|b| {
            forms(place).any(|c| self.gate.inside(c, b)) || forms(place + 1).any(|b| self.gate.inside(c, b))
        })
    }

    /// Whether a draft changes anything of a protected word, or of one that older texts spell so. (intact/ocr-old-spellings)
    pub(super) fn is_protected(&self, page: &Page, draft: &Draft) -> bool {
        self.protected.words().chain(Protected::spellings().words()).any(|word| {
            let first = (draft.range.start + 1).saturating_sub(word.len().max(1));
            (first..draft.range.end.max(draft.range.start + 1))
                .any(|start| page.chars.get(start..start + word.len()) == Some(word))
        })
    }
}

/// Whether the page writes what stands so often that it may be a name or a term, however strange:
/// all of it, or what was misread with the character before or behind it.
fn recurs(page: &Page, seen: &Observation) -> bool {
    let written = &page.chars[seen.range.clone()];
    let recurs = |range: Range<usize>| {
        let stands = page.count(&written[range.clone()]).saturating_sub(seen.alike);
        range.len() > 1 && stands > RECURS
    };
    let around = |at: usize| [at.saturating_sub(1)..at + 1, at..(at + 2).min(written.len())];
    recurs(0..written.len())
        || seen.changes.iter().flat_map(|(at, _)| around(at - seen.range.start)).any(recurs)
}

/// Whether little of its shape speaks for a correction: it is not much like what stands.
fn is_far(seen: &Observation) -> bool {
    seen.rank >= FAR
}

/// Whether it is a word of one character.
fn is_alone(seen: &Observation) -> bool {
    seen.range.len() == 1
}

/// Whether the page itself keeps what stands, where nothing tells of OCR.
pub(super) fn is_kept(page: &Page, seen: &Observation) -> bool {
    let written = &page.chars[seen.range.clone()];
    let is_likely = || seen.rank == 0 || written.len() > 2;
    let twice =
        || written.len() > 1 && page.count(written) > 1 && (!is_likely() || page.count(&seen.word) == 0);
    !seen.is_ocr
        && (is_cited(page, seen.range.clone()) || recurs(page, seen) || is_named(page, seen) || twice())
}

/// Whether the page writes again and again what was misread with the character before the word or behind it: a name that goes on
/// into what follows. However often it does so there, it is no misreading: one that comes again has no neighbour of its own.
/// (intact/ocr-name-in-prose, synthetic/ocr-beside-a-pair)
fn is_named(page: &Page, seen: &Observation) -> bool {
    let recurs = |first: Option<usize>| {
        let pair = page.han(first).zip(page.han(first.map(|first| first + 1)));
        pair.is_some_and(|(first, second)| page.count(&[first, second]) > RECURS)
    };
    seen.changes.iter().any(|&(place, _)| {
        place == seen.range.start && recurs(place.checked_sub(1))
            || place + 1 == seen.range.end && recurs(Some(place))
    })
}

/// Whether a foreign name is spelled otherwise: 贝赛尔 for 贝塞尔. Nothing but the habit of others tells what is right.
/// (intact/ocr-foreign-spellings)
fn is_spelling(page: &Page, seen: &Observation) -> bool {
    let names = NameCharacters::built_in();
    let is_foreign = |text: &[char]| text.iter().all(|c| names.is_foreign(*c));
    seen.word.len() > 2 && is_foreign(&seen.word) && is_foreign(&page.chars[seen.range.clone()])
}

/// Characters on either side of a name among which the same name stands in full.
const NEAR: usize = 1_000;

/// Whether the character at `place` may be a family name: that of a household, which a person near it bears. (intact/ocr-families)
fn is_family(page: &Page, place: usize) -> bool {
    let c = page.chars[place];
    let behind = page.han(Some(place + 1)).is_some_and(|c| NameCharacters::built_in().is_household(c));
    let near = place.saturating_sub(NEAR)..(place + NEAR).min(page.chars.len());
    behind && page.chars[near].iter().filter(|other| **other == c).nth(1).is_some()
}

/// Whether quotation marks hold just these characters: a word is cited as it is. (intact/ocr-article-on-ocr)
fn is_cited(page: &Page, range: Range<usize>) -> bool {
    let before = range.start.checked_sub(1).and_then(|n| page.chars.get(n));
    let pair = before.zip(page.chars.get(range.end));
    pair.is_some_and(|pair| {
        matches!(pair, ('“', '”') | ('‘', '’') | ('「', '」') | ('『', '』') | ('"', '"'))
    })
}

#[cfg(test)]
mod tests {
    use crate::{Options, Restorer};

    #[test]
    fn shapes_are_those_of_the_page() {
        let restorer = Restorer::new(Options::default()).unwrap();
        let restored = |text: &str| restorer.restore(text).text;
        // 陆 looks like 院, 陸 does not.
        let title = "贈翰林陸學士";
        assert_eq!(restored(title), title);
        assert_eq!(restored("他迫不及侍地跑出去迎接"), "他迫不及待地跑出去迎接");
        assert_eq!(restored("他是一位優秀的工程帥。"), "他是一位優秀的工程師。");
        // 机 looks like 杌, 機 does not; slips tell that a text was Simplified.
        let line = "請打開電視杌。";
        assert_eq!(restored(line), line);
        let page = format!(
            "各行各業(yè)的人都來了,我們都?xì)g迎。\n{line}\n企業(yè)家的業(yè)務(wù)很好,我們都?xì)g迎。\n"
        );
        assert_eq!(restored(&page).lines().nth(1), Some("請打開電視機。"));
    }
}
