//! Whether characters stand in running text or in a list of names, words or characters, which no sentence speaks for.

use std::ops::Range;

use super::page::Page;
use crate::language::Gate;
use crate::text::is_han;

/// Characters on either side by which it is told.
const AROUND: usize = 500;
/// Han characters and runs of them below which nothing is told: a heading is short and has no particle.
const LEAST_HAN: usize = 40;
const LEAST_RUNS: usize = 10;
/// What grammar is made of, in the Simplified view: a tenth of modern prose and of verse, less than a fiftieth of the names
/// of places and people.
const PARTICLES: &str = "的了是在不有和这为就也与之而以其于着过得被把对从到";
/// A list: runs of Han characters so short, with so small a share of particles among them. Of news, law, manuals and novels no
/// thousand characters are such. (intact/list-of-places)
const SHORT: (f32, f32) = (5.5, 0.03);
/// The same for lists of words, sayings of four characters among them. (intact/list-of-sayings)
const SHORTER: (f32, f32) = (4.3, 0.08);

/// Share of characters never seen beside those they stand beside, from which they are a list of characters: of modern prose
/// it is one in thirty, of classical one in five, and OCR does not misread every second word.
/// (intact/list-of-rare-characters)
const NONSENSE: f32 = 0.4;

/// Whether the character at `place` stands in a list.
pub(super) fn is_list(page: &Page, gate: &Gate, place: usize) -> bool {
    let around: Range<usize> = place.saturating_sub(AROUND)..(place + AROUND).min(page.chars.len());
    let (mut han, mut runs, mut particles, mut unseen, mut inside) = (0usize, 0usize, 0usize, 0usize, false);
    let mut previous = ' ';
    for &c in &page.chars[around] {
        let is_here = is_han(c);
        unseen += usize::from(is_here && inside && !gate.seen(previous, c));
        previous = c;
        runs += usize::from(is_here && !inside);
        han += usize::from(is_here);
        particles += usize::from(is_here && PARTICLES.contains(c));
        inside = is_here;
    }
    if han < LEAST_HAN {
        return false;
    }
    if unseen as f32 > NONSENSE * (han - runs) as f32 {
        return true;
    }
    if runs < LEAST_RUNS {
        return false;
    }
    let (length, share) = (han as f32 / runs as f32, particles as f32 / han as f32);
    [SHORT, SHORTER].into_iter().any(|(longest, most)| length < longest && share < most)
}
