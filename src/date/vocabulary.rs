//! Words around dates, by language: the table `lexicon/data/date-words.txt` as look-ups.

use std::sync::LazyLock;

use crate::{
    lexicon,
    lexicon::{
        fold::with_lower,
        index::{Group, KeyTable},
        indexed::{CALENDARS, DATE_WORDS, MONTHS},
    },
};

/// What a label says of the date beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    Published,
    Modified,
    /// Something else's date: a copyright, an event.
    Other,
}

/// A span that relative dates count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }
}

const FILLER: Group = Group::of(&DATE_WORDS, "filler");
const ORDINAL: Group = Group::of(&DATE_WORDS, "ordinal");
const LABELS: [(Group, Label); 3] = [
    (Group::of(&DATE_WORDS, "published"), Label::Published),
    (Group::of(&DATE_WORDS, "updated"), Label::Modified),
    (Group::of(&DATE_WORDS, "event"), Label::Other),
];
const AGO: Group = Group::of(&DATE_WORDS, "ago");
const UNITS: Group = Group::of(&DATE_WORDS, "unit");
const DAYS: Group = Group::of(&DATE_WORDS, "day");
const ZONES: Group = Group::of(&DATE_WORDS, "zone");
const MONTH_FIRST: Group = Group::of(&DATE_WORDS, "month first");
const MONTH_WORDS: Group = Group::of(&DATE_WORDS, "month word");
const TIME_LEAD: Group = Group::of(&DATE_WORDS, "time lead");
const TIME_TRAIL: Group = Group::of(&DATE_WORDS, "time trail");

/// "+05:30" in seconds.
fn offset(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Some(if text.starts_with('-') { -seconds } else { seconds })
}

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 48;

/// Calls `look_up` with a word in lower case, unless it is too long.
fn lower<T: Default>(word: &str, look_up: impl FnOnce(&str) -> T) -> T {
    if word.len() <= LONGEST { with_lower(word, look_up) } else { T::default() }
}

/// The first words of the names of months that have several.
static LONG_MONTHS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let keys = [&MONTHS.keys, &CALENDARS.keys].into_iter().flat_map(KeyTable::iter);
    let mut firsts: Vec<&str> = keys.filter_map(|key| Some(key.split_once(' ')?.0)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
});

/// Whether a text that begins with a word and has more may be the name of a month.
pub(crate) fn may_be_long_month(text: &str) -> bool {
    // Points do not count: "Sep.tember".
    !text.is_ascii()
        || !text.contains(' ')
        || LONG_MONTHS.iter().any(|first| {
            let word = text.bytes().take_while(u8::is_ascii_alphabetic);
            word.map(|b| b.to_ascii_lowercase()).eq(first.bytes())
        })
}

pub(crate) fn is_filler(word: &str) -> bool {
    lower(word, |w| FILLER.contains(w))
}

pub(crate) fn is_ordinal(word: &str) -> bool {
    lower(word, |w| ORDINAL.contains(w))
}

/// What a word or phrase says of the date beside it.
pub(crate) fn label(phrase: &str) -> Option<Label> {
    lower(phrase, |w| DATE_WORDS.last_of(w, &LABELS))
}

/// Whether a word, or two or three ("il y a"), turn a span into a past date.
pub(crate) fn is_ago(phrase: &str) -> bool {
    lower(phrase, |w| AGO.contains(w))
}

pub(crate) fn unit(word: &str) -> Option<Unit> {
    lower(word, unit_of)
}

fn unit_of(word: &str) -> Option<Unit> {
    lexicon::fields(UNITS.get(word)?).next().and_then(Unit::of)
}

/// The unit that `text` begins with and its length in bytes, for scripts without blanks.
pub(crate) fn unit_prefix(text: &str) -> Option<(Unit, usize)> {
    /// Characters of the longest such unit.
    const LONGEST: usize = 3;
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(LONGEST);
    ends.filter_map(|end| unit_of(&text[..end]).map(|unit| (unit, end))).last()
}

/// Whether a word means "month" and its number follows.
pub(crate) fn is_month_word(word: &str) -> bool {
    lower(word, |w| MONTH_WORDS.contains(w))
}

/// Whether a word stands between a date and its time.
pub(crate) fn is_time_lead(word: &str) -> bool {
    lower(word, |w| TIME_LEAD.contains(w))
}

/// Returns whether a word after a number makes it a time.
pub(crate) fn is_time_trail(word: &str) -> bool {
    lower(word, |w| TIME_TRAIL.contains(w))
}

/// How many days before today a word like "yesterday" is.
pub(crate) fn day(phrase: &str) -> Option<i32> {
    lexicon::fields(lower(phrase, |w| DAYS.get(w))?).next()?.parse().ok()
}

/// Offset from UTC of a zone's abbreviation, in seconds.
pub(crate) fn zone(word: &str) -> Option<i32> {
    offset(lexicon::fields(lower(word, |w| ZONES.get(w))?).last()?)
}

/// Whether numeric dates of a language or region put the month first.
pub(crate) fn is_month_first(language: &str) -> bool {
    let mut parts = language.split(['-', '_']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    match parts.find(|p| p.len() == 2) {
        Some(region) => MONTH_FIRST.contains(format!("{primary}-{}", region.to_ascii_uppercase()).as_str()),
        None => MONTH_FIRST.contains(primary.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_well_formed() {
        for (group, entries) in lexicon::groups(include_str!("../lexicon/data/date-words.txt")) {
            for entry in entries {
                let fields: Vec<_> = lexicon::fields(entry).collect();
                let wanted = match group {
                    "unit" | "day" => 3,
                    "month first" => 1,
                    _ => 2,
                };
                assert_eq!(fields.len(), wanted, "[{group}] {entry}");
                assert!(fields.iter().all(|f| !f.is_empty()), "[{group}] {entry}");
                match group {
                    "unit" => assert!(Unit::of(fields[0]).is_some(), "{entry}"),
                    "zone" => assert!(offset(fields[1]).is_some(), "{entry}"),
                    "month first" => {}
                    _ => assert_eq!(fields[0], fields[0].to_lowercase(), "[{group}] {entry}"),
                }
            }
        }
    }

    #[test]
    fn month_before_day() {
        for (tag, first) in [
            ("en", true),
            ("en-US", true),
            ("en-GB", false),
            ("de", false),
            ("es-US", true),
            ("en_AU", false),
        ] {
            assert_eq!(is_month_first(tag), first, "{tag}");
        }
    }
}
