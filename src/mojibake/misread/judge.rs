//! Whether a stretch, read as it may have been written, is Chinese enough to be believed.

use super::fill::{Choice, Filled};
use super::signature::{Accident, Signature};
use super::standing;
use super::tape::{Kind, Tape};
use super::walk::Stretch;
use crate::damage::{CodePage, misread};
use crate::dictionary::simplified;
use crate::language::Model;
use crate::text::{Span, fold_width, is_han, is_han_mark};

/// A piece of a line and what it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// Bytes of the line.
    pub(super) span: Span,
    /// U+FFFD where something is gone.
    pub(super) after: String,
    /// Characters of the span that are not ASCII.
    pub(super) foreign: usize,
}

impl Part {
    pub(super) fn new(line: &str, span: Span, after: String) -> Part {
        let foreign = span.of(line).unwrap_or_default().chars().filter(|c| !c.is_ascii()).count();
        Part { span, after, foreign }
    }
}

/// A stretch as it may have been written.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Bytes of the line.
    pub(super) span: Span,
    /// What changes, in order; between the parts the stretch is the same.
    pub(super) parts: Vec<Part>,
    /// The whole stretch.
    pub(super) after: String,
    /// The accidents, first to last.
    pub(super) steps: Vec<Accident>,
    /// Characters chosen where a byte is lost, and characters that are gone.
    pub(super) chosen: u32,
    pub(super) gone: u32,
    /// Characters for which another pair of bytes that is read alike was nearly as good.
    pub(super) twins: u32,
    pub(super) closest: Option<Choice>,
    pub(super) merit: Merit,
    /// Ends at which the stretch stops although what stands beyond could be misread too.
    pub(super) loose_ends: u32,
    /// Restored characters that tell of UTF-8 read in another encoding: the text was misread once more.
    pub(super) telling: u32,
    /// Restored characters that are neither Han nor ASCII nor marks of Chinese text.
    pub(super) strange: u32,
    /// Whether misreading the result gives the stretch as it stands.
    pub(super) replays: bool,
    /// Whether it explains all of its line that is not ASCII.
    pub(super) whole: bool,
    /// Whether it stands as words in Cyrillic letters do.
    pub(super) sound: bool,
}

/// How a candidate reads.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Merit {
    /// Han characters restored.
    pub(super) han: u32,
    /// How many different ones, up to [`KINDS`].
    pub(super) kinds: u32,
    /// log10 probability of the restored Han characters as words.
    pub(super) words: f32,
    /// log10 share of the stretch as it stands, character by character.
    pub(super) standing: f32,
    /// The part of it that tells which characters stand side by side.
    pub(super) odd: f32,
    /// log10 share of the restored characters that are not Han.
    pub(super) others: f32,
}

/// How much of [`Merit::evidence`] is the gain: the words say more.
const GAIN_SHARE: f32 = 0.5;
/// Stretches in which the document shows the accident often need this much less.
const KNOWN: f32 = 1.0;
/// In such a document, single characters must gain this much, log10. (intact/french-beside-misread)
const KNOWN_GAIN: f32 = 3.0;
/// Different characters there must be, where there are as many: what is drawn or said twice over comes out so as well.
/// (intact/rare-reduplications, intact/box-drawing)
const KINDS: usize = 4;
/// What each part of a stretch among Latin or Cyrillic letters must gain, log10. (intact/french-beside-misread)
const GAIN_OF_PART: f32 = 0.5;
/// What must be gained at least, whatever the words; less where the words are many.
const GAIN: f32 = 0.3;
const GAIN_OF_MANY: f32 = -1.0;
const MANY: u32 = 10;
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
/// How much less evidence is enough where a comma or a full stop comes out inside: what is right has no such pair of bytes
/// there. (synthetic/misread-line-marked)
const MARKED: f32 = 0.5;
/// Han characters up to which that is so: longer lines have words.
const NAMES: u32 = 6;
/// The evidence that is enough against Cyrillic letters that stand as words do. (intact/russian-headings)
const AGAINST_WORDS: f32 = -1.0;
/// How much more evidence makes up for gaining nothing. (synthetic/misread-line-marked)
const FLUENT: f32 = 0.3;
/// The evidence of a line from which on the next one is tried with the same accident alone. Text of news has -1, log10 for
/// each Han character. (synthetic/misread-file-gbk-as-windows-1252)
const SURE: f32 = -2.0;
/// Characters that are not ASCII to each ASCII letter outside of what is misread, in a line that is misread as a whole: in a
/// line in another language these are few. (synthetic/misread-beside-german)
const LETTERS: usize = 2;
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

