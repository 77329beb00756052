//! Exceptions: one base, a class per cause that a caller would branch on.

use pyo3::{create_exception, exceptions::PyException, prelude::*};

create_exception!(copydesk, CopydeskError, PyException, "Base of everything that copydesk raises.");
create_exception!(copydesk, LimitError, CopydeskError, "A page is over a limit of size or time.");
create_exception!(copydesk, EncodingError, CopydeskError, "The encoding given as a hint is unknown.");
create_exception!(copydesk, RuleError, CopydeskError, "A CSS selector or a site rule could not be read.");

/// The exception for an error of the library.
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
    module.add("CopydeskError", py.get_type::<CopydeskError>())?;
    module.add("LimitError", py.get_type::<LimitError>())?;
    module.add("EncodingError", py.get_type::<EncodingError>())?;
    module.add("RuleError", py.get_type::<RuleError>())
}
