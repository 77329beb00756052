//! Reasons why a page could not be cleaned. A page without an article is an [`Outcome`](crate::Outcome), not an
//! error.

use std::fmt;

/// Why a page could not be cleaned, or why an option was rejected.
///
/// The error is opaque so that it can grow: branch on it with the `is_*` predicates, or print it.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
}

/// A limit that a page can exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitKind {
    /// [`Limits::bytes`](crate::Limits::bytes): size of a page after decompression.
    Bytes,
    /// Size of a page as stored.
    StoredBytes,
    /// [`Limits::nodes`](crate::Limits::nodes): nodes of its tree.
    Nodes,
    /// [`Limits::lines`](crate::Limits::lines): lines of a plain text.
    Lines,
    /// [`Limits::time`](crate::Limits::time): time to clean it.
    Time,
}

/// The causes, with the values that their messages need.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ErrorKind {
    #[error("{what} is {actual}, which exceeds the limit of {limit}")]
    Limit { what: &'static str, actual: u64, limit: u64, kind: LimitKind },
    #[error("not HTML or text: {what}; extract its text first")]
    NotText { what: String },
    #[error("took longer than the time budget of {budget_ms} ms in {stage}")]
    Time { stage: &'static str, budget_ms: u64 },
    #[error("unknown encoding label `{label}`; use a WHATWG label such as utf-8, windows-1252 or shift_jis")]
    Encoding { label: String },
    #[error("invalid value `{value}`: expected {expected}")]
    Value { value: String, expected: &'static str },
    #[error("invalid CSS selector `{selector}`: {cause}")]
    Selector { selector: String, cause: String },
    #[error("{0}")]
    Rule(String),
}

impl Error {
    /// Returns whether the page is larger than a limit allows.
    pub fn is_limit(&self) -> bool {
        matches!(self.kind, ErrorKind::Limit { .. })
    }

    /// Returns whether the page is not text but a picture, a document, an archive or another binary file.
    ///
    /// ```
    /// let error = copydesk::clean(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").expect_err("a PDF document");
    /// assert!(error.is_not_text());
    /// assert_eq!(error.to_string(), "not HTML or text: PDF document; extract its text first");
    /// ```
    pub fn is_not_text(&self) -> bool {
        matches!(self.kind, ErrorKind::NotText { .. })
    }

    /// Returns whether the page took longer than its time budget.
    pub fn is_time(&self) -> bool {
        matches!(self.kind, ErrorKind::Time { .. })
    }

    /// Returns whether the encoding hint is not a label that browsers know.
    pub fn is_encoding(&self) -> bool {
        matches!(self.kind, ErrorKind::Encoding { .. })
    }

    /// Returns whether an option has a value that it cannot have.
    pub fn is_value(&self) -> bool {
        matches!(self.kind, ErrorKind::Value { .. })
    }

    /// Returns what an option expects instead of the invalid value.
    ///
    /// ```
    /// let error = copydesk::Cleaner::new().with_min_confidence(7.0).expect_err("more than 1");
    /// assert_eq!(error.expected(), Some("a number from 0 to 1"));
    /// ```
    pub fn expected(&self) -> Option<&'static str> {
        match self.kind {
            ErrorKind::Value { expected, .. } => Some(expected),
            _ => None,
        }
    }

    /// Returns whether a CSS selector or a site rule could not be parsed.
    pub fn is_rule(&self) -> bool {
        matches!(self.kind, ErrorKind::Selector { .. } | ErrorKind::Rule(_))
    }

    /// Returns the limit that the page exceeded, so that a caller can say how to raise it.
    pub fn limit(&self) -> Option<LimitKind> {
        match self.kind {
            ErrorKind::Limit { kind, .. } => Some(kind),
            ErrorKind::Time { .. } => Some(LimitKind::Time),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}
