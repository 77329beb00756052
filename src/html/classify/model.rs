//! Evaluates the learned weights: probabilities of blocks and of page types.
//!
//! For each block, three forests estimate the probability that it belongs to the body: one for all pages, one for
//! articles, one for other pages. For the page, one forest per type estimates its probability. `train/` makes the
//! model file.

use crate::{
    PageType,
    html::features::{FEATURES, Rows},
    lexicon::constant::equal,
    model::{Forest, Model, Scratch, learned, sigmoid},
};

/// Page types, each with a forest of its own.
pub(crate) const TYPES: [PageType; 7] = [
    PageType::Article,
    PageType::Collection,
    PageType::Documentation,
    PageType::Forum,
    PageType::Listing,
    PageType::Product,
    PageType::Service,
];

/// Probability of an article, or of another type, below which its forest is not evaluated. Cross-validated: at 0.1
/// and at 0.5, the F1 over all sets is within 0.0005; at 0.1 most pages need two forests.
const DOUBT: f32 = 0.1;

struct Learned {
    forest: &'static Forest,
    columns: &'static [u32],
}

impl Learned {
    fn model(&self, name: &str) -> &Model {
        self.forest.model(name).expect("the model file holds it: a test loads it")
    }

    fn bins(&self, rows: &Rows, block: usize, bins: &mut Vec<u8>) {
        self.forest.answer(self.columns.iter().map(|&column| rows.get(block, column as usize)), bins);
    }
}

static LEARNED: Learned = Learned { forest: &learned::BODY, columns: &COLUMNS };

/// The column of each feature of the forest. Both lists have mostly the same order.
static COLUMNS: [u32; learned::BODY.width()] = {
    let mut columns = [0; learned::BODY.width()];
    let (mut at, mut start, mut column) = (0, 0, 0);
    while at < columns.len() {
        let (name, next) = learned::BODY.feature_at(start);
        let first = column;
        while !equal(FEATURES[column].name.as_bytes(), name) {
            column = (column + 1) % FEATURES.len();
            assert!(column != first, "the model has a feature that is not measured");
        }
        columns[at] = column as u32;
        (at, start) = (at + 1, next);
    }
    columns
};

/// The probabilities of a page; reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    scratch: Scratch,
    page: Vec<u8>,
    raw: [Vec<f32>; 3],
    /// Probability of each block, by the deciding forests.
    pub(crate) probabilities: Vec<f32>,
    /// Probability of each of [`TYPES`].
    pub(crate) types: [f32; TYPES.len()],
}

impl Scores {
    /// Estimates the page types. The caller may correct them before [`read`](Self::read).
    pub(crate) fn read_types(&mut self, rows: &Rows) {
        self.types = Default::default();
        if rows.len() == 0 {
            return;
        }
        let learned = &LEARNED;
        learned.bins(rows, 0, &mut self.page);
        for (kind, probability) in TYPES.iter().zip(&mut self.types) {
            *probability = sigmoid(learned.model(kind.name()).score_one(&self.page));
        }
    }

    /// Scores the blocks. The result is the mean of the forest of all pages and of those of articles and of other
    /// pages, weighted by the probability that the page is an article. If the page type is hardly in doubt, only one of
    /// the two is evaluated.
    pub(crate) fn read(&mut self, rows: &Rows) {
        self.probabilities.clear();
        if rows.len() == 0 {
            return;
        }
        let learned = &LEARNED;
        let share = match article_share(&self.types) {
            p if p < DOUBT => 0.0,
            p if p > 1.0 - DOUBT => 1.0,
            p => p,
        };
        let [body, story, other] = ["body", "story", "other"].map(|name| learned.model(name));
        let table = rows.table(learned.columns);
        let [all, own, rest] = &mut self.raw;
        let mut score = |models: &[&Model], raw: &mut [&mut Vec<f32>]| {
            learned.forest.score(&table, models, &mut self.scratch, raw);
        };
        if share >= 1.0 {
            score(&[body, story], &mut [all, own]);
        } else if share <= 0.0 {
            score(&[body, other], &mut [all, rest]);
        } else {
            score(&[body, story, other], &mut [all, own, rest]);
        }
        self.probabilities.extend(all.iter().map(|&s| sigmoid(s) / 2.0));
        for (raw, share) in [(own, share), (rest, 1.0 - share)] {
            if share > 0.0 {
                for (probability, &score) in self.probabilities.iter_mut().zip(raw.iter()) {
                    *probability += share * sigmoid(score) / 2.0;
                }
            }
        }
    }

    /// Returns the contribution of each feature of a block to its score in the forest of all pages, largest first:
    /// the feature's column and the log-odds it added.
    pub(crate) fn contributions(&self, block: usize, rows: &Rows) -> Vec<(usize, f32)> {
        let learned = &LEARNED;
        if block >= self.probabilities.len() {
            return Vec::new();
        }
        let mut bins = Vec::new();
        learned.bins(rows, block, &mut bins);
        learned.forest.contributions(learned.model("body"), &bins).strongest_first(learned.columns)
    }
}

/// Returns the weight of the forest of articles. If hardly any other type fits, the page counts as an article: in
/// languages that are rare in training, all types are improbable.
fn article_share(types: &[f32; TYPES.len()]) -> f32 {
    /// Minimum probability of the most likely other type for it to fit. Cross-validated: .07 and .15 do as well;
    /// compared with no limit, news in Asian languages gain .011 F1 and other pages lose .001.
    /// against no limit, news in Asian languages gain .011 and other pages lose .001.
    const UNFIT: f32 = 0.1;
    let other = types[1..].iter().copied().fold(0.0, f32::max);
    if other < UNFIT { types[0] / (types[0] + other).max(f32::MIN_POSITIVE) } else { types[0] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_file_parses_and_its_features_exist() {
        let learned = &LEARNED;
        assert!(learned.columns.len() > 50);
        for name in ["body", "story", "other"].into_iter().chain(TYPES.map(PageType::name)) {
            assert!(learned.forest.model(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_page_without_blocks_has_no_probabilities() {
        let mut scores = Scores::default();
        scores.read_types(&Rows::default());
        scores.read(&Rows::default());
        assert!(scores.probabilities.is_empty() && scores.contributions(0, &Rows::default()).is_empty());
    }
}
