//! Selects the set of blocks that makes up the body, from the probability and length of each block.
//!
//! Both paths end in a [`BodySelection`]. A step that changes one takes it by value and returns the next.

pub(crate) mod expected_f1;

use crate::{
    PageType,
    block::label::{BlockLabel, BlockRole},
};

/// The body of a page: a label for each block, and the page type.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodySelection {
    /// One label per block, in document order.
    pub(crate) labels: Vec<BlockLabel>,
    /// The most probable type of the page.
    pub(crate) page_type: PageType,
    /// The expected F1 of the selection, calibrated by cross-validation, 0 to 1.
    pub(crate) confidence: f32,
    /// Probability from which taking a block improves the expected F1, 0 to 1. Used only in explanations.
    pub(crate) threshold: f32,
}

impl BodySelection {
    /// Returns the blocks of the body and its standfirst, in document order.
    pub(crate) fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        self.labels.iter().enumerate().filter(|(_, label)| label.is_kept()).map(|(i, _)| i)
    }

    /// Returns the role of each block in the article, in document order.
    pub(crate) fn roles(&self) -> Vec<BlockRole> {
        self.labels.iter().map(|label| label.kind.role()).collect()
    }
}
