//! Dates of other calendars and eras: Persian, Hijri, Japanese and Minguo.
//!
//! The names of their months and eras are in `lexicon/data/calendars.txt`; `icu_calendar` computes the days.

use icu_calendar::{
    Date,
    cal::{Hijri, Persian},
};
use jiff::{ToSpan, civil};

use crate::lexicon::{self, fold, index::Group, indexed::CALENDARS};

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

const MONTHS: [(Group, Calendar); 2] = [
    (Group::of(&CALENDARS, "persian"), Calendar::Persian),
    (Group::of(&CALENDARS, "hijri"), Calendar::Hijri),
];

/// Longest name of a month in bytes.
const LONGEST_MONTH: usize = 40;

/// Returns the month of another calendar that `name` means: "اردیبهشت", also with the word for month tied to it.
pub(crate) fn month(name: &str) -> Option<(Calendar, i64)> {
    /// Ties the word for month to a Persian name.
    const JOINER: char = '\u{200c}';
    if name.len() > LONGEST_MONTH {
        return None;
    }
    let of = |name: &str| {
        let calendar = CALENDARS.last_of(name, &MONTHS)?;
        let (group, _) = MONTHS.iter().find(|(_, of)| *of == calendar)?;
        Some((calendar, lexicon::fields(group.get(name)?).next()?.parse().ok()?))
    };
    let find = |name: &str| match fold::ascii_month(name, &mut [0; LONGEST_MONTH]) {
        Some(folded) => of(folded),
        None => of(&fold::month(name)),
    };
    find(name).or_else(|| find(name.split(JOINER).next().filter(|head| head.len() < name.len())?))
}

const ERAS: Group = Group::of(&CALENDARS, "era");
const ERA_LETTERS: Group = Group::of(&CALENDARS, "era letter");

/// Returns the entries of a group of eras: name, and the years to add to the year of the era.
fn years(group: Group) -> impl Iterator<Item = (&'static str, i64)> {
    group.lines().filter_map(|line| {
        let mut fields = lexicon::fields(line);
        Some((fields.next()?, fields.next()?.parse().ok()?))
    })
}

/// Returns how many years to add to the year of an era whose name `word` ends with.
pub(crate) fn era(word: &str) -> Option<i64> {
    years(ERAS).find(|(name, _)| word.ends_with(name)).map(|(_, years)| years)
}

/// Returns the same for an era's letter, as Japanese offices write it: "R13.5.5".
pub(crate) fn era_letter(word: &str) -> Option<i64> {
    years(ERA_LETTERS).find(|(letter, _)| word.eq_ignore_ascii_case(letter)).map(|(_, years)| years)
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
        for (group, _) in MONTHS {
            assert_eq!(group.lines().count(), 12, "{group:?}");
        }
        for group in [ERAS, ERA_LETTERS] {
            assert_eq!(years(group).count(), group.lines().count(), "{group:?}");
        }
    }
}
