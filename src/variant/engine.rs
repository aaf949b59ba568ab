//! Who converts, and whether a document is converted at all.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

#[cfg(feature = "opencc")]
use super::opencc::Opencc;
use super::script::is_traditional;
use super::{Converter, Mode, Target};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::Rule;

/// Who converts between the scripts. Both give the same text.
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
}

/// The variant stage: an engine, and when to let it work.
#[derive(Debug)]
pub(crate) struct Variant {
    aim: Aim,
    reconvert: bool,
    engine: Convert,
}

#[derive(Debug)]
enum Convert {
    Own(Converter),
    #[cfg(feature = "opencc")]
    Opencc(Opencc),
}

impl Variant {
    /// The stage for `aim`; `data` replaces tables of [`Engine::Hanmend`] only.
    ///
    /// # Errors
    /// When a table cannot be read or parsed, or OpenCC refuses its data.
    pub(crate) fn new(
        aim: Aim,
        engine: Engine,
        reconvert: bool,
        data: Option<&Path>,
    ) -> Result<Variant, Error> {
        let (mode, rule) = match aim {
            Aim::Script(Target::Hans) => (Mode::towards(Target::Hans), Rule::ToHans),
            Aim::Script(target) => (Mode::towards(target), Rule::ToHant),
            Aim::Mode(mode) => (mode, Rule::Opencc),
        };
        let engine = match engine {
            Engine::Hanmend => Convert::Own(Converter::new(mode, rule, data)?),
            #[cfg(feature = "opencc")]
            Engine::Opencc => Convert::Opencc(Opencc::new(mode, rule)?),
        };
        Ok(Variant { aim, reconvert, engine })
    }

    /// The edits that do what was asked for.
    ///
    /// A document that is in Traditional already is left alone: converting it again would turn the 里, 后, 干 and
    /// 范 that are right in Traditional into 裏, 後, 幹 and 範. To Simplified there is no such trap.
    pub(crate) fn propose(&self, text: &str) -> Vec<Edit> {
        let to_traditional = matches!(self.aim, Aim::Script(target) if target != Target::Hans);
        if to_traditional && !self.reconvert && is_traditional(text) {
            return Vec::new();
        }
        match &self.engine {
            Convert::Own(converter) => converter.propose(text),
            #[cfg(feature = "opencc")]
            Convert::Opencc(opencc) => opencc.propose(text),
        }
    }
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
    fn half_converted_traditional_is_left_alone_unless_asked() {
        let text = "幾位同志講得很好,后來在這里說干部";
        let options = Options { to: Some(Target::Hant), ..Options::default() };
        assert_eq!(restored(options.clone(), text), text);
        let asked = Options { reconvert: true, ..options };
        assert_eq!(restored(asked, text), "幾位同志講得很好,後來在這裏說幹部");
    }

    #[test]
    fn names_lead_back() {
        for engine in Engine::ALL {
            assert_eq!(engine.name().parse::<Engine>().unwrap(), *engine);
        }
        assert!("none".parse::<Engine>().is_err());
    }
}
