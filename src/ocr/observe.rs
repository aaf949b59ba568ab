//! Finds what may have been misread on a page: words that come out when characters are read as their look-alikes.

use std::ops::Range;
use std::sync::Arc;

use super::channel::Habits;
use super::choices::{Asked, Chooser};
use super::features::Terms;
use super::memory::{Changed, Memory};
use super::page::Page;
use super::witness::Density;
use crate::dictionary::{Confusions, Lookalikes};
use crate::language::{Alternatives, Gate, Mendable, Model, Piece, Vocabulary};
use crate::text::is_han;

/// Characters read on either side of a suspect: the words around it, and those around them.
const CONTEXT: usize = 6;
/// Suspects that stand nearer together are read together.
const TOGETHER: usize = 4;
/// Longest stretch read at once, in characters.
const LONGEST: usize = 60;

/// The tables and lists that observing needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knowledge<'a> {
    pub confusions: &'a Confusions,
    pub model: &'a Model,
    pub vocabulary: &'a Vocabulary,
    pub gate: &'a Gate,
    pub mendable: &'a Mendable,
    pub lookalikes: &'a Lookalikes,
}

/// A word that may stand behind what was read, with what speaks for it.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The characters of the page that the word covers.
    pub range: Range<usize>,
    /// The word as it would be.
    pub word: Vec<char>,
    /// The characters read otherwise, by place in the page.
    pub changes: Vec<(usize, char)>,
    /// How many characters look more like the one that stands, the worst of the changes.
    pub rank: u32,
    /// What speaks for and against it; the terms about the document come later.
    pub terms: Terms,
    /// Whether it is so clear that it counts towards the density.
    pub strict: bool,
    /// Whether it stands where the page shows that it was read by OCR.
    pub is_ocr: bool,
    /// Whether the page itself keeps what stands: it writes it again and again, or cites it.
    pub kept: bool,
    /// In how many other places the same is clearly misread for the same.
    pub alike: u32,
    /// How often the page writes in the same company what it would be: of several changes the least often.
    pub company: u32,
    /// How much better the words read, and how much better than with any other change, log10.
    pub gain: f32,
    /// The margin over the next best reading.
    pub margin: f32,
    /// Whether the page often writes what it would be with a neighbour, in what is no word.
    pub goes_with: bool,
}

/// The suspects of a page, in order: where two characters stand side by side that were never seen so, and every
/// character of `regions`. Outside these only what is worth a closer look, unless `all` is asked for.
pub(super) fn suspects(
    page: &Page,
    knowledge: &Knowledge,
    regions: &[Range<usize>],
    all: bool,
) -> Vec<usize> {
    let Knowledge { gate, mendable, lookalikes, .. } = *knowledge;
    let chars = &page.chars;
    let mut found: Vec<usize> = Vec::new();
    let unseen = |n: usize, found: &mut Vec<usize>| {
        if found.last() != Some(&(n - 1)) {
            found.push(n - 1);
        }
        found.push(n);
    };
    let apart = |range: Range<usize>, found: &mut Vec<usize>| match all {
        true => page.unseen(range).for_each(|n| unseen(n, found)),
        false => {
            for second in page.odd(range) {
                let [before, a, b, behind] = [-2, -1, 0, 1].map(|n| page.han(second.checked_add_signed(n)));
                // What is misread makes no common word with its other neighbour but by chance.
                let is_inside = |pair: Option<(char, char)>| pair.is_some_and(|(a, b)| gate.inside(a, b));
                let suspects = [(second - 1, is_inside(before.zip(a))), (second, is_inside(b.zip(behind)))];
                if suspects.iter().all(|(_, is_inside)| *is_inside)
                    || !mendable.is_worth(chars, second, gate, lookalikes)
                {
                    continue;
                }
                for (n, _) in suspects.into_iter().filter(|(_, is_inside)| !is_inside) {
                    if found.last() != Some(&n) {
                        found.push(n);
                    }
                }
            }
        }
    };
    let mut at = 0;
    for region in regions {
        apart(at..region.start, &mut found);
        for n in region.clone().filter(|n| is_han(chars[*n])) {
            if page.is_unseen(n) { unseen(n, &mut found) } else { found.push(n) }
        }
        at = region.end;
    }
    apart(at..chars.len(), &mut found);
    found
}

/// Reads the page around its suspects.
pub(super) struct Observer<'a> {
    pub knowledge: Knowledge<'a>,
    pub page: &'a Page<'a>,
    /// Where the page is known to be the work of OCR.
    density: Option<&'a Density>,
    /// What the page is known to be misread for again and again.
    habits: Habits,
    /// What was found out before.
    memory: &'a mut Memory<'static>,
    none: Alternatives,
    chooser: Chooser,
    choices: Vec<(char, f32)>,
}

