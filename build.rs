//! Lays out the conversion tables and those of the encodings, so that the program need not make them when it starts.

#[path = "src/dictionary/automaton.rs"]
#[allow(dead_code)]
mod automaton;
#[path = "src/language/format.rs"]
#[allow(dead_code)]
mod format;
#[path = "src/damage/lay_out.rs"]
mod lay_out;
#[path = "src/damage/places.rs"]
mod places;
#[path = "src/dictionary/rows.rs"]
#[allow(dead_code)]
mod rows;
#[path = "src/dictionary/steps.rs"]
mod steps;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use automaton::{Automaton, Codes};
use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use lay_out::Tables;
use rows::Place;

fn main() -> Result<(), Box<dyn Error>> {
    for watched in [
        "build.rs",
        "src/dictionary",
        "src/damage",
        "src/language/format.rs",
        "dictionaries/variants",
        "dictionaries/ocr",
        "dictionaries/language/words.bin",
        "dictionaries/language/pairs.bin",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("dictionaries/variants");
    let mut tables: BTreeMap<String, (PathBuf, String, Vec<Place>)> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path)?;
            let rows =
                rows::parse(&text).map_err(|(line, problem)| format!("{name}.txt:{line}: {problem}"))?;
            tables.insert(name, (path, text, rows));
        }
    }

    let mut code = String::from("pub(super) static TABLES: &[(&str, &str, &[u8])] = &[\n");
    for (name, (path, _, rows)) in &tables {
        let laid_out = out.join(format!("{name}.rows"));
        std::fs::write(&laid_out, rows.iter().flat_map(|row| row.to_bytes()).collect::<Vec<u8>>())?;
        writeln!(code, "(\"variants/{name}.txt\", include_str!({path:?}), include_bytes!({laid_out:?})),")?;
    }
    // A table of the same make that converts nothing.
    let path = folder.join("../ocr/parts.tsv").canonicalize()?;
    let rows = rows::parse(&std::fs::read_to_string(&path)?)
        .map_err(|(line, problem)| format!("ocr/parts.tsv:{line}: {problem}"))?;
    let laid_out = out.join("parts.rows");
    std::fs::write(&laid_out, rows.iter().flat_map(|row| row.to_bytes()).collect::<Vec<u8>>())?;
    writeln!(code, "(\"ocr/parts.tsv\", include_str!({path:?}), include_bytes!({laid_out:?})),")?;
    writeln!(code, "];")?;

    let keys = tables.values().flat_map(|(_, text, rows)| rows.iter().map(|row| row.key(text)));
    let codes = Codes::new(keys).ok_or("more different characters than codes")?;
    let (plane, beyond, beyond_from) = codes.parts();
    std::fs::write(out.join("codes.plane"), plane)?;
    std::fs::write(out.join("codes.beyond"), beyond)?;
    writeln!(
        code,
        "pub(super) static CODES: (&[u8], &[u8], u16) = (include_bytes!({:?}), include_bytes!({:?}), {beyond_from});",
        out.join("codes.plane"),
        out.join("codes.beyond")
    )?;

    writeln!(code, "pub(super) static AUTOMATA: &[(&str, &[u8])] = &[")?;
    for step in steps::STEPS {
        let mut of_step = Vec::new();
        for (names, group) in step.groups.iter().zip(0u8..) {
            for name in *names {
                let (_, text, rows) = tables.get(*name).ok_or(format!("there is no table {name}"))?;
                of_step.push((group, rows.iter().map(|row| (row.key(text), row.best(text))).collect()));
            }
        }
        let trie = Automaton::new(&steps::keys(of_step.into_iter()), &codes);
        let laid_out = out.join(format!("{}.trie", step.name));
        std::fs::write(&laid_out, trie.bytes())?;
        writeln!(code, "(\"{}\", include_bytes!({laid_out:?})),", step.name)?;
    }
    writeln!(code, "];")?;
    std::fs::write(out.join("built_in.rs"), code)?;
    words(&folder.join("../language/words.bin"), &out)?;
    pairs(&folder.join("../language/pairs.bin"), &out)?;
    encodings(&out)
}

