//! Which files a run restores: those that are named, and in folders those that the ignore rules leave.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::vec;

use ignore::overrides::OverrideBuilder;
use ignore::{Walk, WalkBuilder};

use crate::args::Restore;
use crate::failure::Failure;
use crate::input::Source;
use crate::journal;
use crate::progress::Progress;

/// One input, and its name under the folder that --out names.
#[derive(Debug, Clone)]
pub struct Task {
    pub source: Source,
    pub relative: PathBuf,
}

/// The inputs of a run in order, found as they are asked for.
pub struct Files<'a> {
    args: &'a Restore,
    named: vec::IntoIter<Source>,
    folder: Option<(PathBuf, Walk)>,
    /// Names under --out that are taken, where several inputs could have the same.
    taken: Option<HashSet<PathBuf>>,
}

impl<'a> Files<'a> {
    /// # Errors
    /// Where a pattern of --glob means nothing.
    pub fn new(args: &'a Restore) -> Result<Files<'a>, Failure> {
        overrides(args, Path::new("."))?;
        let named = Source::all(&args.files).into_iter();
        let taken = (args.corpus.out.is_some() && args.files.len() > 1).then(HashSet::new);
        Ok(Files { args, named, folder: None, taken })
    }

    fn found(&mut self, source: Source, relative: PathBuf) -> Result<Task, Failure> {
        if let Some(taken) = &mut self.taken
            && !taken.insert(relative.clone())
        {
            let why = format!("another file is written to {} already", relative.display());
            return Err(Failure::Told(format!("{}: {why}", source.name())));
        }
        Ok(Task { source, relative })
    }
}

impl Iterator for Files<'_> {
    type Item = Result<Task, Failure>;

    fn next(&mut self) -> Option<Result<Task, Failure>> {
        loop {
            if let Some((folder, walk)) = &mut self.folder {
                let Some(entry) = walk.next() else {
                    self.folder = None;
                    continue;
                };
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => return Some(Err(Failure::Told(error.to_string()))),
                };
                // Links are not followed: what they lead to may be another folder's, or none of the user's.
                if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                    continue;
                }
                let path = entry.into_path();
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                return Some(self.found(Source::File(path), relative));
            }
            let source = self.named.next()?;
            match source.path().filter(|path| self.args.corpus.recursive && path.is_dir()) {
                Some(folder) => match walk(self.args, folder) {
                    Ok(walk) => self.folder = Some((folder.to_owned(), walk)),
                    Err(failure) => return Some(Err(failure)),
                },
                None => {
                    let relative = source.path().and_then(Path::file_name).unwrap_or_default().into();
                    return Some(self.found(source, relative));
                }
            }
        }
    }
}

/// Tells `progress` how many bytes there are.
pub fn measure(args: &Restore, progress: &Progress) {
    let Ok(files) = Files::new(args) else { return };
    for task in files.flatten() {
        if let Some(metadata) = task.source.path().and_then(|path| fs::metadata(path).ok()) {
            progress.expect(metadata.len());
        }
    }
}

fn walk(args: &Restore, folder: &Path) -> Result<Walk, Failure> {
    let corpus = &args.corpus;
    let mut builder = WalkBuilder::new(folder);
    builder
        .standard_filters(!corpus.no_ignore)
        .hidden(!corpus.hidden)
        .require_git(false)
        .sort_by_file_name(|a, b| a.cmp(b));
    let globs = overrides(args, folder)?;
    // What this run writes itself is not among what it reads.
    let (out, edits) = (corpus.out.clone(), corpus.edits.clone());
    let own: Vec<PathBuf> =
        out.into_iter().chain(edits).filter_map(|path| fs::canonicalize(path).ok()).collect();
    builder.filter_entry(move |entry| {
        let is_temporary = entry.file_name().to_str().is_some_and(|name| name.starts_with(journal::OWN));
        let is_own = || own.iter().any(|own| same_file::is_same_file(own, entry.path()).unwrap_or(false));
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        // The patterns choose among what the ignore rules leave, they do not overrule these.
        let is_chosen = entry.depth() == 0 || !globs.matched(entry.path(), is_folder).is_ignore();
        is_chosen && !is_temporary && (entry.depth() == 0 || !is_own())
    });
    Ok(builder.build())
}

fn overrides(args: &Restore, folder: &Path) -> Result<ignore::overrides::Override, Failure> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in &args.corpus.glob {
        builder.add(glob).map_err(|error| Failure::Told(format!("--glob {glob}: {error}")))?;
    }
    builder.build().map_err(|error| Failure::Told(format!("--glob: {error}")))
}
