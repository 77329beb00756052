//! Boosted trees over quantized features: the evaluator of the learned weights, many blocks at a time.
//!
//! Comes in: the bytes of a model file (written by `train/pack.py`) and rows of features. Goes out: a raw
//! score (log odds) for each row and model, or what each feature gave to one row's score.
//!
//! # Model file
//!
//! Little endian, no padding:
//!
//! ```text
//! "cdforest" u8 version (1)
//! u16 features, each:  u8 length, name (ASCII); u8 cuts, each f32, ascending
//! u8  models,   each:  u8 length, name; f32 base; f32 unit; u16 trees, each:
//!     u8 leaves (1 to 16)
//!     leaves - 1 nodes in pre-order, each:
//!         u16 feature + 4096 * (leaves under its left child - 1)
//!         u8  cut: a row goes left when its value <= that cut of the feature
//!         u8  share of the training weight that went left, in 255ths (for contributions only)
//!     leaves values, each i16, left to right, in units
//! ```
//!
//! A model's score is `base + unit * (sum of one leaf a tree)`. The models of a file share the cuts, so a
//! row is quantized once for all of them.
//!
//! # How it is evaluated
//!
//! A value becomes the number of cuts below it (a byte). A tree has at most 16 leaves, so the leaves that a
//! row can still reach are a set of bits: a node that sends the row right takes its left leaves out, and the
//! lowest leaf that remains is the row's (QuickScorer). The two halves of a tree are bytes of their own, as most
//! nodes concern one of them only, and every node is tested for [`LANES`] rows at once, which the compiler turns
//! into vector instructions. Nodes that all rows of a page answer alike, those on page
//! features above all, are settled once a page.

use std::ops::Range;

/// Rows that are tested at once.
pub(crate) const LANES: usize = 32;

const MAGIC: &[u8] = b"cdforest";
const VERSION: u8 = 1;
/// Bits of a leaf set.
const MAX_LEAVES: usize = 16;
/// Low bits of a node's first word are the feature, the rest the left leaves less one.
const FEATURE_BITS: u32 = 12;

/// Why a model file can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(&'static str);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a model file: {}", self.0)
    }
}

/// Models over one set of quantized features.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    names: Vec<Box<str>>,
    /// The cuts of all features, one after the other.
    cuts: Vec<f32>,
    /// Where in `cuts` each feature's are.
    ranges: Vec<Range<u32>>,
    models: Vec<Model>,
}

/// One sum of trees.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    name: Box<str>,
    base: f32,
    unit: f32,
    nodes: Vec<Node>,
    trees: Vec<Tree>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u16,
    /// Right leaves and those of other subtrees: what remains when the row goes right.
    keep: u16,
    /// Goes left when its bin is at most this.
    cut: u8,
    /// Share of training weight on the left, in 255ths.
    share: u8,
}

#[derive(Clone, Copy, Debug)]
struct Tree {
    /// First of its nodes, in pre-order.
    first: u32,
    leaves: u8,
    values: [i16; MAX_LEAVES],
}

/// Rows of a page, quantized; kept from page to page for its memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bins {
    rows: usize,
    features: usize,
    /// `[chunk of LANES rows][feature]`.
    data: Vec<[u8; LANES]>,
    /// Lowest and highest bin of each feature on the page.
    span: Vec<(u8, u8)>,
    /// The row before, and its bins: neighbours share many values.
    last: Vec<(u32, u8)>,
}

/// What a row's features gave to its score, in log odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contributions {
    /// The score of a row of which nothing is known.
    pub(crate) bias: f32,
    /// By feature of the file, in its order.
    pub(crate) features: Vec<f32>,
}

