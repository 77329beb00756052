//! The time that one page may take, checked between and inside the stages.

use std::time::{Duration, Instant};

use crate::{Error, error::Kind};

/// Runs from when a page comes in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    end: Option<(Instant, Duration)>,
}

impl Clock {
    /// Starts with a budget; without one it never ends.
    pub(crate) fn start(budget: Option<Duration>) -> Self {
        Self { end: budget.and_then(|budget| Instant::now().checked_add(budget).map(|end| (end, budget))) }
    }

    /// Fails when the budget is spent; `stage` is what was at work.
    pub(crate) fn check(&self, stage: &'static str) -> Result<(), Error> {
        match self.end {
            Some((end, budget)) if Instant::now() >= end => {
                Err(Kind::Time { stage, budget_ms: budget.as_millis() as u64 }.into())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_is_told_with_the_stage() {
        assert!(Clock::start(None).check("parsing").is_ok());
        assert!(Clock::start(Some(Duration::from_secs(600))).check("parsing").is_ok());
        let error = Clock::start(Some(Duration::ZERO)).check("parsing").expect_err("spent");
        assert!(error.is_time() && error.to_string().contains("parsing"));
    }
}
