//! Which script a text is in, told by the characters that only one script has.

use std::ops::Range;
use std::sync::LazyLock;

use super::made::zeros;
use crate::dictionary::characters::{built_in, single};
use crate::dictionary::{simplified, traditional};
use crate::text::{Bits, characters, is_han, is_in_set, set_of, two_of_three};

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// No character below is Han or kana.
const FIRST: usize = 0x3000;

/// What a character says of the text it stands in, a bit each: that it is written in Simplified only, for no Traditional
/// choice keeps it; in Traditional only, for simplifying changes it and it is no Simplified form of another; that it is Han;
/// that it is kana; that it lies beyond the plane.
const HANS: u8 = 1;
const HANT: u8 = 2;
const HAN: u8 = 4;
const KANA: u8 = 8;
const BEYOND: u8 = 16;
/// And, of those that are looked for, that it is one: those that ask for a closer look, and old forms.
const ASKED: u8 = 32;
const OLD: u8 = 64;
/// Sets of these, and of one more, so that a byte is a place among them.
const KINDS: usize = 1 << u8::BITS;

/// So many bits count each of these, side by side in one number.
const FIELD: u32 = 9;
/// And so many characters are counted before they are added up.
const MOST: usize = (1 << FIELD) - 1;
/// By what a character says, one in each of these fields.
const ONES: [u64; KINDS] = {
    let (mut ones, mut kind) = ([0; KINDS], 0);
    while kind < KINDS {
        let mut field = 0;
        while field < 7 {
            ones[kind] |= (kind as u64 >> field & 1) << (FIELD * field);
            field += 1;
        }
        kind += 1;
    }
    ones
};

/// What each character of the plane says.
pub(super) type Says = Box<[u8; PLANE]>;

static SAYS: LazyLock<Says> = LazyLock::new(|| {
    let (to_hans, to_hant) = (built_in("variants/TSCharacters.txt"), built_in("variants/STCharacters.txt"));
    let regional = ["variants/TWVariantsRev.txt", "variants/HKVariantsRev.txt"].map(built_in);
    let regional = set_of(regional.iter().flat_map(|table| table.rows()).filter_map(|row| single(row.key)));
    let mut says: Says = zeros();
    for (says, c) in says[FIRST..].iter_mut().zip(FIRST as u32..) {
        let is = |what: fn(char) -> bool| char::from_u32(c).is_some_and(what);
        *says = if is(is_han) { HAN } else { 0 } | if is(is_kana) { KANA } else { 0 };
    }
    let mut lean = |key: &str, leaning| {
        if let Some(says) = single(key).and_then(|c| says.get_mut(c as usize)) {
            *says |= leaning;
        }
    };
    for row in to_hans.rows() {
        if single(row.key).is_some_and(|c| simplified(c) != c && traditional(c) == c) {
            lean(row.key, HANT);
        }
    }
    for row in to_hant.rows() {
        // 里, 后, 干 and 范 are Traditional characters too: they say nothing. So is what a region writes for the standard.
        if single(row.key).is_some_and(|c| simplified(c) == c && !is_in_set(&regional, c))
            && row.values().all(|value| value != row.key)
        {
            lean(row.key, HANS);
        }
    }
    says
});

/// What each character says, where those of the plane that are `asked` for and `old` forms are looked for.
pub(super) fn says(asked: &Bits, old: Option<&Bits>) -> Says {
    let mut says = SAYS.clone();
    for (set, kind) in [(Some(asked), ASKED), (old, OLD)] {
        set.into_iter().flat_map(characters).for_each(|c| says[c as usize] |= kind);
    }
    says
}

