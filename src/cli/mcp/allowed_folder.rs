//! The folder that the tools may read. Paths that lead out of it, directly or through links, are rejected.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use crate::{
    cli::request::{ErrorName, RequestError},
    source::{self, Item, LoadedContent, Origin, Rules, StoredSize},
};

pub(super) struct AllowedFolder {
    /// The canonical path.
    root: PathBuf,
}

impl AllowedFolder {
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let root = path.canonicalize().map_err(|error| format!("--root {}: {error}", path.display()))?;
        if !root.is_dir() {
            return Err(format!("--root {}: is not a folder", path.display()));
        }
        Ok(Self { root })
    }

    /// Reads a page and its hints. `name` is a path relative to the folder.
    pub(super) fn read(&self, name: &str, max_bytes: usize) -> Result<(Item, LoadedContent), RequestError> {
        let unreadable =
            |message: String| RequestError::new(ErrorName::Unreadable, format!("{name}: {message}"));
        let path = self.root.join(name).canonicalize().map_err(|error| unreadable(error.to_string()))?;
        if !path.starts_with(&self.root) {
            return Err(RequestError::new(
                ErrorName::NotAllowed,
                format!("{name}: is outside the folder of this server"),
            ));
        }
        if !path.is_file() {
            return Err(unreadable("is not a file".to_owned()));
        }
        let mut rules = Rules::default();
        rules.sizes = StoredSize::new(max_bytes, max_bytes);
        let mut items = Vec::new();
        // A second page means that the file is an archive.
        let _ = source::each(&[Origin::Path(path)], &rules, &mut |item| {
            items.push(item);
            if items.len() > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let [item] = &mut items[..] else {
            return Err(unreadable("is not a single page".to_owned()));
        };
        let content = item.load(&rules).map_err(|fault| {
            let kind = if fault.limit().is_some() { ErrorName::Limit } else { ErrorName::Unreadable };
            RequestError::new(kind, format!("{name}: {fault}"))
        })?;
        Ok((item.clone(), content))
    }
}
