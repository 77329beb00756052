//! The body of a text page by rule alone: its densest stretch of running text.
//!
//! Comes in: the [`Facts`] of the blocks. Goes out: the range of blocks. It is what is left when a model would take
//! nothing of a page that plainly holds an article, and a sanity check of the model.

use std::ops::Range;

use crate::text::{densest_span, densest_span::Cost, stats::Facts};

/// Costs of the three spans, from the one that bridges the smallest gaps to the one that bridges the largest.
pub(crate) const COSTS: [Cost; 3] = [Cost::new(8.0, 1.0), Cost::new(25.0, 1.0), Cost::new(3.0, 0.5)];

/// What a block adds to a span's worth, in words: running text all of them, a sentence half, all else costs.
pub(crate) fn worth(facts: &Facts, cost: Cost) -> f32 {
    let words = facts.words as f32;
    if facts.long() {
        words
    } else if facts.prose() {
        words / 2.0
    } else {
        -cost.of(words)
    }
}

/// The densest stretch of running text; empty when there is none.
pub(crate) fn core(facts: &[Facts], cost: Cost) -> Range<usize> {
    densest_span::best(facts.iter().map(|f| worth(f, cost)))
}
