//! Parses place names, restores their case, and judges how likely a name is a place.

use super::chars::{digit, is_blank, is_capitals, is_east_asian, is_uncased, skip_blanks};
use super::tables::{self, Sort, TABLES, fold};
use crate::lexicon::agency;

/// Maximum words of one place ("Villanueva de la Serena y Don Benito" has seven).
const LONGEST_PLACE: usize = 6;
/// Maximum words of a place in a script without case, where nothing else separates a name from a sentence.
const LONGEST_UNCASED_PLACE: usize = 4;
/// Maximum length of a name in bytes.
const LONGEST_NAME: usize = 90;
/// Minimum letters before an ending that is evidence for a place.
const SHORTEST_STEM: usize = 3;
/// Minimum letters before an ending that is evidence against a place.
const SHORTEST_NOUN_STEM: usize = 2;

/// A run of capitalized words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameRun<'a> {
    pub(crate) text: &'a str,
    /// In capitals throughout, apart from particles.
    pub(crate) capitals: bool,
    pub(crate) words: usize,
}

/// Returns the words of a name at the start of `text`.
pub(crate) fn phrase(text: &str) -> Option<NameRun<'_>> {
    let (mut end, mut words, mut at) = (0, 0, 0);
    let mut capitals = None;
    let mut uncased = false;
    let mut pending = false;
    loop {
        let word = word(&text[at..])?;
        if word.is_empty() {
            break;
        }
        let bare = word.trim_end_matches('.');
        let particle = words > 0 && TABLES.particles.contains(bare);
        let named = starts_name(word);
        let caps = is_capitals(bare);
        let initial = bare.chars().count() == 1;
        if !named && !particle {
            break;
        }
        if words > 0 && TABLES.date_articles.contains(&bare) && digit_follows(&text[at + word.len()..]) {
            break;
        }
        if named && !particle {
            // "BERLIN taz", "Berlin DPA": a word in different case is not part of the name.
            match capitals {
                Some(true) if !caps && !initial && !is_uncased_word(word) => break,
                None if !initial => capitals = Some(caps),
                _ => {}
            }
            if words > 0 && agency_stands_here(&text[at..]) && !goes_on(text, at) {
                break;
            }
            uncased |= is_uncased_word(word);
        }
        words += 1;
        at += word.len();
        if named || (initial && word.ends_with('.')) {
            end = at;
            pending = false;
        } else {
            pending = true;
        }
        let most = if uncased { LONGEST_UNCASED_PLACE } else { LONGEST_PLACE };
        if end > LONGEST_NAME || words > most {
            return None;
        }
        let blanks = skip_blanks(&text[at..]);
        if blanks == 0 || text[at..at + blanks].contains('\n') {
            break;
        }
        at += blanks;
    }
    let _ = pending;
    (end > 0).then(|| NameRun { text: &text[..end], capitals: capitals.unwrap_or(false), words })
}

/// Returns whether a number follows: a word before a day is not part of a place ("في 7").
fn digit_follows(text: &str) -> bool {
    text[skip_blanks(text)..].starts_with(|c| digit(c).is_some())
}

/// Returns the word at the start of `text`: letters, marks, inner apostrophes and hyphens, and the full stop of an
/// abbreviation. Returns `None` if it contains a digit or another sign, because then it is not a name.
fn word(text: &str) -> Option<&str> {
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let letter = c.is_alphabetic()
            || unicode_normalization::char::is_combining_mark(c)
            || c == '\u{200c}'
            || c == '\u{200d}';
        let next = chars.peek().map(|(_, n)| *n);
        let inner = matches!(c, '\'' | '’' | 'ʼ' | '`' | '-' | '‐' | '‑')
            && next.is_some_and(char::is_alphabetic)
            && (at > 0 || c != '-')
            && !(c == '-' && is_capitals(&text[..at]) && begins_tight_lede(&text[at..]));
        if letter || inner {
            len = at + c.len_utf8();
            continue;
        }
        if c == '.' && at > 0 && is_abbreviation(&text[..at], &text[at + 1..]) {
            len = at + 1;
            if next.is_some_and(char::is_alphabetic) && last_part(&text[..at]).chars().count() == 1 {
                continue;
            }
            break;
        }
        if c.is_numeric() && at > 0 {
            return None;
        }
        break;
    }
    Some(&text[..len])
}

