//! Boosted trees over quantized features: the evaluator of the learned weights, many blocks at a time.
//!
//! Comes in: the bytes of a model file (written by `train/pack.py`) and a [`Table`] of features. Goes out: a raw
//! score (log odds) for each row and model, or what each feature gave to one row's score.
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
//!         u16 feature + 4096 (in version 2 2048) * (leaves under its left child - 1)
//!         u8  cut: a row goes left when its value is not above that cut of the feature
//!         u8  share of the training weight that went left, in 255ths (for contributions only)
//!     leaves values, each i16, left to right, in units
//! ```
//!
//! A model's score is `base + unit * (sum of one leaf a tree)`. The models of a file share the cuts.
//!
//! # How it is evaluated
//!
//! Each cut is a question. It is asked once of 64 rows, whose answers are the bits of one word (`answers`), however many
//! nodes of however many trees ask it. Down a tree go not rows but words: all rows begin in the first leaf's word, and
//! each node moves those that go right to the word of its first right leaf. Which leaf a row ended in is then read off
//! the words' columns, eight rows at a time (`scores`). The cost of a node is a few instructions for up to 256 rows,
//! and nothing branches on what a row holds.

mod answers;
mod contribution;
mod file;
mod scores;

pub(crate) use answers::{Bytes, Codes, Columns};
pub(crate) use scores::Scratch;

/// Rows that one word answers for.
pub(crate) const LANES: usize = u64::BITS as usize;

/// Leaves of a tree at most.
const MAX_LEAVES: usize = 32;
/// Leaves of the smaller kind of tree, in models that have no larger ones.
const SMALL: usize = 16;

/// Rows of features, in the order of a forest's file.
pub(crate) trait Table {
    /// Number of rows.
    fn len(&self) -> usize;

    /// Asks the `cuts` of `feature` of the rows from `first`, 64 at most: the answers to the cut `n` are `slots[n * stride]`,
    /// their bits set for rows that do not exceed it. All slots are 0 before.
    fn ask(&self, feature: usize, cuts: &[f32], first: usize, stride: usize, slots: &mut [u64]);
}

/// Models over one set of quantized features.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    names: Vec<Box<str>>,
    /// The cuts of all features, one after the other.
    cuts: Vec<f32>,
    /// Where in `cuts` each feature's begin, and the end of the last.
    firsts: Vec<u32>,
    models: Vec<Model>,
}

/// One sum of trees.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    name: Box<str>,
    base: f32,
    unit: f32,
    trees: Vec<Tree>,
    nodes: Vec<Node>,
    steps: Vec<Step>,
    /// Leaf values, as many a tree as `stride` says.
    values: Vec<i16>,
    /// [`SMALL`] or [`MAX_LEAVES`].
    stride: usize,
}

/// A node as a single row goes through it.
#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u16,
    /// Goes left when the row's value exceeds at most this many of the feature's cuts.
    cut: u8,
    /// Leaves below its left child.
    left: u8,
    /// Share of training weight on the left, in 255ths.
    share: u8,
}

/// A node as words of rows go through it.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The question: a place in [`Forest::cuts`].
    cut: u16,
    /// Its first leaf, where the rows are that reach it.
    from: u8,
    /// First leaf of its right child.
    right: u8,
}

#[derive(Clone, Copy, Debug)]
struct Tree {
    /// First of its nodes, in pre-order.
    first: u32,
    leaves: u8,
}

impl Forest {
    /// The features that rows must bring, in the file's order.
    pub(crate) fn features(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|n| &**n)
    }

    /// For each feature of the file its place in `names`; the first name that is missing is the error.
    pub(crate) fn columns(&self, names: &[&str]) -> Result<Vec<u32>, &str> {
        // Files are written in much the same order: each name is looked for from the last on.
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

    /// A model by its name.
    pub(crate) fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|m| &*m.name == name)
    }

    /// All models, in the file's order.
    #[cfg(test)]
    pub(crate) fn models(&self) -> &[Model] {
        &self.models
    }

    /// The cuts of a feature.
    fn cuts(&self, feature: usize) -> &[f32] {
        &self.cuts[self.firsts[feature] as usize..self.firsts[feature + 1] as usize]
    }

    /// How many cuts of its feature each value of a row exceeds; NaN exceeds none. `row` has a value a feature, in the
    /// file's order.
    pub(crate) fn bins(&self, row: impl Iterator<Item = f32>, bins: &mut Vec<u8>) {
        bins.clear();
        bins.extend(row.enumerate().map(|(feature, value)| answers::bin(self.cuts(feature), value) as u8));
    }
}

impl Model {
    /// The model's name.
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

    /// The raw score (log odds) of one row, by its [`Forest::bins`].
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

/// The probability of a raw score.
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests;
