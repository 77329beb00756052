//! Parses the persons of a credit, as printed: "Jane Doe in Riga, John Roe and the Oslo newsroom".

use super::tables::{TABLES, lower};
use crate::dateline;
use crate::lexicon::{agency, agency::Agency};

/// Maximum words of a person's name.
const LONGEST_NAME: usize = 5;

/// Maximum length of an abbreviation with its full stop, in characters: "Jr.", "J.P.".
const LONGEST_ABBREVIATION: usize = 4;

/// Returns the persons that `text` lists.
pub(crate) fn read(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in items(text) {
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
    person_without_title(behind_title(name))
}

/// Returns the name after a title of several words: "Aerospace Writer Jane Doe".
fn behind_title(name: &str) -> &str {
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
    let name = trim_title_behind(trim(&name[..end]));
    let first = name.chars().next()?;
    let collective = name.split_whitespace().any(|w| TABLES.collective.contains(lower(w).as_str()));
    let plain =
        !name.chars().any(|c| c.is_numeric() || matches!(c, '@' | ':' | '(' | ')' | '"' | '“' | '”' | '„'));
    let named =
        words <= LONGEST_NAME && !first.is_lowercase() && first.is_alphabetic() && plain && !collective;
    (named && agency::find(name).is_none() && !dateline::is_place(name)).then_some(name)
}

/// Removes the word after a name: "홍길동 기자".
fn trim_title_behind(name: &str) -> &str {
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

/// Returns the first agency among the words of `text`; wires take precedence over outlets.
pub(crate) fn agency_in(text: &str) -> Option<&'static Agency> {
    /// Maximum words of an agency name.
    const WORDS: usize = 4;
    /// Maximum words of a text that are searched.
    const SEARCHED: usize = 160;
    let words: Vec<(usize, &str)> = text
        .split_whitespace()
        .map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
        .take(SEARCHED)
        .collect();
    let mut outlet = None;
    for (n, &(start, _)) in words.iter().enumerate() {
        for &(last, word) in words[n..].iter().take(WORDS) {
            let end = last + word.len();
            let printed = text[start..end].trim_matches(|c: char| !c.is_alphanumeric());
            let printed =
                printed.strip_suffix("'s").or_else(|| printed.strip_suffix("’s")).unwrap_or(printed);
            // Words in lower case name no one.
            if !printed.chars().any(char::is_uppercase)
                && !printed.chars().any(|c| !c.is_lowercase())
                && printed != "dpa"
            {
                continue;
            }
            match agency::find(printed) {
                Some(agency) if agency.kind == agency::AgencyKind::Outlet => outlet = outlet.or(Some(agency)),
                Some(agency) => return Some(agency),
                None => {}
            }
        }
    }
    outlet
}
