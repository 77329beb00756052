//! Features of a day that may be the date of a page, and the learned weights of them.
//!
//! The weights are those of a conditional logit over the days of a page and "no date", learned by `train/dates.py`. They
//! are in `model/date-weights.txt`.

use std::sync::LazyLock;

use crate::{lexicon, metadata::Source};

/// How a source relates to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The source's first date of publication.
    First,
    /// A later one.
    Later,
    /// The source's first date of a change.
    Modified,
}

const RELATIONS: [&str; 3] = ["first", "later", "modified"];

const SOURCES: [Source; 8] = [
    Source::JsonLd,
    Source::JsonLdOther,
    Source::OpenGraph,
    Source::Twitter,
    Source::Meta,
    Source::Microdata,
    Source::TimeElement,
    Source::Element,
];

macro_rules! features {
    ($($name:ident $text:literal)*) => {
        /// A feature that is not a relation to a source.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($name),* }

        const FEATURES: &[&str] = &[$($text),*];
    };
}

features! {
    None "none"
    NoneOfStory "none of a story"
    NoneOfMachine "none although a machine-readable date exists"
    Address "address"
    AddressSwapped "address swapped"
    Seen "seen"
    SeenOften "seen often"
    BestSeen "best seen"
    Score "score"
    NearHeadline "near headline"
    AboutHeadline "about headline"
    BeforeHeadline "before headline"
    InHeadline "in headline"
    BeforeBody "before body"
    LongBeforeBody "long before body"
    HeadOfBody "head of body"
    InBody "in body"
    AfterBody "after body"
    LongAfterBody "long after body"
    Published "labeled published"
    PublishedInProse "labeled published in prose"
    ModifiedLabel "labeled modified"
    Alone "alone"
    Prose "prose"
    InsideProse "inside prose"
    Lede "lede"
    StampOnly "stamp only"
    Stamp "stamp"
    Marked "marked"
    Aside "aside"
    Masthead "masthead"
    OtherStory "other story"
    Linked "linked"
    NearAndAlone "near headline and alone"
    NearAndMarked "near headline and marked"
    AloneUnmarked "alone, unmarked, unlabeled"
    OnlyInProse "only in prose"
    OnlyModified "only as a change"
    Machine "machine"
    Agreement "sources agree"
    Oldest "oldest"
    Newest "newest"
    OlderThanMachine "older than the first machine date"
    NewerThanMachine "newer than the first machine date"
    BesideUtc "next to a UTC date"
    SameInstant "the instant of a UTC date on the page's own day"
    BesideShown "next to a day that readers see"
    SeenAgree "machine date that readers see"
    Unseen "machine date that readers do not see"
    BeforeWeb "before 1995"
}

const WIDTH: usize = SOURCES.len() * RELATIONS.len() + FEATURES.len();

/// The feature vector of one day.
#[derive(Clone, Debug)]
pub(crate) struct FeatureVector([f32; WIDTH]);

impl Default for FeatureVector {
    fn default() -> Self {
        Self([0.0; WIDTH])
    }
}

static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let names: Vec<String> = (0..WIDTH).map(name).collect();
    lexicon::weights(include_str!("../../model/date-weights.txt"), "any", &names)
});

/// The name of a column in the table of weights.
fn name(at: usize) -> String {
    match at.checked_sub(SOURCES.len() * RELATIONS.len()) {
        Some(feature) => FEATURES[feature].to_owned(),
        None => format!("{}: {}", SOURCES[at % SOURCES.len()].name(), RELATIONS[at / SOURCES.len()]),
    }
}

impl FeatureVector {
    pub(crate) fn relate(&mut self, relation: Relation, source: Source) {
        if let Some(s) = SOURCES.iter().position(|x| *x == source) {
            self.0[relation as usize * SOURCES.len() + s] = 1.0;
        }
    }

    pub(crate) fn set(&mut self, feature: Feature, value: f32) {
        self.0[SOURCES.len() * RELATIONS.len() + feature as usize] = value;
    }

    /// Sets a feature to 1.
    pub(crate) fn mark(&mut self, feature: Feature, is: bool) {
        if is {
            self.set(feature, 1.0);
        }
    }

    /// Whether a feature is set.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.0[SOURCES.len() * RELATIONS.len() + feature as usize] > 0.0
    }

    /// How many sources for machines give the day as the date of publication.
    pub(crate) fn agreement(&self) -> usize {
        self.0[..SOURCES.len()].iter().filter(|v| **v > 0.0).count()
    }

    /// The log odds against the other days of the page, up to a constant.
    pub(crate) fn score(&self) -> f32 {
        self.0.iter().zip(WEIGHTS.iter()).map(|(v, w)| v * w).sum()
    }

    /// The features that are not zero, by name.
    #[cfg(feature = "lab")]
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        (0..WIDTH).filter(|&i| self.0[i] != 0.0).map(|i| (name(i), self.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_belongs_to_a_feature() {
        let names: Vec<String> = (0..WIDTH).map(name).collect();
        for (group, entries) in lexicon::groups(include_str!("../../model/date-weights.txt")) {
            assert!(matches!(group, "any" | "calibration"), "{group}");
            for entry in entries {
                let fields: Vec<_> = lexicon::fields(entry).collect();
                assert!(group == "calibration" || names.iter().any(|n| n == fields[0]), "{entry}");
                assert!(fields[1].parse::<f32>().is_ok_and(f32::is_finite), "{entry}");
            }
        }
    }
}
