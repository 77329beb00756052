//! `Cleaner`: options in, articles out, the interpreter's lock released while pages are cleaned.

use std::{path::PathBuf, time::Duration};

use copydesk::{Content, CreditStyle, DatelineStyle, Favor, Limits, SiteRules, StandfirstStyle, TableStyle};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyDict, PyString},
};

use crate::{
    article::{Article, python},
    error::{Failure, raise},
    many::CleanMany,
    page::{Held, Hints, Page, choice, input},
};

/// A cleaner with options, built once and used from many threads.
///
/// Options that are not given are the library's defaults; they are those of the command line:
///
/// - ``favor``: ``"precision"``, ``"balanced"`` or ``"recall"``
/// - ``dateline``: ``"normalize"``, ``"keep"`` or ``"strip"``; ``credit``, ``standfirst``, ``tables``:
///   ``"keep"`` or ``"strip"``
/// - ``comments``: whether readers' comments are collected
/// - ``lang``: a BCP 47 tag or a list of them; pages in other languages are no articles
/// - ``min_words``, ``min_confidence`` (0 to 1): what has less is no article
/// - ``rules``: a folder of site rules, or a list of their TOML texts
/// - ``now``: when the pages were fetched (RFC 3339 or an aware ``datetime``), for "3 hours ago"
/// - ``max_bytes``, ``max_nodes``, ``max_depth``, ``max_time`` (seconds): limits of a page
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Cleaner {
    pub(crate) inner: copydesk::Cleaner,
    /// What was given, for ``repr`` and for pickling.
    options: Py<PyDict>,
}

const FAVORS: [(&str, Favor); 3] =
    [("precision", Favor::Precision), ("balanced", Favor::Balanced), ("recall", Favor::Recall)];
const DATELINES: [(&str, DatelineStyle); 3] =
    [("normalize", DatelineStyle::Normalize), ("keep", DatelineStyle::Keep), ("strip", DatelineStyle::Strip)];
const CREDITS: [(&str, CreditStyle); 2] = [("strip", CreditStyle::Strip), ("keep", CreditStyle::Keep)];
const STANDFIRSTS: [(&str, StandfirstStyle); 2] =
    [("keep", StandfirstStyle::Keep), ("strip", StandfirstStyle::Strip)];
const TABLES: [(&str, TableStyle); 2] = [("keep", TableStyle::Keep), ("strip", TableStyle::Strip)];

/// One text or many.
#[derive(FromPyObject)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

/// The site rules of a folder, or of TOML texts.
fn site_rules(given: &Bound<'_, PyAny>) -> PyResult<SiteRules> {
    if let Ok(folder) = given.extract::<PathBuf>() {
        return SiteRules::read(&folder).map_err(|e| raise(&e));
    }
    let texts: Vec<String> = given
        .extract()
        .map_err(|_| PyTypeError::new_err("rules is a folder, or a list of the TOML texts of rules"))?;
    let mut rules = SiteRules::new();
    for text in texts {
        rules.add(&text).map_err(|e| raise(&e))?;
    }
    Ok(rules)
}

/// RFC 3339 of a text or a ``datetime``.
fn moment(given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = given.cast::<PyString>() {
        return text.extract();
    }
    let zone = given.call_method0("utcoffset");
    match zone {
        Ok(zone) if !zone.is_none() => given.call_method0("isoformat")?.extract(),
        Ok(_) => {
            Err(PyValueError::new_err("now has no time zone; give it one, as datetime.now(timezone.utc) has"))
        }
        Err(_) => Err(PyTypeError::new_err("now is a text of RFC 3339 or a datetime with a time zone")),
    }
}

/// Sets limits that were given.
fn limits(options: &Bound<'_, PyDict>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    let number = |name: &str, into: &mut usize| match options.get_item(name)? {
        Some(value) => value.extract().map(|value| *into = value),
        None => Ok(()),
    };
    number("max_bytes", &mut limits.bytes)?;
    number("max_nodes", &mut limits.nodes)?;
    number("max_depth", &mut limits.depth)?;
    if let Some(seconds) = options.get_item("max_time")? {
        let time = Duration::try_from_secs_f64(seconds.extract()?);
        limits.time = Some(time.map_err(|e| PyValueError::new_err(format!("max_time: {e}")))?);
    }
    Ok(limits)
}

