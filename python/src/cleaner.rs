//! `Cleaner` and the functions around it: options in, articles out, the interpreter's lock released
//! while pages are cleaned.

use copydesk::{Content, CreditStyle, DatelineStyle, Favor, Input, Page, StandfirstStyle};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyBytes, PyDict, PyList, PyString},
};
use rayon::prelude::*;

use crate::{
    article::Article,
    error::{CopydeskError, raise},
};

/// Pages that `clean_many` holds at a time for each thread.
const PAGES_PER_THREAD: usize = 32;

/// Content of a page that lives as long as the Python object it came from.
pub(crate) enum Held {
    Text(Py<PyString>),
    Bytes(Py<PyBytes>),
}

impl Held {
    pub(crate) fn new(page: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = page.cast::<PyString>() {
            return Ok(Self::Text(text.clone().unbind()));
        }
        if let Ok(bytes) = page.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone().unbind()));
        }
        let name = page.get_type().name()?;
        Err(PyTypeError::new_err(format!("a page is str or bytes, not {name}")))
    }

    /// Bytes that need no lock to be read. Lone surrogates, which are no text, are replaced.
    fn owned(&self, py: Python<'_>) -> Owned {
        match self {
            Self::Text(text) => Owned::Text(text.bind(py).to_string_lossy().into_owned()),
            Self::Bytes(bytes) => Owned::Bytes(bytes.bind(py).as_bytes().to_vec()),
        }
    }
}

enum Owned {
    Text(String),
    Bytes(Vec<u8>),
}

impl Owned {
    fn content(&self) -> Content<'_> {
        match self {
            Self::Text(text) => Content::Text(text),
            Self::Bytes(bytes) => Content::Bytes(bytes),
        }
    }
}

/// What is known beside a page.
#[derive(Default)]
pub(crate) struct Hints {
    pub(crate) url: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) encoding: Option<String>,
    pub(crate) input: Input,
}

impl Hints {
    pub(crate) fn page<'a>(&'a self, content: Content<'a>) -> Page<'a> {
        let mut page = Page::new(content).with_input(self.input);
        if let Some(url) = &self.url {
            page = page.with_url(url);
        }
        if let Some(content_type) = &self.content_type {
            page = page.with_content_type(content_type);
        }
        if let Some(encoding) = &self.encoding {
            page = page.with_encoding(encoding);
        }
        page
    }
}

fn input(name: &str) -> PyResult<Input> {
    choice("input", name, &[("auto", Input::Auto), ("html", Input::Html), ("text", Input::Text)])
}

/// The value that a name stands for; an unknown name is told with the names there are.
fn choice<T: Copy>(option: &str, name: &str, choices: &[(&str, T)]) -> PyResult<T> {
    choices.iter().find(|(n, _)| *n == name).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(n, _)| *n).collect();
        PyValueError::new_err(format!("{option} is one of {}, not {name:?}", names.join(", ")))
    })
}

/// A cleaner with options, built once and used from many threads.
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Cleaner {
    pub(crate) inner: copydesk::Cleaner,
    options: Py<PyDict>,
}

#[pymethods]
impl Cleaner {
    /// Options that are not given are the library's defaults.
    #[new]
    #[pyo3(signature = (*, favor=None, dateline=None, credit=None, standfirst=None, min_words=None, comments=None))]
    fn new(
        py: Python<'_>,
        favor: Option<&str>,
        dateline: Option<&str>,
        credit: Option<&str>,
        standfirst: Option<&str>,
        min_words: Option<usize>,
        comments: Option<bool>,
    ) -> PyResult<Self> {
        let options = PyDict::new(py);
        let mut inner = copydesk::Cleaner::new();
        if let Some(name) = favor {
            let names =
                [("precision", Favor::Precision), ("balanced", Favor::Balanced), ("recall", Favor::Recall)];
            inner = inner.with_favor(choice("favor", name, &names)?);
            options.set_item("favor", name)?;
        }
        if let Some(name) = dateline {
            let names = [
                ("normalize", DatelineStyle::Normalize),
                ("keep", DatelineStyle::Keep),
                ("strip", DatelineStyle::Strip),
            ];
            inner = inner.with_dateline(choice("dateline", name, &names)?);
            options.set_item("dateline", name)?;
        }
        if let Some(name) = credit {
            let names = [("strip", CreditStyle::Strip), ("keep", CreditStyle::Keep)];
            inner = inner.with_credit(choice("credit", name, &names)?);
            options.set_item("credit", name)?;
        }
        if let Some(name) = standfirst {
            let names = [("keep", StandfirstStyle::Keep), ("strip", StandfirstStyle::Strip)];
            inner = inner.with_standfirst(choice("standfirst", name, &names)?);
            options.set_item("standfirst", name)?;
        }
        if let Some(words) = min_words {
            inner = inner.with_min_words(words);
            options.set_item("min_words", words)?;
        }
        if let Some(yes) = comments {
            inner = inner.with_comments(yes);
            options.set_item("comments", yes)?;
        }
        Ok(Self { inner, options: options.unbind() })
    }

