//! Detects dates and prices in lower-case text by their form.
//!
//! Only their presence matters here; `date` parses dates.

use crate::lexicon::month;

use crate::html::features::phrases;

/// What a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// A date, an age ("3 hours ago") or a reading time.
    pub(crate) date: bool,
    /// An amount of money.
    pub(crate) price: bool,
}

/// Searches text for a date and a price.
pub(crate) fn find(text: &str) -> Figures {
    let bytes = text.as_bytes();
    let mut found = Figures::default();
    let mut at = 0;
    while at < bytes.len() && !(found.date && found.price) {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let (before, after) = (&text[..start], &text[at..]);
        let digits = at - start;
        let inside = before.as_bytes().last().is_some_and(|b| b.is_ascii_alphanumeric());
        found.price |= is_price(before, after);
        if !inside {
            found.date |= is_date(digits, before, after);
        }
    }
    found
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₩' | '₽' | '₺' | '円' | '元' | '원')
}

fn is_price(before: &str, after: &str) -> bool {
    let sign_before = before.trim_end().chars().next_back().is_some_and(is_currency);
    let word = after.trim_start();
    sign_before && before.len() - before.trim_end().len() <= 1
        || word.chars().next().is_some_and(is_currency)
        || phrases::is_currency(first_word(word))
}

fn is_date(digits: usize, before: &str, after: &str) -> bool {
    if digits > 4 {
        return false;
    }
    if numeric_date(digits, after) || after.starts_with('年') || after.starts_with('년') {
        return true;
    }
    if digits > 2 {
        return false;
    }
    let word = first_word(after.trim_start_matches(['.', ' ', '\u{a0}', 'º', '°']));
    let gap = after.trim_start_matches(['.', ' ', '\u{a0}', 'º', '°', '-']);
    let unit = first_word(gap);
    if phrases::is_time_unit(unit) {
        let next = first_word(gap[unit.len()..].trim_start_matches([' ', '-', '.']));
        return phrases::is_after_time(next) || phrases::is_before_time(last_word(before.trim_end()));
    }
    // "4 may 2018", "4. mai 2018", "4 de mayo"
    if is_month(word.trim_start_matches('.')) {
        return true;
    }
    if phrases::is_of(word) {
        let rest = after.trim_start_matches(['.', ' ', '\u{a0}', 'º', '°']);
        let rest = rest[word.len()..].trim_start();
        if is_month(first_word(rest)) {
            return true;
        }
    }
    // "may 4", "may 4, 2018"
    let gap = before.trim_end_matches(['.', ' ', '\u{a0}']);
    gap.len() < before.len() && is_month(last_word(gap)) && !after.starts_with(['%', ':'])
}

/// Returns whether text continues as `\d{1,2}[./-]\d{1,2}[./-]\d{2,4}` or `\d{4}-\d\d-\d\d` after a first number.
fn numeric_date(digits: usize, after: &str) -> bool {
    let bytes = after.as_bytes();
    let Some(&mark) = bytes.first().filter(|b| matches!(b, b'.' | b'/' | b'-')) else { return false };
    let second = bytes[1..].iter().take_while(|b| b.is_ascii_digit()).count();
    if second == 0 || second > 2 || bytes.get(1 + second) != Some(&mark) {
        return false;
    }
    let third = bytes[2 + second..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 4 { (1..=2).contains(&third) } else { digits <= 2 && (third == 2 || third == 4) }
}

/// Returns whether a word names a month. "may" and "mar" are ambiguous, but only a number next to a month makes a
/// date.
fn is_month(word: &str) -> bool {
    /// Length range of month names in bytes.
    const BYTES: std::ops::RangeInclusive<usize> = 3..=24;
    BYTES.contains(&word.len()) && month::lookup(word, None).is_some()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    &text[..end]
}

fn last_word(text: &str) -> &str {
    let start = text
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_distinguished_from_other_numbers() {
        for text in [
            "12.03.2024",
            "on 2024-03-12 at noon",
            "march 12, 2024",
            "12. märz 2024",
            "4 de mayo de 2018",
            "3 hours ago",
            "5 min read",
            "2024年3月12日",
        ] {
            assert!(find(text).date, "{text}");
        }
        for text in ["1.5 million", "version 2.10.3a", "room 12", "10-20 people", "3 bridges", "5.0.1"] {
            assert!(!find(text).date, "{text}");
        }
    }

    #[test]
    fn prices_carry_a_currency() {
        for text in ["$5", "from 5 €", "12,50 eur", "£ 3"] {
            assert!(find(text).price, "{text}");
        }
        for text in ["5 lorries of sand", "12 bridges"] {
            assert!(!find(text).price, "{text}");
        }
    }
}
