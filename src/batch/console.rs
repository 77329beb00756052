//! Everything that a run says on standard error.

use std::{fmt, io::Write};

use super::Tally;
use crate::output::printable;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Only what ends the run.
    Quiet,
    /// Failures too.
    #[default]
    Normal,
    /// Pages without an article and a summary too.
    Verbose,
}

/// Standard error: messages, one line each, without control characters.
#[derive(Debug, Default)]
pub struct Console {
    verbosity: Verbosity,
}

impl Console {
    /// A console that says as much as it is told.
    pub fn new(verbosity: Verbosity) -> Self {
        Self { verbosity }
    }

    /// What ends the run.
    pub fn fatal(&self, message: impl fmt::Display) {
        self.line(message);
    }

    /// A page that failed.
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

    /// How the run ended.
    pub fn summary(&self, tally: &Tally, seconds: f64) {
        if self.verbosity > Verbosity::Normal {
            self.line(Summary(tally, seconds));
        }
    }

    fn line(&self, message: impl fmt::Display) {
        let message = message.to_string().replace(['\n', '\t'], " ");
        // When standard error is gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr().lock(), "copydesk: {}", printable(&message));
    }
}

/// The figures of a run as a reader wants them.
struct Summary<'a>(&'a Tally, f64);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(tally, seconds) = self;
        #[expect(clippy::cast_precision_loss, reason = "figures for reading")]
        let (pages, megabytes) = (tally.pages() as f64, tally.bytes as f64 / 1e6);
        write!(
            f,
            "{} pages in {seconds:.1} s ({:.0} pages/s, {:.1} MB/s): {} articles, {} without one, {} failed",
            tally.pages(),
            pages / seconds.max(1e-9),
            megabytes / seconds.max(1e-9),
            tally.articles,
            tally.empty,
            tally.failed,
        )
    }
}
