//! Evaluates boosted trees over quantized features, many rows at a time.
//!
//! `train/pack.py` writes the model files. [`Forest::score`] returns a raw score (log-odds) per row and model, and
//! [`Model::contributions`] the contribution of each feature to one score.
//!
//! # Model file
//!
//! Little endian, no padding:
//!
//! ```text
//! "cdforest" u8 version (1 or 2)
//! u16 features, each:  u8 length, name (ASCII); u8 cuts, each f32, ascending
//! u8  models,   each:  u8 length, name; f32 base; f32 unit; u16 trees, each:
//!     u8 leaves (1 to 16; in version 2 to 32)
//!     leaves - 1 nodes in pre-order, each:
//! u16 feature + 4096 (in version 2 2048) * (leaves below its left child - 1)
//! u8  cut: a row goes left if its value does not exceed that cut of the feature
//! u8  share of the training weight that went left, in 255ths (only for contributions)
//!     leaves values, each i16, left to right, in units
//! ```
//!
//! A model's score is `base + unit * (sum of one leaf a tree)`. The models of a file share the cuts.
//!
//! # How it is evaluated
//!
//! Each cut is compared with 64 rows at once, and the results are the bits of one word (`bitslice`), however many nodes
//! test that cut. Words rather than rows go down a tree: all rows start in the word of the first leaf, and each node
//! moves those that go right to the word of its first right leaf. At the end, the leaf of each row is read from the
//! columns of these words, eight rows at a time (`traverse`). A node costs a few instructions for up to 256 rows, and
//! no branch depends on the rows' values.

mod bitslice;
mod contribution;
mod file;
mod traverse;

pub(crate) use bitslice::{Bytes, Codes, Columns};
pub(crate) use traverse::Scratch;

/// Rows whose results fit in one word.
pub(crate) const LANES: usize = u64::BITS as usize;

/// Maximum number of leaves of a tree.
const MAX_LEAVES: usize = 32;
/// Maximum number of leaves in models without larger trees.
const SMALL: usize = 16;

/// Rows of features, in the order of a forest's file.
pub(crate) trait FeatureTable {
    /// Number of rows.
    fn len(&self) -> usize;

    /// Compares the `cuts` of `feature` with at most 64 rows, beginning at row `first`. Sets bits of `slots[n *
    /// stride]` for the rows that do not exceed cut `n`. All slots must be 0.
    fn compare(&self, feature: usize, cuts: &[f32], first: usize, stride: usize, slots: &mut [u64]);
}

/// Models that share a set of quantized features.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    names: Vec<Box<str>>,
    /// The cuts of all features, one feature after another.
    cuts: Vec<f32>,
    /// Where the cuts of each feature begin in `cuts`, and the end of the last.
    firsts: Vec<u32>,
    models: Vec<Model>,
}

/// A sum of trees.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    name: Box<str>,
    base: f32,
    unit: f32,
    trees: Vec<Tree>,
    nodes: Vec<Node>,
    steps: Vec<Step>,
    /// Leaf values, `stride` per tree.
    values: Vec<i16>,
    /// [`SMALL`] or [`MAX_LEAVES`].
    stride: usize,
}

/// A node, for walking a tree with one row.
#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u16,
    /// A row goes left if its value exceeds at most this many of the feature's cuts.
    cut: u8,
    /// Leaves below its left child.
    left: u8,
    /// Share of the training weight that went left, in 255ths.
    share: u8,
}

/// A node, for walking a tree with words of rows.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The cut to compare with: an index into [`Forest::cuts`].
    cut: u16,
    /// Its first leaf, whose word contains the rows that reach this node.
    from: u8,
    /// First leaf of its right child.
    right: u8,
}

#[derive(Clone, Copy, Debug)]
struct Tree {
    /// Index of its first node; nodes are in pre-order.
    first: u32,
    leaves: u8,
}

impl Forest {
    /// Returns the features that rows must have, in the file's order.
    pub(crate) fn features(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|n| &**n)
    }

    /// Returns the index in `names` of each feature of the file. The error is the first name that is missing.
    pub(crate) fn columns(&self, names: &[&str]) -> Result<Vec<u32>, &str> {
        // Files have much the same order as `names`, so each search starts after the previous match.
        let mut next = 0;
        let column = |name| {
            let (before, after) = names.split_at(next);
            let found = after.iter().chain(before).position(|m| *m == name).ok_or(name)?;
            let column = (next + found) % names.len();
            next = (column + 1) % names.len();
            Ok(column as u32)
        };
        self.features().map(column).collect()
    }

    /// Returns a model by its name.
    pub(crate) fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|m| &*m.name == name)
    }

    /// Returns all models, in the file's order.
    #[cfg(test)]
    pub(crate) fn models(&self) -> &[Model] {
        &self.models
    }

    /// Returns the cuts of a feature.
    fn cuts(&self, feature: usize) -> &[f32] {
        &self.cuts[self.firsts[feature] as usize..self.firsts[feature + 1] as usize]
    }

    /// Fills `bins` with the number of cuts that each value of a row exceeds; NaN exceeds none. `row` has one value per
    /// feature, in the file's order.
    pub(crate) fn bins(&self, row: impl Iterator<Item = f32>, bins: &mut Vec<u8>) {
        bins.clear();
        bins.extend(row.enumerate().map(|(feature, value)| bitslice::bin(self.cuts(feature), value) as u8));
    }
}

impl Model {
    /// Returns the model's name.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn nodes(&self, tree: &Tree) -> &[Node] {
        &self.nodes[tree.first as usize..][..usize::from(tree.leaves) - 1]
    }

    fn trees(&self) -> impl Iterator<Item = (&[Node], &[i16])> {
        let values = self.values.chunks_exact(self.stride);
        self.trees.iter().zip(values).map(|(t, v)| (self.nodes(t), &v[..usize::from(t.leaves)]))
    }

    /// Returns the raw score (log-odds) of one row, given by [`Forest::bins`].
    pub(crate) fn score_one(&self, bins: &[u8]) -> f32 {
        let mut sum = 0;
        for (nodes, values) in self.trees() {
            let (mut at, mut leaf, mut leaves) = (0, 0, values.len());
            while leaves > 1 {
                let node = nodes[at];
                let left = usize::from(node.left);
                if bins[usize::from(node.feature)] <= node.cut {
                    (at, leaves) = (at + 1, left);
                } else {
                    (at, leaf, leaves) = (at + left, leaf + left, leaves - left);
                }
            }
            sum += i32::from(values[leaf]);
        }
        self.base + self.unit * sum as f32
    }
}

/// Returns the probability of a raw score.
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests;
