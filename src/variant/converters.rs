//! What the converters write that look at single characters only, and how often a text contradicts each of them.
//!
//! Such a converter writes one form for a Simplified character, whatever the word. A single 於 shows that no converter
//! made the text that writes 于. Texts that were never converted contradict every converter at one choice of forms in
//! forty or more.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::made::zeros;
use crate::dictionary::Table;
use crate::dictionary::characters::single;
use crate::error::Error;
use crate::text::two_of_three;

/// How many converters are known: one that always writes the first form, one that keeps what is Traditional too, and the
/// one of many web pages, which keeps less.
pub(super) const KNOWN: usize = 3;
/// What the last one writes where the one before writes something else.
const WEB: &str = "variants/WebConverter.txt";
/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;
/// Stands in it where nothing is known.
const UNKNOWN: char = '-';

/// The known converters.
#[derive(Debug)]
pub(super) struct Converters {
    /// What a character of a text says.
    told: FxHashMap<char, Told>,
    /// The same of all of them, from 1 on, those last that a word may keep; nothing is 0.
    numbered: Vec<Told>,
    /// The number of the first of these.
    kept_from: usize,
    /// The numbers of the characters of the plane, and of those beyond.
    plane: Box<[u16; PLANE]>,
    beyond: FxHashMap<char, u16>,
    /// Simplified characters with several forms, by number.
    choices: FxHashMap<char, usize>,
    /// Words in which Simplified keeps a Traditional form, 乾 in 乾隆, by that and with the bytes before it: there it comes
    /// through a converter and says nothing.
    kept: FxHashMap<char, Vec<(String, usize)>>,
    /// What each converter writes for such a character, where that is known.
    writes: Vec<[Option<char>; KNOWN]>,
}

/// One form of a character that has several.
#[derive(Debug, Clone, Copy)]
struct Told {
    choice: usize,
    form: char,
    /// Whether it is in a word in which Simplified keeps it.
    is_kept: bool,
}

/// What a text shows.
#[derive(Debug)]
pub(super) struct Testimony {
    /// Places where there is a choice of forms.
    pub choices: usize,
    /// How many of them contradict each known converter.
    pub contradict: [usize; KNOWN],
    /// How many characters stand in several forms.
    pub mixed: usize,
    /// How many stand in one.
    pub even: usize,
    seen: Vec<Seen>,
}

/// In which form the text has a character.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    form: Option<char>,
    count: usize,
    several: bool,
}

impl Converters {
    /// Characters are compared by their `form`, without the habits of a region. Tables of `data` replace compiled-in ones.
    ///
    /// # Errors
    /// When a table of `data` cannot be read or parsed.
    pub fn new(form: impl Fn(char) -> char, data: Option<&Path>) -> Result<Converters, Error> {
        let [to_hant, to_hans, phrases] = [
            Table::open("variants/STCharacters.txt", data)?,
            Table::open("variants/TSCharacters.txt", data)?,
            Table::open("variants/TSPhrases.txt", data)?,
        ];
        let web = Table::open(WEB, data)?;
        let mut made = Converters {
            told: FxHashMap::default(),
            numbered: Vec::new(),
            kept_from: 0,
            plane: zeros(),
            beyond: FxHashMap::default(),
            choices: FxHashMap::default(),
            kept: FxHashMap::default(),
            writes: Vec::new(),
        };
        for row in to_hant.rows() {
            let (Some(simple), Some(first)) = (single(row.key), single(row.value())) else { continue };
            let mut forms = row.values().filter_map(single).map(&form);
            if forms.all(|other| other == form(first)) {
                continue;
            }
            let kept = if row.values().any(|value| value == row.key) { simple } else { first };
            let on_the_web = web.get(row.key).map_or(Some(kept), |row| single(row.value()));
            let choice = made.writes.len();
            made.writes
                .push([Some(first), Some(kept), on_the_web.filter(|c| *c != UNKNOWN)].map(|c| c.map(&form)));
            made.choices.insert(simple, choice);
            made.told.insert(simple, Told { choice, form: form(simple), is_kept: false });
        }
        for row in to_hans.rows() {
            let (Some(c), Some(simple)) = (single(row.key), single(row.value())) else { continue };
            if let Some(choice) = made.choices.get(&simple) {
                made.told.entry(c).or_insert(Told { choice: *choice, form: form(c), is_kept: false });
            }
        }
        for row in phrases.rows() {
            let simple = row.value().chars();
            let stays =
                row.key.char_indices().zip(simple).filter(|((_, c), simple)| c == simple).map(|(at, _)| at);
            for (at, c) in stays.filter(|(_, c)| made.told.contains_key(c) && !made.choices.contains_key(c)) {
                made.kept.entry(c).or_default().push((row.key.into(), at));
            }
        }
        for (c, told) in &mut made.told {
            told.is_kept = made.kept.contains_key(c);
        }
        made.number();
        Ok(made)
    }

    /// Numbers the characters that say anything.
    fn number(&mut self) {
        let mut each: Vec<(char, Told)> = self.told.iter().map(|(c, told)| (*c, *told)).collect();
        each.sort_unstable_by_key(|(c, told)| (told.is_kept, *c));
        self.kept_from = 1 + each.partition_point(|(_, told)| !told.is_kept);
        // There are a thousand of them.
        for ((c, told), number) in each.into_iter().zip(1..=u16::MAX) {
            self.numbered.push(told);
            match self.plane.get_mut(c as usize) {
                Some(place) => *place = number,
                None => drop(self.beyond.insert(c, number)),
            }
        }
    }

