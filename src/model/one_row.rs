//! Scores one row: tree by tree, or, for many small trees, cut by cut.
//!
//! Cut by cut, a node whose cut the value exceeds rules out the leaves of its left child. The leaf of a tree is the
//! first one that is left. So only nodes that rule out leaves are visited, and no branch depends on the row
//! (QuickScorer, Lucchese et al., SIGIR 2015).

use super::{Model, forest::Step};

impl Model {
    /// Returns the raw score (log-odds) of one row, given by [`Forest::answer`](super::Forest::answer).
    pub(crate) fn score_one(&self, answers: &[u8]) -> f32 {
        let sum = if self.by_cut.ends.is_empty() { self.walk(answers) } else { self.rule_out(answers) };
        self.base + self.unit * sum as f32
    }

    /// Returns the sum of the leaves that the row reaches in each tree, one tree after another.
    fn walk(&self, answers: &[u8]) -> i32 {
        let mut sum = 0;
        for (leaves, steps, values) in self.trees() {
            let (mut at, mut leaf, mut leaves) = (0, 0, usize::from(leaves));
            while leaves > 1 {
                let step = Step(steps[at]);
                let left = step.right() - leaf;
                if answers[step.cut()] != 0 {
                    (at, leaves) = (at + 1, left);
                } else {
                    (at, leaf, leaves) = (at + left, step.right(), leaves - left);
                }
            }
            sum += i32::from(i16::from_le_bytes(values[leaf]));
        }
        sum
    }

    /// Returns the same sum from the nodes in the order of their cuts.
    fn rule_out(&self, answers: &[u8]) -> i32 {
        let mut left = vec![u8::MAX; self.leaves.len()];
        let (mut trees, mut masks, mut start) = (&*self.by_cut.trees, &*self.by_cut.masks, 0);
        for (&answer, &end) in answers.iter().zip(&*self.by_cut.ends) {
            let nodes = usize::from(u16::from_le_bytes(end)) - start;
            start += nodes;
            let (of_trees, of_masks);
            (of_trees, trees) = trees.split_at(nodes);
            (of_masks, masks) = masks.split_at(nodes);
            if answer == 0 {
                for (&tree, mask) in of_trees.iter().zip(of_masks) {
                    left[usize::from(u16::from_le_bytes(tree))] &= mask;
                }
            }
        }
        let (mut sum, mut first) = (0, 0);
        for (&left, &leaves) in left.iter().zip(&*self.leaves) {
            sum += i32::from(i16::from_le_bytes(self.values[first + left.trailing_zeros() as usize]));
            first += usize::from(leaves);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::model::learned::AUTHOR;

    proptest! {
        /// Both ways lead to the same leaves of the learned forest.
        #[test]
        fn the_learned_forest_gives_the_same_sum_both_ways(values in prop::collection::vec(-3.0f32..60.0, 128)) {
            let mut answers = Vec::new();
            AUTHOR.answer(values.into_iter().take(AUTHOR.width()), &mut answers);
            for model in AUTHOR.models() {
                prop_assert!(!model.by_cut.ends.is_empty());
                prop_assert_eq!(model.walk(&answers), model.rule_out(&answers));
            }
        }
    }
}
