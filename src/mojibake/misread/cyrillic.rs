//! Whether a text is in Cyrillic letters, as Russian is, rather than misread.

use crate::text::Span;

/// Consonants in a row that a word in Cyrillic letters has at most, and one vowel to so many letters at least.
/// (intact/russian-headings, intact/russian-quoted)
const CONSONANTS: usize = 4;
const LETTERS: usize = 6;

/// A letter of Cyrillic, asked of every character of text in it.
fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}')
}

fn is_letter(c: char) -> bool {
    is_cyrillic(c) || c.is_alphabetic()
}

/// Whether a text is words in Cyrillic letters, as far as capitals and vowels tell: misread text has them by chance.
fn is_words(text: &str) -> bool {
    // Quotation marks stand where words begin and end.
    let is_beside = |c: Option<char>| c.is_some_and(is_letter);
    let mut previous = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let before = previous.replace(c);
        let fits = match c {
            '«' => !is_beside(before),
            '»' => !is_beside(rest.peek().copied()),
            c => c.is_ascii() || is_cyrillic(c),
        };
        if !fits {
            return false;
        }
    }
    words(text).all(|word| {
        let capitals = capitals(word);
        let is_cased = capitals == 0
            || capitals == word.chars().count()
            || capitals == 1 && word.chars().next().is_some_and(char::is_uppercase);
        is_cased && is_said(word, LETTERS)
    })
}

fn capitals(word: &str) -> usize {
    word.chars().filter(|c| c.is_uppercase()).count()
}

/// The same of a part of a line; where letters stand beside it, of the word that it is a part of, which may begin with several
/// capitals. (intact/bulgarian-capitals)
pub(super) fn are_words(line: &str, span: Span) -> bool {
    let (before, behind) = (&line[..span.start], &line[span.end..]);
    let start = before.trim_end_matches(is_cyrillic).len();
    let end = line.len() - behind.trim_start_matches(is_cyrillic).len();
    let Some(text) = span.of(line) else { return false };
    let whole = &line[start..end];
    let begins_in_capitals = || {
        let mut small = whole.chars().skip_while(|c| c.is_uppercase());
        small.all(char::is_lowercase) && is_said(whole, LETTERS)
    };
    is_words(text) || whole.len() > text.len() && whole.chars().all(is_cyrillic) && begins_in_capitals()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty())
}

