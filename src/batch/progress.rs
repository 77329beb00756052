//! Shows the progress of a run: a bar for people, or lines of JSON for programs.

use std::{
    io::Write,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::Tally;

/// Interval between lines of JSON.
const EVERY: Duration = Duration::from_secs(1);

/// How progress is shown on standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// No progress.
    #[default]
    None,
    /// A bar with rate, remaining time and counts.
    Bar,
    /// A line of JSON per second.
    Json,
}

/// The active form of progress.
#[derive(Debug)]
pub(crate) enum ProgressForm {
    None,
    Bar(ProgressBar),
    Json(Mutex<Machine>),
}

/// The state for JSON progress.
#[derive(Debug)]
pub(crate) struct Machine {
    start: Instant,
    told: Option<Instant>,
    total: Option<u64>,
    before: u64,
}

#[derive(Serialize)]
struct StatusLine {
    pages: u64,
    articles: u64,
    empty: u64,
    failed: u64,
    bytes: u64,
    total: Option<u64>,
    seconds: f64,
    pages_per_second: f64,
    eta_seconds: Option<f64>,
    done: bool,
}

impl ProgressForm {
    pub(crate) fn new(progress: Progress) -> Self {
        match progress {
            Progress::None => Self::None,
            Progress::Json => {
                Self::Json(Mutex::new(Machine { start: Instant::now(), told: None, total: None, before: 0 }))
            }
            Progress::Bar => {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                let style = "{elapsed_precise} {pos} pages, {rate}, {msg}";
                // The template is constant; if it could not be parsed, the default style would be used.
                if let Ok(style) = ProgressStyle::with_template(style) {
                    bar.set_style(style.with_key("rate", rate));
                }
                Self::Bar(bar)
            }
        }
    }

    /// Returns whether the number of pages is needed.
    pub(crate) fn wants_total(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Sets the number of pages.
    pub(crate) fn total(&self, pages: u64) {
        match self {
            Self::None => {}
            Self::Bar(bar) => {
                bar.set_length(pages);
                let style = "{elapsed_precise} {wide_bar} {pos}/{len} pages, {rate}, {eta} left, {msg}";
                if let Ok(style) = ProgressStyle::with_template(style) {
                    bar.set_style(style.with_key("rate", rate));
                }
            }
            Self::Json(machine) => {
                if let Ok(mut machine) = machine.lock() {
                    machine.total = Some(pages);
                }
            }
        }
    }

    /// Sets the pages that earlier parts of the run have processed.
    pub(crate) fn begin(&self, before: &Tally) {
        match self {
            Self::None => {}
            Self::Bar(bar) => {
                bar.set_position(before.pages());
                bar.reset_eta();
            }
            Self::Json(machine) => {
                if let Ok(mut machine) = machine.lock() {
                    machine.before = before.pages();
                }
            }
        }
    }

    pub(crate) fn show(&self, tally: &Tally) {
        match self {
            Self::None => {}
            Self::Bar(bar) => {
                bar.set_position(tally.pages());
                bar.set_message(format!(
                    "{}, {} without one, {} failed",
                    super::console::count(tally.articles, "article"),
                    tally.empty,
                    tally.failed
                ));
            }
            Self::Json(machine) => {
                if let Ok(mut machine) = machine.lock()
                    && machine.told.is_none_or(|told| told.elapsed() >= EVERY)
                {
                    machine.told = Some(Instant::now());
                    machine.tell(tally, false);
                }
            }
        }
    }

    pub(crate) fn end(&self, tally: &Tally) {
        match self {
            Self::None => {}
            Self::Bar(bar) => bar.finish_and_clear(),
            Self::Json(machine) => {
                if let Ok(machine) = machine.lock() {
                    machine.tell(tally, true);
                }
            }
        }
    }

    /// Calls `say` while the bar is hidden.
    pub(crate) fn aside(&self, say: impl FnOnce()) {
        match self {
            Self::Bar(bar) => bar.suspend(say),
            _ => say(),
        }
    }
}

/// Writes the rate in whole pages, or with a decimal if it is low.
fn rate(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    let rate = state.per_sec();
    // The bar shows what could be formatted.
    let _ = if rate < 10.0 { write!(out, "{rate:.1}/s") } else { write!(out, "{rate:.0}/s") };
}

impl Machine {
    fn tell(&self, tally: &Tally, done: bool) {
        let seconds = self.start.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "figures for reading")]
        let rate = (tally.pages() - self.before) as f64 / seconds.max(1e-9);
        #[expect(clippy::cast_precision_loss, reason = "figures for reading")]
        let left = |total: u64| total.saturating_sub(tally.pages()) as f64 / rate.max(1e-9);
        let line = StatusLine {
            pages: tally.pages(),
            articles: tally.articles,
            empty: tally.empty,
            failed: tally.failed,
            bytes: tally.bytes,
            total: self.total,
            seconds: (seconds * 1e3).round() / 1e3,
            pages_per_second: (rate * 10.0).round() / 10.0,
            eta_seconds: self.total.map(left).map(f64::ceil),
            done,
        };
        if let Ok(line) = serde_json::to_string(&line) {
            // If standard error is closed, the line is lost.
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }
    }
}
