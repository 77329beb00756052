//! Identifies files independently of their paths.

#[cfg(not(unix))]
use std::path::PathBuf;
use std::{fs, path::Path};

/// Identifies a file: the same for all of its paths and links.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId {
    #[cfg(unix)]
    node: (u64, u64),
    #[cfg(not(unix))]
    path: PathBuf,
}

impl FileId {
    /// Returns the identity of a regular file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        return Self::of_metadata(&fs::metadata(path).ok()?);
        #[cfg(not(unix))]
        fs::canonicalize(path).ok().map(|path| Self { path })
    }

    /// Returns the identity of the regular file that standard input reads, if it reads one.
    #[cfg(feature = "cli")]
    pub(crate) fn of_stdin() -> Option<Self> {
        #[cfg(unix)]
        {
            let stdin = std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned().ok()?;
            Self::of_metadata(&fs::File::from(stdin).metadata().ok()?)
        }
        #[cfg(not(unix))]
        None
    }

    #[cfg(unix)]
    fn of_metadata(found: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        found.is_file().then(|| Self { node: (found.dev(), found.ino()) })
    }
}