/// How many characters of Traditional only must stand against one of Simplified only for a text to count as
/// Traditional. Traditional text that quotes Simplified stays below; Simplified text with a Traditional name or
/// quotation comes nowhere near.
const OUTNUMBERED: usize = 4;
/// How many characters of Simplified only, and more than of Traditional only, a line among Traditional ones needs to be
/// Simplified: old print writes 黄 and 荆 where the tables have 黃 and 荊. Pinned by the tests below.
const AMONG_HANT: usize = 2;
/// Of so many Han characters and kana, one kana makes a text Japanese. Chinese that names a brand with a の stays far
/// below; Japanese has one kana in two. Pinned by the golden case `intact/japanese-prose`.
const KANA_SHARE: usize = 8;

/// How many characters of `text` are written in Simplified only, and how many in Traditional only.
pub(crate) fn scripts(text: &str) -> (usize, usize) {
    let Counts { hans, hant, .. } = Counts::of(text);
    (hans, hant)
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Hans,
    Hant,
    Japanese,
    /// Nothing in it tells.
    Neutral,
}

/// How many characters of a text give away which script.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    hans: usize,
    hant: usize,
    han: usize,
    kana: usize,
    beyond: usize,
    asked: usize,
    old: usize,
}

impl Counts {
    pub fn of(text: &str) -> Counts {
        let mut sum = Counts::default();
        Counts::each(text, &SAYS, |_, counts| sum = sum.and(counts));
        sum
    }

    /// Gives `each` the end of every line of `text`, and what is in it.
    fn each(text: &str, says: &[u8; PLANE], mut each: impl FnMut(usize, Counts)) {
        let (bytes, mut at, mut from) = (text.as_bytes(), 0, 0);
        let (mut counts, mut fields, mut left) = (Counts::default(), 0, MOST);
        let ones = |kind: u8| ONES[usize::from(kind)];
        let is_ascii_told = says[..0x80].iter().any(|says| *says != 0);
        loop {
            // Nearly every character is of three bytes, and mostly four of them follow one another.
            while left > 4
                && let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<14>)
                && let (Some(first), Some(last)) = (chunk.first_chunk(), chunk.last_chunk())
                && let (Some([first, second]), Some([third, fourth])) =
                    (two_of_three(first), two_of_three(last))
            {
                fields += ones(says[first]) + ones(says[second]) + ones(says[third]) + ones(says[fourth]);
                (at, left) = (at + 12, left - 4);
            }
            if !is_ascii_told {
                let is_passed = |byte: &u8| byte.is_ascii() && *byte != b'\n';
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| !is_passed(byte)).unwrap_or(rest.len());
            }
            let Some(&[a, b, c]) = bytes.get(at..).and_then(<[u8]>::first_chunk) else { break };
            let (kind, length) = match a {
                0xE0..=0xEF => {
                    let number = |byte: u8, mask: u8| usize::from(byte & mask);
                    (says[number(a, 0xF) << 12 | number(b, 0x3F) << 6 | number(c, 0x3F)], 3)
                }
                b'\n' => {
                    (at, from) = (at + 1, at + 1);
                    each(at, std::mem::take(&mut counts).with(std::mem::take(&mut fields)));
                    left = MOST;
                    continue;
                }
                0..=0x7F => (says[usize::from(a)], 1),
                0xC0..=0xDF => (says[usize::from(a & 0x1F) << 6 | usize::from(b & 0x3F)], 2),
                _ => (Counts::beyond(text, at), 4),
            };
            fields += ones(kind);
            at += length;
            left -= 1;
            if left == 0 {
                counts = counts.with(std::mem::take(&mut fields));
                left = MOST;
            }
        }
        counts = counts.with(fields);
        for c in text.get(at..).unwrap_or_default().chars() {
            at += c.len_utf8();
            let kind = says.get(c as usize).copied().unwrap_or(0);
            counts = counts.with(ones(kind));
            if c == '\n' {
                from = at;
                each(at, std::mem::take(&mut counts));
            }
        }
        if from < at {
            each(at, counts);
        }
    }

    /// These and what is counted in `fields`.
    fn with(self, fields: u64) -> Counts {
        let field = |bit: u8| (fields >> (FIELD * bit.ilog2())) as usize & MOST;
        self.and(Counts {
            hans: field(HANS),
            hant: field(HANT),
            han: field(HAN),
            kana: field(KANA),
            beyond: field(BEYOND),
            asked: field(ASKED),
            old: field(OLD),
        })
    }

    /// What the character at `at` says, which is beyond the plane.
    fn beyond(text: &str, at: usize) -> u8 {
        let c = text.get(at..).and_then(|rest| rest.chars().next());
        BEYOND | if c.is_some_and(is_han) { HAN } else { 0 }
    }

    /// These and `more`.
    fn and(self, more: Counts) -> Counts {
        Counts {
            hans: self.hans + more.hans,
            hant: self.hant + more.hant,
            han: self.han + more.han,
            kana: self.kana + more.kana,
            beyond: self.beyond + more.beyond,
            asked: self.asked + more.asked,
            old: self.old + more.old,
        }
    }

    fn shown(self) -> Shown {
        Shown {
            own: self.script(),
            is_weak: self.hans < AMONG_HANT || self.hans <= self.hant,
            has_asked: self.asked > 0,
            has_old: self.old > 0,
            has_beyond: self.beyond > 0,
        }
    }

    pub fn has_kana(self) -> bool {
        self.kana > 0
    }

    /// Whether there are at least `fewest` of either script's own, and one in `share` of all is of the rarer.
    pub fn are_mixed(self, fewest: usize, share: usize) -> bool {
        let rarer = self.hans.min(self.hant);
        self.kana == 0 && rarer >= fewest && share * rarer >= self.hans + self.hant
    }

    /// The script that these characters give away together.
    pub fn script(self) -> Script {
        if self.kana > 0 && KANA_SHARE * self.kana > self.han + self.kana {
            Script::Japanese
        } else if self.hant > OUTNUMBERED * self.hans {
            Script::Hant
        } else if self.hans + self.hant > 0 {
            Script::Hans
        } else {
            Script::Neutral
        }
    }
}

