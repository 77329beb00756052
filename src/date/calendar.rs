//! Dates of other calendars and eras: Persian, Hijri, Japanese and Minguo.
//!
//! The names of their months and eras are in `lexicon/data/calendars.txt`; `icu_calendar` computes the days.

use std::sync::LazyLock;

use icu_calendar::{
    Date,
    cal::{Hijri, Persian},
};
use jiff::{ToSpan, civil};
use rustc_hash::FxHashMap;

use crate::lexicon::{self, fold};

/// A calendar whose months have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calendar {
    Gregorian,
    /// The solar calendar of Iran and Afghanistan.
    Persian,
    /// The lunar calendar, as Umm al-Qura counts it.
    Hijri,
}

/// Years of the Persian and Hijri calendars that a page's date can have: 1921 to 2100, and 1882 to 2077.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = 1300..=1500;

/// Gregorian day that other calendars are counted from.
const EPOCH: civil::Date = civil::Date::constant(2000, 1, 1);

/// Converts a date to the Gregorian calendar, or returns nothing if the calendar has no such day.
pub(crate) fn to_civil(calendar: Calendar, year: i64, month: i64, day: i64) -> Option<civil::Date> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let other_year = || i32::try_from(year).ok().filter(|_| YEARS.contains(&year));
    let epoch = Date::try_new_iso(2000, 1, 1).ok()?.to_rata_die();
    let days = match calendar {
        Calendar::Gregorian => {
            let part = |n: u8| i8::try_from(n).ok();
            return civil::Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok();
        }
        Calendar::Persian => {
            let date: Date<Persian> = Date::try_new_persian(other_year()?, month, day).ok()?;
            date.to_rata_die() - epoch
        }
        Calendar::Hijri => {
            let rules = Hijri::new_umm_al_qura();
            let date = Date::try_new_hijri_with_calendar(other_year()?, month, day, rules).ok()?;
            date.to_rata_die() - epoch
        }
    };
    EPOCH.checked_add(days.days()).ok()
}

/// Months by folded name.
static MONTHS: LazyLock<FxHashMap<String, (Calendar, i64)>> = LazyLock::new(|| {
    let mut months = FxHashMap::default();
    for (group, entry) in lexicon::entries(TABLE) {
        let calendar = match group {
            "persian" => Calendar::Persian,
            "hijri" => Calendar::Hijri,
            _ => continue,
        };
        let mut fields = lexicon::fields(entry);
        let number = fields.next().and_then(|n| n.parse().ok()).unwrap_or_default();
        let names = fields.next().unwrap_or_default();
        months.extend(names.split(',').map(|name| (fold::month(name.trim()), (calendar, number))));
    }
    months
});

const TABLE: &str = include_str!("../lexicon/data/calendars.txt");

/// Longest name of a month in bytes.
const LONGEST_MONTH: usize = 40;

/// Returns the month of another calendar that `name` means: "اردیبهشت", also with the word for month tied to it.
pub(crate) fn month(name: &str) -> Option<(Calendar, i64)> {
    /// Ties the word for month to a Persian name.
    const JOINER: char = '\u{200c}';
    if name.len() > LONGEST_MONTH {
        return None;
    }
    let find = |name: &str| MONTHS.get(&fold::month(name)).copied();
    find(name).or_else(|| find(name.split(JOINER).next().filter(|head| head.len() < name.len())?))
}

/// Eras and era letters: name, and the years to add to the year of the era.
static ERAS: LazyLock<Vec<(&str, i64)>> = LazyLock::new(|| years_of("era"));
static ERA_LETTERS: LazyLock<Vec<(&str, i64)>> = LazyLock::new(|| years_of("era letter"));

fn years_of(group: &str) -> Vec<(&'static str, i64)> {
    let entries = lexicon::entries(TABLE).filter(|(of, _)| *of == group);
    let years = |(_, entry)| {
        let mut fields = lexicon::fields(entry);
        Some((fields.next()?, fields.next()?.parse().ok()?))
    };
    entries.filter_map(years).collect()
}

/// Returns how many years to add to the year of an era whose name `word` ends with.
pub(crate) fn era(word: &str) -> Option<i64> {
    ERAS.iter().find(|(name, _)| word.ends_with(name)).map(|(_, years)| *years)
}

/// Returns the same for an era's letter, as Japanese offices write it: "R13.5.5".
pub(crate) fn era_letter(word: &str) -> Option<i64> {
    ERA_LETTERS.iter().find(|(letter, _)| word.eq_ignore_ascii_case(letter)).map(|(_, years)| *years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_days() {
        for (calendar, year, gregorian) in [
            (Calendar::Persian, 1370, "1991-03-21"),
            (Calendar::Persian, 1399, "2020-03-20"),
            (Calendar::Persian, 1403, "2024-03-20"),
            (Calendar::Persian, 1404, "2025-03-21"),
            (Calendar::Hijri, 1440, "2018-09-11"),
            (Calendar::Hijri, 1446, "2024-07-07"),
        ] {
            let day = to_civil(calendar, year, 1, 1).map(|d| d.to_string());
            assert_eq!(day.as_deref(), Some(gregorian), "{calendar:?} {year}");
        }
        assert_eq!(to_civil(Calendar::Persian, 1402, 12, 30), None);
        assert!(to_civil(Calendar::Persian, 1403, 12, 30).is_some());
        assert_eq!(to_civil(Calendar::Persian, 1400, 13, 1), None);
        assert_eq!(to_civil(Calendar::Hijri, 2031, 1, 1), None);
    }

    #[test]
    fn calendars_have_twelve_months() {
        for (group, entries) in lexicon::groups(TABLE) {
            match group {
                "persian" | "hijri" => assert_eq!(entries.len(), 12, "{group}"),
                _ => assert_eq!(years_of(group).len(), entries.len(), "{group}"),
            }
        }
    }
}
