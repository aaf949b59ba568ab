//! What speaks for and against a correction, as numbers: the terms that the acceptor weighs.

/// The names of the terms, as `dictionaries/ocr/weights.tsv` lists them.
pub const NAMES: [&str; COUNT] = [
    "gain",
    "gain-beyond-3",
    "gain-beyond-6",
    "margin",
    "channel",
    "distance",
    "three-characters",
    "four-characters",
    "word",
    "character-seen",
    "character-meant",
    "breaks-word",
    "breaks-known-word",
    "unseen-before",
    "unseen-after",
    "alone",
    "surroundings",
    "choices",
    "two-changes",
    "one-character",
    "unlike",
    "word-elsewhere",
    "context-elsewhere",
    "written-elsewhere",
    "density",
    "density-gain",
    "rare-seen",
    "single-left",
    "single-right",
    "edge",
    "known-neighbours",
    "surname",
    "foreign",
    "place",
    "strange",
    "channel-back",
    "inside-meant",
    "word-seen",
    "word-broken",
    "ties",
    "run",
    "explained",
    "habit",
    "read-by-ocr",
    "company-written",
];

/// The place of the term that tells how strange the text around a place is.
pub(super) const STRANGE: usize = {
    let mut n = 0;
    while !matches!(NAMES[n].as_bytes(), b"strange") {
        n += 1;
    }
    n
};

/// How many terms there are.
pub const COUNT: usize = 45;

/// The terms of one correction, in the order of [`NAMES`].
pub type Terms = [f32; COUNT];
