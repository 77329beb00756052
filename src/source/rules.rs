//! How sources are read: what is taken and how large it may be.

use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::{FieldNames, Kind, Stop};

/// How large a page may be where it is stored, in bytes. [`Limits`](crate::Limits) apply afterwards, when it is cleaned.
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
    /// What named inputs are, where the user knows better than their names.
    pub kind: Option<Kind>,
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
    pub sizes: StoredSize,
    /// What the fields of JSON input are called.
    pub fields: FieldNames,
    /// Ends reading, even of a pipe that waits.
    pub stop: Stop,
}

impl Rules {
    /// Checks the globs.
    ///
    /// # Errors
    /// The first glob that cannot be read, and why.
    pub fn check(&self) -> Result<(), String> {
        self.globs(Path::new("")).map(drop).map_err(|error| error.to_string())
    }

    /// The globs as they apply below `root`.
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

    /// Whether a file may hold pages by its name: what globs let in is taken whatever it is called.
    pub(crate) fn wants(&self, name: &Path) -> bool {
        !self.include.is_empty() || Kind::of_name(name) != Some(Kind::Other)
    }

    /// The paths to leave alone, as seen from `root`.
    pub(crate) fn avoid_below(&self, root: &Path) -> Vec<PathBuf> {
        let Ok(root) = std::path::absolute(root) else { return Vec::new() };
        let own = self.avoid.iter().filter_map(|own| std::path::absolute(own).ok());
        own.filter_map(|own| own.strip_prefix(&root).ok().map(Path::to_owned)).collect()
    }
}
