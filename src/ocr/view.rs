//! How a page is read: its Simplified view, and where two characters stand side by side that were never seen so. Every
//! character of every text comes through here once, so that it does as little as it can.

use crate::dictionary::simplified_view;
use crate::language::Gate;
use crate::text::is_han;

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 1 << 16;

/// Reads pages for one list of pairs.
pub(super) struct View {
    gate: &'static Gate,
    /// By character of the Basic Multilingual Plane: its Simplified form, and in the upper half the place of that among the
    /// commonest.
    entries: Box<[u32; PLANE]>,
}

/// What was read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Read {
    /// The Simplified view, character by character.
    pub chars: Vec<char>,
    /// The places of the characters, in order, that are Han as the one before them is and were never seen behind it.
    pub unseen: Vec<u32>,
}

impl View {
    pub fn new(gate: &'static Gate) -> View {
        let (view, commonest) = (simplified_view(), gate.commonest());
        let mut entries = Box::new([0; PLANE]);
        for c in '\0'..='\u{FFFF}' {
            let plain = view.get(c);
            // What is beyond the plane in Simplified is looked up when it comes.
            let unit = u16::try_from(u32::from(plain)).unwrap_or(0);
            entries[c as usize] = u32::from(unit) | u32::from(commonest.place(plain)) << 16;
        }
        View { gate, entries }
    }

    pub fn read(&self, text: &str) -> Read {
        let commonest = self.gate.commonest();
        let bytes = text.as_bytes();
        let mut chars: Vec<char> = Vec::with_capacity(text.len() / 3 + 1);
        let mut unseen = Vec::new();
        let (mut previous, mut place) = ('\0', Gate::UNCOMMON);
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            // Nearly every character is Han, common, and stands behind one that is.
            if let Some(&[first @ 0xE4..=0xE9, second, third]) = rest.first_chunk() {
                let unit =
                    u16::from(first & 0x0F) << 12 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
                let entry = self.entries[usize::from(unit)];
                let next = (entry >> 16) as u16;
                if next != Gate::UNCOMMON
                    && let Some(here) = char::from_u32(entry & 0xFFFF)
                {
                    let is_seen = match place {
                        Gate::UNCOMMON => self.may_follow(previous, here),
                        _ => commonest.seen(place, next),
                    };
                    if !is_seen {
                        unseen.push(chars.len() as u32);
                    }
                    chars.push(here);
                    (previous, place) = (here, next);
                    at += 3;
                    continue;
                }
            }
            let Some(c) = text[at..].chars().next() else { break };
            let here = self.plain(c);
            if !self.may_follow(previous, here) {
                unseen.push(chars.len() as u32);
            }
            chars.push(here);
            (previous, place) = (here, commonest.place(here));
            at += c.len_utf8();
        }
        Read { chars, unseen }
    }

    #[inline(never)]
    fn plain(&self, c: char) -> char {
        simplified_view().get(c)
    }

    /// Whether `second` was seen behind `first`, or not both are Han.
    #[inline(never)]
    fn may_follow(&self, first: char, second: char) -> bool {
        !is_han(first) || !is_han(second) || self.gate.seen(first, second)
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::simplified;

    #[test]
    fn every_character_is_read_as_by_itself() {
        let gate = Gate::built_in().unwrap();
        let view = View::new(gate);
        let all: String = ('\u{2E00}'..='\u{2FFFF}').filter(|c| c.is_alphanumeric()).collect();
        for text in [all.as_str(), "學枝，擻育。a枝學𠀀枝学\u{FFFD}", ""] {
            let read = view.read(text);
            let chars: Vec<char> = text.chars().map(simplified).collect();
            let is_unseen = |n: &u32| match chars.get((*n as usize).wrapping_sub(1)..=*n as usize) {
                Some([a, b]) => is_han(*a) && is_han(*b) && !gate.seen(*a, *b),
                _ => false,
            };
            let unseen: Vec<u32> = (0..chars.len() as u32).filter(is_unseen).collect();
            assert_eq!(read, Read { chars, unseen });
        }
    }
}
