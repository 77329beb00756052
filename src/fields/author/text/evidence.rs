//! Features of a candidate for the byline of a plain text, and the learned weights of them.
//!
//! The weights are those of a conditional logit over the bylines of a page, learned by `train/text_authors.py`. They are
//! in `model/byline-text-weights.txt`. "No author" has weight 0.

use crate::{
    fields::{
        author::evidence::{BylinePlace, PLACES},
        features::{self, Schema, features},
    },
    model::weights::BYLINE_TEXT_WEIGHTS,
};

/// How a line names an author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BylineLineKind {
    /// It opens with a lead word.
    Lead,
    /// The line before is a lead word, or a job that the tables know follows the name.
    Label,
    /// A part of it opens with a lead word.
    Part,
    /// A name beside a date, whose given name is known; is not.
    Dated,
    DatedShape,
    /// A bare name whose given name is known; followed by a job or a degree; followed by anything else.
    Name,
    NameRole,
    NameMore,
    /// A line of a name's shape whose given name is not known.
    Shape,
    /// One word by a date.
    Word,
    /// A newsroom.
    Desk,
}

const KINDS: [&str; 11] = [
    "lead",
    "label",
    "part",
    "dated",
    "dated shape",
    "name",
    "name role",
    "name more",
    "shape",
    "word",
    "desk",
];

features! {
    /// A feature that is not a kind of line in a place. All are 0 or 1.
    Feature {
        /// For every byline.
        Any "any"
        /// It is the first of its kind in the page.
        First "first"
        /// Several kinds of lines have it; several lines.
        Agreement "agreement"
        Repeated "repeated"
        /// Another byline of the page has all its names and more; it has all of another's.
        Part "part of another"
        Whole "whole of another"
        /// It does not name a person.
        Organization "organization"
        /// Its first name is one word; begins with a known given name.
        OneWord "one word"
        Given "given"
        /// Two authors; more.
        Two "two"
        Many "many"
        /// Its first name is in the headline.
        InHeadline "in headline"
        /// A sentence about the body's end begins with its first name.
        Biography "biography"
        /// The page has a word of its first name in lower case; one after a given name.
        Common "common"
        CommonBehind "common behind"
        /// It has a job title.
        Role "role"
        /// One of its lines has a date; the next one has.
        DateHere "date here"
        DateBeside "date beside"
        /// Its line is among short ones; is an entry of a list; is repeated on the page.
        Menu "menu"
        Bullet "bullet"
        Again "again"
        /// Its line is directly below the headline; directly above the body.
        ByHeadline "by headline"
        OverBody "over body"
        /// Its line is a sentence; a line that is a name has function words; the name has no capital.
        Prose "prose"
        Stops "stops"
        Small "small"
    }
}

/// The features of a byline.
#[derive(Debug)]
pub(crate) enum Columns {}

impl Schema for Columns {
    type Feature = Feature;
    const ROWS: &'static [&'static str] = &KINDS;
    const COLUMNS: &'static [&'static str] = &PLACES;

    const ROW_FIRST: bool = true;
}

/// The features of one byline.
pub(crate) type FeatureVector = features::FeatureVector<Columns>;

static WEIGHTS: [f32; FeatureVector::WIDTH] = FeatureVector::weights(&BYLINE_TEXT_WEIGHTS, "any");

impl FeatureVector {
    /// Marks a kind of line in a place.
    pub(crate) fn mark_line(&mut self, kind: BylineLineKind, place: BylinePlace) {
        self.mark_cell(kind as usize, place as usize);
    }

    /// Sets a feature to 1 or 0.
    pub(crate) fn put(&mut self, feature: Feature, holds: bool) {
        self.set(feature, f32::from(u8::from(holds)));
    }

    /// Returns how many kinds of lines name the byline.
    pub(crate) fn kinds(&self) -> usize {
        (0..KINDS.len()).filter(|&kind| self.marked_in_row(kind) > 0).count()
    }

    /// Returns the log odds against "no author".
    pub(crate) fn score(&self) -> f32 {
        self.weighted(&WEIGHTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_belongs_to_a_feature() {
        let table = include_str!("../../../model/byline-text-weights.txt");
        features::check_weights::<Columns>(table, &["any"]);
    }
}
