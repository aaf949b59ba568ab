//! Marks that a tool doubled all through a document, told from those that a writer doubled for emphasis.

use memchr::memmem;

use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::look::Look;
use crate::restore::Proposals;
use crate::text::Span;

/// Marks that nobody doubles for emphasis, the one first that every such document has.
const PLAIN: [char; 5] = ['，', '。', '、', '；', '：'];
/// Marks that are doubled for emphasis. (intact/marks-doubled)
const EMPHATIC: [char; 2] = ['！', '？'];
/// Doubled occurrences of a mark, at least: a slip of the hand comes once or twice. (intact/commas-doubled-by-hand)
const LEAST: u32 = 5;
/// The same for marks of emphasis.
const LEAST_EMPHATIC: u32 = 2;
/// The share of occurrences that are doubled, at least: a habit of chats is not kept up. (intact/commas-doubled-in-chat)
const MECHANICAL: f32 = 0.9;
/// The same in a document of so many doubled commas, in which no mark ever stands three times.
const MOSTLY: f32 = 0.6;
const MANY: u32 = 20;

/// Marks that no comma stands before, as often as shows that a tool put one before most marks.
/// (synthetic/commas-before-marks, intact/commas-before-stops-once)
const NEVER_BEHIND: [char; 4] = ['。', '、', '；', '：'];
const LEAST_BEHIND: u32 = 4;

/// How often a mark stands alone, twice, and more often in a row.
#[derive(Debug, Default, Clone, Copy)]
struct Runs {
    doubled: u32,
    all: u32,
    /// Rows of three, five and so on: no doubling makes them.
    odd: u32,
    longer: u32,
}

/// Edits that leave one of two marks, where the document doubles them mechanically.
pub(super) fn propose(text: &str, look: &Look) -> Proposals {
    if look.has_comma_before_mark && look.commas_before_marks >= LEAST_BEHIND {
        let proposals = before_marks(text);
        if !proposals.edits.is_empty() {
            return proposals;
        }
    }
    let mut proposals = Proposals::default();
    // The first mark tells enough of most texts, and where few stand side by side not all need be counted.
    let doubled = String::from_iter([PLAIN[0]; 2]);
    let are_few = || memmem::find_iter(text.as_bytes(), &doubled).nth(LEAST as usize - 1).is_none();
    if !look.has_doubled_comma || are_few() || count(text, PLAIN[0]).doubled < LEAST {
        return proposals;
    }
    let counts: Vec<(char, Runs)> =
        PLAIN.iter().chain(&EMPHATIC).map(|mark| (*mark, count(text, *mark))).collect();
    let of = |mark: char| {
        counts.iter().find(|(known, _)| *known == mark).map_or(Runs::default(), |(_, runs)| *runs)
    };
    let none_longer = PLAIN.iter().all(|mark| of(*mark).longer == 0);
    let share = if of(PLAIN[0]).doubled >= MANY && none_longer { MOSTLY } else { MECHANICAL };
    let is_plain = |runs: Runs| {
        runs.doubled >= LEAST.min(runs.all.max(1))
            && runs.longer == 0
            && runs.doubled as f32 >= share * runs.all as f32
    };
    if !is_plain(of(PLAIN[0])) {
        return proposals;
    }
    let plain: Vec<char> =
        PLAIN.into_iter().filter(|mark| of(*mark).all > 0 && is_plain(of(*mark))).collect();
    // A tool that doubled every mark doubled these too: no row of them is odd then.
    let all_plain = PLAIN.iter().all(|mark| of(*mark).all == 0 || plain.contains(mark)) && plain.len() > 1;
    let emphatic = |mark: &char| {
        let runs = of(*mark);
        all_plain && runs.odd == 0 && runs.all == runs.doubled + runs.longer && runs.all >= LEAST_EMPHATIC
    };
    let marks: Vec<char> = plain.iter().copied().chain(EMPHATIC.into_iter().filter(emphatic)).collect();
    for (mark, span, length) in rows(text, &marks) {
        if length % 2 != 0 || length > 2 && PLAIN.contains(&mark) {
            continue;
        }
        let runs = of(mark);
        proposals.edits.push(Edit {
            span,
            before: span.of(text).unwrap_or_default().to_owned(),
            after: mark.to_string().repeat(length / 2),
            rule: Rule::DoubledMark,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Pattern { shown: runs.doubled, places: runs.all }],
        });
    }
    proposals
}