    /// How often each character of a number stands in `text`, by that, words left out that Simplified keeps.
    fn counted(&self, text: &str) -> Vec<usize> {
        let (mut counts, mut kept) = (vec![0; self.numbered.len() + 1], Vec::new());
        let mut add = |at: usize, number: u16| {
            if number == 0 {
                return;
            }
            let number = usize::from(number);
            counts[number] += 1;
            if number >= self.kept_from {
                kept.push((at, number));
            }
        };
        let (bytes, mut at) = (text.as_bytes(), 0);
        loop {
            // Most say nothing.
            while let Some([first, second]) =
                bytes.get(at..).and_then(<[u8]>::first_chunk).and_then(two_of_three)
            {
                let (first, second) = (self.plane[first], self.plane[second]);
                if first | second != 0 {
                    add(at, first);
                    add(at + 3, second);
                }
                at += 6;
            }
            let Some(&[first, second, third]) = bytes.get(at..).and_then(<[u8]>::first_chunk) else { break };
            let bits = |byte: u8, mask: u8| usize::from(byte & mask);
            let (number, length) = match first {
                0xE0..=0xEF => {
                    let c = bits(first, 0xF) << 12 | bits(second, 0x3F) << 6 | bits(third, 0x3F);
                    (self.plane[c], 3)
                }
                0..=0x7F => (self.plane[usize::from(first)], 1),
                0xC0..=0xDF => (self.plane[bits(first, 0x1F) << 6 | bits(second, 0x3F)], 2),
                _ => {
                    let c = text[at..].chars().next();
                    (c.and_then(|c| self.beyond.get(&c)).copied().unwrap_or(0), 4)
                }
            };
            add(at, number);
            at += length;
        }
        for (place, c) in text.get(at..).unwrap_or_default().char_indices() {
            add(at + place, self.plane.get(c as usize).copied().unwrap_or(0));
        }
        for (at, number) in kept {
            let c = text[at..].chars().next();
            counts[number] -= usize::from(c.is_some_and(|c| self.is_kept(text, at, c)));
        }
        counts
    }

    /// Whether `simple` has several forms.
    pub fn has(&self, simple: char) -> bool {
        self.choices.contains_key(&simple)
    }

    /// What the known converter `number` writes for `simple`, which has several forms, where that is known.
    pub fn writes(&self, number: usize, simple: char) -> Option<char> {
        self.choices.get(&simple).and_then(|choice| self.writes[*choice][number])
    }

    /// What `text` shows.
    pub fn testimony(&self, text: &str) -> Testimony {
        let mut seen = vec![Seen::default(); self.writes.len()];
        let (mut choices, mut contradict) = (0, [0; KNOWN]);
        for (told, count) in self.numbered.iter().zip(self.counted(text).into_iter().skip(1)) {
            if count == 0 {
                continue;
            }
            choices += count;
            for (contradicting, writes) in contradict.iter_mut().zip(&self.writes[told.choice]) {
                *contradicting += count * usize::from(writes.is_some_and(|writes| writes != told.form));
            }
            let seen = &mut seen[told.choice];
            seen.several |= seen.form.is_some_and(|form| form != told.form);
            seen.form.get_or_insert(told.form);
            seen.count += count;
        }
        let mixed = seen.iter().filter(|seen| seen.several).count();
        let even = seen.iter().filter(|seen| seen.form.is_some() && !seen.several).count();
        Testimony { choices, contradict, mixed, even, seen }
    }

    /// Whether `c` at `at` stands in a word in which Simplified keeps it.
    fn is_kept(&self, text: &str, at: usize, c: char) -> bool {
        self.kept.get(&c).is_some_and(|words| {
            words.iter().any(|(word, before)| {
                let start = at.checked_sub(*before);
                start.and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(word.as_str()))
            })
        })
    }

    /// How often the text of `testimony` has the character of which `form` is one form, where it always writes that.
    pub fn always(&self, testimony: &Testimony, form: char) -> usize {
        let seen = self.told.get(&form).map(|told| (testimony.seen[told.choice], told.form));
        seen.filter(|(seen, form)| !seen.several && seen.form == Some(*form))
            .map_or(0, |(seen, _)| seen.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Testimony {
        Converters::new(|c| c, None).unwrap().testimony(text)
    }

    #[test]
    fn every_converter_is_contradicted_by_what_it_never_writes() {
        assert_eq!(of("於是皇后").contradict, [1, 1, 1], "the first writes 後 for 后, the others 于 for 於");
        assert_eq!(of("于是今后黨員").contradict, [2, 1, 0], "the second keeps 党");
        assert_eq!(of("乾隆瞭望").choices, 0, "Simplified has them, too");
        assert_eq!(of("abc, 這們").choices, 0, "there is no choice");
    }

    #[test]
    fn characters_in_several_forms_are_counted() {
        let converters = Converters::new(|c| c, None).unwrap();
        let testimony = converters.testimony("今後，前後，皇后，於是");
        assert_eq!((testimony.mixed, testimony.even, testimony.choices), (1, 1, 4));
        assert_eq!((converters.always(&testimony, '於'), converters.always(&testimony, '後')), (1, 0));
    }
}
