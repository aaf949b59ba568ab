//! Which characters tell of a misreading: common in misread Chinese, rare in text that is right. Derived from the
//! encodings and the word model when first needed.

use std::sync::OnceLock;

use super::letter::Letter;
use crate::damage::CodePage::{self, *};
use crate::dictionary::traditional;
use crate::language::{Marks, Model, NEVER, Shares};
use crate::text::{Bits, set_of};

/// An encoding that Chinese was written in, and the one it was read in.
pub(super) type Accident = (CodePage, CodePage);

/// The accidents that happen: what browsers, editors and databases take Chinese for.
pub(super) const ACCIDENTS: [Accident; 25] = [
    (Utf8, Gbk),
    (Utf8, Windows1252),
    (Utf8, Latin1),
    (Utf8, Big5),
    (Utf8, Windows1250),
    (Utf8, Windows1251),
    (Utf8, ShiftJis),
    (Utf8, EucKr),
    (Utf8, Cp437),
    (Gbk, Windows1252),
    (Gbk, Latin1),
    (Gbk, Big5),
    (Gbk, Windows1250),
    (Gbk, Windows1251),
    (Gbk, ShiftJis),
    (Gbk, EucKr),
    (Gbk, Cp437),
    (Big5, Gbk),
    (Big5, Windows1252),
    (Big5, Latin1),
    (Big5, Windows1250),
    (Big5, Windows1251),
    (Big5, ShiftJis),
    (Big5, EucKr),
    (Big5, Cp437),
];

/// A bit for each of them that befalls UTF-8.
const OF_UTF8: u32 = {
    let (mut bits, mut n) = (0, 0);
    while n < ACCIDENTS.len() {
        if matches!(ACCIDENTS[n].0, Utf8) {
            bits |= 1 << n;
        }
        n += 1;
    }
    bits
};

/// log10: a character as rare as this in misread text tells nothing.
const RARE_IN_MISREAD: f64 = -4.6;
/// log10: how much commoner it must be in misread text than in text that is right.
const TELLING: f64 = 2.3;
/// The same for capitals and signs: no Chinese text has many.
const TELLING_LATIN: f64 = 1.0;
/// log10 of the share of a character that little text holds.
const ODD: f32 = -4.0;
/// log10 of the share of a character that stands where none of its kind stands inside a word.
const TORN: f32 = -4.5;
/// log10 of the share of a sign behind itself: rules and boxes are drawn so. (intact/box-drawing)
const AGAIN: f32 = -0.3;
/// The marks of running text, which come out misread as often as common characters.
const MARKS: &str = "，。、：；！？“”（）《》·…—";

/// What is known of single characters.
pub(super) struct Signature {
    shares: Shares,
    /// By code point: a bit for each accident that it tells of.
    tells: Vec<u32>,
    /// By code point, one bit: whether it tells of any.
    gate: OnceLock<Box<Bits>>,
}

impl Signature {
    /// For the model that is compiled in, for which the characters that tell are listed.
    pub(super) fn built_in(model: &Model) -> Signature {
        let mut tells = vec![0; 0x1_0000];
        crate::dictionary::accidents().for_each(|(c, accidents)| tells[c as usize] = accidents);
        Signature { shares: Shares::new(model), tells, gate: OnceLock::new() }
    }

    /// For any other.
    pub(super) fn new(model: &Model) -> Signature {
        let shares = Shares::new(model);
        let mut signature = Signature { shares, tells: vec![0; 0x1_0000], gate: OnceLock::new() };
        let hans = weights(model, |c| c);
        let hant = weights(model, traditional);
        let both: Weights = hans.iter().chain(&hant).map(|(c, w)| (*c, w / 2.0)).collect();
        let mut sums = Sums::new();
        for (n, (written, read)) in ACCIDENTS.into_iter().enumerate() {
            let source = match written {
                Gbk => &hans,
                Big5 => &hant,
                _ => &both,
            };
            let once = spread(source, written, read, &mut sums);
            signature.note(n, &once);
            if written == Utf8 && read != Cp437 {
                signature.note(n, &spread(&once, written, read, &mut sums));
            }
        }
        signature
    }

    fn note(&mut self, accident: usize, misread: &[(char, f64)]) {
        for (c, weight) in misread {
            let weight = weight.log10();
            // Scripts that no Chinese text is in: whether such text is right is for the judge to say.
            let other_script =
                matches!(*c as u32, 0xAC00..=0xD7A3 | 0xFF61..=0xFF9F | 0x400..=0x45F | 0x2500..=0x259F);
            let share = if other_script { NEVER } else { self.share(*c) };
            if weight > RARE_IN_MISREAD
                && weight > f64::from(share) + if (*c as u32) < 0x250 { TELLING_LATIN } else { TELLING }
                && let Some(slot) = self.tells.get_mut(*c as usize)
            {
                *slot |= 1 << accident;
            }
        }
    }

    /// log10 of the share of a character in text that is right.
    pub(super) fn share(&self, c: char) -> f32 {
        self.shares.of(c)
    }

    /// The same behind `previous`: inside a word of Latin or Cyrillic letters there are no capitals and no signs.
    pub(super) fn share_after(&self, previous: Option<char>, c: char) -> f32 {
        let Some(previous) = previous else { return self.share(c) };
        let share = self.share(c);
        if previous == c && !c.is_alphanumeric() {
            return AGAIN;
        }
        if previous.is_ascii() || c.is_ascii() {
            return share;
        }
        let (before, here) = (Letter::of(previous), Letter::of(c));
        let torn = before == Letter::Lowercase && here == Letter::Uppercase
            || before == Letter::Sign && here != Letter::None
            || here == Letter::Sign && before != Letter::None;
        if torn { share.min(TORN) } else { share }
    }

