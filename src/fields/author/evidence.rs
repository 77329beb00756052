//! Features of a candidate for the byline of a page, and the forest that ranks them.
//!
//! `author.forest` is learned by `train/authors.py`: trees that rank the bylines of a page and "no author"
//! (LambdaMART: Burges, From RankNet to LambdaRank to LambdaMART, 2010).

use super::page_facts::PageFacts;
use crate::{
    fields::features::{self, Schema, features},
    model::learned::AUTHOR as FOREST,
};

/// Where a byline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BylineKind {
    JsonLd,
    JsonLdOther,
    OpenGraph,
    Twitter,
    Meta,
    /// A part of the page's title or its site's name.
    Title,
    Microdata,
    RelAuthor,
    Element,
    /// A line that opens with a lead word.
    Lead,
    /// A line after a lead word.
    Label,
    /// A link to an author's page.
    Link,
    /// The name of an account.
    User,
    /// A line in an element whose class says so.
    Class,
    /// A bare name.
    Name,
    /// A line of a name's shape whose given name is not known, or an agency's.
    Shape,
}

const KINDS: [&str; 16] = [
    "json-ld",
    "json-ld other",
    "open graph",
    "twitter",
    "meta",
    "title",
    "microdata",
    "rel",
    "element",
    "lead",
    "label",
    "link",
    "user",
    "class",
    "name",
    "shape",
];

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BylinePlace {
    /// In no visible line.
    Nowhere,
    /// Before the headline.
    Above,
    /// Between headline and body.
    Head,
    /// In the first lines of the body.
    Top,
    /// Further down in it.
    Inside,
    /// In its last lines.
    End,
    /// Right after it.
    After,
    /// Further after it.
    Far,
    /// Somewhere else.
    Elsewhere,
}

pub(crate) const PLACES: [&str; 9] =
    ["nowhere", "above", "head", "top", "inside", "end", "after", "far", "elsewhere"];

