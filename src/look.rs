//! Where in a text the stages have anything to look at: one pass for all of them. Every character of every text comes
//! through here once, so that it does as little as it can.

use std::ops::Range;

use crate::dictionary::simplified_view;
use crate::language::{Commonest, Gate, Mendable};
use crate::text::{Bits, is_han, is_in_set};

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 1 << 16;
/// Bytes of a page: as much as the witness of OCR needs, and a bound on what is held of a long text.
const PAGE: usize = 256 * 1024;

/// In the kind of a character: its place among the commonest, and what it may be.
const PLACE: u16 = 0xFFF;
const BEGINS: u16 = 1 << 12;
const TELLING: u16 = 1 << 13;
const MARK: u16 = 1 << 14;
const FORM: u16 = 1 << 15;
/// The place of what is not Han; places of Han characters are smaller.
const NOT_HAN: u16 = Mendable::UNCOMMON + 1;

/// The characters that stages ask for, besides the pairs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Those that tell of a wrong encoding, ASCII aside.
    pub telling: &'a Bits,
    /// Those with which words of the tables of tampering begin.
    pub begins: &'a Bits,
    /// Marks, and what is seldom written right behind one.
    pub marks: &'a Bits,
    pub odd: &'a Bits,
    /// Those that may stand under another number than their own, or that nobody sees; all beyond the Basic Multilingual
    /// Plane are taken for such.
    pub forms: &'a Bits,
}

impl Asked<'_> {
    /// Nothing but the pairs.
    pub(crate) const NOTHING: Asked<'static> = {
        const NONE: &Bits = &[0; 1 << 10];
        Asked { telling: NONE, begins: NONE, marks: NONE, odd: NONE, forms: NONE }
    };
}

/// Passes over texts for one list of pairs and what stages ask for.
pub(crate) struct Looker {
    gate: &'static Gate,
    commonest: Commonest<'static>,
    /// By character of the Basic Multilingual Plane: its Simplified form.
    plain: &'static [char; PLANE],
    /// By character of the Basic Multilingual Plane.
    kinds: Box<[u16; PLANE]>,
    /// ASCII characters that nothing is asked about.
    passed: [bool; 256],
    odd: Box<Bits>,
}

/// What was seen of a text, in bytes from its start and in order.
#[derive(Debug, Default)]
pub(crate) struct Look {
    /// Where characters stand that tell of a wrong encoding.
    pub telling: Vec<u32>,
    /// Where a word of the tables of tampering may begin.
    pub begins: Vec<u32>,
    /// Marks behind which, one or two characters on, stands what is seldom written there.
    pub odd_marks: Vec<u32>,
    /// Where a character may stand under another number than its own, or one that nobody sees.
    pub forms: Vec<u32>,
    /// Whether two commas stand side by side, and whether one stands before a stop or an enumeration comma.
    pub has_doubled_comma: bool,
    pub has_comma_before_mark: bool,
    /// The text as OCR is looked for in it.
    pub pages: Vec<Seen>,
}

/// Whole lines, about as many as make a page; the last line may make it longer.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Seen {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The Simplified view, character by character.
    pub chars: Vec<char>,
    /// The places, among these, of characters that are Han as the one before them is and were never seen behind it, but for
    /// those that cannot be worth a closer look.
    pub odd: Vec<u32>,
    /// The places of ASCII figures that stand behind none.
    pub figures: Vec<u32>,
}

impl Looker {
    /// For texts that are looked at by the pairs of `gate` and what is worth a closer look among the others.
    pub(crate) fn new(gate: &'static Gate, mendable: &'static Mendable, asked: Asked) -> Looker {
        let (plain, commonest) = (simplified_view().plane(), mendable.commonest());
        let mut kinds = Box::new([0; PLANE]);
        for (c, plain) in ('\0'..='\u{FFFF}').map(|c| (c, plain[c as usize])) {
            let place = if is_han(plain) { commonest.place(plain) } else { NOT_HAN };
            let class = |set: &Bits, class: u16| if is_in_set(set, c) { class } else { 0 };
            let telling = if c.is_ascii() { 0 } else { class(asked.telling, TELLING) };
            let (begins, forms) = (class(asked.begins, BEGINS), class(asked.forms, FORM));
            kinds[c as usize] = place | telling | begins | forms | class(asked.marks, MARK);
        }
        let mut passed = [false; 256];
        for byte in 0..128u8 {
            passed[usize::from(byte)] = kinds[usize::from(byte)] == NOT_HAN && !byte.is_ascii_digit();
        }
        Looker { gate, commonest, plain, kinds, passed, odd: Box::new(*asked.odd) }
    }

