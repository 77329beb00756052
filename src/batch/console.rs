//! Prints everything that a run writes to standard error.

use std::{fmt, io::Write};

use super::{
    Summary, Tally,
    progress::{Progress, ProgressForm},
};
use crate::{output::printable, source::SkipReason};

/// How much is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Only fatal errors.
    Quiet,
    /// Failures as well.
    #[default]
    Normal,
    /// Pages without an article as well.
    Verbose,
}

/// Standard error: messages of one line each, without control characters, and progress.
#[derive(Debug)]
pub struct Console {
    verbosity: Verbosity,
    shown: ProgressForm,
}

impl Console {
    /// Creates a console.
    pub fn new(verbosity: Verbosity, progress: Progress) -> Self {
        Self { verbosity, shown: ProgressForm::new(progress) }
    }

    /// Prints an error that ends the run.
    pub fn fatal(&self, message: impl fmt::Display) {
        self.line(message);
    }

    /// Prints that a page failed, or another problem that the user should know.
    pub fn failure(&self, source: &str, message: impl fmt::Display) {
        if self.verbosity > Verbosity::Quiet {
            self.line(format_args!("{source}: {message}"));
        }
    }

    /// Prints a note, in verbose mode only.
    pub fn note(&self, source: &str, message: impl fmt::Display) {
        if self.verbosity > Verbosity::Normal {
            self.line(format_args!("{source}: {message}"));
        }
    }

    /// Prints the summary of a run.
    pub fn summary(&self, summary: &Summary) {
        if self.verbosity > Verbosity::Quiet {
            self.line(SummaryFigures(summary));
        }
    }

    /// Returns whether notes are printed.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbosity > Verbosity::Normal
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
        // A name must not change the order in which the rest of the line is read.
        let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let message = message.to_string().replace(['\n', '\t'], " ").replace(is_bidi, "");
        self.shown.aside(|| {
            // If standard error is closed, the message is lost.
            let _ = writeln!(std::io::stderr().lock(), "copydesk: {}", printable(&message));
        });
    }
}

/// Returns a number and its noun: `1 page`, `2 pages`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Returns what was skipped: `3 redirects, 1 other file`.
pub(crate) fn skipped(skips: &[(SkipReason, u64)]) -> String {
    let name = |&(reason, number): &(SkipReason, u64)| match (reason, number) {
        (SkipReason::Redirect, 1) => "1 redirect".to_owned(),
        (SkipReason::HttpError, 1) => "1 error response".to_owned(),
        (SkipReason::OtherType, 1) => "1 file of another type".to_owned(),
        (SkipReason::OtherRecord, 1) => "1 record of another type".to_owned(),
        (SkipReason::NoContent, 1) => "1 feed entry without content".to_owned(),
        (reason, number) => format!("{number} {}", reason.name()),
    };
    skips.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Formats the figures of a run.
struct SummaryFigures<'a>(&'a Summary);

impl fmt::Display for SummaryFigures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { tally, before, seconds, .. } = self.0;
        #[expect(clippy::cast_precision_loss, reason = "figures for reading")]
        let (pages, megabytes) = (
            tally.pages().saturating_sub(before.pages()) as f64,
            tally.bytes.saturating_sub(before.bytes) as f64 / 1e6,
        );
        write!(
            f,
            "{}: {}, {} without one, {} failed",
            count(tally.pages(), "page"),
            count(tally.articles, "article"),
            tally.empty,
            tally.failed
        )?;
        if !self.0.skips.is_empty() {
            write!(f, "; skipped {}", skipped(&self.0.skips))?;
        }
        if tally.removed > 0 {
            write!(f, "; {} removed", count(tally.removed, "duplicate paragraph"))?;
        }
        write!(
            f,
            "; {seconds:.1} s, {:.0} pages/s, {:.1} MB/s",
            pages / seconds.max(1e-9),
            megabytes / seconds.max(1e-9),
        )?;
        match before.pages() {
            0 => Ok(()),
            1 => write!(f, "; 1 page was done before"),
            pages => write!(f, "; {pages} pages were done before"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_numbers() {
        assert_eq!(
            (count(0, "page"), count(1, "page"), count(2, "page")),
            ("0 pages".into(), "1 page".into(), "2 pages".into())
        );
        let skips = [(SkipReason::Redirect, 1), (SkipReason::OtherType, 3)];
        assert_eq!(skipped(&skips), "1 redirect, 3 files of other types");
    }
}
