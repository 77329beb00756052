//! Finds the organization that a string names: "dpa/lno", "THE ASSOCIATED PRESS".
//!
//! The names are in `lexicon/data/agencies.txt`. Bylines, datelines and credits all use this module, so that a record
//! has one name for an agency.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::{
    lexicon,
    lexicon::{
        fold::{self, with_lower},
        index::LexiconEntry,
        indexed,
    },
};

/// The kind of an organization that files stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AgencyKind {
    /// A news agency.
    Wire,
    /// A service that distributes press releases.
    PressRelease,
    /// A newspaper, broadcaster or site that others quote as a source.
    Outlet,
}

/// An organization.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Agency {
    /// Canonical name in datelines and credits: "AP".
    pub(crate) name: &'static str,
    /// Canonical name in bylines: "Associated Press".
    pub(crate) full: &'static str,
    /// Its kind.
    pub(crate) kind: AgencyKind,
    /// Languages in which it files (BCP 47, separated by spaces).
    pub(crate) languages: &'static str,
}

/// Maximum length of an alias in bytes, with some room. Longer strings are not looked up.
const LONGEST_ALIAS: usize = 80;

/// Names of up to this many letters match in lower case, in upper case, or as the table writes them, but not as a
/// capitalized word: "ANI" and "ani" are the agency, "Ani" is a person.
const ACRONYM_LETTERS: usize = 4;

/// The groups of given names in `names.txt`.
const GIVEN_NAMES: &str = "given ";

/// Returns the organizations by their names in datelines and credits.
static AGENCIES: LazyLock<FxHashMap<&'static str, Agency>> = LazyLock::new(|| {
    let entries = lexicon::entries(include_str!("data/agencies.txt"));
    let agencies = entries.map(|(group, entry)| {
        let kind = match group {
            "wire" => AgencyKind::Wire,
            "press-release" => AgencyKind::PressRelease,
            _ => AgencyKind::Outlet,
        };
        let mut fields = lexicon::fields(entry);
        let mut next = || fields.next().unwrap_or_default();
        let (name, full, _, languages) = (next(), next(), next(), next());
        (name, Agency { name, full, kind, languages })
    });
    agencies.collect()
});

/// Returns the organization that has `text` as a name or alias, and that name as the table writes it.
fn look_up(text: &str) -> Option<(&'static Agency, &'static str)> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_ALIAS {
        return None;
    }
    let line = indexed::AGENCIES.line(with_lower(text, |key| indexed::AGENCIES.get(key)).first()?);
    let mut aliases = lexicon::fields(line).take(3).flat_map(|field| field.split(',')).map(str::trim);
    let key = text.to_lowercase();
    let alias = aliases.find(|alias| alias.to_lowercase() == key)?;
    Some((AGENCIES.get(lexicon::fields(line).next()?)?, alias))
}

/// Returns the organization of which `text` as a whole is a name or alias, ignoring case.
pub(crate) fn find(text: &str) -> Option<&'static Agency> {
    let text = text.trim();
    let (agency, alias) = look_up(text)?;
    ((text == alias || !looks_like_a_word(text)) && !is_given_name(text)).then_some(agency)
}

/// Returns whether a word is a given name as persons write it: "Petra", but not "PETRA".
pub(crate) fn is_given_name(text: &str) -> bool {
    let mut chars = text.chars();
    let capitalized = chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase);
    let of_group =
        |entry: &LexiconEntry| indexed::BYLINE.groups[usize::from(entry.group)].starts_with(GIVEN_NAMES);
    capitalized && indexed::BYLINE.get(&fold::byline(text)).iter().any(of_group)
}

/// Like [`find`], for places where only an agency can be meant ("Fonte: Ansa", "(Petra)"): a short name may be a
/// capitalized word, and the name may also be a person's.
pub(crate) fn find_alone(text: &str) -> Option<&'static Agency> {
    look_up(text).map(|(agency, _)| agency)
}

