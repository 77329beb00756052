//! `Article`: the fields of the record as attributes, converted on access.

use copydesk::{
    HtmlOptions, MarkdownOptions,
    output::{Cleaned, Format, Record, View},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyList},
};
use serde_json::Value;

/// The name in the record of a page without one, as for standard input.
const UNNAMED: &str = "-";
/// How many characters of the headline `repr` shows.
const REPR_CHARS: usize = 60;

/// A cleaned page.
///
/// Its attributes are the fields of the record, plus ``authors`` (the names alone), ``published_at`` and
/// ``modified_at`` (as ``datetime``), and ``body`` (the text as a list of blocks).
/// It is falsy if the page has no article. Articles can be pickled and compared.
///
/// >>> article = copydesk.clean(html, url="https://post.example/bridge")
/// >>> if article:
/// ...     print(article.title, article.authors, article.published_at, article.markdown(links=True))
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Article {
    pub(crate) inner: copydesk::Article,
    /// The name the caller gave the page.
    source: Option<String>,
}

impl Article {
    pub(crate) fn new(inner: copydesk::Article, source: Option<String>) -> Self {
        Self { inner, source }
    }

    /// Returns the name that the caller gave the page.
    pub(crate) fn given_source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn record(&self) -> Record<'_> {
        Record::new(&Cleaned { source: self.source(), result: Ok(&self.inner), fields: None })
    }
}

/// Converts a JSON value to Python objects. The recursion is bounded by the few levels of the record.
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

/// Converts anything that serializes to Python objects.
///
/// The value becomes JSON text first: a 32-bit probability then has the digits that the command writes (0.9), not those
/// of its 64-bit neighbor (0.8999999761581421).
pub(crate) fn python<T: serde::Serialize>(py: Python<'_>, value: &T) -> PyResult<Py<PyAny>> {
    let value = serde_json::to_vec(value).and_then(|json| serde_json::from_slice(&json));
    object(py, &value.map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?)
}

/// Converts a date or a date-time of the record to a `date` or an aware `datetime`.
fn moment<'py>(py: Python<'py>, text: Option<&str>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(text) = text else { return Ok(None) };
    let module = py.import("datetime")?;
    let class = module.getattr(if text.contains('T') { "datetime" } else { "date" })?;
    // Python before 3.11 does not support the suffix.
    let text = text.replace('Z', "+00:00");
    class.call_method1("fromisoformat", (text,)).map(Some)
}

