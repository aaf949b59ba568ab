//! Rules for characters with several forms: which one stands beside which others.

use std::borrow::Cow;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::characters::single;
use super::names::NameCharacters;
use crate::error::Error;
use crate::text::{Bits, is_han, is_in_set, set_of};

/// The table's name, for citations.
const NAME: &str = "variants/choices.tsv";
const BUILT_IN: &str = include_str!("../../dictionaries/variants/choices.tsv");

/// The rules by character, in the order of the table.
#[derive(Debug)]
pub(crate) struct Choices {
    rules: FxHashMap<char, Rules>,
    /// The characters of the plane that have any.
    characters: Box<Bits>,
}

/// The rules for one character, and which of them what is nearest on either side leaves.
#[derive(Debug, Default)]
struct Rules {
    all: Vec<Choice>,
    before: Left,
    after: Left,
}

/// By the character that is nearest on one side, the rules that may hold: a bit for each, as far as there are bits.
#[derive(Debug, Default)]
struct Left {
    /// Whatever it is.
    always: u64,
    /// Where it is Han, and where it is not.
    han: u64,
    none: u64,
    /// Where it is this one.
    of: FxHashMap<char, u64>,
}

impl Left {
    /// Takes down what the rule of number `rule` asks for; `nearest` is what of a text is nearest to the character.
    fn add(&mut self, rule: usize, beside: &Beside, nearest: impl Fn(&str) -> Option<char>) {
        let bit = u32::try_from(rule).ok().and_then(|rule| 1u64.checked_shl(rule)).unwrap_or(0);
        if beside.texts.is_empty() || beside.unless {
            self.always |= bit;
        }
        for nearest in beside.texts.iter().filter_map(|text| nearest(text)) {
            match nearest {
                '?' | '&' => self.han |= bit,
                '^' => self.none |= bit,
                c => *self.of.entry(c).or_default() |= bit,
            }
        }
    }

    /// The rules that `nearest` leaves.
    fn by(&self, nearest: Option<char>) -> u64 {
        let kind = if nearest.is_some_and(is_han) { self.han } else { self.none };
        let own = nearest.and_then(|c| self.of.get(&c)).copied().unwrap_or(0);
        self.always | kind | own
    }
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What the character becomes.
    pub form: char,
    /// The line of the table, from 1.
    pub line: u32,
    before: Beside,
    after: Beside,
    /// Whether a word must begin at the character, or must not.
    pub starts_word: Option<bool>,
    /// Whether a word must end at the character, or must not.
    pub ends_word: Option<bool>,
}

/// What must or must not stand at one side; nothing said, anything may.
#[derive(Debug)]
struct Beside {
    texts: Vec<String>,
    unless: bool,
}

impl Beside {
    /// Texts with a space between them, behind `!` where they must not stand there; `-` for anything.
    fn parse(field: &str) -> Beside {
        let unless = field.starts_with('!');
        let texts = field.trim_start_matches('!').split(' ').filter(|text| !text.is_empty() && *text != "-");
        Beside { texts: texts.map(str::to_owned).collect(), unless }
    }

    fn fits(&self, stands: impl Fn(&str) -> bool) -> bool {
        self.texts.is_empty() || self.texts.iter().any(|text| stands(text)) != self.unless
    }
}

/// Whether the characters of `beside`, from the nearest on, are those of `text`. In `text`, `?` is any one Han character, `&`
/// one that is a common family name, and `^` that no Han character follows.
fn stands(mut beside: impl Iterator<Item = char>, mut text: impl Iterator<Item = char>) -> bool {
    text.all(|wanted| match (wanted, beside.next()) {
        ('^', next) => !next.is_some_and(is_han),
        ('?', next) => next.is_some_and(is_han),
        ('&', next) => next.is_some_and(|c| NameCharacters::built_in().is_surname(c)),
        (wanted, next) => next == Some(wanted),
    })
}

impl Choice {
    /// Whether the rule asks for nothing: it says what is usual.
    pub(crate) fn is_usual(&self) -> bool {
        self.before.texts.is_empty()
            && self.after.texts.is_empty()
            && self.starts_word.is_none()
            && self.ends_word.is_none()
    }

    /// Whether the rule holds between two texts.
    pub(crate) fn fits(&self, before: &str, after: &str) -> bool {
        self.before.fits(|text| stands(before.chars().rev(), text.chars().rev()))
            && self.after.fits(|text| stands(after.chars(), text.chars()))
    }
}

impl Choices {
    /// The name to cite.
    pub(crate) const NAME: &str = NAME;

    /// The rules of the folder `data` where it has the file, else those compiled in.
    ///
    /// # Errors
    /// When the file cannot be read or parsed.
    pub(crate) fn open(data: Option<&Path>) -> Result<Choices, Error> {
        match data.map(|folder| folder.join(NAME)).filter(|path| path.exists()) {
            None => Choices::parse(NAME, BUILT_IN),
            Some(path) => {
                let text = std::fs::read_to_string(&path)
                    .map_err(|source| Error::File { path: path.clone(), source })?;
                Choices::parse(&path.display().to_string(), text)
            }
        }
    }

