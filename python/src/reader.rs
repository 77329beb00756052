//! `read_pages`: iterates over the pages of files, folders and archives, like the command line.
//!
//! A thread reads some pages ahead.

use std::{
    io::{self, Read},
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Mutex,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

use copydesk::source::{self, Item, Kind, Origin, Payload, Rules};
use pyo3::{
    exceptions::{PyRuntimeError, PyTypeError},
    prelude::*,
    types::{PyBytes, PyString},
};

use crate::{options::choice, page::Page};

/// Number of pages to read ahead.
const AHEAD: usize = 16;

/// A binary file object in Python.
struct Stream(Py<PyAny>);

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let read = self.0.bind(py).call_method1("read", (into.len(),)).map_err(io::Error::other)?;
            let bytes = read.cast::<PyBytes>().map_err(|_| {
                io::Error::other("the file object does not return bytes; open it in mode \"rb\"")
            })?;
            let bytes = bytes.as_bytes();
            // A broken file object may return more bytes than requested.
            let length = bytes.len().min(into.len());
            into[..length].copy_from_slice(&bytes[..length]);
            Ok(length)
        })
    }
}

enum Origins {
    Paths(Vec<Origin>),
    Stream { stream: Stream, name: String },
}

impl Origins {
    fn each(self, rules: &Rules, send: &SyncSender<Item>) {
        // Sending fails once the iterator is dropped, which ends the thread.
        let mut visit = |item: Item| {
            if matches!(item.payload, Payload::Skipped(_)) {
                return ControlFlow::Continue(());
            }
            match send.send(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let _ = match self {
            Self::Paths(origins) => source::each(&origins, rules, &mut visit),
            Self::Stream { stream, name } => source::read(stream, &name, rules, &mut visit),
        };
    }
}

/// Iterator over the pages of files, folders and archives. ``read_pages`` returns it.
#[pyclass(frozen, module = "copydesk")]
pub(crate) struct PageReader {
    items: Mutex<Receiver<Item>>,
    rules: Rules,
}

#[pymethods]
impl PageReader {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Page>> {
        let next = py.detach(|| self.items.lock().ok().map(|items| items.recv().ok()));
        let next = next.ok_or_else(|| PyRuntimeError::new_err("the reading thread failed"))?;
        Ok(next.map(|item| Page::of_item(item, &self.rules)))
    }
}

/// Iterate over the pages of files, folders and archives (WARC, ARC, WACZ, tar, zip, EPUB), JSON, JSONL, feeds,
/// MHTML and mail, also compressed (gzip, zstd, xz, bzip2, LZ4).
///
/// ``source`` is a path, a list of paths, or a file opened in binary mode, whose name for the records is ``name``.
/// ``kind`` is needed only if the file name does not reveal it. ``include`` and ``exclude`` are globs for the files
/// of folders and archives. Unreadable input gives a ``Page`` too; cleaning it raises ``SourceError``.
///
/// >>> for article in copydesk.clean_many(copydesk.read_pages("crawl.warc.gz"), errors="skip"):
/// ...     print(article.url, article.title)
#[pyfunction]
#[pyo3(signature = (source, *, kind=None, name=None, include=Vec::new(), exclude=Vec::new()))]
pub(crate) fn read_pages(
    source: &Bound<'_, PyAny>,
    kind: Option<&str>,
    name: Option<String>,
    include: Vec<String>,
    exclude: Vec<String>,
) -> PyResult<PageReader> {
    let mut rules = Rules::default();
    rules.include = include;
    rules.exclude = exclude;
    rules.check().map_err(pyo3::exceptions::PyValueError::new_err)?;
    if let Some(kind) = kind {
        let kinds = [
            ("page", Kind::Page),
            ("warc", Kind::Warc),
            ("tar", Kind::Tar),
            ("zip", Kind::Zip),
            ("jsonl", Kind::Jsonl),
            ("arc", Kind::Arc),
            ("json", Kind::Json),
            ("feed", Kind::Feed),
            ("message", Kind::Message),
            ("mbox", Kind::Mbox),
        ];
        rules.kind = Some(choice("kind", kind, &kinds)?);
    }
    let from = if source.hasattr("read")? {
        let name = match name {
            Some(name) => name,
            None => match source.getattr("name") {
                Ok(name) if name.is_instance_of::<PyString>() => name.extract()?,
                _ => "-".to_owned(),
            },
        };
        Origins::Stream { stream: Stream(source.clone().unbind()), name }
    } else if let Ok(path) = source.extract::<PathBuf>() {
        Origins::Paths(vec![Origin::Path(path)])
    } else {
        let paths = source.extract::<Vec<PathBuf>>().map_err(|_| {
            PyTypeError::new_err("source must be a path, a list of paths, or a file opened in binary mode")
        })?;
        Origins::Paths(paths.into_iter().map(Origin::Path).collect())
    };
    let (send, receive) = mpsc::sync_channel(AHEAD);
    let of_thread = rules.clone();
    thread::Builder::new().name("copydesk-read".to_owned()).spawn(move || from.each(&of_thread, &send))?;
    Ok(PageReader { items: Mutex::new(receive), rules })
}
