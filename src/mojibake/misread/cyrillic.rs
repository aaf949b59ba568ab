//! Whether a text is in Cyrillic letters, as Russian is, rather than misread.

use super::standing::{Kind, kind};

/// Consonants in a row that a word in Cyrillic letters has at most, and one vowel to so many letters at least.
/// (intact/russian-headings, intact/russian-quoted)
const CONSONANTS: usize = 4;
const LETTERS: usize = 6;

/// Whether a text is words in Cyrillic letters, as far as capitals and vowels tell: misread text has them by chance.
pub(super) fn is_words(text: &str) -> bool {
    // Quotation marks stand where words begin and end.
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut previous = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let before = previous.replace(c);
        let fits = match c {
            '«' => !is_letter(before),
            '»' => !is_letter(rest.peek().copied()),
            c => c.is_ascii() || kind(c) == Kind::Cyrillic && c.is_alphabetic(),
        };
        if !fits {
            return false;
        }
    }
    words(text).all(|word| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_cased = capitals == 0
            || capitals == word.chars().count()
            || capitals == 1 && word.chars().next().is_some_and(char::is_uppercase);
        is_cased && is_said(word)
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// Whether a word in Cyrillic letters can be said.
fn is_said(word: &str) -> bool {
    let is_vowel = |c: char| "аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ".contains(c);
    let vowels = word.chars().filter(|c| is_vowel(*c)).count();
    let longest = word.split(is_vowel).map(|run| run.chars().count()).max().unwrap_or(0);
    longest <= CONSONANTS && vowels * LETTERS >= word.chars().count()
}

/// Cyrillic letters in small words from which on a line is no misread text.
const PROSE: usize = 24;
/// The marks of such lines, each beside a blank or another mark: where text is misread they stand between letters.
const MARKS: &str = "«»„“”—–…№";

/// Whether a line is prose in Cyrillic letters: words in small letters, capitals at their beginnings only. Of misread text the half of
/// all letters is capital. (intact/russian-prose, synthetic/misread-in-russian-prose)
pub(super) fn is_prose(line: &str) -> bool {
    let (mut letters, mut before) = (0, None);
    let mut rest = line.chars().peekable();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    while let Some(c) = rest.next() {
        let fits = match c {
            c if c.is_ascii() => true,
            c if MARKS.contains(c) => !is_letter(before) || !is_letter(rest.peek().copied()),
            c => kind(c) == Kind::Cyrillic && c.is_alphabetic(),
        };
        if !fits {
            return false;
        }
        letters += usize::from(kind(c) == Kind::Cyrillic);
        before = Some(c);
    }
    // Prepositions are of one letter.
    let is_small = |word: &str| {
        let mut behind = word.chars().skip(1).peekable();
        word.is_ascii() || behind.peek().is_none() || behind.all(char::is_lowercase) && is_said(word)
    };
    letters >= PROSE && words(line).all(is_small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::{CodePage, misread};

    #[test]
    fn prose_is_told_from_what_was_misread() {
        let prose = "«Сегодня опять приедут гости, — сказала соседка, — надо бы испечь пирог с капустой…»";
        assert!(is_prose(prose));
        assert!(!is_prose("Привет, мир"), "too short to tell");
        let title = misread("中国的天气很好", CodePage::Gbk, CodePage::Windows1251, 1);
        assert!(!is_prose(&format!("{prose} {title}")));
        let sentence = "我们在学校的图书馆里读书，下午去看电影，晚上回家吃饭。";
        for written in [CodePage::Utf8, CodePage::Gbk, CodePage::Big5] {
            assert!(!is_prose(&misread(sentence, written, CodePage::Windows1251, 1)), "{written}");
        }
    }
}
