//! Spaces where none belong: beside full-width marks, inside quotation marks, inside a word.

use super::latin::Latin;
use super::line::Line;
use super::paragraphs::{ends_a_count, is_counted, is_number};
use crate::dictionary::simplified;
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::{Model, Stops};
use crate::text::is_han;

/// Marks that close or part: no space belongs before them.
const NOT_BEFORE: &str = "，。、；：？！”’）》」』】〉…";
/// Marks that open: no space belongs behind them.
const NOT_BEHIND: &str = "“‘（《「『【〈—";
/// Marks behind which a line of prose goes on without a space.
const GOES_ON: &str = "，、；：”’）》」』】〉";
/// Marks that end a sentence.
const ENDS: &str = "。！？";

/// The edits for the spaces of `line`, whose first ones are its indent.
pub(super) fn edits(line: &Line, model: &Model, latin: &Latin, edits: &mut Vec<Edit>) {
    let Some(first) = line.chars.iter().position(|c| !c.1.is_whitespace()) else { return };
    let mut at = first;
    let mut running: Option<bool> = None;
    while let Some(from) = (at..line.chars.len()).find(|n| line.chars[*n].1 == ' ') {
        let Some(to) = (from..line.chars.len()).find(|n| line.chars[*n].1 != ' ') else { return };
        at = to;
        let (left, right) = (line.chars[from - 1].1, line.chars[to].1);
        let is_single = to - from == 1;
        let follows = is_han(right) || right.is_ascii_digit();
        // Behind a full stop a number may be that of a paragraph: then the space is what is left of the break.
        // One that the sentences of the line are counted by is none. (synthetic/tidy-counted)
        let goes_on = follows
            && (GOES_ON.contains(left)
                || ENDS.contains(left)
                    && (!is_number(line, to) || is_counted(line, to))
                    && !is_label(line, to)
                || is_han(right) && ends_a_count(line, from));
        let opens = NOT_BEHIND.contains(right)
            && (is_han(left) || GOES_ON.contains(left) || ENDS.contains(left) && !is_number(line, to));
        let beside_mark =
            NOT_BEFORE.contains(right) || NOT_BEHIND.contains(left) || is_single && (goes_on || opens);
        let mut evidence = vec![Evidence::Between { left: Some(left), right: Some(right) }];
        let (rule, certainty) = if beside_mark {
            (Rule::MarkSpacing, Certainty::Medium)
        } else if is_single && is_torn_word(line, from, model) {
            (Rule::TornWord, Certainty::Medium)
        } else if let Some(word) = latin.torn(line, from).filter(|_| is_single) {
            evidence.push(Evidence::Word { word });
            (Rule::TornWord, Certainty::Medium)
        } else if is_single && is_between_han(line, from) && *running.get_or_insert_with(|| is_running(line))
        {
            // Other spaces are on their way out.
            let plain = |range: std::ops::Range<usize>| {
                line.chars[range].iter().map(|c| simplified(c.1)).filter(|c| *c != ' ').collect::<Vec<char>>()
            };
            let (before, behind) =
                (plain(from.saturating_sub(FAR)..from), plain(to..line.chars.len().min(to + FAR)));
            let choices =
                Stops::built_in().choose(&[&before[..], &[' '], &behind].concat(), before.len(), true);
            let likelihood = |none: bool| choices.iter().find(|choice| choice.0.is_none() == none);
            let (Some(&(_, none)), Some(&(mark, likely))) = (likelihood(true), likelihood(false)) else {
                continue;
            };
            let mark = mark.map(|mark| (mark.to_string(), likely.log10()));
            evidence.push(Evidence::Score { winner: none.log10(), runner_up: mark });
            (Rule::TornWord, if none >= NO_MARK { Certainty::Medium } else { Certainty::Low })
        } else {
            continue;
        };
        let span = line.span(from, to);
        edits.push(Edit {
            span,
            before: " ".repeat(to - from),
            after: String::new(),
            rule,
            certainty,
            evidence,
        });
    }
}

/// Characters of the name before a colon by which a speaker is told, at most. (intact/tidy-dialogue-in-a-line)
const NAME: usize = 4;

/// Whether at `at` the name of a speaker begins, with a colon behind it: the space before it parts what two said.
fn is_label(line: &Line, at: usize) -> bool {
    let name = line.chars[at..].iter().take_while(|c| is_han(c.1)).take(NAME + 1).count();
    (1..=NAME).contains(&name) && line.char(at + name).is_some_and(|c| matches!(c, ':' | '：'))
}

/// Probability that no mark was lost at a space, from which it is taken out. Measured by `evaluate -- stops`: from here
/// 98 of 100 are right.
const NO_MARK: f32 = 0.98;
/// Characters on either side that are looked at.
const FAR: usize = 200;
/// Spaces between Han characters that a line of running text has at most, for each mark: lists have more.
/// (intact/tidy-lists)
const SPACES: usize = 1;

/// Whether a line is running text: marks in it, a stop at its end, and few spaces between Han characters.
fn is_running(line: &Line) -> bool {
    let marks = line.chars.iter().filter(|c| "，。；：".contains(c.1)).count();
    let spaces = (0..line.chars.len()).filter(|n| is_between_han(line, *n)).count();
    line.chars.last().is_some_and(|c| "。！？”；：".contains(c.1)) && spaces <= marks * SPACES
}

fn is_between_han(line: &Line, n: usize) -> bool {
    line.before(n).is_some_and(is_han) && line.char(n) == Some(' ') && line.char(n + 1).is_some_and(is_han)
}

/// Characters on either side that are cut into words, to see whether one of the words lies across the space.
const REACH: usize = 4;
/// Characters on one of the sides that must run on: a name or a title spaced out stands alone. (intact/spaced-titles)
const RUNS_ON: usize = 3;

/// Whether the space at `n` parts the characters of a word: the text without it, cut into words, has one across it.
fn is_torn_word(line: &Line, n: usize, model: &Model) -> bool {
    let han = |c: &&(usize, char)| is_han(c.1);
    let before = line.chars[..n].iter().rev().take(REACH).take_while(han).count();
    let behind = line.chars[n + 1..].iter().take(REACH).take_while(han).count();
    if before == 0 || before.max(behind) < RUNS_ON {
        return false;
    }
    let simple = |range: std::ops::Range<usize>| line.chars[range].iter().map(|c| simplified(c.1));
    let left: String = simple(n - before..n).collect();
    let joined: String = left.chars().chain(simple(n + 1..n + 1 + behind)).collect();
    model
        .segment(&joined)
        .iter()
        .any(|(span, word)| word.is_some() && span.start < left.len() && left.len() < span.end)
}
