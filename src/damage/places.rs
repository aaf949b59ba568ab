//! Where a pair of bytes stands in the tables of pairs.

/// Trails are 0x40..=0xFE; leads 0x81..=0xFE.
const TRAILS: usize = 191;

/// The place of a pair, whose bytes must be a lead and a trail.
pub(crate) const fn place(lead: u8, trail: u8) -> usize {
    (lead - 0x81) as usize * TRAILS + (trail - 0x40) as usize
}
