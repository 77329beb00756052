//! Feature vectors of the candidates for a field, with named columns.
//!
//! A vector has a grid, such as one column for each relation to each source, and then single features. The learned
//! files in `src/model` refer to the columns by name.

use std::marker::PhantomData;

use crate::{
    lexicon::constant::{equal, part},
    model::weights::Weights,
};

/// The features of a vector outside its grid.
pub(crate) trait Feature: Copy {
    /// The names of all features, in order.
    const NAMES: &'static [&'static str];

    /// Returns the position of the feature among the names.
    fn index(self) -> usize;
}

/// Declares an enum of features with their names.
macro_rules! features {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident $text:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$note])* $variant),* }

        impl $crate::fields::features::Feature for $name {
            const NAMES: &'static [&'static str] = &[$($text),*];

            fn index(self) -> usize {
                self as usize
            }
        }
    };
}
pub(crate) use features;

/// The columns of a kind of feature vector.
pub(crate) trait Schema {
    /// The features outside the grid.
    type Feature: Feature;
    /// The names of the rows and columns of the grid.
    const ROWS: &'static [&'static str];
    const COLUMNS: &'static [&'static str];

    /// Whether the name of a cell is "row: column" rather than "column: row".
    const ROW_FIRST: bool;
}

/// Returns the index of a name.
const fn index_of(names: &[&str], name: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at].as_bytes(), name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The features of one candidate.
#[derive(Debug)]
pub(crate) struct FeatureVector<S: Schema>(Box<[f32]>, PhantomData<S>);

impl<S: Schema> Default for FeatureVector<S> {
    fn default() -> Self {
        Self(vec![0.0; Self::WIDTH].into(), PhantomData)
    }
}

impl<S: Schema> Clone for FeatureVector<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<S: Schema> FeatureVector<S> {
    /// Number of cells in the grid.
    const GRID: usize = S::ROWS.len() * S::COLUMNS.len();
    /// Number of columns.
    pub(crate) const WIDTH: usize = Self::GRID + S::Feature::NAMES.len();

    /// Returns the names of all columns.
    #[cfg(any(test, feature = "lab"))]
    pub(crate) fn names() -> Vec<String> {
        let cells = (0..Self::GRID).map(|at| {
            let (row, column) = (S::ROWS[at / S::COLUMNS.len()], S::COLUMNS[at % S::COLUMNS.len()]);
            if S::ROW_FIRST { format!("{row}: {column}") } else { format!("{column}: {row}") }
        });
        cells.chain(S::Feature::NAMES.iter().map(|&name| name.to_owned())).collect()
    }

    /// Returns the index of a column by its name.
    pub(crate) const fn position(name: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at + 1 < name.len() && !(name[at] == b':' && name[at + 1] == b' ') {
            at += 1;
        }
        if at + 1 < name.len() {
            let (first, second) = (name.split_at(at).0, name.split_at(at + 2).1);
            let (row, column) = if S::ROW_FIRST { (first, second) } else { (second, first) };
            if let (Some(row), Some(column)) = (index_of(S::ROWS, row), index_of(S::COLUMNS, column)) {
                return Some(row * S::COLUMNS.len() + column);
            }
        }
        match index_of(S::Feature::NAMES, name) {
            Some(at) => Some(Self::GRID + at),
            None => None,
        }
    }

    /// Returns the weights of one group of a table, for [`Self::weighted`]. `N` is [`Self::WIDTH`].
    pub(crate) const fn weights<const N: usize>(table: &Weights, group: &str) -> [f32; N] {
        assert!(N == Self::WIDTH);
        let mut out = [0.0; N];
        let (names, weights) = table.of(group);
        let (mut n, mut start) = (0, 0);
        while n < weights.len() {
            let (name, next) = part(names.as_bytes(), start, b'\n');
            if let Some(at) = Self::position(name) {
                out[at] = weights[n];
            }
            (n, start) = (n + 1, next);
        }
        out
    }

    /// Sets a cell of the grid to 1.
    pub(crate) fn mark_cell(&mut self, row: usize, column: usize) {
        self.0[row * S::COLUMNS.len() + column] = 1.0;
    }

    /// Returns whether a cell of the grid is set.
    pub(crate) fn has_cell(&self, row: usize, column: usize) -> bool {
        self.0[row * S::COLUMNS.len() + column] > 0.0
    }

    /// Returns the number of columns that are set in a row of the grid.
    pub(crate) fn marked_in_row(&self, row: usize) -> usize {
        self.0[row * S::COLUMNS.len()..][..S::COLUMNS.len()].iter().filter(|v| **v > 0.0).count()
    }

    /// Sets a feature.
    pub(crate) fn set(&mut self, feature: S::Feature, value: f32) {
        self.0[Self::GRID + feature.index()] = value;
    }

    /// Sets a feature to 1 if `is` holds.
    pub(crate) fn mark(&mut self, feature: S::Feature, is: bool) {
        if is {
            self.set(feature, 1.0);
        }
    }

    /// Returns a feature, 0 if it was not set.
    pub(crate) fn get(&self, feature: S::Feature) -> f32 {
        self.0[Self::GRID + feature.index()]
    }

    /// Returns whether a feature is positive.
    pub(crate) fn has(&self, feature: S::Feature) -> bool {
        self.get(feature) > 0.0
    }

    /// Returns the value of a column of [`FeatureVector::names`].
    pub(crate) fn column(&self, at: usize) -> f32 {
        self.0[at]
    }

    /// Returns the weighted sum of the features.
    pub(crate) fn weighted(&self, weights: &[f32]) -> f32 {
        self.0.iter().zip(weights).map(|(value, weight)| value * weight).sum()
    }

    /// Returns the features that are not zero, by name.
    #[cfg(feature = "lab")]
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        Self::names().into_iter().zip(self.0.iter().copied()).filter(|(_, value)| *value != 0.0)
    }
}

/// Panics if an entry of a table of weights is not a feature with a finite number, or if a feature is not found by its
/// name.
#[cfg(test)]
pub(crate) fn check_weights<S: Schema>(table: &'static str, groups: &[&str]) {
    let names = FeatureVector::<S>::names();
    for (at, name) in names.iter().enumerate() {
        assert_eq!(FeatureVector::<S>::position(name.as_bytes()), Some(at), "{name}");
    }
    for (group, entry) in crate::lexicon::entries(table) {
        assert!(group == "calibration" || groups.contains(&group), "{group}");
        let fields: Vec<_> = crate::lexicon::fields(entry).collect();
        assert!(group == "calibration" || names.iter().any(|n| n == fields[0]), "{entry}");
        assert!(fields[1].parse::<f32>().is_ok_and(f32::is_finite), "{entry}");
    }
}
