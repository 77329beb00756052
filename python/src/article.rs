//! `Article` as Python sees it: the record's fields as attributes, made when they are asked for.

use copydesk::{
    HtmlOptions, MarkdownOptions,
    output::{Cleaned, Format, Record, View},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyList},
};
use serde_json::Value;

/// The source in the record of a page that was given no name, as if it came from standard input.
const UNNAMED: &str = "-";
/// Characters of the headline that `repr` shows.
const REPR_CHARS: usize = 60;

/// A cleaned page.
///
/// Attributes are the fields of the record: ``source``, ``url``, ``outcome``, ``title``, ``byline``,
/// ``dateline``, ``credit``, ``published``, ``modified``, ``site``, ``language``, ``description``,
/// ``image``, ``canonical``, ``keywords``, ``page_type``, ``input``, ``confidence``, ``text``, ``words``,
/// ``comments``; beside them ``authors`` (names alone) and ``body`` (the text as a tree).
/// It is falsy when the page holds no article.
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Article {
    pub(crate) inner: copydesk::Article,
    /// The name that the page was given.
    source: Option<String>,
}

impl Article {
    pub(crate) fn new(inner: copydesk::Article, source: Option<String>) -> Self {
        Self { inner, source }
    }

    /// The page's name, if it was given one.
    pub(crate) fn given_source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn record(&self) -> Record<'_> {
        Record::new(&Cleaned { source: self.source(), result: Ok(&self.inner), fields: None })
    }
}

/// A JSON value as Python objects. Depth is that of the record: a handful of levels.
pub(crate) fn object(py: Python<'_>, value: &Value) -> PyResult<Py<PyAny>> {
    Ok(match value {
        Value::Null => py.None(),
        Value::Bool(b) => b.into_pyobject(py)?.to_owned().into_any().unbind(),
        Value::Number(n) => match n.as_i64() {
            Some(i) => i.into_pyobject(py)?.into_any().unbind(),
            None => n.as_f64().into_pyobject(py)?.into_any().unbind(),
        },
        Value::String(s) => s.into_pyobject(py)?.into_any().unbind(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(object(py, item)?)?;
            }
            list.into_any().unbind()
        }
        Value::Object(map) => {
            let dict = PyDict::new(py);
            for (name, value) in map {
                dict.set_item(name, object(py, value)?)?;
            }
            dict.into_any().unbind()
        }
    })
}

/// Anything that serializes, as Python objects.
pub(crate) fn python<T: serde::Serialize>(py: Python<'_>, value: &T) -> PyResult<Py<PyAny>> {
    let value =
        serde_json::to_value(value).map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
    object(py, &value)
}

