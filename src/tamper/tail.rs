//! Tails: where a text came from, where there is more, what is forbidden, put behind or between its sentences.
//!
//! A tail is taken out where it cannot be the text's own: inside a paragraph, with the name or the address of a site.
//! At the end of a text it may be the imprint of its site, and is only shown.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::address;
use crate::dictionary::{Formula, Phrase, TamperTables, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::text::{Span, is_han};

/// Characters of text for each tail, at least, before one is taken out: a note about sites is shorter.
/// (intact/imprint-in-a-note)
const SELDOM: usize = 300;
/// Characters that a tail may have.
const LONGEST: usize = 80;
/// Characters between the two parts of a formula. (synthetic/tamper-tails)
const BETWEEN: usize = 14;
/// Characters of a site's name that no table lists.
const NAME: usize = 8;

/// A tail that was found.
#[derive(Debug)]
struct Tail<'t> {
    span: Span,
    /// What stands there, without the spaces around it.
    said: &'t str,
    formula: &'t Formula,
    /// The site of the table that it names.
    site: Option<&'t Phrase>,
    has_address: bool,
    /// Whether the paragraph goes on behind it.
    is_inside: bool,
    /// Whether it has a line for itself.
    is_own_line: bool,
}

/// The edits for the tails that begin with one of `formulas`, in order.
pub(super) fn edits(text: &str, formulas: &[(Span, &Formula)], tables: &TamperTables) -> Vec<Edit> {
    let mut tails: Vec<Tail> = Vec::new();
    for &(span, formula) in formulas {
        let is_new = |tail: &Tail| tails.last().is_none_or(|last| last.span.end <= tail.span.start);
        if let Some(tail) = tail(text, span, formula, tables).filter(is_new) {
            tails.push(tail);
        }
    }
    if tails.is_empty() {
        return Vec::new();
    }
    let is_long = text.chars().take(tails.len() * SELDOM).count() == tails.len() * SELDOM;
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    tails.iter().for_each(|tail| *times.entry(tail.said).or_default() += 1);
    let edit = |tail: &Tail| {
        let is_named = tail.site.is_some() || tail.has_address;
        let again = times[tail.said];
        let is_put_in = match tail.is_inside {
            true => is_named || again > 1,
            false => is_named && again > 1 && !tail.is_own_line,
        };
        let cited = |phrase: &Phrase| Evidence::Table {
            table: phrase.cited.0.into(),
            line: phrase.cited.1,
            others: Vec::new(),
        };
        let between = Evidence::Between {
            left: text[..tail.span.start].chars().next_back(),
            right: text[tail.span.end..].chars().next(),
        };
        let phrases = [Some(&tail.formula.phrase), tail.site];
        Edit {
            span: tail.span,
            before: tail.span.of(text).unwrap_or_default().into(),
            after: String::new(),
            rule: Rule::Tail,
            certainty: if is_put_in && is_long { Certainty::Medium } else { Certainty::Low },
            evidence: phrases.into_iter().flatten().map(cited).chain([between]).collect(),
        }
    };
    tails.iter().map(edit).collect()
}

/// The title of the text where it stands inside a paragraph, between two sentences: an advertisement of the page itself.
pub(super) fn titles(text: &str) -> Vec<Edit> {
    let Some(title) = text.lines().map(str::trim).find(|line| !line.is_empty()) else { return Vec::new() };
    let length = title.chars().count();
    let is_title = (TITLE_LEAST..=LONGEST / 2).contains(&length)
        && title.chars().filter(|c| is_han(*c)).count() * 2 > length
        && !title.ends_with(['。', '！', '？', '…', '，', '：']);
    if !is_title {
        return Vec::new();
    }
    let is_glued = |at: &usize| {
        let behind = text[at + title.len()..].trim_start_matches(' ');
        text[..*at].trim_end_matches(' ').ends_with(['。', '！', '？', '”'])
            && behind.starts_with(is_han)
            && !behind.starts_with(['的', '中', '上', '里', '裡', '和', '与', '與', '是', '在'])
    };
    let found: Vec<usize> =
        memmem::find_iter(text.as_bytes(), title.as_bytes()).filter(is_glued).take(MOST_TITLES).collect();
    // Once it may be a heading whose line break was lost.
    let certainty = if found.len() > 1 { Certainty::Medium } else { Certainty::Low };
    let edit = |&at: &usize| {
        let end = at + title.len();
        let span = Span::new(at, end + usize::from(text[end..].starts_with(' ')));
        Edit {
            span,
            before: span.of(text).unwrap_or_default().into(),
            after: String::new(),
            rule: Rule::Tail,
            certainty,
            evidence: vec![Evidence::Between {
                left: text[..at].chars().next_back(),
                right: text[span.end..].chars().next(),
            }],
        }
    };
    found.iter().map(edit).collect()
}

/// Characters of the shortest title that is told from a common phrase. (intact/title-cited-in-the-text)
const TITLE_LEAST: usize = 8;
/// Places of a title that are looked at.
const MOST_TITLES: usize = 1000;

