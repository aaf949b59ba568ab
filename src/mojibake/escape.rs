//! Which escapes were left in running text: numbers, names and bytes of characters that a program should have turned into
//! these.

use crate::damage::CodePage;
use crate::dictionary::{Assigned, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::restore::Proposals;
use crate::text::{Span, is_han, is_han_mark};

/// Han characters that a run of escapes names at least, or another run of its line. One may be an example.
/// (intact/escapes-in-code)
const LEAST: usize = 2;
/// Bytes of an escape's number and its semicolon, at most.
const DIGITS: usize = 16;
/// Signs of markup, in which escapes are right, and of code, on the line.
const MARKUP: [&str; 4] = ["</", "<br", "<p", "/>"];
const CODE: [char; 9] = ['"', '\'', '`', '{', '}', '=', '<', '>', '/'];
/// Words of texts that speak of escapes, in both scripts. (intact/escapes-explained)
const ON_ESCAPES: [&str; 12] =
    ["HTML", "XML", "html", "实体", "實體", "转义", "轉義", "跳脫", "标签", "標籤", "编码", "編碼"];
/// log10 for each Han character: how well what percent-encoded bytes give must read, where they are not UTF-8.
const FLUENT: f32 = -4.2;
/// Times that an ampersand or a percent sign may be escaped over again.
const AGAIN: usize = 3;
/// Bytes of the longest name of an entity and its semicolon.
const NAME: usize = 12;
/// Places of one row of percent-encoded bytes at which reading is tried: the beginning may be what is left of a character.
const TRIES: usize = 4;

/// How a character was written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// By its number: `&#20013;`, `\u4e2d`, `%u4e2d`.
    Number,
    /// By its name: `&ldquo;`; and marks and signs by number, which stand for themselves just as well.
    Name,
    /// By its bytes: `%E4%B8%AD`.
    Bytes,
}

/// A run of escapes of one kind.
struct Run {
    start: usize,
    end: usize,
    after: String,
    kind: Kind,
    /// Lines of the table of names.
    cited: Option<u32>,
    certainty: Certainty,
}

impl Run {
    fn han(&self) -> usize {
        self.after.chars().filter(|c| is_han(*c)).count()
    }
}

/// Edits for the runs of escapes.
pub(super) fn propose(text: &str, model: &Model) -> Proposals {
    let mut proposals = Proposals::default();
    let bytes = text.as_bytes();
    let next = |at: usize| {
        let mut signs = memchr::memchr3_iter(b'&', b'\\', b'%', &bytes[at..]).map(|found| at + found);
        signs.find(|at| may_begin(&bytes[*at..]))
    };
    let mut found = next(0);
    if found.is_none() || has_markup(bytes) {
        return proposals;
    }
    let mut explains = None;
    let mut offset = 0;
    while let Some(place) = found {
        let start = memchr::memrchr(b'\n', &bytes[offset..place]).map_or(offset, |n| offset + n + 1);
        let end = memchr::memchr(b'\n', &bytes[place..]).map_or(bytes.len(), |n| place + n);
        let line = text[start..end].trim_end_matches('\r');
        (offset, found) = (start, next(end));
        if line.contains(CODE) {
            continue;
        }
        let mut runs = runs(line, model);
        runs.retain(|run| !is_quoted(line, run.start, run.end));
        let most = runs.iter().map(Run::han).max().unwrap_or(0);
        let sides: Vec<Sides> = (0..runs.len()).map(|n| sides(line, &runs, n)).collect();
        for (run, sides) in runs.into_iter().zip(sides) {
            let mut explains =
                || *explains.get_or_insert_with(|| ON_ESCAPES.iter().any(|word| text.contains(word)));
            let meant = match run.kind {
                Kind::Number => run.han() > 0 && most >= LEAST,
                Kind::Bytes => run.han() >= LEAST && !is_address(sides),
                Kind::Name => stands_in_text(&run, sides),
            };
            let span = Span::new(offset + run.start, offset + run.end);
            let is_sample = || run.han() >= LEAST && super::is_explained(text, span, &run.after);
            if !meant || run.kind == Kind::Name && explains() || is_sample() {
                continue;
            }
            let table = Assigned::entities().name().to_owned();
            let cited = run.cited.map(|line| Evidence::Table { table, line, others: Vec::new() });
            proposals.edits.push(Edit {
                span,
                before: line[run.start..run.end].to_owned(),
                after: run.after,
                rule: Rule::Escape,
                certainty: run.certainty,
                evidence: cited.into_iter().collect(),
            });
        }
    }
    proposals
}