/// Whether a word in Cyrillic letters can be said: it has a vowel to so many `letters`.
fn is_said(word: &str, letters: usize) -> bool {
    let is_vowel = |c: char| {
        matches!(c, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є')
            || matches!(c, 'А' | 'Е' | 'Ё' | 'И' | 'О' | 'У' | 'Ы' | 'Э' | 'Ю' | 'Я' | 'І' | 'Ї' | 'Є')
    };
    let vowels = word.chars().filter(|c| is_vowel(*c)).count();
    let longest = word.split(is_vowel).map(|run| run.chars().count()).max().unwrap_or(0);
    longest <= CONSONANTS && vowels * letters >= word.chars().count()
}

/// Cyrillic letters in small words from which on a line is no misread text; and where all are letters of Russian, Ukrainian or
/// Belarusian, with no marks: of 400,000 pieces of sentences in GBK and as many in UTF-8, misread by themselves, none came out with
/// more than six. Some could (人人为财 in UTF-8), which nothing tells of by itself.
/// (intact/russian-prose, intact/russian-abbreviations, synthetic/misread-in-russian-lines)
const PROSE: usize = 24;
const PROSE_OF_EAST: usize = 10;
/// The marks of such lines, each beside a blank or another mark: where text is misread they stand between letters.
fn is_mark(c: char) -> bool {
    matches!(c, '«' | '»' | '„' | '“' | '”' | '—' | '–' | '…' | '№' | '−' | '‑')
}

/// In words of prose one letter in so many is a vowel, at least: свойств.
const LETTERS_OF_PROSE: usize = 7;

/// Whether a line is prose in Cyrillic letters: words in small letters, capitals at their beginnings only. Of misread text the
/// half of all letters is capital, and a word of it in a line that is right may be so throughout. (intact/russian-prose, synthetic/misread-in-russian-prose)
pub(super) fn is_prose(line: &str) -> bool {
    let (mut letters, mut of_east, mut marked, mut before) = (0, 0, false, None);
    let mut rest = line.chars().peekable();
    let is_beside = |c: Option<char>| c.is_some_and(is_letter);
    while let Some(c) = rest.next() {
        let fits = match c {
            c if c.is_ascii() => true,
            // A blank that does not break, and a byte of UTF-8 as well.
            '\u{A0}' => true,
            c if is_mark(c) => !is_beside(before) || !is_beside(rest.peek().copied()),
            c => is_cyrillic(c),
        };
        if !fits {
            return false;
        }
        marked |= !c.is_ascii() && !is_cyrillic(c);
        letters += usize::from(is_cyrillic(c));
        of_east += usize::from(matches!(c, 'А'..='я' | 'Ё' | 'ё') || "ІіЇїЄєҐґЎў".contains(c));
        before = Some(c);
    }
    // Prepositions are of one letter.
    let is_small = |word: &str| {
        let mut behind = word.chars().skip(1).peekable();
        let is_one = word.is_ascii() || behind.peek().is_none();
        is_one || behind.all(char::is_lowercase) && is_said(word, LETTERS_OF_PROSE)
    };
    let enough = if of_east == letters && !marked { PROSE_OF_EAST } else { PROSE };
    letters >= enough && words(line).all(is_small)
}

#[cfg(test)]
mod tests {
    use super::super::standing::{Kind, kind};
    use super::*;
    use crate::damage::{CodePage, misread};

    #[test]
    fn prose_is_told_from_what_was_misread() {
        let prose = "«Сегодня опять приедут гости, — сказала соседка, — надо бы испечь пирог с капустой…»";
        assert!(is_prose(prose));
        assert!(!is_prose("Привет, мир"), "too short to tell");
        assert!(is_prose("Новая таблица") && !is_prose("новаЯ ТаблиЦа"));
        assert!(is_prose("Осенью он уехал, а потом вернулся в\u{A0}Москву."));
        // Two words of GBK, and one that came out as marks between letters.
        assert!(!is_prose("Создать копию УРУГ воздушного судна.") && !is_prose("Искать д»„д»„д»„ архивы"));
        // UTF-8 that came out as small letters alone, some of which no language has beside the others.
        let letters = misread("非常方便", CodePage::Utf8, CodePage::Windows1251, 1).replace(['–', '№'], "");
        assert!(letters.chars().all(char::is_lowercase) && !is_prose(&letters), "{letters}");
        let title = misread("中国的天气很好", CodePage::Gbk, CodePage::Windows1251, 1);
        assert!(!is_prose(&format!("{prose} {title}")));
        let sentence = "我们在学校的图书馆里读书，下午去看电影，晚上回家吃饭。";
        for written in [CodePage::Utf8, CodePage::Gbk, CodePage::Big5] {
            assert!(!is_prose(&misread(sentence, written, CodePage::Windows1251, 1)), "{written}");
        }
    }

    #[test]
    fn a_part_of_a_word_stands_as_the_word_does() {
        let are_words = |line: &str, part: &str| {
            let start = line.find(part).unwrap();
            are_words(line, Span::new(start, start + part.len()))
        };
        assert!(are_words("на ПРОМенливата тук", "РОМе") && are_words("на дома тук", "на дома"));
        assert!(!are_words("на РОМе тук", "РОМе") && !are_words("на домРОМе тук", "РОМе"));
    }

    #[test]
    fn letters_of_cyrillic_are_those_of_its_kind() {
        for c in '\0'..='\u{FFFF}' {
            assert_eq!(is_cyrillic(c), kind(c) == Kind::Cyrillic && c.is_alphabetic(), "{c}");
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c}");
        }
    }
}
