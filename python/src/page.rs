//! Pages on their way in: what Python hands over, or what a file or an archive holds, with what is known beside it.

use std::panic::{self, AssertUnwindSafe};

use copydesk::{
    Content, Input, Page as CorePage,
    source::{Item, Rules},
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyByteArray, PyBytes, PyMemoryView, PyString, PyTuple},
};

use crate::{
    article::Article,
    error::{Cause, Failure},
};

/// Content of a page that lives as long as the Python object it came from.
pub(crate) enum Held {
    Text(Py<PyString>),
    Bytes(Py<PyBytes>),
}

impl Held {
    /// What `str`, `bytes`, `bytearray` and `memoryview` hold.
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
        Err(PyTypeError::new_err(format!("a page is str, bytes or copydesk.Page, not {name}")))
    }

    /// A copy that needs no lock to be read. Lone surrogates, which are no text, are replaced.
    fn owned(&self, py: Python<'_>) -> Owned {
        match self {
            Self::Text(text) => Owned::Text(text.bind(py).to_string_lossy().into_owned()),
            Self::Bytes(bytes) => Owned::Bytes(bytes.bind(py).as_bytes().to_vec()),
        }
    }
}

/// What is known beside a page.
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

    /// Does `work` of the core, or tells which page failed and why. A panic, of which there must be none, is a failure of
    /// the page.
    pub(crate) fn tried<T>(
        &self,
        work: impl FnOnce() -> Result<T, copydesk::Error>,
    ) -> Result<T, Box<Failure>> {
        panic::catch_unwind(AssertUnwindSafe(work))
            .map_err(|_| Cause::Panic)
            .and_then(|done| done.map_err(Cause::Core))
            .map_err(|cause| self.failure(cause))
    }

    /// Cleans `content`. Needs no lock.
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

/// The value that a name stands for; an unknown name is told with the names there are.
pub(crate) fn choice<T: Copy>(option: &str, name: &str, choices: &[(&str, T)]) -> PyResult<T> {
    choices.iter().find(|(n, _)| *n == name).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(n, _)| *n).collect();
        PyValueError::new_err(format!("{option} is one of {}, not {name:?}", names.join(", ")))
    })
}

const INPUTS: [(&str, Input); 3] = [("auto", Input::Auto), ("html", Input::Html), ("text", Input::Text)];

/// HTML, text, or whatever the page shows to be.
pub(crate) fn input(name: &str) -> PyResult<Input> {
    choice("input", name, &INPUTS)
}

/// Content that needs no lock to be read.
enum Owned {
    Text(String),
    Bytes(Vec<u8>),
    /// Of a file or an archive, read and unpacked when its turn comes.
    Item(Box<(Item, Rules)>),
}

/// A page with what is known about it: what ``read_pages`` yields, and what ``clean`` and ``clean_many`` take.
///
/// ``Page(content, url=None, *, content_type=None, encoding=None, input="auto", source=None)``
/// makes one by hand. ``source`` is the name that its record has.
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

    /// The page as the core takes it, with hints that only its content gives.
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
        }
    }

    /// Reads what is to be read, and cleans it. Needs no lock.
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

    /// ``bytes``, or ``str`` where the page came as text. Raises ``SourceError`` when it cannot be read.
    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.with(|_, content| match content {
            Content::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
            Content::Text(text) => PyString::new(py, text).into_any(),
        })
        .map_err(|failure| failure.raise(py))
    }

    /// The name that its record has: a path, or ``crawl.warc.gz#<record id>``.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.hints.source.as_deref()
    }

    /// The address that it came from.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.hints.url.as_deref()
    }

    /// The HTTP header.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.hints.content_type.as_deref()
    }

    /// A WHATWG label.
    #[getter]
    fn encoding(&self) -> Option<&str> {
        self.hints.encoding.as_deref()
    }

    /// ``"auto"``, ``"html"`` or ``"text"``.
    #[getter]
    fn input(&self) -> &'static str {
        INPUTS.iter().find(|(_, input)| *input == self.hints.input).map_or("auto", |(name, _)| name)
    }

    fn __repr__(&self) -> String {
        let name = self.source().or(self.url()).unwrap_or("-");
        format!("<copydesk.Page {name:?}>")
    }
}

/// A page that waits for a thread of its own.
pub(crate) enum Job {
    Own(Box<Page>),
    Shared(Py<Page>),
}

impl Job {
    /// What an iterable of pages yields: ``str``, ``bytes``, ``Page``, or tuples ``(page, url)``.
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(page) = given.cast::<Page>() {
            return Ok(Self::Shared(page.clone().unbind()));
        }
        let (content, url) = match given.cast::<PyTuple>() {
            Ok(pair) => pair.extract::<(Bound<'_, PyAny>, Option<String>)>().map_err(|_| {
                PyTypeError::new_err("a tuple of a page is (page, url): str or bytes, and str or None")
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