impl Forest {
    /// Reads a model file.
    ///
    /// # Errors
    /// [`Malformed`] when it is no model file, is cut short, or holds a tree that can't be walked.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut r = Reader(bytes);
        if r.take(MAGIC.len())? != MAGIC {
            return Err(Malformed("no magic"));
        }
        if r.u8()? != VERSION {
            return Err(Malformed("unknown version"));
        }
        let mut forest = Self { names: Vec::new(), cuts: Vec::new(), ranges: Vec::new(), models: Vec::new() };
        let features = usize::from(r.u16()?);
        for _ in 0..features {
            forest.names.push(r.name()?);
            let first = forest.cuts.len();
            let count = usize::from(r.u8()?);
            forest.cuts.extend(
                r.take(count * 4)?.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])),
            );
            // `!(a < b)` holds for NaN too.
            if forest.cuts[first..]
                .windows(2)
                .any(|w| w[0].partial_cmp(&w[1]) != Some(std::cmp::Ordering::Less))
            {
                return Err(Malformed("cuts out of order"));
            }
            forest.ranges.push(first as u32..forest.cuts.len() as u32);
        }
        for _ in 0..r.u8()? {
            let model = Model::parse(&mut r, &forest.ranges)?;
            forest.models.push(model);
        }
        if r.0.is_empty() { Ok(forest) } else { Err(Malformed("bytes after the last model")) }
    }

    /// The features that rows must bring, in the file's order.
    pub(crate) fn features(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|n| &**n)
    }

    /// For each feature of the file its place in `names`; the first name that is missing is the error.
    pub(crate) fn columns(&self, names: &[&str]) -> Result<Vec<u32>, &str> {
        self.features().map(|n| names.iter().position(|m| *m == n).map(|i| i as u32).ok_or(n)).collect()
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

    /// The bin of a value: how many of the feature's cuts it exceeds. NaN exceeds none.
    fn bin(&self, feature: usize, value: f32) -> u8 {
        let range = &self.ranges[feature];
        let cuts = &self.cuts[range.start as usize..range.end as usize];
        cuts.partition_point(|&cut| value > cut) as u8
    }

    /// Quantizes rows of `width` values each, laid one after the other; `columns` (see [`Forest::columns`])
    /// says where in a row each feature of the file is.
    ///
    /// # Panics
    /// If `columns` is not one column below `width` for each feature.
    pub(crate) fn quantize(&self, rows: &[f32], width: usize, columns: &[u32], bins: &mut Bins) {
        assert_eq!(columns.len(), self.names.len(), "one column a feature");
        let count = rows.len().checked_div(width).unwrap_or(0);
        let features = columns.len();
        bins.rows = count;
        bins.features = features;
        bins.data.clear();
        bins.data.resize(count.div_ceil(LANES) * features, [0; LANES]);
        bins.span.clear();
        bins.span.resize(features, (u8::MAX, 0));
        bins.last.clear();
        // Zero, the commonest value, as the row before the first.
        bins.last.extend((0..features).map(|f| (0, self.bin(f, 0.0))));
        for (n, row) in rows.chunks_exact(width.max(1)).enumerate() {
            let chunk = &mut bins.data[n / LANES * features..][..features];
            let lane = n % LANES;
            for (f, ((cell, last), &column)) in chunk.iter_mut().zip(&mut bins.last).zip(columns).enumerate()
            {
                let value = row[column as usize];
                if value.to_bits() != last.0 {
                    *last = (value.to_bits(), self.bin(f, value));
                }
                cell[lane] = last.1;
            }
            for (span, last) in bins.span.iter_mut().zip(&bins.last) {
                *span = (span.0.min(last.1), span.1.max(last.1));
            }
        }
    }
}

/// The bin of every byte, by feature: for rows that are bytes already.
#[derive(Clone, Debug)]
pub(crate) struct Codes(Vec<[u8; 256]>);

impl Forest {
    /// The table that [`Forest::quantize_bytes`] goes by; worth keeping.
    pub(crate) fn codes(&self) -> Codes {
        let table = |f| std::array::from_fn(|byte| self.bin(f, byte as f32));
        Codes((0..self.names.len()).map(table).collect())
    }

    /// As [`Forest::quantize`], from rows of bytes.
    ///
    /// # Panics
    /// If `columns` is not one column below `width` for each feature.
    pub(crate) fn quantize_bytes(
        &self,
        rows: &[u8],
        width: usize,
        columns: &[u32],
        codes: &Codes,
        bins: &mut Bins,
    ) {
        assert_eq!(columns.len(), self.names.len(), "one column a feature");
        let features = columns.len();
        bins.rows = rows.len().checked_div(width).unwrap_or(0);
        bins.features = features;
        bins.data.clear();
        bins.data.resize(bins.rows.div_ceil(LANES) * features, [0; LANES]);
        bins.span.clear();
        bins.span.resize(features, (u8::MAX, 0));
        for (n, row) in rows.chunks_exact(width.max(1)).enumerate() {
            let chunk = &mut bins.data[n / LANES * features..][..features];
            let lane = n % LANES;
            let cells = chunk.iter_mut().zip(columns).zip(&codes.0).zip(&mut bins.span);
            for (((cell, &column), code), span) in cells {
                let bin = code[usize::from(row[column as usize])];
                cell[lane] = bin;
                *span = (span.0.min(bin), span.1.max(bin));
            }
        }
    }
}

impl Bins {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    fn get(&self, row: usize, feature: usize) -> u8 {
        self.data[row / LANES * self.features + feature][row % LANES]
    }
}

