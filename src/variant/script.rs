//! Which script a text is in, told by the characters that only one script has.

use std::sync::LazyLock;

use super::made::zeros;
use crate::dictionary::characters::{built_in, single};
use crate::dictionary::{simplified, traditional};
use crate::text::{is_han, is_in_set, set_of};

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// What a character says of the text it stands in, a bit each: that it is written in Simplified only, for no Traditional
/// choice keeps it; in Traditional only, for simplifying changes it and it is no Simplified form of another; that it is Han;
/// that it is kana; that it lies beyond the plane.
const HANS: u8 = 1;
const HANT: u8 = 2;
const HAN: u8 = 4;
const KANA: u8 = 8;
const BEYOND: u8 = 16;
/// Sets of these.
const KINDS: usize = 32;

static SAYS: LazyLock<Box<[u8; PLANE]>> = LazyLock::new(|| {
    let (to_hans, to_hant) = (built_in("variants/TSCharacters.txt"), built_in("variants/STCharacters.txt"));
    let regional = ["variants/TWVariantsRev.txt", "variants/HKVariantsRev.txt"].map(built_in);
    let regional = set_of(regional.iter().flat_map(|table| table.rows()).filter_map(|row| single(row.key)));
    let mut says: Box<[u8; PLANE]> = zeros();
    for (says, c) in says.iter_mut().zip(0u32..).filter_map(|(says, c)| Some((says, char::from_u32(c)?))) {
        *says = if is_han(c) { HAN } else { 0 } | if is_kana(c) { KANA } else { 0 };
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
}

impl Counts {
    pub fn of(text: &str) -> Counts {
        let says = &**SAYS;
        // By what they say, how many characters do.
        let mut kinds = [0; KINDS];
        let (bytes, mut at) = (text.as_bytes(), 0);
        // One look at three bytes does for nearly every character.
        while let Some(&[a, b, c]) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let (kind, length) = match a {
                0xE0..=0xEF => {
                    let (first, second) = (usize::from(a & 0xF) << 12, usize::from(b & 0x3F) << 6);
                    (says[first | second | usize::from(c & 0x3F)], 3)
                }
                0..=0x7F => (0, 1),
                0xC0..=0xDF => (0, 2),
                _ => (Counts::beyond(text, at), 4),
            };
            kinds[usize::from(kind) % KINDS] += 1;
            at += length;
        }
        let mut counts = Counts::default();
        for (count, kind) in kinds.into_iter().zip(0u8..).filter(|(count, _)| *count > 0) {
            let add = |field: &mut usize, bit| *field += if kind & bit == 0 { 0 } else { count };
            add(&mut counts.hans, HANS);
            add(&mut counts.hant, HANT);
            add(&mut counts.han, HAN);
            add(&mut counts.kana, KANA);
            add(&mut counts.beyond, BEYOND);
        }
        counts
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
        }
    }

    pub fn has_kana(self) -> bool {
        self.kana > 0
    }

    /// Whether a character lies beyond the Basic Multilingual Plane.
    pub fn has_beyond(self) -> bool {
        self.beyond > 0
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

/// The lines of a text, and what their characters give away.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    each: Vec<(usize, Counts)>,
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
    pub counts: Counts,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        let each = text.split_inclusive('\n').map(|line| (line.len(), Counts::of(line))).collect::<Vec<_>>();
        let counts = each.iter().fold(Counts::default(), |sum, (_, counts)| sum.and(*counts));
        Lines { text, each, counts }
    }

    /// `line`, which is one of them, alone, in the company it had.
    pub fn alone(&self, line: &Line<'a>) -> Lines<'a> {
        Lines { text: line.text, each: vec![(line.text.len(), line.counts)], counts: self.counts }
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
        let (document, mut end) = (self.counts.script(), 0);
        self.each.iter().map(move |(bytes, counts)| {
            let start = end;
            end += bytes;
            let own = counts.script();
            let script = match (own, document) {
                (Script::Neutral, document) => document,
                (Script::Hans, Script::Hant) if counts.hans < AMONG_HANT || counts.hans <= counts.hant => {
                    Script::Hant
                }
                // A line of kanji in a Japanese text gives itself away as one script or the other.
                (_, Script::Japanese) => Script::Japanese,
                (own, _) => own,
            };
            Line { start, text: &self.text[start..end], script, own, counts: *counts }
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
