//! Which script each stretch of a text is in, with the habits of a region, and whether it was converted by half.

use std::collections::HashSet;

use super::Target;
use super::aware::Aware;
use super::mend::Mender;
use super::script::{Counts, Line, Lines, Script as Told};
use crate::dictionary::Table;
use crate::dictionary::characters::single;
use crate::error::Error;
use crate::language::Model;
use crate::text::Span;

/// How many characters that only one region writes must stand against one that only the other does. Pinned by the tests
/// below, as the next ones are.
const REGION: usize = 4;
/// How many characters of either script's own a line of both has at least, and in how many of all of them the rarer is one:
/// below, the rarer is quoted. Pinned by the tests below.
const MIXED_FEWEST: usize = 2;
const MIXED_SHARE: usize = 4;

/// What a stretch of text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Script {
    /// Simplified.
    Hans,
    /// Traditional, without the habits of a region.
    Hant,
    /// Traditional as Taiwan writes it.
    HantTw,
    /// Traditional as Hong Kong writes it.
    HantHk,
    /// Traditional that was made from Simplified character by character.
    HalfConverted,
    /// Simplified and Traditional in one line.
    Mixed,
    /// Japanese.
    Japanese,
    /// Nothing in it tells.
    Neutral,
}

impl Script {
    /// A name for it: a BCP 47 tag where there is one.
    pub fn name(self) -> &'static str {
        match self {
            Script::Hans => "zh-Hans",
            Script::Hant => "zh-Hant",
            Script::HantTw => "zh-Hant-TW",
            Script::HantHk => "zh-Hant-HK",
            Script::HalfConverted => "half-converted",
            Script::Mixed => "mixed",
            Script::Japanese => "ja",
            Script::Neutral => "neutral",
        }
    }
}

/// A stretch of whole lines in one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScriptSpan {
    /// Bytes of the text.
    pub span: Span,
    /// What it is written in.
    pub script: Script,
}

/// Tells scripts. Built once and used for many texts.
///
/// ```
/// let scripts = hanmend::Scripts::new()?;
/// let names: Vec<_> = scripts.spans("這裡為止\n这里为止\n").iter().map(|span| span.script.name()).collect();
/// assert_eq!(names, ["zh-Hant-TW", "zh-Hans"]);
/// # Ok::<(), hanmend::Error>(())
/// ```
#[derive(Debug)]
pub struct Scripts {
    aware: Aware,
    mender: Mender,
    /// Characters that only Taiwan, and only Hong Kong, writes for others.
    taiwan: HashSet<char>,
    hong_kong: HashSet<char>,
}

impl Scripts {
    /// With the tables and the model that are compiled in.
    ///
    /// # Errors
    /// Where the program was built with damaged ones.
    pub fn new() -> Result<Scripts, Error> {
        let open = |name: &str| Table::open(&format!("variants/{name}.txt"), None);
        let (taiwan, hong_kong, standard) = (open("TWVariants")?, open("HKVariants")?, open("STCharacters")?);
        // What the standard writes as well, such as 著 in 著名, tells nothing.
        let of_standard: HashSet<char> =
            standard.rows().flat_map(|row| row.values()).filter_map(single).collect();
        let written = |table: &Table| -> HashSet<char> {
            let values = table.rows().filter_map(|row| single(row.value()));
            values.filter(|c| !of_standard.contains(c)).collect()
        };
        let (tw, hk) = (written(&taiwan), written(&hong_kong));
        Ok(Scripts {
            aware: Aware::new(None, Model::built_in()?, None)?,
            mender: Mender::new(Target::Hant, None)?,
            taiwan: tw.difference(&hk).copied().collect(),
            hong_kong: hk.difference(&tw).copied().collect(),
        })
    }

    /// The stretches of `text`, in order; together they are the text. Lines that give nothing away are of the text's script.
    pub fn spans(&self, text: &str) -> Vec<ScriptSpan> {
        let lines = Lines::of(text);
        let traditional = self.traditional(text, lines.counts());
        let mut spans: Vec<ScriptSpan> = Vec::new();
        for Line { start, text: line, script: told, .. } in lines.iter() {
            let script = match told {
                Told::Japanese => Script::Japanese,
                Told::Neutral => Script::Neutral,
                Told::Hans | Told::Hant if Counts::of(line).are_mixed(MIXED_FEWEST, MIXED_SHARE) => {
                    Script::Mixed
                }
                Told::Hans => Script::Hans,
                Told::Hant => traditional,
            };
            let span = Span::new(start, start + line.len());
            match spans.last_mut().filter(|last| last.script == script) {
                Some(last) => last.span.end = span.end,
                None => spans.push(ScriptSpan { span, script }),
            }
        }
        spans
    }

    /// What the Traditional lines of `text` are.
    fn traditional(&self, text: &str, counts: Counts) -> Script {
        if counts.script() == Told::Hant && self.mender.is_needed(text, &self.aware) {
            return Script::HalfConverted;
        }
        let count = |region: &HashSet<char>| text.chars().filter(|c| region.contains(c)).count();
        let (tw, hk) = (count(&self.taiwan), count(&self.hong_kong));
        if tw > REGION * hk {
            Script::HantTw
        } else if hk > REGION * tw {
            Script::HantHk
        } else {
            Script::Hant
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told() {
        let scripts = Scripts::new().unwrap();
        let names = |text: &str| scripts.spans(text).iter().map(|s| s.script.name()).collect::<Vec<_>>();
        assert_eq!(names("他在這裡說明，為什麼學校關閉。\n"), ["zh-Hant-TW"]);
        assert_eq!(names("他説這條街道的衞生情況，我們都説好。\n"), ["zh-Hant-HK"]);
        assert_eq!(names("學校關閉，學生們離開。\n"), ["zh-Hant"]);
        assert_eq!(names("学校关闭\n\n学生们离开\n"), ["zh-Hans"]);
        assert_eq!(names("旅游局的干部說,今后要示范,不能落后。\n"), ["half-converted"]);
        assert_eq!(names("學校關閉，学校关闭，学生们離開。\n"), ["mixed"]);
        assert_eq!(names("図書館で本を読みます\n"), ["ja"]);
        assert_eq!(names("后里 abc\n"), ["neutral"]);
        assert_eq!(
            names(
                "學校關閉，學生們都離開學校，回到自己的家裏讀書寫字，幫忙做飯，沒有人在街上說話。\n学校关闭\n図書館で本を読みます\n"
            ),
            ["zh-Hant", "zh-Hans", "ja"]
        );
        assert!(scripts.spans("").is_empty());
    }
}