    /// Lines of `character TAB form TAB before TAB after TAB word`, where `word` is `<` where a word must begin at the
    /// character, `>` where one must end, `<>` for both, `~` where none may end, and `-` where that does not matter. Lines that are empty or begin with `#` say nothing.
    fn parse(file: &str, text: impl Into<Cow<'static, str>>) -> Result<Choices, Error> {
        let mut rules: FxHashMap<char, Rules> = FxHashMap::default();
        for (line, n) in
            text.into().lines().zip(1u32..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n as usize, problem: problem.into() };
            let fields: Vec<&str> = line.split('\t').collect();
            let [character, form, before, after, word] = fields[..] else {
                return Err(fail("not five fields separated by tabs"));
            };
            let (Some(character), Some(form)) = (single(character), single(form)) else {
                return Err(fail("the first two fields are not one character each"));
            };
            let (starts_word, ends_word) = match word {
                "-" => (None, None),
                "<" => (Some(true), None),
                ">" => (None, Some(true)),
                "<>" => (Some(true), Some(true)),
                "~" => (None, Some(false)),
                _ => return Err(fail("the last field is none of - < > <> ~")),
            };
            let (before, after) = (Beside::parse(before), Beside::parse(after));
            let rule = Choice { form, line: n, before, after, starts_word, ends_word };
            let rules = rules.entry(character).or_default();
            let number = rules.all.len();
            rules.before.add(number, &rule.before, |text| text.chars().next_back());
            rules.after.add(number, &rule.after, |text| text.chars().next());
            rules.all.push(rule);
        }
        let characters = set_of(rules.keys().copied());
        Ok(Choices { rules, characters })
    }

    /// Whether there are rules for `character`.
    #[inline]
    pub(crate) fn has(&self, character: char) -> bool {
        is_in_set(&self.characters, character)
            || u32::from(character) > 0xFFFF && self.rules.contains_key(&character)
    }

    /// The characters that there are rules for.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        self.rules.keys().copied()
    }

    /// The rules for `character`, the first that holds decides.
    pub(crate) fn rules(&self, character: char) -> impl Iterator<Item = &Choice> {
        self.rules.get(&character).into_iter().flat_map(|rules| &rules.all)
    }

    /// Those for `character` that what is nearest on either side leaves, a bit for each by its number; `None` where there are more
    /// than there are bits.
    pub(crate) fn left(&self, character: char, before: Option<char>, after: Option<char>) -> Option<u64> {
        let Some(rules) = self.rules.get(&character) else { return Some(0) };
        (rules.all.len() <= u64::BITS as usize).then(|| rules.before.by(before) & rules.after.by(after))
    }

    /// Those that [fit](Choice::fits) between two texts.
    pub(crate) fn fitting<'a>(
        &'a self,
        character: char,
        before: &'a str,
        after: &'a str,
    ) -> impl Iterator<Item = &'a Choice> {
        let rules = self.rules.get(&character);
        let left = rules.map_or(0, |rules| {
            rules.before.by(before.chars().next_back()) & rules.after.by(after.chars().next())
        });
        let all = rules.into_iter().flat_map(|rules| rules.all.iter().zip(0u32..));
        let is_left = move |number: u32| left.checked_shr(number).is_none_or(|left| left & 1 != 0);
        all.filter(move |(rule, number)| is_left(*number) && rule.fits(before, after)).map(|(rule, _)| rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_decide() {
        let choices = Choices::parse("t", "只\t隻\t一 两\t!是\t>\n只\t只\t-\t-\t-\n").unwrap();
        let rule = |before: &str, after: &str| {
            choices.rules('只').find(|rule| rule.fits(before, after)).map(|rule| (rule.form, rule.line))
        };
        assert_eq!(rule("有一", "猫"), Some(('隻', 1)));
        assert_eq!(rule("有一", "是"), Some(('只', 2)));
        assert_eq!(rule("有", ""), Some(('只', 2)));
        assert_eq!(choices.rules('后').count(), 0);
    }

    #[test]
    fn signs_stand_for_characters() {
        let rules = "范\t范\t^\t?，字 ??，字\t-\n卷\t捲\t把?\t起\t-\n冲\t沖\t^&\t！\t-\n";
        let choices = Choices::parse("t", rules).unwrap();
        let fits = |c: char, before: &str, after: &str| choices.rules(c).any(|rule| rule.fits(before, after));
        assert!(fits('范', "", "雍，字伯淳") && fits('范', "。", "仲淹，字希文"));
        assert!(
            !fits('范', "模", "仲淹，字希文") && !fits('范', "", "，字希文") && !fits('范', "", "仲a，字")
        );
        assert!(fits('冲', "令，王", "！") && !fits('冲', "令，他", "！"));
        assert!(fits('卷', "他把书", "起来") && !fits('卷', "把", "起来") && !fits('卷', "书", "起来"));
    }

    #[test]
    fn bad_lines_are_named() {
        for text in ["只\t隻\n", "#\n只\t隻隻\t-\t-\t-\n", "只\t隻\t-\t-\tx\n"] {
            assert!(matches!(Choices::parse("t", text), Err(Error::Line { .. })), "{text:?}");
        }
        assert!(Choices::open(None).is_ok());
    }
}
