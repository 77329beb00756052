//! Explains a result: why each block was kept or dropped, and where each field came from.
//!
//! An [`Explanation`] is data. `read` fills it from the intermediate results of the stages, `reasons` puts the
//! contributions of the model's features into words, and three views render it: `terminal`, `report` (one page of
//! HTML) and `index` (a list of reports). Explaining changes no result, and runs only on request.

pub(crate) mod overview;
pub(crate) mod read;
pub(crate) mod reasons;
pub(crate) mod report;
mod run;
pub(crate) mod terminal;

use serde::Serialize;

use crate::{Article, NoArticleReason, Outcome, PageType};

/// Distance from the threshold, in log-odds, below which the decision on a block was close. At a threshold of 0.49
/// these are probabilities from 0.26 to 0.72, at which a calibrated model is wrong about at least one block in four.
pub(crate) const BORDERLINE: f32 = 1.0;
/// Largest distance that is reported, in log-odds: a probability of 0.998 at a threshold of one half.
const MOST_MARGIN: f32 = 6.0;

/// Explains the article of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The outcome and the page type.
    pub page: PageReport,
    /// The value of each field, its source, and the sources that lost.
    pub fields: Vec<FieldReport>,
    /// Every text block, in the order of the page.
    pub blocks: Vec<BlockReport>,
    /// The article.
    #[serde(skip)]
    pub article: Article,
}

/// The outcome of a page and its type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PageReport {
    /// Whether there is an article.
    pub outcome: Outcome,
    /// Why there is none.
    pub reason: Option<NoArticleReason>,
    /// The outcome in words: "no article: fewer words than requested".
    pub summary: String,
    /// The kind of page.
    pub page_type: PageType,
    /// Expected F1 of the text, 0 to 1.
    pub confidence: f32,
    /// Probability from which adding a block improves the expected F1, 0 to 1.
    pub threshold: f32,
    /// The encoding and how it was found: "utf-8 (declared by the page)".
    pub encoding: String,
    /// Words of the blocks, by decision.
    pub words: WordCounts,
}

/// Words of a page's blocks, by decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordCounts {
    /// In the text.
    pub kept: usize,
    /// Not in the text.
    pub dropped: usize,
    /// Words of blocks with a close decision.
    pub borderline: usize,
}

/// The value of a field and where it came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FieldReport {
    /// Name of the field in the record.
    pub field: &'static str,
    /// Its value.
    pub value: Option<String>,
    /// The source that the value came from.
    pub source: Option<String>,
    /// The probability (0 to 1) that the value is right.
    pub confidence: Option<f32>,
    /// The other sources and their values.
    pub losers: Vec<Candidate>,
}

/// A source's value for a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The source.
    pub source: String,
    /// Its value.
    pub value: String,
}

/// A text block, and why it was kept or dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BlockReport {
    /// Its text.
    pub text: String,
    /// Whether it is in the article's text.
    pub kept: bool,
    /// The field that it is used as, if it is not in the text: "title", "byline", "credit", "published", "caption" or
    /// "comments".
    pub used_as: Option<&'static str>,
    /// The kind: "body", "headline", "boilerplate", ...
    pub kind: String,
    /// Probability that it belongs to the text, by its features alone, 0 to 1.
    pub probability: f32,
    /// Distance of the probability from the threshold in log-odds, -6 to 6; negative below the threshold.
    pub margin: f32,
    /// Whether the decision was close: the margin is below 1, and no rule decided.
    pub borderline: bool,
    /// Where it is on the page: "article > div.story > p", "line 12".
    pub path: String,
    /// At most five reasons, strongest first.
    pub reasons: Vec<Reason>,
    /// Every feature that contributed to the probability, strongest first. Only
    /// [`Cleaner::explain_verbose`](crate::Cleaner::explain_verbose) fills it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<FeatureReport>,
}

/// A reason for or against keeping a block.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// Id of the rule or of the group of features.
    pub rule: String,
    /// Log-odds that the features added: positive for keeping, negative for dropping. `None` for a rule, which decides
    /// whatever the features say.
    pub weight: Option<f32>,
    /// The reason in words: "inside navigation".
    pub words: String,
}

/// The contribution of one feature to a block's probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FeatureReport {
    /// Name of the feature.
    pub name: &'static str,
    /// Its value for the block.
    pub value: f32,
    /// Log-odds that it added.
    pub weight: f32,
}

