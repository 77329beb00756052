//! Dates of the Persian calendar, as Iranian and Afghan pages print them in numbers.

use jiff::{ToSpan, civil};

/// Days of the first six months.
const LONG: i64 = 31;
/// Days of the months from the seventh on; the last has one less in common years.
const SHORT: i64 = 30;
/// Day 1 of the year 1 in the proleptic Gregorian calendar, counted back by the cycle from the years in use; the
/// observed calendar began a day later.
const EPOCH: (i16, i8, i8) = (622, 3, 21);
/// Years of the arithmetic cycle and the days in it; the cycle agrees with the observed calendar from 1244 to 1500.
const CYCLE: (i64, i64) = (33, 12_053);
/// Places of the leap years in the cycle.
const LEAPS: [i64; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

/// The day in the Gregorian calendar.
pub(crate) fn to_civil(year: i64, month: i64, day: i64) -> Option<civil::Date> {
    let leap = LEAPS.contains(&(year % CYCLE.0));
    let length = match month {
        1..=6 => LONG,
        7..=11 => SHORT,
        12 => SHORT - i64::from(!leap),
        _ => return None,
    };
    if year < 1 || !(1..=length).contains(&day) {
        return None;
    }
    let past = year - 1;
    let (cycles, rest) = (past / CYCLE.0, past % CYCLE.0);
    let leaps = LEAPS.iter().filter(|&&l| l <= rest).count();
    let before_month = (month - 1) * SHORT + (month - 1).min(6);
    let days = cycles * CYCLE.1 + rest * 365 + i64::try_from(leaps).ok()? + before_month + day - 1;
    let epoch = civil::Date::new(EPOCH.0, EPOCH.1, EPOCH.2).ok()?;
    epoch.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_new_years_days() {
        for (year, gregorian) in [
            (1370, "1991-03-21"),
            (1399, "2020-03-20"),
            (1400, "2021-03-21"),
            (1401, "2022-03-21"),
            (1403, "2024-03-20"),
            (1404, "2025-03-21"),
        ] {
            assert_eq!(to_civil(year, 1, 1).map(|d| d.to_string()).as_deref(), Some(gregorian), "{year}");
        }
        assert_eq!(to_civil(1401, 2, 14).map(|d| d.to_string()).as_deref(), Some("2022-05-04"));
        assert_eq!(to_civil(1402, 12, 30), None);
        assert!(to_civil(1403, 12, 30).is_some());
        assert_eq!(to_civil(1400, 13, 1), None);
    }
}
