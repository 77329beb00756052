//! Restores the normal case of a name: "JANE VAN DER DOE", "jane-doe" and "Bill MCROE".

use super::vocabulary::{self, Vocabulary, fold};

/// Minimum letters after "Mc" for it to be a prefix.
const MC_REST: usize = 2;
/// Number of capitals that are initials even in a name in capitals: "TJ DOE".
const INITIALS: usize = 2;

/// Returns a name in normal case. Words in mixed case are unchanged.
pub(crate) fn normal_case(words: &[&str], language: &str) -> String {
    let vocabulary = vocabulary::get();
    let whole = words.join(" ");
    let folded = fold(&whole);
    if vocabulary.is(&folded, vocabulary::KEEP) && !whole.contains(|c: char| c.is_uppercase() && c != 'I') {
        return whole;
    }
    let small = !whole.contains(char::is_uppercase);
    let capitals = !whole.contains(char::is_lowercase);
    let mut out = String::with_capacity(whole.len());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let lowered =
            i > 0 && !out.trim_end().rsplit(' ').next().is_some_and(|w| w.contains(char::is_uppercase));
        let place = WordPosition { first: i == 0, lowered, last: i + 1 == words.len(), small, capitals };
        push_word(&mut out, word, place, language, vocabulary, words.get(i + 1).copied());
    }
    out
}

#[derive(Clone, Copy)]
struct WordPosition {
    first: bool,
    last: bool,
    /// The previous word is a particle in lower case.
    lowered: bool,
    small: bool,
    capitals: bool,
}

