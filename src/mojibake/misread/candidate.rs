//! A stretch of a line as it may have been written: what changes, what is lost, and whether misreading it again gives the
//! line.

use super::cyrillic;
use super::fill::{Choice, Filled};
use super::judge::{AGAINST_WORDS, Judge, MANY, Merit, Sample};
use super::listed;
use super::signature::Accident;
use super::standing;
use super::tape::{Kind, Tape};
use super::walk::Stretch;
use crate::damage::{CodePage, misread};
use crate::text::{Span, fold_width, is_han, is_han_mark};

/// What each part of a stretch among Latin or Cyrillic letters must gain, log10. (intact/french-beside-misread)
const GAIN_OF_PART: f32 = 0.5;
/// The evidence of a line from which on the next one is tried with the same accident alone. Text of news has -1, log10 for
/// each Han character. (synthetic/misread-file-gbk-as-windows-1252)
const SURE: f32 = -2.0;
/// The evidence from which on no table is looked for: what comes of its rows reads badly. (intact/tables-of-other-encodings)
const OF_NO_TABLE: f32 = 0.5;
/// Of so many Han characters one may tell of UTF-8 that was read in another encoding.
const TELLING_OF: u32 = 8;
/// Of so many Han characters one may be lost or chosen.
const LOST_OF: u32 = 4;
/// Characters that are not ASCII to each ASCII letter outside of what is misread, in a line that is misread as a whole: in a
/// line in another language these are few. (synthetic/misread-beside-german)
const LETTERS: usize = 2;
/// The marks that tell of text where they come out between characters. (synthetic/misread-line-with-a-bracket)
const MARKS: [char; 4] = ['，', '。', '（', '、'];
/// log10: that misread text ends beside text that could be misread too: in signs and letters, in characters of other Han
/// encodings, which text that is right has as well.
const LOOSE_END: f32 = -8.0;
const LOOSE_END_IN_PAIRS: f32 = -4.0;

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
        Part { span, after, foreign: foreign(line, span) }
    }
}

/// Characters of a span of a line that are not ASCII.
fn foreign(line: &str, span: Span) -> usize {
    span.of(line).unwrap_or_default().chars().filter(|c| !c.is_ascii()).count()
}

/// A stretch as it may have been written.
#[derive(Debug, Clone, Default)]
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
    /// Restored characters that are neither Han nor ASCII nor marks of Chinese text; where nothing but Han characters and their
    /// marks stands, ASCII too.
    pub(super) strange: u32,
    /// Whether misreading the result gives the stretch as it stands.
    pub(super) replays: bool,
    /// Whether it explains all of its line that is not ASCII.
    pub(super) whole: bool,
    /// Whether it stands as words in Cyrillic letters do, as Koreans chat, as names in a row do or as Cantonese does; told where
    /// not enough speaks against it.
    pub(super) sound: bool,
    /// Whether it stands in order, as characters in a table do.
    pub(super) ordered: bool,
    /// Whether what stands is Han characters and their marks throughout.
    pub(super) of_han: bool,
    /// Whether Han characters stand on both sides of it.
    pub(super) amid: bool,
    /// Whether it begins or ends with words that come out as none.
    pub(super) of_words: bool,
}

/// ASCII letters of a text.
fn letters(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_alphabetic).count()
}

/// Whether all of a line that is not ASCII stands in a span of it, with few words in Latin letters outside of what is misread;
/// so many ASCII letters stand `inside`.
fn is_alone(line: &str, span: Span, parts: &[Part], inside: usize) -> bool {
    let foreign: usize = parts.iter().map(|part| part.foreign).sum();
    line[..span.start].is_ascii()
        && line[span.end..].is_ascii()
        && (letters(line) - inside) * LETTERS <= foreign
}

/// Whether candidates of a line, in order, are of one accident, with nothing lost and nothing chosen. A long line is read in
/// pieces, each of which goes on where the one before it ends.
pub(super) fn are_proved<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> bool {
    let mut candidates = candidates.peekable();
    let mut before: Option<&Candidate> = None;
    while let Some(c) = candidates.next() {
        let goes_on = before.is_some_and(|before| before.span.end == c.span.start);
        let is_followed = candidates.peek().is_some_and(|next| next.span.start == c.span.end);
        let is_proved = c.replays && c.gone + c.chosen + c.twins == 0 && c.steps.len() == 1;
        if !is_proved
            || c.loose_ends > u32::from(goes_on) + u32::from(is_followed)
            || before.is_some_and(|before| before.steps != c.steps)
        {
            return false;
        }
        before = Some(c);
    }
    true
}

