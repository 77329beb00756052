//! Errors that end a run.

use std::{io, path::PathBuf};

/// Why a run stopped. Finished results are kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The reader of standard output closed the pipe, which is not a failure.
    #[error("standard output was closed")]
    ClosedPipe,
    /// The output cannot be written.
    #[error("{}: cannot be written ({cause}); {}", path.display(), remedy(cause))]
    Output {
        /// The file or stream.
        path: PathBuf,
        /// The cause.
        cause: io::Error,
    },
    /// Another run writes to the same output.
    #[error("{}: is in use by another run; wait for it, or choose another output", journal.display())]
    Busy {
        /// The journal that the other run has locked.
        journal: PathBuf,
    },
    /// The run to be resumed had other options.
    #[error(
        "{}: was written by a run with other options; use the same options, or start over without resuming",
        journal.display()
    )]
    OtherRun {
        /// The journal.
        journal: PathBuf,
    },
    /// The output is one of the inputs, which it would replace.
    #[error("{}: is an input and would be replaced by the output; choose another output", path.display())]
    InputIsOutput {
        /// The file or folder.
        path: PathBuf,
    },
    /// The output, or a companion file, is a symbolic link.
    #[error("{}: is a symbolic link, which is not followed; name its target or another output", path.display())]
    SymbolicLink {
        /// The link.
        path: PathBuf,
    },
    /// A URL was given for input with several pages.
    #[error("{input}: contains several pages, but a URL belongs to a single page")]
    UrlForSeveralPages {
        /// The input.
        input: String,
    },
    /// The workers could not be started.
    #[error("cannot start threads ({0}); use fewer")]
    Threads(String),
}

impl BatchError {
    pub(crate) fn output(path: impl Into<PathBuf>, cause: io::Error) -> Self {
        let path = path.into();
        if cause.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        if super::own_file::is_link_error(&cause) {
            return Self::SymbolicLink { path };
        }
        Self::Output { path, cause }
    }
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "free some space; finished results are kept"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose another output, or make this one writable"
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "create its folder first",
        io::ErrorKind::Unsupported => "name a file such as all.parquet as the output",
        io::ErrorKind::IsADirectory => "end the name with a slash to write a folder",
        _ => "finished results are kept",
    }
}
