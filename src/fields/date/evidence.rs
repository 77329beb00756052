//! Features of a day that may be the date of a page, and the learned weights of them.
//!
//! The weights are those of a conditional logit over the days of a page and "no date", learned by `train/dates.py`. They
//! are in `model/date-weights.txt`.

use crate::{
    fields::features::{self, Schema, features},
    metadata::Source,
    model::weights::DATE_WEIGHTS,
};

/// How a source relates to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateRelation {
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

features! {
    /// A feature that is not a relation to a source.
    Feature {
        None "none"
        NoneOfStory "none of a story"
        NoneOfMachine "none although a machine-readable date exists"
        Address "address"
        AddressSwapped "address swapped"
        ImageAddress "address of the picture"
        Description "description"
        State "script data"
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
        InFooter "in footer"
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
}

/// The features of a day.
#[derive(Debug)]
pub(crate) enum Columns {}

impl Schema for Columns {
    type Feature = Feature;
    const ROWS: &'static [&'static str] = &RELATIONS;
    const COLUMNS: &'static [&'static str] = &Source::names(SOURCES);

    const ROW_FIRST: bool = false;
}

/// The features of one day.
pub(crate) type FeatureVector = features::FeatureVector<Columns>;

static WEIGHTS: [f32; FeatureVector::WIDTH] = FeatureVector::weights(&DATE_WEIGHTS, "any");

impl FeatureVector {
    /// Marks a relation to a source.
    pub(crate) fn relate(&mut self, relation: DateRelation, source: Source) {
        if let Some(column) = SOURCES.iter().position(|s| *s == source) {
            self.mark_cell(relation as usize, column);
        }
    }

    /// Returns how many machine-readable sources give the day as the date of publication.
    pub(crate) fn agreement(&self) -> usize {
        self.marked_in_row(DateRelation::First as usize)
    }

    /// Returns the log odds against the other days of the page, up to a constant.
    pub(crate) fn score(&self) -> f32 {
        self.weighted(&WEIGHTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_belongs_to_a_feature() {
        let table = include_str!("../../model/date-weights.txt");
        features::check_weights::<Columns>(table, &["any"]);
    }
}
