//! What speaks for and against a byline of a page, as named numbers that a small forest weighs.
//!
//! `author.forest` is learned by `train/authors.py`: trees that put the bylines of a page, and naming nobody, in order
//! (LambdaMART: Burges, From RankNet to LambdaRank to LambdaMART, 2010).

use std::sync::LazyLock;

use crate::model::Forest;

/// Where a byline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
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
    /// A line behind a lead word.
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
pub(crate) enum Place {
    /// In no line that a reader sees.
    Nowhere,
    /// Ahead of the headline.
    Above,
    /// Between headline and body.
    Head,
    /// In the first lines of the body.
    Top,
    /// Further down in it.
    Inside,
    /// In its last lines.
    End,
    /// Right behind it.
    After,
    /// Further behind it.
    Far,
    /// Somewhere else.
    Elsewhere,
}

pub(crate) const PLACES: [&str; 9] =
    ["nowhere", "above", "head", "top", "inside", "end", "after", "far", "elsewhere"];

/// Numbers that are no source in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// One, for every byline.
    Any,
    /// All its appearances stand in comments, teasers, navigation.
    Aside,
    /// It is the first of its kind in the page.
    First,
    /// Kinds of sources that have it, beyond the first.
    Agreement,
    /// Another byline of the page has all its names and more; it has all of another's.
    Part,
    Whole,
    /// It names no person.
    Organization,
    /// Its first name is one word; begins with a known given name.
    OneWord,
    Given,
    /// Two authors; more.
    Two,
    Many,
    /// It is a name of the site.
    Site,
    /// Its first name stands in the title, in a description of the author behind the body.
    InTitle,
    Biography,
    /// Its first name stands in the headline.
    InHeadline,
    /// The page is neither a story nor a forum.
    OtherPage,
    /// The address of the page has the name's words.
    InAddress,
    /// The page says that it is a person; an organization.
    SaidPerson,
    SaidOrganization,
    /// It has been put together of several elements that stand together.
    Run,
    /// A job title stands with it.
    Role,
    /// Those whom it names checked the story.
    Checkers,
    /// Words of its first name; bytes of its string beside the names.
    Words,
    Beside,
    /// Bylines of the page; its place among them, from one.
    Candidates,
    Rank,
    /// The page's JSON-LD has an author.
    PageJsonLd,
    /// The page is a forum.
    Forum,
    /// Share of the words of its first name that are frequent words of the language.
    Common,
    /// Its first name has no capital letter though the script has them.
    Small,
    /// The page's host has its name, or the reverse.
    InHost,
    /// It is in a list, a heading, a table; in all its visible places.
    Listed,
    /// It stands before other words of its line: the share of the line's words that are not fields.
    Unknown,
    /// A line with it also has a date.
    Dated,
    /// Lines between the headline and its first visible place.
    Distance,
}

const MEASURES: [&str; 35] = [
    "any",
    "aside",
    "first",
    "agreement",
    "part of another",
    "whole of another",
    "organization",
    "one word",
    "given",
    "two",
    "many",
    "site",
    "in title",
    "biography",
    "in headline",
    "other page",
    "in address",
    "said person",
    "said organization",
    "run",
    "role",
    "checkers",
    "words",
    "beside",
    "candidates",
    "rank",
    "page json-ld",
    "forum",
    "common",
    "small",
    "in host",
    "listed",
    "unknown",
    "dated",
    "distance",
];

const CROSSED: usize = KINDS.len() * PLACES.len();
const FEATURES: usize = CROSSED + MEASURES.len();

/// Features of one byline.
#[derive(Clone, Debug)]
pub(crate) struct Evidence([f32; FEATURES]);

impl Default for Evidence {
    fn default() -> Self {
        Self([0.0; FEATURES])
    }
}

static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    Forest::parse(include_bytes!("../../model/author.forest")).expect("the model is checked by the tests")
});

/// The forest's features among ours.
static COLUMNS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let names = names(&KINDS, &MEASURES);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    FOREST.columns(&names).expect("the model is checked by the tests")
});