#[pymethods]
impl Article {
    /// ``"article"`` or ``"no-article"``.
    #[getter]
    fn outcome(&self) -> &'static str {
        if self.inner.is_article() { "article" } else { "no-article" }
    }

    /// Why the page has no article, such as ``"other-language"`` or ``"login-page"``; ``None`` if it has one.
    #[getter]
    fn reason(&self) -> Option<&'static str> {
        self.inner.reason.filter(|_| !self.inner.is_article()).map(copydesk::NoArticleReason::name)
    }

    /// The name given for the page, or ``"-"``.
    #[getter]
    fn source(&self) -> &str {
        self.source.as_deref().unwrap_or(UNNAMED)
    }

    /// How the page was read: ``"html"`` or ``"text"``.
    #[getter]
    fn input(&self) -> &'static str {
        self.inner.input.name()
    }

    /// Reader comments as text, if ``Cleaner(comments=True)`` found any.
    #[getter]
    fn comments(&self) -> Option<String> {
        self.record().comments
    }

    /// Returns whether the page has an article.
    fn __bool__(&self) -> bool {
        self.inner.is_article()
    }

    /// The page's address: the given one, or else its canonical link.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.inner.url.as_deref()
    }

    /// The headline without the site's name.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.inner.title.as_deref()
    }

    /// The authors: a dict with ``raw``, ``text``, ``authors``, ``organization``, ``source`` and (if known)
    /// ``confidence``, or ``None``.
    #[getter]
    fn byline(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.byline)
    }

    /// The names of the authors, in page order.
    #[getter]
    fn authors(&self) -> Vec<&str> {
        self.inner.byline.iter().flat_map(|b| &b.authors).map(|a| a.name.as_str()).collect()
    }

    /// The dateline: a dict with ``raw``, ``text``, ``place``, ``region``, ``date`` and ``agency``, or ``None``.
    #[getter]
    fn dateline(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.dateline)
    }

    /// The credit at the end: a dict with ``raw``, ``kind``, ``agency``, ``reporters`` and ``editors``, or ``None``.
    #[getter]
    fn credit(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.credit)
    }

    /// Publication date: an RFC 3339 date, or a date-time with the offset given on the page.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.inner.published.as_deref()
    }

    /// Date of the last change, in the form of ``published``.
    #[getter]
    fn modified(&self) -> Option<&str> {
        self.inner.modified.as_deref()
    }

    /// ``published`` as a ``datetime`` with a time zone, or as a ``date`` if the time is unknown.
    #[getter]
    fn published_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.inner.published.as_deref())
    }

    /// ``modified`` as a ``datetime`` with a time zone, or as a ``date`` if the time is unknown.
    #[getter]
    fn modified_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.inner.modified.as_deref())
    }

    /// The site's name.
    #[getter]
    fn site(&self) -> Option<&str> {
        self.inner.site.as_deref()
    }

    /// The language as a BCP 47 tag.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.inner.language.as_deref()
    }

    /// ``"ltr"`` or ``"rtl"``: the direction of most of the letters.
    #[getter]
    fn direction(&self) -> &'static str {
        self.inner.direction().name()
    }

    /// Where ``title``, ``byline``, ``published``, ``dateline`` and ``credit`` were found: dicts with ``source`` (in words)
    /// and ``confidence`` (the probability that the field is right, 0 to 1), for the fields that the page has.
    #[getter]
    fn sources(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.sources)
    }

    /// The page's own summary.
    #[getter]
    fn description(&self) -> Option<&str> {
        self.inner.description.as_deref()
    }

    /// The address of the lead picture.
    #[getter]
    fn image(&self) -> Option<&str> {
        self.inner.image.as_deref()
    }

    /// The canonical address given by the page.
    #[getter]
    fn canonical(&self) -> Option<&str> {
        self.inner.canonical.as_deref()
    }

    /// The page's keywords.
    #[getter]
    fn keywords(&self) -> Vec<String> {
        self.inner.keywords.clone()
    }

    /// ``"article"``, ``"forum"``, ``"product"``, ``"documentation"``, ``"service"``, ``"listing"`` or ``"collection"``.
    #[getter]
    fn page_type(&self) -> &'static str {
        self.inner.page_type.name()
    }

    /// The expected quality of the text (word F1, 0 to 1), rounded to four decimals as in the record.
    #[getter]
    fn confidence(&self) -> f64 {
        self.record().confidence.unwrap_or_default()
    }

    /// The body as plain text; blank lines separate blocks.
    #[getter]
    fn text(&self) -> String {
        self.inner.text()
    }

    /// The number of words in ``text``.
    #[getter]
    fn words(&self) -> usize {
        self.inner.words()
    }

    /// The body as a list of blocks: dicts whose key ``block`` is the kind (heading, paragraph, list, ...).
    #[getter]
    fn body(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.inner.body)
    }

    /// Return the article as Markdown (CommonMark), optionally with links, pictures or YAML front matter.
    #[pyo3(signature = (*, links=false, images=false, front_matter=false))]
    fn markdown(&self, links: bool, images: bool, front_matter: bool) -> String {
        let options =
            MarkdownOptions::new().with_links(links).with_images(images).with_front_matter(front_matter);
        self.inner.markdown(options)
    }

    /// Return the article as HTML without scripts, styles or classes, optionally with links or pictures.
    #[pyo3(signature = (*, links=false, images=false))]
    fn html(&self, links: bool, images: bool) -> String {
        self.inner.html(HtmlOptions::new().with_links(links).with_images(images))
    }

    /// Return the article as an XML-TEI document, optionally with links or pictures.
    #[pyo3(signature = (*, links=false, images=false))]
    fn tei(&self, links: bool, images: bool) -> String {
        self.inner.tei(links, images)
    }

    /// Return the record as a dict.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        python(py, &self.record())
    }

    /// Return the record as one line of JSON, byte for byte as ``copydesk --format jsonl`` writes it.
    fn to_json(&self) -> String {
        let mut view = View::default();
        view.format = Format::Jsonl;
        let mut line = Vec::new();
        let record = Cleaned { source: self.source(), result: Ok(&self.inner), fields: None };
        view.write(&record, &mut line);
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

/// Restores a pickled article.
#[pyfunction]
pub(crate) fn _restore_article(state: &[u8]) -> PyResult<Article> {
    let (source, inner) =
        serde_json::from_slice(state).map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
    Ok(Article { inner, source })
}
