//! Selects the body of a text page without a model: its densest span of running text.
//!
//! Used if the model would select nothing of a page that plainly has an article.

use std::ops::Range;

use crate::text::{densest_span, densest_span::Cost, stats::TextStats};

/// Costs of the three spans: one of medium gaps, one that bridges only small gaps, and one that bridges large ones.
pub(crate) const COSTS: [Cost; 3] = [Cost::new(8.0, 1.0), Cost::new(25.0, 1.0), Cost::new(3.0, 0.5)];

/// Returns what a block adds to the value of a span, in words: all words of running text, half of those of a sentence. Any
/// other block has a cost.
pub(crate) fn worth(facts: &TextStats, cost: Cost) -> f32 {
    let words = facts.words as f32;
    if facts.long() {
        words
    } else if facts.prose() {
        words / 2.0
    } else {
        -cost.of(words)
    }
}

/// Returns the densest span of running text; empty if there is none.
pub(crate) fn core(facts: &[TextStats], cost: Cost) -> Range<usize> {
    densest_span::best(facts.iter().map(|f| worth(f, cost)))
}
