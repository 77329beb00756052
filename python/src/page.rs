//! `Page`: content from Python, or from a file or an archive, with the hints that belong to it.

use std::panic::{self, AssertUnwindSafe};

use copydesk::{
    Content, Input, Page as CorePage,
    source::{Item, Rules},
};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyByteArray, PyBytes, PyMemoryView, PyString, PyTuple},
};

use crate::{
    article::Article,
    error::{Cause, Failure},
    options::choice,
};

/// Content that Python owns.
pub(crate) enum Held {
    Text(Py<PyString>),
    Bytes(Py<PyBytes>),
}

impl Held {
    /// Accepts `str`, `bytes`, `bytearray` and `memoryview`.
    pub(crate) fn new(page: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = page.cast::<PyString>() {
            return Ok(Self::Text(text.clone().unbind()));
        }
        if let Ok(bytes) = page.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone().unbind()));
        }
        if page.is_instance_of::<PyByteArray>() || page.is_instance_of::<PyMemoryView>() {
            let bytes = page.py().get_type::<PyBytes>().call1((page,))?;
            return Ok(Self::Bytes(bytes.cast_into::<PyBytes>()?.unbind()));
        }
        let name = page.get_type().name()?;
        Err(PyTypeError::new_err(format!("a page must be str, bytes or copydesk.Page, not {name}")))
    }

    /// Copies the content, so that it can be read without the lock. Lone surrogates are replaced.
    fn owned(&self, py: Python<'_>) -> Owned {
        match self {
            Self::Text(text) => Owned::Text(text.bind(py).to_string_lossy().into_owned()),
            Self::Bytes(bytes) => Owned::Bytes(bytes.bind(py).as_bytes().to_vec()),
        }
    }
}

/// What the caller knows about a page.
#[derive(Clone, Default)]
pub(crate) struct Hints {
    pub(crate) url: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) encoding: Option<String>,
    pub(crate) input: Input,
    pub(crate) source: Option<String>,
}

impl Hints {
    pub(crate) fn page<'a>(&'a self, content: Content<'a>) -> CorePage<'a> {
        let mut page = CorePage::new(content).with_input(self.input);
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

    /// Calls the core and returns which page failed and why. A panic fails the page, not the process.
    pub(crate) fn tried<T>(
        &self,
        work: impl FnOnce() -> Result<T, copydesk::Error>,
    ) -> Result<T, Box<Failure>> {
        panic::catch_unwind(AssertUnwindSafe(work))
            .map_err(|_| Cause::Panic)
            .and_then(|done| done.map_err(Cause::Core))
            .map_err(|cause| self.failure(cause))
    }

    /// Cleans `content`. Does not need the lock.
    pub(crate) fn clean(
        &self,
        cleaner: &copydesk::Cleaner,
        content: Content<'_>,
    ) -> Result<Article, Box<Failure>> {
        let article = self.tried(|| cleaner.clean(self.page(content)))?;
        Ok(Article::new(article, self.source.clone()))
    }

    pub(crate) fn failure(&self, cause: Cause) -> Box<Failure> {
        Box::new(Failure { cause, source: self.source.clone(), url: self.url.clone() })
    }
}

const INPUTS: [(&str, Input); 3] = [("auto", Input::Auto), ("html", Input::Html), ("text", Input::Text)];

/// Parses the option `input`.
pub(crate) fn input(name: &str) -> PyResult<Input> {
    choice("input", name, &INPUTS)
}

/// Content that can be read without the lock.
enum Owned {
    Text(String),
    Bytes(Vec<u8>),
    /// A file or a record of an archive; read and decompressed when the page is cleaned.
    Item(Box<(Item, Rules)>),
    /// The error of a page that could not be read when it was pickled.
    Unreadable(String),
}

/// A page with its hints: what ``read_pages`` yields and what ``clean`` and ``clean_many`` accept.
///
/// ``content`` is ``str`` or bytes, ``url`` the page's address, ``content_type`` its HTTP header, ``encoding`` a
/// WHATWG label, ``input`` the kind of page, and ``source`` the name for the record. Pages can be pickled; pickling
/// reads a page of a file or an archive.
///
/// >>> page = copydesk.Page(b"<p>Hello", "https://post.example/a", content_type="text/html; charset=utf-8")
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct Page {
    content: Owned,
    hints: Hints,
}

impl Page {
    pub(crate) fn of_item(item: Item, rules: &Rules) -> Self {
        let hints = Hints {
            url: item.url.clone(),
            content_type: item.content_type.clone(),
            encoding: None,
            input: item.input,
            source: Some(item.source.clone()),
        };
        Self { content: Owned::Item(Box::new((item, rules.clone()))), hints }
    }

    /// Reads the content and passes it to `work`, with the hints that only the content contains.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Hints, Content<'_>) -> T) -> Result<T, Box<Failure>> {
        match &self.content {
            Owned::Text(text) => Ok(work(&self.hints, Content::Text(text))),
            Owned::Bytes(bytes) => Ok(work(&self.hints, Content::Bytes(bytes))),
            Owned::Item(held) => {
                let (mut item, rules) = (held.0.clone(), &held.1);
                let content = item.load(rules).map_err(|fault| self.hints.failure(Cause::Source(fault)))?;
                let hints = Hints {
                    url: item.url,
                    content_type: item.content_type,
                    input: item.input,
                    ..self.hints.clone()
                };
                Ok(work(&hints, content.as_content()))
            }
            Owned::Unreadable(message) => Err(self.hints.failure(Cause::Unreadable(message.clone()))),
        }
    }

