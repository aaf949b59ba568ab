//! The layout of `words.bin`: what its header holds and where each section begins; and of `pairs.bin`.
//!
//! Every number is little endian. The sections follow the header in the order of [`Sizes::sections`], each padded
//! with zeros to a multiple of eight bytes, so that a reader may use them where they lie.

use std::ops::Range;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"hanwords";
/// Raised whenever the layout changes.
const VERSION: u32 = 2;
/// Bytes of the header: magic, version, six counts, the probability of `<unk>`.
pub(super) const HEADER: usize = 40;

/// Bytes of a word record: `u32` index of its first bigram, `u16` probability code, `u16` backoff code. One record
/// more than there are words stands at the end, for where the last word's bigrams end.
pub(super) const RECORD: usize = 8;
/// Bytes of a bigram: `second word << CODE_BITS | code`. Those of one first word are sorted.
pub(super) const BIGRAM: usize = 3;
/// Bits of a bigram's probability code; the rest of its 24 bits are the second word.
pub(super) const CODE_BITS: u32 = 6;
/// No bigram's code: it has more bits.
pub(super) const NO_CODE: u8 = u8::MAX;
/// How many words fit the 18 bits that are left.
pub(super) const MOST_WORDS: usize = 1 << (24 - CODE_BITS);
/// Bytes of a character's entry: `u32` code point, `f32` log10 frequency. The commonest first.
pub(super) const CHARACTER: usize = 8;

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sizes {
    /// Words; their ids are `0..words`, in the order of their UTF-8 bytes.
    pub words: u32,
    /// Pairs of words.
    pub bigrams: u32,
    /// Characters that have a frequency.
    pub characters: u32,
    /// Entries of the codebook of word probabilities.
    pub unigram_levels: u32,
    /// Entries of the codebook of backoffs.
    pub backoff_levels: u32,
    /// Bytes of the word trie, as `trie.rs` lays it out.
    pub trie: u32,
    /// log10 probability of `<unk>`, a word that is not listed.
    pub unknown: f32,
}

/// How many bytes each section has, without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sections {
    /// `f32` each: word probabilities, then backoffs, then bigram probabilities.
    pub codebooks: usize,
    pub records: usize,
    pub characters: usize,
    pub trie: usize,
    pub bigrams: usize,
}

impl Sizes {
    /// The header these sizes make.
    pub fn to_header(self) -> Vec<u8> {
        let mut header = MAGIC.to_vec();
        let counts =
            [self.words, self.bigrams, self.characters, self.unigram_levels, self.backoff_levels, self.trie];
        for number in [VERSION].into_iter().chain(counts) {
            header.extend(number.to_le_bytes());
        }
        header.extend(self.unknown.to_le_bytes());
        debug_assert_eq!(header.len(), HEADER, "the header is laid out as read");
        header
    }

    /// Reads a header; the problem in words where it is none of this version's.
    pub fn from_header(header: &[u8]) -> Result<Sizes, &'static str> {
        if header.len() < HEADER {
            return Err("shorter than its header");
        }
        if &header[..MAGIC.len()] != MAGIC {
            return Err("not a packed word model");
        }
        let number = |i: usize| u32_at(header, MAGIC.len() + 4 * i).unwrap_or(0);
        if number(0) != VERSION {
            return Err("packed for another version of hanmend; pack it again");
        }
        let sizes = Sizes {
            words: number(1),
            bigrams: number(2),
            characters: number(3),
            unigram_levels: number(4),
            backoff_levels: number(5),
            trie: number(6),
            unknown: f32::from_bits(number(7)),
        };
        let codes = 1..=1 << 16;
        let plausible = sizes.words as usize <= MOST_WORDS
            && codes.contains(&sizes.unigram_levels)
            && codes.contains(&sizes.backoff_levels)
            && sizes.unknown.is_finite();
        if plausible { Ok(sizes) } else { Err("its header is damaged") }
    }

    /// The bytes of each section. The counts are `u32`, so the sums cannot overflow where `usize` has 64 bits;
    /// elsewhere they saturate and no file is that long.
    pub fn sections(self) -> Sections {
        let bytes = |count: u32, each: usize| (count as usize).saturating_mul(each);
        Sections {
            codebooks: 4 * (self.unigram_levels as usize + self.backoff_levels as usize + (1 << CODE_BITS)),
            records: bytes(self.words + 1, RECORD),
            characters: bytes(self.characters, CHARACTER),
            trie: self.trie as usize,
            bigrams: bytes(self.bigrams, BIGRAM),
        }
    }
}

