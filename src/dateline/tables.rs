//! Loads the tables of the dateline parser.

use std::sync::LazyLock;

pub(crate) use crate::lexicon::fold::place as fold;
use crate::{
    lexicon,
    lexicon::{
        index::Group,
        indexed::{OPENINGS, PLACES},
    },
};

/// The kind of a name in the table of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    City,
    Country,
    Region,
}

pub(crate) struct DatelineTables {
    pub(crate) particles: Group,
    /// Words that occur in many place names of two words: "new", "springs".
    pub(crate) parts: Group,
    /// Last parts of hyphenated places: "nord".
    pub(crate) directions: Group,
    /// Words that never occur in place names.
    pub(crate) not_inside: Group,
    /// What follows a common place name in brackets: the river it lies at, in lower case.
    pub(crate) additions: Group,
    pub(crate) stops: Group,
    pub(crate) newsroom: Group,
    pub(crate) weekdays: Group,
    pub(crate) date_articles: Vec<&'static str>,
    pub(crate) date_joints: Vec<&'static str>,
    pub(crate) date_ordinals: Vec<&'static str>,
    pub(crate) year_signs: Vec<&'static str>,
    pub(crate) speakers: Vec<&'static str>,
    pub(crate) edition_marks: Vec<&'static str>,
    pub(crate) filed_marks: Vec<&'static str>,
    pub(crate) own_paper: Vec<&'static str>,
    pub(crate) reported_marks: Vec<&'static str>,
    /// Words in the position of the place in Taiwanese newspapers that are not places: "overall", "abroad".
    pub(crate) not_east_asian: Group,
    /// Prepositions before the river, lake or country of a place.
    pub(crate) river_words: Group,
    /// Phrases for "from our correspondent", in lower case, longest first.
    pub(crate) correspondents: Vec<&'static str>,
    /// Words for "in" between a correspondent and a place.
    pub(crate) at_words: Group,
    pub(crate) by_words: Group,
    pub(crate) via_words: Group,
    /// Endings of the names of Chinese outlets.
    pub(crate) east_asian_outlets: Vec<&'static str>,
    /// Last words of outlet names.
    pub(crate) outlet_words: Group,
    /// First words that make such a name a topic instead.
    pub(crate) not_outlet: Group,
    /// Languages with a dotted and a dotless i.
    pub(crate) dotless_i: Group,
}

pub(crate) static TABLES: LazyLock<DatelineTables> = LazyLock::new(|| DatelineTables {
    particles: const { Group::of(&OPENINGS, "particle") },
    parts: const { Group::of(&OPENINGS, "place-part") },
    directions: const { Group::of(&OPENINGS, "place-direction") },
    not_inside: const { Group::of(&OPENINGS, "not-in-place") },
    additions: const { Group::of(&OPENINGS, "place-addition") },
    stops: const { Group::of(&OPENINGS, "stop") },
    newsroom: const { Group::of(&OPENINGS, "newsroom") },
    weekdays: const { Group::of(&OPENINGS, "weekday") },
    date_articles: const { Group::of(&OPENINGS, "date-article") }.lines().collect(),
    date_joints: const { Group::of(&OPENINGS, "date-joint") }.lines().collect(),
    date_ordinals: const { Group::of(&OPENINGS, "date-ordinal") }.lines().collect(),
    year_signs: const { Group::of(&OPENINGS, "year-sign") }.lines().collect(),
    speakers: const { Group::of(&OPENINGS, "speaker-east-asian") }.lines().collect(),
    edition_marks: const { Group::of(&OPENINGS, "edition-mark") }.lines().collect(),
    filed_marks: const { Group::of(&OPENINGS, "filed-mark") }.lines().collect(),
    own_paper: const { Group::of(&OPENINGS, "own-paper") }.lines().collect(),
    reported_marks: const { Group::of(&OPENINGS, "reported-mark") }.lines().collect(),
    not_east_asian: const { Group::of(&OPENINGS, "no-place-east-asian") },
    river_words: const { Group::of(&OPENINGS, "river-word") },
    correspondents: const { Group::of(&OPENINGS, "correspondent") }.lines().collect(),
    at_words: const { Group::of(&OPENINGS, "at-word") },
    by_words: const { Group::of(&OPENINGS, "by-word") },
    via_words: const { Group::of(&OPENINGS, "via-word") },
    east_asian_outlets: const { Group::of(&OPENINGS, "outlet-ending-east-asian") }.lines().collect(),
    outlet_words: const { Group::of(&OPENINGS, "outlet-word") },
    not_outlet: const { Group::of(&OPENINGS, "not-outlet") },
    dotless_i: const { Group::of(&OPENINGS, "dotless-i") },
});

