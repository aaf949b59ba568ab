//! Which characters are Han, which marks belong between Han, and the two widths of ASCII.

/// Whether `c` is a Han character (unified ideographs, extensions, compatibility ideographs, 〇 and 々).
#[inline]
pub fn is_han(c: char) -> bool {
    let unit = c as u32;
    // Asked of every character of every text: nearly all are in this block, or below all others.
    (0x4E00..=0x9FFF).contains(&unit) || unit >= 0x3005 && is_han_elsewhere(unit)
}

fn is_han_elsewhere(unit: u32) -> bool {
    matches!(unit, 0x3400..=0x4DBF | 0x20000..=0x323AF | 0xF900..=0xFAFF | 0x3005 | 0x3007)
}

/// Whether `c` is a punctuation mark that stands between Han characters, in full width.
pub fn is_han_mark(c: char) -> bool {
    matches!(c as u32, 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301B | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20
        | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF5E)
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '《' | '》')
}

/// The ASCII character a full-width one folds to; any other character unchanged. U+3000 becomes a space.
pub fn fold_width(c: char) -> char {
    match c as u32 {
        0x3000 => ' ',
        u @ 0xFF01..=0xFF5E => char::from_u32(u - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The full-width form of a visible ASCII character; any other character unchanged.
pub fn widen(c: char) -> char {
    match c as u32 {
        u @ 0x21..=0x7E => char::from_u32(u + 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_invert_each_other() {
        for c in '!'..='~' {
            assert_eq!(fold_width(widen(c)), c);
        }
        assert_eq!(fold_width('\u{3000}'), ' ');
        assert_eq!(widen(' '), ' ', "a space widens by rule, not by table");
        assert_eq!(fold_width('漢'), '漢');
    }

    #[test]
    fn han_is_not_kana_or_hangul() {
        assert!(is_han('漢') && is_han('〇') && is_han('𠀀'));
        assert!(!is_han('か') && !is_han('한') && !is_han('，'));
    }
}
