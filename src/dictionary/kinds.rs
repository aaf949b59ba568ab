//! Tables of characters by kind: lines of `kind TAB characters`.

use crate::error::Error;
use crate::text::{Bits, add, is_in_set, set_of};

/// The characters of each of `kinds`, in their order; `#` begins a comment line. A kind may have several lines.
///
/// # Errors
/// [`Error::Line`] names the first line that is not of that shape, of another kind, or has a character twice.
pub(super) fn parse<const N: usize>(
    file: &str,
    text: &str,
    kinds: [&str; N],
) -> Result<[Box<Bits>; N], Error> {
    let mut sets = none();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let bad = |problem: String| Error::Line { file: file.into(), line: n + 1, problem };
        let known = line.split_once('\t').and_then(|(kind, characters)| {
            Some((kinds.iter().position(|known| *known == kind)?, characters))
        });
        let Some((kind, characters)) = known else {
            return Err(bad(format!("not {} and a tab", kinds.join(" or "))));
        };
        for c in characters.chars() {
            if is_in_set(&sets[kind], c) {
                return Err(bad("a character stands there twice".into()));
            }
            add(&mut sets[kind], c);
        }
    }
    Ok(sets)
}

/// No characters of any kind.
pub(super) fn none<const N: usize>() -> [Box<Bits>; N] {
    std::array::from_fn(|_| set_of([]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let line = |text: &str| match parse("k.tsv", text, ["numeral", "particle"]) {
            Err(Error::Line { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("#\nverb\t做\n"), 2);
        assert_eq!(line("numeral\t一二一\n"), 1);
        assert_eq!(line("particle\t的\nparticle\t了的\n"), 2);
    }
}
