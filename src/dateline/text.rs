//! The canonical line of a dateline: `SEOUL, May 4 (Yonhap) — `.

use super::Dateline;
use super::place;
use super::tables::{self, fold};

/// AP's abbreviations of the months.
const MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// House style: place in capitals, region in AP's abbreviation (none behind a city that stands alone), month and day
/// without the year, agency in brackets, dash.
pub(crate) fn line(dateline: &Dateline, language: Option<&str>) -> String {
    let mut out = String::new();
    if let Some(name) = &dateline.place {
        out.push_str(&place::capitals(name, language));
        if let Some(region) = dateline.region.as_deref().and_then(|r| shown(name, r)) {
            out.push_str(", ");
            out.push_str(region);
        }
    }
    if let Some(date) = dateline.date.as_deref().and_then(day) {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&date);
    }
    if let Some(agency) = &dateline.agency {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push('(');
        out.push_str(agency);
        out.push(')');
    }
    if !out.is_empty() {
        out.push_str(" — ");
    }
    out
}

/// The region as AP prints it, or nothing when the city stands alone in it.
fn shown<'a>(place: &str, region: &'a str) -> Option<&'a str> {
    let state = tables::state(region);
    let own = tables::own_region(place);
    if own.is_some_and(|own| fold(own) == fold(state.unwrap_or(region))) {
        return None;
    }
    Some(state.unwrap_or(region))
}

/// "2031-05-04" and "--05-04" as "May 4", "2031-05" as "May 2031".
fn day(date: &str) -> Option<String> {
    let month = |m: &str| MONTHS.get(m.parse::<usize>().ok()?.checked_sub(1)?).copied();
    let tail = date.strip_prefix("--").unwrap_or(date);
    let mut parts = tail.split('-');
    match (parts.next()?, parts.next()?, parts.next()) {
        (_, m, Some(d)) => Some(format!("{} {}", month(m)?, d.parse::<u8>().ok()?)),
        (y, m, None) if y.len() > 2 => Some(format!("{} {y}", month(m)?)),
        (m, d, None) => Some(format!("{} {}", month(m)?, d.parse::<u8>().ok()?)),
    }
}