/// The exception for an option whose value the library rejects.
fn invalid(name: &str, error: &copydesk::Error) -> PyErr {
    PyValueError::new_err(format!("{name}: {error}"))
}

/// A cleaner with `options`, each of which has a name that is known and a value that is not ``None``.
fn build(options: &Bound<'_, PyDict>) -> PyResult<copydesk::Cleaner> {
    let mut cleaner = copydesk::Cleaner::new().with_limits(limits(options)?);
    for (name, value) in options {
        let name: String = name.extract()?;
        let text = || value.extract::<String>();
        cleaner = match name.as_str() {
            "favor" => cleaner.with_favor(choice(&name, &text()?, &FAVORS)?),
            "dateline" => cleaner.with_dateline(choice(&name, &text()?, &DATELINES)?),
            "credit" => cleaner.with_credit(choice(&name, &text()?, &CREDITS)?),
            "standfirst" => cleaner.with_standfirst(choice(&name, &text()?, &STANDFIRSTS)?),
            "tables" => cleaner.with_tables(choice(&name, &text()?, &TABLES)?),
            "comments" => cleaner.with_comments(value.extract()?),
            "min_words" => cleaner.with_min_words(value.extract()?),
            "min_confidence" => {
                cleaner.with_min_confidence(value.extract()?).map_err(|e| invalid(&name, &e))?
            }
            "lang" => {
                cleaner.with_languages(value.extract::<Texts>()?.all()).map_err(|e| invalid(&name, &e))?
            }
            "now" => cleaner.with_now(text()?).map_err(|e| invalid(&name, &e))?,
            // As it was read when it was given: the folder may be another machine's.
            "rules" => cleaner.with_rules(site_rules(&value)?),
            _ => cleaner,
        };
    }
    Ok(cleaner)
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (
        *, favor=None, dateline=None, credit=None, standfirst=None, tables=None, comments=None, lang=None,
        min_words=None, min_confidence=None, rules=None, now=None, max_bytes=None, max_nodes=None, max_depth=None,
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
        max_depth: Option<Bound<'_, PyAny>>,
        max_time: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        // A folder of rules is read once, here; what is pickled are the rules, not the folder's name.
        let rules = rules.map(|rules| site_rules(&rules)).transpose()?;
        let rules = rules.map(|rules| rules.iter().map(copydesk::SiteRule::to_toml).collect::<Vec<_>>());
        let rules = rules.map(|texts| texts.into_pyobject(py)).transpose()?;
        let now = now.map(|now| moment(&now)).transpose()?.map(|now| PyString::new(py, &now).into_any());
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
            ("max_depth", max_depth),
            ("max_time", max_time),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                options.set_item(name, value)?;
            }
        }
        Ok(Self { inner: build(&options)?, options: options.unbind() })
    }

    /// Cleans one page: ``str``, ``bytes``, or a ``Page``, which has its hints already.
    ///
    /// ``url``, ``content_type`` (the HTTP header) and ``encoding`` (a WHATWG label) are hints; ``input`` is
    /// ``"auto"``, ``"html"`` or ``"text"``; ``source`` is the name that the record has.
    /// Raises ``CopydeskError``. A page without an article is no error: it is falsy.
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

    /// Cleans every story of a page: a text that holds several, parted as wire feeds part them, gives an article
    /// each, in order; any other page gives one.
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

    /// Tells why every block of a page was kept or dropped and where every field came from, as a dict: what
    /// ``copydesk explain --json`` prints.
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

    /// Cleans pages on many threads; order is kept and a bad page gives its exception as an item.
    ///
    /// ``pages`` yields ``str``, ``bytes``, ``Page``, or tuples ``(page, url)``; it is read as far ahead as the
    /// threads need. ``threads=0`` takes every core.
    #[pyo3(signature = (pages, threads=0))]
    fn clean_many(&self, pages: &Bound<'_, PyAny>, threads: usize) -> PyResult<CleanMany> {
        CleanMany::new(self.inner.clone(), pages, threads)
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

/// A page as a function of Python was given it.
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

    /// Gives `work` the page without the lock. What Python has is held, and neither str nor bytes can change: no copy is
    /// needed.
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

/// Rebuilds a pickled cleaner.
#[pyfunction]
pub(crate) fn _restore_cleaner<'py>(
    py: Python<'py>,
    options: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    py.get_type::<Cleaner>().call((), Some(options))
}
