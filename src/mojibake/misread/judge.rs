//! Whether a stretch, read as it may have been written, is Chinese enough to be believed.

use super::candidate::{Candidate, Part};
use super::listed;
use super::signature::{Accident, Signature};
use super::standing;
use crate::damage::CodePage;
use crate::dictionary::simplified;
use crate::language::{Gate, Model};
use crate::text::is_han;

/// How a candidate reads.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Merit {
    /// Han characters restored.
    pub(super) han: u32,
    /// How many different ones, up to [`KINDS`].
    pub(super) kinds: u32,
    /// log10 probability of the restored Han characters as words.
    pub(super) words: f32,
    /// The same where it is more than the words are, character by character: names of rare characters are no words.
    pub(super) singles: f32,
    /// log10 share of the stretch as it stands, character by character.
    pub(super) standing: f32,
    /// The part of it that tells which characters stand side by side.
    pub(super) odd: f32,
    /// log10 share of the restored characters that are not Han.
    pub(super) others: f32,
}

/// Han characters up to which nothing but Han characters and their marks may come out where such stand.
/// (intact/classical-by-itself, intact/verse-of-three)
const FEW_OF_HAN: u32 = 8;
/// log10: how much better than the next best every character must read where there is none that is not chosen.
const SURELY: f32 = 3.5;
/// log10 for each character from which on a run of them stands as words, and how much better than what comes out.
const OF_WORDS: f32 = -3.0;
const THAN_AFTER: f32 = 2.0;
/// The evidence that more of them must have amid Han characters that stay, of which a list of characters has thousands.
/// (intact/list-of-both-scripts)
const AMID: f32 = -3.0;
/// log10: two Han characters side by side that no text has so. (synthetic/misread-line-of-small-kana,
/// intact/classical-fragments, intact/numerals-of-amounts)
const UNSEEN: f32 = -0.5;
/// How much of [`Merit::evidence`] is the gain: the words say more.
const GAIN_SHARE: f32 = 0.5;
/// Stretches in which the document shows the accident often need this much less.
const KNOWN: f32 = 1.0;
/// In such a document, single characters must gain this much, log10. (intact/french-beside-misread)
const KNOWN_GAIN: f32 = 3.0;
/// Han characters that say how a text reads which is proved by itself: more than any [`Bar`] asks for; and in a document that has
/// shown the accident before, where it is looked at more closely if these are not enough.
const ENOUGH: u32 = 24;
const ENOUGH_AGAIN: u32 = 8;
/// Different characters there must be, where there are as many: what is drawn or said twice over comes out so as well.
/// (intact/rare-reduplications, intact/box-drawing)
const KINDS: usize = 4;
/// What must be gained at least, whatever the words; less where the words are many.
const GAIN: f32 = 0.3;
pub(super) const GAIN_OF_MANY: f32 = -1.0;
pub(super) const MANY: u32 = 10;
/// Han characters below which the words alone must be likely, and how likely, log10 for each.
const FEW: u32 = 4;
const FLUENT_FEW: f32 = -4.2;

/// What [`Merit::evidence`] must reach, by the number of Han characters from which on it is enough. Measured on texts of
/// ten languages and on misread Chinese; what is between the two decides.
type Bar = [(u32, f32); 5];
/// UTF-8 proves itself: bytes that are none do not look like three characters of it. (intact/french-letters, intact/korean-with-hanja)
const UTF8: Bar = [(2, -4.0), (3, -6.0), (6, -5.8), (10, -5.5), (20, -5.2)];
/// Signs and capitals of Latin letters, which no language puts side by side. (intact/french-letters, intact/korean-with-hanja)
const SIGNS: Bar = [(2, -2.2), (3, -2.8), (4, -3.55), (6, -5.0), (20, -5.0)];
/// Lines and boxes, which are drawn of signs that code page 437 has. (intact/box-drawing)
const BOXES: Bar = [(2, -1.8), (3, -2.2), (4, -3.0), (6, -3.6), (10, -4.4)];
/// Cyrillic capitals, which headings consist of. (intact/russian-capitals)
const CYRILLIC: Bar = [(2, -1.6), (3, -1.8), (4, -2.35), (6, -3.4), (10, -4.5)];
/// Characters of other Han encodings, Hangul and kana. (intact/rare-reduplications)
const PAIRS: Bar = [(4, -3.0), (6, -3.7), (8, -4.1), (10, -4.5), (20, -4.9)];