/// Returns the folded endings of a language's places; with `capitals`, also those of places in capitals.
pub(crate) fn endings(language: &str, capitals: bool) -> impl Iterator<Item = &'static str> + use<> {
    let shouted = capitals.then(|| OPENINGS.of_language("capitals-ending", language));
    OPENINGS.of_language("ending", language).chain(shouted.into_iter().flatten())
}

/// Returns the endings of a language's common nouns.
pub(crate) fn noun_endings(language: &str) -> impl Iterator<Item = &'static str> + use<> {
    OPENINGS.of_language("not-place", language)
}

/// Returns whether a word announces a kind of text or a topic in that language.
pub(crate) fn is_label(word: &str, language: &str) -> bool {
    OPENINGS.has("label", language, word)
}

/// Returns the day of the month that is written as a word.
pub(crate) fn day_word(word: &str) -> Option<u8> {
    lexicon::fields(const { Group::of(&OPENINGS, "day-word") }.get(word)?).nth(1)?.parse().ok()
}

/// Returns the minimum evidence for a place before a full stop in that language.
pub(crate) fn stop_habit(language: &str) -> &'static str {
    let line = const { Group::of(&OPENINGS, "stop-habit") }.get(language);
    line.and_then(|line| lexicon::fields(line).nth(1)).unwrap_or_default()
}

/// Returns the entries of the table of places for a name, each with the name of its group.
fn named(name: &str) -> impl DoubleEndedIterator<Item = (&'static str, &'static str)> + Clone + use<> {
    let entries = PLACES.get(&fold(name)).iter();
    entries.map(|entry| (PLACES.group(entry), PLACES.line(entry)))
}

/// Returns the kind of a name. Cities take precedence over regions and countries of the same name.
pub(crate) fn sort(name: &str) -> Option<Sort> {
    let sorts = named(name).filter_map(|(group, _)| match group {
        "city" => Some(Sort::City),
        "country" => Some(Sort::Country),
        "alone" => None,
        _ => Some(Sort::Region),
    });
    let mut sorts = sorts.peekable();
    let first = sorts.peek().copied();
    sorts.find(|&sort| sort == Sort::City).or(first)
}

/// Returns how the table spells a name.
pub(crate) fn spelled(name: &str) -> Option<&'static str> {
    let spelled = |(group, entry): (&str, &'static str)| match group {
        "us-state" => spellings(entry).find(|spelling| fold(spelling) == fold(name)),
        _ => Some(entry),
    };
    let mut entries = named(name).filter(|(group, _)| *group != "alone");
    let city = entries.clone().rfind(|(group, _)| *group == "city");
    city.or_else(|| entries.next()).and_then(spelled)
}

/// Returns all spellings of a state.
fn spellings(entry: &'static str) -> impl Iterator<Item = &'static str> {
    lexicon::fields(entry).flat_map(|f| f.split(',')).map(str::trim)
}

/// Returns whether a name is a region or country.
pub(crate) fn is_region(name: &str) -> bool {
    named(name).any(|(group, _)| !matches!(group, "city" | "alone"))
}

/// Returns AP's abbreviation of a state, from any spelling.
pub(crate) fn state(name: &str) -> Option<&'static str> {
    let entry = named(name).rfind(|(group, _)| *group == "us-state");
    entry.and_then(|(_, entry)| lexicon::fields(entry).next())
}

/// Returns the region of a city that AP prints without one.
pub(crate) fn own_region(city: &str) -> Option<&'static str> {
    let entry = named(city).rfind(|(group, _)| *group == "alone");
    entry.map(|(_, entry)| lexicon::fields(entry).nth(1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_folded() {
        let all: Vec<&str> = ["de", "en"].iter().flat_map(|language| endings(language, true)).collect();
        assert!(all.len() > 20, "{all:?}");
        for ending in all {
            assert_eq!(ending, fold(ending));
        }
    }
}
