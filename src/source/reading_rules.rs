//! Rules for reading sources: which inputs are read, and their maximum size.

use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::{FieldNames, FileId, Kind, Stop};

/// Maximum stored size of a page in bytes. [`Limits`](crate::Limits) apply later, when it is cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredSize {
    /// Maximum size as stored (compressed).
    pub packed: usize,
    /// Maximum size after decompression.
    pub unpacked: usize,
}

impl StoredSize {
    /// Sets both limits, in bytes.
    pub fn new(packed: usize, unpacked: usize) -> Self {
        Self { packed, unpacked }
    }
}

impl Default for StoredSize {
    fn default() -> Self {
        Self { packed: 64 << 20, unpacked: 64 << 20 }
    }
}

/// How directories, archives and streams are read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Rules {
    /// The kind of named inputs, if the user knows better than their names.
    pub kind: Option<Kind>,
    /// Globs of names to read; if empty, everything except files that are not pages by their extension.
    pub include: Vec<String>,
    /// Globs of names to skip.
    pub exclude: Vec<String>,
    /// Whether to read files whose names begin with a dot.
    pub hidden: bool,
    /// Whether to follow links in directories.
    pub follow: bool,
    /// Paths to skip: the run's own output.
    pub avoid: Vec<PathBuf>,
    /// Maximum size of a page.
    pub sizes: StoredSize,
    /// The field names of JSON input.
    pub fields: FieldNames,
    /// Cancels reading, even of a pipe that blocks.
    pub stop: Stop,
}

impl Rules {
    /// Checks the globs.
    ///
    /// # Errors
    /// Returns the first glob that cannot be parsed, and why.
    pub fn check(&self) -> Result<(), String> {
        self.globs(Path::new("")).map(drop).map_err(|error| error.to_string())
    }

    /// Returns the globs relative to `root`.
    pub(crate) fn globs(&self, root: &Path) -> Result<Override, ignore::Error> {
        let mut builder = OverrideBuilder::new(root);
        for glob in &self.include {
            builder.add(glob)?;
        }
        for glob in &self.exclude {
            builder.add(&format!("!{glob}"))?;
        }
        builder.build()
    }

    /// Returns whether a file may contain pages, by its name. A file that a glob includes is read whatever its name.
    pub(crate) fn wants(&self, name: &Path) -> bool {
        !self.include.is_empty() || Kind::of_name(name) != Some(Kind::Other)
    }

    /// Returns the output of the run that reading `input` would read, too: a file, or a page in a folder.
    pub(crate) fn output_in(&self, input: &Path) -> Option<&Path> {
        let found = std::fs::canonicalize(input).ok()?;
        let is_read = |own: &Path| Kind::of_name(own).is_some_and(|kind| kind != Kind::Other);
        let is_input = |own: &Path| match FileId::of(own) {
            Some(_) if found.is_dir() => {
                is_read(own) && std::fs::canonicalize(own).is_ok_and(|own| own.starts_with(&found))
            }
            id => id.is_some() && id == FileId::of(&found),
        };
        self.avoid.iter().map(PathBuf::as_path).find(|own| is_input(own))
    }

    /// Returns the paths to skip, relative to `root`.
    pub(crate) fn avoid_below(&self, root: &Path) -> Vec<PathBuf> {
        let Ok(root) = std::path::absolute(root) else { return Vec::new() };
        let own = self.avoid.iter().filter_map(|own| std::path::absolute(own).ok());
        own.filter_map(|own| own.strip_prefix(&root).ok().map(Path::to_owned)).collect()
    }
}
