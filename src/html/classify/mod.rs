//! What each block is worth, and why.
//!
//! Comes in: the features of a page's blocks. Goes out: [`Choice`], a verdict on each block with its
//! probability and the rule that decided, and what the page as a whole was taken for.
//!
//! The order of the choice: probabilities by the learned weights (`model`), bounds of the story that make
//! foreign blocks improbable (`bounds`), the set of blocks with the best expected F1 (`prefix`), what
//! the chosen blocks are (`structure`), and labels among them (`furniture`). Where the model takes nothing,
//! the rule of one line does (`rule`).

mod confidence;
pub(crate) mod fallback;
pub(crate) mod foreign;
mod lead_in;
pub(crate) mod model;
mod roles;
#[cfg(test)]
mod tests;
mod ui_text;

use crate::{
    PageType,
    html::{
        features::{Feature, Features},
        outline::Outline,
    },
    options::Favor,
};

pub(crate) use crate::block::label::{Kind, Rule, Verdict};

/// Probability from which a page is read as an article (cross-validated: 0.5 and 0.8 do as well).
const ARTICLE_GATE: f32 = 0.5;
/// What is left of the probability of a block that bounds call foreign.
const FOREIGN: f32 = 0.05;
/// Share of the expected words that bounds must leave to be heard.
const FOREIGN_MUST_LEAVE: f32 = 0.4;
/// Factor of the decision on articles and on other pages (flat from 0.6 to 0.9, and from 0.8 to 1.25).
const FACTOR_ARTICLE: f32 = 0.7;
const FACTOR_OTHER: f32 = 1.1;
/// What favouring precision or recall makes of the factor. Cross-validated on articles: precision .978 and
/// recall .968, against .970 and .981 for balanced and .962 and .988 for recall. A floor under the
/// probability added nothing on articles and cost other pages .03 of f1.
const PRECISION_FACTOR: f32 = 0.5;
const RECALL_FACTOR: f32 = 2.0;

/// What was made of a page.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// A verdict per block, in document order.
    pub(crate) verdicts: Vec<Verdict>,
    /// What the page was taken for.
    pub(crate) page_type: PageType,
    /// Probability that the page is an article, 0 to 1.
    pub(crate) article: f32,
    /// How far the choice is to be trusted, 0 to 1: the F1 that such choices have on the mean.
    pub(crate) confidence: f32,
    /// Probability from which blocks were taken, 0 to 1.
    pub(crate) threshold: f32,
    scores: model::Scores,
    foreign: Vec<Option<Rule>>,
    words: Vec<f32>,
    order: Vec<u32>,
    taken: Vec<bool>,
    makes: Vec<(u32, u32)>,
    shingles: crate::html::classify::roles::Shingles,
}

impl Choice {
    /// Chooses the body of a page.
    pub(crate) fn make(&mut self, outline: &Outline, features: &Features, favor: Favor) {
        self.clear();
        self.scores.read(&features.rows);
        let types = model::TYPES.iter().zip(self.scores.types);
        self.page_type =
            types.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(PageType::Article, |(&kind, _)| kind);
        self.article = self.scores.types[0];
        let is_article = self.article > ARTICLE_GATE;
        self.words.extend(features.texts.iter().map(|t| t.words));
        if is_article {
            self.bound(outline, features);
        }
        self.decide(features, if is_article { FACTOR_ARTICLE } else { FACTOR_OTHER }, favor);
        if !self.taken.contains(&true) {
            self.by_rule(outline, features);
            crate::html::classify::ui_text::clear(
                outline,
                features,
                self.page_type,
                is_article,
                &mut self.verdicts,
            );
            return;
        }
        for (i, &taken) in self.taken.iter().enumerate() {
            self.verdicts.push(Verdict {
                kind: if taken { Kind::Body } else { Kind::Boilerplate },
                probability: self.scores.probabilities[i],
                rule: self.foreign.get(i).copied().flatten().filter(|_| !taken),
            });
        }
        crate::html::classify::roles::name(
            outline,
            features,
            is_article,
            &mut self.verdicts,
            &mut self.shingles,
        );
        crate::html::classify::ui_text::clear(
            outline,
            features,
            self.page_type,
            is_article,
            &mut self.verdicts,
        );
    }

    /// Makes foreign blocks improbable, unless hardly anything would be left.
    fn bound(&mut self, outline: &Outline, features: &Features) {
        crate::html::classify::foreign::find(outline, features, &mut self.foreign);
        let (mut all, mut own) = (0.0, 0.0);
        for ((&p, &w), foreign) in self.scores.probabilities.iter().zip(&self.words).zip(&self.foreign) {
            all += p * w;
            own += if foreign.is_none() { p * w } else { 0.0 };
        }
        if own < FOREIGN_MUST_LEAVE * all {
            self.foreign.clear();
            return;
        }
        for (p, foreign) in self.scores.probabilities.iter_mut().zip(&self.foreign) {
            if foreign.is_some() {
                *p *= FOREIGN;
            }
        }
    }

    fn decide(&mut self, features: &Features, factor: f32, favor: Favor) {
        let factor = match favor {
            Favor::Precision => factor * PRECISION_FACTOR,
            Favor::Balanced => factor,
            Favor::Recall => factor * RECALL_FACTOR,
        };
        let Self { scores, words, order, taken, makes, .. } = self;
        let decision = crate::select::expected_f1::decide(&scores.probabilities, words, factor, order, taken);
        crate::select::expected_f1::close_gaps(&scores.probabilities, words, decision.threshold, taken);
        let make = |block| features.repeats.make(block) as usize;
        crate::select::expected_f1::even_out(&scores.probabilities, decision.threshold, make, makes, taken);
        self.threshold = decision.threshold;
        let evidence = confidence::Evidence {
            probabilities: &scores.probabilities,
            words,
            taken,
            expected: decision.expected,
            kinds: scores.types,
        };
        self.confidence = evidence.confidence();
    }

    /// The fall-back: the rule of one line.
    fn by_rule(&mut self, outline: &Outline, features: &Features) {
        self.verdicts.clear();
        for block in 0..features.rows.len() {
            let rule = if features.titles.block == Some(block) {
                Some(Rule::Headline)
            } else {
                crate::html::classify::fallback::drops(block, outline, features)
            };
            let kind = match rule {
                Some(Rule::Headline) => Kind::Headline,
                Some(_) => Kind::Boilerplate,
                None => Kind::Body,
            };
            let probability = self.scores.probabilities.get(block).copied().unwrap_or_default();
            self.verdicts.push(Verdict { kind, probability, rule });
        }
    }

    /// Forgets the page before.
    pub(crate) fn clear(&mut self) {
        self.verdicts.clear();
        self.foreign.clear();
        self.words.clear();
        (self.page_type, self.article, self.confidence, self.threshold) = Default::default();
    }

    /// What the features of a block gave to its score, strongest first: the feature, its value, and the
    /// log-odds that it added. Empty where no model scored the page.
    pub(crate) fn reasons(&self, block: usize, features: &Features) -> Vec<(&'static Feature, f32, f32)> {
        let value = |column| features.rows.get(block, column);
        self.scores
            .reasons(block, &features.rows)
            .into_iter()
            .map(|(f, column, weight)| (f, value(column), weight))
            .collect()
    }
}
