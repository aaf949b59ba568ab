//! Which characters stand under another number than their own: private-use characters with an assignment, radicals in
//! words, compatibility ideographs, letters and accents apart; and characters that nobody sees.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::damage::CodePage;
use crate::dictionary::{Assigned, Cantonese, simplified};
use crate::edit::Edit;
use crate::evidence::{Certainty, Evidence, Rule};
use crate::language::Model;
use crate::restore::Proposals;
use crate::text::{Bits, Span, is_han, is_han_mark, set_of};

/// Words of texts that show radicals on purpose, in both scripts. (intact/radicals-explained)
const ON_RADICALS: [&str; 10] =
    ["部首", "偏旁", "字根", "笔画", "筆畫", "笔顺", "筆順", "康熙", "字典", "码位"];
/// What stands behind a radical that is named. (intact/radicals-named)
const NAMED: [char; 6] = ['部', '旁', '头', '頭', '底', '字'];
/// The radicals, each by a number of its own.
const RADICALS: RangeInclusive<char> = '\u{2E80}'..='\u{2FDF}';
/// How far apart two radicals stand that follow each other in Unicode, where each has the forms it takes beside it.
const IN_ORDER: u32 = 3;
/// Characters on either side in which a word may stand.
const AROUND: usize = 3;
/// Characters on either side in which what is left of a slip shows. (intact/private-use-near-a-slip)
const NEAR: usize = 6;
/// The user-defined areas of Big5 as private-use characters: the first character, the first lead, and the trails' rows.
/// Microsoft's code page 950 numbers them so; HKSCS put its characters there.
const AREAS: [(u32, u8, u8); 3] = [(0xE000, 0xFA, 0xFE), (0xE311, 0x8E, 0xA0), (0xEEB8, 0x81, 0x8D)];
/// What ideographs are described with, which GB 18030 assigns to pairs as it does characters. (intact/private-use-describes)
const DESCRIBES: RangeInclusive<char> = '\u{2FF0}'..='\u{2FFF}';
/// One in so many Han characters of a text in Cantonese, at least, is one that no other text has.
/// (intact/private-use-in-verse)
const CANTONESE_OF: usize = 200;
/// Trails of a row: 40 to 7E and A1 to FE.
const ROW: u32 = 157;

/// What is out of place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Odd {
    Private,
    Radical,
    Canonical,
    Invisible,
}

/// The edits; `places` are those of all [`characters`] and of those beyond the plane.
pub(super) fn propose(text: &str, places: &[u32], model: &Model) -> Proposals {
    let odd = odd(text, places);
    let mut proposals = Proposals::default();
    if odd.is_empty() {
        return proposals;
    }
    let page = Page::new(text, &odd);
    for (at, c, kind) in odd {
        let edit = match kind {
            Odd::Private => page.private(at, c),
            Odd::Radical => page.radical(at, c, model),
            Odd::Canonical => canonical(text, at),
            Odd::Invisible => page.invisible(at, c),
        };
        let is_free =
            |edit: &Edit| proposals.edits.last().is_none_or(|l: &Edit| l.span.end <= edit.span.start);
        proposals.edits.extend(edit.filter(is_free));
    }
    proposals
}

/// Where characters stand, in the Basic Multilingual Plane, that may be out of place: most text has none of these. Marks of
/// Chinese text are not among them.
const MAY_BE_ODD: [RangeInclusive<char>; 12] = [
    '\0'..='\u{08}',
    '\u{0B}'..='\u{0C}',
    '\u{0E}'..='\u{1F}',
    '\u{7F}'..='\u{9F}',
    '\u{AD}'..='\u{AD}',
    '\u{300}'..='\u{37F}',
    '\u{200B}'..='\u{200F}',
    '\u{2028}'..='\u{202E}',
    '\u{2040}'..='\u{207F}',
    '\u{2E80}'..='\u{2FFF}',
    '\u{3099}'..='\u{309A}',
    '\u{E000}'..='\u{FEFF}',
];

/// The characters that may be out of place.
pub(super) fn characters() -> &'static Bits {
    static FORMS: OnceLock<Box<Bits>> = OnceLock::new();
    FORMS.get_or_init(|| set_of(MAY_BE_ODD.into_iter().flatten()))
}