/// The same where they give so much fluent text that no other accident need be tried.
pub(super) fn are_sure(candidates: &[&Candidate]) -> bool {
    let all = || candidates.iter().copied();
    let is_much = |part: &[&Candidate]| part.iter().map(|c| c.merit.han).sum::<u32>() >= MANY;
    let evidence: f32 = all().map(|c| c.merit.evidence() * c.merit.han as f32).sum();
    let han: u32 = all().map(|c| c.merit.han).sum();
    are_proved(all())
        && !candidates.is_empty()
        && all().all(Candidate::is_once)
        && candidates.chunk_by(|a, b| a.span.end == b.span.start).all(is_much)
        && evidence >= SURE * han as f32
}

/// The same where bytes are lost here and there, as all through a document in which such lines come one after the other.
pub(super) fn are_fluent(candidates: &[&Candidate]) -> bool {
    let sum = |of: fn(&Candidate) -> u32| candidates.iter().map(|c| of(c)).sum::<u32>();
    let (han, lost) = (sum(|c| c.merit.han), sum(|c| c.gone + c.chosen + c.twins));
    let evidence: f32 = candidates.iter().map(|c| c.merit.evidence() * c.merit.han as f32).sum();
    han >= MANY
        && lost * LOST_OF <= han
        && evidence >= SURE * han as f32
        && candidates.iter().all(|c| c.steps.len() == 1 && c.is_once())
        && candidates.windows(2).all(|pair| pair[0].steps == pair[1].steps)
}

