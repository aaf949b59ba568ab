//! Of which parts characters are made, for characters torn in two.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Table;
use super::characters::built_in;

/// Characters by their parts.
#[derive(Debug, Default)]
pub struct Parts {
    whole: FxHashMap<(char, char), Vec<(char, u32)>>,
    holding: FxHashMap<char, Vec<(char, u32)>>,
}

impl Parts {
    /// The name of the table, for citations.
    pub const NAME: &str = "ocr/parts.tsv";

    /// The compiled-in table.
    pub fn built_in() -> &'static Parts {
        static PARTS: OnceLock<Parts> = OnceLock::new();
        PARTS.get_or_init(|| Parts::new(&built_in(Parts::NAME)))
    }

    fn new(table: &Table) -> Parts {
        let mut parts = Parts::default();
        for row in table.rows() {
            let Some(whole) = row.key.chars().next() else { continue };
            for way in row.values() {
                let mut way = way.chars();
                if let (Some(first), Some(second)) = (way.next(), way.next()) {
                    parts.whole.entry((first, second)).or_default().push((whole, row.line));
                    parts.holding.entry(second).or_default().push((whole, row.line));
                }
            }
        }
        parts
    }

    /// The characters made of `first` and `second`, with the lines that say so.
    pub fn whole(&self, first: char, second: char) -> &[(char, u32)] {
        self.whole.get(&(first, second)).map_or(&[], Vec::as_slice)
    }

    /// The characters whose second part is `part`, with the lines that say so.
    pub fn holding(&self, part: char) -> &[(char, u32)] {
        self.holding.get(&part).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_characters() {
        let parts = Parts::built_in();
        assert!(parts.whole('女', '子').iter().any(|(c, _)| *c == '好'));
        assert!(parts.holding('殳').iter().any(|(c, _)| *c == '设'));
        assert!(parts.whole('子', '女').is_empty());
    }
}
