//! Tests the shapes of single words and names: initials, slugs, domains, abbreviations of newsrooms.

use super::vocabulary;

/// Returns whether a word is an abbreviation and a word joined by a hyphen: "ARD-Studio".
pub(super) fn is_house_compound(text: &str) -> bool {
    /// Minimum letters of an abbreviation that is not a set of initials.
    const LETTERS: usize = 3;
    text.split_once('-').is_some_and(|(head, rest)| {
        head.chars().count() >= LETTERS
            && head.chars().all(char::is_uppercase)
            && rest.chars().count() > LETTERS
            && rest.chars().skip(1).all(char::is_lowercase)
    })
}

/// Returns whether a word is a set of initials: "J.", "J.R.", "J".
pub(crate) fn is_initial(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
        && text.split('.').filter(|p| !p.is_empty()).all(|p| p.chars().count() == 1)
}

/// Returns whether a word is a slug: "jane-doe", "jane.doe", "jane_doe".
pub(crate) fn is_slug(text: &str) -> bool {
    /// Minimum length of each part of a slug in bytes.
    const PART: usize = 2;
    let entities: Vec<&str> = text.split(['-', '.', '_']).collect();
    // "Anna-Maria" is one given name.
    let small = !text.contains(char::is_uppercase);
    let titled = |p: &&str| p.chars().all(char::is_alphabetic) && p.chars().skip(1).all(char::is_lowercase);
    (2..=3).contains(&entities.len())
        && (small || !text.contains('-'))
        && entities.iter().all(|p| p.len() >= PART && (p.chars().all(char::is_lowercase) || titled(p)))
        && !is_domain(text)
}

/// Returns whether a word is a domain, judged by its last part: "news.example".
pub(crate) fn is_domain(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(head, end)| {
        head.len() > 1
            && !head.ends_with('.')
            && vocabulary::get().is(end, vocabulary::DOMAIN)
            && head.chars().any(|c| c.is_alphabetic())
    })
}

/// Returns whether two names are equal, ignoring case, punctuation and white space.
pub(crate) fn same(a: &str, b: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(a).next().is_some() && letters(a).eq(letters(b))
}
