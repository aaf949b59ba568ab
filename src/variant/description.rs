//! How far an ideographic description sequence reaches: such a sequence draws one character, so its parts keep
//! their script.

/// Operators within operators beyond this make it no sequence; OpenCC's bound.
const DEEPEST: usize = 16;
/// Characters beyond this make it no sequence; OpenCC's bound.
const LONGEST: usize = 64;

/// The characters that a sequence begins with.
pub(super) const OPERATORS: std::ops::RangeInclusive<char> = '\u{2FF0}'..='\u{2FFF}';

/// The bytes of the complete sequence that `text` begins with, or `None`. Any character may be an operand.
pub(super) fn length(text: &str) -> Option<usize> {
    arity(text.chars().next()?)?;
    let mut rest = text.chars();
    consume(&mut rest, DEEPEST, &mut 0)?;
    Some(text.len() - rest.as_str().len())
}

/// Takes one operand, which may be a sequence itself; `None` when the text ends in it or a bound is passed.
fn consume(rest: &mut std::str::Chars<'_>, depth: usize, taken: &mut usize) -> Option<()> {
    if depth == 0 || *taken >= LONGEST {
        return None;
    }
    let c = rest.next()?;
    *taken += 1;
    for _ in 0..arity(c).unwrap_or(0) {
        consume(rest, depth - 1, taken)?;
    }
    Some(())
}

/// How many operands an operator takes; `None` for other characters. U+31EF is none to OpenCC.
fn arity(c: char) -> Option<u32> {
    match c {
        '⿲' | '⿳' => Some(3),
        '\u{2FFE}' | '\u{2FFF}' => Some(1),
        '\u{2FF0}'..='\u{2FFD}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_end_with_their_last_operand() {
        assert_eq!(length("⿰車馬車"), Some("⿰車馬".len()));
        assert_eq!(length("⿱⿰車馬木車"), Some("⿱⿰車馬木".len()));
        assert_eq!(length("⿲彳車亍"), Some("⿲彳車亍".len()));
        assert_eq!(length("⿰車"), None, "incomplete");
        assert_eq!(length("車"), None);
        assert_eq!(length(""), None);
    }

    #[test]
    fn bounds_hold() {
        let nested = |n: usize| "⿰".repeat(n) + &"木".repeat(n + 1);
        assert!(length(&nested(15)).is_some());
        assert!(length(&nested(16)).is_none());
        assert!(length(&"⿾".repeat(100_000)).is_none());
    }
}
