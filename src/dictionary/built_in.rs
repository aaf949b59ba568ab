//! Which tables are compiled in, under which name.

/// Name below `dictionaries/` and content of every table compiled in.
pub(super) const TABLES: [(&str, &str); 8] = [
    ("ocr/parts.tsv", include_str!("../../dictionaries/ocr/parts.tsv")),
    (
        "variants/CJK_Compatibility_Ideographs.txt",
        include_str!("../../dictionaries/variants/CJK_Compatibility_Ideographs.txt"),
    ),
    ("variants/STCharacters.txt", include_str!("../../dictionaries/variants/STCharacters.txt")),
    ("variants/STPhrases.txt", include_str!("../../dictionaries/variants/STPhrases.txt")),
    (
        "variants/STPhrases_GeneratedFromRegionalPhrases.txt",
        include_str!("../../dictionaries/variants/STPhrases_GeneratedFromRegionalPhrases.txt"),
    ),
    ("variants/TSCharacters.txt", include_str!("../../dictionaries/variants/TSCharacters.txt")),
    ("variants/TSCharactersExt.txt", include_str!("../../dictionaries/variants/TSCharactersExt.txt")),
    ("variants/TSPhrases.txt", include_str!("../../dictionaries/variants/TSPhrases.txt")),
];