    /// Looks at `text`, which is shorter than 4 GB: a window.
    pub(crate) fn look(&self, text: &str) -> Look {
        let mut look = Look::default();
        let mut start = 0;
        while start < text.len() {
            let end = match text.as_bytes().get(start + PAGE..) {
                Some(behind) => memchr::memchr(b'\n', behind).map_or(text.len(), |n| start + PAGE + n + 1),
                None => text.len(),
            };
            self.page(text, start..end, &mut look);
            start = end;
        }
        look
    }

    fn page(&self, text: &str, range: Range<usize>, look: &mut Look) {
        let bytes = &text.as_bytes()[..range.end];
        let mut chars = vec!['\0'; text[range.clone()].chars().count()];
        let (mut odd, mut figures) = (Vec::new(), Vec::new());
        let (mut at, mut n, mut place) = (range.start, 0, NOT_HAN);
        while let Some(&first) = bytes.get(at) {
            if self.passed[usize::from(first)] {
                chars[n] = char::from(first);
                (n, at, place) = (n + 1, at + 1, NOT_HAN);
                continue;
            }
            // Nearly every character is Han and common.
            if matches!(first, 0xE4..=0xE9) {
                let passed = self.run(bytes, at, &mut chars, n, &mut place, &mut odd, &mut look.begins);
                if passed > 0 {
                    (n, at) = (n + passed, at + 3 * passed);
                    continue;
                }
            }
            let Some(c) = text[at..].chars().next() else { break };
            let before = n.checked_sub(1).map_or('\0', |n| chars[n]);
            let kind = self.kinds.get(c as usize).copied();
            // Beyond the plane stand Han characters that may be odd, and emoji.
            let kind = kind.unwrap_or(FORM | if is_han(c) { Mendable::UNCOMMON } else { NOT_HAN });
            let here = if kind & PLACE == NOT_HAN { c } else { simplified_view().get(c) };
            if self.is_odd(before, place, here, kind & PLACE) {
                odd.push(n as u32);
            }
            if c.is_ascii_digit() && !before.is_ascii_digit() {
                figures.push(n as u32);
            }
            if kind > PLACE {
                self.closer(text, at, c, kind, look);
            }
            chars[n] = here;
            (n, at, place) = (n + 1, at + c.len_utf8(), kind & PLACE);
        }
        look.pages.push(Seen { range, chars, odd, figures });
    }

    /// Passes over the common Han characters that stand at `at` in `bytes`, where nothing more is asked about them than
    /// whether a word begins, and writes them to `chars` from `n` on; `place` is that of the character before and becomes
    /// that of the last. Gives how many there are.
    #[inline(never)]
    #[expect(clippy::too_many_arguments)]
    fn run(
        &self,
        bytes: &[u8],
        at: usize,
        chars: &mut [char],
        n: usize,
        place: &mut u16,
        odd: &mut Vec<u32>,
        begins: &mut Vec<u32>,
    ) -> usize {
        let Looker { plain, commonest, kinds, .. } = self;
        let (earlier, out) = chars.split_at_mut(n);
        let mut before = *place;
        let mut passed = 0;
        for (&[lead, second, third], out) in bytes[at..].as_chunks::<3>().0.iter().zip(out) {
            let unit = u16::from(lead) << 12 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
            let mut here = kinds[usize::from(unit)];
            if !matches!(lead, 0xE4..=0xE9) {
                break;
            }
            if here >= Mendable::UNCOMMON {
                // Nothing else is asked about many.
                here ^= BEGINS;
                if here >= Mendable::UNCOMMON {
                    break;
                }
                begins.push((at + 3 * passed) as u32);
            }
            *out = plain[usize::from(unit)];
            let is_odd = match before < Mendable::UNCOMMON {
                true => commonest.may_be_worth(before, here),
                // Only the first stands behind another.
                false => earlier.last().is_some_and(|c| self.is_odd(*c, before, *out, here)),
            };
            if is_odd {
                odd.push((n + passed) as u32);
            }
            before = here;
            passed += 1;
        }
        *place = before;
        passed
    }

    /// Whether the Simplified `here` behind `before` is odd; their places beside them.
    fn is_odd(&self, before: char, place: u16, here: char, here_place: u16) -> bool {
        if place == NOT_HAN || here_place == NOT_HAN {
            return false;
        }
        match place < Mendable::UNCOMMON && here_place < Mendable::UNCOMMON {
            true => self.commonest.may_be_worth(place, here_place),
            false => !self.gate.seen(before, here),
        }
    }

