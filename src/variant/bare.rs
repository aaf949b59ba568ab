//! What a text becomes in the script asked for, without the edits that make it so: for where nobody asks for them.
//!
//! Most lines are run over by a scanner. Where the edits of a line depend on each other they are made, for that line alone;
//! where they depend on the whole text in a way that hardly any text shows, this gives no answer.

use std::ops::Range;

use memchr::memmem;

use super::Converter;
use super::aware::Aware;
use super::description;
use super::engine::Aim;
use super::made::Made;
use super::mend::Mender;
use super::overdone::Undoer;
use super::particle;
use super::script::{Line, Lines, Script, says};
use super::simple::Simplified;
use super::stage::{Convert, Variant, has_particles, look};
use crate::dictionary::Cantonese;
use crate::edit::Edits;
use crate::language::Cutter;
use crate::text::{Bits, Span, find_in_set, set_of};

/// Bytes below which the edits are made: to prepare the scanners takes longer.
const SHORT: usize = 1 << 14;

/// How a line is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It stays.
    Stays,
    /// Wherever a row stands.
    Rows,
    /// The same, and then its particles.
    Particles,
    /// By its words.
    Words,
    /// To the forms of a region.
    Region,
    /// By its edits.
    Edits,
}

impl Variant {
    /// The text that the edits of [`Variant::propose`] make, none of them left out; `None` where it takes these to know.
    pub(crate) fn text(&self, text: &str, misread: &[Span]) -> Option<String> {
        if text.len() < SHORT || self.terms.is_some() {
            return None;
        }
        if let (Aim::Mode(_), Convert::Rows(converter)) = (self.aim, &self.engine) {
            return Some(converter.convert(text));
        }
        if !misread.is_empty() {
            return None;
        }
        let old = || self.simplified.as_ref().map(Simplified::old);
        let lines = Lines::by(text, self.says.get_or_init(|| says(&self.rare, old())));
        if self.is_rare(&lines) {
            return None;
        }
        match (self.aim, &self.engine) {
            (Aim::Script(_), Convert::Rows(converter)) => Some(self.text_by_rows(&lines, converter)),
            (Aim::Script(_), Convert::Words(engine)) => self.text_by_words(&lines, &engine.0, &engine.1),
            _ => None,
        }
    }

    /// Whether the edits have to be looked at together for the sake of characters that hardly any text has.
    fn is_rare(&self, lines: &Lines) -> bool {
        let text = lines.text();
        let mut is_overdone = false;
        // Two characters tell of Cantonese.
        let (mut tells, mut is_cantonese) = (None, false);
        for line in lines.iter().filter(Line::has_asked) {
            let mut at = 0;
            while let Some(found) = find_in_set(line.text, at, &self.rare) {
                let Some(c) = line.text[found..].chars().next() else { break };
                at = found + c.len_utf8();
                // A description may go on behind the end of a line, and not every 著 would be one that was written.
                if description::OPERATORS.contains(&c) || self.as_both.contains(&c) {
                    return true;
                }
                if Cantonese::built_in().tells(c) {
                    is_cantonese |= tells.is_some_and(|other| other != c);
                    tells = Some(c);
                }
                is_overdone |= self.undoer.as_ref().is_some_and(|undoer| undoer.may_be_overdone(c));
            }
        }
        let is_undone = || self.undoer.as_ref().is_some_and(|undoer| !undoer.edits(text).is_empty());
        let stays = || Cantonese::built_in().has_staying(text);
        is_overdone && is_undone() || is_cantonese && stays()
    }