/// Like [`find`], with desks, partners and initials: "dpa/lno", "epd-bild", "KNA/iz", "erb/ots", "Reuters, AFP",
/// "UrduPoint News / Sputnik". Of several organizations it returns the first agency, else the first press-release
/// service, else the first outlet.
pub(crate) fn find_with_desk(text: &str) -> Option<&'static Agency> {
    let all = find_all(text);
    [AgencyKind::Wire, AgencyKind::PressRelease, AgencyKind::Outlet]
        .into_iter()
        .find_map(|kind| all.iter().copied().find(|agency| agency.kind == kind))
}

/// Returns every organization that `text` names, in order and without repeats. Returns nothing if a part is neither an
/// organization nor something like a desk or initials.
pub(crate) fn find_all(text: &str) -> Vec<&'static Agency> {
    let text = text.trim();
    if let Some(agency) = find(text) {
        return vec![agency];
    }
    if text.len() > LONGEST_ALIAS {
        return Vec::new();
    }
    let mut found: Vec<&'static Agency> = Vec::new();
    for part in text.split(['/', ',', '|', '+', '&', ';']).map(str::trim).filter(|p| !p.is_empty()) {
        let agency = find(part).or_else(|| part.split_once('-').and_then(|(head, _)| find(head)));
        match agency {
            Some(agency) if !found.contains(&agency) => found.push(agency),
            Some(_) => {}
            None if is_desk(part) => {}
            None => return Vec::new(),
        }
    }
    found
}

/// Maximum length of a desk or of initials in characters ("sn-aktuell" has ten).
const LONGEST_DESK: usize = 12;

/// Returns whether a word can be a desk ("lno", "bb", "tmn") or initials ("jbe", "DR"): one short word.
fn is_desk(part: &str) -> bool {
    part.chars().count() <= LONGEST_DESK
        && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
}

/// Returns whether a word is short and capitalized.
fn looks_like_a_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase)
        && text.chars().count() <= ACRONYM_LETTERS
        && chars.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&'static str> {
        find_with_desk(text).map(|a| a.name)
    }

    #[test]
    fn canonical_names() {
        for (text, canonical) in [
            ("AP", "AP"),
            ("The Associated Press", "AP"),
            ("dpa", "dpa"),
            ("DPA", "dpa"),
            ("dpa/lno", "dpa"),
            ("dpa-AFX", "dpa"),
            ("dpa-infocom", "dpa"),
            ("efe-epa", "EFE"),
            ("epdÖ", "epd"),
            ("KNA/iz", "KNA"),
            ("erb/ots", "ots"),
            ("UrduPoint News / Sputnik", "Sputnik"),
            ("REUTERS", "Reuters"),
            ("新华社", "Xinhua"),
            ("연합뉴스", "Yonhap"),
            ("ТАСС", "TASS"),
            ("PRNewswire", "PR Newswire"),
            ("AFP, Reuters", "AFP"),
        ] {
            assert_eq!(name(text), Some(canonical), "{text}");
        }
        assert_eq!(find("AP").map(|a| a.full), Some("Associated Press"));
    }

    #[test]
    fn words_that_are_not_agencies() {
        for text in ["Ani", "Petra", "Nova Scotia", "", "Jane Example", "Ap", "/", "lno"] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn every_alias_names_one_organization() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for (_, entry) in lexicon::entries(include_str!("data/agencies.txt")) {
            let fields: Vec<&str> = lexicon::fields(entry).collect();
            assert_eq!(fields.len(), 4, "{entry}");
            assert!(!fields[0].is_empty() && !fields[1].is_empty() && !fields[3].is_empty(), "{entry}");
            let mut own: Vec<String> = [fields[0], fields[1]]
                .into_iter()
                .chain(fields[2].split(',').map(str::trim).filter(|a| !a.is_empty()))
                .map(str::to_lowercase)
                .collect();
            own.sort();
            own.dedup();
            for alias in own {
                assert!(alias.len() <= LONGEST_ALIAS, "{alias}");
                assert_eq!(seen.insert(alias.clone(), fields[0]), None, "{alias} stands twice");
            }
        }
    }

    #[test]
    fn every_name_finds_itself() {
        for agency in AGENCIES.values() {
            assert_eq!(find_alone(agency.name), Some(agency));
            for name in [agency.name, agency.full].into_iter().filter(|name| !is_given_name(name)) {
                assert_eq!(find(name), Some(agency));
            }
        }
    }
}
