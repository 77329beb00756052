//! Where results go: standard output, one file, or a folder that mirrors the sources.
//!
//! A file is written aside and renamed when it is whole, so that nobody sees half of one.

use std::{
    fs,
    io::{self, BufWriter, Stdout, Write},
    path::{Path, PathBuf},
};

use super::{Halt, work::Done};

/// Where the results of a run go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// Standard output.
    #[default]
    Stdout,
    /// All in one file, replaced if it exists.
    File(PathBuf),
    /// A file for each page with a result, in a tree like that of the sources.
    Folder {
        /// The folder.
        path: PathBuf,
        /// The extension of its files.
        extension: &'static str,
    },
}

/// An output at work.
pub(super) enum Sink {
    Stdout(BufWriter<Stdout>),
    File { part: BufWriter<tempfile::NamedTempFile>, path: PathBuf },
    Folder { path: PathBuf, extension: &'static str },
}

impl Sink {
    pub(super) fn open(output: &Output) -> Result<Self, Halt> {
        Ok(match output {
            Output::Stdout => Self::Stdout(BufWriter::new(io::stdout())),
            Output::File(path) => {
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let part = tempfile::NamedTempFile::new_in(folder).map_err(|e| Halt::output(path, e))?;
                Self::File { part: BufWriter::new(part), path: path.clone() }
            }
            Output::Folder { path, extension } => {
                fs::create_dir_all(path).map_err(|e| Halt::output(path, e))?;
                Self::Folder { path: path.clone(), extension }
            }
        })
    }

    pub(super) fn write(&mut self, done: &Done) -> Result<(), Halt> {
        match self {
            Self::Stdout(out) => {
                out.write_all(&done.rendered).map_err(|e| Halt::output("standard output", e))
            }
            Self::File { part, path } => {
                part.write_all(&done.rendered).map_err(|e| Halt::output(path.as_path(), e))
            }
            Self::Folder { path, extension } if !done.rendered.is_empty() => {
                let mut place = path.join(&done.place).into_os_string();
                place.push(".");
                place.push(extension);
                let place = PathBuf::from(place);
                replace(&place, &done.rendered).map_err(|e| Halt::output(place, e))
            }
            Self::Folder { .. } => Ok(()),
        }
    }

    /// Finishes what was begun.
    pub(super) fn close(self) -> Result<(), Halt> {
        match self {
            Self::Stdout(mut out) => out.flush().map_err(|e| Halt::output("standard output", e)),
            Self::File { part, path } => {
                let part = part.into_inner().map_err(|e| Halt::output(&path, e.into_error()))?;
                part.persist(&path).map(drop).map_err(|e| Halt::output(path, e.error))
            }
            Self::Folder { .. } => Ok(()),
        }
    }
}

/// Writes a file aside and renames it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    part.write_all(bytes)?;
    part.persist(path).map(drop).map_err(|e| e.error)
}
