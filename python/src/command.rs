//! The command line, run in this process.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the ``copydesk`` command with ``argv``, whose first item is the program's name, and returns its exit code.
#[pyfunction]
pub(crate) fn _run(py: Python<'_>, argv: Vec<OsString>) -> u8 {
    py.detach(|| copydesk::cli::run(argv))
}
