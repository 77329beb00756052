//! The learned weights: probabilities of blocks and of page types.
//!
//! Comes in: rows of features. Goes out: for each block the probability that it belongs to the body, as
//! the forest of all pages and that of stories alone say it, and for the page the probability of each type.
//! `train/` makes the model file.

use std::sync::LazyLock;

use crate::{
    PageType,
    block::features::{FEATURES, Feature, Rows, WIDTH},
};

use super::forest::{Bins, Forest, Model, sigmoid};

/// Page types that have a forest each.
pub(crate) const TYPES: [PageType; 7] = [
    PageType::Article,
    PageType::Collection,
    PageType::Documentation,
    PageType::Forum,
    PageType::Listing,
    PageType::Product,
    PageType::Service,
];

struct Learned {
    forest: Forest,
    columns: Vec<u32>,
}

impl Learned {
    fn model(&self, name: &str) -> &Model {
        self.forest.model(name).expect("the model file holds it: a test loads it")
    }
}

static LEARNED: LazyLock<Learned> = LazyLock::new(|| {
    let forest =
        Forest::parse(include_bytes!("model/body.forest")).expect("the model file is whole: a test loads it");
    let names: Vec<&str> = FEATURES.iter().map(|f| f.name).collect();
    let columns = forest.columns(&names).expect("the model's features are measured: a test loads it");
    Learned { forest, columns }
});

/// Probabilities of a page; reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    bins: Bins,
    page_bins: Bins,
    raw: Vec<f32>,
    /// Probability of each block, by the forest that decides.
    pub(crate) probabilities: Vec<f32>,
    /// Probability of each of [`TYPES`].
    pub(crate) types: [f32; TYPES.len()],
}

impl Scores {
    /// Scores a page; `gate` is the probability from which it is read as an article, when blocks get the
    /// mean of both forests.
    pub(crate) fn read(&mut self, rows: &Rows, gate: f32) {
        self.probabilities.clear();
        self.types = Default::default();
        if rows.len() == 0 {
            return;
        }
        let learned = &*LEARNED;
        learned.forest.quantize(rows.row(0), WIDTH, &learned.columns, &mut self.page_bins);
        for (kind, probability) in TYPES.iter().zip(&mut self.types) {
            *probability = Self::one(learned.model(kind.name()), &self.page_bins, &mut self.raw);
        }
        learned.forest.quantize(rows.values(), WIDTH, &learned.columns, &mut self.bins);
        self.raw.clear();
        learned.model("body").score(&self.bins, &mut self.raw);
        self.probabilities.extend(self.raw.iter().map(|&s| sigmoid(s)));
        if self.types[0] > gate {
            self.raw.clear();
            learned.model("story").score(&self.bins, &mut self.raw);
            for (probability, &score) in self.probabilities.iter_mut().zip(&self.raw) {
                *probability = (*probability + sigmoid(score)) / 2.0;
            }
        }
    }

    fn one(model: &Model, bins: &Bins, raw: &mut Vec<f32>) -> f32 {
        raw.clear();
        model.score(bins, raw);
        raw.first().map_or(0.0, |&score| sigmoid(score))
    }

    /// What each feature of a block gave to its score, strongest first, with its value's column.
    pub(crate) fn reasons(&self, block: usize) -> Vec<(&'static Feature, usize, f32)> {
        let learned = &*LEARNED;
        if block >= self.bins.rows() {
            return Vec::new();
        }
        let given = learned.model("body").contributions(&self.bins, block);
        let mut reasons: Vec<_> = given
            .features
            .iter()
            .zip(&learned.columns)
            .map(|(&weight, &column)| (&FEATURES[column as usize], column as usize, weight))
            .filter(|(.., weight)| *weight != 0.0)
            .collect();
        reasons.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_file_is_whole_and_its_features_are_measured() {
        let learned = &*LEARNED;
        assert!(learned.columns.len() > 50);
        for name in ["body", "story"].into_iter().chain(TYPES.map(PageType::name)) {
            assert!(learned.forest.model(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_page_without_blocks_has_no_probabilities() {
        let mut scores = Scores::default();
        scores.read(&Rows::default(), 0.5);
        assert!(scores.probabilities.is_empty() && scores.reasons(0).is_empty());
    }
}
