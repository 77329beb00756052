//! Writes the canonical line of a dateline: AP style in English, as printed in every other language.
//!
//! A house style belongs to one language. An English month or agency in a German or Chinese paragraph would put words
//! into it that no reader of that language expects.

use super::chars::{is_blank, is_uncased};
use super::place;
use super::tables::{self, fold};
use super::{Dateline, DatelineContext};

/// Month names in AP style.
const MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// Full English month names.
const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns the line in the dateline's own language.
pub(crate) fn line(dateline: &Dateline, context: &DatelineContext<'_>) -> String {
    if is_english(dateline, context.language) {
        english(dateline, context.language)
    } else {
        printed(&dateline.raw)
    }
}

/// Returns whether a dateline is English. Without a language tag, the script and the month decide.
fn is_english(dateline: &Dateline, language: Option<&str>) -> bool {
    let tagged = language.is_none_or(|tag| tag.split(['-', '_']).next() == Some("en"));
    let mut words = dateline.raw.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let dated = dateline.date.is_some();
    let has_digit = |c: char| c.is_ascii_digit();
    tagged
        && !dateline.raw.chars().any(|c| is_uncased(c) || is_other_script(c))
        // A date without an English month is in figures, or the page carries the wrong tag.
        && (!dated || is_in_figures(&dateline.raw) || words.any(is_month) && dateline.raw.contains(has_digit))
}

/// Returns whether a letter is neither Latin nor in a script without case.
fn is_other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}')
}

/// Returns whether a word is an English month, in full or shortened ("Sept").
fn is_month(word: &str) -> bool {
    /// Fewest letters of a shortened month.
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    MONTH_NAMES.iter().any(|name| {
        *name == word
            || word.len() >= SHORTEST && word.len() <= SHORTEST + 1 && name.starts_with(word.as_str())
    })
}

/// Returns whether a printed date has no words: "06/07/2031".
fn is_in_figures(raw: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-');
    raw.split(|c: char| !marks(c)).any(|part| part.matches(['/', '.', '-']).count() == 2)
}

/// Returns the raw line with runs of white space collapsed and broken dashes repaired.
fn printed(raw: &str) -> String {
    const BROKEN_DASHES: [(&str, &str); 2] = [("â€“", "–"), ("â€”", "—")];
    let mut text = raw.to_owned();
    for (broken, dash) in BROKEN_DASHES {
        text = text.replace(broken, dash);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // An ideographic space is kept, because such lines are printed with it.
        if is_blank(c) && c != '\u{3000}' && c != '\u{a0}' {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// AP style: place in capitals, the region's AP abbreviation (none after a city that stands alone), month and day without
/// the year, the agency in brackets, a dash.
pub(crate) fn english(dateline: &Dateline, language: Option<&str>) -> String {
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

/// Returns the region in AP style, or nothing if the city stands alone.
fn shown<'a>(place: &str, region: &'a str) -> Option<&'a str> {
    let state = tables::state(region);
    let own = tables::own_region(place);
    if own.is_some_and(|own| fold(own) == fold(state.unwrap_or(region))) {
        return None;
    }
    Some(state.unwrap_or(region))
}

/// Returns "2031-05-04" and "--05-04" as "May 4", and "2031-05" as "May 2031".
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
