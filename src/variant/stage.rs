//! The variant stage: whether a document is converted at all, and which edits do it.

use std::path::Path;
use std::sync::OnceLock;

use memchr::memmem;

use super::aware::Aware;
use super::bare;
use super::converter::edit;
use super::converters::Testimony;
use super::engine::{Aim, Engine};
use super::mend::{Mender, View};
#[cfg(feature = "opencc")]
use super::opencc::Opencc;
use super::overdone::Undoer;
use super::particle;
#[cfg(feature = "opencc")]
use super::script::Counts;
use super::script::{Line, Lines, Says, Script};
use super::simple::Simplified;
use super::terms::heed;
use super::{Converter, Mode, Target};
use crate::dictionary::characters::single;
use crate::dictionary::{Cantonese, Terms};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Rule};
use crate::language::{Cutter, Model};
use crate::text::{Bits, Span, set_of};

/// The variant stage.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(super) aim: Aim,
    pub(super) reconvert: bool,
    pub(super) engine: Convert,
    /// Where a script is asked for.
    pub(super) undoer: Option<Undoer>,
    /// Where Simplified is asked for.
    pub(super) simplified: Option<Simplified>,
    pub(super) model: &'static Model,
    pub(super) terms: Option<Terms>,
    /// Characters that only ask for a closer look.
    pub(super) rare: Box<Bits>,
    /// Those that are made 著 before all else.
    pub(super) as_both: Vec<char>,
    /// What characters say where these are looked for: made when the first text is converted without edits.
    pub(super) says: OnceLock<Says>,
    /// Whether 著 is in no row by which the text is converted: looked for when the first is converted without edits.
    pub(super) are_left: OnceLock<bool>,
}

#[derive(Debug)]
pub(super) enum Convert {
    /// Nothing is converted.
    Nothing,
    /// Row by row, as OpenCC does.
    Rows(Converter),
    /// Word by word, to Traditional.
    Words(Box<(Aware, Mender)>),
    #[cfg(feature = "opencc")]
    Opencc(Opencc),
}

impl Variant {
    /// The stage for `aim`; `model` knows words, `data` replaces tables of [`Engine::Hanmend`] only.
    ///
    /// # Errors
    /// When a table cannot be read or parsed, or OpenCC refuses its data.
    pub(crate) fn new(
        aim: Aim,
        engine: Engine,
        reconvert: bool,
        model: &'static Model,
        data: Option<&Path>,
    ) -> Result<Variant, Error> {
        let (mode, rule) = match aim {
            Aim::Terms => {
                let engine = Convert::Nothing;
                return Ok(Variant {
                    aim,
                    reconvert,
                    engine,
                    undoer: None,
                    simplified: None,
                    model,
                    terms: None,
                    rare: set_of([]),
                    as_both: Vec::new(),
                    says: OnceLock::new(),
                    are_left: OnceLock::new(),
                });
            }
            Aim::Script(Target::Hans) => (Mode::towards(Target::Hans), Rule::ToHans),
            Aim::Script(target) => (Mode::towards(target), Rule::ToHant),
            Aim::Mode(mode) => (mode, Rule::Opencc),
        };
        let words = |target| -> Result<Convert, Error> {
            let region = match target {
                Target::HantTw => Some("tw"),
                Target::HantHk => Some("hk"),
                Target::Hant | Target::Hans => None,
            };
            Ok(Convert::Words(Box::new((Aware::new(region, model, data)?, Mender::new(target, data)?))))
        };
        let engine = match (engine, aim) {
            #[cfg(feature = "opencc")]
            (Engine::Opencc, _) => Convert::Opencc(Opencc::new(mode, rule)?),
            (Engine::Hanmend, Aim::Script(target)) if target != Target::Hans => words(target)?,
            (Engine::Hanmend, _) => Convert::Rows(Converter::new(mode, rule, data)?),
        };
        let undoer = match aim {
            Aim::Script(_) => Some(Undoer::new(data)?),
            Aim::Mode(_) | Aim::Terms => None,
        };
        let simplified = match aim {
            Aim::Script(Target::Hans) if !reconvert => Some(Simplified::new(data)?),
            _ => None,
        };
        let as_both = match &engine {
            Convert::Rows(converter) => converter.chain().unified_to(particle::BOTH).collect(),
            _ => Vec::new(),
        };
        let rare = bare::rare(undoer.as_ref(), &as_both);
        Ok(Variant {
            aim,
            reconvert,
            engine,
            undoer,
            simplified,
            model,
            terms: None,
            rare,
            as_both,
            says: OnceLock::new(),
            are_left: OnceLock::new(),
        })
    }

