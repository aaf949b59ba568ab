//! The one-to-one view of the two scripts: a character's first Simplified and first Traditional form.

use std::sync::OnceLock;

const TO_SIMPLIFIED: &str = include_str!("../../dictionaries/variants/TSCharacters.txt");
const TO_TRADITIONAL: &str = include_str!("../../dictionaries/variants/STCharacters.txt");

/// The Simplified form of a character, the first one where there are several; itself where there is none.
/// Characters outside the Basic Multilingual Plane are left alone.
pub fn simplified(c: char) -> char {
    static VIEW: OnceLock<Vec<u16>> = OnceLock::new();
    look_up(VIEW.get_or_init(|| view(TO_SIMPLIFIED)), c)
}

/// The Traditional form of a character, the first one where there are several; itself where there is none.
pub fn traditional(c: char) -> char {
    static VIEW: OnceLock<Vec<u16>> = OnceLock::new();
    look_up(VIEW.get_or_init(|| view(TO_TRADITIONAL)), c)
}

fn look_up(view: &[u16], c: char) -> char {
    match view.get(c as usize) {
        Some(&unit) if unit != 0 => char::from_u32(unit.into()).unwrap_or(c),
        _ => c,
    }
}

fn view(table: &str) -> Vec<u16> {
    let mut view = vec![0; 0x1_0000];
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let Some((from, to)) = line.split_once('\t') else { continue };
        let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
        if let (Some(slot), Ok(unit)) = (view.get_mut(from as usize), u16::try_from(to as u32)) {
            *slot = unit;
        }
    }
    view
}
