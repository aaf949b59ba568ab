//! Which characters a known byte can belong to, when the other byte of its pair is lost, and how common they are.

use std::cell::Cell;

use super::numbers::{Answers, Numbers};
use super::words::PARTICLE;
use crate::damage::gbk::{self, Pair};
use crate::dictionary::characters::half_converted;
use crate::dictionary::{simplified, traditional};
use crate::language::{Label, Marks, Model, Prefix, Word};
use crate::text::is_han;

/// Characters rarer than this (log10 of their share of running text) are not tried where a byte is lost.
const RAREST: f32 = -6.2;

/// How many of the commonest characters are tried between two vanished pairs.
const JOINTS: usize = 600;
/// How many of the commonest characters are tried where both bytes are lost.
const COMMON: usize = 300;

/// A character by one of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Half {
    /// Its other byte.
    pub other: u8,
    pub c: char,
    /// Whether it is none of Han.
    pub is_mark: bool,
    /// Its Simplified form.
    pub plain: char,
    /// Whether it is the usual Traditional form of that, or what a table one to one leaves there (于, 里).
    pub is_usual: bool,
    /// log10 of its share of running text.
    pub share: f32,
    /// Where its Simplified form lies in the trie of words, as a word's first character, and the word that it is.
    pub first: Option<(Prefix, Option<Word>)>,
    /// What that word costs alone; 0 where it is none.
    pub alone: f32,
    /// What its Simplified form is called in words; `None` where it is in none.
    pub label: Option<Label>,
}

/// The characters of GBK by lead byte and by trail byte, commonest first.
#[derive(Debug)]
pub(super) struct Halves {
    by_lead: Vec<Vec<Half>>,
    by_trail: Vec<Vec<Half>>,
    /// By lead byte.
    private: Vec<Private>,
    joints: Vec<(u8, Half)>,
    common: Vec<(u8, Half)>,
}

/// Characters tried for a lost byte.
pub(super) const TRIED: usize = 160;

/// Of those that end with a byte.
pub(super) type Ending = Numbers<{ TRIED.div_ceil(64) }>;
/// Of [`Halves::joints`].
pub(super) type OfJoints = Numbers<{ JOINTS.div_ceil(64) }>;
/// Of [`Halves::common`].
pub(super) type OfCommon = Numbers<{ COMMON.div_ceil(64) }>;

/// Which halves can stand where, remembered: what stands before is often the same.
#[derive(Debug)]
pub(super) struct Standing {
    /// By the lead byte of a pair that vanished and the trail byte of the character that it ends in.
    vanishing: Answers<{ TRIED.div_ceil(64) }>,
    vanishing_joints: Answers<{ JOINTS.div_ceil(64) }>,
    vanishing_common: Answers<{ COMMON.div_ceil(64) }>,
    /// By the beginning of a word, and the trail byte.
    ending: Answers<{ TRIED.div_ceil(64) }>,
    joints: Answers<{ JOINTS.div_ceil(64) }>,
    common: Answers<{ COMMON.div_ceil(64) }>,
}

impl Default for Standing {
    fn default() -> Standing {
        Standing {
            vanishing: Answers::new(1 << 10),
            vanishing_joints: Answers::new(1 << 5),
            vanishing_common: Answers::new(1 << 5),
            ending: Answers::new(1 << 12),
            joints: Answers::new(1 << 9),
            common: Answers::new(1 << 9),
        }
    }
}

impl Standing {
    /// Of the characters that end with `trail`: those whose lead byte makes no character with `lead`, and that go on with
    /// the word that begins with `prefix`, where one does.
    #[inline]
    pub(super) fn ending(&self, halves: &Halves, lead: u8, trail: u8, within: Within) -> Ending {
        let list = &halves.by_trail[trail as usize][..];
        let private = halves.private(lead);
        let key = u64::from(lead) << 8 | u64::from(trail);
        let vanishing = self.vanishing.get(key, || Numbers::of(list, |half| private.has(half.other)));
        let Some((model, prefix)) = within else { return vanishing };
        let key = u64::from(prefix.place()) << 8 | u64::from(trail);
        vanishing.and(self.ending.get(key, || {
            let step = model.steps_from(prefix);
            Numbers::of(list, |half| half.may_follow(&step))
        }))
    }

    /// The same of the joints.
    #[inline]
    pub(super) fn joints(&self, halves: &Halves, lead: u8, within: Within) -> OfJoints {
        let list = &halves.joints[..];
        let private = halves.private(lead);
        let of_lead = || Numbers::of(list, |(other, _)| private.has(*other));
        let vanishing = self.vanishing_joints.get(lead.into(), of_lead);
        let Some((model, prefix)) = within else { return vanishing };
        let going_on = || {
            let step = model.steps_from(prefix);
            Numbers::of(list, |(_, half)| half.may_follow(&step))
        };
        vanishing.and(self.joints.get(prefix.place().into(), going_on))
    }

    /// The same of the common ones.
    #[inline]
    pub(super) fn common(&self, halves: &Halves, lead: u8, within: Within) -> OfCommon {
        let list = &halves.common[..];
        let private = halves.private(lead);
        let of_lead = || Numbers::of(list, |(other, _)| private.has(*other));
        let vanishing = self.vanishing_common.get(lead.into(), of_lead);
        let Some((model, prefix)) = within else { return vanishing };
        let going_on = || {
            let step = model.steps_from(prefix);
            Numbers::of(list, |(_, half)| half.may_follow(&step))
        };
        vanishing.and(self.common.get(prefix.place().into(), going_on))
    }
}