/// What stands for a character that is gone.
const LOST: &str = "\u{FFFD}";

impl Merit {
    /// log10 gained by restoring, for each Han character.
    pub(super) fn gain(self) -> f32 {
        (self.words + self.others - self.standing) / self.han.max(1) as f32
    }

    /// How much speaks for the restored text, log10 for each Han character.
    pub(super) fn evidence(self) -> f32 {
        self.fluency() + GAIN_SHARE * self.gain()
    }

    /// log10 probability of a restored Han character.
    pub(super) fn fluency(self) -> f32 {
        self.words / self.han.max(1) as f32
    }
}

/// log10: that misread text ends beside text that could be misread too: in signs and letters, in characters of other Han
/// encodings, which text that is right has as well.
const LOOSE_END: f32 = -8.0;
const LOOSE_END_IN_PAIRS: f32 = -4.0;

impl Candidate {
    /// log10 gained by restoring the whole of it.
    pub(super) fn worth(&self) -> f32 {
        let in_pairs = self.steps.last().is_some_and(|(_, reader)| reader.has_pairs());
        let price = if in_pairs { LOOSE_END_IN_PAIRS } else { LOOSE_END };
        self.merit.gain() * self.merit.han as f32 + price * self.loose_ends as f32
    }

    pub(super) fn new(
        line: &str,
        tape: &Tape,
        stretch: &Stretch,
        filled: &Filled,
        judge: &Judge,
    ) -> Candidate {
        let span = Span::new(tape.at(stretch.tokens.0), tape.at(stretch.tokens.1));
        let mut parts: Vec<Part> = Vec::new();
        let mut from = stretch.tokens.0;
        let mut text = String::new();
        let mut after = String::new();
        for (&(_, _, end), read) in stretch.items.iter().zip(&filled.texts) {
            text.push_str(read.as_deref().unwrap_or(LOST));
            let Some(to) = tape.token(end) else { continue };
            let span = Span::new(tape.at(from), tape.at(to));
            from = to;
            after.push_str(&text);
            if span.of(line) == Some(text.as_str()) {
                text.clear();
                continue;
            }
            match parts.last_mut() {
                Some(last) if last.span.end == span.start => {
                    let Part { span, after, foreign } = Part::new(line, span, std::mem::take(&mut text));
                    last.span.end = span.end;
                    last.after.push_str(&after);
                    last.foreign += foreign;
                }
                _ => parts.push(Part::new(line, span, std::mem::take(&mut text))),
            }
        }
        let gone = filled.texts.iter().filter(|text| text.is_none()).count() as u32;
        let Filled { chosen, ref closest, .. } = *filled;
        let closest = closest.clone();
        let steps = vec![tape.accident];
        // What is misread from end to end is so in its least likely parts too. Beside letters that are right a text may hold
        // some that only could be misread: café.
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
        // Words in Latin letters are as common inside a line of Han characters as they are in any.
        let inside: usize = match tape.accident {
            (written, reader) if written.has_pairs() && reader.has_pairs() => {
                span.of(line).map_or(0, letters)
            }
            _ => parts.iter().filter_map(|part| part.span.of(line)).map(letters).sum(),
        };
        let foreign: usize = parts.iter().map(|part| part.foreign).sum();
        let alone = line[..span.start].is_ascii()
            && line[span.end..].is_ascii()
            && (letters(line) - inside) * LETTERS <= foreign;
        if !alone && !tape.accident.1.has_pairs() && tape.accident.0 != CodePage::Utf8 {
            parts.retain(|part| judge.merit(line, std::slice::from_ref(part)).gain() >= GAIN_OF_PART);
        }
        let merit = judge.merit(line, &parts);
        // A letter next to the stretch may be the second byte of a character beyond it.
        let (first, last) = stretch.tokens;
        let char = |token: Option<usize>| token.and_then(|token| tape.tokens.get(token));
        let before = match char(first.checked_sub(1)) {
            Some(token) if matches!(token.c, '@'..='~') => char(first.checked_sub(2)),
            other => other,
        };
        let is_loose = |token: &&super::tape::Token| {
            !token.c.is_ascii() && tape.cells.get(token.cell).is_some_and(|cell| cell.kind != Kind::Barrier)
        };
        let is_strange = |c: &char| {
            !fold_width(*c).is_ascii() && !is_han(*c) && !is_han_mark(*c) && *c != char::REPLACEMENT_CHARACTER
        };
        let strange = parts.iter().map(|part| part.after.chars().filter(is_strange).count() as u32).sum();
        let tells = |c: &char| judge.signature.tells_of_utf8(*c);
        let telling = parts.iter().map(|part| part.after.chars().filter(tells).count() as u32).sum();
        let loose_ends = [before, char(Some(last))].into_iter().flatten().filter(is_loose).count() as u32;
        let mut candidate = Candidate {
            span,
            parts,
            after,
            steps,
            chosen,
            gone,
            closest,
            merit,
            loose_ends,
            strange,
            telling,
            replays: false,
            whole: alone,
            twins: 0,
            sound: false,
        };
        candidate.sound =
            candidate.parts.iter().all(|part| part.span.of(line).is_some_and(standing::is_cyrillic));
        candidate.replays = candidate.check(line);
        candidate
    }

