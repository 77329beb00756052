//! What ends a run before its time.

use std::{io, path::PathBuf};

/// Why a run stopped. What was finished before is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Halt {
    /// The reader of standard output went away: no fault of anybody's.
    #[error("standard output was closed")]
    ClosedPipe,
    /// The output cannot be written.
    #[error("{}: cannot be written ({cause}); {}", path.display(), remedy(cause))]
    Output {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Another run writes to the same output.
    #[error("{}: is in use by another run; wait for it, or choose another output", journal.display())]
    Busy {
        /// The journal that it holds.
        journal: PathBuf,
    },
    /// The run that was to be resumed was made with other options.
    #[error(
        "{}: was written by a run with other options; repeat them, or leave --resume out to begin anew",
        journal.display()
    )]
    OtherRun {
        /// Its journal.
        journal: PathBuf,
    },
    /// The workers could not be started.
    #[error("threads: cannot be started ({0}); ask for fewer with -j")]
    Threads(String),
}

impl Halt {
    pub(crate) fn output(path: impl Into<PathBuf>, cause: io::Error) -> Self {
        if cause.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Output { path: path.into(), cause }
    }
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room; what was finished is kept"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose another place with -o, or make it writable"
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "make the folder it lies in",
        io::ErrorKind::Unsupported => "name a file with -o, like all.parquet",
        io::ErrorKind::IsADirectory => "end the name with a slash to write a folder",
        _ => "what was finished is kept",
    }
}