/// The same for what explains a whole line, with nothing lost, and gains: text that is right does not come out as Han
/// characters and marks from end to end. (synthetic/misread-single-lines, intact/russian-capitals)
const WHOLE_SIGNS: Bar = [(4, -4.7), (5, -4.7), (6, -5.1), (10, -5.1), (20, -5.1)];
const WHOLE_BOXES: Bar = [(4, -4.5), (5, -4.5), (6, -4.7), (10, -4.7), (20, -4.7)];
const WHOLE_CYRILLIC: Bar = [(4, -3.1), (5, -4.0), (6, -4.2), (10, -4.7), (20, -4.7)];
const WHOLE_PAIRS: Bar = [(4, -4.7), (6, -4.7), (8, -4.8), (10, -4.9), (20, -4.9)];
/// log10 for each Han character that it must gain, and the evidence from which on two of four characters may be the same.
const WHOLE_GAIN: f32 = 0.1;
const REPEATS: f32 = -2.5;
/// The evidence from which on two different characters are enough. (synthetic/misread-line-repeats)
const CHANT: f32 = 0.0;
/// How much less evidence is enough where a comma, a stop or a bracket comes out inside: what is right has no such pair of bytes
/// there. (synthetic/misread-line-marked, synthetic/misread-line-with-a-bracket)
const MARKED: f32 = 0.5;
/// Han characters up to which that is so: longer lines have words.
const NAMES: u32 = 6;
/// The evidence that is enough against Cyrillic letters that stand as words do, and against Korean as it is chatted in.
/// (intact/russian-headings, intact/korean-chat)
pub(super) const AGAINST_WORDS: f32 = -1.0;
/// How much more evidence makes up for gaining nothing. (synthetic/misread-line-marked)
const FLUENT: f32 = 0.3;
/// log10 for each Han character of what speaks against the line as it stands from which on no text stands so: letters of
/// several scripts run into each other. How much less evidence is enough then, and that it may gain less than nothing: as rare
/// as each of its characters may be, they are no line. (synthetic/misread-line-of-scripts, intact/letters-of-scripts)
const JUMBLED: f32 = -1.1;
/// Characters from which on that is so: fewer are a face or a rule drawn of signs. (intact/letters-of-scripts)
const JUMBLED_FROM: u32 = 5;
const LESS_FOR_JUMBLED: f32 = 0.5;
const GAIN_OF_JUMBLED: f32 = -0.5;
/// log10 for each Han character of what speaks against Cyrillic letters as they stand (see [`standing`]) from which on they
/// are no words.
const ODD: f32 = -0.75;

fn whole_bar(steps: &[Accident]) -> Option<&'static Bar> {
    let bar = bar(steps);
    [(&SIGNS, &WHOLE_SIGNS), (&BOXES, &WHOLE_BOXES), (&CYRILLIC, &WHOLE_CYRILLIC), (&PAIRS, &WHOLE_PAIRS)]
        .into_iter()
        .find(|(part, _)| *part == bar)
        .map(|(_, whole)| whole)
}

fn bar(steps: &[Accident]) -> &'static Bar {
    match steps {
        [(CodePage::Utf8, _)] | [_, _, ..] => &UTF8,
        [(_, CodePage::Windows1251)] => &CYRILLIC,
        [(_, CodePage::Cp437)] => &BOXES,
        [(_, reader)] if reader.has_pairs() => &PAIRS,
        _ => &SIGNS,
    }
}

impl Merit {
    /// log10 gained by restoring, for each Han character.
    pub(super) fn gain(self) -> f32 {
        (self.words + self.others - self.standing) / self.han.max(1) as f32
    }

    /// How much speaks for the restored text, log10 for each Han character.
    pub(super) fn evidence(self) -> f32 {
        self.fluency() + GAIN_SHARE * self.gain()
    }

    /// The same restored text with its runs taken character by character where that is likelier.
    fn by_singles(self) -> Merit {
        Merit { words: self.singles, ..self }
    }