/// The characters that are out of place.
fn odd(text: &str, places: &[u32]) -> Vec<(usize, char, Odd)> {
    let here = |place: &u32| Some((*place as usize, text.get(*place as usize..)?.chars().next()?));
    let kind = |(at, c): (usize, char)| {
        let kind = match c as u32 {
            0xE000..=0xF8FF => Odd::Private,
            _ if RADICALS.contains(&c) => Odd::Radical,
            0..=0x1F | 0x7F..=0x9F | 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF => {
                Odd::Invisible
            }
            0xF900..=0xFAFF | 0x2F800..=0x2FA1F => Odd::Canonical,
            _ if canonical_combining_class(c) != 0 => Odd::Canonical,
            _ => return None,
        };
        Some((at, c, kind))
    };
    places.iter().filter_map(here).filter_map(kind).collect()
}

/// A text and what it shows as a whole.
struct Page<'a> {
    text: &'a str,
    /// Whether every private-use character is one that GB 18030 assigned.
    of_gb: bool,
    /// Whether the text is in Cantonese, and whether it holds characters of it at all.
    cantonese: bool,
    some_cantonese: bool,
    on_radicals: bool,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, odd: &[(usize, char, Odd)]) -> Page<'a> {
        let has = |kind: Odd| odd.iter().any(|(.., other)| *other == kind);
        let mut private = odd.iter().filter(|(.., kind)| *kind == Odd::Private);
        let of_gb = private.all(|(_, c, _)| assigned(Assigned::private_use(), *c).is_some());
        // A text in Cantonese was in Big5 with HKSCS if it was in Big5.
        let some_cantonese = has(Odd::Private) && Cantonese::built_in().is_in(text);
        let cantonese = some_cantonese && {
            let han = text.chars().filter(|c| is_han(*c)).count();
            Cantonese::built_in().count(text) * CANTONESE_OF >= han
        };
        let on_radicals = has(Odd::Radical) && ON_RADICALS.iter().any(|word| text.contains(word));
        Page { text, of_gb, cantonese, some_cantonese, on_radicals }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize, c: char) -> Option<char> {
        self.text[at + c.len_utf8()..].chars().next()
    }

    /// A private-use character for which GBK or HKSCS knows what it stands for.
    fn private(&self, at: usize, c: char) -> Option<Edit> {
        // A radical is a character too, and may be put right before this is read again.
        let is_radical = |c: char| assigned(Assigned::radicals(), c).is_some();
        let in_text = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_han_mark(c) || is_radical(c));
        // Several in a row stand beside what stands beside the row.
        let is_private = |c: &char| ('\u{E000}'..='\u{F8FF}').contains(c);
        let before = self.text[..at].chars().rev().find(|c| !is_private(c));
        let after = self.text[at..].chars().find(|c| !is_private(c));
        let beside = in_text(before) || in_text(after);
        let of_gb = assigned(Assigned::private_use(), c).filter(|_| !self.cantonese);
        let (after, evidence, sure) = match of_gb {
            Some((after, line)) => {
                let table = Assigned::private_use().name().into();
                (
                    after,
                    Evidence::Table { table, line, others: Vec::new() },
                    self.of_gb && !self.some_cantonese,
                )
            }
            None => {
                let after = of_hkscs(c).filter(|_| beside)?;
                let steps = vec!["big5-hkscs as cp950".to_owned()];
                let evidence =
                    Evidence::Misread { steps, replays: true, chosen: 0, gone: 0, gain: 0.0, closest: None };
                (after, evidence, self.cantonese)
            }
        };
        // In a table of an encoding one stands behind the other; and what describes a character is none.
        let is_listed = [self.before(at), self.after(at, c)]
            .into_iter()
            .flatten()
            .any(|other| is_private(&other) && u32::from(other).abs_diff(c.into()) == 1);
        let is_sure = beside && sure && !is_listed && !DESCRIBES.contains(&after) && !self.slipped(at);
        let certainty = if is_sure { Certainty::Medium } else { Certainty::Low };
        Some(edit(at, c.into(), after.into(), Rule::PrivateUse, certainty, vec![evidence]))
    }

    /// Whether a question mark or a letter stands near, as where bytes slipped: there the pairs are those of other characters.
    /// A letter inside a figure is one that was read for a digit, and may be put right before this is read again.
    fn slipped(&self, at: usize) -> bool {
        let mut near: Vec<char> = self.text[..at].chars().rev().take(NEAR + 1).collect();
        let first = near.len().saturating_sub(NEAR);
        near.reverse();
        let end = near.len() + 1 + NEAR;
        near.extend(self.text[at..].chars().take(1 + NEAR + 1));
        let is_digit = |n: Option<usize>| n.and_then(|n| near.get(n)).is_some_and(char::is_ascii_digit);
        let in_figure = |n: usize| is_digit(n.checked_sub(1)) && is_digit(Some(n + 1));
        let slips = |n: usize| match near[n] {
            '?' | '？' => true,
            c => c.is_ascii_alphabetic() && !in_figure(n),
        };
        (first..near.len().min(end)).any(slips)
    }

    /// A radical inside a word.
    fn radical(&self, at: usize, c: char, model: &Model) -> Option<Edit> {
        let radicals = Assigned::radicals();
        let (meant, line) = assigned(radicals, c)?;
        let read = |c: char| simplified(assigned(radicals, c).map_or(c, |(meant, _)| meant));
        let side = |c: &char| is_han(*c);
        let mut run: Vec<char> =
            self.text[..at].chars().rev().map(read).take_while(side).take(AROUND).collect();
        run.reverse();
        let place = run.len();
        run.push(read(c));
        run.extend(self.text[at + c.len_utf8()..].chars().map(read).take_while(side).take(AROUND));
        let word = (0..=place)
            .flat_map(|from| (place + 1..=run.len()).map(move |to| (from, to)))
            .filter(|(from, to)| to - from > 1)
            .map(|(from, to)| String::from_iter(&run[from..to]))
            .filter(|word| model.find(word).is_some())
            .max_by_key(|word| word.chars().count());
        let named = self.after(at, c).is_some_and(|c| NAMED.contains(&c));
        let table = Evidence::Table { table: radicals.name().into(), line, others: Vec::new() };
        // Beside the character by its own number, or between those that it has for neighbours in its table, it is shown; a text has
        // 人人 and 日月 in radicals alike. (intact/radicals-named, intact/radicals-in-order, synthetic/radicals-side-by-side)
        let beside = [self.before(at), self.after(at, c)];
        let is_same = |other: char| other != c && read(other) == simplified(meant);
        let is_next = |other: char| {
            RADICALS.contains(&other) && (1..=IN_ORDER).contains(&u32::from(other).abs_diff(c.into()))
        };
        let is_shown = beside.iter().flatten().any(|other| is_same(*other))
            || beside.iter().all(|other| other.is_some_and(is_next));
        let sure = word.is_some() && !named && !self.on_radicals && !is_shown;
        let evidence = [table].into_iter().chain(word.map(|word| Evidence::Word { word })).collect();
        let certainty = if sure { Certainty::Medium } else { Certainty::Low };
        Some(edit(at, c.into(), meant.into(), Rule::Radical, certainty, evidence))
    }

    /// A character that nobody sees, beside a Han character.
    fn invisible(&self, at: usize, c: char) -> Option<Edit> {
        let (before, after) = (self.before(at), self.after(at, c));
        let in_text = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_han_mark(c));
        // Joiners belong to emoji and to scripts that join their letters.
        let joins = |c: Option<char>| c.is_some_and(|c| c as u32 > 0x2FFF && !is_han(c) && !is_han_mark(c));
        let shown = (in_text(before) || in_text(after)) && !joins(before) && !joins(after);
        let evidence = vec![Evidence::Between { left: before, right: after }];
        shown.then(|| edit(at, c.into(), String::new(), Rule::Invisible, Certainty::Low, evidence))
    }
}

