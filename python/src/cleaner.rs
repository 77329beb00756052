//! `Cleaner`: cleans pages with options, and releases the interpreter's lock while doing so.

use copydesk::Content;
use pyo3::{
    prelude::*,
    types::{PyDict, PyString},
};

use crate::{
    article::{Article, python},
    error::Failure,
    many::{CleanMany, OnError},
    options,
    page::{Held, Hints, Page, input},
};

/// A cleaner with options, built once and used from many threads.
///
/// Options that are not given have the command line's defaults:
///
/// - ``favor``: ``"precision"``, ``"balanced"`` (default) or ``"recall"``
/// - ``dateline``: ``"normalize"`` (default), ``"keep"`` or ``"strip"``
/// - ``credit``: ``"strip"`` (default) or ``"keep"``; ``standfirst``, ``tables``: ``"keep"`` (default) or ``"strip"``
/// - ``comments``: whether to collect reader comments in ``Article.comments``
/// - ``lang``: a BCP 47 tag or a list of tags; pages in other languages are not articles
/// - ``min_words``, ``min_confidence`` (0 to 1): pages with less are not articles
/// - ``rules``: a folder of site rules, or a list of rules as TOML texts
/// - ``now``: when the pages were fetched, for dates like "3 hours ago": RFC 3339, or a ``datetime`` with a time zone
/// - ``max_bytes``, ``max_nodes``, ``max_lines`` (of scraped text), ``max_depth``, ``max_time`` (seconds): limits for one page
///
/// Raises ``OptionError`` (a ``ValueError``) if a value is invalid, ``RuleError`` if a rule is, and
/// ``FileNotFoundError`` if the folder of rules does not exist. Cleaners can be pickled, including their rules.
///
/// >>> cleaner = copydesk.Cleaner(favor="precision", lang=["en", "de"], max_time=2.0)
/// >>> article = cleaner.clean("<p>Hello")
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Cleaner {
    pub(crate) inner: copydesk::Cleaner,
    /// The options as given, for `repr` and pickling.
    options: Py<PyDict>,
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (
        *, favor=None, dateline=None, credit=None, standfirst=None, tables=None, comments=None, lang=None,
        min_words=None, min_confidence=None, rules=None, now=None, max_bytes=None, max_nodes=None, max_lines=None, max_depth=None,
        max_time=None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        favor: Option<Bound<'_, PyAny>>,
        dateline: Option<Bound<'_, PyAny>>,
        credit: Option<Bound<'_, PyAny>>,
        standfirst: Option<Bound<'_, PyAny>>,
        tables: Option<Bound<'_, PyAny>>,
        comments: Option<Bound<'_, PyAny>>,
        lang: Option<Bound<'_, PyAny>>,
        min_words: Option<Bound<'_, PyAny>>,
        min_confidence: Option<Bound<'_, PyAny>>,
        rules: Option<Bound<'_, PyAny>>,
        now: Option<Bound<'_, PyAny>>,
        max_bytes: Option<Bound<'_, PyAny>>,
        max_nodes: Option<Bound<'_, PyAny>>,
        max_lines: Option<Bound<'_, PyAny>>,
        max_depth: Option<Bound<'_, PyAny>>,
        max_time: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        // The folder is read only once, here: pickles contain the rules, not the folder's name.
        let rules = rules.map(|rules| options::site_rules(&rules)).transpose()?;
        let rules = rules.map(|rules| rules.iter().map(copydesk::SiteRule::to_toml).collect::<Vec<_>>());
        let rules = rules.map(|texts| texts.into_pyobject(py)).transpose()?;
        let now =
            now.map(|now| options::moment(&now)).transpose()?.map(|now| PyString::new(py, &now).into_any());
        let options = PyDict::new(py);
        let given = [
            ("favor", favor),
            ("dateline", dateline),
            ("credit", credit),
            ("standfirst", standfirst),
            ("tables", tables),
            ("comments", comments),
            ("lang", lang),
            ("min_words", min_words),
            ("min_confidence", min_confidence),
            ("rules", rules),
            ("now", now),
            ("max_bytes", max_bytes),
            ("max_nodes", max_nodes),
            ("max_lines", max_lines),
            ("max_depth", max_depth),
            ("max_time", max_time),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                options.set_item(name, value)?;
            }
        }
        Ok(Self { inner: options::build(&options)?, options: options.unbind() })
    }

    /// Clean one page: ``str``, ``bytes``, or a ``Page``, which carries its own hints.
    ///
    /// ``url`` is the page's address, ``content_type`` its HTTP header, ``encoding`` a WHATWG label that overrides
    /// the page's own, ``input`` the kind of page, and ``source`` the name for the record. Raises ``CopydeskError``
    /// if the page cannot be cleaned. A page without an article does not raise: its ``Article`` is falsy.
    #[pyo3(signature = (page, url=None, *, content_type=None, encoding=None, input="auto", source=None))]
    #[allow(clippy::too_many_arguments)]
    fn clean(
        &self,
        py: Python<'_>,
        page: &Bound<'_, PyAny>,
        url: Option<String>,
        content_type: Option<String>,
        encoding: Option<String>,
        input: &str,
        source: Option<String>,
    ) -> PyResult<Article> {
        let given =
            Given::new(page, Hints { url, content_type, encoding, input: self::input(input)?, source })?;
        given.with(py, |hints, content| hints.clean(&self.inner, content))
    }

    /// Clean every story of a text with several stories, such as the file of a wire feed, in order.
    ///
    /// For any other page, returns a list with one article.
    #[pyo3(signature = (page, url=None, *, input="auto", source=None))]
    fn clean_all(
        &self,
        py: Python<'_>,
        page: &Bound<'_, PyAny>,
        url: Option<String>,
        input: &str,
        source: Option<String>,
    ) -> PyResult<Vec<Article>> {
        let given = Given::new(page, Hints { url, input: self::input(input)?, source, ..Hints::default() })?;
        given.with(py, |hints, content| {
            let stories = hints.tried(|| self.inner.clean_all(hints.page(content)))?;
            Ok(stories.into_iter().map(|story| Article::new(story, hints.source.clone())).collect())
        })
    }

    /// Return why each block was kept or dropped and where each field came from: ``copydesk explain --json`` as a dict.
    #[pyo3(signature = (page, url=None, *, input="auto"))]
    fn explain(
        &self,
        py: Python<'_>,
        page: &Bound<'_, PyAny>,
        url: Option<String>,
        input: &str,
    ) -> PyResult<Py<PyAny>> {
        let given = Given::new(page, Hints { url, input: self::input(input)?, ..Hints::default() })?;
        let told =
            given.with(py, |hints, content| hints.tried(|| self.inner.explain(hints.page(content))))?;
        python(py, &told)
    }

    /// Clean many pages on several threads and iterate over the articles in the order of the pages.
    ///
    /// ``pages`` yields ``str``, ``bytes``, ``Page`` or tuples ``(page, url)``. It is read only as far ahead as the
    /// threads need. ``threads=0`` uses every core.
    /// ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration
    /// can continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page, and
    /// ``CleanMany.failed`` counts it.
    #[pyo3(signature = (pages, threads=0, *, errors="raise"))]
    fn clean_many(&self, pages: &Bound<'_, PyAny>, threads: usize, errors: &str) -> PyResult<CleanMany> {
        CleanMany::new(self.inner.clone(), pages, threads, OnError::named(errors)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let options = self.options.bind(py).iter();
        let named: Vec<String> =
            options.map(|(k, v)| Ok(format!("{k}={}", v.repr()?))).collect::<PyResult<_>>()?;
        Ok(format!("copydesk.Cleaner({})", named.join(", ")))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (Py<PyDict>,))> {
        let py = slf.py();
        let restore = py.import("copydesk._copydesk")?.getattr("_restore_cleaner")?;
        Ok((restore.unbind(), (slf.get().options.clone_ref(py),)))
    }
}

