//! Exceptions: one base, a class per cause that a caller would branch on.

use copydesk::source::Fault;
use pyo3::{create_exception, exceptions::PyException, prelude::*};

create_exception!(
    copydesk,
    CopydeskError,
    PyException,
    "Base of everything that copydesk raises.\n\n``source`` and ``url`` name the page, where they are known."
);
create_exception!(copydesk, SourceError, CopydeskError, "A file or an archive's record could not be read.");
create_exception!(copydesk, LimitError, CopydeskError, "A page is over a limit of size or time.");
create_exception!(copydesk, EncodingError, CopydeskError, "The encoding given as a hint is unknown.");
create_exception!(copydesk, RuleError, CopydeskError, "A CSS selector or a site rule could not be read.");

/// Why a page gave no article.
pub(crate) enum Cause {
    Core(copydesk::Error),
    Source(Fault),
    /// The core panicked, which it must not.
    Panic,
}

/// What went wrong, and with which page.
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
}

impl Failure {
    pub(crate) fn message(&self) -> String {
        match &self.cause {
            Cause::Core(error) => error.to_string(),
            Cause::Source(fault) => fault.to_string(),
            Cause::Panic => "brought out a fault of this program; please report it with the page".to_owned(),
        }
    }

    /// The exception, which names its page.
    pub(crate) fn raise(&self, py: Python<'_>) -> PyErr {
        let raised = match &self.cause {
            Cause::Core(error) => raise(error),
            Cause::Source(_) => SourceError::new_err(self.message()),
            Cause::Panic => CopydeskError::new_err(self.message()),
        };
        let value = raised.value(py);
        for (name, known) in [("source", &self.source), ("url", &self.url)] {
            // An instance of a class of ours takes attributes; what could fail is memory, which is another story.
            if let Some(known) = known
                && let Err(error) = value.setattr(name, known)
            {
                return error;
            }
        }
        raised
    }
}

/// The exception for an error of the library that is no page's.
pub(crate) fn raise(error: &copydesk::Error) -> PyErr {
    let message = error.to_string();
    if error.is_limit() || error.is_time() {
        LimitError::new_err(message)
    } else if error.is_encoding() {
        EncodingError::new_err(message)
    } else if error.is_rule() {
        RuleError::new_err(message)
    } else {
        CopydeskError::new_err(message)
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let base = py.get_type::<CopydeskError>();
    base.setattr("source", py.None())?;
    base.setattr("url", py.None())?;
    module.add("CopydeskError", base)?;
    module.add("SourceError", py.get_type::<SourceError>())?;
    module.add("LimitError", py.get_type::<LimitError>())?;
    module.add("EncodingError", py.get_type::<EncodingError>())?;
    module.add("RuleError", py.get_type::<RuleError>())
}
