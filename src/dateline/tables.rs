//! Loads the tables of the dateline parser.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use crate::lexicon::fold::place as fold;
use crate::{lexicon, lexicon::indexed::PLACES};

/// The kind of a name in the table of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    City,
    Country,
    Region,
}

pub(crate) struct Tables {
    /// Languages and the endings of their places.
    pub(crate) endings: Vec<(&'static str, &'static str)>,
    /// Like `endings`, for places in capitals.
    pub(crate) capitals_endings: Vec<(&'static str, &'static str)>,
    /// Languages and the endings of their common nouns.
    pub(crate) not_place: Vec<(&'static str, &'static str)>,
    /// The words that announce a kind of text, by language.
    pub(crate) labels: FxHashMap<&'static str, FxHashSet<&'static str>>,
    pub(crate) particles: FxHashSet<&'static str>,
    /// Words that occur in many place names of two words: "new", "springs".
    pub(crate) parts: FxHashSet<&'static str>,
    /// Last parts of hyphenated places: "nord".
    pub(crate) directions: FxHashSet<&'static str>,
    /// Words that never occur in place names.
    pub(crate) not_inside: FxHashSet<&'static str>,
    /// What follows a common place name in brackets: the river it lies at, in lower case.
    pub(crate) additions: FxHashSet<&'static str>,
    pub(crate) stops: FxHashSet<&'static str>,
    pub(crate) newsroom: FxHashSet<&'static str>,
    pub(crate) weekdays: FxHashSet<&'static str>,
    pub(crate) date_articles: Vec<&'static str>,
    pub(crate) date_joints: Vec<&'static str>,
    pub(crate) date_ordinals: Vec<&'static str>,
    pub(crate) year_signs: Vec<&'static str>,
    /// Days of the month that are written as words.
    pub(crate) day_words: FxHashMap<&'static str, u8>,
    pub(crate) speakers: Vec<&'static str>,
    pub(crate) edition_marks: Vec<&'static str>,
    pub(crate) filed_marks: Vec<&'static str>,
    pub(crate) own_paper: Vec<&'static str>,
    pub(crate) reported_marks: Vec<&'static str>,
    /// Words in the position of the place in Taiwanese newspapers that are not places: "overall", "abroad".
    pub(crate) not_east_asian: FxHashSet<&'static str>,
    /// Prepositions before the river, lake or country of a place.
    pub(crate) river_words: FxHashSet<&'static str>,
    /// Phrases for "from our correspondent", in lower case, longest first.
    pub(crate) correspondents: Vec<&'static str>,
    /// Words for "in" between a correspondent and a place.
    pub(crate) at_words: FxHashSet<&'static str>,
    pub(crate) by_words: FxHashSet<&'static str>,
    pub(crate) via_words: FxHashSet<&'static str>,
    /// Last words of outlet names.
    pub(crate) outlet_words: FxHashSet<&'static str>,
    /// First words that make such a name a topic instead.
    pub(crate) not_outlet: FxHashSet<&'static str>,
    /// Per language, the minimum evidence for a place before a full stop.
    pub(crate) stop_habits: FxHashMap<&'static str, &'static str>,
    /// Languages with a dotted and a dotless i.
    pub(crate) dotless_i: FxHashSet<&'static str>,
}

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(load);

fn load() -> Tables {
    let mut t = Tables {
        endings: Vec::new(),
        capitals_endings: Vec::new(),
        not_place: Vec::new(),
        labels: FxHashMap::default(),
        particles: FxHashSet::default(),
        parts: FxHashSet::default(),
        directions: FxHashSet::default(),
        not_inside: FxHashSet::default(),
        additions: FxHashSet::default(),
        stops: FxHashSet::default(),
        newsroom: FxHashSet::default(),
        weekdays: FxHashSet::default(),
        date_articles: Vec::new(),
        date_joints: Vec::new(),
        date_ordinals: Vec::new(),
        year_signs: Vec::new(),
        day_words: FxHashMap::default(),
        speakers: Vec::new(),
        edition_marks: Vec::new(),
        filed_marks: Vec::new(),
        own_paper: Vec::new(),
        reported_marks: Vec::new(),
        not_east_asian: FxHashSet::default(),
        river_words: FxHashSet::default(),
        correspondents: Vec::new(),
        at_words: FxHashSet::default(),
        by_words: FxHashSet::default(),
        via_words: FxHashSet::default(),
        outlet_words: FxHashSet::default(),
        not_outlet: FxHashSet::default(),
        stop_habits: FxHashMap::default(),
        dotless_i: FxHashSet::default(),
    };
    for (group, entry) in lexicon::entries(include_str!("../lexicon/data/openings.txt")) {
        let (sort, language) = group.split_once(' ').unwrap_or((group, ""));
        match sort {
            "label" => drop(t.labels.entry(language).or_default().insert(entry)),
            "ending" => t.endings.push((language, entry)),
            "capitals-ending" => t.capitals_endings.push((language, entry)),
            "not-place" => t.not_place.push((language, entry)),
            "particle" => drop(t.particles.insert(entry)),
            "place-part" => drop(t.parts.insert(entry)),
            "place-direction" => drop(t.directions.insert(entry)),
            "not-in-place" => drop(t.not_inside.insert(entry)),
            "place-addition" => drop(t.additions.insert(entry)),
            "stop" => drop(t.stops.insert(entry)),
            "reported-mark" => t.reported_marks.push(entry),
            "no-place-east-asian" => drop(t.not_east_asian.insert(entry)),
            "newsroom" => drop(t.newsroom.insert(entry)),
            "weekday" => drop(t.weekdays.insert(entry)),
            "date-article" => t.date_articles.push(entry),
            "date-joint" => t.date_joints.push(entry),
            "date-ordinal" => t.date_ordinals.push(entry),
            "year-sign" => t.year_signs.push(entry),
            "day-word" => {
                let mut fields = lexicon::fields(entry);
                let word = fields.next().unwrap_or_default();
                t.day_words.extend(fields.next().and_then(|day| day.parse().ok()).map(|day| (word, day)));
            }
            "speaker-east-asian" => t.speakers.push(entry),
            "edition-mark" => t.edition_marks.push(entry),
            "filed-mark" => t.filed_marks.push(entry),
            "own-paper" => t.own_paper.push(entry),
            "river-word" => drop(t.river_words.insert(entry)),
            "correspondent" => t.correspondents.push(entry),
            "at-word" => drop(t.at_words.insert(entry)),
            "by-word" => drop(t.by_words.insert(entry)),
            "via-word" => drop(t.via_words.insert(entry)),
            "outlet-word" => drop(t.outlet_words.insert(entry)),
            "not-outlet" => drop(t.not_outlet.insert(entry)),
            "dotless-i" => drop(t.dotless_i.insert(entry)),
            "stop-habit" => {
                let mut fields = lexicon::fields(entry);
                let tag = fields.next().unwrap_or_default();
                t.stop_habits.insert(tag, fields.next().unwrap_or_default());
            }
            _ => {}
        }
    }
    // Longest first, so that the longest sign matches.
    for list in
        [&mut t.date_ordinals, &mut t.year_signs, &mut t.date_joints, &mut t.speakers, &mut t.correspondents]
    {
        list.sort_by_key(|s| std::cmp::Reverse(s.len()));
    }
    t
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