impl Candidate {
    /// log10 gained by restoring the whole of it.
    pub(super) fn worth(&self) -> f32 {
        let in_pairs = self.steps.last().is_some_and(|(_, reader)| reader.has_pairs());
        let price = if in_pairs { LOOSE_END_IN_PAIRS } else { LOOSE_END };
        self.merit.gain() * self.merit.han as f32 + price * self.loose_ends as f32
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let parts = self.parts.iter().map(|part| size_of::<Part>() + part.after.capacity());
        size_of::<Candidate>() + self.after.capacity() + parts.sum::<usize>()
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
            match read {
                Some((first, second)) => text.extend([*first].into_iter().chain(*second)),
                None => text.push(char::REPLACEMENT_CHARACTER),
            }
            let Some(to) = tape.token(end) else { continue };
            let span = Span::new(tape.at(from), tape.at(to));
            from = to;
            after.push_str(&text);
            if span.of(line) != Some(text.as_str()) {
                match parts.last_mut() {
                    Some(last) if last.span.end == span.start => {
                        last.span.end = span.end;
                        last.after.push_str(&text);
                        last.foreign += foreign(line, span);
                    }
                    _ => parts.push(Part::new(line, span, text.clone())),
                }
            }
            text.clear();
        }
        let gone = filled.texts.iter().filter(|text| text.is_none()).count() as u32;
        let Filled { chosen, ref closest, .. } = *filled;
        let closest = closest.clone();
        let steps = vec![tape.accident];
        // What is misread from end to end is so in its least likely parts too. Beside letters that are right a text may hold
        // some that only could be misread: café.
        // Words in Latin letters are as common inside a line of Han characters as they are in any.
        let inside: usize = match tape.accident {
            (written, reader) if written.has_pairs() && reader.has_pairs() => {
                span.of(line).map_or(0, letters)
            }
            _ => parts.iter().filter_map(|part| part.span.of(line)).map(letters).sum(),
        };
        let alone = is_alone(line, span, &parts, inside);
        if !alone && !tape.accident.1.has_pairs() && tape.accident.0 != CodePage::Utf8 {
            parts.retain(|part| {
                judge.merit(line, std::slice::from_ref(part), Sample::Whole).gain() >= GAIN_OF_PART
            });
        }
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
        let loose_ends = [before, char(Some(last))].into_iter().flatten().filter(is_loose).count() as u32;
        let mut candidate = Candidate {
            span,
            parts,
            after,
            steps,
            chosen,
            gone,
            closest,
            loose_ends,
            whole: alone,
            ..Candidate::default()
        };
        // UTF-8 proves itself.
        let (written, reader) = tape.accident;
        let is_proved = written == CodePage::Utf8 && !reader.has_pairs() && gone + chosen == 0;
        candidate.judge(line, judge, if is_proved { Sample::Begun } else { Sample::Whole });
        candidate.replays = candidate.check(line);
        candidate
    }

    /// The candidate of a line that is UTF-8 read in single bytes: what changes is these `parts` of it, with nothing lost, each
    /// byte of which is read as the character that stands. A sample of them tells how they read.
    pub(super) fn plain(
        line: &str,
        accident: Accident,
        parts: Vec<Part>,
        judge: &Judge,
        sample: Sample,
    ) -> Candidate {
        let ends = parts.first().zip(parts.last());
        let span = ends.map_or(Span::new(0, 0), |(first, last)| Span::new(first.span.start, last.span.end));
        let mut after = String::with_capacity(span.len());
        let mut from = span.start;
        for part in &parts {
            after.push_str(&line[from..part.span.start]);
            after.push_str(&part.after);
            from = part.span.end;
        }
        let loose_ends = u32::from(line[span.end..].starts_with(|c: char| !c.is_ascii()));
        let whole = is_alone(line, span, &parts, 0);
        let (replays, steps) = (true, vec![accident]);
        let mut candidate =
            Candidate { span, parts, after, steps, loose_ends, whole, replays, ..Candidate::default() };
        candidate.judge(line, judge, sample);
        candidate
    }

    /// How what was read reads, and how what stands does.
    fn judge(&mut self, line: &str, judge: &Judge, sample: Sample) {
        let mut han = 0;
        for c in self.parts.iter().flat_map(|part| part.after.chars()) {
            if is_han(c) {
                han += 1;
                self.telling += u32::from(judge.signature.tells_of_utf8(c));
            } else if !fold_width(c).is_ascii() && !is_han_mark(c) && c != char::REPLACEMENT_CHARACTER {
                self.strange += 1;
            }
        }
        // A long stretch is taken to read on as it begins.
        self.merit = judge.merit(line, &self.parts, sample).of_all(han);
        // Tables give no text that reads well.
        let reader = self.steps.last().map(|(_, reader)| *reader);
        let of_table = |reader: CodePage| listed::is_of_table(line, &self.parts, reader);
        self.ordered = listed::is_in_order(line, &self.parts, &self.steps)
            || self.merit.evidence() < OF_NO_TABLE && !self.of_utf8() && reader.is_some_and(of_table);
        let found: Vec<&str> = self.parts.iter().filter_map(|part| part.span.of(line)).collect();
        let in_pairs = self.steps.iter().all(|(_, reader)| reader.has_pairs());
        self.sound = self.merit.evidence() < AGAINST_WORDS
            && (self.parts.iter().all(|part| cyrillic::are_words(line, part.span))
                || standing::is_chatted(&found)
                || standing::is_names(&found)
                || found.iter().all(|part| standing::is_cantonese(part))
                || in_pairs && standing::is_readings(line, self.parts.iter().map(|part| part.span)));
        let (before, behind) = (&line[..self.span.start], &line[self.span.end..]);
        self.amid = in_pairs && before.ends_with(is_han) && behind.starts_with(is_han);
        let mut ends = [self.parts.first(), self.parts.last()].into_iter().flatten();
        self.of_words = in_pairs && ends.any(|part| judge.is_of_words(part.span.of(line), &part.after));
        let mut chars = found.iter().flat_map(|part| part.chars());
        self.of_han = chars.all(|c| c.is_ascii() || is_han(c) || is_han_mark(c));
        if self.of_han {
            let ascii = |text: &str| text.bytes().filter(u8::is_ascii).count();
            let come_out: usize = self.parts.iter().map(|part| ascii(&part.after)).sum();
            self.strange += come_out.saturating_sub(found.iter().map(|part| ascii(part)).sum()) as u32;
        }
    }

    /// Whether hardly any of it is text that was misread before: what was, wholly or in part, may read no worse.
    pub(super) fn is_once(&self) -> bool {
        self.telling * TELLING_OF <= self.merit.han
    }

    /// Whether it is UTF-8 read once in another encoding: that proves itself.
    pub(super) fn of_utf8(&self) -> bool {
        matches!(self.steps[..], [(CodePage::Utf8, _)])
    }

    /// Whether a mark stands between its characters; between Han characters it tells nothing unless it comes out of others: verse has
    /// some. (intact/verse-of-three)
    pub(super) fn is_marked(&self) -> bool {
        let last = self.parts.len().saturating_sub(1);
        let comes_out = |(n, part): (usize, &Part)| {
            let text = if n == 0 { part.after.trim_start_matches(MARKS) } else { &part.after };
            if n == last { text.trim_end_matches(MARKS).contains(MARKS) } else { text.contains(MARKS) }
        };
        self.after.trim_matches(MARKS).contains(MARKS)
            && (!self.of_han || self.parts.iter().enumerate().any(comes_out))
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

    /// The same in a text in which the line begins at `by`.
    pub(super) fn shifted(mut self, by: usize) -> Candidate {
        let shift = |span: Span| Span::new(span.start + by, span.end + by);
        self.span = shift(self.span);
        self.parts.iter_mut().for_each(|part| part.span = shift(part.span));
        self
    }
}