/// A page as Python passed it.
enum Given<'py> {
    Page(Bound<'py, Page>),
    Held(Held, Hints),
}

impl<'py> Given<'py> {
    fn new(page: &Bound<'py, PyAny>, hints: Hints) -> PyResult<Self> {
        Ok(match page.cast::<Page>() {
            Ok(page) => Self::Page(page.clone()),
            Err(_) => Self::Held(Held::new(page)?, hints),
        })
    }

    /// Passes the page to `work` with the lock released. No copy is needed, because `str` and `bytes` are immutable.
    fn with<T: Send>(
        &self,
        py: Python<'py>,
        work: impl FnOnce(&Hints, Content<'_>) -> Result<T, Box<Failure>> + Send,
    ) -> PyResult<T> {
        let done = match self {
            Self::Page(page) => {
                let page = page.get();
                py.detach(|| page.with(work)?)
            }
            Self::Held(Held::Bytes(bytes), hints) => {
                let bytes = bytes.bind(py).as_bytes();
                py.detach(|| work(hints, Content::Bytes(bytes)))
            }
            Self::Held(Held::Text(text), hints) => {
                let text = text.bind(py).to_string_lossy();
                py.detach(|| work(hints, Content::Text(&text)))
            }
        };
        done.map_err(|failure| failure.raise(py))
    }
}

/// Restores a pickled cleaner.
#[pyfunction]
pub(crate) fn _restore_cleaner<'py>(
    py: Python<'py>,
    options: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    py.get_type::<Cleaner>().call((), Some(options))
}