#[pymethods]
impl Article {
    /// ``"article"`` or ``"no-article"``.
    #[getter]
    fn outcome(&self) -> &'static str {
        if self.inner.is_article() { "article" } else { "no-article" }
    }

    /// The name that the page was given; ``"-"`` without one.
    #[getter]
    fn source(&self) -> &str {
        self.source.as_deref().unwrap_or(UNNAMED)
    }

    /// What the page was taken for: ``"html"`` or ``"text"``.
    #[getter]
    fn input(&self) -> &'static str {
        self.inner.input.name()
    }

    /// Readers' comments as text, where they were asked for and found.
    #[getter]
    fn comments(&self) -> Option<String> {
        self.record().comments
    }

    /// Whether the page holds an article.
    fn __bool__(&self) -> bool {
        self.inner.is_article()
    }

    /// The address: given, else the page's own canonical link.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.inner.url.as_deref()
    }

    /// The headline, without the site's name.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.inner.title.as_deref()
    }

    /// ``None`` or a dict ``{raw, text, authors, organization, source}``.
    #[getter]
    fn byline(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.byline)
    }

    /// The persons' names, in page order.
    #[getter]
    fn authors(&self) -> Vec<&str> {
        self.inner.byline.iter().flat_map(|b| &b.authors).map(|a| a.name.as_str()).collect()
    }

    /// ``None`` or a dict ``{raw, text, place, region, date, agency}``.
    #[getter]
    fn dateline(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.dateline)
    }

    /// ``None`` or a dict ``{raw, kind, agency, reporters, editors}``.
    #[getter]
    fn credit(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.credit)
    }

    /// RFC 3339 date or date-time.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.inner.published.as_deref()
    }

    /// As ``published``.
    #[getter]
    fn modified(&self) -> Option<&str> {
        self.inner.modified.as_deref()
    }

    /// The site's name.
    #[getter]
    fn site(&self) -> Option<&str> {
        self.inner.site.as_deref()
    }

    /// BCP 47 tag.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.inner.language.as_deref()
    }

    /// The page's own summary.
    #[getter]
    fn description(&self) -> Option<&str> {
        self.inner.description.as_deref()
    }

    /// Address of the lead picture.
    #[getter]
    fn image(&self) -> Option<&str> {
        self.inner.image.as_deref()
    }

    /// Canonical address as the page gives it.
    #[getter]
    fn canonical(&self) -> Option<&str> {
        self.inner.canonical.as_deref()
    }

    /// The page's own keywords.
    #[getter]
    fn keywords(&self) -> Vec<String> {
        self.inner.keywords.clone()
    }

    /// ``"article"``, ``"forum"``, ``"product"``, ``"documentation"``, ``"service"``, ``"listing"`` or ``"collection"``.
    #[getter]
    fn page_type(&self) -> &'static str {
        self.inner.page_type.name()
    }

    /// Expected f1 of the text, 0 to 1, to four decimals as in the record.
    #[getter]
    fn confidence(&self) -> f64 {
        self.record().confidence.unwrap_or_default()
    }

    /// The body as plain text, blocks parted by a blank line.
    #[getter]
    fn text(&self) -> String {
        self.inner.text()
    }

    /// Number of words in ``text``.
    #[getter]
    fn words(&self) -> usize {
        self.inner.words()
    }

    /// The body as a list of blocks (dicts with a ``block`` key: heading, paragraph, list, ...).
    #[getter]
    fn body(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.body)
    }

    /// The article as CommonMark.
    #[pyo3(signature = (*, links=false, images=false, front_matter=false))]
    fn markdown(&self, links: bool, images: bool, front_matter: bool) -> String {
        let options = MarkdownOptions { links, images, front_matter, ..MarkdownOptions::default() };
        self.inner.markdown(options)
    }

    /// The article as an HTML ``<article>`` element without scripts, styles or classes.
    #[pyo3(signature = (*, links=false, images=false))]
    fn html(&self, links: bool, images: bool) -> String {
        self.inner.html(HtmlOptions { links, images, ..HtmlOptions::default() })
    }

    /// The article as an XML-TEI document.
    #[pyo3(signature = (*, links=false, images=false))]
    fn tei(&self, links: bool, images: bool) -> String {
        self.inner.tei(links, images)
    }

    /// The record as a dict: what ``to_json`` spells out.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.record())
    }

    /// The record as one line of JSON, equal to the command's ``--format jsonl``.
    fn to_json(&self) -> String {
        let mut view = View::default();
        view.format = Format::Jsonl;
        let mut line = Vec::new();
        let record = Cleaned { source: self.source(), result: Ok(&self.inner), fields: None };
        view.write(&record, &mut line);
        // The line's end is the file's, not the record's.
        String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
    }

    fn __repr__(&self) -> String {
        let title = self.inner.title.as_deref().unwrap_or("");
        let mut short: String = title.chars().take(REPR_CHARS).collect();
        if short.len() < title.len() {
            short.push('…');
        }
        format!("<copydesk.Article {} {short:?} {} words>", self.outcome(), self.inner.words())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.inner == other.inner
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (Py<PyBytes>,))> {
        let py = slf.py();
        let this = slf.get();
        let state = serde_json::to_vec(&(&this.source, &this.inner))
            .map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
        let restore = py.import("copydesk._copydesk")?.getattr("_restore_article")?;
        Ok((restore.unbind(), (PyBytes::new(py, &state).unbind(),)))
    }
}

/// Rebuilds a pickled article.
#[pyfunction]
pub(crate) fn _restore_article(state: &[u8]) -> PyResult<Article> {
    let (source, inner) =
        serde_json::from_slice(state).map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
    Ok(Article { inner, source })
}
