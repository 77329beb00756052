//! Reasons why a page could not be read, and what to do about it.

use std::{fmt, io, path::PathBuf};

use crate::LimitKind;

/// A failure to read a page, printed as `cause; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    cause: String,
    remedy: &'static str,
    limit: Option<LimitKind>,
    /// The file of an input that is also an output.
    output: Option<PathBuf>,
}

impl SourceError {
    pub(crate) fn new(cause: impl Into<String>, remedy: &'static str) -> Self {
        Self { cause: cause.into(), remedy, limit: None, output: None }
    }

    /// Creates an error without a remedy, because the caller knows how to raise the limit.
    pub(crate) fn over(cause: impl Into<String>, limit: LimitKind) -> Self {
        Self { cause: cause.into(), remedy: "", limit: Some(limit), output: None }
    }

    /// Creates the error of a file or stream that the system cannot open or read.
    pub(crate) fn read(error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::NotFound => "check its name, or whether it was removed during the run",
            io::ErrorKind::PermissionDenied => "check its permissions",
            io::ErrorKind::IsADirectory => "name the directory itself",
            _ => "check the disk and try again",
        };
        Self::new(format!("cannot be read ({error})"), remedy)
    }

    /// Creates the error of a file that is too large before decompression.
    pub(crate) fn packed(bytes: u64, limit: u64) -> Self {
        Self::over(
            format!("exceeds the limit of {limit} bytes for a file (at least {bytes})"),
            LimitKind::StoredBytes,
        )
    }

    /// Creates the error of a page that is too large after decompression.
    pub(crate) fn unpacked(limit: u64) -> Self {
        Self::over(format!("decompresses to more than the limit of {limit} bytes"), LimitKind::Bytes)
    }

    /// Creates the error of an input that the output of the run would replace.
    pub(crate) fn is_output(path: PathBuf) -> Self {
        let cause = "is an input and would be replaced by the output".to_owned();
        Self { cause, remedy: "choose another output", limit: None, output: Some(path) }
    }

    /// Returns the file of an input that the output of the run would replace.
    #[cfg(feature = "cli")]
    pub(crate) fn output(&self) -> Option<&std::path::Path> {
        self.output.as_deref()
    }

    /// Returns the limit that was exceeded, so that a caller can say how to raise it.
    pub fn limit(&self) -> Option<LimitKind> {
        self.limit
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

impl std::error::Error for SourceError {}