/// The names of features in a model or a table: of every kind in every place, then of the measures.
pub(crate) fn names(kinds: &[&str], measures: &[&str]) -> Vec<String> {
    let crossed = kinds.iter().flat_map(|kind| PLACES.iter().map(move |place| format!("{kind}: {place}")));
    crossed.chain(measures.iter().map(|&measure| measure.to_owned())).collect()
}

impl Evidence {
    pub(crate) fn stands(&mut self, kind: Kind, place: Place) {
        self.0[kind as usize * PLACES.len() + place as usize] = 1.0;
    }

    pub(crate) fn set(&mut self, measure: Measure, value: f32) {
        self.0[CROSSED + measure as usize] = value;
    }

    /// Returns a measure, 0 if it was not set.
    pub(crate) fn get(&self, measure: Measure) -> f32 {
        self.0[CROSSED + measure as usize]
    }

    /// Whether a measure was set to something else than 0.
    pub(crate) fn has_measure(&self, measure: Measure) -> bool {
        self.get(measure) != 0.0
    }

    /// Whether a kind of source has it.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.0[kind as usize * PLACES.len()..][..PLACES.len()].iter().any(|v| *v > 0.0)
    }

    /// Kinds of sources that have it.
    pub(crate) fn kinds(&self) -> usize {
        self.0[..CROSSED].chunks(PLACES.len()).filter(|places| places.iter().any(|v| *v > 0.0)).count()
    }

    /// What is known of a page that names nobody.
    pub(crate) fn of_nobody(forum: bool) -> Self {
        let mut evidence = Self::default();
        evidence.set(Measure::Forum, f32::from(u8::from(forum)));
        evidence
    }

    /// How good a choice it is: of the choices that a page has, the one with the highest score is the best.
    pub(crate) fn score(&self) -> f32 {
        let mut bins = Vec::with_capacity(COLUMNS.len());
        FOREST.bins(COLUMNS.iter().map(|&column| self.0[column as usize]), &mut bins);
        FOREST.model("author").expect("the model is checked by the tests").score_one(&bins)
    }

    /// Its features by name, those that are zero left out.
    #[cfg(feature = "lab")]
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        names(&KINDS, &MEASURES).into_iter().zip(self.0).filter(|(_, value)| *value != 0.0)
    }
}

/// How far the best candidate's score is above the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Margin {
    /// Above naming nobody.
    pub(crate) over_nobody: f32,
    /// Above the best of the rest, which may be nobody.
    pub(crate) over_second: f32,
}

impl Margin {
    /// Returns the probability that the best candidate is right, from 0 to 1.
    pub(crate) fn probability(self) -> f32 {
        /// A logistic regression on cross-validated choices; `train/authors.py` prints its weights.
        const INTERCEPT: f32 = -0.342;
        const OVER_NOBODY: f32 = 0.015;
        const OVER_SECOND: f32 = 0.266;
        let z = INTERCEPT + OVER_NOBODY * self.over_nobody + OVER_SECOND * self.over_second;
        1.0 / (1.0 + (-z).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_knows_our_features() {
        assert!(FOREST.model("author").is_some());
        assert_eq!(COLUMNS.len(), FOREST.features().len());
    }

    #[test]
    fn an_author_whom_all_sources_name_is_chosen() {
        let mut evidence = Evidence::of_nobody(false);
        for (kind, place) in
            [(Kind::JsonLd, Place::Nowhere), (Kind::Lead, Place::Head), (Kind::Class, Place::Head)]
        {
            evidence.stands(kind, place);
        }
        for measure in
            [Measure::Any, Measure::First, Measure::Given, Measure::SaidPerson, Measure::PageJsonLd]
        {
            evidence.set(measure, 1.0);
        }
        evidence.set(Measure::Agreement, 2.0);
        evidence.set(Measure::Candidates, 1.0);
        evidence.set(Measure::Words, 2.0);
        assert!(evidence.score() > Evidence::of_nobody(false).score());
    }
}
