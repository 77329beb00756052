//! Reads directories recursively, in the order of file names.
//!
//! Names that begin with a dot are skipped unless requested. Links are followed only on request; a link to a parent
//! directory is reported and not followed.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use super::{Item, ItemVisitor, Kind, Payload, Rules, SkipReason, SourceError, file, result_path, unknown};

/// Visits every page below `root`.
pub(crate) fn each(root: &Path, rules: &Rules, take: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let files = match files(root, rules) {
        Ok(files) => files,
        Err(error) => return take(fault(root, root, &error)),
    };
    for found in files {
        match found {
            Ok((path, kind)) => {
                let name = path.strip_prefix(root).unwrap_or(&path);
                match kind {
                    Some(Kind::Other) if rules.include.is_empty() => {
                        let skipped = Payload::Skipped(SkipReason::OtherType);
                        let mut item = Item::new(
                            path.to_string_lossy().into_owned(),
                            result_path::of_file(name),
                            skipped,
                        );
                        item.is_member = true;
                        take(item)?;
                    }
                    Some(kind) if kind != Kind::Other => file(&path, name, kind, rules, true, take)?,
                    _ => unknown(&path, name, rules, true, take)?,
                }
            }
            Err(error) => take(fault(root, root, &error))?,
        }
    }
    ControlFlow::Continue(())
}

/// Returns the number of pages below `root`, or `None` if an archive hides it.
pub(crate) fn count(root: &Path, rules: &Rules, stop: &dyn Fn() -> bool) -> Option<u64> {
    let mut pages = 0;
    for found in files(root, rules).ok()? {
        if stop() || matches!(found, Ok((_, Some(kind))) if kind.is_container()) {
            return None;
        }
        pages += u64::from(!matches!(found, Ok((_, Some(Kind::Other)))));
    }
    Some(pages)
}

type FoundFile = Result<(PathBuf, Option<Kind>), ignore::Error>;

/// Yields the files below `root` that may contain pages, in the order of their names.
fn files(root: &Path, rules: &Rules) -> Result<impl Iterator<Item = FoundFile>, ignore::Error> {
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).hidden(!rules.hidden).follow_links(rules.follow);
    builder.overrides(rules.globs(root)?).sort_by_file_name(std::ffi::OsStr::cmp);
    let avoid = rules.avoid_below(root);
    let root = root.to_owned();
    let takes_hidden = rules.hidden;
    Ok(builder.build().filter_map(move |entry| {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error)),
        };
        let name = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let own = avoid.iter().any(|own| name.starts_with(own));
        let file = entry.file_type().is_some_and(|t| t.is_file());
        // A glob that matches a hidden name does not include hidden files.
        let hidden =
            !takes_hidden && name.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b"."));
        let kind = Kind::of_name(name);
        (file && !own && !hidden).then(|| Ok((entry.into_path(), kind)))
    }))
}

fn fault(root: &Path, path: &Path, error: &ignore::Error) -> Item {
    let (path, fault) = explain(path, error);
    let place = result_path::of_file(path.strip_prefix(root).unwrap_or(Path::new("unread")));
    Item::new(path.to_string_lossy().into_owned(), place, Payload::Error(fault))
}

/// Returns the path of an error and its message.
fn explain(path: &Path, error: &ignore::Error) -> (PathBuf, SourceError) {
    match error {
        ignore::Error::WithPath { path, err } => explain(path, err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            explain(path, err)
        }
        ignore::Error::Loop { ancestor, child } => (
            child.clone(),
            SourceError::new(
                format!("is a link back up to {}", ancestor.display()),
                "its pages are read once",
            ),
        ),
        ignore::Error::Io(error) => (path.to_owned(), SourceError::read(error)),
        error => (path.to_owned(), SourceError::new(error.to_string(), "check the glob or the directory")),
    }
}