    /// The stage, heeding the terms of the file `path` before all else.
    ///
    /// # Errors
    /// When the file cannot be read or parsed.
    pub(crate) fn with_terms(self, path: &Path) -> Result<Variant, Error> {
        Ok(Variant { terms: Some(Terms::open(path)?), ..self })
    }

    /// The edits that do what was asked for.
    ///
    /// A line that is in Traditional already is not converted to Traditional again, which would turn the 里, 后, 干 and
    /// 范 that are right in Traditional into 裏, 後, 幹 and 範. To Simplified there is no such trap. Japanese stays.
    /// `misread`, in order and disjoint, are stretches that hold no text that was ever written: they stay, but where OpenCC's
    /// own conversion is asked for.
    pub(crate) fn propose(&self, text: &str, misread: &[Span]) -> Vec<Edit> {
        let mut edits = self.convert(text);
        if let Some(undoer) = &self.undoer {
            add(&mut edits, undoer.edits(text));
        }
        if let Aim::Script(_) = self.aim {
            edits.retain(|edit| {
                let next = misread.partition_point(|span| span.end <= edit.span.start);
                !misread.get(next).is_some_and(|span| span.overlaps(edit.span))
            });
        }
        // Alone they are neither Simplified nor misread in Cantonese; in a word they are what they are elsewhere. (intact/
        // cantonese-lines)
        let is_own = |edit: &Edit| single(&edit.before).is_some_and(|c| Cantonese::built_in().stays(c));
        if matches!(self.aim, Aim::Script(_)) && edits.iter().any(is_own) && Cantonese::built_in().is_in(text)
        {
            edits.retain(|edit| !is_own(edit));
        }
        match &self.terms {
            Some(terms) => heed(text, terms, edits),
            None => edits,
        }
    }

    fn convert(&self, text: &str) -> Vec<Edit> {
        match &self.engine {
            Convert::Nothing => Vec::new(),
            Convert::Words(engine) => {
                let (aware, mender) = &**engine;
                self.to_traditional(text, aware, mender)
            }
            Convert::Rows(converter) if matches!(self.aim, Aim::Script(_)) => {
                self.by_rows(&Lines::of(text), converter, has_particles(text))
            }
            Convert::Rows(converter) => converter.propose(text),
            #[cfg(feature = "opencc")]
            Convert::Opencc(opencc) => {
                let stays = match self.aim {
                    Aim::Script(Target::Hans) => &[Script::Japanese][..],
                    Aim::Script(_) if !self.reconvert => &[Script::Hant, Script::Japanese],
                    _ => &[],
                };
                if stays.contains(&Counts::of(text).script()) { Vec::new() } else { opencc.propose(text) }
            }
        }
    }

