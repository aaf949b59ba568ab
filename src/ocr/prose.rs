//! Whether characters stand in running text, or in a list of names, words or characters, which no sentence speaks for, or in verse.

use std::ops::Range;

use super::features::STRANGE;
use super::observe::Observation;
use super::page::Page;
use crate::dictionary::GrammarCharacters;
use crate::text::is_han;

/// Characters on either side by which it is told.
const AROUND: usize = 500;
/// Han characters and runs of them below which nothing is told: a heading is short and has no particle.
const LEAST_HAN: usize = 40;
const LEAST_RUNS: usize = 10;
/// A list: runs of Han characters so short, with so small a share of particles among them. Of news, law, manuals and novels no
/// thousand characters are such. (intact/list-of-places)
const SHORT: (f32, f32) = (5.5, 0.03);
/// The same for lists of words, sayings of four characters among them. (intact/list-of-sayings)
const SHORTER: (f32, f32) = (4.3, 0.08);

/// ln of the share of pairs never seen, around a place, from which its characters are a list of characters: of modern prose one
/// pair in thirty is such, of classical one in five, and OCR does not misread every second word. Four in ten.
/// (intact/list-of-rare-characters)
const NONSENSE: f32 = -0.92;

/// Whether what may have been misread stands in a list.
pub(super) fn is_listed(page: &Page, seen: &Observation) -> bool {
    seen.terms[STRANGE] > NONSENSE || is_list(page, seen.range.start)
}

/// Characters of a line of regulated verse. (intact/ocr-verse-by-line)
const VERSE: [usize; 2] = [5, 7];
const VERSE_MARKS: [char; 6] = ['，', '。', '？', '！', '；', '\r'];

/// Characters on either side in which its line must end.
const VERSE_LINE: usize = 200;

/// Whether the line in which `place` stands is verse: two clauses or more, all of five characters or all of seven. Its words are
/// not those of prose.
pub(super) fn is_verse(page: &Page, place: usize) -> bool {
    let is_end = |c: &char| *c == '\n';
    let from = place.saturating_sub(VERSE_LINE);
    let start = page.chars[from..place].iter().rposition(is_end).map(|at| from + at + 1);
    let end = page.chars[place..].iter().take(VERSE_LINE).position(is_end).map(|at| place + at);
    let start = start.or((from == 0).then_some(0));
    let end = end.or((page.chars.len() - place <= VERSE_LINE).then_some(page.chars.len()));
    let Some(line) = start.zip(end).and_then(|(start, end)| page.chars.get(start..end)) else { return false };
    let runs = line.chunk_by(|a, b| is_han(*a) && is_han(*b));
    let (clauses, marks): (Vec<&[char]>, Vec<&[char]>) = runs.partition(|run| is_han(run[0]));
    clauses.len() > 1
        && VERSE.iter().any(|verse| clauses.iter().all(|clause| clause.len() == *verse))
        && marks.iter().all(|mark| VERSE_MARKS.contains(&mark[0]))
}

/// Whether the character at `place` stands among short pieces with hardly a particle.
fn is_list(page: &Page, place: usize) -> bool {
    let around: Range<usize> = place.saturating_sub(AROUND)..(place + AROUND).min(page.chars.len());
    let grammar = GrammarCharacters::built_in();
    let (mut han, mut runs, mut particles, mut inside) = (0usize, 0usize, 0usize, false);
    for &c in &page.chars[around] {
        let is_here = is_han(c);
        runs += usize::from(is_here && !inside);
        han += usize::from(is_here);
        particles += usize::from(is_here && grammar.is_particle(c));
        inside = is_here;
    }
    if han < LEAST_HAN || runs < LEAST_RUNS {
        return false;
    }
    let (length, share) = (han as f32 / runs as f32, particles as f32 / han as f32);
    [SHORT, SHORTER].into_iter().any(|(longest, most)| length < longest && share < most)
}
