//! Parses the persons of a credit, as printed: "Jane Doe in Riga, John Roe and the Oslo newsroom".

use super::agencies::joined;
use super::tables::{TABLES, lower};
use crate::dateline;
use crate::lexicon::{agency, agency::Agency, common_words::is_common};

/// Maximum words of a person's name.
const LONGEST_NAME: usize = 5;

/// Maximum length of an abbreviation with its full stop, in characters: "Jr.", "J.P.".
const LONGEST_ABBREVIATION: usize = 4;

/// Returns the persons that `text` lists.
pub(crate) fn read(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in items(text).into_iter().flat_map(han_names) {
        let Some(name) = person(item) else { continue };
        let suffix = matches!(name, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III");
        let known = out.iter().any(|n| n == name);
        match out.last_mut() {
            Some(last) if suffix => {
                last.push_str(", ");
                last.push_str(name);
            }
            _ if suffix || known => {}
            _ => out.push(name.to_owned()),
        }
    }
    out
}

/// Returns the persons of "Jane Doe from Riga, John Roe in Oslo": the items with a place after two or more words.
pub(crate) fn placed(text: &str) -> Vec<String> {
    let with_place = |item: &&str| {
        let mut words = item.split_whitespace();
        words.next().is_some() && words.next().is_some() && words.any(|w| TABLES.place_words.contains(w))
    };
    items(text).into_iter().filter(with_place).filter_map(person).map(str::to_owned).collect()
}

/// Splits text at commas, semicolons, slashes and joiners.
fn items(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for word in text.split_inclusive(|c: char| c.is_whitespace() || is_mark(c)) {
        let bare = word.trim_end_matches(|c: char| c.is_whitespace() || is_mark(c));
        let end = at + word.len();
        if TABLES.joiners.contains(lower(bare).as_str())
            && !(bare.chars().all(char::is_uppercase) && bare.is_ascii())
        {
            out.push(&text[start..at]);
            start = end;
        } else if word.len() > bare.len() && word[bare.len()..].contains(is_mark) {
            out.push(&text[start..at + bare.len()]);
            start = end;
        } else if word.len() > bare.len()
            && bare.ends_with('.')
            && bare.chars().count() > LONGEST_ABBREVIATION
        {
            // A sentence ends.
            out.push(&text[start..at + bare.len() - 1]);
            start = end;
        }
        at = end;
    }
    out.push(&text[start..]);
    out
}

/// Splits "甲某某 乙某某" into its names: Chinese names contain no spaces.
fn han_names(item: &str) -> Vec<&str> {
    /// Characters of a Chinese name.
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    let is_name = |word: &str| {
        NAME.contains(&word.chars().count()) && word.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
    };
    if item.trim().contains(' ') && item.split_whitespace().all(is_name) {
        return item.split_whitespace().collect();
    }
    vec![item]
}

/// Returns whether a character separates names.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '：' | '/' | '、' | '・' | '，' | '；' | '|')
}

/// Returns the person that one part names, without title and place.
fn person(item: &str) -> Option<&str> {
    let mut name = trim(item);
    // "Fox News' Jane Doe", "Reuters's John Roe"
    for mark in ["’s ", "'s ", "’ ", "' "] {
        if let Some((owner, rest)) = name.split_once(mark)
            && owner.split_whitespace().count() <= 4
        {
            name = trim(rest);
        }
    }
    let small = lower(name);
    for title in &TABLES.titles {
        if let Some(rest) = small.strip_prefix(title)
            && (rest.starts_with(char::is_whitespace) || !title.is_ascii())
        {
            name = trim(&name[title.len()..]);
            return person_without_title(name);
        }
    }
    person_without_title(name_after_title(name))
}

/// Returns the name after a title of several words: "Aerospace Writer Jane Doe".
fn name_after_title(name: &str) -> &str {
    /// Maximum words of a title.
    const TITLE_WORDS: usize = 4;
    let mut at = 0;
    for word in name.split_inclusive(char::is_whitespace).take(TITLE_WORDS) {
        at += word.len();
        let rest = name[at..].trim_start();
        if TABLES.title_ends.contains(lower(word.trim()).as_str())
            && rest.starts_with(char::is_uppercase)
            && rest.contains(char::is_whitespace)
        {
            return rest;
        }
    }
    name
}

