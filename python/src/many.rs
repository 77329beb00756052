//! Many pages at a time: an iterator in, an iterator of articles out, in the same order, cleaned by threads of Rust while
//! Python does something else.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, TryRecvError},
    },
};

use pyo3::prelude::*;

use crate::{
    article::Article,
    error::{CopydeskError, Failure},
    page::Job,
};

/// Pages that are held at a time for each thread: enough that none waits for the next, few enough to stay small.
const PAGES_PER_THREAD: usize = 16;

type Cleaned = Result<Article, Box<Failure>>;

/// A place in the order of pages.
enum Place {
    /// On its way; the mutex is for Python's sake, which wants to share what it has.
    Sent(Mutex<Receiver<Cleaned>>),
    Done(Box<Cleaned>),
    /// It was no page at all.
    Refused(PyErr),
}

/// Iterator over the articles of many pages, in the order of the pages; holds a bounded number of them.
///
/// Yields an ``Article`` for each page, or the exception that the page caused.
#[pyclass(module = "copydesk")]
pub(crate) struct CleanMany {
    cleaner: Arc<copydesk::Cleaner>,
    pages: Py<PyAny>,
    pool: rayon::ThreadPool,
    places: VecDeque<Place>,
    /// What the iterable raised, which ends it: raised when all pages before it are out.
    raised: Option<PyErr>,
    ended: bool,
}

impl CleanMany {
    pub(crate) fn new(
        cleaner: copydesk::Cleaner,
        pages: &Bound<'_, PyAny>,
        threads: usize,
    ) -> PyResult<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| CopydeskError::new_err(e.to_string()))?;
        Ok(Self {
            cleaner: Arc::new(cleaner),
            pages: pages.try_iter()?.into_any().unbind(),
            pool,
            places: VecDeque::new(),
            raised: None,
            ended: false,
        })
    }

    fn has_room(&self) -> bool {
        !self.ended && self.places.len() < self.pool.current_num_threads() * PAGES_PER_THREAD
    }

    /// Takes the next page from the iterable and sends it off.
    fn pull(&mut self, py: Python<'_>) -> PyResult<()> {
        let place = match self.pages.bind(py).try_iter()?.next() {
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
                    // Nobody may be left to take it, which is no failure.
                    self.pool.spawn(move || drop(send.send(job.clean(&cleaner))));
                    Place::Sent(Mutex::new(receive))
                }
                Err(refused) => Place::Refused(refused),
            },
        };
        self.places.push_back(place);
        Ok(())
    }

    /// Whether the page that is next in order is done.
    fn is_ready(&mut self) -> bool {
        let Some(first) = self.places.front_mut() else { return false };
        if let Place::Sent(receive) = first {
            match receive.get_mut().map(|receive| receive.try_recv()) {
                Ok(Ok(cleaned)) => *first = Place::Done(Box::new(cleaned)),
                Ok(Err(TryRecvError::Empty)) => return false,
                Ok(Err(TryRecvError::Disconnected)) | Err(_) => {}
            }
        }
        true
    }
}

#[pymethods]
impl CleanMany {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        // One in for one out keeps the threads busy; more only while the next in order is not done.
        if self.has_room() {
            self.pull(py)?;
        }
        while self.has_room() && !self.is_ready() {
            self.pull(py)?;
        }
        let cleaned = match self.places.pop_front() {
            None => return self.raised.take().map_or(Ok(None), Err),
            Some(Place::Refused(refused)) => return Ok(Some(refused.into_value(py).into_any())),
            Some(Place::Done(cleaned)) => *cleaned,
            Some(Place::Sent(receive)) => {
                let lost = |e: String| CopydeskError::new_err(e);
                let receive = receive.into_inner().map_err(|e| lost(e.to_string()))?;
                py.detach(move || receive.recv()).map_err(|e| lost(e.to_string()))?
            }
        };
        Ok(Some(match cleaned {
            Ok(article) => Py::new(py, article)?.into_any(),
            Err(failure) => failure.raise(py).into_value(py).into_any(),
        }))
    }
}