impl BlockReport {
    /// Returns the decision in one word.
    fn decision(&self) -> &'static str {
        match (self.kept, self.used_as) {
            (true, _) => "kept",
            (false, Some(_)) => "used",
            (false, None) => "dropped",
        }
    }
}

impl Explanation {
    /// Counts the words of the blocks.
    pub(crate) fn count_words(&mut self) {
        let mut words = WordCounts::default();
        for block in &self.blocks {
            let n = crate::article::count_words(&block.text);
            *(if block.kept { &mut words.kept } else { &mut words.dropped }) += n;
            if block.borderline {
                words.borderline += n;
            }
        }
        self.page.words = words;
    }

    /// Returns how doubtful the result is, 0 to 1: for an article the larger of its expected error (one minus the
    /// confidence) and the share of words in close decisions, without an article that share.
    pub fn doubt(&self) -> f32 {
        let WordCounts { kept, dropped, borderline } = self.page.words;
        let close = borderline as f32 / (kept + dropped).max(1) as f32;
        match self.page.outcome {
            Outcome::Article => close.max(1.0 - self.page.confidence),
            Outcome::NoArticle => close,
        }
    }

    /// Returns the explanation as text for a terminal. `color` adds colors. Control characters of the page are removed,
    /// so that it cannot move the cursor or change colors.
    pub fn terminal(&self, color: bool) -> String {
        terminal::write(self, color)
    }

    /// Returns the explanation as one self-contained HTML page without scripts. `source` is the page's name.
    pub fn html(&self, source: &str) -> String {
        report::write(self, source)
    }
}

/// Returns the distance of a probability from a threshold in log-odds, from -6 to 6.
pub(crate) fn margin(probability: f32, threshold: f32) -> f32 {
    /// Keeps log-odds finite; far beyond the reported range.
    const EDGE: f32 = 1e-6;
    let odds = |p: f32| {
        let p = p.clamp(EDGE, 1.0 - EDGE);
        (p / (1.0 - p)).ln()
    };
    (odds(probability) - odds(threshold)).clamp(-MOST_MARGIN, MOST_MARGIN)
}

/// Returns an outcome in words.
pub(crate) fn summary(outcome: Outcome, reason: Option<NoArticleReason>) -> String {
    let why = match (outcome, reason) {
        (Outcome::Article, _) => return "article".to_owned(),
        (Outcome::NoArticle, None) => return "no article".to_owned(),
        (Outcome::NoArticle, Some(reason)) => reason,
    };
    let why = match why {
        NoArticleReason::Empty => "the input is empty",
        NoArticleReason::NoText => "no text that could be one",
        NoArticleReason::TooFewWords => "fewer words than required",
        NoArticleReason::LowConfidence => "less confidence than required",
        NoArticleReason::OtherLanguage => "in another language than required",
        NoArticleReason::LoginPage => "a login page",
        NoArticleReason::ConsentWall => "a consent wall",
        NoArticleReason::BotCheck => "a check for bots",
        NoArticleReason::NeedsJavaScript => "the page needs JavaScript",
        NoArticleReason::ErrorPage => "an error page",
        NoArticleReason::Duplicate => "a duplicate of earlier pages",
        NoArticleReason::Feed => "a feed",
        NoArticleReason::Sitemap => "a sitemap",
        NoArticleReason::UrlList => "a list of URLs",
        NoArticleReason::Json => "JSON data",
        NoArticleReason::SourceCode => "source code",
        NoArticleReason::Data => "data, such as a table or a log",
    };
    format!("no article: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_grow_with_the_probability_and_saturate() {
        assert_eq!(margin(0.49, 0.49), 0.0);
        assert!(margin(0.6, 0.49) > 0.0 && margin(0.6, 0.49) < BORDERLINE);
        assert!(margin(0.95, 0.49) > BORDERLINE && margin(0.02, 0.49) < -BORDERLINE);
        assert_eq!((margin(1.0, 0.49), margin(0.0, 0.49)), (MOST_MARGIN, -MOST_MARGIN));
    }

    #[test]
    fn a_certain_article_is_not_doubtful() {
        let mut explanation = Explanation::default();
        (explanation.page.outcome, explanation.page.confidence) = (Outcome::Article, 0.98);
        explanation.page.words = WordCounts { kept: 300, dropped: 240, borderline: 0 };
        assert!((explanation.doubt() - 0.02).abs() < 1e-6);
        explanation.page.words.borderline = 270;
        assert_eq!(explanation.doubt(), 0.5);
    }
}
