//! What speaks for and against a candidate, as named numbers whose weights stand in `model/headline-weights.txt`.
//!
//! The weights are those of a conditional logit over the candidates of a page, learned by `train/headline.py`.

use std::sync::LazyLock;

use crate::{lexicon, metadata::Source};

/// How a candidate relates to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// It is the source's first claim.
    Equal,
    /// It is a later claim of the source.
    Later,
    /// It is the claim without the site's name ahead of it, behind it, or at both ends.
    SiteBefore,
    SiteAfter,
    SiteBoth,
    /// It is the claim without other segments.
    LooseBefore,
    LooseAfter,
    LooseBoth,
    /// Whole words of the source's first claim that it begins or ends with: a kicker, a headline behind one, what was cut short.
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

/// Numbers that are no relation to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Share (0 to 1) of its words that stand in the title or in Open Graph's.
    Overlap,
    /// Share (0 to 1) of its longer words that stand in the last part of the address.
    Slug,
    /// Number of sources whose first claim it is.
    Agreement,
    /// It is like a name of the site; it is one.
    LikeSite,
    IsSite,
    /// It is like the site's name, and the page's title has a headline beside that.
    SiteBesideHeadline,
    /// It was found only by cutting a title at a colon.
    AtColon,
    OneWord,
    TwoWords,
    ThreeWords,
    FourWords,
    FiveWords,
    SevenWords,
    TenWords,
    FifteenWords,
    Long,
    InTitle,
    InOpenGraph,
    /// It is the only `h1` of the page.
    OnlyH1,
    /// It is an `h1` that the title knows little of.
    StrangeH1,
    /// It is an `h1` of a page with many.
    ManyH1,
    /// An element of the page claims it.
    Shown,
    /// All such elements stand in what is not the story.
    Aside,
    /// One of them stands above the body; a few lines above it; some lines above it.
    Above,
    Near,
    About,
    /// None stands above, one by the body's first line; none does, so they stand in the body or behind it.
    AtBody,
    InBody,
    /// One of them stands in an element of that kind.
    InHeader,
    InMain,
    InArticle,
    InNav,
    InLink,
    InFooter,
    InAside,
    /// It is a line by the head of the body; one that no element claims; one of these in a heading.
    Line,
    OtherLine,
    HeadingLine,
}

const MEASURES: [&str; 38] = [
    "overlap",
    "slug",
    "agreement",
    "like site",
    "is site",
    "site beside headline",
    "at colon",
    "one word",
    "two words",
    "three words",
    "four words",
    "five or six words",
    "seven to nine words",
    "ten to fourteen words",
    "fifteen words and more",
    "long",
    "in title",
    "in open graph",
    "only h1",
    "strange h1",
    "many h1",
    "shown",
    "aside",
    "above",
    "near",
    "about",
    "at body",
    "in body",
    "in header",
    "in main",
    "in article",
    "in nav",
    "in link",
    "in footer",
    "in aside",
    "line",
    "other line",
    "heading line",
];

/// Number of features; on pages that say they are news stories a second set counts on top.
const FEATURES: usize = RELATIONS.len() * SOURCES.len() + MEASURES.len();

/// Features of one candidate.
#[derive(Clone, Debug)]
pub(crate) struct Evidence([f32; FEATURES]);

impl Default for Evidence {
    fn default() -> Self {
        Self([0.0; FEATURES])
    }
}

struct Weights {
    any: Vec<f32>,
    news: Vec<f32>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let names: Vec<String> = (0..FEATURES).map(name).collect();
    let of = |group| lexicon::weights(include_str!("../../model/headline-weights.txt"), group, &names);
    Weights { any: of("any"), news: of("news") }
});

/// The name of a feature in the table.
fn name(at: usize) -> String {
    match at.checked_sub(RELATIONS.len() * SOURCES.len()) {
        Some(measure) => MEASURES[measure].to_owned(),
        None => format!("{}: {}", SOURCES[at % SOURCES.len()].name(), RELATIONS[at / SOURCES.len()]),
    }
}

impl Evidence {
    pub(crate) fn relate(&mut self, relation: Relation, source: Source) {
        if let Some(s) = SOURCES.iter().position(|x| *x == source) {
            self.0[relation as usize * SOURCES.len() + s] = 1.0;
        }
    }

    pub(crate) fn has(&self, relation: Relation, source: Source) -> bool {
        SOURCES
            .iter()
            .position(|x| *x == source)
            .is_some_and(|s| self.0[relation as usize * SOURCES.len() + s] > 0.0)
    }

    pub(crate) fn set(&mut self, measure: Measure, value: f32) {
        self.0[RELATIONS.len() * SOURCES.len() + measure as usize] = value;
    }

    /// Whether a measure was set.
    pub(crate) fn is(&self, measure: Measure) -> bool {
        self.0[RELATIONS.len() * SOURCES.len() + measure as usize] > 0.0
    }

    /// How many sources have it as their first claim.
    pub(crate) fn agreement(&self) -> usize {
        self.0[..SOURCES.len()].iter().filter(|v| **v > 0.0).count()
    }

    /// The weighted sum: the log odds against the other candidates of the page, up to a constant.
    pub(crate) fn score(&self, news: bool) -> f32 {
        let sum = |weights: &[f32]| -> f32 { self.0.iter().zip(weights).map(|(v, w)| v * w).sum() };
        sum(&WEIGHTS.any) + if news { sum(&WEIGHTS.news) } else { 0.0 }
    }

    /// Its features by name, those that are zero left out.
    #[cfg(feature = "lab")]
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        (0..FEATURES).filter(|&i| self.0[i] != 0.0).map(|i| (name(i), self.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_of_a_feature() {
        let names: Vec<String> = (0..FEATURES).map(name).collect();
        for (group, entries) in lexicon::groups(include_str!("../../model/headline-weights.txt")) {
            assert!(matches!(group, "any" | "news" | "calibration"), "{group}");
            for entry in entries {
                let fields: Vec<_> = lexicon::fields(entry).collect();
                assert!(group == "calibration" || names.iter().any(|n| n == fields[0]), "{entry}");
                assert!(fields[1].parse::<f32>().is_ok_and(f32::is_finite), "{entry}");
            }
        }
    }
}
