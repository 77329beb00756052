//! Decides whether a parsed lead is a dateline, from the lead, the separator after it, and the text that follows.
//!
//! An agency or a date next to a place is enough. A place alone must be known, end like a place, or be in capitals. The
//! weaker the separator, the stronger this evidence must be: a dash is stronger than a colon, a colon than a full stop.

use super::chars::{is_blank, is_capitals, is_uncased};
use super::date;
use super::lead::{Lead, LeadSource};
use super::place;
use super::separator::DatelineSeparator;
use super::tables::{Sort, stop_habit};
use crate::lexicon::{agency::AgencyKind, common_words};

/// Minimum words of a lede after a place that is not followed by a date or an agency.
const SHORTEST_LEDE: usize = 4;
/// Words of a lede that is longer than a caption.
const FULL_LEDE: usize = 15;
/// Maximum words of a place in capitals that is followed only by a dash.
const LONGEST_CAPITALS: usize = 4;

/// How well the place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// A word for a kind of text, or a word that ends like a common noun.
    Label,
    Unknown,
    Country,
    /// Ends like a place name.
    Shape,
    City,
}

/// Returns whether a lead is a dateline if `rest` is the lede.
pub(crate) fn is_dateline(
    lead: &Lead<'_>,
    mark: DatelineSeparator,
    rest: &str,
    language: Option<&str>,
) -> bool {
    // A place or a label alone needs a separator: most paragraphs begin with one, and without it nothing else matters.
    let parted = matches!(
        mark,
        DatelineSeparator::Dash | DatelineSeparator::Colon | DatelineSeparator::Bar | DatelineSeparator::Stop
    ) || mark == DatelineSeparator::Blank && lead.place_bracketed;
    if lead.source.is_none() && lead.date.is_none() && !parted || !opens(rest) {
        return false;
    }
    let language = language.map(primary).unwrap_or_default();
    let standing = standing(lead, language);
    let named = standing > Standing::Country;
    let short = lead.places.iter().any(|p| is_short(p));
    let capitals = lead.capitals && (named || !in_capitals(rest)) && (named || !short);
    match (&lead.source, lead.date, lead.places.is_empty()) {
        (Some(LeadSource::Known(agency)), ..) => source(lead, agency.kind, mark, rest, standing, capitals),
        (Some(LeadSource::Printed(name)), ..) => printed(lead, name, mark, rest, standing, capitals),
        (None, Some(_), false) => dated(lead, mark, rest, standing, capitals),
        (None, Some(date), true) => {
            let complete = date.day.is_some() && !lead.weekday && is_sentence(rest);
            let marked = mark == DatelineSeparator::Dash;
            complete && (marked || lead.newsroom || (lead.date_bracketed && mark >= DatelineSeparator::Blank))
        }
        (None, None, false) => place_alone(lead, mark, rest, standing, capitals, language),
        (None, None, true) => false,
    }
}

/// Returns whether a lead that is a paragraph of its own is a dateline: it needs a place and an agency, and also
/// capitals, a date or a known city.
pub(crate) fn stands_alone(lead: &Lead<'_>, language: Option<&str>) -> bool {
    let standing = standing(lead, language.map(primary).unwrap_or_default());
    let wire = matches!(&lead.source, Some(LeadSource::Known(agency)) if agency.kind != AgencyKind::Outlet);
    let located = lead.capitals || lead.date.is_some() || standing == Standing::City;
    wire && !lead.places.is_empty() && standing > Standing::Label && located
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Returns whether a lede can begin here.
fn opens(rest: &str) -> bool {
    let mut chars = rest.trim_start_matches(is_blank).chars();
    chars.next().is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '"' | '\''
                    | '“'
                    | '„'
                    | '”'
                    | '‘'
                    | '’'
                    | '«'
                    | '»'
                    | '‹'
                    | '›'
                    | '('
                    | '['
                    | '¿'
                    | '¡'
                    | '$'
                    | '€'
                    | '£'
                    | '#'
                    | '@'
                    | '…'
                    | '「'
                    | '『'
                    | '《'
                    | '‚'
                    | '`'
                    | '.'
            )
    })
}

