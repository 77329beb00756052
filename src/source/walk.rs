//! Directories: the files in them, in the order of their names, all the way down.
//!
//! Names that begin with a dot are passed over unless asked for; links are followed only on request,
//! and one that leads back up is named and left. What a user names is taken whatever it is.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use ignore::{
    WalkBuilder,
    overrides::{Override, OverrideBuilder},
};
use rustc_hash::FxHashMap;

use super::{Fault, Item, Payload, SizeLimits, Taker, file, place};
use crate::rules;

/// Extensions of packed files.
pub(super) const PACKED: &[&str] = &["gz", "zst"];

static EXTENSIONS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
    let table = include_str!("../rules/extensions.txt");
    rules::entries(table)
        .map(|(group, extension)| (extension, if group == "page" { Kind::Page } else { Kind::Other }))
        .collect()
});

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// HTML or text.
    Page,
    /// Pictures, styles, scripts, data.
    Other,
}

/// What a file with this extension is, if the table has it.
pub(super) fn extension_kind(extension: &str) -> Option<Kind> {
    EXTENSIONS.get(extension).copied()
}

/// How directories and streams are read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Rules {
    /// Globs of names that are wanted; empty: everything but what extensions tell to be no page.
    pub include: Vec<String>,
    /// Globs of names that are not wanted.
    pub exclude: Vec<String>,
    /// Whether names that begin with a dot are taken.
    pub hidden: bool,
    /// Whether links in directories are followed.
    pub follow: bool,
    /// Paths that are left alone: the run's own output.
    pub avoid: Vec<PathBuf>,
    /// How large a page may be.
    pub sizes: SizeLimits,
}

impl Rules {
    /// Checks the globs.
    ///
    /// # Errors
    /// The first glob that cannot be read, and why.
    pub fn check(&self) -> Result<(), String> {
        self.globs(Path::new(".")).map(drop).map_err(|e| e.to_string())
    }

    fn globs(&self, root: &Path) -> Result<Override, ignore::Error> {
        let mut builder = OverrideBuilder::new(root);
        for glob in &self.include {
            builder.add(glob)?;
        }
        for glob in &self.exclude {
            builder.add(&format!("!{glob}"))?;
        }
        builder.build()
    }

    /// The paths to leave alone, as seen from `root`.
    fn avoid_below(&self, root: &Path) -> Vec<PathBuf> {
        let Ok(root) = std::path::absolute(root) else { return Vec::new() };
        let own = self.avoid.iter().filter_map(|own| std::path::absolute(own).ok());
        own.filter_map(|own| own.strip_prefix(&root).ok().map(Path::to_owned)).collect()
    }

    fn wants(&self, path: &Path) -> bool {
        if !self.include.is_empty() {
            return true;
        }
        let mut name = PathBuf::from(path.file_name().unwrap_or_default());
        if place::extension(&name).is_some_and(|e| PACKED.contains(&e.as_str())) {
            name.set_extension("");
        }
        place::extension(&name).and_then(|e| extension_kind(&e)) != Some(Kind::Other)
    }
}

/// Every page below `root`.
pub(super) fn each(root: &Path, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let globs = match rules.globs(root) {
        Ok(globs) => globs,
        Err(error) => return take(fault(root, root, &error)),
    };
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).hidden(!rules.hidden).follow_links(rules.follow).overrides(globs);
    builder.sort_by_file_name(std::ffi::OsStr::cmp);
    let avoid = rules.avoid_below(root);
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                take(fault(root, root, &error))?;
                continue;
            }
        };
        let path = entry.path();
        let name = path.strip_prefix(root).unwrap_or(path);
        let own = avoid.iter().any(|own| name.starts_with(own));
        if entry.file_type().is_some_and(|t| t.is_file()) && rules.wants(path) && !own {
            file(path, name, take)?;
        }
    }
    ControlFlow::Continue(())
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