/// Lays out which pair of words is the likeliest to end with each.
fn words(model: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let model = std::fs::read(model)?;
    let sizes = format::Sizes::from_header(&model)?;
    let mut sections = sizes.sections().in_order().into_iter().scan(format::HEADER, |at, bytes| {
        let start = *at;
        *at += format::padded(bytes);
        model.get(start..start + bytes)
    });
    let (codebooks, bigrams) = (sections.next(), sections.last());
    let (codebooks, bigrams) = codebooks.zip(bigrams).ok_or("words.bin is cut short")?;
    let pairs = codebooks.len() - (4 << format::CODE_BITS);
    let levels: Vec<f32> =
        codebooks[pairs..].as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    std::fs::write(out.join("words.likeliest"), format::likeliest(sizes.words, &levels, bigrams))?;
    Ok(())
}

/// Lays out which bytes of the tables of pairs inside words have a bit set.
fn pairs(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let [_, inside, _, _, inside_common] =
        format::cut(&bytes, format::PAIRS).ok_or("pairs.bin is of another length")?;
    std::fs::write(out.join("pairs.inside_any"), format::any(inside))?;
    std::fs::write(out.join("pairs.inside_common_any"), format::any(inside_common))?;
    Ok(())
}

/// Lays out the encodings, in the order in which the program numbers them.
fn encodings(out: &Path) -> Result<(), Box<dyn Error>> {
    const CODE_PAGES: [(&str, Option<&Encoding>, bool); 10] = [
        ("utf-8", None, false),
        ("gbk", Some(GBK), true),
        ("big5", Some(BIG5), true),
        ("windows-1252", Some(WINDOWS_1252), false),
        ("latin-1", None, false),
        ("windows-1250", Some(WINDOWS_1250), false),
        ("windows-1251", Some(WINDOWS_1251), false),
        ("shift_jis", Some(SHIFT_JIS), true),
        ("euc-kr", Some(EUC_KR), true),
        ("cp437", None, false),
    ];
    let write = |name: &str, bytes: Vec<u8>| -> std::io::Result<PathBuf> {
        let path = out.join(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    };
    let units = |numbers: &[u16]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    let mut code = String::from("pub(super) static PAGES: &[Tables] = &[\n");
    for (name, encoding, has_pairs) in CODE_PAGES {
        if matches!(name, "utf-8" | "latin-1") {
            let none = "Tables { singles: &[], pairs: &[], plane: &[], beyond: &[], twins: &[] },";
            writeln!(code, "{none}")?;
            continue;
        }
        let tables = Tables::of(encoding, has_pairs);
        let singles = write(&format!("{name}.singles"), numbers(&tables.singles))?;
        let pairs = write(&format!("{name}.pairs"), numbers(&tables.pairs))?;
        let plane = write(&format!("{name}.plane"), units(&tables.plane))?;
        let listed = |map: &BTreeMap<char, u16>| map.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>();
        let (beyond, twins) = (listed(&tables.beyond), listed(&tables.twins));
        writeln!(
            code,
            "Tables {{ singles: include_bytes!({singles:?}), pairs: include_bytes!({pairs:?}), \
             plane: include_bytes!({plane:?}), beyond: &{beyond:?}, twins: &{twins:?} }},"
        )?;
    }
    writeln!(code, "];")?;
    let (chars, pairs) = lay_out::gbk_of_tools();
    let (chars, pairs) = (write("tools.chars", units(&chars))?, write("tools.pairs", units(&pairs))?);
    writeln!(
        code,
        "/// GBK as the damaging tools had it: characters by lead and trail, and pairs by code point."
    )?;
    writeln!(code, "pub(super) static GBK_CHARS: &[u8] = include_bytes!({chars:?});")?;
    writeln!(code, "pub(super) static GBK_PAIRS: &[u8] = include_bytes!({pairs:?});")?;
    std::fs::write(out.join("encodings.rs"), code)?;
    Ok(())
}