/// Edits that take out commas which stand before most marks.
fn before_marks(text: &str) -> Proposals {
    let mut proposals = Proposals::default();
    let mut spans: Vec<(Span, char)> = Vec::new();
    let (mut shown, mut places, mut previous) = (0u32, 0u32, None);
    for (at, c) in text.char_indices() {
        let is_comma = |c: char| matches!(c, '，' | ',');
        let is_mark = NEVER_BEHIND.contains(&c) || is_comma(c);
        places += u32::from(is_mark && !previous.is_some_and(is_comma));
        if let Some(comma) = previous.filter(|p| is_comma(*p) && is_mark) {
            shown += u32::from(NEVER_BEHIND.contains(&c));
            spans.push((Span::new(at - comma.len_utf8(), at), comma));
        }
        previous = Some(c);
    }
    let found = spans.len() as u32;
    if shown >= LEAST_BEHIND && found * 4 >= places {
        proposals.edits.extend(spans.into_iter().map(|(span, comma)| Edit {
            span,
            before: comma.to_string(),
            after: String::new(),
            rule: Rule::DoubledMark,
            certainty: Certainty::Medium,
            evidence: vec![Evidence::Pattern { shown: found, places }],
        }));
    }
    proposals
}

fn count(text: &str, mark: char) -> Runs {
    let mut runs = Runs::default();
    let mut add = |length: usize| {
        runs.all += u32::from(length > 0);
        runs.doubled += u32::from(length == 2);
        runs.odd += u32::from(length % 2 == 1);
        runs.longer += u32::from(length > 2);
    };
    // The end of the row so far, and its length.
    let (mut end, mut length) = (0, 0);
    for at in memmem::find_iter(text.as_bytes(), mark.encode_utf8(&mut [0; 4])) {
        if at != end {
            add(std::mem::take(&mut length));
        }
        (end, length) = (at + mark.len_utf8(), length + 1);
    }
    add(length);
    runs
}

/// Every row of one of `marks`, with its length in characters.
fn rows<'a>(text: &'a str, marks: &'a [char]) -> impl Iterator<Item = (char, Span, usize)> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(marks)?;
        let mark = text[start..].chars().next()?;
        let length = text[start..].chars().take_while(|c| *c == mark).count();
        at = start + length * mark.len_utf8();
        Some((mark, Span::new(start, at), length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn restored(text: &str) -> String {
        Edits::fit(text, propose(text, &crate::mojibake::seen(text)).edits).unwrap().apply(text)
    }

    #[test]
    fn rows_are_counted_as_they_are_found() {
        for text in ["", "，", "，，好，，，好，", "好，，", "，，，，好。，，", "好"] {
            let lengths: Vec<usize> = rows(text, &['，']).map(|(_, _, length)| length).collect();
            let of = |is: &dyn Fn(usize) -> bool| lengths.iter().filter(|length| is(**length)).count() as u32;
            let Runs { doubled, all, odd, longer } = count(text, '，');
            assert_eq!((doubled, all), (of(&|n| n == 2), of(&|_| true)), "{text}");
            assert_eq!((odd, longer), (of(&|n| n % 2 == 1), of(&|n| n > 2)), "{text}");
        }
    }

    #[test]
    fn every_mark_doubled() {
        let text = "春天到了，天气暖和，草绿了，花也开了，我们出去走走，好吗？好！走！走吧？来！行？";
        let all: String =
            text.chars().flat_map(|c| [c].repeat(if c.is_alphabetic() { 1 } else { 2 })).collect();
        // No other plain mark shows that every mark was doubled: those of emphasis stay.
        assert_eq!(restored(&all), text.replace('？', "？？").replace('！', "！！"));
        assert_eq!(restored(&(all.clone() + "完了。。")), text.to_owned() + "完了。");
    }

    #[test]
    fn commas_before_most_marks() {
        let text =
            "会议指出，，要加强学习，。大家认真，、细致地工作，。城市，、乡村都要去，，做到，：三个坚持，。";
        assert_eq!(
            restored(text),
            "会议指出，要加强学习。大家认真、细致地工作。城市、乡村都要去，做到：三个坚持。"
        );
        assert_eq!(restored("好了，。走吧，、来，。"), "好了，。走吧，、来，。");
    }

    #[test]
    fn emphasis_and_slips_of_the_hand_stay() {
        for text in [
            "真的吗？！你再说一遍！！他居然，辞职了，，我不信。。。",
            "嗯，，好的，，，知道了，，明天，，再说，，拜拜，，走了，，",
            "一，二，三，四，五，六，，七，八，，九，，十，，甲，，乙，",
        ] {
            assert_eq!(restored(text), text);
        }
    }
}
