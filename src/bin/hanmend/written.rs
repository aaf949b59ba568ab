//! Writes a file at once: whoever reads it sees the old bytes or the new ones, never a part.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::{Failure, named};
use crate::journal;
use crate::packing::{Packer, Packing};

/// A file being written under another name. Dropped unfinished, nothing of it stays.
pub struct Written {
    target: PathBuf,
    /// Where the name it is told by differs: a link was followed.
    name: PathBuf,
    packer: Packer<BufWriter<NamedTempFile>>,
    /// Whether the old bytes are gone for good, so that the new ones must be on the disk first.
    replaces: bool,
}

impl Written {
    /// To be written in place of `path`, links followed.
    pub fn in_place(path: &Path) -> Result<Written, Failure> {
        let wrong = |error| Failure::at(path, error);
        if !fs::metadata(path).map_err(wrong)?.is_file() {
            return Err(Failure::at(path, "not a regular file, cannot be written in place"));
        }
        let target = fs::canonicalize(path).map_err(wrong)?;
        // In the same folder: a rename across file systems would not be one step.
        let folder = target.parent().unwrap_or(Path::new("/")).to_owned();
        Written::begin(target, path, path, &folder, true).map_err(wrong)
    }

    /// To be written as `relative` under `out`, like `source`.
    pub fn under(out: &Path, relative: &Path, source: &Path) -> Result<Written, Failure> {
        let target = out.join(relative);
        let wrong = |error| Failure::at(&target, error);
        if same_file::is_same_file(&target, source).unwrap_or(false) {
            return Err(Failure::at(source, "would be written over itself; that is what --in-place does"));
        }
        fs::create_dir_all(target.parent().unwrap_or(out)).map_err(wrong)?;
        Written::begin(target.clone(), &target, source, &out.join(journal::OWN), false).map_err(wrong)
    }

    fn begin(
        target: PathBuf,
        name: &Path,
        like: &Path,
        folder: &Path,
        replaces: bool,
    ) -> io::Result<Written> {
        let file = tempfile::Builder::new().prefix(&format!("{}-", journal::OWN)).tempfile_in(folder)?;
        file.as_file().set_permissions(fs::metadata(like)?.permissions())?;
        let packer = Packing::of(like).pack(BufWriter::with_capacity(1 << 16, file))?;
        Ok(Written { target, name: name.into(), packer, replaces })
    }

    /// Gives the file its name. Returns how long it is.
    pub fn finish(self) -> Result<u64, Failure> {
        let Written { target, name, packer, replaces } = self;
        let finish = || {
            let file = packer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
            if replaces {
                file.as_file().sync_all()?;
            }
            let len = file.as_file().metadata()?.len();
            file.persist(&target)?;
            if let (true, Some(folder)) = (replaces, target.parent()) {
                // The rename is durable once the folder is; some systems cannot open one, and lose nothing by it.
                File::open(folder).and_then(|folder| folder.sync_all()).or(Ok::<(), io::Error>(()))?;
            }
            Ok(len)
        };
        finish().map_err(|error: io::Error| Failure::at(&name, error))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.packer.write(bytes).map_err(|error| named(&self.name, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.packer.flush().map_err(|error| named(&self.name, error))
    }
}
