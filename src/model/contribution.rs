//! Explains a score: the contribution of each feature to the score of one row.

use super::{Forest, MAX_LEAVES, Model, forest::Step};

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

impl Forest {
    /// Returns the contribution of each feature to the score that `model` gives one row, which is described by
    /// [`answer`](Self::answer). On the row's way down each tree, the change of the subtree's mean is attributed to the
    /// feature that the node tests (Saabas). `bias` and `features` add up to the score.
    pub(crate) fn contributions(&self, model: &Model, answers: &[u8]) -> Contributions {
        let mut out = Contributions { bias: model.base, features: vec![0.0; self.firsts.len() - 1] };
        let mut shares = &*model.shares;
        for (leaves, steps, values) in model.trees() {
            let values: Vec<f32> =
                values[..usize::from(leaves)].iter().map(|&v| f32::from(i16::from_le_bytes(v))).collect();
            let mean = means(steps, shares, &values);
            shares = &shares[steps.len()..];
            let (mut at, mut range) = (0, 0..values.len());
            let mut here = if steps.is_empty() { values[0] } else { mean[0] };
            out.bias += model.unit * here;
            while range.len() > 1 {
                let step = Step(steps[at]);
                if answers[step.cut()] != 0 {
                    (at, range) = (at + 1, range.start..step.right());
                } else {
                    (at, range) = (at + step.right() - range.start, step.right()..range.end);
                }
                let next = if range.len() > 1 { mean[at] } else { values[range.start] };
                let feature = self.firsts.partition_point(|&first| first as usize <= step.cut()) - 1;
                out.features[feature] += model.unit * (next - here);
                here = next;
            }
        }
        out
    }
}

/// Returns the mean leaf value below each node of a tree, weighted as in training.
fn means(steps: &[[u8; 4]], shares: &[u8], values: &[f32]) -> [f32; MAX_LEAVES] {
    // The end of the leaves below each node. In pre-order, children come after their parent.
    let mut ends = [values.len(); MAX_LEAVES];
    for (i, &step) in steps.iter().enumerate() {
        let step = Step(step);
        let (left, end) = (step.right() - step.from(), ends[i]);
        if left > 1 {
            ends[i + 1] = step.right();
        }
        if end - step.right() > 1 {
            ends[i + left] = end;
        }
    }
    let mut mean = [0.0; MAX_LEAVES];
    for (i, &step) in steps.iter().enumerate().rev() {
        let step = Step(step);
        let (left, end) = (step.right() - step.from(), ends[i]);
        let on_left = if left > 1 { mean[i + 1] } else { values[step.from()] };
        let on_right = if end - step.right() > 1 { mean[i + left] } else { values[end - 1] };
        let share = f32::from(shares[i]) / 255.0;
        mean[i] = share * on_left + (1.0 - share) * on_right;
    }
    mean
}
