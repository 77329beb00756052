//! Parsers for bylines, datelines and credits that are already separate strings.

use copydesk::{byline, credit, dateline};
use pyo3::prelude::*;

use crate::article::python;

/// Parse a byline into its authors and organization.
///
/// ``language`` is a BCP 47 tag, ``site`` the name of the outlet, whose staff lines are then recognized.
/// Returns ``None`` if the text names no one (an admin account, a date, a label).
///
/// >>> byline = copydesk.parse_byline("By JANE DOE and John Roe, Staff Writers")
/// >>> [author["name"] for author in byline["authors"]]
/// ['Jane Doe', 'John Roe']
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

/// Parse the dateline at the start of a paragraph.
///
/// ``published`` (``YYYY-MM-DD``) supplies the year that datelines omit.
/// Returns ``None`` if the paragraph does not start with a dateline.
///
/// >>> dateline = copydesk.parse_dateline("SEOUL, May 4 (Yonhap) -- The port reopened.", published="2018-05-04")
/// >>> dateline["place"], dateline["date"], dateline["agency"]
/// ('Seoul', '2018-05-04', 'Yonhap')
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

/// Parse the credit at the end of a text.
///
/// Returns ``None`` if the text does not end with a credit.
///
/// >>> copydesk.parse_credit("The port reopened. (Yonhap)")["agency"]
/// 'Yonhap'
#[pyfunction]
#[pyo3(signature = (text, *, language=None))]
pub(crate) fn parse_credit(py: Python<'_>, text: &str, language: Option<&str>) -> PyResult<Py<PyAny>> {
    let context = credit::CreditContext::new().with_language(language);
    python(py, &credit::parse(text, &context))
}
