//! Frequent words by language, which are rarely part of a name: "Copy Link" is not a person.
//!
//! `common-words.bloom` is a Bloom filter over "language:word", written by `train/common_words.py`. With seven hashes
//! and ten bits per word, 1 % of other words pass as common, so a decision needs all words of a string.

use std::sync::LazyLock;

use super::fold;

const FILE: &[u8] = include_bytes!("../model/common-words.bloom");
const MAGIC: &[u8] = b"cdbloom1";

/// The language whose words appear on pages of every language, as labels of their templates.
const EVERYWHERE: &str = "en";

/// A Bloom filter.
struct WordFilter {
    bits: u64,
    hashes: u64,
    table: &'static [u8],
}

static FILTER: LazyLock<WordFilter> = LazyLock::new(|| read(FILE).expect("the tests check the file"));

fn read(file: &'static [u8]) -> Option<WordFilter> {
    let rest = file.strip_prefix(MAGIC)?;
    let (bits, rest) = rest.split_first_chunk::<4>()?;
    let (&hashes, table) = rest.split_first()?;
    let bits = u64::from(u32::from_le_bytes(*bits));
    (bits > 0 && bits == table.len() as u64 * 8).then(|| WordFilter {
        bits,
        hashes: u64::from(hashes),
        table,
    })
}

/// Languages with at least 4,000 words in the table. Most texts consist of these words and names.
const LARGE: [&str; 11] = ["de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh"];

/// Returns whether the table has so many words of a language that a word outside it is rare.
pub(crate) fn has_many(language: &str) -> bool {
    LARGE.contains(&language)
}

/// Returns whether a word is common in English or in the page's language, ignoring case and accents.
pub(crate) fn is_common(word: &str, language: Option<&str>) -> bool {
    let word = fold::byline(word);
    let own = language.filter(|&own| own != EVERYWHERE);
    [Some(EVERYWHERE), own].into_iter().flatten().any(|language| FILTER.has(language, &word))
}

impl WordFilter {
    fn has(&self, language: &str, word: &str) -> bool {
        let key = language.bytes().chain(*b":").chain(word.bytes());
        let hash = key.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let (first, step) = (hash & 0xffff_ffff, hash >> 32 | 1);
        (0..self.hashes).all(|i| {
            let at = (first + i * step) % self.bits;
            self.table[(at / 8) as usize] >> (at % 8) & 1 == 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names() {
        assert!(read(FILE).is_some());
        for (word, language, common) in [
            ("copy", None, true),
            ("Harbour", Some("de"), true),
            ("notícias", Some("pt"), true),
            ("notícias", Some("pl"), false),
            ("новости", Some("ru"), true),
            ("経済", Some("ja"), true),
            ("공유", Some("ko"), true),
            ("Weidlich", Some("de"), false),
            ("Jane", None, false),
        ] {
            assert_eq!(is_common(word, language), common, "{word}");
        }
    }
}