/// Whether the sign with which `bytes` begin can begin an escape: 5% of 100 is none.
fn may_begin(bytes: &[u8]) -> bool {
    match *bytes {
        [b'%', next, ..] => next == b'u' || next.is_ascii_hexdigit(),
        [b'&', next, ..] => next == b'#' || next.is_ascii_alphanumeric(),
        [_, next, ..] => matches!(next, b'u' | b'\\'),
        _ => false,
    }
}

/// Whether a text has signs of markup.
fn has_markup(bytes: &[u8]) -> bool {
    let is_there = |at: usize| {
        MARKUP
            .iter()
            .any(|sign| bytes[at..].starts_with(sign.as_bytes()) || bytes[..=at].ends_with(sign.as_bytes()))
    };
    // Each begins or ends with one of these.
    memchr::memchr2_iter(b'<', b'>', bytes).any(is_there)
}

/// The runs of a line, in order.
fn runs(line: &str, model: &Model) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut at = 0;
    // Where the row of percent-encoded bytes ends that could not be read last, and how often that was tried.
    let mut unread = (0, 0);
    while let Some(found) = memchr::memchr3(b'&', b'\\', b'%', &line.as_bytes()[at..]) {
        let start = at + found;
        match bytes_run(line, start, model) {
            Ok(run) => {
                at = run.end;
                out.push(run);
                continue;
            }
            Err(end) if end > start => {
                unread = (end, if unread.0 == end { unread.1 + 1 } else { 1 });
                at = if unread.1 < TRIES { start + 1 } else { end };
                continue;
            }
            Err(_) => {}
        }
        let Some((c, length, cited)) = character(&line[start..]) else {
            at = start + 1;
            continue;
        };
        at = start + length;
        let kind = if is_han(c) { Kind::Number } else { Kind::Name };
        let certainty = if kind == Kind::Number { Certainty::High } else { Certainty::Medium };
        match out.last_mut() {
            // Marks between characters by number are of their run.
            Some(last) if last.end == start && (last.kind == Kind::Number || kind == Kind::Name) => {
                last.end = at;
                last.after.push(c);
            }
            Some(last) if last.end == start && last.kind == Kind::Name => {
                last.end = at;
                last.after.push(c);
                (last.kind, last.certainty) = (kind, certainty);
            }
            _ => out.push(Run { start, end: at, after: c.into(), kind, cited, certainty }),
        }
    }
    out
}