    /// Whether it is one accident, with nothing lost and nothing chosen, that gives fluent text.
    pub(super) fn is_sure(&self) -> bool {
        let is_proved = self.replays && self.gone + self.chosen + self.twins == 0 && self.steps.len() == 1;
        is_proved && self.loose_ends == 0 && self.merit.han >= MANY && self.merit.evidence() >= SURE
    }

    /// Whether a comma or a full stop comes out between its characters.
    fn is_marked(&self) -> bool {
        let inside = self.after.trim_matches(['，', '。']);
        inside.contains(['，', '。'])
    }

    /// Whether misreading the result gives the stretch as it stands, character for character.
    pub(super) fn check(&self, line: &str) -> bool {
        let again = |text: &str| {
            self.steps
                .iter()
                .fold(text.to_owned(), |text, (written, read)| misread(&text, *written, *read, 1))
        };
        self.parts.iter().all(|part| part.span.of(line) == Some(again(&part.after).as_str()))
    }
}

/// What judging needs.
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) signature: &'a Signature,
}

impl Judge<'_> {
    pub(super) fn merit(&self, line: &str, parts: &[Part]) -> Merit {
        let mut merit = Merit::default();
        let mut kinds: Vec<char> = Vec::new();
        for Part { span, after, .. } in parts {
            for run in after.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
                let simple: String = run.chars().map(simplified).collect();
                merit.han += simple.chars().count() as u32;
                for c in simple.chars() {
                    if kinds.len() < KINDS && !kinds.contains(&c) {
                        kinds.push(c);
                    }
                }
                merit.words += self.model.score(&simple);
            }
            merit.others +=
                after.chars().filter(|c| !is_han(*c)).map(|c| self.signature.share(c)).sum::<f32>();
            let before = span.of(line).unwrap_or_default();
            let mut previous = None;
            for c in before.chars() {
                let price = standing::price(previous, c);
                merit.odd += price;
                merit.standing += price;
                merit.standing += self.signature.share_after(previous.replace(c), c);
            }
        }
        merit.kinds = kinds.len() as u32;
        merit
    }

    /// Whether a candidate is Chinese enough; `known` where the document shows the accident elsewhere.
    pub(super) fn believes(&self, candidate: &Candidate, known: bool) -> bool {
        let Candidate { merit, .. } = candidate;
        if candidate.sound && merit.evidence() < AGAINST_WORDS {
            return false;
        }
        if self.believes_whole(candidate) {
            return true;
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

    /// Whether a candidate explains its whole line, with nothing lost, so well that this alone is enough.
    pub(super) fn believes_whole(&self, candidate: &Candidate) -> bool {
        let Candidate { merit, whole, replays, gone, strange, telling, .. } = candidate;
        let bar = match whole_bar(&candidate.steps) {
            Some(bar) if *bar == WHOLE_CYRILLIC && merit.odd <= ODD * merit.han as f32 => &WHOLE_SIGNS,
            Some(bar) => bar,
            None => return false,
        };
        let is_sound = candidate.sound && merit.evidence() < AGAINST_WORDS;
        if !*whole || !*replays || *gone > 0 || is_sound {
            return false;
        }
        let Some((_, least)) = bar.iter().rev().find(|(han, _)| *han <= merit.han) else { return false };
        let is_marked = merit.han <= NAMES && candidate.is_marked();
        let kinds = match merit.evidence() {
            evidence if evidence >= CHANT => KINDS as u32 - 2,
            evidence if evidence >= REPEATS || is_marked && evidence >= *least => KINDS as u32 - 1,
            _ => KINDS as u32,
        };
        let least = least - if is_marked { MARKED } else { 0.0 };
        let gain = if merit.evidence() >= least + FLUENT { 0.0 } else { WHOLE_GAIN };
        merit.kinds >= kinds
            && 2 * strange.max(telling) <= merit.han
            && merit.gain() >= gain
            && merit.evidence() >= least
    }
}
