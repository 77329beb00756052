//! The language of a text, where the page does not say.
//!
//! Comes in: the body. Goes out: a BCP 47 tag, or nothing where the text is too short or the guess too weak. The guess is
//! whatlang's, over trigrams of a sample.

/// Bytes at the head of a text that are looked at: trigrams are sure after a few sentences, and time grows with them.
const SAMPLE_BYTES: usize = 800;
/// Bytes below which a guess is not worth having.
const FEWEST_BYTES: usize = 80;

/// Guesses the language of a text.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    if text.len() < FEWEST_BYTES {
        return None;
    }
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let info = whatlang::detect(&text[..end])?;
    info.is_reliable().then(|| tag(info.lang().code()))
}

/// The shortest tag of a language: ISO 639-1 where there is one (RFC 5646, 2.2.1).
fn tag(code: &'static str) -> &'static str {
    TAGS.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two)
}

/// ISO 639-3 and 639-1 codes of the languages that whatlang tells apart.
const TAGS: [(&str, &str); 69] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_tags() {
        let de = "Die Brücke über den Fluss ist seit Montag wieder offen, und die Fähre fuhr am Mittag zum letzten Mal.";
        let ru = "Мост через реку снова открыт с понедельника, а паром в полдень совершил свой последний рейс на этой линии.";
        assert_eq!((detect(de), detect(ru), detect("Kurz.")), (Some("de"), Some("ru"), None));
    }

    #[test]
    fn tags_are_sorted() {
        assert!(TAGS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
