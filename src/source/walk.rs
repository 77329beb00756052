//! Directories: the files in them, in the order of their names, all the way down.
//!
//! Names that begin with a dot are passed over unless asked for; links are followed only on request,
//! and one that leads back up is named and left. What a user names is taken whatever it is.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use super::{Fault, Item, Kind, Payload, Rules, Taker, file, place};

/// Every page below `root`.
pub(crate) fn each(root: &Path, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let files = match files(root, rules) {
        Ok(files) => files,
        Err(error) => return take(fault(root, root, &error)),
    };
    for found in files {
        match found {
            Ok((path, kind)) => file(&path, path.strip_prefix(root).unwrap_or(&path), kind, rules, take)?,
            Err(error) => take(fault(root, root, &error))?,
        }
    }
    ControlFlow::Continue(())
}

/// How many pages there are below `root`; `None` when an archive hides their number.
pub(crate) fn count(root: &Path, rules: &Rules, stop: &dyn Fn() -> bool) -> Option<u64> {
    let mut pages = 0;
    for found in files(root, rules).ok()? {
        if stop() || !matches!(found, Ok((_, Kind::Page)) | Err(_)) {
            return None;
        }
        pages += 1;
    }
    Some(pages)
}

type Found = Result<(PathBuf, Kind), ignore::Error>;

/// The files below `root` that may hold pages, in the order of their names.
fn files(root: &Path, rules: &Rules) -> Result<impl Iterator<Item = Found>, ignore::Error> {
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).hidden(!rules.hidden).follow_links(rules.follow);
    builder.overrides(rules.globs(root)?).sort_by_file_name(std::ffi::OsStr::cmp);
    let avoid = rules.avoid_below(root);
    let root = root.to_owned();
    Ok(builder.build().filter_map(move |entry| {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error)),
        };
        let name = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let own = avoid.iter().any(|own| name.starts_with(own));
        let file = entry.file_type().is_some_and(|t| t.is_file());
        let kind = Kind::of_name(name).unwrap_or(Kind::Page);
        (file && !own && rules.wants(name)).then(|| Ok((entry.into_path(), kind)))
    }))
}

fn fault(root: &Path, path: &Path, error: &ignore::Error) -> Item {
    let (path, fault) = explain(path, error);
    let place = place::of_file(path.strip_prefix(root).unwrap_or(Path::new("unread")));
    Item::new(path.to_string_lossy().into_owned(), place, Payload::Fault(fault))
}

/// The path that an error is about, and what it says.
fn explain(path: &Path, error: &ignore::Error) -> (PathBuf, Fault) {
    match error {
        ignore::Error::WithPath { path, err } => explain(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            explain(path, err)
        }
        ignore::Error::Loop { ancestor, child } => (
            child.clone(),
            Fault::new(
                format!("is a link back up to {}", ancestor.display()),
                "its pages are taken once; leave --follow out to pass over links",
            ),
        ),
        ignore::Error::Io(error) => (path.to_owned(), Fault::read(error)),
        error => (path.to_owned(), Fault::new(error.to_string(), "check the glob or the directory")),
    }
}