features! {
    /// A feature that is not a source in a place.
    Feature {
        /// One, for every byline.
        Any "any"
        /// All its places are in comments, teasers or navigation.
        Aside "aside"
        /// It is the first of its kind in the page.
        First "first"
        /// Kinds of sources that have it, beyond the first.
        Agreement "agreement"
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
        /// It is a name of the site.
        Site "site"
        /// Its first name is in the title; in a description of the author after the body.
        InTitle "in title"
        Biography "biography"
        /// Its first name is in the headline.
        InHeadline "in headline"
        /// The page is not a story and not a forum.
        OtherPage "other page"
        /// The address of the page has the name's words.
        InAddress "in address"
        /// The page says that it is a person; an organization.
        SaidPerson "said person"
        SaidOrganization "said organization"
        /// It consists of several neighboring elements.
        Run "run"
        /// It has a job title.
        Role "role"
        /// It names people who only checked the story.
        Checkers "checkers"
        /// Words of its first name; bytes of its string beside the names.
        Words "words"
        Beside "beside"
        /// Bylines of the page; its place among them, from one.
        Candidates "candidates"
        Rank "rank"
        /// The page's JSON-LD has an author.
        PageJsonLd "page json-ld"
        /// The type of the page.
        Forum "forum"
        PageArticle "page: article"
        PageService "page: service"
        PageProduct "page: product"
        PageCollection "page: collection"
        PageListing "page: listing"
        PageDocumentation "page: documentation"
        /// The page says that it is a story: in Open Graph; in an item of JSON-LD or microdata.
        PageSaysArticle "page: says article"
        PageArticleItem "page: article item"
        /// Its JSON-LD has a date; the probability (0 to 1) of its date; readers see that.
        PageItemDate "page: item date"
        PageDate "page: date"
        PageShowsDate "page: shows date"
        /// Parts of the path of its address; words of the last one.
        PageDepth "page: depth"
        PageSlugWords "page: slug words"
        /// Share of the words of its first name that are frequent words of the language.
        Common "common"
        /// Its first name has no capital letter though the script has them.
        Small "small"
        /// The page's host has its name, or the reverse.
        InHost "in host"
        /// It is in a list, a heading, a table; in all its visible places.
        Listed "listed"
        /// Share (0 to 1) of its line's words that are not fields.
        Unknown "unknown"
        /// A line with it also has a date.
        Dated "dated"
        /// Lines between the headline and its first visible place.
        Distance "distance"
        /// It is the whole name of the site.
        SiteWhole "site whole"
        /// Another byline names a person between headline and body.
        OtherNear "other near"
        /// It names editors only.
        Editors "editors"
        /// All its lines are credits.
        Credit "credit"
        /// It is between headline and body, or in the body's first lines.
        Near "near"
        /// Kinds of metadata that name it as a person.
        InMetadata "in metadata"
        /// Of the other bylines: one is in a labeled line near the headline; the most kinds of metadata, the most kinds of
        /// sources and the fewest lines from the headline.
        OtherLabeled "other labeled"
        OtherInMetadata "other in metadata"
        OtherKinds "other kinds"
        OtherDistance "other distance"
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

/// The columns of the forest among ours.
static COLUMNS: [u32; FOREST.width()] = {
    let mut columns = [0; FOREST.width()];
    let (mut at, mut start) = (0, 0);
    while at < columns.len() {
        let (name, next) = FOREST.feature_at(start);
        columns[at] = match FeatureVector::position(name) {
            Some(column) => column as u32,
            None => panic!("the model has a feature that is not measured"),
        };
        (at, start) = (at + 1, next);
    }
    columns
};

impl FeatureVector {
    /// Marks a source in a place.
    pub(crate) fn mark_source(&mut self, kind: BylineKind, place: BylinePlace) {
        self.mark_cell(kind as usize, place as usize);
    }

    /// Returns whether a source names the byline in a place.
    pub(super) fn has_source(&self, kind: BylineKind, place: BylinePlace) -> bool {
        self.has_cell(kind as usize, place as usize)
    }

    /// Returns whether a kind of source names the byline.
    pub(crate) fn has_kind(&self, kind: BylineKind) -> bool {
        self.marked_in_row(kind as usize) > 0
    }

    /// Returns how many kinds of sources name the byline.
    pub(crate) fn kinds(&self) -> usize {
        (0..KINDS.len()).filter(|&kind| self.marked_in_row(kind) > 0).count()
    }

    /// Returns whether a source names the byline between headline and body, or in the body's first lines.
    pub(crate) fn is_near_headline(&self) -> bool {
        let places = [BylinePlace::Head as usize, BylinePlace::Top as usize];
        (0..KINDS.len()).any(|kind| places.iter().any(|&place| self.has_cell(kind, place)))
    }

    /// Returns the features of "no author".
    pub(crate) fn of_nobody(facts: &PageFacts) -> Self {
        let mut features = Self::default();
        facts.mark(&mut features);
        features
    }

    /// Returns the score of the forest: the choice with the highest score is the best.
    pub(crate) fn score(&self) -> f32 {
        let mut bins = Vec::with_capacity(COLUMNS.len());
        FOREST.answer(COLUMNS.iter().map(|&column| self.column(column as usize)), &mut bins);
        FOREST.model("author").expect("the model is checked by the tests").score_one(&bins)
    }
}

/// How far the best candidate's score is above the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Margin {
    /// Margin over "no author".
    pub(crate) over_nobody: f32,
    /// Margin over the best of the other choices, including "no author".
    pub(crate) over_second: f32,
}

impl Margin {
    /// Returns the probability that the best candidate is right, from 0 to 1.
    pub(crate) fn probability(self) -> f32 {
        /// A logistic regression on cross-validated choices; `train/authors.py` prints its weights.
        const INTERCEPT: f32 = 0.241;
        const OVER_NOBODY: f32 = -0.023;
        const OVER_SECOND: f32 = 0.195;
        let z = INTERCEPT + OVER_NOBODY * self.over_nobody + OVER_SECOND * self.over_second;
        1.0 / (1.0 + (-z).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PageType, fields::date::Dates, metadata::PageMeta};

    #[test]
    fn the_model_knows_our_features() {
        assert!(FOREST.model("author").is_some());
        assert_eq!(COLUMNS.len(), FOREST.features().count());
    }

    #[test]
    fn an_author_whom_all_sources_name_is_chosen() {
        let story = PageMeta { og_type: Some("article".into()), ..PageMeta::default() };
        let facts = PageFacts::new(PageType::Article, &story, &Dates::default());
        let mut features = FeatureVector::of_nobody(&facts);
        for (kind, place) in [
            (BylineKind::JsonLd, BylinePlace::Nowhere),
            (BylineKind::Lead, BylinePlace::Head),
            (BylineKind::Class, BylinePlace::Head),
        ] {
            features.mark_source(kind, place);
        }
        for measure in
            [Feature::Any, Feature::First, Feature::Given, Feature::SaidPerson, Feature::PageJsonLd]
        {
            features.set(measure, 1.0);
        }
        features.set(Feature::Agreement, 2.0);
        features.set(Feature::Candidates, 1.0);
        features.set(Feature::Words, 2.0);
        assert!(features.score() > FeatureVector::of_nobody(&facts).score());
    }
}
