//! Which characters a Simplified text may have though a table would simplify them: 乾 in names, 坏, 藉, rare ones.
//!
//! The tables take the text for Traditional: there 坏土 is unburnt clay, in Simplified 破坏土地 is something else. A line in
//! Simplified keeps what Simplified has; only what is Traditional and nothing else is converted in it, a quoted title for
//! instance. Of a Traditional line it has also old forms that no table of OpenCC's simplifies: 堿, 疎.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::chain::Chain;
use super::converter::cite;
use super::script::{Line, Lines, Script};
use crate::dictionary::characters::single;
use crate::dictionary::{Row, Table};
use crate::edit::Edit;
use crate::error::Error;
use crate::evidence::{Certainty, Rule};
use crate::text::{Bits, Span, find_in_set, set_of};

/// Characters that Simplified texts write, by hand; the rest follows from the tables.
const OWN: &str = "variants/InSimplified.txt";
/// Old forms, by hand: those that no name is written with. (intact/old-forms)
const OLD: &str = "variants/OldForms.txt";
/// Simplified forms from here on are in few fonts: Simplified texts write the Traditional one.
const RARE: char = '\u{10000}';

/// The characters that Simplified has, and old forms that it has not.
#[derive(Debug)]
pub(super) struct Simplified {
    has: FxHashSet<char>,
    old: Table,
    /// The characters of the old forms.
    of_old: Box<Bits>,
    /// What is converted in its lines too: made when the first text is converted without edits.
    foreign: OnceLock<Box<Bits>>,
    /// Whether old forms can be [written over](Simplified::over): looked for then.
    are_apart: OnceLock<bool>,
}

impl Simplified {
    /// Tables of `data` replace compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(data: Option<&Path>) -> Result<Simplified, Error> {
        let open = |name: &str| Table::open(name, data);
        let (to_hant, to_hans) = (open("variants/STCharacters.txt")?, open("variants/TSCharacters.txt")?);
        let mut has: FxHashSet<char> = open(OWN)?.rows().filter_map(|row| single(row.key)).collect();
        has.extend(to_hant.rows().filter_map(|row| single(row.key)));
        let too = to_hans.rows().filter(|row| {
            row.value().starts_with(|c| c >= RARE) || row.values().any(|value| value == row.key)
        });
        has.extend(too.filter_map(|row| single(row.key)));
        let old = open(OLD)?;
        let of_old = set_of(old.rows().flat_map(|row| row.key.chars()));
        Ok(Simplified { has, old, of_old, foreign: OnceLock::new(), are_apart: OnceLock::new() })
    }

    /// The characters of old forms.
    pub fn old(&self) -> &Bits {
        &self.of_old
    }

    /// The characters of the plane that Simplified has not, of those that `chain` changes: where none stands in a Simplified
    /// line, all edits are [spared](Simplified::spare).
    pub fn foreign(&self, chain: &Chain) -> &Bits {
        self.foreign.get_or_init(|| set_of(chain.changing().filter(|c| !self.has.contains(c))))
    }

    /// The edits that write for the old forms in the Traditional ones of `lines` what Simplified has.
    pub fn old_forms(&self, lines: &Lines) -> Vec<Edit> {
        let mut edits = Vec::new();
        for row in self.old.rows().filter(|row| lines.text().contains(row.key)) {
            for Line { start, text, .. } in lines.iter().filter(|line| line.script == Script::Hant) {
                edits.extend(text.match_indices(row.key).map(|(at, before)| Edit {
                    span: Span::new(start + at, start + at + before.len()),
                    before: before.into(),
                    after: row.value().into(),
                    rule: Rule::ToHans,
                    certainty: Certainty::High,
                    evidence: vec![cite(&self.old, row)],
                }));
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// Whether all old forms are single characters that `chain` neither changes nor makes, and Simplified has one of as many
    /// bytes for each: then they can be changed in what it makes of a text.
    pub fn are_apart(&self, chain: &Chain) -> bool {
        *self.are_apart.get_or_init(|| {
            let is_one = |row: Row| {
                let both = single(row.key).zip(single(row.value()));
                both.is_some_and(|(old, new)| {
                    old.len_utf8() == new.len_utf8() && chain.unified_to(old).next().is_none()
                })
            };
            self.old.rows().all(is_one) && chain.leaves(&self.of_old)
        })
    }

    /// Where in `text` from the byte `from` on the old forms stand, and what Simplified has for them.
    pub fn over(&self, text: &str, from: usize) -> Vec<(usize, char)> {
        let (mut over, mut at) = (Vec::new(), from);
        while let Some(place) = find_in_set(text, at, &self.of_old) {
            let Some(old) = text[place..].chars().next() else { break };
            at = place + old.len_utf8();
            let row = self.old.get(&text[place..at]);
            over.extend(row.and_then(|row| single(row.value())).map(|new| (place, new)));
        }
        over
    }

    /// Takes from `edits` of `lines`, in order, those that change only what a Simplified line keeps.
    pub fn spare(&self, lines: &Lines, edits: &mut Vec<Edit>) {
        let mut lines = lines.iter();
        let (mut end, mut own) = (0, Script::Neutral);
        edits.retain(|edit| {
            if !self.has_all_of(edit) {
                return true;
            }
            while edit.span.start >= end {
                let Some(next) = lines.next() else { return true };
                (end, own) = (next.start + next.text.len(), next.own);
            }
            own != Script::Hans
        });
    }

    /// Whether Simplified has every character that `edit` changes.
    fn has_all_of(&self, edit: &Edit) -> bool {
        let changed = edit.before.chars().zip(edit.after.chars()).filter(|(before, after)| before != after);
        changed.map(|pair| pair.0).all(|before| self.has.contains(&before))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Restorer, Target};

    #[test]
    fn a_simplified_line_keeps_what_simplified_has() {
        let options = Options { to: Some(Target::Hans), ..Options::default() };
        let to = |text| Restorer::new(options.clone()).unwrap().restore(text).text;
        for text in [
            "严重破坏土地生态环境的，依法追究责任。",
            "出席会见的还有王丙乾、萧乾，以及沈从文的后人。",
            "这里有一座古塚，相传是战国时期留下来的。",
            "张儁乂率军前去，枕藉而死的人不计其数，天翻地覆。",
        ] {
            assert_eq!(to(text), text);
        }
        assert_eq!(to("书名是《東京夢華錄》，我们从头读起"), "书名是《东京梦华录》，我们从头读起");
        assert_eq!(to("乾燥的土坏與破壞的環境，沈沒的船"), "干燥的土坯与破坏的环境，沉没的船");
        assert_eq!(to("純堿與燒堿，疎於防備。"), "纯碱与烧碱，疏于防备。");
        assert_eq!(
            to("这一页写的是堿字，不是碱字，说的是汉字的演变。"),
            "这一页写的是堿字，不是碱字，说的是汉字的演变。"
        );
    }
}