    /// The edits that put `lines` into the script asked for, row by row. `particles` says whether the text [has
    /// them](has_particles).
    pub(super) fn by_rows(&self, lines: &Lines, converter: &Converter, particles: bool) -> Vec<Edit> {
        let mut edits = converter.propose(lines.text());
        if let Some(simplified) = &self.simplified {
            simplified.spare(lines, &mut edits);
            add(&mut edits, simplified.old_forms(lines));
        }
        if lines.counts().has_kana() {
            let japanese: Vec<_> = lines
                .iter()
                .filter(|line| line.script == Script::Japanese)
                .map(|line| line.start..line.start + line.text.len())
                .collect();
            edits.retain(|edit| !japanese.iter().any(|line| line.contains(&edit.span.start)));
        }
        if particles {
            let traditional =
                lines.iter().filter(|line| line.script == Script::Hant && line.text.contains(particle::BOTH));
            let mut cutter = Cutter::new(self.model, None);
            let particles = traditional.flat_map(|Line { start, text, .. }| {
                particle::edits(text, start, &converter.convert(text), &mut cutter)
            });
            add(&mut edits, particles.collect());
        }
        edits
    }

    fn to_traditional(&self, text: &str, aware: &Aware, mender: &Mender) -> Vec<Edit> {
        if self.reconvert {
            return aware
                .pieces(text, &mut aware.cutter())
                .into_iter()
                .map(|piece| edit(text, piece, Rule::ToHant))
                .collect();
        }
        let lines = Lines::of(text);
        let looked = look(&lines, aware, mender);
        let mended = looked
            .as_ref()
            .map_or(Vec::new(), |(testimony, view)| mender.pieces(text, testimony, view, aware));
        let mut edits: Vec<Edit> = Vec::new();
        let mut mended = mended.into_iter().peekable();
        let mut cutter = aware.cutter();
        for Line { start, text: line, script, .. } in lines.iter() {
            let from = edits.len();
            while let Some(piece) = mended.next_if(|piece| piece.span.start < start + line.len()) {
                if script == Script::Hant {
                    edits.push(Edit {
                        certainty: Certainty::Medium,
                        ..edit(text, piece, Rule::HalfConverted)
                    });
                }
            }
            // What converts a line is in order by itself.
            let mends = edits.len();
            let pieces = match script {
                Script::Japanese => Vec::new(),
                Script::Hans | Script::Neutral => aware.pieces(line, &mut cutter),
                Script::Hant => aware.regional(line),
            };
            for mut piece in pieces {
                piece.span = start + piece.span.start..start + piece.span.end;
                let new = edit(text, piece, Rule::ToHant);
                if !edits[from..mends].iter().any(|old| old.span.overlaps(new.span)) {
                    edits.push(new);
                }
            }
            if mends > from {
                edits[from..].sort_by_key(|edit| edit.span);
            }
        }
        edits
    }
}

/// What a Traditional document of `lines` shows of its making, and its Simplified view, where it may be half-converted.
pub(super) fn look(lines: &Lines, aware: &Aware, mender: &Mender) -> Option<(Testimony, View)> {
    // A document of both scripts is no half-converted one: its Traditional lines stay.
    let text = Some(lines.text()).filter(|_| lines.counts().script() == Script::Hant)?;
    let testimony = mender.look(text)?;
    let view = View::new(text, aware, &mender.asks(&testimony));
    Some((testimony, view))
}

/// Whether `text` writes the particles of its Traditional lines as Taiwan does.
pub(super) fn has_particles(text: &str) -> bool {
    let has = |c: char| memmem::find(text.as_bytes(), c.encode_utf8(&mut [0; 4]).as_bytes()).is_some();
    has(particle::BOTH) && !has(particle::PARTICLE)
}

/// Adds those of `more` to `edits` that overlap none of them; both in order.
fn add(edits: &mut Vec<Edit>, more: Vec<Edit>) {
    if more.is_empty() {
        return;
    }
    let fits = |edit: &Edit| {
        let next = edits.partition_point(|old| old.span.end <= edit.span.start);
        !edits.get(next).is_some_and(|old| old.span.overlaps(edit.span))
    };
    let more: Vec<Edit> = more.into_iter().filter(fits).collect();
    edits.extend(more);
    edits.sort_by_key(|edit| edit.span);
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