/// The canonical form of what stands at `at`, with what it is made of.
fn canonical(text: &str, at: usize) -> Option<Edit> {
    let c = text[at..].chars().next()?;
    // Marks are put on the character before them.
    let start = match canonical_combining_class(c) {
        0 => at,
        _ => text[..at].char_indices().rev().find(|(_, c)| canonical_combining_class(*c) == 0)?.0,
    };
    let rest = text[at + c.len_utf8()..].char_indices();
    let end = rest.take_while(|(_, c)| canonical_combining_class(*c) != 0).last();
    let end = at + c.len_utf8() + end.map_or(0, |(n, c)| n + c.len_utf8());
    let before = &text[start..end];
    let after: String = before.nfc().collect();
    let differs = after != before;
    differs.then(|| edit(start, before.into(), after, Rule::Canonical, Certainty::Low, Vec::new()))
}

fn edit(
    at: usize,
    before: String,
    after: String,
    rule: Rule,
    certainty: Certainty,
    evidence: Vec<Evidence>,
) -> Edit {
    Edit { span: Span::new(at, at + before.len()), before, after, rule, certainty, evidence }
}

fn assigned(table: &Assigned, c: char) -> Option<(char, u32)> {
    table.get(c.encode_utf8(&mut [0; 4]))
}