/// The character that the escape at the start of `text` stands for, the length of the escape in bytes, and the line of the
/// table of names.
fn character(text: &str) -> Option<(char, usize, Option<u32>)> {
    let (number, length) = if let Some(rest) = text.strip_prefix('&') {
        let mut rest = rest;
        for _ in 0..AGAIN {
            rest = rest
                .strip_prefix("amp;")
                .filter(|r| r.starts_with('#') || named(r).is_some())
                .unwrap_or(rest);
        }
        let before = text.len() - rest.len();
        let Some(digits) = rest.strip_prefix('#') else {
            let (name, c, line) = named(rest)?;
            return Some((c, before + name.len() + 1, Some(line)));
        };
        // A number that has no end is not looked for to the end of the line.
        let digits = &digits[..digits.bytes().take(DIGITS).position(|byte| byte == b';')?];
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) if is_number(hex, 16) => u32::from_str_radix(hex, 16).ok()?,
            None if is_number(digits, 10) => digits.parse().ok()?,
            _ => return None,
        };
        (number, before + digits.len() + 2)
    } else {
        let rest = match text.strip_prefix('%') {
            Some(rest) => rest,
            None => &text[text.bytes().take(AGAIN).take_while(|byte| *byte == b'\\').count()..],
        };
        let unit = |at: usize| {
            let hex = rest.get(at..)?.strip_prefix('u')?.get(..4).filter(|hex| is_number(hex, 16))?;
            u32::from_str_radix(hex, 16).ok()
        };
        let (first, before) = (unit(0)?, text.len() - rest.len());
        match first {
            // Two units of UTF-16 for a character beyond the basic plane.
            0xD800..=0xDBFF => {
                let second = rest.get(5..)?;
                let skipped = if text.starts_with('%') {
                    usize::from(second.starts_with('%'))
                } else {
                    second.len() - second.trim_start_matches('\\').len()
                };
                let low = unit(5 + skipped).filter(|low| (0xDC00..=0xDFFF).contains(low))?;
                let number = 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00);
                (number, before + 10 + skipped)
            }
            _ => (first, before + 5),
        }
    };
    let c = char::from_u32(number)?;
    let is_sign = is_han_mark(c) || c == '\u{3000}' || c == '\u{A0}';
    (is_han(c) || is_sign).then_some((c, length, None))
}

/// The name of an entity at the start of `text`, with a semicolon behind it: the name, the character, the line.
fn named(text: &str) -> Option<(&str, char, u32)> {
    let name = &text[..text.bytes().take(NAME).position(|byte| byte == b';')?];
    let (c, line) = Assigned::entities().get(name)?;
    let behind = &text[name.len() + 1..];
    // What would be markup, or another escape, was perhaps meant to be shown.
    let makes = match c {
        '<' => behind.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)),
        '&' => behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
        _ => false,
    };
    (!makes).then_some((name, c, line))
}

/// The run of percent-encoded bytes that begins at `start`, where they are characters in UTF-8 or, read well, in GBK; else
/// where the bytes end.
fn bytes_run(line: &str, start: usize, model: &Model) -> Result<Run, usize> {
    let mut bytes = Vec::new();
    let mut end = start;
    while let Some((byte, length)) = percent(&line[end..]) {
        bytes.push(byte);
        end += length;
    }
    if bytes.iter().all(u8::is_ascii) {
        return Err(end);
    }
    let fits = |c: char| is_han(c) || is_han_mark(c) || matches!(c, ' '..='~' | '\u{3000}');
    let (after, certainty) = match std::str::from_utf8(&bytes) {
        Ok(text) => (text.to_owned(), Certainty::High),
        Err(_) => (gbk(&bytes).ok_or(end)?, Certainty::Medium),
    };
    if !after.chars().all(fits) {
        return Err(end);
    }
    if certainty == Certainty::Medium {
        let han: String = after.chars().filter(|c| is_han(*c)).map(simplified).collect();
        if model.score(&han) < FLUENT * han.chars().count() as f32 {
            return Err(end);
        }
    }
    Ok(Run { start, end, after, kind: Kind::Bytes, cited: None, certainty })
}

/// The byte that `%E4` stands for, or `%25E4`, and the length in bytes.
fn percent(text: &str) -> Option<(u8, usize)> {
    let mut rest = text.strip_prefix('%')?;
    for _ in 0..AGAIN {
        let inner = rest.strip_prefix("25");
        rest = inner.filter(|r| r.get(..2).is_some_and(|hex| is_number(hex, 16))).unwrap_or(rest);
    }
    let hex = rest.get(..2).filter(|hex| is_number(hex, 16))?;
    Some((u8::from_str_radix(hex, 16).ok()?, text.len() - rest.len() + 2))
}

fn gbk(bytes: &[u8]) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (c, length) = if byte < 0x80 {
            (char::from(byte), 1)
        } else {
            (CodePage::Gbk.pair(byte, *bytes.get(at + 1)?)?, 2)
        };
        out.push(c);
        at += length;
    }
    Some(out)
}

/// What stands before and behind a run.
type Sides = (Option<char>, Option<char>);

