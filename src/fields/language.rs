//! Guesses the language of a text whose page does not state it.
//!
//! If the function words of one language stand out, it is that one. Otherwise whatlang guesses from the trigrams of a
//! sample, which takes fifty times as long.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockLabel},
    },
    lexicon::{clip::clip, language_code},
    words::lexicon::LEXICON,
};

/// Maximum bytes at the start of a text that are read: trigrams are sure after a few sentences, and time grows with them.
const SAMPLE_BYTES: usize = 800;
/// Minimum bytes of a text for a guess.
const FEWEST_BYTES: usize = 80;

/// Minimum words of a text for its function words to count.
const SURE_WORDS: u32 = 30;
/// Minimum share of the function words of its language among all words.
const SURE_SHARE: f32 = 0.2;
/// Maximum share of the second best language, relative to the best one's.
const SURE_SECOND: f32 = 0.5;

/// Returns the language of a text, or `None` if the text is too short or the guess too weak.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    if text.len() < FEWEST_BYTES {
        return None;
    }
    let text = clip(text, SAMPLE_BYTES);
    by_function_words(text).or_else(|| by_trigrams(text))
}

/// Returns the language of the selected body.
pub(crate) fn of_body(blocks: &Blocks, labels: &[BlockLabel]) -> Option<&'static str> {
    let mut sample = String::with_capacity(2 * SAMPLE_BYTES);
    for (block, _) in blocks.blocks.iter().zip(labels).filter(|(_, v)| v.kind == BlockKind::Body) {
        sample.push_str(clip(blocks.text(block), SAMPLE_BYTES));
        sample.push('\n');
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    detect(&sample)
}

/// Returns the language whose function words stand out.
fn by_function_words(text: &str) -> Option<&'static str> {
    let (counts, words) = LEXICON.languages(text);
    let (mut most, mut second) = (("", 0), 0);
    for count in counts {
        if count.1 > most.1 {
            (most, second) = (count, most.1);
        } else {
            second = second.max(count.1);
        }
    }
    let stands_out = words >= SURE_WORDS
        && most.1 as f32 >= SURE_SHARE * words as f32
        && second as f32 <= SURE_SECOND * most.1 as f32;
    (stands_out && MISTAKEN.binary_search(&most.0).is_err()).then_some(most.0)
}

fn by_trigrams(text: &str) -> Option<&'static str> {
    let info = whatlang::detect(text)?;
    let code = info.lang().code();
    info.is_reliable().then(|| language_code::shortest(code).unwrap_or(code))
}

/// Languages that share their function words with a close relative that has no table: Macedonian, Slovak,
/// Nynorsk, Galician, Malay, Afrikaans, Belarusian, Azerbaijani.
const MISTAKEN: [&str; 11] = ["bg", "cs", "da", "es", "id", "nl", "no", "pt", "ru", "tr", "uk"];

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
    fn only_a_language_that_stands_out_is_told_by_its_function_words() {
        let of = |text: &str| (by_function_words(text), detect(text));
        let en = "The harbour master said on Tuesday that the two ferries would not sail until the storm had passed, and \
                  that nobody had been hurt when the captain of one of them fell on the stairs of the old lighthouse.";
        assert_eq!(of(en), (Some("en"), Some("en")));
        // Afrikaans has no table and shares many words with Dutch.
        let af = "Die hawemeester het Dinsdag gesê dat die twee veerbote nie sal vaar voordat die storm verby is nie, en dat \
                  niemand seergekry het toe die kaptein van een van hulle op die trappe van die ou vuurtoring geval het nie.";
        assert_eq!(of(af), (None, Some("af")));
        // Norwegian and Danish share most of them.
        let nb = "Havnesjefen sa tirsdag at de to fergene ikke ville seile før stormen var over, og at ingen ble skadet da \
                  kapteinen på en av dem falt i trappen til det gamle fyret. Det var den verste natten på mange år.";
        assert_eq!(by_function_words(nb), None);
        let menu = "Home News Sport Weather Culture Travel Shop Jobs Contact Imprint Privacy Terms Advertise Newsletter Apps \
                    Podcasts Video Live Politics World Business Tech Science Health Food Style Motors Money Property Law";
        assert_eq!(by_function_words(menu), None);
    }

    #[test]
    fn mistaken_languages_are_sorted() {
        assert!(MISTAKEN.is_sorted());
    }
}
