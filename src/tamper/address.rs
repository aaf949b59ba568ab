//! Addresses of sites as they stand in a text: where they begin and end.

use crate::text::Span;

/// What a name of a site ends in, before a path or another character.
const ENDS: [&str; 8] = [".com", ".cn", ".net", ".org", ".cc", ".info", ".com.cn", ".top"];

/// Whether `c` may stand in an address.
fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ':' | '~' | '%' | '?' | '=' | '&')
}

/// Bytes of the address that `text` begins with.
pub(super) fn at_start(text: &str) -> Option<usize> {
    let run = &text[..text.find(|c| !belongs(c)).unwrap_or(text.len())];
    let run = run.trim_end_matches(['.', ':', '?', '-']);
    let lower = run.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let is_host = ENDS.iter().any(|end| host.strip_suffix(end).is_some_and(|name| !name.is_empty()));
    is_host.then_some(run.len())
}

/// The address around `span`, which is part of one.
pub(super) fn around(text: &str, span: Span) -> Option<Span> {
    let before = &text[..span.start];
    let start = before.len() - before.chars().rev().take_while(|c| belongs(*c)).count();
    Some(Span::new(start, start + at_start(&text[start..])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_they_end() {
        assert_eq!(at_start("http://www.a-b.com/x?y=1。"), Some(24));
        assert_eq!(at_start("www.example.cn各位"), Some(14));
        for none in ["3.5倍", "a.b", "例.com", ".com", "http://", "node.js"] {
            assert_eq!(at_start(none), None, "{none}");
        }
        let text = "信息www.example.com化";
        let com = text.find(".com").unwrap();
        assert_eq!(around(text, Span::new(com, com + 4)).and_then(|s| s.of(text)), Some("www.example.com"));
    }
}