/// The sides of the run, as they are when the runs beside it are read.
fn sides(line: &str, runs: &[Run], n: usize) -> Sides {
    let run = &runs[n];
    let earlier = n.checked_sub(1).map(|n| &runs[n]).filter(|other| other.end == run.start);
    let later = runs.get(n + 1).filter(|other| other.start == run.end);
    let before = earlier.map_or(&line[..run.start], |other| &other.after);
    let after = later.map_or(&line[run.end..], |other| &other.after);
    (before.chars().next_back(), after.chars().next())
}

/// Whether bytes stand in an address or a form, where they are right: beside letters, figures and signs of these.
fn is_address((before, after): Sides) -> bool {
    let belongs = |c: char| c.is_ascii_alphanumeric() || "/?&=#_%+@~:.-".contains(c);
    // The name of a file has a dot behind it.
    before.is_some_and(belongs) || after.is_some_and(|c| belongs(c) && c != '.')
}

/// Whether marks and signs stand in Chinese text: beside a Han character, a radical or a mark.
fn stands_in_text(run: &Run, (before, after): Sides) -> bool {
    let in_text = |c: char| is_han(c) || is_han_mark(c) || ('\u{2E80}'..='\u{2FDF}').contains(&c);
    // The end of a tag whose beginning stays.
    let closes = run.after.starts_with('>') && before.is_some_and(|c| c.is_ascii());
    // Letters on one side, as in code: the word goes on.
    let is_code = |c: char| c.is_ascii_punctuation() && !"()[],.!?:;-".contains(c);
    (before.is_some_and(in_text) || after.is_some_and(in_text))
        && !closes
        && !before.is_some_and(is_code)
        && !after.is_some_and(is_code)
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
        Edits::fit(text, propose(text, Model::built_in().unwrap()).edits).unwrap().apply(text)
    }

    #[test]
    fn runs_of_escapes_are_read() {
        for (text, right) in [
            ("标题：&#20013;&#x6587;&#65292;好", "标题：中文，好"),
            ("错误 \\u4e2d\\u6587 ok", "错误 中文 ok"),
            ("错误 \\\\u4e2d\\\\u6587 ok", "错误 中文 ok"),
            ("&amp;#20013;&amp;#25991;", "中文"),
            ("&#31532;1&#31456;&#24635;&#21017;", "第1章总则"),
            ("名称%u4e2d%u6587", "名称中文"),
            ("\\ud842\\udfb7野家的牛肉\\u996d\\u5f88好吃", "𠮷野家的牛肉饭很好吃"),
            ("他说&ldquo;好&rdquo;&mdash;&mdash;然后走了&hellip;&hellip;", "他说“好”——然后走了……"),
            ("第一章&nbsp;&nbsp;总则", "第一章\u{A0}\u{A0}总则"),
            ("他说&amp;ldquo;好&amp;rdquo;。", "他说“好”。"),
            ("他说&#8220;好&#8221;。", "他说“好”。"),
            ("面积&gt;十亩的地块", "面积>十亩的地块"),
            ("附件：%E4%B8%AD%E6%96%87%E8%AF%B4%E6%98%8E.doc", "附件：中文说明.doc"),
            ("附件：%25E4%25B8%25AD%25E6%2596%2587", "附件：中文"),
            ("%E4%B8%AD%E6%96%87&#20013;&#25991;&hellip;", "中文中文…"),
            ("关键词 %D6%D0%B9%FA%C8%CB%C3%F1 很多", "关键词 中国人民 很多"),
        ] {
            assert_eq!(restored(text), right);
            assert_eq!(restored(right), right);
        }
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
            "HTML里用&nbsp;表示空格",
            "空格写作“&nbsp;”",
            "A &amp; B, R&D; AT&T &mdash; fine",
            "打开 https://example.com/s?wd=%E4%B8%AD%E6%96%87 看",
            "参数 wd:%E4%B8%AD%E6%96%87 不变",
            "增长5%，合格率100%。折扣20%E4人",
            "他写&lt;b&gt;加粗",
            "printf(%u4e2d)",
            "100%D6%D0",
        ] {
            assert_eq!(restored(text), text);
        }
    }
}