impl Sections {
    /// The sections in the order in which they stand.
    pub fn in_order(self) -> [usize; 5] {
        [self.codebooks, self.records, self.characters, self.trie, self.bigrams]
    }

    /// Bytes of the whole file.
    pub fn file(self) -> usize {
        self.in_order().into_iter().fold(HEADER, |sum, bytes| sum.saturating_add(padded(bytes)))
    }
}

/// `bytes` rounded up to where the next section begins.
pub(super) fn padded(bytes: usize) -> usize {
    bytes.checked_next_multiple_of(8).unwrap_or(usize::MAX)
}

/// The bytes at `range`, where they are there.
#[inline]
fn at<const N: usize>(bytes: &[u8], range: Range<usize>) -> Option<[u8; N]> {
    bytes.get(range)?.try_into().ok()
}

/// The `u32` at byte `start`.
#[inline]
pub(super) fn u32_at(bytes: &[u8], start: usize) -> Option<u32> {
    Some(u32::from_le_bytes(at(bytes, start..start + 4)?))
}

/// The `f32` at byte `start`.
#[inline]
pub(super) fn f32_at(bytes: &[u8], start: usize) -> Option<f32> {
    u32_at(bytes, start).map(f32::from_bits)
}

/// The `u16` at byte `start`.
#[inline]
pub(super) fn u16_at(bytes: &[u8], start: usize) -> Option<u16> {
    Some(u16::from_le_bytes(at(bytes, start..start + 2)?))
}

/// By the number of a word, the code of the likeliest of the `bigrams` that end with it, by their `levels`; [`NO_CODE`] where none
/// does.
pub(super) fn likeliest(words: u32, levels: &[f32], bigrams: &[u8]) -> Vec<u8> {
    let mut codes = vec![NO_CODE; words as usize];
    let level = |code: u8| levels.get(usize::from(code)).copied().unwrap_or(f32::NEG_INFINITY);
    let entries: &[[u8; BIGRAM]] = bigrams.as_chunks().0;
    for entry in entries {
        let number = u32::from_le_bytes([entry[0], entry[1], entry[2], 0]);
        let code = (number & ((1 << CODE_BITS) - 1)) as u8;
        if let Some(known) = codes.get_mut((number >> CODE_BITS) as usize)
            && level(code) > level(*known)
        {
            *known = code;
        }
    }
    codes
}

/// Bits of the table of pairs seen at all: 2 MB, one bit in twenty set.
pub(super) const SEEN_BITS: u32 = 24;
/// Bits of the table of pairs inside common words: 1 MB, one bit in two hundred set.
pub(super) const INSIDE_BITS: u32 = 23;
pub(super) const SEEN_BYTES: usize = 1 << (SEEN_BITS - 3);
pub(super) const INSIDE_BYTES: usize = 1 << (INSIDE_BITS - 3);
/// How many of the commonest characters have a row and a column of their own: the commonest columns of a row lie together, in
/// the processor's cache.
pub(super) const COMMONEST: usize = 1 << 11;
pub(super) const TABLE_BYTES: usize = COMMONEST * COMMONEST / 8;
/// Of `pairs.bin`: the hashed tables, the list of the commonest characters, commonest first, and their two tables.
pub(super) const PAIRS: [usize; 5] = [SEEN_BYTES, INSIDE_BYTES, 2 * COMMONEST, TABLE_BYTES, TABLE_BYTES];

/// For each byte of a table, whether a bit of it is set.
pub(super) fn any(table: &[u8]) -> Vec<u8> {
    let of_eight = |bytes: &[u8; 8]| match u64::from_le_bytes(*bytes) {
        // Most are.
        0 => 0,
        _ => (0..).zip(bytes).fold(0, |all, (n, byte)| all | u8::from(*byte != 0) << n),
    };
    table.as_chunks().0.iter().map(of_eight).collect()
}

/// The parts of a file, which are so many bytes long and stand one behind the other.
pub(super) fn cut<const N: usize>(bytes: &[u8], lengths: [usize; N]) -> Option<[&[u8]; N]> {
    let mut rest = bytes;
    let mut parts = [bytes; N];
    for (part, length) in parts.iter_mut().zip(lengths) {
        (*part, rest) = rest.split_at_checked(length)?;
    }
    rest.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back() {
        let sizes = Sizes {
            words: 3,
            bigrams: 5,
            characters: 7,
            unigram_levels: 2,
            backoff_levels: 1,
            trie: 41,
            unknown: -6.5,
        };
        let header = sizes.to_header();
        assert_eq!(Sizes::from_header(&header), Ok(sizes));
        assert_eq!(sizes.sections().file() % 8, 0);
        assert!(Sizes::from_header(&header[1..]).is_err());
    }
}
