//! The candidate of a line that is UTF-8 read in single bytes from its first such character to its end, with nothing lost: there is
//! no other way to read it that costs nothing, and it takes no search.

use super::candidate::{Candidate, Part, are_sure};
use super::judge::{Judge, Sample};
use super::signature::{ACCIDENTS, Accident};
use crate::damage::CodePage;
use crate::text::Span;

/// Bytes of a line that is read as a whole: a longer one is read in pieces, so that what is changed can be found in it.
const LONGEST: usize = 4096;

impl Judge<'_> {
    /// That candidate, and where what was read ends: before a character that is cut off by the end of the line. What the walk
    /// finds in such a line is the same, judged by a sample of it.
    pub(super) fn plain(&self, line: &str, accident: Accident, sample: Sample) -> Option<(Candidate, usize)> {
        let (parts, end) = parts(line, accident)?;
        Some((Candidate::plain(line, accident, parts, self, sample), end))
    }

    /// The candidate of a line that is so from end to end, where it is sure; where the document has `shown` the accident, where a
    /// few characters are believed.
    pub(super) fn plain_line(&self, line: &str, accident: Accident, shown: bool) -> Option<Candidate> {
        if line.len() > LONGEST {
            return None;
        }
        let (candidate, end) = self.plain(line, accident, if shown { Sample::Few } else { Sample::Begun })?;
        let is_all = end == line.len() && candidate.loose_ends == 0;
        let is_believed = self.believes(&candidate, shown) && (shown || are_sure(&[&candidate]));
        (candidate.is_once() && is_all && is_believed).then_some(candidate)
    }

    /// The first accident that explains a line so.
    pub(super) fn plainly(&self, line: &str) -> Option<Candidate> {
        ACCIDENTS.into_iter().find_map(|accident| self.plain_line(line, accident, false))
    }
}

/// What of a line is not ASCII and what it was, and where the last of it ends or the line does.
fn parts(line: &str, (written, reader): Accident) -> Option<(Vec<Part>, usize)> {
    if written != CodePage::Utf8 || reader.has_pairs() {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut bytes: Vec<u8> = Vec::with_capacity(line.len() / 2);
    let (mut at, mut last) = (0, line.len());
    let byte = reader.byte();
    while let Some(start) = line.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
        let start = at + start;
        at = start;
        bytes.clear();
        for c in line[start..].chars().take_while(|c| !c.is_ascii()) {
            bytes.push(byte(c)?);
            at += c.len_utf8();
        }
        let (mut end, mut foreign) = (at, bytes.len());
        let after = match std::str::from_utf8(&bytes) {
            Ok(after) => after,
            // What the end of the line cuts off, and nothing else.
            Err(error) if error.error_len().is_none() && end == line.len() => {
                foreign = error.valid_up_to();
                end = start + line[start..].char_indices().nth(foreign)?.0;
                std::str::from_utf8(&bytes[..foreign]).ok()?
            }
            Err(_) => return None,
        };
        if foreign > 0 {
            parts.push(Part { span: Span::new(start, end), after: after.to_owned(), foreign });
        }
        if end < at {
            last = end;
        }
    }
    (!parts.is_empty()).then_some((parts, last))
}

#[cfg(test)]
mod tests {
    use super::super::line::Extent;
    use super::super::signature::Signature;
    use super::super::tape::Tape;
    use super::super::{fill, walk};
    use super::*;
    use crate::damage::misread;
    use crate::language::Model;
    use crate::text::is_han;

    /// What the walk finds.
    fn walked(judge: &Judge, line: &str, accident: Accident) -> Vec<Candidate> {
        let tape = Tape::new(line, accident);
        let stretches = walk::whole(&tape, judge.signature).into_iter();
        let stretches = stretches.filter_map(|stretch| super::super::line::trimmed(stretch, &tape));
        let candidate = |stretch: walk::Stretch| {
            let items: Vec<walk::Item> = stretch.items.iter().map(|(item, ..)| *item).collect();
            let filled = fill::fill(&items, ("", ""), judge.model, judge.signature);
            Candidate::new(line, &tape, &stretch, &filled, judge)
        };
        stretches.map(candidate).collect()
    }