/// A node that is still open on a page, as far as it concerns one half of its tree's leaves.
#[derive(Clone, Copy)]
struct Open {
    feature: u16,
    keep: u8,
    cut: u8,
}

/// A tree that is still open on a page.
struct OpenTree<'a> {
    /// What the settled nodes left of each half of the leaves.
    sets: [u8; 2],
    /// How many open nodes concern each half.
    counts: [u8; 2],
    values: &'a [i16; MAX_LEAVES],
}

/// A model on one page: settled where all rows answer alike.
struct Plan<'a> {
    settled: i32,
    trees: Vec<OpenTree<'a>>,
    /// Those of the first tree's first half, its second half, the second tree's first half, and so on.
    nodes: Vec<Open>,
}

impl Model {
    fn parse(r: &mut Reader<'_>, cuts: &[Range<u32>]) -> Result<Self, Malformed> {
        let mut model =
            Self { name: r.name()?, base: r.f32()?, unit: r.f32()?, nodes: Vec::new(), trees: Vec::new() };
        // Leaf ranges of the subtrees still to come.
        let mut open = Vec::with_capacity(MAX_LEAVES);
        let trees = r.u16()?;
        model.trees.reserve(usize::from(trees));
        for _ in 0..trees {
            let leaves = r.u8()?;
            if leaves == 0 || usize::from(leaves) > MAX_LEAVES {
                return Err(Malformed("a tree has 1 to 16 leaves"));
            }
            let first = model.nodes.len() as u32;
            open.push((0, u32::from(leaves)));
            while let Some((start, end)) = open.pop() {
                if end - start < 2 {
                    continue;
                }
                let word = r.u16()?;
                let (feature, left) = (word & ((1 << FEATURE_BITS) - 1), u32::from(word >> FEATURE_BITS) + 1);
                let (cut, share) = (r.u8()?, r.u8()?);
                if left >= end - start {
                    return Err(Malformed("a node with no right leaf"));
                }
                if cuts.get(usize::from(feature)).is_none_or(|c| usize::from(cut) >= c.len()) {
                    return Err(Malformed("a node asks for a cut that is not there"));
                }
                let keep = !(((1u32 << left) - 1) << start) as u16;
                model.nodes.push(Node { feature, keep, cut, share });
                open.push((start + left, end));
                open.push((start, start + left));
            }
            let mut values = [0; MAX_LEAVES];
            for value in &mut values[..usize::from(leaves)] {
                *value = r.i16()?;
            }
            model.trees.push(Tree { first, leaves, values });
        }
        Ok(model)
    }

    /// The model's name.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn nodes(&self, tree: &Tree) -> &[Node] {
        &self.nodes[tree.first as usize..][..usize::from(tree.leaves) - 1]
    }

    fn plan(&self, span: &[(u8, u8)]) -> Plan<'_> {
        let mut plan = Plan {
            settled: 0,
            trees: Vec::with_capacity(self.trees.len()),
            nodes: Vec::with_capacity(self.nodes.len()),
        };
        for tree in &self.trees {
            let nodes = self.nodes(tree);
            let mut set = !0u16;
            for node in nodes {
                if span[usize::from(node.feature)].0 > node.cut {
                    set &= node.keep;
                }
            }
            let sets = set.to_le_bytes();
            let counts = [0, 1].map(|half| {
                let before = plan.nodes.len();
                plan.nodes.extend(nodes.iter().filter_map(|node| {
                    let (low, high) = span[usize::from(node.feature)];
                    let keep = node.keep.to_le_bytes()[half];
                    // Where its left leaves are out already it can change nothing.
                    let open = low <= node.cut && node.cut < high && sets[half] & !keep != 0;
                    open.then_some(Open { feature: node.feature, keep, cut: node.cut })
                }));
                (plan.nodes.len() - before) as u8
            });
            match counts {
                [0, 0] => plan.settled += i32::from(tree.values[leaf(set)]),
                _ => plan.trees.push(OpenTree { sets, counts, values: &tree.values }),
            }
        }
        plan
    }

    /// Appends the raw score (log odds) of every row.
    pub(crate) fn score(&self, bins: &Bins, out: &mut Vec<f32>) {
        if bins.rows == 0 {
            return;
        }
        let plan = self.plan(&bins.span);
        out.reserve(bins.rows);
        let chunks = bins.rows.div_ceil(LANES);
        for n in 0..chunks {
            let chunk = &bins.data[n * bins.features..][..bins.features];
            let mut sums = [plan.settled; LANES];
            let mut rest = &plan.nodes[..];
            for tree in &plan.trees {
                let (low, high);
                (low, rest) = reach(rest, tree.counts[0], tree.sets[0], chunk);
                (high, rest) = reach(rest, tree.counts[1], tree.sets[1], chunk);
                for ((sum, low), high) in sums.iter_mut().zip(low).zip(high) {
                    *sum += i32::from(tree.values[leaf(u16::from_le_bytes([low, high]))]);
                }
            }
            let rows = (bins.rows - n * LANES).min(LANES);
            out.extend(sums[..rows].iter().map(|&s| self.base + self.unit * s as f32));
        }
    }

    /// What each feature gave to the score of one row: along the row's way down each tree, the change of the
    /// subtree's mean is the feature's that was asked (Saabas). `bias` and `features` sum up to the score.
    pub(crate) fn contributions(&self, bins: &Bins, row: usize) -> Contributions {
        let mut out = Contributions { bias: self.base, features: vec![0.0; bins.features] };
        for tree in &self.trees {
            let nodes = self.nodes(tree);
            let mean = means(nodes, tree);
            let (mut at, mut range) = (0, 0..usize::from(tree.leaves));
            let mut here = if nodes.is_empty() { f32::from(tree.values[0]) } else { mean[0] };
            out.bias += self.unit * here;
            while range.len() > 1 {
                let node = nodes[at];
                let left = left_leaves(node);
                if bins.get(row, usize::from(node.feature)) <= node.cut {
                    (at, range) = (at + 1, range.start..range.start + left);
                } else {
                    (at, range) = (at + left, range.start + left..range.end);
                }
                let next = if range.len() > 1 { mean[at] } else { f32::from(tree.values[range.start]) };
                out.features[usize::from(node.feature)] += self.unit * (next - here);
                here = next;
            }
        }
        out
    }
}

