//! The exit codes.

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every input has an article.
    Cleaned = 0,
    /// Some input has no article or failed.
    Incomplete = 1,
    /// Wrong usage, or an input or output error that stopped the run.
    Stopped = 2,
    /// Ended by a signal; finished results are kept.
    Interrupted = 130,
}
