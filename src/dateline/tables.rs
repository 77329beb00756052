//! The tables that the reader of datelines needs, made ready for look-up.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::rules;

/// What a name in the table of places is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    City,
    Country,
    Region,
}

pub(super) struct Tables {
    /// Folded name: what it is and how it is spelled. A city wins over a region or country of its name.
    pub(super) places: FxHashMap<String, (Sort, &'static str)>,
    /// Folded names of regions and countries.
    pub(super) regions: FxHashSet<String>,
    /// Every spelling of a state, folded, to AP's abbreviation.
    pub(super) states: FxHashMap<String, &'static str>,
    /// Cities that AP prints without a region, folded, with the region that is theirs.
    pub(super) alone: FxHashMap<String, &'static str>,
    /// Language, last letters of a place.
    pub(super) endings: Vec<(&'static str, &'static str)>,
    /// As `endings`, of places that stand in capitals.
    pub(super) capitals_endings: Vec<(&'static str, &'static str)>,
    /// Language, last letters of a common noun.
    pub(super) not_place: Vec<(&'static str, &'static str)>,
    /// Language to words that announce a kind of text.
    pub(super) labels: FxHashMap<&'static str, FxHashSet<&'static str>>,
    pub(super) particles: FxHashSet<&'static str>,
    /// Words that many places of two words have: "new", "springs".
    pub(super) parts: FxHashSet<&'static str>,
    /// Words that a place's name has by no means.
    pub(super) not_inside: FxHashSet<&'static str>,
    pub(super) stops: FxHashSet<&'static str>,
    pub(super) newsroom: FxHashSet<&'static str>,
    pub(super) weekdays: FxHashSet<&'static str>,
    pub(super) date_articles: Vec<&'static str>,
    pub(super) date_joints: Vec<&'static str>,
    pub(super) date_ordinals: Vec<&'static str>,
    pub(super) year_signs: Vec<&'static str>,
    pub(super) speakers: Vec<&'static str>,
    pub(super) edition_marks: Vec<&'static str>,
    pub(super) filed_marks: Vec<&'static str>,
    pub(super) own_paper: Vec<&'static str>,
    /// Small words before the river, lake or country that a place lies at.
    pub(super) river_words: FxHashSet<&'static str>,
    /// "From our correspondent", in lower case, the longest first.
    pub(super) correspondents: Vec<&'static str>,
    /// "In", between a correspondent and a place.
    pub(super) at_words: FxHashSet<&'static str>,
    pub(super) by_words: FxHashSet<&'static str>,
    pub(super) via_words: FxHashSet<&'static str>,
    /// Last words of names of outlets.
    pub(super) outlet_words: FxHashSet<&'static str>,
    /// First words that make such a name a topic.
    pub(super) not_outlet: FxHashSet<&'static str>,
    /// Languages to the least that a place alone before a full stop has to be.
    pub(super) stop_habits: FxHashMap<&'static str, &'static str>,
    /// Languages with a dotted and a dotless i.
    pub(super) dotless_i: FxHashSet<&'static str>,
}

pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(load);

fn load() -> Tables {
    let mut t = Tables {
        places: FxHashMap::default(),
        regions: FxHashSet::default(),
        states: FxHashMap::default(),
        alone: FxHashMap::default(),
        endings: Vec::new(),
        capitals_endings: Vec::new(),
        not_place: Vec::new(),
        labels: FxHashMap::default(),
        particles: FxHashSet::default(),
        parts: FxHashSet::default(),
        not_inside: FxHashSet::default(),
        stops: FxHashSet::default(),
        newsroom: FxHashSet::default(),
        weekdays: FxHashSet::default(),
        date_articles: Vec::new(),
        date_joints: Vec::new(),
        date_ordinals: Vec::new(),
        year_signs: Vec::new(),
        speakers: Vec::new(),
        edition_marks: Vec::new(),
        filed_marks: Vec::new(),
        own_paper: Vec::new(),
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
    for (group, entry) in rules::entries(include_str!("../rules/places.txt")) {
        let (sort, language) = group.split_once(' ').unwrap_or((group, ""));
        match sort {
            "ending" => t.endings.push((language, entry)),
            "capitals-ending" => t.capitals_endings.push((language, entry)),
            "alone" => {
                let mut fields = rules::fields(entry);
                let city = fields.next().unwrap_or_default();
                t.alone.insert(fold(city), fields.next().unwrap_or_default());
            }
            "us-state" => {
                let abbreviation = rules::fields(entry).next().unwrap_or_default();
                for name in rules::fields(entry).flat_map(|f| f.split(',')).map(str::trim) {
                    t.states.insert(fold(name), abbreviation);
                    t.regions.insert(fold(name));
                    t.places.entry(fold(name)).or_insert((Sort::Region, name));
                }
            }
            "city" => {
                t.places.insert(fold(entry), (Sort::City, entry));
            }
            _ => {
                let sort = if sort == "country" { Sort::Country } else { Sort::Region };
                t.regions.insert(fold(entry));
                t.places.entry(fold(entry)).or_insert((sort, entry));
            }
        }
    }
    for (group, entry) in rules::entries(include_str!("../rules/openings.txt")) {
        let (sort, language) = group.split_once(' ').unwrap_or((group, ""));
        match sort {
            "label" => drop(t.labels.entry(language).or_default().insert(entry)),
            "not-place" => t.not_place.push((language, entry)),
            "particle" => drop(t.particles.insert(entry)),
            "place-part" => drop(t.parts.insert(entry)),
            "not-in-place" => drop(t.not_inside.insert(entry)),
            "stop" => drop(t.stops.insert(entry)),
            "newsroom" => drop(t.newsroom.insert(entry)),
            "weekday" => drop(t.weekdays.insert(entry)),
            "date-article" => t.date_articles.push(entry),
            "date-joint" => t.date_joints.push(entry),
            "date-ordinal" => t.date_ordinals.push(entry),
            "year-sign" => t.year_signs.push(entry),
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
                let mut fields = rules::fields(entry);
                let tag = fields.next().unwrap_or_default();
                t.stop_habits.insert(tag, fields.next().unwrap_or_default());
            }
            _ => {}
        }
    }
    // The longest sign goes first.
    for list in
        [&mut t.date_ordinals, &mut t.year_signs, &mut t.date_joints, &mut t.speakers, &mut t.correspondents]
    {
        list.sort_by_key(|s| std::cmp::Reverse(s.len()));
    }
    t
}

/// Lower case, without accents, stops and sharp s: what names are compared by.
pub(super) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '.' | '’' | '\'' => {}
            'ß' => out.push_str("ss"),
            'ı' => out.push('i'),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            '\u{300}'..='\u{36f}' if is_combining_mark(c) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
