//! The time that one page may take, checked between and inside the stages.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use crate::{Error, error::Kind};

/// Steps of a loop for each look at the time: a look costs as much as some of them.
const STEPS: u32 = 1024;

/// Runs from when a page comes in.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    end: Option<(Instant, Duration)>,
    steps: Cell<u32>,
}

impl Clock {
    /// Starts with a budget; without one it never ends.
    pub(crate) fn start(budget: Option<Duration>) -> Self {
        let end = budget.and_then(|budget| Instant::now().checked_add(budget).map(|end| (end, budget)));
        Self { end, steps: Cell::new(0) }
    }

    /// When the budget is spent.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.end.map(|(end, _)| end)
    }

    /// Whether the budget is spent, for each step of a loop: one that is told so stops, and the check after its
    /// stage fails. Looks at the time now and then only.
    pub(crate) fn is_spent(&self) -> bool {
        let Some((end, _)) = self.end else { return false };
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        steps.is_multiple_of(STEPS) && Instant::now() >= end
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

    #[test]
    fn a_loop_is_told_within_some_steps() {
        let steps = |budget| {
            let clock = Clock::start(budget);
            (0..3 * STEPS).take_while(|_| !clock.is_spent()).count() as u32
        };
        assert!(steps(Some(Duration::ZERO)) < STEPS);
        assert_eq!(steps(None), 3 * STEPS);
        assert_eq!(steps(Some(Duration::from_secs(600))), 3 * STEPS);
    }
}
