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
#[cfg(any(test, feature = "lab"))]
#[cfg_attr(not(test), allow(dead_code, reason = "training and a bench parse forests"))]
mod file;
mod forest;
mod lanes;
pub(crate) mod learned;
mod one_row;
mod traverse;
pub(crate) mod weights;

use std::borrow::Cow;

pub(crate) use bitslice::{ByteCuts, ByteTile, ByteTiles, Tiles};
pub(crate) use forest::{Forest, Model};
use forest::{MAX_LEAVES, SMALL};
pub(crate) use traverse::{BATCH_ROWS, Scratch};

use crate::lexicon::constant::part;

/// Rows whose results fit in one word.
pub(crate) const LANES: usize = u64::BITS as usize;

/// Rows of features, in the order of a forest's file.
pub(crate) trait FeatureTable {
    /// Number of rows.
    fn len(&self) -> usize;

    /// Compares the `cuts` of `feature` with at most 64 rows, beginning at row `first`, a multiple of 64. In `slots[n][word]`, sets the
    /// bits of the rows that do not exceed cut `n`; the bits after the last row mean nothing.
    fn compare<const W: usize>(
        &self,
        lanes: impl lanes::Lanes,
        feature: usize,
        cuts: &[f32],
        first: usize,
        word: usize,
        slots: &mut [[u64; W]],
    );
}

impl Forest {
    /// Returns the features that rows must have, in the file's order.
    pub(crate) fn features(&self) -> impl Iterator<Item = &str> {
        self.names.split_terminator('\n')
    }

    /// Returns the number of features.
    pub(crate) const fn width(&self) -> usize {
        match &self.firsts {
            Cow::Borrowed(firsts) => firsts.len() - 1,
            Cow::Owned(_) => panic!("constants hold borrowed forests only"),
        }
    }

    /// Returns the name of the feature that begins at a byte of the names, and where the next one begins. For
    /// constants; see [`Self::features`].
    pub(crate) const fn feature_at(&self, start: usize) -> (&[u8], usize) {
        let Cow::Borrowed(names) = &self.names else { panic!("constants hold borrowed forests only") };
        part(names.as_bytes(), start, b'\n')
    }

    /// Returns the index in `names` of each feature of the file. The error is the first name that is missing.
    pub(crate) fn columns(&self, names: &[&str]) -> Result<Vec<u32>, &str> {
        // Files mostly have the features in the order of the names.
        let mut next = 0;
        self.columns_by(|name| {
            let (before, after) = names.split_at(next);
            let found = after.iter().position(|of| *of == name).map(|at| next + at);
            let found = found.or_else(|| before.iter().position(|of| *of == name))?;
            next = found + 1;
            Some(found)
        })
    }

    /// Returns the `position` of each feature of the file. The error is the first name that has none.
    pub(crate) fn columns_by(
        &self,
        mut position: impl FnMut(&str) -> Option<usize>,
    ) -> Result<Vec<u32>, &str> {
        self.features().map(|name| position(name).map(|at| at as u32).ok_or(name)).collect()
    }

    /// Returns a model by its name.
    pub(crate) fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|m| m.name == name)
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

    /// Fills `answers` with 1 for each cut that the row's value of its feature does not exceed, else 0; NaN exceeds none.
    /// `row` has one value per feature, in the file's order.
    pub(crate) fn answer(&self, row: impl Iterator<Item = f32>, answers: &mut Vec<u8>) {
        answers.clear();
        for (feature, value) in row.enumerate() {
            let cuts = self.cuts(feature);
            let end = answers.len() + cuts.len();
            answers.resize(answers.len() + bitslice::bin(cuts, value), 0);
            answers.resize(end, 1);
        }
    }
}

impl Model {
    /// Returns the model's name.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the trees: nodes, and leaf values from the first on, with those of later trees after them.
    fn trees(&self) -> impl Iterator<Item = (u8, &[[u8; 4]], &[[u8; 2]])> {
        let (mut steps, mut values) = (&*self.steps, &*self.values);
        self.leaves.iter().map(move |&leaves| {
            let own;
            (own, steps) = steps.split_at(usize::from(leaves) - 1);
            let window = values;
            values = &values[usize::from(leaves)..];
            (leaves, own, window)
        })
    }
}

/// Returns the probability of a raw score.
pub(crate) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests;
