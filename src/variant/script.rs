//! Which script a text is in, told by the characters that only one script has.

use std::sync::LazyLock;

use crate::dictionary::characters::{built_in, single};
use crate::dictionary::{simplified, traditional};
use crate::text::{is_han, is_in_set, set_of};

/// The script that a character gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaning {
    /// Either, or none.
    None,
    /// Written in Simplified only: no Traditional choice keeps it.
    Hans,
    /// Written in Traditional only: simplifying changes it, and it is no Simplified form of another.
    Hant,
}

static LEANINGS: LazyLock<Box<[Leaning]>> = LazyLock::new(|| {
    let (to_hans, to_hant) = (built_in("variants/TSCharacters.txt"), built_in("variants/STCharacters.txt"));
    let regional = ["variants/TWVariantsRev.txt", "variants/HKVariantsRev.txt"].map(built_in);
    let regional = set_of(regional.iter().flat_map(|table| table.rows()).filter_map(|row| single(row.key)));
    let mut leanings = vec![Leaning::None; 0x1_0000].into_boxed_slice();
    let mut lean = |key: &str, leaning| {
        if let Some(slot) = single(key).and_then(|c| leanings.get_mut(c as usize)) {
            *slot = leaning;
        }
    };
    for row in to_hans.rows() {
        if single(row.key).is_some_and(|c| simplified(c) != c && traditional(c) == c) {
            lean(row.key, Leaning::Hant);
        }
    }
    for row in to_hant.rows() {
        // 里, 后, 干 and 范 are Traditional characters too: they say nothing. So is what a region writes for the standard.
        if single(row.key).is_some_and(|c| simplified(c) == c && !is_in_set(&regional, c))
            && row.values().all(|value| value != row.key)
        {
            lean(row.key, Leaning::Hans);
        }
    }
    leanings
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
const KANA: usize = 8;

/// How many characters of `text` are written in Simplified only, and how many in Traditional only.
pub(crate) fn scripts(text: &str) -> (usize, usize) {
    let (mut hans, mut hant) = (0, 0);
    for c in text.chars() {
        match LEANINGS.get(c as usize) {
            Some(Leaning::Hans) => hans += 1,
            Some(Leaning::Hant) => hant += 1,
            _ => {}
        }
    }
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
}

impl Counts {
    pub fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        for c in text.chars() {
            match LEANINGS.get(c as usize) {
                Some(Leaning::Hans) => counts.hans += 1,
                Some(Leaning::Hant) => counts.hant += 1,
                _ => {}
            }
            counts.han += usize::from(is_han(c));
            counts.kana += usize::from(is_kana(c));
        }
        counts
    }

    /// These and `more`.
    fn and(self, more: Counts) -> Counts {
        Counts {
            hans: self.hans + more.hans,
            hant: self.hant + more.hant,
            han: self.han + more.han,
            kana: self.kana + more.kana,
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
        if self.kana > 0 && KANA * self.kana > self.han + self.kana {
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

/// The lines of `text`, each with the byte it begins at and its script. A line that gives nothing away is of the
/// document's; where the document gives nothing away either, it is neutral.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str, Script)> {
    let each: Vec<Counts> = text.split_inclusive('\n').map(Counts::of).collect();
    let document = each.iter().fold(Counts::default(), |sum, counts| sum.and(*counts)).script();
    let mut at = 0;
    text.split_inclusive('\n').zip(each).map(move |(line, counts)| {
        let start = at;
        at += line.len();
        let script = match (counts.script(), document) {
            (Script::Neutral, document) => document,
            (Script::Hans, Script::Hant) if counts.hans < AMONG_HANT || counts.hans <= counts.hant => {
                Script::Hant
            }
            // A line of kanji in a Japanese text gives itself away as one script or the other.
            (_, Script::Japanese) => Script::Japanese,
            (own, _) => own,
        };
        (start, line, script)
    })
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
        let scripts = |text| lines(text).map(|(_, _, script)| script).collect::<Vec<_>>();
        assert_eq!(scripts("這是頭髮\n这是头发\n后里\n"), [Script::Hant, Script::Hans, Script::Hans]);
        assert_eq!(
            scripts("這是頭髮，這裏還有書信與詩詞，寫給離開學校後遠遊的親戚\n黄山\n黄荆书\n")[1..],
            [Script::Hant, Script::Hans]
        );
        assert_eq!(scripts("學校へ行きました\n発売中\n国会\n"), [Script::Japanese; 3]);
        assert_eq!(scripts("后里\n"), [Script::Neutral]);
    }
}
