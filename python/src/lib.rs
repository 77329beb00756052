//! The Python extension module `copydesk._copydesk`: converts between Python and the core.

mod arrow;
mod article;
mod cleaner;
mod command;
mod error;
mod many;
mod options;
mod page;
mod reader;
mod strings;

use pyo3::prelude::*;

// The module keeps no state that the interpreter's lock would have to guard.
#[pymodule(gil_used = false)]
fn _copydesk(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<article::Article>()?;
    module.add_class::<cleaner::Cleaner>()?;
    module.add_class::<many::CleanMany>()?;
    module.add_class::<page::Page>()?;
    module.add_class::<reader::PageReader>()?;
    module.add_function(wrap_pyfunction!(command::_run, module)?)?;
    module.add_function(wrap_pyfunction!(reader::read_pages, module)?)?;
    module.add_function(wrap_pyfunction!(article::_restore_article, module)?)?;
    module.add_function(wrap_pyfunction!(cleaner::_restore_cleaner, module)?)?;
    module.add_function(wrap_pyfunction!(page::_restore_page, module)?)?;
    module.add_function(wrap_pyfunction!(strings::parse_byline, module)?)?;
    module.add_function(wrap_pyfunction!(strings::parse_dateline, module)?)?;
    module.add_function(wrap_pyfunction!(strings::parse_credit, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::clean_batch, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::_clean_stream, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::record_schema, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::to_batch, module)?)?;
    Ok(())
}
