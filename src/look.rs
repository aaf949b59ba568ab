//! Where in a text the stages have anything to look at: one pass for all of them. Every character of every text comes
//! through here once, so that it does as little as it can.

use std::ops::Range;

use crate::dictionary::simplified_view;
use crate::language::{Commonest, Gate, Mendable};
use crate::text::{Bits, Pairs, add, characters, is_han, is_in_set, two_of_three};

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 1 << 16;
/// Bytes of a page: as much as the witness of OCR needs, and a bound on what is held of a long text.
const PAGE: usize = 256 * 1024;

/// Characters looked at before their pairs are: as many as lie in the nearest cache.
pub(crate) const BLOCK: usize = 1024;

/// In the kind of a character: its Simplified form, its place among the commonest, and whether anything is asked about it.
const PLAIN: u32 = 0xFFFF;
const PLACE: u32 = 16;
const ASKED: u32 = 1 << 31;
/// In the same: it is not its Simplified form.
const CHANGED: u32 = 1 << 30;

/// What is asked about a character.
const BEGINS: u8 = 1;
const TELLING: u8 = 1 << 1;
const MARK: u8 = 1 << 2;
const FORM: u8 = 1 << 3;
/// Its Simplified form stands beyond the Basic Multilingual Plane.
const FAR: u8 = 1 << 4;
const DIGIT: u8 = 1 << 5;
/// It is a word of the tables by itself.
const ALONE: u8 = 1 << 6;
/// Stands for what is beyond that plane, in the tables: no character has this number.
const BEYOND: u16 = 0xD800;

/// The first two characters of some hundred words: of others one in a hundred is not told.
pub(crate) type Twos = Pairs<{ 1 << 9 }>;

/// The characters that stages ask for, besides the pairs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Those that tell of a wrong encoding, ASCII aside.
    pub telling: &'a Bits,
    /// Those with which words of the tables of tampering begin, those that are such a word by themselves, and the first two of
    /// the others.
    pub begins: &'a Bits,
    pub alone: &'a Bits,
    pub twos: Option<&'a Twos>,
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
        Asked { telling: NONE, begins: NONE, alone: NONE, twos: None, marks: NONE, odd: NONE, forms: NONE }
    };
}

/// Passes over texts for one list of pairs and what stages ask for.
pub(crate) struct Looker {
    gate: &'static Gate,
    commonest: Commonest<'static>,
    /// By character of the Basic Multilingual Plane: its kind, and what is asked about it.
    kinds: Box<[u32; PLANE]>,
    asked: Box<[u8; PLANE]>,
    odd: Box<Bits>,
    twos: Option<Twos>,
}

/// Some characters in a row.
struct Block {
    /// Their Simplified forms, as numbers.
    plain: [u32; BLOCK],
    /// Their places, behind that of the character before them.
    places: [u16; BLOCK + 1],
    length: usize,
    /// Those about which anything is asked, and how many.
    noted: [Noted; BLOCK],
    all_noted: usize,
    /// The bytes and the places in the page of the marks so far.
    marks: Vec<(u32, u32)>,
    /// The place in the page behind the last figure.
    behind_figure: usize,
}

/// A character about which something is asked.
#[derive(Debug, Clone, Copy, Default)]
struct Noted {
    /// Its number; [`BEYOND`] for those beyond the plane.
    unit: u16,
    /// Its place in the block.
    n: u16,
    /// The byte of the text at which it stands.
    at: u32,
}

/// How far a block is filled.
#[derive(Debug, Default)]
struct Filled {
    n: usize,
    noted: usize,
    /// What the kinds of its characters have, any of them.
    kinds: u32,
}