    /// What the beginning of a text is worth, of all the Han characters of it.
    pub(super) fn of_all(self, han: u32) -> Merit {
        if han <= self.han {
            return self;
        }
        let times = han as f32 / self.han.max(1) as f32;
        Merit {
            han,
            kinds: self.kinds,
            words: self.words * times,
            singles: self.singles * times,
            standing: self.standing * times,
            odd: self.odd * times,
            others: self.others * times,
        }
    }

    /// log10 probability of a restored Han character.
    pub(super) fn fluency(self) -> f32 {
        self.words / self.han.max(1) as f32
    }
}

/// How much of a stretch says how it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    /// All of it, as words.
    Whole,
    /// As many Han characters as [`ENOUGH`], as words: it is proved by itself, each byte of it read as one character.
    Begun,
    /// As many as [`ENOUGH_AGAIN`], each by itself, where there are so many: it is proved by itself, and so were the lines before.
    Few,
}

/// What judging needs.
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) gate: Option<&'static Gate>,
    pub(super) signature: &'a Signature,
}

impl<'a> Judge<'a> {
    pub(super) fn new(model: &'a Model, signature: &'a Signature) -> Judge<'a> {
        Judge { model, gate: Gate::built_in().ok(), signature }
    }

    /// How a sample of the parts of a line reads.
    pub(super) fn merit(&self, line: &str, parts: &[Part], sample: Sample) -> Merit {
        let enough = match sample {
            Sample::Whole => None,
            Sample::Begun => Some(ENOUGH),
            Sample::Few => match self.merit_of_few(line, parts) {
                few if few.han == ENOUGH_AGAIN => return few,
                // Where there are no more, it is seen whether they are words.
                _ => Some(ENOUGH),
            },
        };
        let mut merit = Merit::default();
        let mut kinds: Vec<char> = Vec::new();
        let mut simple = String::new();
        for Part { span, after, .. } in parts {
            if enough.is_some_and(|enough| merit.han >= enough) {
                break;
            }
            let (mut found, mut after) = (span.of(line).unwrap_or_default(), &after[..]);
            if let Some(enough) = enough {
                (found, after) = beginning(found, after, enough - merit.han);
            }
            for run in after.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
                simple.clear();
                simple.extend(run.chars().map(simplified));
                for c in simple.chars() {
                    merit.han += 1;
                    if kinds.len() < KINDS && !kinds.contains(&c) {
                        kinds.push(c);
                    }
                }
                let words = self.model.score(&simple);
                merit.words += words;
                merit.singles += simple.chars().map(|c| self.signature.share(c)).sum::<f32>().max(words);
            }
            merit.others +=
                after.chars().filter(|c| !is_han(*c)).map(|c| self.signature.share(c)).sum::<f32>();
            let (odd, standing) = self.standing(found);
            merit.odd += odd;
            merit.standing += standing;
        }
        merit.kinds = kinds.len() as u32;
        merit
    }

    /// The same by a few Han characters, each by itself, and what they stand as.
    fn merit_of_few(&self, line: &str, parts: &[Part]) -> Merit {
        let mut merit = Merit::default();
        let mut kinds: Vec<char> = Vec::with_capacity(KINDS);
        for Part { span, after, .. } in parts {
            let mut found = span.of(line).unwrap_or_default().chars();
            let mut previous = None;
            for c in after.chars() {
                if merit.han == ENOUGH_AGAIN {
                    break;
                }
                let share = self.signature.share(c);
                if is_han(c) {
                    merit.han += 1;
                    merit.words += share;
                    if kinds.len() < KINDS && !kinds.contains(&c) {
                        kinds.push(c);
                    }
                } else {
                    merit.others += share;
                }
                let bytes = found.by_ref().take(c.len_utf8());
                merit.standing +=
                    bytes.map(|c| self.signature.share_after(previous.replace(c), c)).sum::<f32>();
            }
        }
        merit.singles = merit.words;
        merit.kinds = kinds.len() as u32;
        merit
    }

    /// log10 of the share of a text as it stands, character by character; of that what tells which characters stand side by side,
    /// first.
    pub(super) fn standing(&self, text: &str) -> (f32, f32) {
        let (mut odd, mut standing) = (0.0, 0.0);
        let mut previous = None;
        for c in text.chars() {
            let price = standing::price(previous, c) + self.unseen(previous, c);
            odd += price;
            standing += price + self.signature.share_after(previous.replace(c), c);
        }
        (odd, standing)
    }

    /// log10: that two Han characters stand side by side which do so in no text that the model was made of.
    fn unseen(&self, previous: Option<char>, c: char) -> f32 {
        let both = previous.filter(|previous| is_han(*previous) && is_han(c));
        let is_unseen =
            |previous| self.gate.is_some_and(|gate| !gate.seen(simplified(previous), simplified(c)));
        if both.is_some_and(is_unseen) { UNSEEN } else { 0.0 }
    }

    /// Whether a candidate is Chinese enough; `known` where the document shows the accident elsewhere.
    pub(super) fn believes(&self, candidate: &Candidate, known: bool) -> bool {
        let Candidate { merit, .. } = candidate;
        if candidate.sound && merit.evidence() < AGAINST_WORDS
            || candidate.ordered
            || candidate.of_words
            || self.is_guess(candidate)
        {
            return false;
        }
        if self.believes_whole(candidate) {
            return true;
        }
        // What is chosen throughout, for each character anew, must be chosen surely. (intact/rare-words-with-pinyin)
        let is_close = candidate.closest.as_ref().is_some_and(|(.., margin)| *margin < SURELY);
        if !known && candidate.chosen >= merit.han && is_close {
            return false;
        }
        if *bar(&candidate.steps) != UTF8 && listed::is_wordless(self.model, &candidate.parts) {
            return false;
        }
        let bar = bar(&candidate.steps);
        let least = bar.iter().rev().find(|(han, _)| *han <= merit.han).map(|(_, least)| *least);
        let least = match least {
            Some(least) if known && merit.gain() >= KNOWN_GAIN => least - KNOWN,
            Some(least) => least,
            None if known && merit.han > 0 && merit.gain() >= KNOWN_GAIN => bar[0].1,
            None => return false,
        };
        let gain = if *bar == UTF8 || merit.han >= MANY { GAIN_OF_MANY } else { GAIN };
        let strange = 2 * candidate.strange.max(candidate.telling) > merit.han;
        let few_kinds = merit.kinds < merit.han.min(KINDS as u32) && *bar != UTF8 && !known;
        !few_kinds
            && !strange
            && merit.gain() >= gain
            && merit.evidence() >= least
            && (merit.han >= FEW || merit.fluency() >= FLUENT_FEW - if *bar == UTF8 { 1.0 } else { 0.0 })
    }

    /// Whether a run of Han characters stands as words and comes out as none: right text beside what is misread.
    /// (synthetic/misread-behind-a-heading)
    pub(super) fn is_of_words(&self, found: Option<&str>, after: &str) -> bool {
        let found = found.unwrap_or_default();
        let han = found.chars().count();
        if han < FEW as usize || !found.chars().all(is_han) {
            return false;
        }
        let fluency = |text: &str| {
            let simple: String = text.chars().map(simplified).collect();
            self.model.score(&simple) / han as f32
        };
        let stands = fluency(found);
        stands >= OF_WORDS && stands - fluency(after) >= THAN_AFTER
    }

    /// Whether a few Han characters become others with kana, signs or letters among them, or stand amid others that stay: by chance.
    /// (intact/list-of-both-scripts)
    fn is_guess(&self, candidate: &Candidate) -> bool {
        let Candidate { merit, of_han, strange, amid, .. } = candidate;
        let few = merit.han <= FEW_OF_HAN;
        *of_han && few && *strange > 0 || *amid && (few || merit.evidence() < AMID)
    }

    /// Whether a candidate explains its whole line, with nothing lost, so well that this alone is enough.
    pub(super) fn believes_whole(&self, candidate: &Candidate) -> bool {
        let Candidate { whole, replays, gone, strange, telling, .. } = candidate;
        let is_marked = candidate.merit.han <= NAMES && candidate.is_marked();
        let merit = if is_marked { candidate.merit.by_singles() } else { candidate.merit };
        let is_korean = candidate.steps.last().is_some_and(|(_, reader)| *reader == CodePage::EucKr);
        let bar = match whole_bar(&candidate.steps) {
            // Hardly any misread text is read as Korean and has no Hangul; a few rare characters of old texts are as likely.
            Some(_) if is_korean && candidate.of_han && merit.han <= FEW_OF_HAN => &PAIRS,
            Some(bar) if *bar == WHOLE_CYRILLIC && merit.odd <= ODD * merit.han as f32 => &WHOLE_SIGNS,
            Some(bar) => bar,
            None => return false,
        };
        let is_sound = candidate.sound && merit.evidence() < AGAINST_WORDS;
        if !*whole || !*replays || *gone > 0 || is_sound || candidate.ordered || candidate.of_words {
            return false;
        }
        if self.is_guess(candidate) {
            return false;
        }
        let Some((_, least)) = bar.iter().rev().find(|(han, _)| *han <= merit.han) else { return false };
        let kinds = match merit.evidence() {
            evidence if evidence >= CHANT => KINDS as u32 - 2,
            evidence if evidence >= REPEATS || is_marked && evidence >= *least => KINDS as u32 - 1,
            _ => KINDS as u32,
        };
        let is_jumbled =
            *bar == WHOLE_PAIRS && merit.han >= JUMBLED_FROM && merit.odd <= JUMBLED * merit.han as f32;
        let least =
            least - if is_marked { MARKED } else { 0.0 } - if is_jumbled { LESS_FOR_JUMBLED } else { 0.0 };
        let gain = match merit.evidence() {
            _ if is_jumbled => GAIN_OF_JUMBLED,
            evidence if evidence >= least + FLUENT => 0.0,
            _ => WHOLE_GAIN,
        };
        merit.kinds >= kinds
            && 2 * strange.max(telling) <= merit.han
            && merit.gain() >= gain
            && merit.evidence() >= least
            && !listed::is_wordless(self.model, &candidate.parts)
    }
}

