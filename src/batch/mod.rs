//! Many pages at once: sources in, results out, nothing lost and nothing let in.
//!
//! In: a [`Batch`], which says what to read, how to clean it and where the results go. Out: a
//! [`Summary`], and the results where they belong. One thread reads the sources, a pool of workers
//! loads, cleans and renders, one thread writes; what is in flight between them is bounded in pages and
//! in bytes, so that memory does not grow with the number of pages. A page that fails costs itself alone.

mod console;
mod dedup;
mod flow;
mod folder;
mod halt;
mod journal;
mod names;
#[cfg(feature = "parquet")]
mod parquet;
mod progress;
mod report;
mod sink;
mod work;

pub use console::{Console, Verbosity};
pub use halt::Halt;
pub use progress::Progress;
pub use sink::Output;
pub use work::tell_panics;
pub(crate) use work::with_flag;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

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
    /// A result for each story of a text that holds several; its source has the story's number behind a `#`.
    pub split_stories: bool,
    /// The form of the results.
    pub view: View,
    /// Where the results go.
    pub output: Output,
    /// Workers; 1 does everything in the calling thread.
    pub threads: usize,
    /// Results in the order of the input, else as they are ready.
    pub ordered: bool,
    /// Go on where a run with the same options and output was ended.
    pub resume: bool,
    /// A file that takes a line of JSON for each page that fails.
    pub report: Option<PathBuf>,
    /// Pages that may fail before the run stops.
    pub max_errors: Option<u64>,
    /// What pages of the run share, when it is to be dropped.
    met: Option<dedup::Met>,
}

/// What became of the pages of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// All pages are in.
    Whole,
    /// Somebody wished it to stop.
    Stopped,
    /// More pages failed than was allowed.
    TooManyErrors,
    /// There was nothing to resume: the output is whole.
    NothingToDo,
}

/// What a run did.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// All its pages, those of earlier parts of a resumed run included.
    pub tally: Tally,
    /// What of it was there before.
    pub before: Tally,
    /// How it ended.
    pub ending: Ending,
    /// Whether it can be resumed.
    pub resumable: bool,
    /// Seconds it took.
    pub seconds: f64,
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
            split_stories: false,
            view: View::default(),
            output: Output::Stdout,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ordered: true,
            resume: false,
            report: None,
            max_errors: None,
            met: None,
        }
    }

    /// Drops paragraphs that an earlier page of the run had already, or all but (case, digits, punctuation).
    /// Memory grows with the number of paragraphs, by some 16 bytes each; a run of this kind cannot be resumed.
    pub fn dedup(&mut self) {
        self.met = Some(dedup::Met::new());
    }

    /// Whether it is one page for certain: no progress to show, nothing to resume.
    pub fn is_single(&self) -> bool {
        source::is_single(&self.origins)
    }

    /// Whether many pages of text share a stream, so that each needs its name before it.
    fn names_pages(&self) -> bool {
        self.names_stories() && !self.is_single()
    }

    /// Whether the stories of one page of text share a stream.
    fn names_stories(&self) -> bool {
        !self.view.format.has_outcome() && !matches!(self.output, Output::Folder { .. })
    }

    /// What must be the same for results to be the same.
    fn options(&self) -> u64 {
        let Self { url, encoding, input, cleaner, split_stories, view, ordered, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let fields = &self.rules.fields;
        let options = format!(
            "{version} {url:?} {encoding:?} {input:?} {cleaner:?} {split_stories} {view:?} {ordered} {fields:?}"
        );
        names::hash(options.as_bytes())
    }

    /// What results wait in until they are written.
    fn waiting(&self) -> sink::Waiting {
        #[cfg(feature = "parquet")]
        if self.view.format == crate::output::Format::Parquet {
            return sink::Waiting::Rows(Box::new(parquet::Table::new(self.rules.fields.keep, self.view)));
        }
        sink::Waiting::Block(self.view.header())
    }

    /// Runs to the end, or until `stop` or a failure of the output ends it.
    ///
    /// # Errors
    /// When the output fails: everything that was finished is kept.
    pub fn run(&self, console: &Console, stop: &Stop) -> Result<Summary, Halt> {
        let start = Instant::now();
        let (mut sink, past) =
            match sink::Sink::open(&self.output, self.options(), self.resume, self.waiting())? {
                sink::Opened::Ready(sink, past) => (sink, past),
                sink::Opened::Whole => {
                    let (tally, before) = Default::default();
                    return Ok(Summary {
                        tally,
                        before,
                        ending: Ending::NothingToDo,
                        resumable: false,
                        seconds: 0.0,
                    });
                }
            };
        let before = past.tally;
        let mut desk = flow::Desk::new(self, &mut sink, console, before)?;
        let flowed = if self.threads <= 1 || self.is_single() {
            flow::in_turn(self, &mut desk, past, stop)
        } else {
            flow::in_parallel(self, &mut desk, past, stop)
        };
        let (tally, too_many) = (desk.tally(), desk.has_too_many_errors());
        console.end_progress(&tally);
        let ending = match (too_many, stop.is_stopped()) {
            (true, _) => Ending::TooManyErrors,
            (_, true) => Ending::Stopped,
            _ => Ending::Whole,
        };
        let resumable = sink.can_resume() && self.met.is_none();
        let closed = sink.close(flowed.is_ok() && ending == Ending::Whole);
        flowed.and(closed)?;
        Ok(Summary { tally, before, ending, resumable, seconds: start.elapsed().as_secs_f64() })
    }
}
