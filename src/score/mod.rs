//! What each block is worth, and why.
//!
//! Comes in: the features of a page's blocks. Goes out: [`Choice`], a verdict on each block with its
//! probability and the rule that decided, and what the page as a whole was taken for.

pub(crate) mod bounds;
pub(crate) mod forest;
pub(crate) mod prefix;
pub(crate) mod rule;
pub(crate) mod text;
pub(crate) mod verdict;

use crate::{
    PageType,
    block::{features::Features, outline::Outline},
    cleaner::Favor,
};

pub(crate) use verdict::{Kind, Rule, Verdict};

/// What was made of a page.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// A verdict per block, in document order.
    pub(crate) verdicts: Vec<Verdict>,
    /// What the page was taken for.
    pub(crate) page_type: PageType,
    /// Probability that the page is an article, 0 to 1.
    pub(crate) article: f32,
    /// F1 that the choice is expected to have, 0 to 1.
    pub(crate) confidence: f32,
    /// Probability from which blocks were taken, 0 to 1.
    pub(crate) threshold: f32,
}

impl Choice {
    /// Chooses the body of a page.
    pub(crate) fn make(&mut self, outline: &Outline, features: &Features, _favor: Favor) {
        self.verdicts.clear();
        self.verdicts.extend((0..features.rows.len()).map(|block| by_rule(block, outline, features)));
        (self.article, self.threshold) = (1.0, 0.5);
    }

    /// Forgets the page before.
    pub(crate) fn clear(&mut self) {
        self.verdicts.clear();
        (self.page_type, self.article, self.confidence, self.threshold) = Default::default();
    }

    /// What the features of a block gave to its score, strongest first: the feature, its value, and the log-odds
    /// that it added. Empty where no model scored the page.
    pub(crate) fn reasons(&self, _block: usize) -> Vec<(&'static crate::block::features::Feature, f32, f32)> {
        Vec::new()
    }
}

fn by_rule(block: usize, outline: &Outline, features: &Features) -> Verdict {
    if features.titles.block == Some(block) {
        return Verdict { kind: Kind::Headline, probability: 0.0, rule: Some(Rule::Headline) };
    }
    match rule::drops(block, outline, features) {
        Some(rule) => Verdict { kind: Kind::Boilerplate, probability: 0.0, rule: Some(rule) },
        None => Verdict { kind: Kind::Body, probability: 1.0, rule: None },
    }
}