/// Returns whether text begins like a sentence: with a capital, a figure, a quotation mark, or in a script without
/// case.
fn begins_sentence(rest: &str) -> bool {
    let mut chars = rest.trim_start_matches(is_blank).chars();
    chars.next().is_some_and(|c| !c.is_lowercase() && !matches!(c, '(' | '[' | '.' | '#' | '@'))
}

/// Returns whether text is a sentence of several words that are not all capitalized as in a headline.
fn is_sentence(rest: &str) -> bool {
    if !begins_sentence(rest) {
        return false;
    }
    let words: Vec<&str> = rest.split(is_blank).filter(|w| !w.is_empty()).take(2 * SHORTEST_LEDE).collect();
    if rest.chars().take(SHORTEST_LEDE).any(is_uncased) {
        return true;
    }
    words.len() >= SHORTEST_LEDE && words.iter().any(|w| w.starts_with(char::is_lowercase))
}

/// Returns whether text is a short sentence with its full stop: "The ferry sails.", "Feri kembali belayar."
fn is_clause(rest: &str) -> bool {
    /// Minimum words of a sentence.
    const WORDS: usize = 3;
    let words = || rest.split(is_blank).filter(|word| !word.is_empty());
    begins_sentence(rest)
        && !is_headline(rest)
        && words().nth(WORDS - 1).is_some()
        && words().skip(1).all(|word| word.starts_with(char::is_lowercase))
}

