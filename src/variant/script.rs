//! Which script a document is in, told by the characters that only one script has.

use std::sync::LazyLock;

use crate::dictionary::characters::{built_in, flat, single};

/// The script that a character gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaning {
    /// Either, or none.
    None,
    /// Written in Simplified only: no Traditional choice keeps it.
    Hans,
    /// Written in Traditional only: simplifying changes it, and it is no Simplified form of another.
    Hant,
}

static LEANINGS: LazyLock<Box<[Leaning]>> = LazyLock::new(|| {
    let (to_hans, to_hant) = (built_in("variants/TSCharacters.txt"), built_in("variants/STCharacters.txt"));
    let (hans, hant) = (flat(&to_hans), flat(&to_hant));
    let mut leanings = vec![Leaning::None; 0x1_0000].into_boxed_slice();
    let mut lean = |key: &str, leaning| {
        if let Some(slot) = single(key).and_then(|c| leanings.get_mut(c as usize)) {
            *slot = leaning;
        }
    };
    for row in to_hans.rows() {
        if single(row.key).is_some_and(|c| hans.get(c) != c && hant.get(c) == c) {
            lean(row.key, Leaning::Hant);
        }
    }
    for row in to_hant.rows() {
        // 里, 后, 干 and 范 are Traditional characters too: they say nothing.
        if row.values().all(|value| value != row.key) && single(row.key).is_some_and(|c| hans.get(c) == c) {
            lean(row.key, Leaning::Hans);
        }
    }
    leanings
});

/// How many characters of Traditional only must stand against one of Simplified only for a text to count as
/// Traditional. Traditional text that quotes Simplified stays below; Simplified text with a Traditional name or
/// quotation comes nowhere near.
const OUTNUMBERED: usize = 4;

/// How many characters of `text` are written in Simplified only, and how many in Traditional only.
pub(crate) fn scripts(text: &str) -> (usize, usize) {
    let (mut hans, mut hant) = (0, 0);
    for c in text.chars() {
        match LEANINGS.get(c as usize) {
            Some(Leaning::Hans) => hans += 1,
            Some(Leaning::Hant) => hant += 1,
            _ => {}
        }
    }
    (hans, hant)
}

/// Whether `text` is in Traditional already.
pub(super) fn is_traditional(text: &str) -> bool {
    let (hans, hant) = scripts(text);
    hant > OUTNUMBERED * hans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_show_their_script() {
        assert!(is_traditional("互聯網事業快速發展"));
        assert!(is_traditional("幾位同志講得很好,后來在這里說干部"), "half converted");
        assert!(is_traditional("這個軟體在簡體版里叫“软件”,說明書沒有譯過來,請見諒"));
        assert!(!is_traditional("互联网事业快速发展"));
        assert!(!is_traditional("书名是《東京夢華錄》，我们从头读起"));
        assert!(!is_traditional("后里干范"));
        assert!(!is_traditional(""));
    }
}
