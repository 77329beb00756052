//! Cleans many pages at once.
//!
//! A [`Batch`] says what to read, how to clean it and where the results go. One thread reads the sources, a pool of workers
//! loads, cleans and renders, and one thread writes. What is in flight between them is bounded in pages and in bytes, so
//! that memory does not grow with the number of pages. A page that fails costs only itself.

mod console;
mod dedup;
mod error;
mod flow;
mod folder;
mod journal;
mod names;
mod own_file;
#[cfg(feature = "parquet")]
mod parquet;
mod progress;
mod reasons;
mod report;
mod sink;
mod work;

pub use crate::source::Stop;
pub(crate) use console::count;
pub use console::{Console, Verbosity};
pub use error::BatchError;
pub use progress::Progress;
pub use sink::Output;
pub use work::tell_panics;
pub(crate) use work::with_flag;

use std::{path::PathBuf, time::Instant};

use crate::{
    Cleaner,
    output::View,
    source::{self, Origin, Rules, SkipReason},
};

/// A run over many pages.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch {
    /// What to read.
    pub origins: Vec<Origin>,
    /// How to read it.
    pub rules: Rules,
    /// The URL of the page; an error if there are several.
    pub url: Option<String>,
    /// The encoding of every page, by its WHATWG label.
    pub encoding: Option<String>,
    /// HTML or text, if the user knows.
    pub input: crate::Input,
    /// Cleans the pages.
    pub cleaner: Cleaner,
    /// Whether a text with several stories gives a result for each; its source ends with `#` and the number of the story.
    pub split_stories: bool,
    /// The format of the results.
    pub view: View,
    /// Where the results go.
    pub output: Output,
    /// Number of workers; 1 does everything in the calling thread.
    pub threads: usize,
    /// Whether results are in the order of the input, rather than as they are ready.
    pub ordered: bool,
    /// Whether to continue a run with the same options and output that was ended.
    pub resume: bool,
    /// A file for a line of JSON about each page that fails.
    pub report: Option<PathBuf>,
    /// Number of pages that may fail before the run stops.
    pub max_errors: Option<u64>,
    /// Whether paragraphs that earlier pages of the run had are removed, exactly or nearly. Memory grows with the number of
    /// paragraphs, by about a kilobyte each; such a run cannot be resumed.
    pub dedup: bool,
}

/// The number of pages by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Pages with an article.
    pub articles: u64,
    /// Pages without an article.
    pub empty: u64,
    /// Pages that could not be read or cleaned.
    pub failed: u64,
    /// Bytes of all pages, unpacked.
    pub bytes: u64,
    /// Paragraphs that were removed because earlier pages had them.
    pub removed: u64,
}

impl Tally {
    /// All pages.
    pub fn pages(&self) -> u64 {
        self.articles + self.empty + self.failed
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// All pages are done.
    Whole,
    /// It was stopped by a signal or by the caller.
    Stopped,
    /// More pages failed than was allowed.
    TooManyErrors,
    /// There was nothing to resume: the output is complete.
    NothingToDo,
}

/// What a run did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// All its pages, including those of earlier parts of a resumed run.
    pub tally: Tally,
    /// The pages of earlier parts.
    pub before: Tally,
    /// How it ended.
    pub ending: Ending,
    /// What was skipped because it is not a page.
    pub skips: Vec<(SkipReason, u64)>,
    /// Pages whose files have changed since an earlier part of the run cleaned them, and whose old results are kept.
    pub outdated: u64,
    /// Whether it can be resumed.
    pub resumable: bool,
    /// Seconds it took.
    pub seconds: f64,
}

impl Batch {
    /// Creates a run with the defaults: results as text on standard output, one worker for each core.
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
            dedup: false,
        }
    }

    /// Whether it is one page for certain: there is no progress to show and nothing to resume.
    pub fn is_single(&self) -> bool {
        source::is_single(&self.origins)
    }

    /// Whether several pages of text share a stream, so that each needs its name before it.
    fn names_pages(&self) -> bool {
        self.names_stories() && !self.is_single()
    }

    /// Whether the stories of one page of text share a stream.
    fn names_stories(&self) -> bool {
        !self.view.format.has_outcome() && !matches!(self.output, Output::Folder { .. })
    }

    /// A hash of everything that the results depend on.
    fn options(&self) -> u64 {
        let Self { url, encoding, input, cleaner, split_stories, view, ordered, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let fields = &self.rules.fields;
        let options = format!(
            "{version} {url:?} {encoding:?} {input:?} {cleaner:?} {split_stories} {view:?} {ordered} {fields:?}"
        );
        names::hash(options.as_bytes())
    }

    /// What the results are collected in until they are written.
    fn waiting(&self) -> sink::Waiting {
        #[cfg(feature = "parquet")]
        if self.view.format == crate::output::Format::Parquet {
            return sink::Waiting::Rows(Box::new(parquet::ParquetRows::new(
                self.rules.fields.keep,
                self.view,
            )));
        }
        sink::Waiting::Block(self.view.header())
    }

    /// Runs to the end, or until [`Rules::stop`](source::Rules) or a failure of the output ends it.
    ///
    /// # Errors
    /// If the output fails, or would replace an input. Everything that was finished is kept.
    pub fn run(&self, console: &Console) -> Result<Summary, BatchError> {
        let start = Instant::now();
        let inputs = own_file::Inputs::new(&self.origins);
        inputs.check(&self.output, self.report.as_deref(), &self.rules)?;
        let (mut sink, completed) =
            match sink::Sink::open(&self.output, self.options(), self.resume, self.waiting())? {
                sink::Opened::Ready(sink, completed) => (sink, completed),
                sink::Opened::Whole => return Ok(Summary::nothing_to_do()),
            };
        if completed.is_damaged {
            console
                .failure("--resume", "the journal is damaged; the pages after the damage are cleaned again");
        }
        let before = completed.tally;
        let mut collector = flow::Collector::new(self, &mut sink, console, before)?;
        let intake = flow::Intake::new(self, completed, inputs);
        let flowed = if self.threads <= 1 || self.is_single() {
            flow::in_turn(self, &mut collector, intake)
        } else {
            flow::in_parallel(self, &mut collector, intake)
        };
        let (tally, too_many) = (collector.tally(), collector.has_too_many_errors());
        let (skips, outdated) = collector.end();
        console.end_progress(&tally);
        let ending = match (too_many, self.rules.stop.is_stopped()) {
            (true, _) => Ending::TooManyErrors,
            (_, true) => Ending::Stopped,
            _ => Ending::Whole,
        };
        let resumable = sink.can_resume() && !self.dedup;
        let closed = sink.close(flowed.is_ok() && ending == Ending::Whole);
        flowed.and(closed)?;
        let seconds = start.elapsed().as_secs_f64();
        Ok(Summary { tally, before, ending, skips, outdated, resumable, seconds })
    }
}

impl Summary {
    fn nothing_to_do() -> Self {
        let (tally, before) = Default::default();
        Self {
            tally,
            before,
            ending: Ending::NothingToDo,
            skips: Vec::new(),
            outdated: 0,
            resumable: false,
            seconds: 0.0,
        }
    }

    /// What was skipped, for a message: `3 redirects, 1 file of another type`.
    pub fn skipped(&self) -> String {
        console::skipped(&self.skips)
    }
}