    /// Reads and cleans the page. Does not need the lock.
    pub(crate) fn clean(&self, cleaner: &copydesk::Cleaner) -> Result<Article, Box<Failure>> {
        self.with(|hints, content| hints.clean(cleaner, content))?
    }
}

#[pymethods]
impl Page {
    #[new]
    #[pyo3(signature = (content, url=None, *, content_type=None, encoding=None, input="auto", source=None))]
    fn new(
        content: &Bound<'_, PyAny>,
        url: Option<String>,
        content_type: Option<String>,
        encoding: Option<String>,
        input: &str,
        source: Option<String>,
    ) -> PyResult<Self> {
        let hints = Hints { url, content_type, encoding, input: self::input(input)?, source };
        Ok(Self { content: Held::new(content)?.owned(content.py()), hints })
    }

    /// The page: ``bytes``, or ``str`` if it was given as text. Raises ``SourceError`` if it cannot be read.
    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.with(|_, content| match content {
            Content::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
            Content::Text(text) => PyString::new(py, text).into_any(),
        })
        .map_err(|failure| failure.raise(py))
    }

    /// The name for the record: a path, or ``crawl.warc.gz#<record id>``.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.hints.source.as_deref()
    }

    /// The address of the page.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.hints.url.as_deref()
    }

    /// The HTTP header ``Content-Type``.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.hints.content_type.as_deref()
    }

    /// The encoding as a WHATWG label.
    #[getter]
    fn encoding(&self) -> Option<&str> {
        self.hints.encoding.as_deref()
    }

    /// The kind of page: ``"auto"``, ``"html"`` or ``"text"``.
    #[getter]
    fn input(&self) -> &'static str {
        input_name(self.hints.input)
    }

    fn __repr__(&self) -> String {
        let name = self.source().or(self.url()).unwrap_or("-");
        format!("<copydesk.Page {name:?}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Pickled<'py>)> {
        let py = slf.py();
        let page = slf.get();
        let read = page.with(|hints, content| {
            let content = match content {
                Content::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
                Content::Text(text) => PyString::new(py, text).into_any(),
            };
            (Some(content), hints.clone(), None)
        });
        // An unreadable page can be pickled too: cleaning it raises the error.
        let (content, hints, error) =
            read.unwrap_or_else(|failure| (None, page.hints.clone(), Some(failure.message())));
        let input = input_name(hints.input);
        let restore = py.import("copydesk._copydesk")?.getattr("_restore_page")?;
        let Hints { url, content_type, encoding, source, .. } = hints;
        Ok((restore, (content, url, content_type, encoding, input, source, error)))
    }
}

fn input_name(input: Input) -> &'static str {
    INPUTS.iter().find(|(_, i)| *i == input).map_or("auto", |(name, _)| name)
}

/// Content, address, `Content-Type`, encoding, kind, name, and why it could not be read.
type Pickled<'py> = (
    Option<Bound<'py, PyAny>>,
    Option<String>,
    Option<String>,
    Option<String>,
    &'static str,
    Option<String>,
    Option<String>,
);

/// Restores a pickled page.
#[pyfunction]
pub(crate) fn _restore_page(
    content: Option<&Bound<'_, PyAny>>,
    url: Option<String>,
    content_type: Option<String>,
    encoding: Option<String>,
    input: &str,
    source: Option<String>,
    error: Option<String>,
) -> PyResult<Page> {
    let hints = Hints { url, content_type, encoding, input: self::input(input)?, source };
    let content = match content {
        Some(content) => Held::new(content)?.owned(content.py()),
        None => Owned::Unreadable(error.unwrap_or_default()),
    };
    Ok(Page { content, hints })
}

/// A page waiting for a thread.
pub(crate) enum Job {
    Own(Box<Page>),
    Shared(Py<Page>),
}

impl Job {
    /// Accepts an item of an iterable of pages: `str`, `bytes`, `Page`, or a tuple `(page, url)`.
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(page) = given.cast::<Page>() {
            return Ok(Self::Shared(page.clone().unbind()));
        }
        let (content, url) = match given.cast::<PyTuple>() {
            Ok(pair) => pair.extract::<(Bound<'_, PyAny>, Option<String>)>().map_err(|_| {
                PyTypeError::new_err("a tuple must be (page, url): str or bytes, and str or None")
            })?,
            Err(_) => (given.clone(), None),
        };
        let hints = Hints { url, ..Hints::default() };
        let content = Held::new(&content)?.owned(given.py());
        Ok(Self::Own(Box::new(Page { content, hints })))
    }

    pub(crate) fn clean(&self, cleaner: &copydesk::Cleaner) -> Result<Article, Box<Failure>> {
        match self {
            Self::Own(page) => page.clean(cleaner),
            Self::Shared(page) => page.get().clean(cleaner),
        }
    }
}
