//! The files in `dictionaries/`: that every one is listed, licensed and unchanged, and that the tables parse.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hanmend::dictionary::Table;
use hanmend::language::{Gate, Mendable, Model};
use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
struct Sources {
    table: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    file: String,
    origin: String,
    version: String,
    licence: String,
    sha256: String,
    notes: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries")
}

fn sources() -> Vec<Source> {
    let text = std::fs::read_to_string(root().join("sources.toml")).unwrap();
    toml::from_str::<Sources>(&text).unwrap().table
}

/// Every file below `folder`, relative to `dictionaries/` and with `/` between the parts.
fn files(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let below = path.strip_prefix(root()).unwrap();
            found.insert(below.iter().map(|p| p.to_str().unwrap()).collect::<Vec<_>>().join("/"));
        }
    }
}

#[test]
fn every_file_is_listed_once() {
    let mut there = BTreeSet::new();
    files(&root(), &mut there);
    there.retain(|file| {
        let name = file.rsplit('/').next().unwrap();
        !name.starts_with("README") && !name.starts_with("LICENSE") && file != "sources.toml"
    });
    let listed: Vec<String> = sources().into_iter().map(|source| source.file).collect();
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), there);
    assert_eq!(listed.len(), there.len(), "a file is listed twice");
}

#[test]
fn every_file_is_what_its_source_gave() {
    for source in sources() {
        let bytes = std::fs::read(root().join(&source.file)).unwrap();
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, source.sha256, "{}", source.file);
    }
}

#[test]
fn every_file_has_an_origin_and_a_licence_that_fits() {
    for Source { file, origin, version, licence, notes, .. } in sources() {
        for told in [&origin, &version, &licence, &notes] {
            assert!(!told.trim().is_empty(), "{file} leaves something out");
        }
        // Nothing that binds the program may be compiled in. What is under the LGPL, the model and the pairs derived from
        // it, is data that its users can replace without building, and its licence stands beside it.
        if licence.to_ascii_uppercase().contains("GPL") {
            let replaceable =
                [Model::FILE, Gate::FILE, Mendable::FILE].map(|name| format!("language/{name}"));
            // What is worked out anew where users give another model is replaced with it.
            let follows = file == "mojibake/telling.bin";
            assert!(follows || replaceable.contains(&file), "{file}: {licence}");
            assert_eq!(licence, "LGPL-2.1-or-later", "{file}");
            assert!(root().join("language/LICENSE.LGPL-2.1").is_file());
        }
    }
}

#[test]
fn every_folder_with_files_of_others_has_their_licence() {
    for licence in [
        "variants/LICENSE",
        "language/LICENSE.jieba",
        "ocr/LICENSE.Apache-2.0",
        "readings/LICENSE.Unicode-3.0",
    ] {
        assert!(root().join(licence).is_file(), "{licence}");
    }
}

#[test]
fn tables_parse_in_order() {
    for name in Table::built_in() {
        let table = Table::open(name, None).unwrap_or_else(|error| panic!("{error}"));
        assert!(table.len() > 10, "{name}: {}", table.len());
        let lines: Vec<u32> = table.rows().map(|row| row.line).collect();
        assert!(lines.is_sorted(), "{name}: upstream keeps the keys in order");
        assert!(table.rows().zip(table.rows().skip(1)).all(|(a, b)| a.key < b.key), "{name}: unique");
        let on_disk = std::fs::read_to_string(root().join(name)).unwrap();
        let on_disk: Vec<&str> = on_disk.lines().collect();
        for row in table.rows() {
            let told = on_disk[row.line as usize - 1].split_once('\t').unwrap();
            let values: Vec<&str> = row.values().collect();
            assert_eq!(told, (row.key, values.join(" ").as_str()), "{name}:{}", row.line);
        }
    }
}

#[test]
fn conversion_tables_keep_the_number_of_characters() {
    // Words of one region are not as long as those of another.
    let regional = |name: &&str| ["TWPhrases", "HKPhrases"].iter().any(|words| name.contains(words));
    for name in Table::built_in().filter(|name| name.starts_with("variants/") && !regional(name)) {
        let table = Table::open(name, None).unwrap();
        for row in table.rows() {
            let count = row.key.chars().count();
            assert!(row.values().all(|v| v.chars().count() == count), "{name}:{}", row.line);
            // Every stage relies on it: a table of characters maps characters.
            if name.contains("Characters") || name.contains("Ideographs") {
                assert_eq!(count, 1, "{name}:{}", row.line);
            }
        }
    }
}
