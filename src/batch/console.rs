//! Everything that a run says on standard error.

use std::{fmt, io::Write};

use super::{
    Summary, Tally,
    progress::{Progress, Shown},
};
use crate::output::printable;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verbosity {
    /// Only what ends the run.
    Quiet,
    /// Failures too.
    #[default]
    Normal,
    /// Pages without an article too.
    Verbose,
}

/// Standard error: messages, one line each, without control characters, and progress.
#[derive(Debug)]
pub struct Console {
    verbosity: Verbosity,
    shown: Shown,
}

impl Console {
    /// A console that says as much as it is told.
    pub fn new(verbosity: Verbosity, progress: Progress) -> Self {
        Self { verbosity, shown: Shown::new(progress) }
    }

    /// What ends the run.
    pub fn fatal(&self, message: impl fmt::Display) {
        self.line(message);
    }

    /// A page that failed, or something that the user should know.
    pub fn failure(&self, source: &str, message: impl fmt::Display) {
        if self.verbosity > Verbosity::Quiet {
            self.line(format_args!("{source}: {message}"));
        }
    }

    /// Something that may go unnoticed.
    pub fn note(&self, source: &str, message: impl fmt::Display) {
        if self.verbosity > Verbosity::Normal {
            self.line(format_args!("{source}: {message}"));
        }
    }

    /// What a run did.
    pub fn summary(&self, summary: &Summary) {
        if self.verbosity > Verbosity::Quiet {
            self.line(Figures(summary));
        }
    }

    pub(crate) fn wants_total(&self) -> bool {
        self.shown.wants_total()
    }

    pub(crate) fn total(&self, pages: u64) {
        self.shown.total(pages);
    }

    pub(crate) fn begin_progress(&self, before: &Tally) {
        self.shown.begin(before);
    }

    pub(crate) fn progress(&self, tally: &Tally) {
        self.shown.show(tally);
    }

    pub(crate) fn end_progress(&self, tally: &Tally) {
        self.shown.end(tally);
    }

    fn line(&self, message: impl fmt::Display) {
        let message = message.to_string().replace(['\n', '\t'], " ");
        self.shown.aside(|| {
            // When standard error is gone there is nobody left to tell.
            let _ = writeln!(std::io::stderr().lock(), "copydesk: {}", printable(&message));
        });
    }
}

/// The figures of a run as a reader wants them.
struct Figures<'a>(&'a Summary);

impl fmt::Display for Figures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { tally, before, seconds, .. } = self.0;
        #[expect(clippy::cast_precision_loss, reason = "figures for reading")]
        let (pages, megabytes) =
            ((tally.pages() - before.pages()) as f64, (tally.bytes - before.bytes) as f64 / 1e6);
        write!(
            f,
            "{} pages: {} articles, {} without one, {} failed; {seconds:.1} s, {:.0} pages/s, {:.1} MB/s",
            tally.pages(),
            tally.articles,
            tally.empty,
            tally.failed,
            pages / seconds.max(1e-9),
            megabytes / seconds.max(1e-9),
        )?;
        if before.pages() > 0 {
            write!(f, "; {} of them were done before", before.pages())?;
        }
        Ok(())
    }
}