fn push_word(
    out: &mut String,
    word: &str,
    place: WordPosition,
    language: &str,
    vocabulary: &Vocabulary,
    next: Option<&str>,
) {
    let opening = word.len() - word.trim_start_matches(['(', '"', '“', '„', '«', '‘']).len();
    out.push_str(&word[..opening]);
    let word = &word[opening..];
    let folded = fold(word);
    let has_small = word.contains(char::is_lowercase);
    let has_capital = word.contains(char::is_uppercase);
    if let Some(prefix) = capitals_after_prefix(word) {
        out.push_str(&word[..prefix]);
        return push_title(out, &word[prefix..], language, vocabulary);
    }
    if has_small && has_capital || !has_small && !has_capital || word.chars().any(char::is_numeric) {
        return out.push_str(word);
    }
    if has_small && !place.small && vocabulary.is(&folded, vocabulary::PARTICLE) {
        return out.push_str(word);
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 1 || word.split('.').filter(|p| !p.is_empty()).all(|p| p.chars().count() == 1) {
        return out.extend(word.chars().flat_map(char::to_uppercase));
    }
    if place.last && !place.first && matches!(folded.as_ref(), "ii" | "iii" | "iv" | "v") {
        return out.extend(word.chars().flat_map(char::to_uppercase));
    }
    let particle = vocabulary.is(&folded, vocabulary::LOW_PARTICLE) && !place.last;
    if particle
        && !place.first
        && (small_particle(&folded, language)
            || next.is_some_and(|n| is_article(&fold(n)))
            || place.lowered && is_article(&folded))
    {
        return push_lower(out, word, language);
    }
    if !place.first && vocabulary.is(&folded, vocabulary::SUFFIX) {
        return push_title(out, word, language, vocabulary);
    }
    if has_capital
        && letters <= INITIALS
        && word.is_ascii()
        && !vocabulary.is(&folded, vocabulary::TWO_LETTER)
    {
        let vowel = folded.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if !place.capitals || !vowel || place.first {
            return out.push_str(word);
        }
    }
    if let Some((prefix, rest)) = folded.split_once('-')
        && matches!(prefix, "al" | "el" | "as" | "ash" | "an" | "ad" | "ar" | "at" | "ul")
        && !place.first
        && !rest.is_empty()
    {
        out.push_str(prefix);
        out.push('-');
        return push_title(out, &word[prefix.len() + 1..], language, vocabulary);
    }
    push_title(out, word, language, vocabulary);
}

/// Returns the length of "Mc", "Mac", "De" or a similar prefix before a surname in capitals: "McDOE".
fn capitals_after_prefix(word: &str) -> Option<usize> {
    /// Letters of such a prefix, and minimum capitals after it.
    const PREFIX: std::ops::RangeInclusive<usize> = 2..=3;
    const CAPITALS: usize = 3;
    let small = word.char_indices().skip(1).take_while(|(_, c)| c.is_lowercase()).last()?;
    let end = small.0 + small.1.len_utf8();
    let rest = &word[end..];
    let first = word.chars().next().is_some_and(char::is_uppercase);
    let all = rest.chars().count() >= CAPITALS && rest.chars().all(char::is_uppercase);
    (first && all && PREFIX.contains(&end)).then_some(end)
}

/// Returns whether a particle is in lower case. In English and Italian names that lost their case, it stays
/// capitalized ("DI STEFANO").
fn small_particle(folded: &str, language: &str) -> bool {
    let romance = matches!(
        folded,
        "de" | "di" | "da" | "du" | "la" | "le" | "lo" | "li" | "del" | "della" | "los" | "las"
    );
    !(romance && matches!(language, "en" | "it" | ""))
}

fn is_article(folded: &str) -> bool {
    matches!(folded, "la" | "los" | "las" | "der" | "den" | "het")
}

fn push_lower(out: &mut String, word: &str, language: &str) {
    if language == "tr" || language == "az" {
        out.extend(word.chars().flat_map(|c| match c {
            'I' => 'ı'.to_lowercase(),
            'İ' => 'i'.to_lowercase(),
            c => c.to_lowercase(),
        }));
    } else {
        out.push_str(&word.to_lowercase());
    }
}

/// Appends a word with a capital at the start of each part: "Anne-Marie", "O'Roe", "McDoe", "MacDonald".
fn push_title(out: &mut String, word: &str, language: &str, vocabulary: &Vocabulary) {
    let mut rest = word;
    while !rest.is_empty() {
        let cut = rest.find(['-', '‐', '‑', '\'', '’', '_', '.']);
        let (piece, mark) = match cut {
            Some(i) => {
                let mark = rest[i..].chars().next().map_or(0, char::len_utf8);
                (&rest[..i], &rest[i..i + mark])
            }
            None => (rest, ""),
        };
        push_piece(out, piece, language, vocabulary);
        out.push_str(mark);
        rest = &rest[piece.len() + mark.len()..];
    }
}

fn push_piece(out: &mut String, piece: &str, language: &str, vocabulary: &Vocabulary) {
    let folded = fold(piece);
    let mc = piece.is_ascii() && folded.starts_with("mc") && folded.len() > MC_REST + 1;
    let mac =
        piece.is_ascii() && folded.strip_prefix("mac").is_some_and(|r| vocabulary.is(r, vocabulary::MAC));
    let prefix = if mc {
        2
    } else if mac {
        3
    } else {
        0
    };
    for part in [&piece[..prefix], &piece[prefix..]] {
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            let dutch = language == "nl" && part.len() > 1 && part.is_ascii() && fold(part).starts_with("ij");
            // Georgian has capitals only for whole words.
            let georgian = matches!(first, '\u{10d0}'..='\u{10ff}');
            if first == 'i' && matches!(language, "tr" | "az") {
                out.push('İ');
            } else if georgian {
                out.push(first);
            } else {
                out.extend(first.to_uppercase());
            }
            if dutch {
                out.push('J');
                chars.next();
            }
            push_lower(out, chars.as_str(), language);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, language: &str, expected: &str) {
        let words: Vec<&str> = name.split(' ').collect();
        assert_eq!(normal_case(&words, language), expected);
    }

    #[test]
    fn capitals_and_small_letters() {
        check("JANE Q. DOE", "en", "Jane Q. Doe");
        check("jane doe", "en", "Jane Doe");
        check("Bill MCROE", "en", "Bill McRoe");
        check("IAN MACDONALD", "en", "Ian MacDonald");
        check("ANA MACHADO", "pt", "Ana Machado");
        check("SINEAD O'ROE", "en", "Sinead O'Roe");
        check("ANNE-MARIE D’ROE", "fr", "Anne-Marie D’Roe");
        check("MARNA VAN DER DOE", "en", "Marna van der Doe");
        check("ANA DE LA DOE", "en", "Ana de la Doe");
        check("VITO DI DOE", "it", "Vito Di Doe");
        check("JEAN DE DOE", "fr", "Jean de Doe");
        check("JOHN ROE JR.", "en", "John Roe Jr.");
        check("JOHN ROE III", "en", "John Roe III");
        check("OMAR AL-DOE", "en", "Omar al-Doe");
        check("TJ DOE", "en", "TJ Doe");
        check("J.R. DOE", "en", "J.R. Doe");
        check("XI DOE", "en", "Xi Doe");
        check("JAN VAN IJDOE", "nl", "Jan van IJdoe");
        check("IŞIL DOĞAN", "tr", "Işıl Doğan");
        check("ΝΙΚΟΣ", "el", "Νικος");
    }

    #[test]
    fn names_that_keep_their_case() {
        check("bell hooks", "en", "bell hooks");
        check("Jane deRoe", "en", "Jane deRoe");
        check("Jean de Doe", "fr", "Jean de Doe");
        check("kovaRoe", "en", "kovaRoe");
        check("Jane McDOE", "en", "Jane McDoe");
        check("Jane doe", "en", "Jane Doe");
    }
}