    /// Cleans one page, ``str`` or ``bytes``.
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
        let hints = Hints { url, content_type, encoding, input: self::input(input)? };
        let held = Held::new(page)?;
        // The object is held here, and neither str nor bytes can change: no copy is needed.
        let article = match &held {
            Held::Bytes(bytes) => {
                let bytes = bytes.bind(py).as_bytes();
                py.detach(|| self.inner.clean(hints.page(Content::Bytes(bytes))))
            }
            Held::Text(text) => {
                let text = text.bind(py).to_string_lossy();
                py.detach(|| self.inner.clean(hints.page(Content::Text(&text))))
            }
        };
        article.map(|a| Article::new(a, source)).map_err(|e| raise(&e))
    }

    /// Cleans pages on many threads; order is kept and a bad page gives its exception as an item.
    ///
    /// ``pages`` yields ``str``, ``bytes``, or tuples ``(page, url)``. ``threads=0`` takes every core.
    #[pyo3(signature = (pages, threads=0))]
    fn clean_many(slf: &Bound<'_, Self>, pages: &Bound<'_, PyAny>, threads: usize) -> PyResult<CleanMany> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| CopydeskError::new_err(e.to_string()))?;
        Ok(CleanMany {
            cleaner: slf.get().inner.clone(),
            pages: pages.try_iter()?.into_any().unbind(),
            pool,
            ready: std::collections::VecDeque::new(),
            ended: false,
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let options = self.options.bind(py).iter();
        let named: Vec<String> =
            options.map(|(k, v)| Ok(format!("{k}={}", v.repr()?))).collect::<PyResult<_>>()?;
        Ok(format!("copydesk.Cleaner({})", named.join(", ")))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyList>, Bound<'py, PyDict>) {
        (PyList::empty(py), self.options.bind(py).clone())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (Py<PyDict>,))> {
        let py = slf.py();
        let restore = py.import("copydesk._copydesk")?.getattr("_restore_cleaner")?;
        Ok((restore.unbind(), (slf.get().options.clone_ref(py),)))
    }
}

/// Rebuilds a pickled cleaner.
#[pyfunction]
pub(crate) fn _restore_cleaner<'py>(py: Python<'py>, options: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    py.get_type::<Cleaner>().call((), Some(options))
}

/// Iterator over the articles of many pages; reads ahead a bounded number of pages.
#[pyclass(module = "copydesk")]
pub(crate) struct CleanMany {
    cleaner: copydesk::Cleaner,
    pages: Py<PyAny>,
    pool: rayon::ThreadPool,
    ready: std::collections::VecDeque<Result<copydesk::Article, copydesk::Error>>,
    ended: bool,
}

impl CleanMany {
    /// Takes the next pages from the iterator and cleans them without the lock.
    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        let wanted = self.pool.current_num_threads() * PAGES_PER_THREAD;
        let mut batch: Vec<(Owned, Hints)> = Vec::with_capacity(wanted);
        let mut pages = self.pages.bind(py).try_iter()?;
        while batch.len() < wanted {
            let Some(item) = pages.next() else {
                self.ended = true;
                break;
            };
            let item = item?;
            let (page, url) = match item.extract::<(Bound<'_, PyAny>, Option<String>)>() {
                Ok(pair) => pair,
                Err(_) => (item, None),
            };
            let hints = Hints { url, ..Hints::default() };
            batch.push((Held::new(&page)?.owned(py), hints));
        }
        let (cleaner, pool) = (&self.cleaner, &self.pool);
        let cleaned: Vec<_> = py.detach(|| {
            pool.install(|| {
                batch.par_iter().map(|(page, hints)| cleaner.clean(hints.page(page.content()))).collect()
            })
        });
        self.ready.extend(cleaned);
        Ok(())
    }
}

#[pymethods]
impl CleanMany {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.ready.is_empty() && !self.ended {
            self.fill(py)?;
        }
        Ok(match self.ready.pop_front() {
            None => None,
            Some(Ok(article)) => Some(Py::new(py, Article::new(article, None))?.into_any()),
            Some(Err(error)) => Some(raise(&error).into_value(py).into_any()),
        })
    }
}
