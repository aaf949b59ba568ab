//! The same words in brackets elsewhere: where the document enumerates them with 、, a comma between them was misread.

use super::line::Line;
use super::pairs::Witness;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::is_han;

/// Characters between the brackets, at most.
const LONGEST: usize = 12;
/// Times that the document must write them with 、. (synthetic/ocr-marks-alike)
const TWICE: usize = 2;

/// The edits for the commas in brackets of `line`.
pub(super) fn edits(line: &Line, witness: &Witness, edits: &mut Vec<Edit>) {
    let mut open: Option<usize> = None;
    for (n, &(_, c)) in line.chars.iter().enumerate() {
        match c {
            '（' | '“' | '《' => open = Some(n),
            '）' | '”' | '》' => {
                let Some(start) = open.take().filter(|start| n - start <= LONGEST) else { continue };
                let inside: Vec<char> = line.chars[start..=n].iter().map(|c| c.1).collect();
                let commas: Vec<usize> = (1..inside.len() - 1).filter(|m| inside[*m] == '，').collect();
                let plain =
                    inside[1..inside.len() - 1].iter().all(|c| is_han(*c) || matches!(c, '，' | '、'));
                if commas.is_empty() || !plain {
                    continue;
                }
                let written: String = inside.iter().collect();
                let reading = written.replace('，', "、");
                let stands = witness.count(&reading);
                if stands < TWICE {
                    continue;
                }
                let seen = Evidence::Witness {
                    stands: stands as u32,
                    written_stands: witness.count(&written) as u32,
                    reading,
                    written,
                };
                edits.extend(commas.into_iter().map(|m| Edit {
                    span: line.span(start + m, start + m + 1),
                    before: "，".into(),
                    after: "、".into(),
                    rule: Rule::MisreadMark,
                    certainty: Certainty::Medium,
                    evidence: vec![seen.clone()],
                }));
            }
            _ => {}
        }
    }
}