/// Hiragana and katakana, without the middle dot and the long mark, which Chinese borrows.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}')
}

/// What is kept of the counts of a line.
#[derive(Debug, Clone, Copy)]
struct Shown {
    own: Script,
    /// Whether it is too little to be Simplified among Traditional ones.
    is_weak: bool,
    has_asked: bool,
    has_old: bool,
    has_beyond: bool,
}

/// The lines of a text, and what their characters give away.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// The end of each.
    each: Vec<(usize, Shown)>,
    counts: Counts,
}

/// A line with its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The byte of the text it begins at.
    pub start: usize,
    pub text: &'a str,
    /// Where it gives nothing away it is of the document's script; where the document gives nothing away either, it is
    /// neutral.
    pub script: Script,
    /// What it is by itself.
    pub own: Script,
    shown: Shown,
}

impl Line<'_> {
    /// Whether a character stands in it that was asked for.
    pub fn has_asked(&self) -> bool {
        self.shown.has_asked
    }

    /// Whether an old form stands in it that was looked for.
    pub fn has_old(&self) -> bool {
        self.shown.has_old
    }

    /// Whether a character in it lies beyond the Basic Multilingual Plane.
    pub fn has_beyond(&self) -> bool {
        self.shown.has_beyond
    }
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        Lines::by(text, &SAYS)
    }

    /// The same, where characters are looked for.
    pub fn by(text: &'a str, says: &Says) -> Lines<'a> {
        let (mut each, mut counts) = (Vec::new(), Counts::default());
        Counts::each(text, says, |end, of_line| {
            each.push((end, of_line.shown()));
            counts = counts.and(of_line);
        });
        Lines { text, each, counts }
    }

    /// `line`, which is one of them, alone, in the company it had.
    pub fn alone(&self, line: &Line<'a>) -> Lines<'a> {
        Lines { text: line.text, each: vec![(line.text.len(), line.shown)], counts: self.counts }
    }

    /// All of them.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What all of them give away together.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    pub fn iter(&self) -> impl Iterator<Item = Line<'a>> {
        self.range(0..self.each.len())
    }

    /// Those of these numbers.
    pub fn range(&self, numbers: Range<usize>) -> impl Iterator<Item = Line<'a>> {
        let (document, text) = (self.counts.script(), self.text);
        let mut start = numbers.start.checked_sub(1).map_or(0, |before| self.each[before].0);
        self.each[numbers].iter().map(move |&(end, shown)| {
            let script = match (shown.own, document) {
                (Script::Neutral, document) => document,
                (Script::Hans, Script::Hant) if shown.is_weak => Script::Hant,
                // A line of kanji in a Japanese text gives itself away as one script or the other.
                (_, Script::Japanese) => Script::Japanese,
                (own, _) => own,
            };
            let line = Line { start, text: &text[start..end], script, own: shown.own, shown };
            start = end;
            line
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_show_their_script() {
        for (text, script) in [
            ("互聯網事業快速發展", Script::Hant),
            ("幾位同志講得很好,后來在這里說干部", Script::Hant),
            ("這個軟體在簡體版里叫“软件”,說明書沒有譯過來,請見諒", Script::Hant),
            ("互联网事业快速发展", Script::Hans),
            ("书名是《東京夢華錄》，我们从头读起", Script::Hans),
            ("后里干范", Script::Neutral),
            ("", Script::Neutral),
            ("学校へ行きました", Script::Japanese),
            ("她爱喝优の良品的果汁，还有面包和蛋糕", Script::Hans),
        ] {
            assert_eq!(Counts::of(text).script(), script, "{text}");
        }
    }

    #[test]
    fn characters_are_counted_line_by_line() {
        let long = "这".repeat(3 * MOST);
        for text in ["", "\n", "é", "这\n\né", "這这の𠀀𠮷a\r\n\n書é囘\n", "𠀀", "は\n", &long]
        {
            let says = says(&set_of(['é', '書', 'a']), Some(&set_of(['囘', '書'])));
            let lines = Lines::by(text, &says);
            assert!(lines.iter().map(|line| line.text).eq(text.split_inclusive('\n')), "{text}");
            let (mut sum, mut each) = (Counts::default(), Vec::new());
            Counts::each(text, &says, |_, counts| each.push(counts));
            assert_eq!(each.len(), lines.iter().count());
            for (line, counts) in lines.iter().zip(each) {
                let count = |is: &dyn Fn(char) -> bool| line.text.chars().filter(|c| is(*c)).count();
                let Counts { hans, hant, han, kana, beyond, asked, old } = counts;
                assert_eq!((hans, hant), (count(&|c| c == '这'), count(&|c| "這書".contains(c))));
                assert_eq!((han, kana), (count(&is_han), count(&is_kana)));
                assert_eq!((beyond, asked), (count(&|c| c > '\u{FFFF}'), count(&|c| "é書a".contains(c))));
                assert_eq!((old, line.has_old()), (count(&|c| "囘書".contains(c)), old > 0));
                assert_eq!((line.has_asked(), line.has_beyond()), (asked > 0, beyond > 0));
                sum = sum.and(counts);
            }
            let all = lines.counts();
            assert_eq!((sum.hans, sum.hant, sum.asked), (all.hans, all.hant, all.asked));
        }
    }

    #[test]
    fn lines_have_scripts_of_their_own() {
        let scripts = |text| Lines::of(text).iter().map(|line| line.script).collect::<Vec<_>>();
        assert_eq!(scripts("這是頭髮\n这是头发\n后里\n"), [Script::Hant, Script::Hans, Script::Hans]);
        assert_eq!(
            scripts("這是頭髮，這裏還有書信與詩詞，寫給離開學校後遠遊的親戚\n黄山\n黄荆书\n")[1..],
            [Script::Hant, Script::Hans]
        );
        assert_eq!(scripts("學校へ行きました\n発売中\n国会\n"), [Script::Japanese; 3]);
        assert_eq!(scripts("后里\n"), [Script::Neutral]);
    }
}
