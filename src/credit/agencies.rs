//! Parses lists of agencies in a credit: "AFP, EFE and Reuters", "der Nachrichtenagentur dpa".

use super::tables::{TABLES, lower};
use crate::lexicon::{
    agency,
    agency::{Agency, AgencyKind},
};

/// Returns the names of agencies separated by slashes: all if all are wires, else the first wire, else the first.
pub(crate) fn joined(found: &[&'static Agency]) -> Option<String> {
    let first = found.iter().find(|a| a.kind == AgencyKind::Wire).or_else(|| found.first())?;
    if found.iter().any(|a| a.kind != AgencyKind::Wire) {
        return Some(first.name.to_owned());
    }
    let mut names: Vec<&str> = Vec::with_capacity(found.len());
    for name in found.iter().map(|a| a.name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names.join("/"))
}

/// Returns a name without an article that an apostrophe ties to it: "l’AFP".
fn without_article(text: &str) -> &str {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(article), Some('\'' | '’')) if article.is_lowercase() => chars.as_str(),
        _ => text,
    }
}

/// Returns the main agency of a text that consists of agencies and joiners: "AFP", "dpa, AFP und Reuters", "the
/// Associated Press".
fn agency_list(text: &str) -> Option<&'static Agency> {
    let text = without_article(text);
    if let Some(agency) = agency::find_with_desk(text) {
        return Some(agency);
    }
    let found = listed(text)?;
    found.iter().copied().find(|a| a.kind == AgencyKind::Wire).or_else(|| found.first().copied())
}

/// Returns the agencies of "AFP, EFE and Reuters", separated by slashes: all if all are wires, else as
/// [`agency_list`].
pub(crate) fn agency_names(text: &str) -> Option<(String, AgencyKind)> {
    let first = agency_list(text)?;
    let all = listed(without_article(text)).filter(|all| !all.is_empty()).unwrap_or_else(|| vec![first]);
    Some((joined(&all)?, first.kind))
}

/// Returns every agency of a list, ignoring desks and words for newsrooms; `None` if the list contains anything else.
fn listed(text: &str) -> Option<Vec<&'static Agency>> {
    /// Maximum words of a list of agencies.
    const WORDS: usize = 14;
    if text.split_whitespace().count() > WORDS {
        return None;
    }
    let mut parts: Vec<String> = vec![String::new()];
    for word in text.split([' ', '\u{a0}']) {
        let ended = word.ends_with([',', ';', '/']);
        let bare = word.trim_end_matches([',', ';', '/']);
        if TABLES.joiners.contains(lower(bare).as_str()) {
            parts.push(String::new());
            continue;
        }
        if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(bare);
        }
        if ended {
            parts.push(String::new());
        }
    }
    let mut found: Vec<&'static Agency> = Vec::new();
    for part in parts.iter().filter(|p| !p.is_empty()) {
        let mut all = agency::find_all(part);
        if all.is_empty() {
            all.extend(without_collectives(part));
        }
        if all.is_empty() && !collective(part) {
            return None;
        }
        found.append(&mut all);
    }
    Some(found)
}

/// Returns the agency after a word for "agency": "Nachrichtenagentur dpa".
fn without_collectives(part: &str) -> Option<&'static Agency> {
    let words: Vec<&str> = part.split_whitespace().filter(|w| !collective(w)).collect();
    agency::find_with_desk(&words.join(" "))
}

/// Returns whether a text is a desk, a newsroom or "agencies".
pub(crate) fn collective(text: &str) -> bool {
    text.split_whitespace().any(|w| TABLES.collective.contains(lower(w.trim_matches([',', '.'])).as_str()))
}