/// Inside a word: what it begins with.
pub(super) type Within<'a> = Option<(&'a Model, Prefix)>;

/// The trail bytes with which a lead byte stands for no character.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Private([u64; 4]);

impl Private {
    #[inline]
    pub(super) fn has(&self, trail: u8) -> bool {
        self.0[trail as usize / 64] >> (trail % 64) & 1 == 1
    }

    /// Whether there are none: no pair that begins so can have vanished.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }
}

impl Half {
    /// What is to be known of a character whose byte `other` is lost.
    pub(super) fn of(model: &Model, c: char, other: u8) -> Half {
        let plain = simplified(c);
        let label = model.label(plain).filter(|_| is_han(c));
        let first = label.and_then(|label| model.step_by(model.root(), label));
        let first = first.map(|place| (place, model.word(place)));
        let alone = first.and_then(|(_, word)| word).map_or(0.0, |word| model.unigram(word));
        let (is_usual, share) = (is_usual(plain, c), model.frequency(plain));
        let is_mark = !is_han(c);
        Half { other, c, is_mark, plain, is_usual, share, first, alone, label }
    }

    /// Whether anything can come of it in a word, by where its label leads there: hardly any goes on.
    #[inline]
    fn may_follow(&self, step: &impl Fn(Label) -> Option<Prefix>) -> bool {
        self.c == PARTICLE.0 || self.label.and_then(step).is_some()
    }

    /// The beginning of words that `prefix` and then it are.
    #[inline]
    pub(super) fn after(&self, model: &Model, prefix: Prefix) -> Option<Prefix> {
        model.step_by(prefix, self.label?)
    }
}

impl Halves {
    pub(super) fn new(model: &Model) -> Halves {
        let mut all: Vec<(f32, u8, u8, char)> = Vec::new();
        let mut private = vec![Private::default(); 256];
        for lead in 0x81..=0xFEu8 {
            for trail in 0x40..=0xFEu8 {
                match gbk::pair(lead, trail) {
                    Pair::Char(c) => {
                        let share = share(model, c);
                        if share >= RAREST {
                            all.push((share, lead, trail, c));
                        }
                    }
                    Pair::Private => private[lead as usize].0[trail as usize / 64] |= 1 << (trail % 64),
                    Pair::Invalid => {}
                }
            }
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut halves = Halves {
            by_lead: vec![Vec::new(); 256],
            by_trail: vec![Vec::new(); 256],
            private,
            joints: Vec::new(),
            common: Vec::new(),
        };
        for (share, lead, trail, c) in all {
            let half = Half { share, ..Half::of(model, c, trail) };
            if !halves.private(trail).is_empty() && halves.joints.len() < JOINTS {
                halves.joints.push((lead, half));
            }
            if gbk::is_lead(trail) && halves.common.len() < COMMON {
                halves.common.push((lead, half));
            }
            halves.by_lead[lead as usize].push(half);
            halves.by_trail[trail as usize].push(Half { other: lead, ..half });
        }
        halves
    }

    /// Characters that begin with `lead`.
    #[inline]
    pub(super) fn beginning(&self, lead: u8) -> &[Half] {
        &self.by_lead[lead as usize]
    }

    /// Characters that end with `trail`.
    #[inline]
    pub(super) fn ending(&self, trail: u8) -> &[Half] {
        &self.by_trail[trail as usize]
    }

    /// Characters that can lie between two vanished pairs, with their lead bytes: they end as such a pair begins.
    #[inline]
    pub(super) fn joints(&self) -> &[(u8, Half)] {
        &self.joints
    }

    /// Common characters whose second byte can be dropped as a lead byte, with their lead bytes.
    #[inline]
    pub(super) fn common(&self) -> &[(u8, Half)] {
        &self.common
    }

    /// With which trail bytes the lead byte stands for no character.
    #[inline]
    pub(super) fn private(&self, lead: u8) -> Private {
        self.private[lead as usize]
    }
}

/// What is known of characters, remembered: a window asks for the same ones again and again.
#[derive(Debug)]
pub(super) struct Remembered(Vec<Cell<Option<Half>>>);

/// Characters that are remembered, a power of two. A later one takes the place of an earlier.
const REMEMBERED: usize = 1 << 11;

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered(vec![Cell::new(None); REMEMBERED])
    }
}

impl Remembered {
    /// [`Half::of`] a character.
    #[inline]
    pub(super) fn half(&self, model: &Model, c: char) -> Half {
        let known = &self.0[c as usize % REMEMBERED];
        match known.get() {
            Some(half) if half.c == c => half,
            _ => {
                let half = Half::of(model, c, 0);
                known.set(Some(half));
                half
            }
        }
    }
}

/// Whether `c` is what a page has for `plain`: its usual Traditional form, or what a table one to one leaves.
pub(super) fn is_usual(plain: char, c: char) -> bool {
    traditional(plain) == c || half_converted(plain) == c
}

/// log10 of the share of running text that `c` makes up.
pub(super) fn share(model: &Model, c: char) -> f32 {
    if is_han(c) { model.frequency(simplified(c)) } else { Marks::built_in().share(c) }
}