impl<'a> Observer<'a> {
    pub fn new(
        knowledge: Knowledge<'a>,
        page: &'a Page<'a>,
        density: Option<&'a Density>,
        memory: &'a mut Memory<'static>,
    ) -> Observer<'a> {
        let (habits, none, chooser, choices) = Default::default();
        Observer { knowledge, page, density, habits, memory, none, chooser, choices }
    }

    /// The same with what the page is known to be misread for again and again.
    pub fn with_habits(self, habits: Habits) -> Observer<'a> {
        Observer { habits, ..self }
    }

    /// What may stand behind the suspects.
    pub fn observe(&mut self, suspects: &[usize]) -> Vec<Observation> {
        let mut out = Vec::new();
        let mut rest = suspects;
        let mut run = 0..0;
        while let Some(&first) = rest.first() {
            // A run may be as long as the page and hold as many suspects: it is measured once.
            if !run.contains(&first) {
                run = self.page.run(first);
            }
            let mut count = 1;
            while count < rest.len()
                && rest[count] < run.end
                && rest[count] - rest[count - 1] <= TOGETHER
                && rest[count] - first < LONGEST
            {
                count += 1;
            }
            let (here, later) = rest.split_at(count);
            self.stretch(run.clone(), here, &mut out);
            rest = later;
        }
        out
    }

    /// Reads one stretch of suspects in the Han run `run`.
    fn stretch(&mut self, run: Range<usize>, suspects: &[usize], out: &mut Vec<Observation>) {
        let (Some(first), Some(last)) = (suspects.first(), suspects.last()) else { return };
        let start = run.start.max(first.saturating_sub(CONTEXT));
        let end = run.end.min(last + 1 + CONTEXT);
        let mut alternatives = Alternatives::default();
        let mut any = false;
        let mut next = 0;
        for place in start..end {
            if suspects.get(next) == Some(&place) {
                next += 1;
                let is_ocr = self.is_ocr(place);
                let Observer { page, knowledge, habits, memory, chooser, choices, .. } = self;
                chooser.choices(&Asked { page, knowledge, habits }, place, is_ocr, memory, choices);
                any |= !self.choices.is_empty();
                alternatives.push(self.choices.iter().copied());
            } else {
                alternatives.push([]);
            }
        }
        if !any {
            return;
        }
        let chars = &self.page.chars[start..end];
        let changed = match self.memory.stretch(chars, &alternatives) {
            Some(known) => known,
            None => {
                let found: Arc<[Changed]> = self.read(chars, &alternatives).into();
                self.memory.keep(Arc::clone(&found));
                found
            }
        };
        if changed.is_empty() {
            return;
        }
        let mut mended = chars.to_vec();
        for (at, c) in changed.iter().flat_map(|changed| changed.piece.changes).flatten() {
            mended[at] = c;
        }
        for changed in changed.iter() {
            out.extend(self.weigh(start, run.len(), chars, &mended, changed, &alternatives));
        }
    }

    /// The words of a stretch that are read otherwise than they stand.
    fn read(&mut self, chars: &[char], alternatives: &Alternatives) -> Vec<Changed> {
        let Observer { memory, none, .. } = self;
        let lattice = &mut memory.lattice;
        lattice.read(chars, alternatives);
        let mut pieces = lattice.pieces(chars.len());
        pieces.retain(|piece| piece.changes[0].is_some());
        if pieces.is_empty() {
            return Vec::new();
        }
        let mut mended = chars.to_vec();
        for (at, c) in pieces.iter().flat_map(|piece| piece.changes).flatten() {
            mended[at] = c;
        }
        let mut words = |chars: &[char], alternatives: &Alternatives| {
            let score = lattice.read(chars, alternatives);
            (score, Arc::from(lattice.pieces(chars.len())))
        };
        let after = words(&mended, none);
        let changed = |piece: Piece| {
            let mut written = mended.clone();
            written[piece.start..piece.end].copy_from_slice(&chars[piece.start..piece.end]);
            let before = words(&written, none);
            // The best that any other change in the same places can do, or none at all.
            let mut others = Alternatives::default();
            for n in 0..written.len() {
                let chosen = piece.changes.iter().flatten().find(|(at, _)| *at == n);
                let here = chosen.map_or(&[][..], |_| alternatives.at(n));
                others
                    .push(here.iter().copied().filter(|(c, _)| chosen.is_none_or(|(_, chosen)| chosen != c)));
            }
            let (other, _) = words(&written, &others);
            Changed { piece, after: after.clone(), before, other }
        };
        pieces.into_iter().map(changed).collect()
    }

    /// Whether the page shows at `place` that it was read by OCR.
    pub fn is_ocr(&self, place: usize) -> bool {
        self.density.is_some_and(|density| density.is_ocr(place))
    }
}
