//! Bylines, datelines and credits alone, for those who have only the strings.

use copydesk::{byline, credit, dateline};
use pyo3::prelude::*;

use crate::article::python;

/// Reads a byline: ``None``, or a dict ``{raw, text, authors, organization, source}``.
#[pyfunction]
#[pyo3(signature = (text, *, language=None, site=None))]
pub(crate) fn parse_byline(
    py: Python<'_>,
    text: &str,
    language: Option<&str>,
    site: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let context = byline::BylineContext::new().with_language(language).with_site(site);
    python(py, &byline::parse(text, &context))
}

/// Reads the dateline that a paragraph begins with: ``None``, or a dict ``{raw, text, place, region, date, agency}``.
#[pyfunction]
#[pyo3(signature = (text, *, language=None, published=None))]
pub(crate) fn parse_dateline(
    py: Python<'_>,
    text: &str,
    language: Option<&str>,
    published: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let context = dateline::DatelineContext::new().with_language(language).with_published(published);
    python(py, &dateline::parse(text, &context))
}

/// Reads the credit that a text ends with: ``None``, or a dict ``{raw, kind, agency, reporters, editors}``.
#[pyfunction]
#[pyo3(signature = (text, *, language=None))]
pub(crate) fn parse_credit(py: Python<'_>, text: &str, language: Option<&str>) -> PyResult<Py<PyAny>> {
    let context = credit::CreditContext::new().with_language(language);
    python(py, &credit::parse(text, &context))
}
