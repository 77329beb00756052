//! The date in a page's address: "/2022/05/04/", "/2022-05-04-", "/20220504", "/2022/may/4/". Addresses use English month
//! names in any language.

use jiff::civil;

use crate::date::Date;

/// Years that an address can have: those of the web.
const YEARS: std::ops::RangeInclusive<i16> = 1993..=2100;

/// Returns the day in an address.
pub(crate) fn date(address: &str) -> Option<Date> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let path = &path[path.find('/')?..];
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        // A number in a word is not a date.
        if !(at > 0 && bytes[at - 1].is_ascii_alphabetic())
            && let Some(found) = match end - at {
                4 => parted(path, at),
                1 | 2 => day_first(path, at),
                8 => civil_date(&path[at..at + 4], &path[at + 4..at + 6], &path[at + 6..end]),
                _ => None,
            }
        {
            return Some(found);
        }
        at = end;
    }
    None
}

/// "2022/05/04", "2022-5-4", "2022_05_04"
fn parted(path: &str, at: usize) -> Option<Date> {
    let rest = &path[at + 4..];
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '-' | '_' | '.'))?;
    let mut parts = rest[1..].split(separator);
    let (month, day) = (parts.next()?, parts.next()?);
    let day = &day[..day.bytes().take_while(u8::is_ascii_digit).count()];
    let month = if month.starts_with(|c: char| c.is_ascii_alphabetic()) {
        crate::lexicon::month::lookup(month, Some("en"))?.to_string()
    } else {
        month.to_owned()
    };
    civil_date(&path[at..at + 4], &month, day)
}

/// "29-10-2021", with a day that no month can be
fn day_first(path: &str, at: usize) -> Option<Date> {
    let mut parts = path[at..].split(['-', '_', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let year = &year[..year.bytes().take_while(u8::is_ascii_digit).count()];
    let known = year.len() == 4 && day.parse::<u8>().is_ok_and(|d| d > 12);
    known.then(|| civil_date(year, month, day)).flatten()
}

fn civil_date(year: &str, month: &str, day: &str) -> Option<Date> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|y| YEARS.contains(y))?;
    let day = civil::Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Date::new(day, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses() {
        for (address, day) in [
            ("https://post.example/2022/05/04/bridge", Some("2022-05-04")),
            ("https://post.example/news/2022-05-04-bridge.html", Some("2022-05-04")),
            ("https://post.example/a/20220504/bridge", Some("2022-05-04")),
            ("https://post.example/2022/may/4/bridge", Some("2022-05-04")),
            ("https://post.example/2022/October/04/bridge", Some("2022-10-04")),
            ("https://post.example/news/29-10-2021", Some("2021-10-29")),
            ("https://post.example/news/10-11-2021", None),
            ("https://post.example/2022/bridge-05-04", None),
            ("https://post.example/bridge-20229904", None),
            ("https://post.example/a20220504", None),
            ("https://20220504.example/", None),
            ("https://post.example/?d=2022-05-04", None),
            ("https://post.example/1234567890", None),
        ] {
            assert_eq!(date(address).map(|d| d.to_string()).as_deref(), day, "{address}");
        }
    }
}
