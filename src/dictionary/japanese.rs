//! Which forms of Han characters only Japanese writes: 変, 収.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{simplified, traditional};

static FORMS: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let rows = include_str!("../../dictionaries/variants/JPShinjitaiCharacters.txt").lines();
    let keys = rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.chars().next());
    keys.filter(|c| simplified(*c) == *c && traditional(*c) == *c).collect()
});

/// Whether `c` is such a form: neither script of Chinese has it for another character.
pub fn is_japanese(c: char) -> bool {
    FORMS.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::is_japanese;

    #[test]
    fn forms_of_chinese_are_none() {
        assert!("変収図対".chars().all(is_japanese));
        assert!(!"学国会万与变收图对變收圖對".chars().any(is_japanese));
    }
}
