//! Which question marks stand where a tag of HTML began.

use super::token::Token;

/// The tags that stand in running text. (synthetic/class-swallowed-tag)
const TAGS: [&str; 28] = [
    "a",
    "b",
    "blockquote",
    "br",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "img",
    "li",
    "p",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];
/// How long one may be, in characters.
const LONGEST_TAG: usize = 120;

/// What a tag of HTML does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Start,
    End,
}

/// The tag in which a token stands where its `<` was: `/p>` or `span id="a">` follows.
pub(super) fn missing(tokens: &[Token], at: usize) -> Option<Tag> {
    let behind = tokens.get(at + 1..)?;
    let mut behind = behind.iter().take(LONGEST_TAG).map_while(Token::char).peekable();
    let tag = if behind.next_if_eq(&'/').is_some() { Tag::End } else { Tag::Start };
    let mut name = String::new();
    while let Some(c) = behind.next_if(char::is_ascii_alphanumeric) {
        name.push(c.to_ascii_lowercase());
    }
    let closes = TAGS.contains(&name.as_str())
        && match behind.next() {
            Some('>') => true,
            Some('/') => behind.next() == Some('>'),
            Some(' ') if tag == Tag::Start => behind.any(|c| c == '>'),
            _ => false,
        };
    closes.then_some(tag)
}