    /// A bit for each of [`ACCIDENTS`] that the character tells of.
    pub(super) fn tells(&self, c: char) -> u32 {
        self.tells.get(c as usize).copied().unwrap_or(0)
    }

    /// Whether the character stands in little text that is right.
    pub(super) fn is_odd(&self, c: char) -> bool {
        self.tells(c) != 0 || self.share(c) <= ODD
    }

    /// Whether a Han character is one that UTF-8 leaves where it was read in another encoding of Han characters.
    pub(super) fn tells_of_utf8(&self, c: char) -> bool {
        OF_UTF8 & self.tells(c) != 0
    }

    /// By code point, one bit: whether it tells of any accident or begins what one destroyed.
    pub(super) fn gate(&self) -> &Bits {
        self.gate.get_or_init(|| {
            let tells = (0..).zip(&self.tells).filter(|(_, tells)| **tells != 0);
            set_of(tells.filter_map(|(unit, _)| char::from_u32(unit)).chain(super::gone::begins()))
        })
    }
}

type Weights = Vec<(char, f64)>;

/// The characters of running text with their shares.
fn weights(model: &Model, form: impl Fn(char) -> char) -> Weights {
    let marks = Marks::built_in();
    let han = model.characters().filter(|(_, share)| *share > NEVER);
    let han = han.map(|(c, share)| (form(c), 10f64.powf(share.into())));
    han.chain(MARKS.chars().map(|c| (c, 10f64.powf(marks.share(c).into())))).collect()
}

/// Sums by character, kept in an array and cleared for the next reader: there are many readers, and many sums each.
struct Sums {
    by_character: Vec<f64>,
    some: Vec<char>,
}

impl Sums {
    fn new() -> Sums {
        Sums { by_character: vec![0.0; 0x11_0000], some: Vec::new() }
    }

    fn add(&mut self, c: char, weight: f64) {
        let sum = &mut self.by_character[c as usize];
        if *sum == 0.0 {
            self.some.push(c);
        }
        *sum += weight;
    }

    /// The sums in the order in which their characters came; all are forgotten.
    fn take(&mut self) -> Weights {
        let sums = &mut self.by_character;
        self.some.drain(..).map(|c| (c, std::mem::take(&mut sums[c as usize]))).collect()
    }
}

/// What text of these characters comes out as, each character after each by chance.
fn spread(weights: &[(char, f64)], written: CodePage, read: CodePage, sums: &mut Sums) -> Weights {
    let singles: Vec<Option<char>> = (0..=0xFF).map(|byte| read.single(byte)).collect();
    let (mut first, mut last) = ([0.0; 256], [0.0; 256]);
    for &(c, weight) in weights {
        let Some(bytes) = written.bytes(c) else { continue };
        let bytes = bytes.as_slice();
        let weight = weight / bytes.len() as f64;
        if weight == 0.0 {
            continue;
        }
        for byte in bytes.iter().filter(|b| **b >= 0x80) {
            if let Some(c) = singles[usize::from(*byte)] {
                sums.add(c, weight);
            }
        }
        for pair in bytes.windows(2) {
            if let Some(c) = read.pair(pair[0], pair[1]) {
                sums.add(c, weight);
            }
        }
        if let [one, .., other] = bytes {
            first[usize::from(*one)] += weight;
            last[usize::from(*other)] += weight;
        }
    }
    // A reader that takes two bytes at a time meets the end of one and the start of the next where a character has three.
    if written == Utf8 && read.has_pairs() {
        let all: f64 = first.iter().sum();
        for lead in 0x80..=0xFFu8 {
            for trail in 0x80..=0xFFu8 {
                let weight = last[usize::from(lead)] * first[usize::from(trail)] / all.max(f64::MIN_POSITIVE);
                if weight > 0.0
                    && let Some(c) = read.pair(lead, trail)
                {
                    sums.add(c, weight);
                }
            }
        }
    }
    sums.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_in_set;

    /// `BLESS=1` writes the file anew.
    #[test]
    fn the_characters_listed_are_those_that_tell() {
        let signature = Signature::new(Model::built_in().unwrap());
        let bits = signature.gate().iter().flat_map(|bits| bits.to_le_bytes());
        let listed = ('\0'..='\u{FFFF}').filter(|c| is_in_set(signature.gate(), *c));
        let accidents = listed.flat_map(|c| signature.tells(c).to_le_bytes());
        let bytes: Vec<u8> = bits.chain(accidents).collect();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/mojibake/telling.bin");
        if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") && std::env::var_os("CI").is_none() {
            std::fs::write(file, &bytes).unwrap();
        }
        assert!(std::fs::read(file).unwrap() == bytes, "BLESS=1 cargo test the_characters_listed");
        assert!(Signature::built_in(Model::built_in().unwrap()).tells == signature.tells);
    }

    #[test]
    fn characters_tell_of_their_accidents() {
        let signature = Signature::new(Model::built_in().unwrap());
        let tells = |c, accident: Accident| {
            signature.tells(c) >> ACCIDENTS.iter().position(|a| *a == accident).unwrap() & 1 == 1
        };
        for c in "鐨涓鍦銆锛浠绗鏄".chars() {
            assert!(tells(c, (Utf8, Gbk)), "{c}");
        }
        assert!("腔衄笢".chars().filter(|c| tells(*c, (Gbk, Big5))).count() > 1);
        assert!("ÖÐÎ".chars().filter(|c| tells(*c, (Gbk, Windows1252))).count() > 0);
        for c in "的一是在不了有和人这中大为上个国我以要他，。、é我們這個國會說時為來對經還沒過".chars()
        {
            assert_eq!(signature.tells(c), 0, "{c}");
        }
    }
}
