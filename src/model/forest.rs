//! The forests in the form in which they are evaluated. The build script uses this file too.

use std::borrow::Cow;

/// Maximum number of leaves of a tree.
pub(crate) const MAX_LEAVES: usize = 32;
/// Maximum number of leaves in models without larger trees.
pub(crate) const SMALL: usize = 16;

/// Models that share a set of quantized features.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    /// The names of the features, each followed by a line feed.
    pub(crate) names: Cow<'static, str>,
    /// The cuts of all features, one feature after another.
    pub(crate) cuts: Cow<'static, [f32]>,
    /// Where the cuts of each feature begin in `cuts`, and the end of the last.
    pub(crate) firsts: Cow<'static, [u32]>,
    pub(crate) models: Cow<'static, [Model]>,
}

/// A sum of trees. The trees follow one another in `steps`, `shares` and `values`.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) name: Cow<'static, str>,
    pub(crate) base: f32,
    pub(crate) unit: f32,
    /// Leaves of each tree, which has one node less.
    pub(crate) leaves: Cow<'static, [u8]>,
    /// The nodes of each tree in pre-order, each a [`Step`].
    pub(crate) steps: Cow<'static, [[u8; 4]]>,
    /// For each node, the share of the training weight that went left, in 255ths.
    pub(crate) shares: Cow<'static, [u8]>,
    /// The leaf values of each tree from left to right, little endian, and [`MAX_LEAVES`] more, so that a window of that
    /// size can be read anywhere.
    pub(crate) values: Cow<'static, [[u8; 2]]>,
    /// Whether a tree has more than [`SMALL`] leaves.
    pub(crate) large: bool,
    /// The nodes in the order of their cuts.
    pub(crate) by_cut: NodesByCut,
}

/// The nodes of a model in the order of their cuts, if it has several nodes per cut and no tree has more than eight leaves;
/// else empty. All numbers are little endian.
#[derive(Clone, Debug, Default)]
pub(crate) struct NodesByCut {
    /// For each cut, where its nodes end.
    pub(crate) ends: Cow<'static, [[u8; 2]]>,
    /// For each node, its tree.
    pub(crate) trees: Cow<'static, [[u8; 2]]>,
    /// For each node, a bit for each leaf that is not below its left child.
    pub(crate) masks: Cow<'static, [u8]>,
}

impl NodesByCut {
    /// Minimum nodes per cut. With fewer, walks visit hardly more nodes, and the tables are not worth their size.
    const NODES_PER_CUT: usize = 4;

    /// Orders the nodes of trees, given the number of leaves of each tree and the number of cuts.
    #[allow(dead_code, reason = "the build script orders the nodes of the learned forests")]
    pub(crate) fn of(leaves: &[u8], steps: &[[u8; 4]], cuts: usize) -> Self {
        let fits = leaves.len() <= usize::from(u16::MAX) && steps.len() <= usize::from(u16::MAX);
        if !fits
            || cuts * Self::NODES_PER_CUT > steps.len()
            || leaves.iter().any(|&leaves| u32::from(leaves) > u8::BITS)
        {
            return Self::default();
        }
        let trees = leaves.iter().enumerate();
        let trees = trees.flat_map(|(tree, &leaves)| std::iter::repeat_n(tree, usize::from(leaves) - 1));
        let mut nodes: Vec<(Step, usize)> = steps.iter().map(|&step| Step(step)).zip(trees).collect();
        nodes.sort_by_key(|(step, _)| step.cut());
        let end = |cut| nodes.partition_point(|(step, _)| step.cut() <= cut) as u16;
        let below_left = |step: Step| (step.from()..step.right()).fold(0, |bits, leaf| bits | 1 << leaf);
        Self {
            ends: (0..cuts).map(|cut| end(cut).to_le_bytes()).collect(),
            trees: nodes.iter().map(|&(_, tree)| (tree as u16).to_le_bytes()).collect(),
            masks: nodes.iter().map(|&(step, _)| !below_left(step)).collect(),
        }
    }
}

/// A node: the cut to compare with, as an index into [`Forest::cuts`], little endian; its first leaf, whose word holds the
/// rows that reach it; the first leaf of its right child. A row goes left if its value does not exceed the cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step(pub(crate) [u8; 4]);

impl Step {
    pub(crate) fn cut(self) -> usize {
        usize::from(u16::from_le_bytes([self.0[0], self.0[1]]))
    }

    pub(crate) fn from(self) -> usize {
        usize::from(self.0[2])
    }

    pub(crate) fn right(self) -> usize {
        usize::from(self.0[3])
    }
}
