//! Writes results to a folder: each file is written under a temporary name and renamed, and no path leaves the
//! folder.

use std::{
    cell::RefCell,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::BatchError;

thread_local! {
    /// The folder that this thread wrote to last, which has been checked.
    static SOUND: RefCell<PathBuf> = RefCell::default();
}

/// Why a result was not written.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// Only this page is affected.
    Page(String),
    /// Nothing more can be written.
    All(BatchError),
}

/// Writes a result to `root/place.extension`.
pub(crate) fn put(root: &Path, place: &Path, extension: &str, bytes: &[u8]) -> Result<(), Unwritten> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(extension);
    let folder = root.join(place.parent().unwrap_or(Path::new("")));
    let path = folder.join(&name);
    let mut part = std::ffi::OsString::from(".");
    part.push(&name);
    part.push(".part");
    ensure(root, &folder)
        .and_then(|()| replace(&folder.join(part), &path, bytes))
        .map_err(|error| judge(path, error))
}

/// Creates the folder part by part, so that no symbolic link on the way can lead out of `root`.
fn ensure(root: &Path, folder: &Path) -> io::Result<()> {
    if SOUND.with_borrow(|sound| sound == folder) {
        return Ok(());
    }
    let mut path = root.to_owned();
    for part in folder.strip_prefix(root).unwrap_or(Path::new("")).components() {
        path.push(part);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::create_dir(&path) {
                // Another worker created it first.
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            },
            Err(error) => return Err(error),
            Ok(found)
                if found.is_symlink() && !fs::canonicalize(&path)?.starts_with(fs::canonicalize(root)?) =>
            {
                return Err(io::Error::new(io::ErrorKind::InvalidFilename, "a link leads out of the folder"));
            }
            Ok(_) => {}
        }
    }
    SOUND.with_borrow_mut(|sound| folder.clone_into(sound));
    Ok(())
}

fn replace(part: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let create = || OpenOptions::new().write(true).create_new(true).open(part);
    let mut file = create().or_else(|error| {
        // A leftover of an interrupted run.
        if error.kind() != io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        fs::remove_file(part).and_then(|()| create())
    })?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(part, path));
    if written.is_err() {
        // The first error matters more than this one.
        let _ = fs::remove_file(part);
    }
    written
}

fn judge(path: PathBuf, error: io::Error) -> Unwritten {
    match error.kind() {
        io::ErrorKind::NotADirectory
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::AlreadyExists
        | io::ErrorKind::DirectoryNotEmpty
        | io::ErrorKind::InvalidFilename
        | io::ErrorKind::InvalidInput => Unwritten::Page(format!(
            "its result cannot be written to {} ({error}); choose another folder",
            path.display()
        )),
        _ => Unwritten::All(BatchError::output(path, error)),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let (root, outside) = (dir.path().join("out"), dir.path().join("outside"));
        fs::create_dir_all(root.join("inside")).expect("a folder");
        fs::create_dir(&outside).expect("a folder");
        std::os::unix::fs::symlink(&outside, root.join("evil")).expect("a link");
        std::os::unix::fs::symlink(root.join("inside"), root.join("good")).expect("a link");
        let evil = put(&root, Path::new("evil/deep/page"), "txt", b"x");
        assert!(matches!(evil, Err(Unwritten::Page(_))), "{evil:?}");
        assert_eq!(fs::read_dir(&outside).expect("a folder").count(), 0);
        put(&root, Path::new("good/page"), "txt", b"x").expect("written");
        assert_eq!(fs::read(root.join("inside/page.txt")).expect("a file"), b"x");
    }

    #[test]
    fn a_result_at_the_path_of_a_folder_fails_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("page.txt/deep")).expect("a folder");
        let put = put(dir.path(), Path::new("page"), "txt", b"x");
        assert!(matches!(put, Err(Unwritten::Page(_))), "{put:?}");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing is left behind");
    }
}
