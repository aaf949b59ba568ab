//! Writes a file back at once: whoever reads it sees the old bytes or the new ones, never a part.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Refuses what a rename would turn into something else: pipes and devices.
pub fn check(files: &[PathBuf]) -> Result<(), Failure> {
    for path in files {
        let metadata = fs::metadata(path).map_err(|error| Failure::at(path, error))?;
        if !metadata.is_file() {
            return Err(Failure::at(path, "not a regular file, cannot be written in place"));
        }
    }
    Ok(())
}

/// Replaces the file that `path` leads to, links followed and permissions kept.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write(path, bytes).map_err(|error| Failure::at(path, error))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let folder = target.parent().unwrap_or(Path::new("/"));
    // In the same folder: a rename across file systems would not be one step. Dropped unrenamed, it is removed.
    let mut file = tempfile::Builder::new().prefix(".hanmend-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(fs::metadata(&target)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    // The rename itself is durable once the folder is; some systems cannot open one, and lose nothing by it.
    File::open(folder).and_then(|folder| folder.sync_all()).or(Ok(()))
}