/// The beginning of a text as it is `found` and as it was, up to where a run of Han characters ends with which it has so many
/// of them. Each byte is one character of what is found.
fn beginning<'a>(found: &'a str, after: &'a str, han: u32) -> (&'a str, &'a str) {
    let mut read = 0;
    let end = after.char_indices().find(|(_, c)| {
        let is_han = is_han(*c);
        read += u32::from(is_han);
        read >= han && !is_han
    });
    let Some((end, _)) = end else { return (found, after) };
    let found_end = found.char_indices().nth(end).map_or(found.len(), |(at, _)| at);
    (&found[..found_end], &after[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::misread;
    use crate::text::Span;

    #[test]
    fn a_long_text_reads_on_as_it_begins() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let merit = |text: &str, sample: Sample| {
            let line = misread(text, CodePage::Utf8, CodePage::Windows1252, 1);
            let part = Part::new(&line, Span::new(0, line.len()), text.into());
            judge.merit(&line, &[part], sample).of_all(text.chars().filter(|c| is_han(*c)).count() as u32)
        };
        let sentence = "我们在学校的图书馆里读书，2 点下午去看电影，晚上回家吃饭，";
        let short = "我们在学校的图书馆里读书。";
        assert_eq!(merit(short, Sample::Begun), merit(short, Sample::Whole));
        let all = merit(&sentence.repeat(9), Sample::Whole);
        // What speaks against neighbours as they stand is not counted for each by itself.
        for (sample, apart) in [(Sample::Begun, -0.5..0.5), (Sample::Few, -3.0..0.0)] {
            let proved = merit(&sentence.repeat(9), sample);
            assert_eq!((proved.han, proved.kinds), (all.han, all.kinds));
            assert!(apart.contains(&(proved.gain() - all.gain())), "{} {}", proved.gain(), all.gain());
            assert!(proved.words != all.words, "the words are those of the beginning");
        }
        for text in ["我", "2 点", "café", "我们 2 点去看电影"] {
            assert_eq!(merit(text, Sample::Few), merit(text, Sample::Whole), "{text}");
        }
    }

    #[test]
    fn a_beginning_ends_with_its_run() {
        let after = "他12年来，写了很多书";
        let found = misread(after, CodePage::Utf8, CodePage::Latin1, 1);
        let begun = |han| beginning(&found, after, han);
        assert_eq!(begun(1).1, "他");
        assert_eq!(begun(2).1, "他12年来");
        assert_eq!(begun(4), (&found[..], after));
        for (found, after) in [1, 2, 3, 4].map(begun) {
            assert_eq!(misread(after, CodePage::Utf8, CodePage::Latin1, 1), found);
        }
    }
}