    #[test]
    fn it_is_what_the_walk_finds() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let texts = [
            "我们在学校的图书馆里读书。",
            "  2 点去看 film，晚上（café）回家吃饭… ok?",
            "naïve 𠮷野家的“牛肉饭”很好吃\u{a0}，价钱 10 元\tend",
            "不到一个",
        ];
        let mut plain = 0;
        for accident in ACCIDENTS {
            for text in texts {
                let line = misread(text, accident.0, accident.1, 1);
                // Whole, and cut off inside of a character.
                for line in (0..4)
                    .filter_map(|less| line.char_indices().nth_back(less))
                    .map(|(at, c)| &line[..at + c.len_utf8()])
                {
                    let Some((candidate, end)) = judge.plain(line, accident, Sample::Begun) else { continue };
                    plain += 1;
                    let found = walked(&judge, line, accident);
                    assert_eq!(format!("{found:?}"), format!("{:?}", [&candidate]), "{accident:?}");
                    assert!(candidate.replays);
                    assert!(candidate.span.end <= end && line.len() - end < 8);
                    assert_eq!(judge.all_of(line, accident, Extent::Runs(Sample::Begun)).len(), 1);
                }
            }
        }
        assert!(plain > 40, "{plain}");
    }

    #[test]
    fn what_was_misread_before_is_left_to_the_walk() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let once = |text: &str, reader| misread(text, CodePage::Utf8, reader, 1);
        let text = "他们昨天下午在学校的图书馆里读书，晚上一起回家吃饭。";
        let plain = once(text, CodePage::Windows1252);
        let found = judge.plainly(&plain).map(|candidate| (candidate.after, candidate.steps));
        assert_eq!(found, Some((text.to_owned(), vec![(CodePage::Utf8, CodePage::Windows1252)])));
        for again in [once(text, CodePage::Gbk), plain] {
            // Wholly, and in its second half.
            let half = once(&format!("{text}{again}"), CodePage::Windows1252);
            for line in [once(&again, CodePage::Windows1252), half] {
                let accident = (CodePage::Utf8, CodePage::Windows1252);
                assert!(parts(&line, accident).is_some());
                for shown in [false, true] {
                    let plain = judge.plain_line(&line, accident, shown);
                    assert!(plain.is_none(), "{line}");
                    // Letters are looked at in the next round.
                    let found = judge.same_again(&line, accident, shown);
                    assert!(found.is_none() || !again.contains(is_han), "{line}");
                }
            }
        }
    }

    #[test]
    fn a_long_line_is_read_in_pieces() {
        let model = Model::built_in().unwrap();
        let signature = Signature::built_in(model);
        let judge = Judge::new(model, &signature);
        let accident = (CodePage::Utf8, CodePage::Windows1252);
        let text = "他们昨天下午在学校的图书馆里读书，晚上一起回家吃饭。";
        for (times, pieces) in [(20, 1), (60, 12)] {
            let text = text.repeat(times);
            let line = misread(&text, accident.0, accident.1, 1);
            assert_eq!(judge.plain_line(&line, accident, true).is_some(), line.len() <= LONGEST);
            let found = judge.same_again(&line, accident, true).unwrap();
            assert_eq!(found.len(), pieces, "{}", line.len());
            assert_eq!(found.into_iter().map(|c| c.after).collect::<String>(), text);
        }
    }

    #[test]
    fn what_is_more_than_that_is_left_to_the_walk() {
        let line = misread("我们在学校", CodePage::Utf8, CodePage::Windows1252, 1);
        let accident = (CodePage::Utf8, CodePage::Windows1252);
        assert!(parts(&line, accident).is_some());
        for other in [
            format!("{line}é{line}"),
            format!("{line} é{line}"),
            format!("é {line}"),
            format!("{line}中{line}"),
            format!("{line}\u{FFFD}"),
            line.replacen('¨', "?", 1),
            line.replacen('¨', "", 1),
            "only ASCII".into(),
            "\u{e6}\u{88}".into(),
        ] {
            assert_eq!(parts(&other, accident), None, "{other}");
        }
        assert_eq!(parts(&line, (CodePage::Gbk, CodePage::Windows1252)), None);
    }
}
