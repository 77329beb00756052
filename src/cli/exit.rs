//! Exit codes, all of them.

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every input gave an article.
    Cleaned = 0,
    /// Some input held no article or failed.
    Incomplete = 1,
    /// Wrong usage, or a failure of input or output that stopped the run.
    Stopped = 2,
    /// Ended by a signal, with everything finished kept.
    Interrupted = 130,
}
