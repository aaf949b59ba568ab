//! What may know of what: read from the sources, so that a wrong `use` fails like a wrong result.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library and the layer each is in; a module may use those of lower layers, and of its own
/// layer those that do not use it in turn. Stages may not use each other.
const LAYERS: &[&[&str]] = &[
    &["text", "error"],
    &["decode", "evidence", "edit", "dictionary", "language", "look", "damage"],
    STAGES,
    RESTORING,
    &["report"],
];
const RESTORING: &[&str] = &["options", "repeats", "restore", "restoration", "window"];
const STAGES: &[&str] = &["mojibake", "ocr", "punctuation", "tamper", "variant"];

/// What a stage hands to the restorer: words both sides speak.
const SHARED: &[&str] = &["restore::Proposals", "restoration::Gap", "restoration::Cause"];

/// A source file: where it is, and its lines without comments and without its tests.
struct Source {
    path: PathBuf,
    module: String,
    lines: Vec<String>,
}

fn sources(folder: &str) -> Vec<Source> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                out.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(&root.join(folder), &mut paths);
    paths.sort();
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code = code.split("#[cfg(test)]\npub").next().unwrap_or_default();
        let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned());
        let relative = path.strip_prefix(root).unwrap().to_owned();
        let module = relative.components().nth(1).unwrap().as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs").to_owned();
        Source { path: relative, module, lines: lines.collect() }
    };
    paths.into_iter().map(source).collect()
}

/// The library's own sources, tests in files of their own left out.
fn library() -> Vec<Source> {
    let is_library =
        |source: &Source| source.module != "bin" && !source.path.to_string_lossy().ends_with("tests.rs");
    sources("src").into_iter().filter(is_library).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The paths behind `crate::` in the code, groups in braces taken apart one level deep.
fn used(source: &Source) -> Vec<String> {
    let code = source.lines.join("\n");
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut out = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let path: String = rest.chars().take_while(|&c| is_path(c)).collect();
        let group = rest[path.len()..].strip_prefix('{').and_then(|group| group.split('}').next());
        match group {
            Some(group) => out.extend(group.split(',').map(|name| format!("{path}{}", name.trim()))),
            None => out.push(path),
        }
    }
    out
}

#[test]
fn dependencies_point_down() {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in library() {
        let Some(own) = layer(&source.module) else {
            assert_eq!(source.module, "lib", "{}: in no layer", source.path.display());
            continue;
        };
        for path in used(&source) {
            let module = path.split(':').next().unwrap().to_owned();
            if module == source.module || SHARED.contains(&path.as_str()) || module.is_empty() {
                continue;
            }
            let Some(other) = layer(&module) else {
                wrong.push(format!("{}: crate::{path} is in no layer", source.path.display()));
                continue;
            };
            let stage_to_stage =
                STAGES.contains(&source.module.as_str()) && STAGES.contains(&module.as_str());
            if other > own || stage_to_stage {
                wrong.push(format!("{}: must not use crate::{path}", source.path.display()));
            } else if other == own && LAYERS[own] != RESTORING {
                edges.entry(source.module.clone()).or_default().insert(module);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A layer without circles can be put in an order: take away what uses nothing that is left.
    while let Some(free) = edges
        .iter()
        .find(|(_, uses)| uses.iter().all(|module| !edges.contains_key(module)))
        .map(|(module, _)| module.clone())
    {
        edges.remove(&free);
    }
    assert!(edges.is_empty(), "modules of one layer use each other in a circle: {edges:?}");
}

/// Every line of the library that holds one of `words`, outside of the folders `allowed`.
fn holding(words: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for source in library().iter().filter(|source| !allowed.contains(&source.module.as_str())) {
        for line in source.lines.iter().filter(|line| words.iter().any(|word| line.contains(word))) {
            out.push(format!("{}: {}", source.path.display(), line.trim()));
        }
    }
    out
}

#[test]
fn only_the_program_prints() {
    let words =
        ["print!(", "println!(", "eprint!(", "eprintln!(", "dbg!(", "io::stdout", "io::stderr", "io::stdin"];
    assert_eq!(holding(&words, &[]), Vec::<String>::new());
}

#[test]
fn files_are_read_in_two_places() {
    let words = ["std::fs", "fs::read", "fs::File", "File::open", "File::create"];
    assert_eq!(holding(&words, &["dictionary", "language"]), Vec::<String>::new());
    // The root includes README.md, whose examples are tests.
    let words = ["include_str!", "include_bytes!"];
    assert_eq!(holding(&words, &["dictionary", "language", "lib"]), Vec::<String>::new());
}

#[test]
fn encodings_are_named_in_two_places() {
    assert_eq!(holding(&["encoding_rs"], &["decode", "damage"]), Vec::<String>::new());
    for source in sources("src/bin") {
        let named = source.lines.iter().any(|line| line.contains("encoding_rs"));
        assert!(!named, "{}: names encoding_rs", source.path.display());
    }
}

#[test]
fn files_are_short_and_say_what_they_decide() {
    for folder in ["src", "tests"] {
        for Source { path, .. } in sources(folder) {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap();
            let count = text.lines().count();
            assert!(count <= 500, "{}: {count} lines", path.display());
            assert!(text.starts_with("//! "), "{}: does not say what it decides", path.display());
        }
    }
}

/// The checks above must be able to fail.
#[test]
fn uses_are_found_in_groups_and_in_paths() {
    let lines =
        ["use crate::edit::{Edit, Edits};", "let x = crate::restore::Stage::ALL;", "use crate::{a, b::c};"];
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    let source = Source { path: PathBuf::new(), module: String::new(), lines };
    let found = used(&source);
    assert_eq!(found, ["edit::Edit", "edit::Edits", "restore::Stage::ALL", "a", "b::c"]);
    assert!(!library().is_empty() && !sources("src/bin").is_empty());
}
