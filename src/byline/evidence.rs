//! What speaks for and against a byline of a page, as named numbers whose weights stand in `rules/byline-weights.txt`.
//!
//! The weights are those of a conditional logit over the bylines of a page, learned by `train/authors.py`; a page
//! may also name nobody, which weighs nothing.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::rules;

/// Where a byline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
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
pub(super) enum Place {
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

pub(super) const PLACES: [&str; 9] =
    ["nowhere", "above", "head", "top", "inside", "end", "after", "far", "elsewhere"];

/// Numbers that are no source in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
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
}

const MEASURES: [&str; 22] = [
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
];

const CROSSED: usize = KINDS.len() * PLACES.len();
const FEATURES: usize = CROSSED + MEASURES.len();

/// Features of one byline.
#[derive(Clone, Debug)]
pub(super) struct Evidence([f32; FEATURES]);

impl Default for Evidence {
    fn default() -> Self {
        Self([0.0; FEATURES])
    }
}

struct Weights {
    any: [f32; FEATURES],
    forum: [f32; FEATURES],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut weights = Weights { any: [0.0; FEATURES], forum: [0.0; FEATURES] };
    let index: FxHashMap<String, usize> = (0..FEATURES).map(|i| (name(i), i)).collect();
    for (group, entry) in rules::entries(include_str!("../rules/byline-weights.txt")) {
        let mut fields = rules::fields(entry);
        let at = fields.next().and_then(|f| index.get(f));
        let weight = fields.next().and_then(|w| w.parse().ok());
        if let (Some(&at), Some(weight)) = (at, weight) {
            let set = if group == "forum" { &mut weights.forum } else { &mut weights.any };
            set[at] = weight;
        }
    }
    weights
});

/// The name of a feature in the table.
fn name(at: usize) -> String {
    match at.checked_sub(CROSSED) {
        Some(measure) => MEASURES[measure].to_owned(),
        None => format!("{}: {}", KINDS[at / PLACES.len()], PLACES[at % PLACES.len()]),
    }
}

impl Evidence {
    pub(super) fn stands(&mut self, kind: Kind, place: Place) {
        self.0[kind as usize * PLACES.len() + place as usize] = 1.0;
    }

    pub(super) fn set(&mut self, measure: Measure, value: f32) {
        self.0[CROSSED + measure as usize] = value;
    }

    /// Kinds of sources that have it.
    pub(super) fn kinds(&self) -> usize {
        self.0[..CROSSED].chunks(PLACES.len()).filter(|places| places.iter().any(|v| *v > 0.0)).count()
    }

    /// The weighted sum: the log odds against a page that names nobody.
    pub(super) fn score(&self, forum: bool) -> f32 {
        let sum = |weights: &[f32; FEATURES]| -> f32 { self.0.iter().zip(weights).map(|(v, w)| v * w).sum() };
        sum(&WEIGHTS.any) + if forum { sum(&WEIGHTS.forum) } else { 0.0 }
    }

    /// Its features by name, those that are zero left out.
    #[cfg(test)]
    pub(super) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        (0..FEATURES).filter(|&i| self.0[i] != 0.0).map(|i| (name(i), self.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_of_a_feature() {
        let names: Vec<String> = (0..FEATURES).map(name).collect();
        for (group, entries) in rules::groups(include_str!("../rules/byline-weights.txt")) {
            assert!(matches!(group, "any" | "forum"), "{group}");
            for entry in entries {
                let fields: Vec<_> = rules::fields(entry).collect();
                assert!(names.iter().any(|n| n == fields[0]), "{entry}");
                assert!(fields[1].parse::<f32>().is_ok_and(f32::is_finite), "{entry}");
            }
        }
    }
}
