//! Which edits make a text what OpenCC made of it.

use std::fmt;

use opencc_rust::{DefaultConfig, OpenCC, generate_static_dictionary};
use similar::{Algorithm, capture_diff_slices};

use super::Mode;
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Rule};
use crate::text::Span;

/// OpenCC with the data that `opencc-rust` carries.
pub(super) struct Opencc {
    rule: Rule,
    inner: OpenCC,
}

impl Opencc {
    /// OpenCC with `mode`, its edits naming `rule`. It reads its data from files only, so they stand in a temporary
    /// folder meanwhile.
    ///
    /// # Errors
    /// [`Error::Data`] when the files cannot be written or OpenCC refuses them.
    pub(super) fn new(mode: Mode, rule: Rule) -> Result<Opencc, Error> {
        let config = config(mode).ok_or_else(|| Error::Data {
            file: mode.name().into(),
            problem: "this OpenCC has no such configuration".into(),
        })?;
        let problem = |problem: String| Error::Data { file: config.get_file_name().into(), problem };
        let folder = tempfile::tempdir().map_err(|e| problem(e.to_string()))?;
        generate_static_dictionary(folder.path(), config).map_err(|e| problem(e.into()))?;
        let inner = OpenCC::new(folder.path().join(config)).map_err(|e| problem(e.to_string()))?;
        Ok(Opencc { rule, inner })
    }

    /// One edit for every run of characters that differs. What OpenCC refuses stays as it is.
    pub(super) fn propose(&self, text: &str) -> Vec<Edit> {
        let converted = self.convert(text);
        let (before, after): (Vec<&str>, Vec<&str>) =
            (text.split('\n').collect(), converted.split('\n').collect());
        let mut edits = Vec::new();
        if before.len() != after.len() {
            debug_assert!(false, "OpenCC keeps line ends");
            return edits;
        }
        let mut at = 0;
        for (before, after) in before.into_iter().zip(after) {
            if before != after {
                self.align(at, before, after, &mut edits);
            }
            at += before.len() + 1;
        }
        edits
    }

    /// Converts between the NUL characters, which no C string can hold and no entry contains.
    fn convert(&self, text: &str) -> String {
        let parts = text.split('\0').map(|part| self.inner.convert(part).unwrap_or_else(|_| part.to_owned()));
        parts.collect::<Vec<_>>().join("\0")
    }

    /// The differences of one line that starts at `at`.
    fn align(&self, at: usize, before: &str, after: &str, edits: &mut Vec<Edit>) {
        let old: Vec<(usize, char)> = before.char_indices().collect();
        let new: Vec<(usize, char)> = after.char_indices().collect();
        let start = |chars: &[(usize, char)], n: usize, end: &str| chars.get(n).map_or(end.len(), |c| c.0);
        let mut edit = |old_range: std::ops::Range<usize>, new_range: std::ops::Range<usize>| {
            let (from, to) = (start(&old, old_range.start, before), start(&old, old_range.end, before));
            let (new_from, new_to) = (start(&new, new_range.start, after), start(&new, new_range.end, after));
            edits.push(Edit {
                span: Span::new(at + from, at + to),
                before: before[from..to].into(),
                after: after[new_from..new_to].into(),
                rule: self.rule,
                certainty: Certainty::Medium,
                evidence: Vec::new(),
            });
        };
        // Nearly always true, and then no search is needed, which takes the square of a long line's changes.
        if old.len() == new.len() {
            let same = |n: &usize| old[*n].1 == new[*n].1;
            let mut n = 0;
            while let Some(first) = (n..old.len()).find(|n| !same(n)) {
                n = (first..old.len()).find(same).unwrap_or(old.len());
                edit(first..n, first..n);
            }
            return;
        }
        let chars = |pairs: &[(usize, char)]| pairs.iter().map(|c| c.1).collect::<Vec<char>>();
        for op in capture_diff_slices(Algorithm::Myers, &chars(&old), &chars(&new)) {
            if op.tag() != similar::DiffTag::Equal {
                edit(op.old_range(), op.new_range());
            }
        }
    }
}

fn config(mode: Mode) -> Option<DefaultConfig> {
    Some(match mode.name() {
        "hk2s" => DefaultConfig::HK2S,
        "hk2sp" => DefaultConfig::HK2SP,
        "hk2t" => DefaultConfig::HK2T,
        "jp2t" => DefaultConfig::JP2T,
        "s2hk" => DefaultConfig::S2HK,
        "s2hkp" => DefaultConfig::S2HKP,
        "s2t" => DefaultConfig::S2T,
        "s2tw" => DefaultConfig::S2TW,
        "s2twp" => DefaultConfig::S2TWP,
        "t2hk" => DefaultConfig::T2HK,
        "t2jp" => DefaultConfig::T2JP,
        "t2s" => DefaultConfig::T2S,
        "t2tw" => DefaultConfig::T2TW,
        "tw2s" => DefaultConfig::TW2S,
        "tw2sp" => DefaultConfig::TW2SP,
        "tw2t" => DefaultConfig::TW2T,
        _ => return None,
    })
}

impl fmt::Debug for Opencc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opencc").field("rule", &self.rule).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    #[test]
    fn runs_that_differ_become_edits() {
        let opencc = Opencc::new("s2t".parse().unwrap(), Rule::ToHant).unwrap();
        let text = "万维网上\n\0的头发，\r\n发展";
        let edits = opencc.propose(text);
        let shown: Vec<_> = edits.iter().map(|e| format!("{}>{}", e.before, e.after)).collect();
        assert_eq!(shown, ["万维网>萬維網", "头发>頭髮", "发>發"]);
        assert_eq!(Edits::fit(text, edits).unwrap().apply(text), "萬維網上\n\0的頭髮，\r\n發展");
    }

    #[test]
    fn lines_of_other_length_are_aligned() {
        let opencc = Opencc::new("s2t".parse().unwrap(), Rule::ToHant).unwrap();
        let mut edits = Vec::new();
        opencc.align(5, "甲乙丙丁", "甲丙戊戊丁", &mut edits);
        let shown: Vec<_> =
            edits.iter().map(|e| (e.span.start, e.before.as_str(), e.after.as_str())).collect();
        assert_eq!(shown, [(8, "乙", ""), (14, "", "戊戊")]);
    }
}