/// What the first `count` nodes leave of a half tree's leaves in every lane, and the nodes after them.
fn reach<'a>(nodes: &'a [Open], count: u8, set: u8, chunk: &[[u8; LANES]]) -> ([u8; LANES], &'a [Open]) {
    let (nodes, rest) = nodes.split_at(usize::from(count));
    let mut sets = [set; LANES];
    for node in nodes {
        let column = &chunk[usize::from(node.feature)];
        // Plain enough for the compiler to see vectors: all ones where the row goes left.
        for (set, &bin) in sets.iter_mut().zip(column) {
            let left = u8::from(bin <= node.cut).wrapping_neg();
            *set &= node.keep | left;
        }
    }
    (sets, rest)
}

/// The lowest leaf of a set that is never empty.
fn leaf(set: u16) -> usize {
    set.trailing_zeros() as usize % MAX_LEAVES
}

fn left_leaves(node: Node) -> usize {
    (!node.keep).count_ones() as usize
}

/// Mean leaf value under each node of a tree, weighted as in training.
fn means(nodes: &[Node], tree: &Tree) -> [f32; MAX_LEAVES] {
    // Where the leaves of each node begin and end; in pre-order children come after their parent.
    let mut ranges: [(usize, usize); MAX_LEAVES] = [(0, usize::from(tree.leaves)); MAX_LEAVES];
    for (i, &node) in nodes.iter().enumerate() {
        let ((start, end), left) = (ranges[i], left_leaves(node));
        if left > 1 {
            ranges[i + 1] = (start, start + left);
        }
        if end - start - left > 1 {
            ranges[i + left] = (start + left, end);
        }
    }
    let mut mean = [0.0; MAX_LEAVES];
    for (i, &node) in nodes.iter().enumerate().rev() {
        let ((start, end), left) = (ranges[i], left_leaves(node));
        let on_left = if left > 1 { mean[i + 1] } else { f32::from(tree.values[start]) };
        let on_right = if end - start - left > 1 { mean[i + left] } else { f32::from(tree.values[end - 1]) };
        let share = f32::from(node.share) / 255.0;
        mean[i] = share * on_left + (1.0 - share) * on_right;
    }
    mean
}

/// The probability of a raw score.
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Reads numbers off the front of a slice.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Malformed> {
        let (head, tail) = self.0.split_at_checked(n).ok_or(Malformed("cut short"))?;
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, tail) = self.0.split_first_chunk().ok_or(Malformed("cut short"))?;
        self.0 = tail;
        Ok(*head)
    }

    fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn u16(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn i16(&mut self) -> Result<i16, Malformed> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, Malformed> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    fn name(&mut self) -> Result<Box<str>, Malformed> {
        let length = usize::from(self.u8()?);
        let name = std::str::from_utf8(self.take(length)?).map_err(|_| Malformed("a name is not text"))?;
        Ok(name.into())
    }
}

#[cfg(test)]
mod tests;