    /// Looks at a character about which something is asked.
    #[inline(never)]
    fn closer(&self, text: &str, at: usize, c: char, kind: u16, look: &mut Look) {
        let place = at as u32;
        if kind & TELLING != 0 {
            look.telling.push(place);
        }
        if kind & BEGINS != 0 {
            look.begins.push(place);
        }
        if kind & FORM != 0 {
            look.forms.push(place);
        }
        if kind & MARK != 0 {
            let behind = &text[at + c.len_utf8()..];
            if behind.chars().take(2).any(|c| is_in_set(&self.odd, c)) {
                look.odd_marks.push(place);
            }
            if matches!(c, '，' | ',') {
                look.has_doubled_comma |= c == '，' && behind.starts_with('，');
                look.has_comma_before_mark |= behind.starts_with(['。', '、']);
            }
        }
    }
}

impl std::fmt::Debug for Looker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looker").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::simplified;
    use crate::text::set_of;

    fn places(text: &str, is_asked: impl Fn(char) -> bool) -> Vec<u32> {
        text.char_indices().filter(|(_, c)| is_asked(*c)).map(|(at, _)| at as u32).collect()
    }

    #[test]
    fn every_character_is_seen_as_by_itself() {
        let gate = Gate::built_in().unwrap();
        let (telling, begins) = (set_of(['枝', 'é', '，', '一']), set_of(['w', '网', '。', '一']));
        let (marks, odd, forms) =
            (set_of(['，', '。', ',']), set_of(['擻', 'x']), set_of(['\u{0}', '育', '\u{F900}']));
        let asked = Asked { telling: &telling, begins: &begins, marks: &marks, odd: &odd, forms: &forms };
        let mendable = Mendable::built_in().unwrap();
        let looker = Looker::new(gate, mendable, asked);
        let commonest = mendable.commonest();
        let may_be_worth = |a: char, b: char| match (commonest.place(a), commonest.place(b)) {
            (Mendable::UNCOMMON, _) | (_, Mendable::UNCOMMON) => true,
            (a, b) => commonest.may_be_worth(a, b),
        };
        let all: String = ('\u{0}'..='\u{2FFFF}').collect();
        for text in [all.as_str(), "學枝，擻育。a枝學𠀀枝学\u{FFFD}www12é3，，4，。一", ""]
        {
            let look = looker.look(text);
            let whole: Vec<&str> = look.pages.iter().map(|seen| &text[seen.range.clone()]).collect();
            assert_eq!(whole.concat(), text);
            for seen in &look.pages {
                let page = &text[seen.range.clone()];
                let chars: Vec<char> = page.chars().map(simplified).collect();
                assert_eq!(seen.chars, chars);
                let pair = |n: &u32| match chars.get((*n as usize).wrapping_sub(1)..=*n as usize) {
                    Some(&[a, b]) => Some((a, b)),
                    _ => None,
                };
                let is_odd = |n: &u32| {
                    pair(n).is_some_and(|(a, b)| {
                        is_han(a) && is_han(b) && !gate.seen(a, b) && may_be_worth(a, b)
                    })
                };
                let every = || 0..chars.len() as u32;
                assert_eq!(seen.odd, every().filter(is_odd).collect::<Vec<u32>>());
                let is_first = |n: &u32| {
                    chars[*n as usize].is_ascii_digit()
                        && !pair(n).is_some_and(|(before, _)| before.is_ascii_digit())
                };
                assert_eq!(seen.figures, every().filter(is_first).collect::<Vec<u32>>());
            }
            assert_eq!(look.telling, places(text, |c| is_in_set(&telling, c)));
            assert_eq!(look.begins, places(text, |c| is_in_set(&begins, c)));
            assert_eq!(look.forms, places(text, |c| is_in_set(&forms, c) || c > '\u{FFFF}'));
            let behind =
                |at: &u32| &text[*at as usize + text[*at as usize..].chars().next().unwrap().len_utf8()..];
            let mut at_marks = places(text, |c| is_in_set(&marks, c));
            at_marks.retain(|at| behind(at).chars().take(2).any(|c| is_in_set(&odd, c)));
            assert_eq!(look.odd_marks, at_marks);
            assert_eq!(look.has_doubled_comma, text.contains("，，"));
            assert_eq!(
                look.has_comma_before_mark,
                ["，。", "，、", ",。", ",、"].iter().any(|two| text.contains(two))
            );
        }
    }

    #[test]
    fn pages_are_whole_lines() {
        let text = "資源。\n".repeat(60_000);
        let (gate, mendable) = (Gate::built_in().unwrap(), Mendable::built_in().unwrap());
        let pages = Looker::new(gate, mendable, Asked::NOTHING).look(&text).pages;
        assert!(pages.len() > 1 && pages.iter().all(|seen| text[seen.range.clone()].ends_with('\n')));
    }
}
