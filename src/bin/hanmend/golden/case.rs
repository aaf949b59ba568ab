//! Finds the cases of a folder and reads what they say of themselves.

use std::fs;
use std::path::{Path, PathBuf};

use hanmend::{Error, Target};
use serde::Deserialize;

use crate::failure::Failure;

/// What a case must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Real input; the expected files.
    Found,
    /// The output equals the truth.
    Synthetic,
    /// The output equals the input, with zero edits.
    Intact,
    /// The output still differs from the truth.
    Unresolved,
}

/// An expected file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Expect {
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "zh-Hans")]
    Hans,
    #[serde(rename = "zh-Hant")]
    Hant,
    #[serde(rename = "diff")]
    Diff,
    #[serde(rename = "edits")]
    Edits,
    #[serde(rename = "tidy")]
    Tidy,
}

impl Expect {
    pub const ALL: [Expect; 6] =
        [Expect::Text, Expect::Hans, Expect::Hant, Expect::Diff, Expect::Edits, Expect::Tidy];

    pub fn file(self) -> &'static str {
        match self {
            Expect::Text => "expected.txt",
            Expect::Hans => "expected.zh-Hans.txt",
            Expect::Hant => "expected.zh-Hant.txt",
            Expect::Diff => "expected.diff",
            Expect::Edits => "expected.jsonl",
            Expect::Tidy => "expected.tidy.txt",
        }
    }

    /// The file for the text in a script.
    pub fn of(script: Target) -> Option<Expect> {
        match script {
            Target::Hans => Some(Expect::Hans),
            Target::Hant => Some(Expect::Hant),
            _ => None,
        }
    }
}

/// A case as it stands in its folder.
#[derive(Debug)]
pub struct Case {
    /// The folder's path below the folder of cases.
    pub name: String,
    pub dir: PathBuf,
    pub kind: Kind,
    pub expect: Vec<Expect>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    expect: Vec<Expect>,
    kind: Option<Kind>,
}

/// The cases of `dir`, sorted by name; a folder without any is an error, for it would pass.
pub fn discover(dir: &Path) -> Result<Vec<Case>, Failure> {
    let mut found = Vec::new();
    for folder in folders(dir)? {
        if folder.join("case.toml").is_file() {
            found.push(folder);
            continue;
        }
        found.extend(folders(&folder)?.into_iter().filter(|folder| folder.join("case.toml").is_file()));
    }
    if found.is_empty() {
        return Err(Failure::at(dir, "holds no case (DIR/<kind>/<name>/case.toml)"));
    }
    found.sort();
    found.into_iter().map(|folder| read(dir, folder)).collect()
}

fn folders(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wrong = |error| Failure::at(dir, error);
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            out.push(path);
        }
    }
    Ok(out)
}

fn read(root: &Path, dir: PathBuf) -> Result<Case, Failure> {
    let file = dir.join("case.toml");
    let text = fs::read_to_string(&file).map_err(|error| Failure::at(&file, error))?;
    let wrong = |line, problem: String| Error::Line { file: file.display().to_string(), line, problem };
    let CaseFile { expect, kind, .. } = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        wrong(before.matches('\n').count() + 1, error.message().into())
    })?;
    let kind = match kind.or_else(|| kind_of_parent(&dir)) {
        Some(kind) => kind,
        None => {
            let problem = "no kind: neither a key `kind` nor a parent folder of that name (found, synthetic, \
                           intact, unresolved)";
            return Err(wrong(1, problem.into()).into());
        }
    };
    let name = dir.strip_prefix(root).unwrap_or(&dir).display().to_string();
    Ok(Case { name, dir, kind, expect })
}

fn kind_of_parent(dir: &Path) -> Option<Kind> {
    let parent = fs::canonicalize(dir.parent()?).ok()?;
    match parent.file_name()?.to_str()? {
        "found" => Some(Kind::Found),
        "synthetic" => Some(Kind::Synthetic),
        "intact" => Some(Kind::Intact),
        "unresolved" => Some(Kind::Unresolved),
        _ => None,
    }
}
