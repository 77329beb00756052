//! Opens the files that a run writes without following symbolic links, and distinguishes outputs from inputs.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use rustc_hash::FxHashSet;

use super::{BatchError, Output};
use crate::source::{FileId, Kind, Origin, Rules};

/// Opens a file that a run writes. A symbolic link in its place is an error: following it could overwrite any file.
pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    // `/dev/stderr` is a link, but writing to a device or a pipe cannot overwrite anything.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return options.open(path);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NOFOLLOW);
    #[cfg(not(unix))]
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "a symbolic link"));
    }
    options.open(path)
}

/// Returns whether opening failed because of a symbolic link.
pub(crate) fn is_link_error(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(libc::ELOOP);
    #[cfg(not(unix))]
    return error.kind() == io::ErrorKind::InvalidFilename;
}

/// The inputs that a user named.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    files: FxHashSet<FileId>,
    folders: Vec<PathBuf>,
}

impl Inputs {
    pub(crate) fn new(origins: &[Origin]) -> Self {
        let mut inputs = Self::default();
        for origin in origins {
            match origin {
                Origin::Path(path) if path.is_dir() => inputs.folders.extend(fs::canonicalize(path)),
                Origin::List(path) if path == Path::new("-") => inputs.files.extend(FileId::of_stdin()),
                Origin::Path(path) | Origin::List(path) => inputs.files.extend(FileId::of(path)),
                Origin::Stdin => inputs.files.extend(FileId::of_stdin()),
            }
        }
        inputs
    }

    /// Fails if an output of the run is also an input.
    pub(crate) fn check(
        &self,
        output: &Output,
        report: Option<&Path>,
        rules: &Rules,
    ) -> Result<(), BatchError> {
        let mut written = output.companions();
        written.extend(report.map(Path::to_owned));
        match output {
            Output::File(path) => written.push(path.clone()),
            Output::Folder { path, .. } => {
                if fs::canonicalize(path).is_ok_and(|path| self.folders.contains(&path)) {
                    return Err(BatchError::InputIsOutput { path: path.clone() });
                }
            }
            Output::Stdout => {}
        }
        match written.into_iter().find(|path| self.has_file(path) || self.has_in_folder(path, rules)) {
            Some(path) => Err(BatchError::InputIsOutput { path }),
            None => Ok(()),
        }
    }

    /// Returns whether a path leads to one of the named files.
    pub(crate) fn has_file(&self, path: &Path) -> bool {
        FileId::of(path).is_some_and(|id| self.files.contains(&id))
    }

    /// Returns whether a file in one of the folders would be read as an input.
    fn has_in_folder(&self, path: &Path, rules: &Rules) -> bool {
        let is_read = |kind: Option<Kind>| kind.is_some_and(|kind| kind != Kind::Other);
        let Ok(path) = fs::canonicalize(path) else { return false };
        path.is_file()
            && is_read(Kind::of_name(&path))
            && self.folders.iter().any(|folder| {
                path.strip_prefix(folder).is_ok_and(|name| {
                    let excluded = rules.globs(folder).is_ok_and(|g| g.matched(name, false).is_ignore());
                    !excluded
                })
            })
    }
}

/// Returns whether two paths lead to the same file.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    FileId::of(a).is_some_and(|id| FileId::of(b) == Some(id))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_are_not_followed() {
        let dir = tempfile::tempdir().expect("a folder");
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, "kept").expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        let error = open(OpenOptions::new().write(true).truncate(true), &link).expect_err("a link");
        assert!(is_link_error(&error), "{error}");
        assert_eq!(fs::read(&file).expect("a file"), b"kept");
    }

    #[test]
    fn an_input_is_recognized_by_every_name() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        fs::write(path("a.html"), "x").expect("a file");
        fs::write(path("other.html"), "x").expect("a file");
        fs::hard_link(path("a.html"), path("hard.html")).expect("a link");
        std::os::unix::fs::symlink(path("a.html"), path("soft.html")).expect("a link");
        let inputs = Inputs::new(&[Origin::Path(path("a.html"))]);
        let check = |output: Output| inputs.check(&output, None, &Rules::default()).is_err();
        for name in ["a.html", "hard.html", "soft.html"] {
            assert!(check(Output::File(path(name))), "{name}");
        }
        assert!(!check(Output::File(path("other.html"))));
        let inputs = Inputs::new(&[Origin::Path(dir.path().to_owned())]);
        let check = |output: Output| inputs.check(&output, None, &Rules::default()).is_err();
        assert!(check(Output::Folder { path: dir.path().to_owned(), extension: "txt" }));
        assert!(check(Output::File(path("other.html"))));
        assert!(!check(Output::File(path("new.jsonl"))));
    }
}
