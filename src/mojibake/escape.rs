//! Which escapes were left in running text: numbers of Chinese characters that a program should have turned into these.

use crate::edit::Edit;
use crate::evidence::{Certainty, Rule};
use crate::restore::Proposals;
use crate::text::{Span, is_han, is_han_mark};

/// Han characters that a run of escapes names at least. One may be an example. (intact/escapes-in-code)
const LEAST: usize = 2;
/// Bytes of an escape's number and its semicolon, at most.
const DIGITS: usize = 16;
/// Signs of markup, in which escapes are right, and of code, on the line.
const MARKUP: [&str; 4] = ["</", "<br", "<p", "/>"];
const CODE: [char; 9] = ['"', '\'', '`', '{', '}', '=', '<', '>', '/'];

/// Edits for the runs of escapes.
pub(super) fn propose(text: &str) -> Proposals {
    let mut proposals = Proposals::default();
    let is_markup = MARKUP.iter().any(|sign| text.contains(sign));
    for (offset, line) in super::lines(text) {
        let escaped = line.contains("&#") || line.contains("&amp;#") || line.contains("\\u");
        if !escaped || is_markup || line.contains(CODE) {
            continue;
        }
        let mut at = 0;
        while let Some(found) = line[at..].find(['&', '\\']) {
            let start = at + found;
            let (mut end, mut after) = (start, String::new());
            while let Some((c, length)) = escape(&line[end..]) {
                after.push(c);
                end += length;
            }
            at = end.max(start + 1);
            if is_quoted(line, start, end) || after.chars().filter(|c| is_han(*c)).count() < LEAST {
                continue;
            }
            proposals.edits.push(Edit {
                span: Span::new(offset + start, offset + end),
                before: line[start..end].to_owned(),
                after,
                rule: Rule::Escape,
                certainty: Certainty::High,
                evidence: Vec::new(),
            });
        }
    }
    proposals
}

/// The Chinese character that the escape at the start of `text` names, and the length of the escape in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    let (number, length) = if let Some(hex) = text.strip_prefix("\\u") {
        (u32::from_str_radix(hex.get(..4).filter(|hex| is_number(hex, 16))?, 16).ok()?, 6)
    } else {
        let rest = text.strip_prefix("&amp;#").or_else(|| text.strip_prefix("&#"))?;
        // A number that has no end is not looked for to the end of the line.
        let digits = &rest[..rest.bytes().take(DIGITS).position(|byte| byte == b';')?];
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) if is_number(hex, 16) => u32::from_str_radix(hex, 16).ok()?,
            None if is_number(digits, 10) => digits.parse().ok()?,
            _ => return None,
        };
        (number, text.len() - rest.len() + digits.len() + 1)
    };
    let c = char::from_u32(number)?;
    (is_han(c) || is_han_mark(c)).then_some((c, length))
}

fn is_number(digits: &str, radix: u32) -> bool {
    !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))
}

/// Whether an example stands there, in quotation marks.
fn is_quoted(line: &str, start: usize, end: usize) -> bool {
    let before = line[..start].chars().next_back();
    let after = line[end..].chars().next();
    matches!(before, Some('“' | '‘' | '「' | '『')) && matches!(after, Some('”' | '’' | '」' | '』'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        Edits::fit(text, propose(text).edits).unwrap().apply(text)
    }

    #[test]
    fn runs_of_escapes_are_read() {
        assert_eq!(restored("标题：&#20013;&#x6587;&#65292;好"), "标题：中文，好");
        assert_eq!(restored("错误 \\u4e2d\\u6587 ok"), "错误 中文 ok");
        assert_eq!(restored("&amp;#20013;&amp;#25991;"), "中文");
    }

    #[test]
    fn escapes_that_are_meant_stay() {
        for text in [
            "let a = \"\\u4e2d\\u6587\";",
            "<p>&#20013;&#25991;</p>",
            "“&#20013;&#25991;”是中文二字的写法",
            "&#20013; 是一个字",
            "&#169;&#8212; \\u0041\\u0042 \\u+4e2\\u",
            "&#99999999999;&#x;&#;",
        ] {
            assert_eq!(restored(text), text);
        }
    }
}
