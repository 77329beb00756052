//! The time budget of one page, checked between and inside the stages.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use crate::{Error, error::ErrorKind};

/// How many iterations pass between two clock reads, because a read costs several of them.
const STEPS: u32 = 1024;

/// The end of a page's time budget.
#[derive(Clone, Debug)]
pub(crate) struct Deadline {
    end: Option<(Instant, Duration)>,
    steps: Cell<u32>,
}

impl Deadline {
    /// Starts the budget. `None` never ends.
    pub(crate) fn start(budget: Option<Duration>) -> Self {
        let end = budget.and_then(|budget| Instant::now().checked_add(budget).map(|end| (end, budget)));
        Self { end, steps: Cell::new(0) }
    }

    /// Returns when the budget ends.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.end.map(|(end, _)| end)
    }

    /// Returns whether the budget is spent. Loops stop when it is, and the check after their stage then fails. Reads
    /// the clock only once in [`STEPS`] calls.
    pub(crate) fn is_spent(&self) -> bool {
        let Some((end, _)) = self.end else { return false };
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        steps.is_multiple_of(STEPS) && Instant::now() >= end
    }

    /// Fails if the budget is spent. `stage` names the current work.
    pub(crate) fn check(&self, stage: &'static str) -> Result<(), Error> {
        match self.end {
            Some((end, budget)) if Instant::now() >= end => {
                Err(ErrorKind::Time { stage, budget_ms: budget.as_millis() as u64 }.into())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_fails_with_the_stage() {
        assert!(Deadline::start(None).check("parsing").is_ok());
        assert!(Deadline::start(Some(Duration::from_secs(600))).check("parsing").is_ok());
        let error = Deadline::start(Some(Duration::ZERO)).check("parsing").expect_err("spent");
        assert!(error.is_time() && error.to_string().contains("parsing"));
    }

    #[test]
    fn a_loop_notices_the_end_within_a_few_steps() {
        let steps = |budget| {
            let deadline = Deadline::start(budget);
            (0..3 * STEPS).take_while(|_| !deadline.is_spent()).count() as u32
        };
        assert!(steps(Some(Duration::ZERO)) < STEPS);
        assert_eq!(steps(None), 3 * STEPS);
        assert_eq!(steps(Some(Duration::from_secs(600))), 3 * STEPS);
    }
}
