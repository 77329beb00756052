//! Language codes: the shortest code of a language, as BCP 47 requires (RFC 5646, section 2.2.1).

use super::{entries, fields};

static TABLE: &str = include_str!("data/language-codes.txt");

/// Returns the two-letter code of a language from its three-letter code.
pub(crate) fn shortest(three_letters: &str) -> Option<&'static str> {
    entries(TABLE).find_map(|(_, entry)| {
        let mut codes = fields(entry);
        if codes.next() == Some(three_letters) { codes.next() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_letter_codes_are_shortened() {
        assert_eq!((shortest("deu"), shortest("xyz"), shortest("de")), (Some("de"), None, None));
        for lang in whatlang::Lang::all() {
            assert!(shortest(lang.code()).is_some(), "{}", lang.code());
        }
    }
}