/// The tail whose formula stands at `span`.
fn tail<'t>(text: &'t str, span: Span, formula: &'t Formula, tables: &'t TamperTables) -> Option<Tail<'t>> {
    let mut start = span.start;
    if !formula.head.is_empty() {
        let before: Vec<(usize, char)> = text[..start].char_indices().rev().take(BETWEEN).collect();
        let head: Vec<char> = formula.head.chars().collect();
        let at = (head.len()..=before.len())
            .map_while(|n| (before[n - head.len()].1 != '\n' && !is_stop(before[n - 1].1)).then_some(n))
            .find(|&n| {
                before[n - head.len()..n].iter().rev().map(|c| simplified(c.1)).eq(head.iter().copied())
            });
        start = before[at? - 1].0;
    }
    let bracket = text[..start].chars().next_back().and_then(|c| closing(c).map(|closing| (c, closing)));
    if let Some((open, _)) = bracket {
        start -= open.len_utf8();
    }
    let before = text[..start].trim_end_matches(' ');
    let at_line_start = before.is_empty() || before.ends_with(['\n', '\u{3000}']);
    if !at_line_start && !before.ends_with(is_stop) {
        return None;
    }
    let read = read(&text[span.end..], tables);
    if !formula.is_whole && read.site.is_none() && !read.has_address && !read.has_name {
        return None;
    }
    let mut end = span.end + read.length;
    let mut is_closed = read.has_address || formula.is_whole && read.length == 0;
    if let Some((_, closing)) = bracket {
        let rest = text[end..].trim_start_matches([' ', '。', '！']);
        end = text.len() - rest.strip_prefix(closing)?.len();
        is_closed = true;
    }
    if let Some(stop) = text[end..].chars().next().filter(|c| matches!(c, '。' | '！' | '!')) {
        end += stop.len_utf8();
        is_closed = true;
    }
    let rest = text[end..].trim_start_matches(' ');
    is_closed |= rest.len() < text.len() - end;
    let is_inside = !rest.is_empty() && !rest.starts_with(['\n', '\r']);
    // What goes on behind the name goes on with it: 本文来自某网的一篇投稿.
    if is_inside && (!is_closed || !rest.starts_with(|c| is_han(c) || "“‘《（「『".contains(c))) {
        return None;
    }
    let said = &text[start..end];
    let from = if at_line_start { start } else { before.len() };
    let to = if is_inside { text.len() - rest.len() } else { end };
    Some(Tail {
        span: Span::new(from, to),
        said,
        formula,
        site: read.site,
        has_address: read.has_address,
        is_inside: is_inside && !at_line_start,
        is_own_line: at_line_start,
    })
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '”' | '」' | '』' | '…' | '!' | '?')
}

fn closing(open: char) -> Option<char> {
    let pairs = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕')];
    pairs.iter().find(|pair| pair.0 == open).map(|pair| pair.1)
}

/// What stands behind a formula.
#[derive(Debug, Default)]
struct Read<'t> {
    /// Bytes that belong to the tail.
    length: usize,
    site: Option<&'t Phrase>,
    has_address: bool,
    /// Whether it names something that is called as sites are.
    has_name: bool,
}

/// Reads names, addresses and fillers, with marks between them.
fn read<'t>(text: &str, tables: &'t TamperTables) -> Read<'t> {
    let line = &text[..text.char_indices().nth(LONGEST).map_or(text.len(), |c| c.0)];
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    let mut read = Read::default();
    let mut at = 0;
    loop {
        at += line[at..].len()
            - line[at..].trim_start_matches([' ', ':', '：', '，', ',', '-', '—', '_', '|']).len();
        let rest = &line[at..];
        let begins =
            |phrase: &str| rest.chars().map(simplified).take(phrase.chars().count()).eq(phrase.chars());
        let bytes = |characters: usize| rest.chars().take(characters).map(char::len_utf8).sum::<usize>();
        let longest = |site: &&Phrase| site.simplified.len();
        let took =
            if let Some(site) = tables.sites.iter().filter(|s| begins(&s.simplified)).max_by_key(longest) {
                read.site = Some(site);
                bytes(site.simplified.chars().count())
            } else if let Some(length) = address::at_start(rest) {
                read.has_address = true;
                length
            } else if let Some(filler) = tables.fillers.iter().filter(|f| begins(f)).max_by_key(|f| f.len()) {
                bytes(filler.chars().count())
            } else if let Some(characters) = name(rest, tables) {
                read.has_name = true;
                bytes(characters)
            } else {
                return read;
            };
        at += took;
        read.length = at;
    }
}

/// Characters of the name that `text` begins with, where it ends as names of sites do and no Han character follows.
fn name(text: &str, tables: &TamperTables) -> Option<usize> {
    let han: String = text.chars().take(NAME + 1).take_while(|c| is_han(*c)).map(simplified).collect();
    let length = han.chars().count();
    let is_name = |ending: &String| han.ends_with(ending.as_str()) && han.len() > ending.len();
    (length <= NAME && tables.endings.iter().any(is_name)).then_some(length)
}
