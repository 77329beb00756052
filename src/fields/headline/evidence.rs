//! Features of a candidate for the headline, and the learned weights of them.
//!
//! The weights are those of a conditional logit over the candidates of a page, learned by `train/headline.py`. They are
//! in `model/headline-weights.txt`.

use crate::{
    fields::features::{self, Schema, features},
    metadata::Source,
    model::weights::HEADLINE_WEIGHTS,
};

/// How a candidate relates to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TitleRelation {
    /// It is the source's first claim.
    Equal,
    /// It is a later claim of the source.
    Later,
    /// It is the claim without the site's name before it, after it, or on both sides.
    SiteBefore,
    SiteAfter,
    SiteBoth,
    /// It is the claim without other segments.
    LooseBefore,
    LooseAfter,
    LooseBoth,
    /// It is the beginning or the end of the source's first claim, in whole words: a kicker, the headline after it, a
    /// shortened title.
    Begins,
    Ends,
    /// It begins or ends with the source's first claim, and has more.
    GoesOn,
    Leads,
}

const RELATIONS: [&str; 12] = [
    "equal",
    "later",
    "without site before",
    "without site after",
    "without site around",
    "without segment before",
    "without segment after",
    "without segments around",
    "begins it",
    "ends it",
    "goes on after it",
    "leads up to it",
];

const SOURCES: [Source; 9] = [
    Source::JsonLd,
    Source::JsonLdOther,
    Source::OpenGraph,
    Source::Twitter,
    Source::Meta,
    Source::Microdata,
    Source::Title,
    Source::H1,
    Source::Element,
];

features! {
    /// A feature that is not a relation to a claim.
    Feature {
        /// Share (0 to 1) of its words that are in the title or in Open Graph's.
        Overlap "overlap"
        /// Share (0 to 1) of its longer words that are in the last part of the address.
        Slug "slug"
        /// Number of sources whose first claim it is.
        Agreement "agreement"
        /// It is like a name of the site; it is one.
        LikeSite "like site"
        IsSite "is site"
        /// It is like the site's name, and the page's title has a headline beside that.
        SiteBesideHeadline "site beside headline"
        /// It was found only by cutting a title at a colon.
        AtColon "at colon"
        OneWord "one word"
        TwoWords "two words"
        ThreeWords "three words"
        FourWords "four words"
        FiveWords "five or six words"
        SevenWords "seven to nine words"
        TenWords "ten to fourteen words"
        FifteenWords "fifteen words and more"
        Long "long"
        InTitle "in title"
        InOpenGraph "in open graph"
        /// It is the only `h1` of the page.
        OnlyH1 "only h1"
        /// An `h1` that shares few words with the title.
        StrangeH1 "strange h1"
        /// It is an `h1` of a page with many.
        ManyH1 "many h1"
        /// Its elements are parts of an `h1`.
        PartOfH1 "part of h1"
        /// An element of the page claims it.
        Shown "shown"
        /// All such elements are outside the story.
        Aside "aside"
        /// One of them is above the body; a few lines above it; some lines above it.
        Above "above"
        Near "near"
        About "about"
        /// None is above, but one is next to the body's first line; none is, so they are in the body or after it.
        AtBody "at body"
        InBody "in body"
        /// One of them is inside an element of that kind.
        InHeader "in header"
        InMain "in main"
        InArticle "in article"
        InNav "in nav"
        InLink "in link"
        InFooter "in footer"
        InAside "in aside"
        /// It is a line by the head of the body; one that no element claims; one of these in a heading.
        Line "line"
        OtherLine "other line"
        HeadingLine "heading line"
        /// Most sources that agree on a candidate it is a part of; more than on itself.
        WholeAgreement "sources of the whole"
        WholeAgreesMore "whole has more sources"
        /// Such a candidate is the first `h1`; and three sources agree on that.
        WholeIsH1 "whole is h1"
        WholeIsAgreedH1 "whole is h1 of three sources"
        /// Share (0 to 1) of its length in such a candidate; less than half of all of them.
        ShareOfWhole "share of the whole"
        ShortPart "short part"
        /// The same for candidates that are parts of it.
        PartAgreement "sources of a part"
        PartAgreesMore "part has more sources"
        PartIsH1 "part is h1"
        /// Sources whose first claim it is, in steps; no candidate has more; no other has as many.
        AgreementOne "one source"
        AgreementTwo "two sources"
        AgreementThree "three sources"
        AgreementFour "four sources"
        MostAgreement "most sources"
        MostAgreementAlone "most sources alone"
        /// Share (0 to 1) of words in common with the most similar first claim of a source, and with the first `h1`.
        NearAnother "near another"
        LikeH1 "like h1"
        /// Share (0 to 1) of the `h1`'s words that it has; of its words that are in the `h1`.
        CoversH1 "covers h1"
        InsideH1 "inside h1"
        /// The address has more of its words than of the others'; it has all of them.
        BestSlug "best slug"
        WholeSlug "whole slug"
    }
}

/// The features of a candidate.
#[derive(Debug)]
pub(crate) enum Columns {}

impl Schema for Columns {
    type Feature = Feature;
    const ROWS: &'static [&'static str] = &RELATIONS;
    const COLUMNS: &'static [&'static str] = &Source::names(SOURCES);

    const ROW_FIRST: bool = false;
}

/// The features of one candidate.
pub(crate) type FeatureVector = features::FeatureVector<Columns>;

/// Weights on all pages, and additional ones on pages that say that they are news stories.
struct TitleWeights {
    any: [f32; FeatureVector::WIDTH],
    news: [f32; FeatureVector::WIDTH],
}

static WEIGHTS: TitleWeights = TitleWeights {
    any: FeatureVector::weights(&HEADLINE_WEIGHTS, "any"),
    news: FeatureVector::weights(&HEADLINE_WEIGHTS, "news"),
};

impl FeatureVector {
    /// Marks a relation to a source.
    pub(crate) fn relate(&mut self, relation: TitleRelation, source: Source) {
        if let Some(column) = SOURCES.iter().position(|s| *s == source) {
            self.mark_cell(relation as usize, column);
        }
    }

    /// Returns whether a relation to a source is marked.
    pub(crate) fn relates(&self, relation: TitleRelation, source: Source) -> bool {
        SOURCES
            .iter()
            .position(|s| *s == source)
            .is_some_and(|column| self.has_cell(relation as usize, column))
    }

    /// Returns how many sources have it as their first claim.
    pub(crate) fn agreement(&self) -> usize {
        self.marked_in_row(TitleRelation::Equal as usize)
    }

    /// Returns the log odds against the other candidates of the page, up to a constant.
    pub(crate) fn score(&self, news: bool) -> f32 {
        self.weighted(&WEIGHTS.any) + if news { self.weighted(&WEIGHTS.news) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_belongs_to_a_feature() {
        let table = include_str!("../../model/headline-weights.txt");
        features::check_weights::<Columns>(table, &["any", "news"]);
    }
}
