//! Maps failures of the core to the exceptions of `copydesk/_errors.py`.

use copydesk::{LimitKind, source};
use pyo3::{import_exception, prelude::*};

import_exception!(copydesk._errors, CopydeskError);
import_exception!(copydesk._errors, SourceError);
import_exception!(copydesk._errors, LimitError);
import_exception!(copydesk._errors, TimeLimitError);
import_exception!(copydesk._errors, EncodingError);
import_exception!(copydesk._errors, NotTextError);
import_exception!(copydesk._errors, RuleError);
import_exception!(copydesk._errors, OptionError);

/// Why a page could not be cleaned.
pub(crate) enum Cause {
    Core(copydesk::Error),
    Source(source::SourceError),
    /// A pickled page could not be read when it was pickled.
    Unreadable(String),
    /// The core panicked, which is a bug.
    Panic,
}

/// A cause, and the page it belongs to.
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
}

impl Failure {
    pub(crate) fn message(&self) -> String {
        match &self.cause {
            Cause::Core(error) => with_remedy(error, error.limit()),
            Cause::Source(fault) => with_remedy(fault, fault.limit()),
            Cause::Unreadable(message) => message.clone(),
            Cause::Panic => {
                "copydesk has a bug that this page triggers; please report it with the page".to_owned()
            }
        }
    }

    /// Returns the exception, with the page's name and address as attributes.
    pub(crate) fn raise(&self, py: Python<'_>) -> PyErr {
        let raised = match &self.cause {
            Cause::Core(error) => raise_as(error, self.message()),
            Cause::Source(fault) if fault.limit().is_some() => LimitError::new_err(self.message()),
            Cause::Source(_) | Cause::Unreadable(_) => SourceError::new_err(self.message()),
            Cause::Panic => CopydeskError::new_err(self.message()),
        };
        let value = raised.value(py);
        for (name, known) in [("source", &self.source), ("url", &self.url)] {
            if let Some(known) = known
                && let Err(error) = value.setattr(name, known)
            {
                return error;
            }
        }
        raised
    }
}

/// Adds how to raise the exceeded limit.
fn with_remedy(error: &dyn std::fmt::Display, limit: Option<LimitKind>) -> String {
    let option = match limit {
        Some(LimitKind::Bytes) => "max_bytes",
        Some(LimitKind::Nodes) => "max_nodes",
        Some(LimitKind::Lines) => "max_lines",
        Some(LimitKind::Time) => "max_time",
        _ => return error.to_string(),
    };
    format!("{error}; raise {option} if you trust the page")
}

/// Returns the exception for an error of the core that does not belong to a page.
pub(crate) fn raise(error: &copydesk::Error) -> PyErr {
    raise_as(error, error.to_string())
}

fn raise_as(error: &copydesk::Error, message: String) -> PyErr {
    if error.is_time() {
        TimeLimitError::new_err(message)
    } else if error.is_limit() {
        LimitError::new_err(message)
    } else if error.is_not_text() {
        NotTextError::new_err(message)
    } else if error.is_encoding() {
        EncodingError::new_err(message)
    } else if error.is_rule() {
        RuleError::new_err(message)
    } else {
        CopydeskError::new_err(message)
    }
}