impl Filled {
    /// Adds the character of the number `unit`, which is of this kind and stands at this byte.
    #[inline]
    fn put(&mut self, block: &mut Block, kind: u32, unit: usize, at: usize) {
        self.kinds |= kind;
        block.plain[self.n] = kind & PLAIN;
        block.places[self.n + 1] = (kind >> PLACE) as u16;
        // Written of each, and kept of those asked about: which ones they are nobody foretells, and a branch would be taken wrongly.
        block.noted[self.noted] = Noted { unit: unit as u16, n: self.n as u16, at: at as u32 };
        self.noted += (kind / ASKED) as usize;
        self.n += 1;
    }
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
    /// Whether two commas stand side by side, whether one stands before a stop or an enumeration comma, and how many stand before
    /// one of these, a semicolon or a colon.
    pub has_doubled_comma: bool,
    pub has_comma_before_mark: bool,
    pub commas_before_marks: u32,
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
    /// The numbers of the blocks of [`BLOCK`] in which some may not be as they stand in the text.
    pub changed: Vec<u32>,
    /// The byte of the text at which each [`BLOCK`] of these begins.
    pub blocks: Vec<u32>,
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
        let (mut kinds, mut all_asked) = (Box::new([0; PLANE]), Box::new([0; PLANE]));
        let classes = [
            (asked.telling, TELLING),
            (asked.begins, BEGINS),
            (asked.alone, ALONE),
            (asked.forms, FORM),
            (asked.marks, MARK),
        ];
        for (set, class) in classes {
            characters(set).for_each(|c| all_asked[c as usize] |= class);
        }
        all_asked[..0x80].iter_mut().for_each(|asked| *asked &= !TELLING);
        ('0'..='9').for_each(|c| all_asked[c as usize] |= DIGIT);
        for (c, plain) in ('\0'..='\u{FFFF}').map(|c| (c, plain[c as usize])) {
            let place = if is_han(plain) { commonest.place(plain) } else { Mendable::NOT_HAN };
            let here = &mut all_asked[c as usize];
            *here |= if plain > '\u{FFFF}' { FAR } else { 0 };
            let is_asked = if *here == 0 { 0 } else { ASKED } | if plain == c { 0 } else { CHANGED };
            kinds[c as usize] = u32::from(place) << PLACE | is_asked | plain as u32 & PLAIN;
        }
        // Of odd characters the Simplified forms are asked for.
        let mut odd = Box::new(*asked.odd);
        characters(asked.odd).for_each(|c| add(&mut odd, plain[c as usize]));
        let beyond = usize::from(BEYOND);
        kinds[beyond] = u32::from(Mendable::NOT_HAN) << PLACE | ASKED | CHANGED;
        all_asked[beyond] = FORM | FAR;
        Looker { gate, commonest, kinds, asked: all_asked, odd, twos: asked.twos.cloned() }
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
        let text_of_page = &text[..range.end];
        let mut seen = Seen::default();
        // As many as they are where all are of three bytes, and some more.
        seen.chars.reserve(range.len() / 3 + range.len() / 16);
        let mut block = Block {
            plain: [0; BLOCK],
            places: [Mendable::NOT_HAN; BLOCK + 1],
            length: 0,
            noted: [Noted::default(); BLOCK],
            all_noted: 0,
            marks: Vec::new(),
            behind_figure: 0,
        };
        let mut at = range.start;
        while at < range.end {
            seen.blocks.push(at as u32);
            at = self.fill(&mut block, text_of_page, at, &mut seen);
            self.note(&mut block, text_of_page, &mut seen, look);
            self.pairs(&mut block, &mut seen);
        }
        self.behind(&block.marks, &seen.chars, &text[range.end..], look);
        seen.range = range;
        look.pages.push(seen);
    }

    /// Fills `block` with the characters of `text` from the byte `at` on, and gives the byte behind the last.
    #[inline(never)]
    fn fill(&self, block: &mut Block, text: &str, at: usize, seen: &mut Seen) -> usize {
        let mut rest = &text.as_bytes()[at..];
        let mut filled = Filled::default();
        while filled.n < BLOCK {
            let at = text.len() - rest.len();
            // Nearly every character is of three bytes, and so is the next.
            if let Some(two) = rest.first_chunk().and_then(two_of_three)
                && filled.n + 2 <= BLOCK
            {
                filled.put(block, self.kinds[two[0]], two[0], at);
                filled.put(block, self.kinds[two[1]], two[1], at + 3);
                rest = &rest[6..];
                continue;
            }
            let (unit, behind) = match rest {
                [first @ ..0x80, behind @ ..] => (u16::from(*first), behind),
                [first @ 0xC2..=0xDF, second, behind @ ..] => {
                    (u16::from(first & 0x1F) << 6 | u16::from(second & 0x3F), behind)
                }
                [first @ 0xE0..=0xEF, second, third, behind @ ..] => {
                    let last = u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
                    (u16::from(*first) << 12 | last, behind)
                }
                [] => break,
                // Four bytes of a character beyond the plane.
                _ => (BEYOND, rest.get(4..).unwrap_or(&[])),
            };
            filled.put(block, self.kinds[usize::from(unit)], unit.into(), at);
            rest = behind;
        }
        (block.length, block.all_noted) = (filled.n, filled.noted);
        if filled.kinds & CHANGED != 0 {
            seen.changed.push(seen.blocks.len() as u32 - 1);
        }
        text.len() - rest.len()
    }

    /// Notes what is asked about the characters of `block`.
    #[inline(never)]
    fn note(&self, block: &mut Block, text: &str, seen: &mut Seen, look: &mut Look) {
        let from = seen.chars.len();
        for &Noted { unit, n, at } in &block.noted[..block.all_noted] {
            let asked = self.asked[usize::from(unit)];
            let here = from + usize::from(n);
            if asked & MARK != 0 {
                block.marks.push((at, here as u32));
            }
            if asked & DIGIT != 0 {
                if block.behind_figure != here || here == 0 {
                    seen.figures.push(here as u32);
                }
                block.behind_figure = here + 1;
            }
            if asked & BEGINS != 0 && (asked & ALONE != 0 || self.may_begin(&text[at as usize..])) {
                look.begins.push(at);
            }
            if asked & FORM != 0 {
                look.forms.push(at);
            }
            if asked & TELLING != 0 {
                look.telling.push(at);
            }
            if asked & FAR != 0 {
                let n = usize::from(n);
                let c = text[at as usize..].chars().next().map_or('\0', |c| simplified_view().get(c));
                block.plain[n] = c.into();
                // Beyond the plane stand Han characters that may be odd, and emoji.
                block.places[n + 1] = if is_han(c) { Mendable::UNCOMMON } else { Mendable::NOT_HAN };
            }
        }
    }

    /// Whether a word may begin where `text` does.
    fn may_begin(&self, text: &str) -> bool {
        let mut chars = text.chars();
        let both = chars.next().zip(chars.next());
        both.is_some_and(|(first, second)| {
            self.twos.as_ref().is_some_and(|twos| twos.has(first.into(), second.into()))
        })
    }

    /// Adds the characters of `block` to those seen, with the odd ones among them.
    #[inline(never)]
    fn pairs(&self, block: &mut Block, seen: &mut Seen) {
        let Block { plain, places, length, .. } = block;
        let from = seen.chars.len();
        let chars =
            plain[..*length].iter().map(|c| char::from_u32(*c).unwrap_or(char::REPLACEMENT_CHARACTER));
        seen.chars.extend(chars);
        let mut before = places[0];
        for (n, here) in places[1..*length + 1].iter().enumerate() {
            let pair = [std::mem::replace(&mut before, *here), *here];
            if !self.commonest.may_be_worth(pair[0], pair[1]) {
                continue;
            }
            let here = from + n;
            // About the others the table knows nothing.
            let is_known = pair.iter().all(|place| place & Mendable::NOT_HAN != Mendable::UNCOMMON);
            let is_seen = || match here.checked_sub(1).and_then(|before| seen.chars.get(before..=here)) {
                Some(&[before, here]) => self.gate.seen(before, here),
                _ => true,
            };
            if is_known || !is_seen() {
                seen.odd.push(here as u32);
            }
        }
        places[0] = places[*length];
    }

    /// Looks at what stands behind marks, which are given by their bytes and places in `chars`; `rest` stands behind these.
    fn behind(&self, marks: &[(u32, u32)], chars: &[char], rest: &str, look: &mut Look) {
        for &(at, place) in marks {
            let place = place as usize;
            let three = chars.get(place..).and_then(|chars| chars.first_chunk().copied());
            let [mark, next, second] = three.unwrap_or_else(|| {
                let mut all = chars.iter().skip(place).copied().chain(rest.chars());
                [(); 3].map(|()| all.next().unwrap_or('\0'))
            });
            if is_in_set(&self.odd, next) || is_in_set(&self.odd, second) {
                look.odd_marks.push(at);
            }
            if matches!(mark, '，' | ',') {
                look.has_doubled_comma |= mark == '，' && next == '，';
                look.has_comma_before_mark |= matches!(next, '。' | '、');
                look.commas_before_marks += u32::from(matches!(next, '。' | '、' | '；' | '：'));
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
        let (alone, mut twos) = (set_of(['。']), Twos::new());
        for (first, second) in [('枝', '，'), ('w', 'w'), ('。', '枝')] {
            twos.add(first, second);
        }
        let asked = Asked {
            telling: &telling,
            begins: &begins,
            alone: &alone,
            twos: Some(&twos),
            marks: &marks,
            odd: &odd,
            forms: &forms,
        };
        let mendable = Mendable::built_in().unwrap();
        let looker = Looker::new(gate, mendable, asked);
        let commonest = mendable.commonest();
        let may_be_worth = |a: char, b: char| commonest.may_be_worth(commonest.place(a), commonest.place(b));
        let all: String = ('\u{0}'..='\u{2FFFF}').collect();
        for text in [all.as_str(), "學枝，擻育。a枝學𠀀枝学\u{FFFD}www12é3，，4，。一,；，：", ""]
        {
            let look = looker.look(text);
            let whole: Vec<&str> = look.pages.iter().map(|seen| &text[seen.range.clone()]).collect();
            assert_eq!(whole.concat(), text);
            for seen in &look.pages {
                let page = &text[seen.range.clone()];
                let chars: Vec<char> = page.chars().map(simplified).collect();
                assert_eq!(seen.chars, chars);
                let is_changed = |n: &usize| seen.changed.contains(&((n / BLOCK) as u32));
                let others = page.chars().zip(&chars).enumerate().filter(|(_, (one, other))| one != *other);
                assert!(others.map(|(n, _)| n).all(|n| is_changed(&n)));
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
            let mut at_begins = places(text, |c| is_in_set(&begins, c));
            at_begins.retain(|at| {
                let mut chars = text[*at as usize..].chars();
                let first = chars.next().unwrap();
                is_in_set(&alone, first)
                    || chars.next().is_some_and(|second| twos.has(first.into(), second.into()))
            });
            assert_eq!(look.begins, at_begins);
            assert_eq!(look.forms, places(text, |c| is_in_set(&forms, c) || c > '\u{FFFF}'));
            let behind =
                |at: &u32| &text[*at as usize + text[*at as usize..].chars().next().unwrap().len_utf8()..];
            let mut at_marks = places(text, |c| is_in_set(&marks, c));
            let is_odd = |c: char| is_in_set(&odd, c) || c == simplified('擻');
            at_marks.retain(|at| behind(at).chars().map(simplified).take(2).any(is_odd));
            assert_eq!(look.odd_marks, at_marks);
            assert_eq!(look.has_doubled_comma, text.contains("，，"));
            let commas = text.match_indices(['，', ',']);
            let before = commas.filter(|(at, _)| behind(&(*at as u32)).starts_with(['。', '、', '；', '：']));
            assert_eq!(look.commas_before_marks, before.count() as u32);
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
        assert!(pages.iter().all(|seen| seen.changed.len() == seen.blocks.len()));
        assert!(pages.len() > 1 && pages.iter().all(|seen| text[seen.range.clone()].ends_with('\n')));
    }
}
