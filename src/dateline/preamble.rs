//! Parses what may precede a place: a byline, "from our correspondent", an outlet that is recognizable by its name.

use super::chars::{is_blank, is_capitals, is_dash, skip_blanks};
use super::place;
use super::tables::{Sort, TABLES};
use crate::lexicon::agency::Agency;

/// Maximum words of an outlet name.
const OUTLET_WORDS: usize = 5;
/// Maximum words of a byline before a place: two names of four words and the joiner.
const BYLINE_WORDS: usize = 9;
/// Minimum words of a byline: the word for "by" and a name of two.
const SHORTEST_BYLINE: usize = 3;

/// Returns the length of "From our correspondent " or "DAL NOSTRO INVIATO", including white space, separators and the
/// word for "in" after it; zero if there is none. The place may follow without a space.
pub(crate) fn correspondent(text: &str) -> usize {
    let matches = |phrase: &&str| {
        let mut chars = text.char_indices();
        for wanted in phrase.chars() {
            let (_, c) = chars.next()?;
            if !c.to_lowercase().eq(std::iter::once(wanted)) {
                return None;
            }
        }
        Some(chars.next().map_or(text.len(), |(at, _)| at))
    };
    let Some(len) = TABLES.correspondents.iter().find_map(matches) else { return 0 };
    let mut at = len + text[len..].find(|c: char| !(is_blank(c) || matches!(c, ',' | ':'))).unwrap_or(0);
    // "à Lyon", "in Oslo": the preposition is included.
    let word = text[at..].find(is_blank).unwrap_or(0);
    if word > 0
        && text[at..].starts_with(char::is_lowercase)
        && TABLES.at_words.contains(&text[at..at + word])
    {
        at += word + skip_blanks(&text[at + word..]);
    }
    if text[at..].starts_with(char::is_uppercase) { at } else { 0 }
}

/// Returns the length of "By Jane Example " up to the place; zero if there is none. The place is the first run of
/// words that the table knows, or an unknown one in capitals after a name that is not, with a bracket or a comma
/// after it.
pub(crate) fn byline(text: &str) -> usize {
    let first = text.find(is_blank).unwrap_or(text.len());
    if !TABLES.by_words.contains(text[..first].to_lowercase().as_str()) {
        return 0;
    }
    let mut at = 0;
    let mut shouted = true;
    for words in 0..BYLINE_WORDS {
        let len = text[at..].find(is_blank).unwrap_or(text.len() - at);
        if words >= SHORTEST_BYLINE && place_stands(&text[at..], shouted) {
            return at;
        }
        let word = &text[at..at + len];
        if len == 0 || !word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | ','))
        {
            break;
        }
        // Initials are in capitals in any name.
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        shouted &= words == 0 || letters == 1 || is_capitals(word.trim_matches(['.', ',']));
        at += len + skip_blanks(&text[at + len..]);
    }
    0
}

fn place_stands(text: &str, shouted: bool) -> bool {
    let Some(phrase) = place::phrase(text) else { return false };
    let after = text[phrase.text.len()..].trim_start_matches(is_blank);
    let known = place::known(phrase.text) == Some(Sort::City);
    after.starts_with(['(', ',', '/']) && (known || phrase.capitals && !shouted)
}

/// Returns the agency of "EXAMPLE HERALD via AP", and its end.
pub(crate) fn via(text: &str) -> Option<(usize, &'static Agency)> {
    let mut at = 0;
    for words in 0..=OUTLET_WORDS {
        let len = text[at..].find(is_blank)?;
        let word = &text[at..at + len];
        let next = at + len + skip_blanks(&text[at + len..]);
        if words > 0 && TABLES.via_words.contains(word) {
            let (len, agency) = place::bare_agency(&text[next..])?;
            return Some((next + len, agency));
        }
        if !word.starts_with(|c: char| !c.is_lowercase() && c.is_alphanumeric()) {
            return None;
        }
        at = next;
    }
    None
}

/// Like [`via`], if it is the whole of `text`.
pub(crate) fn via_whole(text: &str) -> Option<&'static Agency> {
    via(text).filter(|(len, _)| *len == text.len()).map(|(_, agency)| agency)
}

/// Returns the length of an outlet name before a dash: at least two words, the last one typical of outlets ("Example
/// Island News").
pub(crate) fn outlet(text: &str, language: Option<&str>) -> Option<usize> {
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    let name = loop {
        let start = at + skip_blanks(&text[at..]);
        let rest = &text[start..];
        if start > at && rest.starts_with(is_dash) {
            break text[..start].trim_end_matches(is_blank);
        }
        let word = &rest[..rest.find(is_blank)?];
        let fits = word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphanumeric() || c == '-')
            && words.len() < OUTLET_WORDS;
        if !fits {
            return None;
        }
        words.push(word);
        at = start + word.len();
    };
    let (first, last) = (words.first()?.to_lowercase(), words.last()?.to_lowercase());
    let language = language.map_or("", |l| l.split(['-', '_']).next().unwrap_or(l));
    let named = words.len() > 1
        && TABLES.outlet_words.contains(last.as_str())
        && !TABLES.not_outlet.contains(first.as_str())
        && !TABLES.not_inside.contains(first.as_str())
        && !place::is_label(&first, language)
        // Newport News is a city.
        && place::known(name).is_none();
    named.then_some(name.len())
}

/// Returns the length of an outlet between two bars, after place and country: "THE EXAMPLE".
pub(crate) fn barred(text: &str) -> Option<usize> {
    let bar = text.find('|')?;
    let name = text[..bar].trim_end_matches(is_blank);
    let words = name.split(is_blank).filter(|w| !w.is_empty()).count();
    let plain = name.chars().all(|c| c.is_alphabetic() || is_blank(c));
    ((1..=OUTLET_WORDS).contains(&words) && plain && name.split(is_blank).all(is_capitals))
        .then_some(name.len())
}
