//! Cleans many pages on Rust threads while Python runs: an iterator of pages becomes an iterator of articles in the same
//! order.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, TryRecvError},
    },
};

use pyo3::{prelude::*, types::PyType};

use crate::{
    article::Article,
    error::{CopydeskError, Failure},
    options::choice,
    page::Job,
};

/// Pages in flight per thread: enough that no thread waits for the next page, few enough to bound memory.
const PAGES_PER_THREAD: usize = 16;

/// What to do with a page that fails.
#[derive(Clone, Copy)]
pub(crate) enum OnError {
    Raise,
    Return,
    Skip,
}

impl OnError {
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        choice("errors", name, &[("raise", Self::Raise), ("return", Self::Return), ("skip", Self::Skip)])
    }
}

type Cleaned = Result<Article, Box<Failure>>;

/// A page's slot in the order of results.
enum Slot {
    /// In progress. The mutex makes it `Sync`, which PyO3 requires.
    Sent(Mutex<Receiver<Cleaned>>),
    Done(Box<Cleaned>),
    /// The item is not a page.
    Refused(PyErr),
}

/// Iterator over the articles of many pages, in the order of the pages. Holds a bounded number of pages.
///
/// ``clean_many`` returns it.
#[pyclass(module = "copydesk")]
pub(crate) struct CleanMany {
    cleaner: Arc<copydesk::Cleaner>,
    pages: Py<PyAny>,
    pool: rayon::ThreadPool,
    on_error: OnError,
    slots: VecDeque<Slot>,
    /// The exception that the iterable raised; raised again after the preceding pages have been returned.
    raised: Option<PyErr>,
    ended: bool,
    failed: u64,
}

impl CleanMany {
    pub(crate) fn new(
        cleaner: copydesk::Cleaner,
        pages: &Bound<'_, PyAny>,
        threads: usize,
        on_error: OnError,
    ) -> PyResult<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| CopydeskError::new_err(e.to_string()))?;
        Ok(Self {
            cleaner: Arc::new(cleaner),
            pages: pages.try_iter()?.into_any().unbind(),
            pool,
            on_error,
            slots: VecDeque::new(),
            raised: None,
            ended: false,
            failed: 0,
        })
    }

    fn has_room(&self) -> bool {
        !self.ended && self.slots.len() < self.pool.current_num_threads() * PAGES_PER_THREAD
    }

    /// Takes the next page from the iterable and passes it to the threads.
    fn pull(&mut self, py: Python<'_>) -> PyResult<()> {
        let slot = match self.pages.bind(py).try_iter()?.next() {
            None => {
                self.ended = true;
                return Ok(());
            }
            Some(Err(raised)) => {
                self.ended = true;
                self.raised = Some(raised);
                return Ok(());
            }
            Some(Ok(page)) => match Job::of(&page) {
                Ok(job) => {
                    let (send, receive) = mpsc::sync_channel(1);
                    let cleaner = Arc::clone(&self.cleaner);
                    // Sending fails if the iterator was dropped, which is fine.
                    self.pool.spawn(move || drop(send.send(job.clean(&cleaner))));
                    Slot::Sent(Mutex::new(receive))
                }
                Err(refused) => Slot::Refused(refused),
            },
        };
        self.slots.push_back(slot);
        Ok(())
    }

    /// Returns whether the next page in order is finished.
    fn is_ready(&mut self) -> bool {
        let Some(first) = self.slots.front_mut() else { return false };
        if let Slot::Sent(receive) = first {
            match receive.get_mut().map(|receive| receive.try_recv()) {
                Ok(Ok(cleaned)) => *first = Slot::Done(Box::new(cleaned)),
                Ok(Err(TryRecvError::Empty)) => return false,
                Ok(Err(TryRecvError::Disconnected)) | Err(_) => {}
            }
        }
        true
    }

    /// Waits for the next page in order. `None` at the end of the iterable.
    fn next_cleaned(&mut self, py: Python<'_>) -> PyResult<Option<Result<Article, PyErr>>> {
        // Adding one page for each returned page keeps the threads busy; more are added only while the next in order
        // is unfinished.
        if self.has_room() {
            self.pull(py)?;
        }
        while self.has_room() && !self.is_ready() {
            self.pull(py)?;
        }
        let cleaned = match self.slots.pop_front() {
            None => return self.raised.take().map_or(Ok(None), Err),
            Some(Slot::Refused(refused)) => return Ok(Some(Err(refused))),
            Some(Slot::Done(cleaned)) => *cleaned,
            Some(Slot::Sent(receive)) => {
                let lost = |e: String| CopydeskError::new_err(e);
                let receive = receive.into_inner().map_err(|e| lost(e.to_string()))?;
                py.detach(move || receive.recv()).map_err(|e| lost(e.to_string()))?
            }
        };
        Ok(Some(cleaned.map_err(|failure| failure.raise(py))))
    }
}

#[pymethods]
impl CleanMany {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        loop {
            let error = match self.next_cleaned(py)? {
                None => return Ok(None),
                Some(Ok(article)) => return Ok(Some(Py::new(py, article)?.into_any())),
                Some(Err(error)) => error,
            };
            self.failed += 1;
            match self.on_error {
                OnError::Raise => return Err(error),
                OnError::Return => return Ok(Some(error.into_value(py).into_any())),
                OnError::Skip => {}
            }
        }
    }

    /// Number of pages that have failed so far.
    #[getter]
    fn failed(&self) -> u64 {
        self.failed
    }

    /// For annotations: ``CleanMany[Article]``.
    #[classmethod]
    fn __class_getitem__<'py>(
        cls: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        cls.py().import("types")?.getattr("GenericAlias")?.call1((cls, item))
    }
}