/// Returns whether the lede itself is in capitals, so that capitals before it are no evidence.
fn in_capitals(rest: &str) -> bool {
    let mut words = rest
        .split(is_blank)
        .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .take(3)
        .peekable();
    words.peek().is_some() && words.all(|w| is_capitals(w.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Returns how well the best-known place is known. A label among the places makes the result a label.
fn standing(lead: &Lead<'_>, language: &str) -> Standing {
    let of = |name: &&str| match place::known(name) {
        Some(Sort::City) => Standing::City,
        _ if is_numeral(name) => Standing::Label,
        _ if place::is_label(name, language) => Standing::Label,
        Some(Sort::Country | Sort::Region) => Standing::Country,
        None if place::has_ending(name, language, lead.capitals) => Standing::Shape,
        None => Standing::Unknown,
    };
    let mut best = None;
    for standing in lead.places.iter().map(of) {
        if standing == Standing::Label {
            return Standing::Label;
        }
        best = best.max(Some(standing));
    }
    best.unwrap_or(Standing::Unknown)
}

/// Returns whether a name is a Roman numeral, as in chapter headings: "II", "XIV".
fn is_numeral(name: &str) -> bool {
    name.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// Accepts or rejects a lead with a known agency.
fn source(
    lead: &Lead<'_>,
    kind: AgencyKind,
    mark: DatelineSeparator,
    rest: &str,
    standing: Standing,
    capitals: bool,
) -> bool {
    let placed = !lead.places.is_empty();
    if placed && standing == Standing::Label && lead.date.is_none() {
        return false;
    }
    let located = !placed
        || capitals
        || standing > Standing::Unknown
        || lead.date.is_some()
        || !lead.regions.is_empty();
    if lead.source_bracketed {
        let single = lead.places.iter().all(|p| !p.contains(is_blank));
        return match mark {
            DatelineSeparator::Dash => located || standing == Standing::Unknown,
            DatelineSeparator::Colon
            | DatelineSeparator::Stop
            | DatelineSeparator::Bar
            | DatelineSeparator::Slash => located || single,
            DatelineSeparator::None | DatelineSeparator::Blank => {
                begins_sentence(rest)
                    && (!placed || lead.date.is_some() || capitals || standing > Standing::Unknown)
            }
            DatelineSeparator::Comma => false,
        };
    }
    match mark {
        DatelineSeparator::Dash | DatelineSeparator::Bar => {
            placed && (located || mark == DatelineSeparator::Dash)
                || lead.date.is_some()
                || (!placed && kind != AgencyKind::Outlet && begins_sentence(rest))
        }
        DatelineSeparator::Colon | DatelineSeparator::Stop | DatelineSeparator::Slash => {
            (placed && standing > Standing::Unknown || capitals) && begins_sentence(rest)
                || lead.date.is_some()
        }
        _ => false,
    }
}

/// Accepts or rejects a lead with an unknown source.
fn printed(
    lead: &Lead<'_>,
    name: &str,
    mark: DatelineSeparator,
    rest: &str,
    standing: Standing,
    capitals: bool,
) -> bool {
    if lead.places.is_empty() {
        return mark == DatelineSeparator::Dash && is_sentence(rest) && !is_headline(rest);
    }
    if standing == Standing::Label {
        return false;
    }
    let dated = lead.date.is_some() && !lead.date_first;
    let located = capitals || standing > Standing::Unknown || dated || !lead.regions.is_empty();
    let uncased = lead.places.iter().any(|p| p.chars().next().is_some_and(is_uncased));
    match mark {
        DatelineSeparator::Dash => located || (lead.source_bracketed && (is_station(name) || is_small(name))),
        DatelineSeparator::Colon | DatelineSeparator::Stop => located && begins_sentence(rest),
        DatelineSeparator::Bar => !lead.regions.is_empty() && located && begins_sentence(rest),
        DatelineSeparator::Blank | DatelineSeparator::None => {
            let shaped = capitals || standing >= Standing::Shape;
            let signed = is_station(name) || lead.source_bracketed && shaped && is_small(name);
            (located && signed || uncased && standing == Standing::City) && begins_sentence(rest)
        }
        _ => false,
    }
}

/// Returns whether a name is the call sign of a North American station: "WXYZ", "KABC-TV".
fn is_station(name: &str) -> bool {
    let (letters, band) = name.split_once('-').unwrap_or((name, "TV"));
    letters.len() == 4
        && letters.starts_with(['W', 'K', 'C'])
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && matches!(band, "TV" | "FM" | "AM" | "DT" | "LD")
}

/// Returns whether a name is in lower case. German agencies and desks write their names so; persons and parties do
/// not.
fn is_small(name: &str) -> bool {
    /// Minimum letters of such a name.
    const SHORTEST: usize = 3;
    name.chars().count() >= SHORTEST && name.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '/'))
}

/// Accepts or rejects a lead with a place and a date.
fn dated(lead: &Lead<'_>, mark: DatelineSeparator, rest: &str, standing: Standing, capitals: bool) -> bool {
    if standing == Standing::Label {
        return false;
    }
    let day = lead.date.is_some_and(|d| d.day.is_some());
    let located = standing > Standing::Unknown || capitals;
    if (lead.date_first || lead.date_parted) && !located || lead.listed && standing <= Standing::Unknown {
        return false;
    }
    if is_headline(rest) {
        return false;
    }
    let dated_month = standing == Standing::City && lead.date.is_some_and(|d| d.year.is_some());
    match mark {
        DatelineSeparator::Dash => located || day && begins_sentence(rest),
        DatelineSeparator::Colon | DatelineSeparator::Bar => capitals || standing > Standing::Unknown,
        DatelineSeparator::Stop => {
            (day && (capitals || standing > Standing::Unknown) || dated_month && !lead.date_first)
                && is_sentence(rest)
        }
        DatelineSeparator::Blank | DatelineSeparator::None => {
            day && (capitals || lead.date_bracketed && standing > Standing::Unknown) && is_sentence(rest)
        }
        _ => false,
    }
}

/// Returns whether the lede begins with the place again or uses it as a common noun, as lists and topic lines do.
fn repeats(lead: &Lead<'_>, rest: &str) -> bool {
    let Some(name) = lead.places.first().map(|p| p.to_lowercase()) else { return false };
    let rest = rest.trim_start_matches(is_blank);
    let begins = rest.chars().flat_map(char::to_lowercase).zip(name.chars()).filter(|(a, b)| a == b).count();
    begins == name.chars().count()
        || (lead.capitals
            && rest.split(|c: char| !c.is_alphabetic()).take(LOOKED_AT).any(|word| word == name))
}

/// The value in the table of habits for languages in which a full stop may follow any place.
const LOOSE: &str = "loose";
const STRICT: &str = "strict";

/// Returns whether `rest` is one short line without a sentence end, like a headline.
fn is_headline(rest: &str) -> bool {
    /// Maximum length of a headline after a place, in bytes.
    const LONGEST: usize = 120;
    let rest = rest.trim_end_matches(is_blank);
    let end = rest.trim_end_matches(['"', '\'', '”', '“', '’', '‘', '»', '«', ')', ']', '）', '」', '』']);
    let abbreviated = end.ends_with('.') && is_abbreviated(end);
    rest.len() <= LONGEST
        && (abbreviated || !end.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '۔', '।', '؟']))
}