fn person_without_title(name: &str) -> Option<&str> {
    let mut end = 0;
    let mut words = 0;
    for word in name.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        if TABLES.place_words.contains(lower(bare).as_str()) && !bare.starts_with(char::is_uppercase) {
            break;
        }
        words += usize::from(!bare.is_empty());
        end += word.len();
    }
    let name = trim_title_after(trim(&name[..end]));
    let first = name.chars().next()?;
    let collective = name.split_whitespace().any(|w| TABLES.collective.contains(lower(w).as_str()));
    let plain =
        !name.chars().any(|c| c.is_numeric() || matches!(c, '@' | ':' | '(' | ')' | '"' | '“' | '”' | '„'));
    let named =
        words <= LONGEST_NAME && !first.is_lowercase() && first.is_alphabetic() && plain && !collective;
    (named && agency::find(name).is_none() && !dateline::is_place(name)).then_some(name)
}

/// Removes the word after a name: "홍길동 기자".
fn trim_title_after(name: &str) -> &str {
    TABLES.titles.iter().filter(|t| !t.is_ascii()).find_map(|t| name.strip_suffix(t)).map_or(name, str::trim)
}

fn trim(name: &str) -> &str {
    let name = name.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '：' | '(' | ')' | '（' | '）' | '[' | ']' | '*' | '_' | '-' | '–' | '—'
            )
    });
    // A full stop is kept after an initial and in "Jr.".
    match name.strip_suffix('.') {
        Some(rest) if rest.rsplit([' ', '.']).next().is_none_or(|w| w.chars().count() > 2) => rest.trim_end(),
        _ => name,
    }
}

/// Returns the agencies among the words of `text`, joined by slashes. An outlet counts only if there is no agency.
pub(crate) fn agencies_in(text: &str) -> Option<String> {
    let found = named(text);
    joined(&found)
}

/// Returns the first agency among the words of `text`, an agency proper before an outlet.
pub(crate) fn agency_in(text: &str) -> Option<&'static Agency> {
    let found = named(text);
    found.iter().copied().find(|a| a.kind != agency::AgencyKind::Outlet).or_else(|| found.first().copied())
}

/// Returns whether a word after an agency's name makes that the given name of a person.
fn is_surname(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(char::is_uppercase)
        && bare.contains(char::is_lowercase)
        && agency::find(bare).is_none()
        && !is_common(bare, Some("en"))
        && !TABLES.collective.contains(lower(bare).as_str())
        && !dateline::is_place(bare)
}

/// Returns the agencies and outlets among the words of `text`, each once.
fn named(text: &str) -> Vec<&'static Agency> {
    /// Maximum words of an agency's name.
    const WORDS: usize = 4;
    /// Maximum words of a text that are searched.
    const SEARCHED: usize = 160;
    let ends_word = |c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')');
    let words = text.split(ends_word).filter(|w| !w.is_empty());
    let words: Vec<(usize, &str)> =
        words.map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w)).take(SEARCHED).collect();
    let mut found: Vec<&'static Agency> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let start = words[at].0;
        let longest = (1..=WORDS.min(words.len() - at)).rev().find_map(|n| {
            let (last, word) = words[at + n - 1];
            let printed = text[start..last + word.len()].trim_matches(|c: char| !c.is_alphanumeric());
            let printed =
                printed.strip_suffix("'s").or_else(|| printed.strip_suffix("’s")).unwrap_or(printed);
            // Ordinary words in lower case name no agency.
            let small = !printed.contains(char::is_uppercase) && printed.chars().all(char::is_lowercase);
            if small && printed != "dpa" {
                return None;
            }
            let agency = agency::find(printed)?;
            let next = words.get(at + n).map(|&(_, next)| next);
            // Petra Lindqvist is not Jordan's agency.
            let person = n == 1
                && printed.len() == word.len()
                && printed.contains(char::is_lowercase)
                && next.is_some_and(is_surname);
            (!person).then_some((n, agency))
        });
        let (read, agency) = longest.map_or((1, None), |(n, agency)| (n, Some(agency)));
        found.extend(agency.filter(|a| !found.contains(a)));
        at += read;
    }
    found
}
