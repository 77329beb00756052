//! Explains a score: the contribution of each feature to the score of one row.

use super::{MAX_LEAVES, Model, Node};

/// The contributions of a row's features to its score, in log-odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contributions {
    /// The score of a row without any known features.
    pub(crate) bias: f32,
    /// One contribution per feature of the file, in its order.
    pub(crate) features: Vec<f32>,
}

impl Contributions {
    /// Returns the contributions that are not zero by the column of their feature, strongest first.
    pub(crate) fn strongest_first(&self, columns: &[u32]) -> Vec<(usize, f32)> {
        let by_column =
            columns.iter().zip(&self.features).map(|(&column, &weight)| (column as usize, weight));
        let mut strongest: Vec<_> = by_column.filter(|(_, weight)| *weight != 0.0).collect();
        strongest.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        strongest
    }
}

impl Model {
    /// Returns the contribution of each feature to the score of one row, given by
    /// [`Forest::bins`](super::Forest::bins). On the row's way down each tree, the change of the subtree's mean is
    /// attributed to the feature that the node tests (Saabas). `bias` and `features` add up to the score.
    pub(crate) fn contributions(&self, bins: &[u8]) -> Contributions {
        let mut out = Contributions { bias: self.base, features: vec![0.0; bins.len()] };
        for (nodes, values) in self.trees() {
            let mean = means(nodes, values);
            let (mut at, mut range) = (0, 0..values.len());
            let mut here = if nodes.is_empty() { f32::from(values[0]) } else { mean[0] };
            out.bias += self.unit * here;
            while range.len() > 1 {
                let node = nodes[at];
                let left = usize::from(node.left);
                if bins[usize::from(node.feature)] <= node.cut {
                    (at, range) = (at + 1, range.start..range.start + left);
                } else {
                    (at, range) = (at + left, range.start + left..range.end);
                }
                let next = if range.len() > 1 { mean[at] } else { f32::from(values[range.start]) };
                out.features[usize::from(node.feature)] += self.unit * (next - here);
                here = next;
            }
        }
        out
    }
}

/// Returns the mean leaf value below each node of a tree, weighted as in training.
fn means(nodes: &[Node], values: &[i16]) -> [f32; MAX_LEAVES] {
    // The leaves below each node. In pre-order, children come after their parent.
    let mut ranges: [(usize, usize); MAX_LEAVES] = [(0, values.len()); MAX_LEAVES];
    for (i, &node) in nodes.iter().enumerate() {
        let ((start, end), left) = (ranges[i], usize::from(node.left));
        if left > 1 {
            ranges[i + 1] = (start, start + left);
        }
        if end - start - left > 1 {
            ranges[i + left] = (start + left, end);
        }
    }
    let mut mean = [0.0; MAX_LEAVES];
    for (i, &node) in nodes.iter().enumerate().rev() {
        let ((start, end), left) = (ranges[i], usize::from(node.left));
        let on_left = if left > 1 { mean[i + 1] } else { f32::from(values[start]) };
        let on_right = if end - start - left > 1 { mean[i + left] } else { f32::from(values[end - 1]) };
        let share = f32::from(node.share) / 255.0;
        mean[i] = share * on_left + (1.0 - share) * on_right;
    }
    mean
}
