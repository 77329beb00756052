//! Reads the names of months.
//!
//! The names are in `lexicon/data/months.txt`, by language. Numerals before 月 and 월 are parsed here. Datelines, bylines
//! and visible dates use this module.

use crate::{
    lexicon,
    lexicon::{fold, indexed::MONTHS},
};

/// Maximum length of a folded month name in bytes. Longer words are not looked up.
const LONGEST_NAME: usize = 64;

/// Returns the month (1 to 12) that `word` names.
///
/// Ignores case, Latin, Greek and Cyrillic accents, and full stops. `language` (BCP 47) decides between languages that
/// differ: "listopad" is November in Polish and October in Croatian. Without a language, or if that language lacks the
/// word, English takes precedence, then whatever all languages agree on. CJK forms ("5月", "十二月", "5월") need no
/// language.
pub(crate) fn lookup(word: &str, language: Option<&str>) -> Option<u8> {
    let word = word.trim();
    if word.is_empty() || word.len() > LONGEST_NAME {
        return None;
    }
    if let Some(numeral) = word.strip_suffix(['月', '월']) {
        return east_asian(numeral);
    }
    let mut buffer = [0; LONGEST_NAME];
    let entries = match fold::ascii_month(word, &mut buffer) {
        Some(folded) => MONTHS.get(folded),
        None => MONTHS.get(&fold::month(word)),
    };
    let first = entries.first()?;
    let month = |entry| lexicon::fields(MONTHS.line(entry)).next().and_then(|number| number.parse().ok());
    let of = |tag: &str| entries.iter().find(|entry| MONTHS.group(entry) == tag).and_then(month);
    let primary = language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
    let primary = match primary.as_deref() {
        Some("nb" | "nn") => Some("no"),
        Some("in") => Some("id"),
        Some("iw") => Some("he"),
        Some("fil") => Some("tl"),
        Some("sh" | "me") => Some("sr"),
        other => other,
    };
    let first = month(first);
    primary
        .and_then(of)
        .or_else(|| of("en"))
        .or_else(|| first.filter(|_| entries.iter().all(|entry| month(entry) == first)))
}

/// Reads "5", "５", "十二" or "正" as a month.
fn east_asian(numeral: &str) -> Option<u8> {
    /// Maximum length of a month in characters: "十二", "12".
    const LONGEST: usize = 2;
    const IDEOGRAPHS: &str = "一二三四五六七八九";
    if numeral.chars().count() > LONGEST {
        return None;
    }
    let digit = |c: char| match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    };
    let ideograph = |c: char| (1u32..).zip(IDEOGRAPHS.chars()).find(|(_, i)| *i == c).map(|(n, _)| n);
    let mut chars = numeral.chars();
    let value = match (chars.next()?, chars.next()) {
        ('正', None) => 1,
        ('十', None) => 10,
        ('十', Some(c)) => 10 + ideograph(c)?,
        (c, None) => digit(c).or_else(|| ideograph(c))?,
        (tens, Some(ones)) => 10 * digit(tens)? + digit(ones)?,
    };
    u8::try_from(value).ok().filter(|month| (1..=12).contains(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_twelve_months() {
        let mut languages = 0;
        for (language, entries) in lexicon::groups(include_str!("data/months.txt")) {
            languages += 1;
            assert_eq!(entries.len(), 12, "{language}");
            for (n, entry) in (1u8..).zip(entries) {
                let words = lexicon::fields(entry).nth(1).expect("words");
                for word in words.split(',').map(str::trim) {
                    assert_eq!(lookup(word, Some(language)), Some(n), "{language}: {word}");
                    assert_eq!(lookup(&word.to_uppercase(), Some(language)), Some(n), "{language}: {word}");
                }
            }
        }
        assert!(languages >= 30, "{languages} languages");
    }

    #[test]
    fn accents_case_and_full_stops_are_ignored() {
        assert_eq!(lookup("FEVRIER", Some("fr")), Some(2));
        assert_eq!(lookup("Sept.", Some("en-GB")), Some(9));
        assert_eq!(lookup("MÄRZ", None), Some(3));
        assert_eq!(lookup("Agustos", Some("tr")), Some(8));
        assert_eq!(lookup("KASIM", Some("tr")), Some(11));
        assert_eq!(lookup("ІЮНЯ", Some("ru")), None);
        assert_eq!(lookup("ИЮНЯ", Some("ru")), Some(6));
    }

    #[test]
    fn the_language_decides_between_different_months() {
        assert_eq!(lookup("listopad", Some("pl")), Some(11));
        assert_eq!(lookup("listopad", Some("hr")), Some(10));
        assert_eq!(lookup("listopad", None), None);
        assert_eq!(lookup("May", Some("de")), Some(5));
        assert_eq!(lookup("Mai", Some("nb-NO")), Some(5));
    }

    #[test]
    fn east_asian_numerals_need_no_table() {
        for (word, month) in
            [("5月", 5), ("１２月", 12), ("十二月", 12), ("十月", 10), ("11월", 11), ("正月", 1)]
        {
            assert_eq!(lookup(word, None), Some(month), "{word}");
        }
        for word in ["13月", "月", "0月", "十十月", "123月", "二十月"] {
            assert_eq!(lookup(word, None), None, "{word}");
        }
    }

    #[test]
    fn words_that_are_not_months() {
        for word in ["", "Monday", "13", "mayday", "."] {
            assert_eq!(lookup(word, Some("en")), None, "{word}");
        }
    }
}
