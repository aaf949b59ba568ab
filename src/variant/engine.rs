//! Who converts, and whether a document is converted at all.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::aware::Aware;
use super::converter::edit;
use super::mend::{Mender, View};
#[cfg(feature = "opencc")]
use super::opencc::Opencc;
use super::overdone::Undoer;
use super::particle;
use super::script::{Counts, Script, lines};
use super::simple::Simplified;
use super::terms::heed;
use super::{Converter, Mode, Target};
use crate::dictionary::characters::single;
use crate::dictionary::{Cantonese, Terms};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Rule};
use crate::language::Model;
use crate::text::Span;

/// Who converts between the scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Engine {
    /// The tables, with a line cited for every edit.
    #[default]
    Hanmend,
    /// OpenCC itself, which says what changed but not why. Feature `opencc`.
    #[cfg(feature = "opencc")]
    Opencc,
}

impl Engine {
    /// Every engine of this build.
    pub const ALL: &'static [Engine] = &[
        Engine::Hanmend,
        #[cfg(feature = "opencc")]
        Engine::Opencc,
    ];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Hanmend => "hanmend",
            #[cfg(feature = "opencc")]
            Engine::Opencc => "opencc",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Engine {
    type Err = Error;

    fn from_str(name: &str) -> Result<Engine, Error> {
        Engine::ALL.iter().copied().find(|e| e.name() == name).ok_or_else(|| Error::Unknown {
            what: "engine",
            name: name.into(),
            known: if cfg!(feature = "opencc") {
                "hanmend, opencc"
            } else {
                "hanmend; opencc when built with that feature"
            },
        })
    }
}

/// What the script stage is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Put the text into a script.
    Script(Target),
    /// Do what OpenCC does, whatever the text is.
    Mode(Mode),
    /// Heed the user's own terms, and keep the script.
    Terms,
}

/// The variant stage.
#[derive(Debug)]
pub(crate) struct Variant {
    aim: Aim,
    reconvert: bool,
    engine: Convert,
    /// Where a script is asked for.
    undoer: Option<Undoer>,
    /// Where Simplified is asked for.
    simplified: Option<Simplified>,
    model: &'static Model,
    terms: Option<Terms>,
}

#[derive(Debug)]
enum Convert {
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
        Ok(Variant { aim, reconvert, engine, undoer, simplified, model, terms: None })
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
            Convert::Rows(converter) => {
                let mut edits = converter.propose(text);
                if let Some(simplified) = &self.simplified {
                    simplified.spare(text, &mut edits);
                    add(&mut edits, simplified.old_forms(text));
                }
                if let Aim::Script(_) = self.aim
                    && Counts::of(text).has_kana()
                {
                    let japanese: Vec<_> = lines(text)
                        .filter(|(.., script)| *script == Script::Japanese)
                        .map(|(start, line, _)| start..start + line.len())
                        .collect();
                    edits.retain(|edit| !japanese.iter().any(|line| line.contains(&edit.span.start)));
                }
                if let Aim::Script(_) = self.aim {
                    add(&mut edits, self.particles(text, converter));
                }
                edits
            }
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

    /// What becomes of the particles of Traditional lines, in a text that writes them as Taiwan does.
    fn particles(&self, text: &str, converter: &Converter) -> Vec<Edit> {
        if !text.contains(particle::BOTH) || text.contains(particle::PARTICLE) {
            return Vec::new();
        }
        let traditional =
            lines(text).filter(|(_, line, script)| *script == Script::Hant && line.contains(particle::BOTH));
        traditional
            .flat_map(|(start, line, _)| particle::edits(line, start, &converter.convert(line), self.model))
            .collect()
    }