/// What HKSCS assigns to the pair that code page 950 reads as this private-use character.
fn of_hkscs(c: char) -> Option<char> {
    let (first, lead, last) = AREAS.into_iter().rev().find(|area| area.0 <= c as u32)?;
    let at = c as u32 - first;
    let lead = u8::try_from(u32::from(lead) + at / ROW).ok().filter(|lead| *lead <= last)?;
    let trail = at % ROW;
    let trail = u8::try_from(if trail < 63 { 0x40 + trail } else { 0xA1 + trail - 63 }).ok()?;
    CodePage::Big5.pair(lead, trail).filter(|c| is_han(*c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edits;

    fn proposed(text: &str) -> Vec<Edit> {
        propose(text, &crate::mojibake::seen(text).forms, Model::built_in().unwrap()).edits
    }

    /// With what is sure enough to be made.
    fn restored(text: &str) -> String {
        let made = proposed(text).into_iter().filter(|edit| edit.certainty >= Certainty::Medium);
        Edits::fit(text, made.collect()).unwrap().apply(text)
    }

    #[test]
    fn radicals_in_words_are_characters() {
        assert_eq!(restored("这个⽂化⼀直⽤到今天，⼈们都知道。"), "这个文化一直用到今天，人们都知道。");
        for text in ["⽂部", "康熙部首⽔在⽔果一词里", "⼀ ⼁ ⼂", "⽔"] {
            assert_eq!(restored(text), text);
            assert!(!proposed(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn private_use_characters_with_an_assignment() {
        assert_eq!(restored("南汉皇帝刘\u{E863}，"), "南汉皇帝刘䶮，");
        assert_eq!(restored("第1o2页刘\u{E863}，"), "第1o2页刘䶮，", "a letter read for a digit");
        // An icon font; a character that GB does not have; the letters that a slip leaves.
        for text in ["\u{E601} 首页", "刘\u{E863}，\u{E600}的字", "\u{E863}", "第1o页刘\u{E863}，"]
        {
            assert_eq!(restored(text), text);
        }
        assert_eq!(of_hkscs('\u{E000}'), CodePage::Big5.pair(0xFA, 0x40).filter(|c| is_han(*c)));
        assert_eq!(of_hkscs('\u{EEB7}'), CodePage::Big5.pair(0xA0, 0xFE).filter(|c| is_han(*c)));
        assert_eq!(of_hkscs('\u{F8FF}'), None);
        let yue = "佢嘅\u{E01A}唔見咗";
        assert_eq!(restored(yue).chars().nth(2), of_hkscs('\u{E01A}'));
    }

    #[test]
    fn the_rest_is_shown_and_not_made() {
        let text = "車\u{F902}、e\u{301}、业\u{200B}务\u{2}。";
        assert_eq!(restored(text), text);
        let found: Vec<(Rule, String)> = proposed(text).into_iter().map(|e| (e.rule, e.after)).collect();
        let canonical = |after: &str| (Rule::Canonical, after.to_owned());
        let invisible = (Rule::Invisible, String::new());
        assert_eq!(found, [canonical("車"), canonical("é"), invisible.clone(), invisible]);
        // Not compatibility ideographs, whatever their block; an emoji; what NFC keeps apart.
        for text in ["﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩", "👨\u{200D}👩", "ｱﾝｶﾞﾙ", "x\u{325}", "新\n\t行"]
        {
            assert_eq!(proposed(text), [], "{text}");
        }
    }
}
