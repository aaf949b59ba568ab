//! What a document is, in a few words and numbers: its encoding, its script, what is damaged and how much of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compose::changes;
use super::explain::cause_name;
use crate::decode::{Form, Guess};
use crate::evidence::Rule;
use crate::restoration::Restoration;
use crate::text::is_han;
use crate::variant::scripts;

/// Of the characters that only one script has, the share of the rarer from which on a document is in both.
const BOTH: f64 = 0.05;
/// One character in so many is Han in a document whose script is told.
const CHINESE: usize = 50;
/// The rules that correct what OCR misread, and the characters that [`Inspection::ocr_density`] is counted on.
const OCR: [Rule; 5] = [Rule::Lookalike, Rule::Torn, Rule::Figure, Rule::Doubled, Rule::Omitted];
const DENSITY: f64 = 10_000.0;
/// How many such characters there must be to tell.
const ENOUGH: usize = 4;

/// What a document is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The encoding that was read, or is supposed where the bytes were left alone.
    pub encoding: String,
    /// The encoding that comes next, and how much less likely, log10 for each byte that is not ASCII.
    pub runner_up: Option<(String, f64)>,
    /// Whether lines were in different encodings.
    pub mixed: bool,
    /// `zh-Hans`, `zh-Hant`, `both` where it is half converted, or nothing where too little tells.
    pub script: Option<&'static str>,
    /// Places at which a Traditional text has the form of another word, for it was converted character by character; as
    /// [`Inspection::mended`] told.
    pub half_converted: usize,
    /// Misread characters that OCR left, made right or seen, on 10,000 characters.
    pub ocr_density: f64,
    /// Characters of the text.
    pub characters: usize,
    /// Edits that are proposed, made or withheld, by rule.
    pub edits: BTreeMap<&'static str, usize>,
    /// Gaps by cause.
    pub gaps: BTreeMap<&'static str, usize>,
    /// Lines of the text, and those in which something would change or is gone.
    pub lines: usize,
    /// The latter.
    pub touched: usize,
}

impl Inspection {
    /// With what converting the restored text to Traditional found: see [`Inspection::half_converted`].
    pub fn mended(mut self, converted: &Restoration) -> Inspection {
        let mends = converted.edits().filter(|(_, edit)| edit.rule == Rule::HalfConverted);
        self.half_converted = mends.count();
        self
    }
}

/// Looks at a document that was decoded and restored.
pub fn inspect(restoration: &Restoration, form: &Form, guess: &Guess) -> Inspection {
    let mut edits: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut gaps: BTreeMap<&'static str, usize> = BTreeMap::new();
    let text = &restoration.original;
    let mut places: Vec<usize> = changes(restoration).iter().map(|change| change.from.start).collect();
    for (n, pass) in restoration.passes.iter().enumerate() {
        for edit in pass.applied.iter().chain(&pass.withheld) {
            *edits.entry(edit.rule.code()).or_default() += 1;
        }
        for gap in &pass.gaps {
            *gaps.entry(cause_name(gap.cause)).or_default() += 1;
            let before = &restoration.passes[..n];
            places.push(before.iter().rev().fold(gap.span.start, |at, pass| pass.applied.origin(at)));
        }
    }
    places.sort_unstable();
    let mut touched = 0;
    let mut places = places.into_iter().peekable();
    let mut end = 0;
    let mut lines = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        lines += 1;
        let mut here = false;
        while places.next_if(|place| *place < end).is_some() {
            here = true;
        }
        touched += usize::from(here);
    }
    let misread: usize = OCR.iter().filter_map(|rule| edits.get(rule.code())).sum();
    let (hans, hant) = scripts(&restoration.text);
    let rarer = hans.min(hant) as f64 / (hans + hant).max(1) as f64;
    let is_kana_or_hangul = |c: &char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}');
    let (mut han, mut other, mut all) = (0, 0, 0);
    for c in restoration.text.chars() {
        all += 1;
        han += usize::from(is_han(c));
        other += usize::from(is_kana_or_hangul(&c));
    }
    let is_chinese = han * CHINESE >= all && other * 4 < han;
    let script = match (is_chinese && hans + hant >= ENOUGH, rarer >= BOTH) {
        (false, _) => None,
        (true, true) => Some("both"),
        (true, false) => Some(if hans > hant { "zh-Hans" } else { "zh-Hant" }),
    };
    let read = if guess.certain || !form.is_utf8() { form.encoding } else { guess.encoding() };
    Inspection {
        encoding: read.name().to_owned(),
        runner_up: guess.runner_up().map(|(next, margin)| (next.name().to_owned(), margin)),
        mixed: guess.mixed,
        script,
        half_converted: 0,
        ocr_density: misread as f64 * DENSITY / all.max(1) as f64,
        characters: all,
        edits,
        gaps,
        lines,
        touched,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Restorer, Stage, decode};

    fn inspected(bytes: &[u8]) -> Inspection {
        let decoded = decode::decode(bytes, None);
        let restoration = Restorer::new(Options::default()).unwrap().restore(&decoded.text);
        inspect(&restoration, &decoded.form, &decode::guess(bytes))
    }

    #[test]
    fn a_document_is_told() {
        let found = inspected("这里写着：\nÖÐÎÄ×¢ÊÍ\n锟斤拷锟斤拷\n我们说这个话\n".as_bytes());
        assert_eq!((found.encoding.as_str(), found.script), ("UTF-8", Some("zh-Hans")));
        assert_eq!((found.edits.get("misread"), found.gaps.get("replaced")), (Some(&1), Some(&1)));
        assert_eq!((found.touched, found.lines), (2, 4));
        assert_eq!(inspected("我們說這個話，我们说这个话。".as_bytes()).script, Some("both"));
        assert_eq!(inspected(b"abc").script, None);
        assert_eq!(inspected("この国の学校では、図書館で読書をする人が多いです。".as_bytes()).script, None);
    }

    #[test]
    fn half_converted_text_and_ocr_are_told() {
        let mender = Options { to: Some(crate::Target::Hant), skip: vec![Stage::Ocr], ..Options::default() };
        let mender = Restorer::new(mender).unwrap();
        let told = |text: &str| inspected(text.as_bytes()).mended(&mender.restore(text)).half_converted;
        let half = "旅游局的干部說今后要示范，里面的系統復雜，頭發干了以后，制造的面條很松軟。".repeat(4);
        assert!(told(&half) > 10, "{}", told(&half));
        assert_eq!(told("旅遊局的幹部說今後要示範，裡面的系統複雜。"), 0);
        let read = include_str!("../../golden/synthetic/ocr-document-hans/input.txt");
        let found = inspected(read.as_bytes());
        assert!(found.ocr_density > 20.0 && found.characters > 100, "{found:?}");
    }

    #[test]
    fn the_runner_up_is_told() {
        let form = decode::Form { encoding: decode::label("big5").unwrap(), ..decode::Form::default() };
        let found = inspected(&form.encode_back("我們說這個話，沒有人知道他從哪裏來。").unwrap());
        assert_eq!(found.encoding, "Big5");
        assert!(found.runner_up.is_some_and(|(_, margin)| margin > 0.1));
    }
}
