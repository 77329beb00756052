//! Writes the report of failures: one line of JSON per failed page.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{BatchError, own_file};

/// A report that is being written. Failures are rare, so each line is written immediately.
#[derive(Debug)]
pub(crate) struct FailureReport {
    path: PathBuf,
    file: File,
}

#[derive(Serialize)]
struct FailureLine<'a> {
    source: &'a str,
    error: &'a str,
}

impl FailureReport {
    /// Creates a report, or continues one.
    pub(crate) fn open(path: &Path, resume: bool) -> Result<Self, BatchError> {
        let mut options = OpenOptions::new();
        options.create(true).append(resume).write(true).truncate(!resume);
        let file = own_file::open(&mut options, path).map_err(|error| BatchError::output(path, error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    pub(crate) fn add(&mut self, source: &str, error: &str) -> Result<(), BatchError> {
        let mut line = serde_json::to_vec(&FailureLine { source, error }).unwrap_or_default();
        line.push(b'\n');
        self.file.write_all(&line).map_err(|error| BatchError::output(&self.path, error))
    }
}
