//! What speaks for and against a byline of a plain-text page, as named numbers whose weights stand in
//! `model/byline-text-weights.txt`.
//!
//! The weights are those of a conditional logit over the bylines of a page, learned by `train/text_authors.py`; a
//! page may also name nobody, which weighs nothing.

use std::sync::LazyLock;

use crate::{
    fields::author::evidence::{PLACES, Place, names},
    lexicon,
};

/// What a line names somebody by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It opens with a lead word.
    Lead,
    /// The line before is a lead word.
    Label,
    /// A part of it opens with a lead word.
    Part,
    /// A name beside a date, whose given name is known; is not.
    Dated,
    DatedShape,
    /// A bare name whose given name is known; the same with a job or a degree behind it; with anything else.
    Name,
    NameRole,
    NameMore,
    /// A line of a name's shape whose given name is not known.
    Shape,
    /// One word by a date.
    Word,
}

const KINDS: [&str; 10] =
    ["lead", "label", "part", "dated", "dated shape", "name", "name role", "name more", "shape", "word"];

/// Yes or no, whatever the kind and the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// For every byline.
    Any,
    /// It is the first of its kind in the page.
    First,
    /// Several kinds of lines have it; several lines.
    Agreement,
    Repeated,
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
    /// Its first name stands in the headline.
    InHeadline,
    /// A sentence about the body's end begins with its first name.
    Biography,
    /// The page has a word of its first name in small letters; one behind a given name.
    Common,
    CommonBehind,
    /// A job title stands with it.
    Role,
    /// A date stands in a line of it; in the next one.
    DateHere,
    DateBeside,
    /// Its line stands among short ones; is an entry of a list; stands on the page again.
    Menu,
    Bullet,
    Again,
    /// Its line stands right below the headline; right over the body.
    ByHeadline,
    OverBody,
    /// Its line is a sentence; a line that is a name has function words; the name has no capital.
    Prose,
    Stops,
    Small,
}

const MEASURES: [&str; 26] = [
    "any",
    "first",
    "agreement",
    "repeated",
    "part of another",
    "whole of another",
    "organization",
    "one word",
    "given",
    "two",
    "many",
    "in headline",
    "biography",
    "common",
    "common behind",
    "role",
    "date here",
    "date beside",
    "menu",
    "bullet",
    "again",
    "by headline",
    "over body",
    "prose",
    "stops",
    "small",
];

const CROSSED: usize = KINDS.len() * PLACES.len();
const FEATURES: usize = CROSSED + MEASURES.len();

/// Features of one byline.
#[derive(Clone, Debug)]
pub(crate) struct Evidence([bool; FEATURES]);

impl Default for Evidence {
    fn default() -> Self {
        Self([false; FEATURES])
    }
}

static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    lexicon::weights(include_str!("../../../model/byline-text-weights.txt"), "any", &names(&KINDS, &MEASURES))
});

impl Evidence {
    pub(crate) fn stands(&mut self, kind: Kind, place: Place) {
        self.0[kind as usize * PLACES.len() + place as usize] = true;
    }

    pub(crate) fn set(&mut self, measure: Measure, holds: bool) {
        self.0[CROSSED + measure as usize] = holds;
    }

    /// Sets it where it holds for one of several lines.
    pub(crate) fn also(&mut self, measure: Measure, holds: bool) {
        self.0[CROSSED + measure as usize] |= holds;
    }

    /// Kinds of lines that have it.
    pub(crate) fn kinds(&self) -> usize {
        self.0[..CROSSED].chunks(PLACES.len()).filter(|places| places.contains(&true)).count()
    }

    /// The weighted sum: the log odds against a page that names nobody.
    pub(crate) fn score(&self) -> f32 {
        self.0.iter().zip(WEIGHTS.iter()).filter(|(holds, _)| **holds).map(|(_, w)| w).sum()
    }

    /// Its features by name, those that do not hold left out.
    #[cfg(feature = "lab")]
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, f32)> + '_ {
        let holding = names(&KINDS, &MEASURES).into_iter().zip(self.0).filter(|(_, holds)| *holds);
        holding.map(|(name, _)| (name, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_of_a_feature() {
        let names = names(&KINDS, &MEASURES);
        for (_, entry) in lexicon::entries(include_str!("../../../model/byline-text-weights.txt")) {
            let fields: Vec<_> = lexicon::fields(entry).collect();
            assert!(names.iter().any(|n| n == fields[0]), "{entry}");
            assert!(fields[1].parse::<f32>().is_ok_and(f32::is_finite), "{entry}");
        }
    }
}