/// Returns whether text begins with a hyphen and the lede right after it: "-The council" after "HARBURY".
pub(crate) fn begins_tight_lede(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('-')
        && chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

/// Returns the letters after the last full stop: "C" in "D.C".
fn last_part(text: &str) -> &str {
    text.rsplit('.').next().unwrap_or(text)
}

/// Returns whether the full stop between `head` and `tail` belongs to an abbreviation: "St. Joseph", "D.C.", "a. d.
/// Lahn".
fn is_abbreviation(head: &str, tail: &str) -> bool {
    let part = last_part(head);
    let one = part.chars().count() == 1;
    if one && (head.contains('.') || tail.chars().nth(1) == Some('.')) {
        return true;
    }
    TABLES.stops.contains(part.to_lowercase().as_str())
        && !tail
            .trim_start_matches(is_blank)
            .starts_with(|c: char| !c.is_alphabetic() && c != '-' && c != '–')
}

fn starts_name(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_uppercase() || is_uncased(first) {
        return true;
    }
    // "al-Quds", "'s-Hertogenbosch", "d'Ivoire"
    word.split_once(['-', '\'', '’']).is_some_and(|(head, tail)| {
        head.chars().count() <= 2 && tail.trim_start_matches("s-").starts_with(char::is_uppercase)
    })
}

fn is_uncased_word(word: &str) -> bool {
    word.chars().next().is_some_and(is_uncased)
}

/// Returns whether the text before `at` is a city name only with the next word: Santa Ana is a city, ANA an agency.
fn goes_on(text: &str, at: usize) -> bool {
    let end = text[at..].find(|c: char| !c.is_alphabetic() && c != '-').map_or(text.len(), |len| at + len);
    known(&text[..end]) == Some(Sort::City)
}

/// Returns whether text begins with an agency name that is not also a city.
fn agency_stands_here(text: &str) -> bool {
    bare_agency(text).is_some()
}

/// Returns the agency or outlet, of a few words, at the start of `text`.
pub(crate) fn bare_agency(text: &str) -> Option<(usize, &'static agency::Agency)> {
    const AGENCY_WORDS: usize = 4;
    let mut best = None;
    let mut at = 0;
    for words in 0..AGENCY_WORDS {
        let len = text[at..]
            .find(|c: char| {
                is_blank(c) || matches!(c, ',' | ':' | ';' | '(' | ')' | '|' | '=' | '—' | '–' | '/' | '"')
            })
            .unwrap_or(text.len() - at);
        if len == 0 {
            break;
        }
        at += len;
        let name = &text[..at];
        let trimmed = Some(name.trim_end_matches(['.', '-'])).filter(|trimmed| trimmed.len() < name.len());
        for name in [Some(name), trimmed].into_iter().flatten() {
            if let Some(agency) = agency::find(name)
                && tables::sort(name) != Some(Sort::City)
            {
                best = Some((name.len(), agency));
                break;
            }
        }
        let blanks = skip_blanks(&text[at..]);
        if blanks == 0 || words + 1 == AGENCY_WORDS {
            break;
        }
        at += blanks;
    }
    best
}

/// Returns what the table of places says about a name.
pub(crate) fn known(name: &str) -> Option<Sort> {
    tables::sort(name)
}

/// Returns whether a name is a state, province or country, in full or abbreviated.
pub(crate) fn is_region(name: &str) -> bool {
    tables::is_region(name) || {
        // "Maharashtra, India", "N.S. Canada"
        name.contains(',') && name.split(',').all(|part| tables::is_region(part.trim()))
    }
}

/// Returns whether a name contains a function word, which place names do not.
pub(crate) fn is_phrase(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains(' ') && known(name).is_none() && lower.split(' ').any(|w| TABLES.not_inside.contains(w))
}

/// Returns whether a name contains a word typical of places: "Lake Example", "Example Falls".
pub(crate) fn has_part(name: &str) -> bool {
    let folded = fold(name);
    folded.contains([' ', '-']) && folded.split([' ', '-']).any(|w| TABLES.parts.contains(w))
}

/// Returns whether a name in brackets distinguishes places of the same name: "Saale", "Westf.".
pub(crate) fn is_addition(name: &str) -> bool {
    TABLES.additions.contains(name.trim_end_matches('.').to_lowercase().as_str())
}

/// Returns whether a name ends like places do in this language.
pub(crate) fn has_ending(name: &str, language: &str, capitals: bool) -> bool {
    let folded = fold(name);
    let mut parts = folded.rsplit([' ', '-']);
    let mut last = parts.next().unwrap_or(&folded);
    if TABLES.directions.contains(last) {
        last = parts.next().unwrap_or(last);
    }
    // One of several words must be typical of places: "Bad Example", "Example am Main".
    if let Some((first, rest)) = folded.split_once(' ')
        && !TABLES.parts.contains(first)
    {
        if !rest.split(' ').any(|w| TABLES.river_words.contains(w)) {
            return false;
        }
        // "Examplebach am See": the name precedes the river or lake.
        if rest.split(' ').next().is_some_and(|w| TABLES.river_words.contains(w)) {
            last = first;
        }
    }
    !is_label(name, language)
        && tables::endings(language, capitals)
            .any(|ending| last.strip_suffix(ending).is_some_and(|s| s.chars().count() >= SHORTEST_STEM))
}

/// Returns whether a name is a word for a kind of text ("UPDATE", "Kommentar"), or has an ending that no place has.
pub(crate) fn is_label(name: &str, language: &str) -> bool {
    let lower = name.to_lowercase().replace('’', "'");
    let lower = lower.trim_end_matches('.');
    let of = |tag: &str| tables::is_label(lower, tag);
    if of(language) || of("en") || lower.contains("'s ") || lower.ends_with("'s") {
        return true;
    }
    if known(name).is_some() {
        return false;
    }
    let last = lower.rsplit(' ').next().unwrap_or(lower);
    let first = lower.split(' ').next().unwrap_or(lower);
    let opening = |tag: &str| {
        let known = tables::is_label(first, tag);
        known && lower.contains(' ') && !TABLES.parts.contains(first)
    };
    opening(language)
        || opening("en")
        || (lower.contains(' ') && TABLES.not_inside.contains(first))
        || tables::is_label(last, language)
        || tables::is_label(last, "en")
        || tables::noun_endings(language)
            .chain(tables::noun_endings("en"))
            .any(|ending| last.strip_suffix(ending).is_some_and(|s| s.chars().count() >= SHORTEST_NOUN_STEM))
}

/// Returns a name in the case of running text: capitals get their normal case, the rest is unchanged.
pub(crate) fn normal_case(name: &str, language: Option<&str>) -> String {
    let name: String = name.split(is_blank).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    if name.chars().any(is_east_asian) || !name.split(' ').any(is_capitals) {
        return name;
    }
    if let Some(spelled) = tables::spelled(&name)
        && (spelled.to_lowercase() == name.to_lowercase() || name.chars().any(is_greek))
    {
        return spelled.to_owned();
    }
    let turkish = has_dotless_i(language);
    let mut out = String::with_capacity(name.len());
    for (n, word) in name.split(' ').enumerate() {
        if n > 0 {
            out.push(' ');
        }
        let lower = lower(word, turkish);
        let small = n > 0 && TABLES.particles.contains(lower.as_str());
        if small || word.contains('.') && !TABLES.stops.contains(lower.trim_end_matches('.')) {
            // "D.C." is unchanged, particles are in lower case.
            out.push_str(if small { &lower } else { word });
            continue;
        }
        for (k, part) in lower.split('-').enumerate() {
            if k > 0 {
                out.push('-');
            }
            if k > 0 && TABLES.particles.contains(part) {
                out.push_str(part);
            } else {
                capitalize(part, turkish, &mut out);
            }
        }
    }
    out
}

/// Returns whether the language has a dotted and a dotless i.
fn has_dotless_i(language: Option<&str>) -> bool {
    let tag = language.map(|l| l.split(['-', '_']).next().unwrap_or(l));
    tag.is_some_and(|tag| TABLES.dotless_i.contains(tag))
}

/// Returns whether a character is Greek. Greek capitals have no accents; running text does.
fn is_greek(c: char) -> bool {
    ('\u{370}'..='\u{3ff}').contains(&c)
}

fn lower(word: &str, turkish: bool) -> String {
    if turkish { word.replace('I', "ı").replace('İ', "i").to_lowercase() } else { word.to_lowercase() }
}

/// Appends a word with its capitals: "mcallen" becomes "McAllen", "o'fallon" "O'Fallon", "st." "St.".
fn capitalize(word: &str, turkish: bool, out: &mut String) {
    let mut up = true;
    let scottish = word.strip_prefix("mc").is_some_and(|rest| rest.chars().count() > 2);
    for (at, c) in word.char_indices() {
        if up || (scottish && at == 2) {
            if turkish && c == 'i' { out.push('İ') } else { out.extend(c.to_uppercase()) }
        } else {
            out.push(c);
        }
        // "O'Fallon", "L'Aquila", but "Cox's"
        up = matches!(c, '\'' | '’') && at <= 2;
    }
}

/// Returns a name in capitals for the canonical line, such that [`normal_case`] restores it.
pub(crate) fn capitals(name: &str, language: Option<&str>) -> String {
    let turkish = has_dotless_i(language);
    name.split(' ')
        .map(|word| {
            let (head, tail) = match word.strip_prefix("Mc") {
                Some(tail) if tail.starts_with(char::is_uppercase) => ("Mc", tail),
                _ => ("", word),
            };
            let mut out = head.to_owned();
            for c in tail.chars() {
                match c {
                    'ß' => out.push('ẞ'),
                    'i' if turkish => out.push('İ'),
                    c if c.is_lowercase() && !is_uncased(c) => out.extend(c.to_uppercase()),
                    c => out.push(c),
                }
            }
            out
        })
        .collect::<Vec<_>>()
        .join(" ")
}
