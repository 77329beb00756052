//! Why a page could not be had: the cause, and what to do about it.

use std::{fmt, io};

use crate::LimitKind;

/// A failure of a source, told as `cause; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    cause: String,
    remedy: &'static str,
    limit: Option<LimitKind>,
}

impl Fault {
    pub(crate) fn new(cause: impl Into<String>, remedy: &'static str) -> Self {
        Self { cause: cause.into(), remedy, limit: None }
    }

    /// A file or stream that the system does not give.
    pub(crate) fn read(error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::NotFound => "check its name, or whether it was removed during the run",
            io::ErrorKind::PermissionDenied => "check its permissions",
            io::ErrorKind::IsADirectory => "give the directory's own name",
            _ => "check the disk and try again",
        };
        Self::new(format!("cannot be read ({error})"), remedy)
    }

    /// A page that is too large as it lies there.
    pub(crate) fn packed(bytes: u64, limit: u64) -> Self {
        Self {
            cause: format!("is over the limit of {limit} bytes for a file (at least {bytes})"),
            remedy: "",
            limit: Some(LimitKind::StoredBytes),
        }
    }

    /// A page that is too large once it is unpacked.
    pub(crate) fn unpacked(limit: u64) -> Self {
        Self {
            cause: format!("unpacks to more than the limit of {limit} bytes"),
            remedy: "",
            limit: Some(LimitKind::Bytes),
        }
    }

    /// Returns the limit that was exceeded, so that a caller can say how to raise it.
    pub fn limit(&self) -> Option<LimitKind> {
        self.limit
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

impl std::error::Error for Fault {}
