//! The learned weights: probabilities of blocks and of page types.
//!
//! Comes in: rows of features. Goes out: for each block the probability that it belongs to the body, as
//! the forest of all pages and that of stories alone say it, and for the page the probability of each type.
//! `train/` makes the model file.

use std::sync::LazyLock;

use crate::{
    PageType,
    block::features::{FEATURES, Feature, Rows},
};

use super::forest::{Columns, Forest, Model, Scratch, sigmoid};

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

    fn bins(&self, rows: &Rows, block: usize, bins: &mut Vec<u8>) {
        self.forest.bins(self.columns.iter().map(|&column| rows.get(block, column as usize)), bins);
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
    scratch: Scratch,
    page: Vec<u8>,
    raw: [Vec<f32>; 2],
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
        learned.bins(rows, 0, &mut self.page);
        for (kind, probability) in TYPES.iter().zip(&mut self.types) {
            *probability = sigmoid(learned.model(kind.name()).score_one(&self.page));
        }
        let models = [learned.model("body"), learned.model("story")];
        let used = if self.types[0] > gate { &models[..] } else { &models[..1] };
        let table = Columns { values: rows.values(), rows: rows.len(), columns: &learned.columns };
        let [body, story] = &mut self.raw;
        learned.forest.score(&table, used, &mut self.scratch, &mut [body, story]);
        self.probabilities.extend(body.iter().map(|&s| sigmoid(s)));
        for (probability, &score) in self.probabilities.iter_mut().zip(story.iter()) {
            *probability = (*probability + sigmoid(score)) / 2.0;
        }
    }

    /// What each feature of a block gave to its score, strongest first, with its value's column.
    pub(crate) fn reasons(&self, block: usize, rows: &Rows) -> Vec<(&'static Feature, usize, f32)> {
        let learned = &*LEARNED;
        if block >= self.probabilities.len() {
            return Vec::new();
        }
        let mut bins = Vec::new();
        learned.bins(rows, block, &mut bins);
        let given = learned.model("body").contributions(&bins);
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
        assert!(scores.probabilities.is_empty() && scores.reasons(0, &Rows::default()).is_empty());
    }
}