    fn text_by_rows(&self, lines: &Lines, converter: &Converter) -> String {
        let (text, chain) = (lines.text(), converter.chain());
        let particles = has_particles(text);
        let are_left = || *self.are_left.get_or_init(|| chain.leaves(&set_of([particle::BOTH])));
        let are_left = particles && are_left();
        let foreign = self.simplified.as_ref().map(|simplified| simplified.foreign(chain));
        let are_apart = self.simplified.as_ref().is_some_and(|simplified| simplified.are_apart(chain));
        let mut room = [0; 4];
        let both = memmem::Finder::new(particle::BOTH.encode_utf8(&mut room));
        let way = |line: &Line| {
            let is_spared = line.own == Script::Hans && foreign.is_some();
            // A line of which old forms are changed.
            let is_old = line.has_old() && line.script == Script::Hant;
            let way = match line.script {
                Script::Japanese => Way::Stays,
                Script::Hant if is_old && (is_spared || !are_apart) => Way::Edits,
                // What lies beyond the plane may become 著 too.
                Script::Hant if are_left && !is_spared && !line.has_beyond() => Way::Particles,
                Script::Hant if particles && both.find(line.text.as_bytes()).is_some() => Way::Edits,
                _ if is_spared => {
                    let is_foreign = |set| find_in_set(line.text, 0, set).is_some();
                    match line.has_beyond() || foreign.is_some_and(is_foreign) {
                        true => Way::Edits,
                        false => Way::Stays,
                    }
                }
                _ => Way::Rows,
            };
            (way, is_old)
        };
        let mut out = Made::with_capacity(text.len() + text.len() / 16);
        let mut cutter = Cutter::new(self.model, None);
        runs(lines, way, |(way, is_old), run, of_run| {
            let from = out.length();
            match way {
                Way::Rows | Way::Particles => chain.write(run, &mut out),
                Way::Edits => of_run.for_each(|line| {
                    let edits = self.by_rows(&lines.alone(&line), converter, particles);
                    out.push(&Edits::choose(line.text, edits).0.apply(line.text));
                }),
                _ => out.push(run),
            }
            if way == Way::Particles {
                particle::write(&mut out, from, &both, &mut cutter);
            }
            if let Some(simplified) = self.simplified.as_ref().filter(|_| is_old && way != Way::Edits) {
                let over = simplified.over(out.text(), from);
                out.overwrite(over);
            }
        });
        out.finish()
    }

    fn text_by_words(&self, lines: &Lines, aware: &Aware, mender: &Mender) -> Option<String> {
        let text = lines.text();
        let mut out = Made::with_capacity(text.len() + text.len() / 16);
        if self.reconvert {
            aware.write(text, &mut aware.prepared(), &mut out);
            return Some(out.finish());
        }
        if let Some((testimony, view)) = look(lines, aware, mender)
            && !mender.pieces(text, &testimony, &view, aware).is_empty()
        {
            return None;
        }
        let way = |line: &Line| match line.script {
            Script::Japanese => Way::Stays,
            Script::Hans | Script::Neutral => Way::Words,
            Script::Hant => Way::Region,
        };
        let mut cutter = None;
        runs(lines, way, |way, run, _| match way {
            // No phrase and no rule reaches over the end of a line.
            Way::Words => aware.write(run, cutter.get_or_insert_with(|| aware.prepared()), &mut out),
            Way::Region => aware.write_regional(run, &mut out),
            _ => out.push(run),
        });
        Some(out.finish())
    }
}

/// Gives `each` the lines that follow one another and go the same way: the way, their text, and the lines by themselves.
fn runs<'a, W: Copy + PartialEq>(
    lines: &Lines<'a>,
    way: impl Fn(&Line) -> W,
    mut each: impl FnMut(W, &'a str, &mut dyn Iterator<Item = Line<'a>>),
) {
    let text = lines.text();
    // The number of the first, and where it begins.
    let (mut current, mut first, mut start) = (None, 0, 0);
    let mut give = |way: Option<W>, numbers: Range<usize>, bytes: Range<usize>| {
        if let Some(way) = way {
            each(way, &text[bytes], &mut lines.range(numbers));
        }
    };
    let mut count = 0;
    for line in lines.iter() {
        let next = Some(way(&line));
        if next != current {
            give(current, first..count, start..line.start);
            (current, first, start) = (next, count, line.start);
        }
        count += 1;
    }
    give(current, first..count, start..text.len());
}

/// The characters that ask [`Variant::text`] for a closer look.
pub(super) fn rare(undoer: Option<&Undoer>, as_both: &[char]) -> Box<Bits> {
    let undone = undoer.into_iter().flat_map(Undoer::characters);
    let cantonese = Cantonese::built_in().telling();
    let as_both = as_both.iter().copied();
    set_of(undone.chain(cantonese).chain(description::OPERATORS).chain(as_both))
}
