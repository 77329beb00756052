//! Cleans many pages in one run.
//!
//! A [`Batch`] specifies what to read, how to clean it and where to write the results. One thread reads the sources,
//! a pool of workers loads, cleans and renders, and one thread writes. The number and size of pages in flight is
//! bounded, so memory does not grow with the number of pages. A page that fails does not affect the others.

mod console;
mod dedup;
mod error;
mod failures;
mod flow;
mod journal;
mod no_article;
mod output_folder;
mod own_file;
#[cfg(feature = "parquet")]
mod parquet;
mod progress;
mod sink;
mod unique_names;
mod work;

pub use crate::source::Stop;
pub(crate) use console::count;
pub use console::{Console, Verbosity};
pub use error::BatchError;
#[cfg(feature = "lab")]
pub(crate) use journal::fuzz as fuzz_journal;
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
    /// The type of the input, if the user knows it.
    pub input: crate::Input,
    /// The cleaner.
    pub cleaner: Cleaner,
    /// Whether each story of a text gets a result of its own; its source ends with `#` and the number of the story.
    pub split_stories: bool,
    /// The format of the results.
    pub view: View,
    /// Where to write the results.
    pub output: Output,
    /// Number of workers; with 1, the calling thread does everything.
    pub threads: usize,
    /// Whether results are written in input order rather than as they are ready.
    pub ordered: bool,
    /// Whether to resume an interrupted run with the same options and output.
    pub resume: bool,
    /// A file that gets one line of JSON for each page that fails.
    pub report: Option<PathBuf>,
    /// Maximum number of failed pages before the run stops.
    pub max_errors: Option<u64>,
    /// Whether to remove paragraphs that occurred on earlier pages of the run, exactly or nearly. Memory grows by
    /// about a kilobyte per paragraph, and such a run cannot be resumed.
    pub dedup: bool,
}

/// Numbers of pages by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Pages with an article.
    pub articles: u64,
    /// Pages without an article.
    pub empty: u64,
    /// Pages that could not be read or cleaned.
    pub failed: u64,
    /// Bytes of all pages, decompressed.
    pub bytes: u64,
    /// Paragraphs that were removed as duplicates of earlier pages.
    pub removed: u64,
}

impl Tally {
    /// Returns the number of all pages.
    pub fn pages(&self) -> u64 {
        self.articles + self.empty + self.failed
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// All pages were processed.
    Whole,
    /// It was stopped by a signal or by the caller.
    Stopped,
    /// More pages failed than allowed.
    TooManyErrors,
    /// There was nothing to resume: the output is complete.
    NothingToDo,
}

/// The results of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// All pages, including those of earlier parts of a resumed run.
    pub tally: Tally,
    /// The pages of earlier parts.
    pub before: Tally,
    /// How the run ended.
    pub ending: Ending,
    /// Inputs that were skipped because they are not pages.
    pub skips: Vec<(SkipReason, u64)>,
    /// Pages whose files changed after an earlier part of the run cleaned them; their old results are kept.
    pub outdated: u64,
    /// Whether the run can be resumed.
    pub resumable: bool,
    /// Duration in seconds.
    pub seconds: f64,
}

impl Batch {
    /// Creates a run with the defaults: results as text on standard output, one worker per core.
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

    /// Returns whether the run certainly has one page, so that there is no progress to show and nothing to resume.
    pub fn is_single(&self) -> bool {
        source::is_single(&self.origins)
    }

    /// Returns whether several pages of text share a stream, so that each needs a header with its name.
    fn names_pages(&self) -> bool {
        self.names_stories() && !self.is_single()
    }

    /// Returns whether the stories of one page of text share a stream.
    fn names_stories(&self) -> bool {
        !self.view.format.has_outcome() && !matches!(self.output, Output::Folder { .. })
    }

    /// Returns a hash of everything that affects the results.
    fn options(&self) -> u64 {
        let Self { url, encoding, input, cleaner, split_stories, view, ordered, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let fields = &self.rules.fields;
        let options = format!(
            "{version} {url:?} {encoding:?} {input:?} {cleaner:?} {split_stories} {view:?} {ordered} {fields:?}"
        );
        unique_names::hash(options.as_bytes())
    }

    /// Returns the buffer for results that are not written yet.
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

    /// Runs to the end, or until [`Rules::stop`](source::Rules) is set or the output fails.
    ///
    /// # Errors
    /// Returns an error if the output fails, or would replace an input. Finished results are kept.
    ///
    /// ```no_run
    /// use copydesk::{
    ///     Cleaner,
    ///     batch::{Batch, Console, Output, Progress, Verbosity},
    ///     source::Origin,
    /// };
    ///
    /// let mut batch = Batch::new(vec![Origin::Path("pages/".into())], Cleaner::new());
    /// batch.output = Output::File("all.jsonl".into());
    /// let summary = batch.run(&Console::new(Verbosity::Normal, Progress::None))?;
    /// println!("{} articles", summary.tally.articles);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Returns what was skipped, for a message: `3 redirects, 1 file of another type`.
    pub fn skipped(&self) -> String {
        console::skipped(&self.skips)
    }
}
