//! Many pages at once: sources in, results out, nothing lost and nothing let in.
//!
//! In: a [`Batch`], which says what to read, how to clean it and where the results go. Out: a
//! [`Tally`], and the results where they belong. One thread reads the sources, a pool of workers
//! loads, cleans and renders, one thread writes; what is in flight between them is bounded in pages and
//! in bytes, so that memory does not grow with the number of pages. A page that fails costs itself alone.

mod console;
mod flow;
mod halt;
mod sink;
mod work;

pub use console::{Console, Verbosity};
pub use halt::Halt;
pub use sink::Output;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    Cleaner,
    output::View,
    source::{self, Origin, Rules},
};

/// A run over many pages.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch {
    /// What to read.
    pub origins: Vec<Origin>,
    /// How to read it.
    pub rules: Rules,
    /// The address of the page, where there is only one.
    pub url: Option<String>,
    /// The encoding of every page, by its WHATWG label.
    pub encoding: Option<String>,
    /// HTML or text, where the user knows.
    pub input: crate::Input,
    /// What cleans.
    pub cleaner: Cleaner,
    /// The form of the results.
    pub view: View,
    /// Where the results go.
    pub output: Output,
    /// Workers; 1 does everything in the calling thread.
    pub threads: usize,
    /// Results in the order of the input, else as they are ready.
    pub ordered: bool,
}

/// What became of the pages of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pages with an article.
    pub articles: u64,
    /// Pages without one.
    pub empty: u64,
    /// Pages that could not be read or cleaned.
    pub failed: u64,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
}

impl Tally {
    /// Pages in all.
    pub fn pages(&self) -> u64 {
        self.articles + self.empty + self.failed
    }
}

/// A wish to stop that other threads and signals can utter.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// Not yet.
    pub const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Finish what is in flight, take nothing more.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody said so.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Batch {
    /// A run with the defaults: results as text on standard output, one worker for each core.
    pub fn new(origins: Vec<Origin>, cleaner: Cleaner) -> Self {
        Self {
            origins,
            rules: Rules::default(),
            url: None,
            encoding: None,
            input: crate::Input::Auto,
            cleaner,
            view: View::default(),
            output: Output::Stdout,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ordered: true,
        }
    }

    /// Whether many pages of text share a stream, so that each needs its name before it.
    fn names_pages(&self) -> bool {
        !self.view.format.has_outcome()
            && !matches!(self.output, Output::Folder { .. })
            && !source::is_single(&self.origins)
    }

    /// Runs to the end, or until `stop` or a failure of the output ends it.
    ///
    /// # Errors
    /// When the output fails: everything that was finished is kept.
    pub fn run(&self, console: &Console, stop: &Stop) -> Result<Tally, Halt> {
        let mut sink = sink::Sink::open(&self.output)?;
        let single = self.threads <= 1 || source::is_single(&self.origins);
        let tally = if single {
            flow::in_turn(self, &mut sink, console, stop)
        } else {
            flow::in_parallel(self, &mut sink, console, stop)
        };
        let closed = sink.close();
        let tally = tally?;
        closed.map(|()| tally)
    }
}
