//! What can go wrong with a page. "There is no article here" is not among it: that is an
//! [`Outcome`](crate::Outcome).

use std::fmt;

/// Why a page could not be cleaned.
///
/// Opaque on purpose: the cause is read with the `is_*` predicates or printed.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

/// The causes a caller may branch on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Kind {
    #[error("{what} is {actual}, over the limit of {limit}; raise it with {option}")]
    Limit { what: &'static str, actual: u64, limit: u64, option: &'static str },
    #[error("took longer than the time budget of {budget_ms} ms in {stage}; raise it with --max-time")]
    Time { stage: &'static str, budget_ms: u64 },
    #[error("unknown encoding label `{label}`; use a WHATWG label such as utf-8, windows-1252 or shift_jis")]
    Encoding { label: String },
    #[error("bad CSS selector `{selector}`: {cause}")]
    Selector { selector: String, cause: String },
    #[error("{0}")]
    Rule(String),
}

impl Error {
    /// The page is larger than a limit allows.
    pub fn is_limit(&self) -> bool {
        matches!(self.kind, Kind::Limit { .. })
    }

    /// The page took longer than its time budget.
    pub fn is_time(&self) -> bool {
        matches!(self.kind, Kind::Time { .. })
    }

    /// The encoding given as a hint is not one that browsers know.
    pub fn is_encoding(&self) -> bool {
        matches!(self.kind, Kind::Encoding { .. })
    }

    /// A CSS selector or a site rule could not be read.
    pub fn is_rule(&self) -> bool {
        matches!(self.kind, Kind::Selector { .. } | Kind::Rule(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for Error {}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self { kind }
    }
}
