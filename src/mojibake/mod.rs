//! Inverts the damage: glosses, slips, folding; proves by replay; reports what is gone.