    fn to_traditional(&self, text: &str, aware: &Aware, mender: &Mender) -> Vec<Edit> {
        if self.reconvert {
            return aware
                .pieces(text, &mut aware.cutter())
                .into_iter()
                .map(|piece| edit(text, piece, Rule::ToHant))
                .collect();
        }
        // A document of both scripts is no half-converted one: its Traditional lines stay.
        let looked = Some(text).filter(|text| Counts::of(text).script() == Script::Hant);
        let looked = looked.and_then(|text| {
            let testimony = mender.look(text)?;
            let view = View::new(text, aware, mender.asks(&testimony));
            Some((testimony, view))
        });
        let mended = looked
            .as_ref()
            .map_or(Vec::new(), |(testimony, view)| mender.pieces(text, testimony, view, aware));
        let mut edits: Vec<Edit> = Vec::new();
        let mut mended = mended.into_iter().peekable();
        let mut cutter = aware.cutter();
        for (start, line, script) in lines(text) {
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
mod tests {
    use super::*;
    use crate::{Options, Restorer};

    fn restored(options: Options, text: &str) -> String {
        Restorer::new(options).unwrap().restore(text).text
    }

    #[test]
    fn converting_twice_is_converting_once() {
        let to = |target| Options { to: Some(target), ..Options::default() };
        let text = "在这里，后来的干部说明规范";
        let hant = restored(to(Target::Hant), text);
        assert_eq!(hant, "在這裏，後來的幹部說明規範");
        assert_eq!(restored(to(Target::Hant), &hant), hant);
        assert_eq!(restored(to(Target::Hans), &hant), text);
        assert_eq!(restored(to(Target::Hans), text), text);
    }

    #[test]
    fn two_words_do_not_make_a_document_half_converted() {
        let text = "幾位同志講得很好,今天在這里說干部";
        let options = Options { to: Some(Target::Hant), ..Options::default() };
        assert_eq!(restored(options.clone(), text), text);
        let asked = Options { reconvert: true, ..options };
        assert_eq!(restored(asked, text), "幾位同志講得很好,今天在這裏說幹部");
    }

    #[test]
    fn half_converted_documents_are_mended() {
        let to = |target, text| restored(Options { to: Some(target), ..Options::default() }, text);
        let text = "旅游局的干部說,今后要示范,不能落后。皇后在這里了解情況,公布結果。\n";
        let right = "旅遊局的幹部說,今後要示範,不能落後。皇后在這裏了解情況,公布結果。\n";
        let mended = to(Target::Hant, text);
        assert_eq!(mended, right, "了解 and 公布 are right as they stand");
        assert_eq!(to(Target::Hant, &mended), mended);
        let over = "皇後在後面,公裏的頭發,這裏的發展,三只羊,面粉,只有茶幾\n";
        assert_eq!(to(Target::HantTw, over), "皇后在後面,公里的頭髮,這裡的發展,三隻羊,麵粉,只有茶几\n");
    }

    #[test]
    fn what_is_overdone_is_undone() {
        let to = |target, text| restored(Options { to: Some(target), ..Options::default() }, text);
        let text = "隻有他們在這裏等著，隻是天氣很冷，不隻如此，三隻貓也在後面，皇后不在。\n";
        let right = "只有他們在這裏等著，只是天氣很冷，不只如此，三隻貓也在後面，皇后不在。\n";
        assert_eq!(to(Target::Hant, text), right);
        assert_eq!(to(Target::Hant, right), right);
        assert_eq!(to(Target::Hans, "第壹次壹起来，统壹了，壹样"), "第一次一起来，统一了，一样");
    }

    #[test]
    fn the_particle_of_taiwan_becomes_that_of_simplified() {
        let to = |text| restored(Options { to: Some(Target::Hans), ..Options::default() }, text);
        assert_eq!(to("隨著時間過去，這本名著還在。"), "随着时间过去，这本名著还在。");
        assert_eq!(to("隨著時間過去，他看着它。"), "随著时间过去，他看着它。", "it distinguishes them");
    }

    #[test]
    fn own_terms_come_before_all_else() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file, "软件\t軟體\n头发\n现云\n".as_bytes()).unwrap();
        let table = Some(file.path().to_owned());
        let with = |to, text| restored(Options { to, table: table.clone(), ..Options::default() }, text);
        assert_eq!(with(Some(Target::Hant), "软件里的头发，发现云层"), "軟體裏的头发，發现云層");
        assert_eq!(with(None, "软件里的头发"), "軟體里的头发");
        let options = Options { table: Some("no such file".into()), ..Options::default() };
        assert!(Restorer::new(options).is_err());
    }

    #[test]
    fn what_is_misread_is_no_text_to_convert() {
        let to = |options, text| restored(options, text);
        let hant = || Options { to: Some(Target::Hant), ..Options::default() };
        let text = "这是后来的头发：锟斤拷锟斤拷锟斤拷，还有别的说明。";
        let right = "這是後來的頭髮：锟斤拷锟斤拷锟斤拷，還有別的說明。";
        assert_eq!(to(hant(), text), right);
        let skip = vec![crate::Stage::Mojibake];
        assert!(!to(Options { skip, ..hant() }, text).contains('锟'), "where nothing was reported");
        let as_opencc = Options { opencc: Some("s2t".parse().unwrap()), ..Options::default() };
        assert!(!to(as_opencc, text).contains('锟'), "OpenCC converts whatever the text is");
    }

    #[test]
    fn names_lead_back() {
        for engine in Engine::ALL {
            assert_eq!(engine.name().parse::<Engine>().unwrap(), *engine);
        }
        assert!("none".parse::<Engine>().is_err());
    }
}