/// Returns whether `text` ends with an abbreviation such as "U.S.", which does not reliably end a sentence.
fn is_abbreviated(text: &str) -> bool {
    let word = text.rsplit(is_blank).next().unwrap_or(text);
    word.matches('.').count() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// How many words of the lede are searched for a common noun.
const LOOKED_AT: usize = 60;

/// Returns whether a place is too short to be accepted because of its capitals alone.
fn is_short(place: &str) -> bool {
    /// Minimum letters of such a place; shorter ones are abbreviations.
    const SHORTEST: usize = 4;
    place.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST
}

/// Accepts or rejects a lead that consists of a place, with or without a region.
fn place_alone(
    lead: &Lead<'_>,
    mark: DatelineSeparator,
    rest: &str,
    standing: Standing,
    capitals: bool,
    language: &str,
) -> bool {
    let clause = || standing == Standing::City && lead.capitals && is_clause(rest);
    if standing == Standing::Label || !(is_sentence(rest) || clause()) {
        return false;
    }
    let words: usize = lead.places.iter().map(|p| p.split(is_blank).count()).max().unwrap_or(0);
    if repeats(lead, rest) || date::read(rest, Some(language)).is_some() {
        return false;
    }
    let region_known = lead.regions.iter().any(|r| place::is_region(r));
    let placed = matches!(standing, Standing::City | Standing::Shape);
    if mark != DatelineSeparator::Dash && is_headline(rest) {
        return false;
    }
    // "Elmhollow: The largest town of the island, Elmhollow has ...": a list entry.
    if mark == DatelineSeparator::Colon && !lead.capitals && lead.places.iter().any(|p| rest.contains(p)) {
        return false;
    }
    // A single hyphen also follows labels ("GARDEN - "), so capitals alone do not identify a place: its words must be
    // rare, and a lede is longer than a tip or a caption.
    let parts = lead.places.len() > 1 || lead.places.iter().any(|p| place::has_part(p));
    let is_rare = || {
        let mut words = lead.places.iter().flat_map(|p| p.split(|c: char| !c.is_alphabetic()));
        rest.split_whitespace().nth(FULL_LEDE).is_some()
            && words.all(|word| !common_words::is_common(word, Some(language)))
    };
    let shouted =
        capitals && (!lead.hyphen || parts || region_known || standing > Standing::Unknown || is_rare());
    let habit = stop_habit(language);
    match mark {
        DatelineSeparator::Dash => {
            (shouted && words <= LONGEST_CAPITALS && !lead.places.iter().any(|p| place::is_phrase(p)))
                || placed
                || (region_known && standing > Standing::Label)
        }
        DatelineSeparator::Colon => {
            standing == Standing::City || (placed && capitals) || (capitals && region_known)
        }
        DatelineSeparator::Bar => placed && lead.regions.is_empty(),
        DatelineSeparator::Stop if lead.regions.iter().any(|r| !place::is_addition(r)) => {
            let several = lead.places.len() > 1 && standing == Standing::City;
            (capitals || several) && region_known && habit != STRICT
        }
        DatelineSeparator::Stop => match habit {
            LOOSE => placed || capitals,
            STRICT => capitals && standing == Standing::City,
            // "Bad Muster. Der Hafen ...": one word of the name is common in place names, and it ends like one.
            _ => standing == Standing::City || parts && standing == Standing::Shape,
        },
        // "(Lyon) Le tunnel ..."
        DatelineSeparator::Blank => lead.place_bracketed && standing == Standing::City,
        _ => false,
    }
}
