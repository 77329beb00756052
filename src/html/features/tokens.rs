//! Words of running text as hashes, and the words so common that every sentence has some.
//!
//! A token is a run of letters, digits and marks; a character of a script that is written without
//! spaces between words is a token of its own.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::lexicon;

/// Hash of a token in lower case; 32 bits suffice to tell the few thousand tokens of a page apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u32);

impl Hash {
    /// Of no characters.
    pub(crate) const EMPTY: Self = Self(0x811c_9dc5);

    /// With one more character, which is in lower case.
    #[must_use]
    pub(crate) fn push(self, c: char) -> Self {
        // FNV-1a by character.
        Self((self.0 ^ c as u32).wrapping_mul(0x0100_0193))
    }

    /// As a number.
    pub(crate) fn get(self) -> u32 {
        self.0 ^ (self.0 >> 15)
    }
}

/// Hash of a whole word, whatever its case.
pub(crate) fn hash(word: &str) -> u32 {
    word.chars().map(lower).fold(Hash::EMPTY, Hash::push).get()
}

/// One character in lower case; the few whose lower case is longer keep its first character.
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// How a script parts its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// By spaces.
    Spaced,
    /// Not at all: Chinese, Japanese.
    Ideographic,
    /// Not at all, letters: Thai, Lao, Khmer, Burmese.
    Unspaced,
}

/// The script of a character beyond ASCII.
pub(crate) fn script(c: char) -> Script {
    match c as u32 {
        0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3134f => {
            Script::Ideographic
        }
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff => Script::Unspaced,
        _ => Script::Spaced,
    }
}

/// Characters of Chinese and Japanese that make a word, on average (measured on parallel news texts).
pub(crate) const IDEOGRAPHS_PER_WORD: f32 = 2.2;
/// Characters of Thai and its like that make a word, on average.
pub(crate) const UNSPACED_PER_WORD: f32 = 5.0;

/// A set of hashes that is quick to say no: most of what is asked about is not in it.
#[derive(Clone, Debug)]
pub(crate) struct Rare<T> {
    /// A bit for the low bits of each member.
    filter: Vec<u64>,
    members: FxHashSet<T>,
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self { filter: vec![0; Self::WORDS], members: FxHashSet::default() }
    }
}

impl<T> Rare<T> {
    /// Words of the filter: for a few thousand members, one in twenty strangers passes.
    const WORDS: usize = 1 << 10;

    fn place(low: u32) -> (usize, u64) {
        (low as usize / 64 % Self::WORDS, 1 << (low % 64))
    }
}

impl<T: Copy + Eq + std::hash::Hash + Into<u64>> Rare<T> {
    /// Whether a hash is in it.
    pub(crate) fn contains(&self, hash: T) -> bool {
        let (word, bit) = Self::place(hash.into() as u32);
        self.filter[word] & bit != 0 && self.members.contains(&hash)
    }

    /// Adds a hash.
    pub(crate) fn insert(&mut self, hash: T) {
        let (word, bit) = Self::place(hash.into() as u32);
        self.filter[word] |= bit;
        self.members.insert(hash);
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Takes all out and keeps the memory.
    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.filter.fill(0);
            self.members.clear();
        }
    }
}

static STOP_WORDS: LazyLock<Rare<u32>> = LazyLock::new(|| {
    let mut words = Rare::default();
    const TABLE: &str = include_str!("../../lexicon/data/stopwords.txt");
    /// Bytes of a word and what parts it from the next, of the shortest words.
    const BYTES_PER_WORD: usize = 4;
    words.members.reserve(TABLE.len() / BYTES_PER_WORD);
    let lines = lexicon::entries(TABLE);
    lines.flat_map(|(_, line)| line.split_ascii_whitespace()).for_each(|word| words.insert(hash(word)));
    words
});

/// Whether a token is a stop word of any language.
pub(crate) fn is_stop(token: u32) -> bool {
    STOP_WORDS.contains(token)
}

/// Tokens of any text, in order.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = u32> {
    let mut chars = text.chars().chain(std::iter::once(' '));
    let mut waiting: Option<u32> = None;
    let mut open: Option<Hash> = None;
    std::iter::from_fn(move || {
        if let Some(token) = waiting.take() {
            return Some(token);
        }
        for c in chars.by_ref() {
            if !c.is_ascii() && script(c) == Script::Ideographic {
                let own = Hash::EMPTY.push(c).get();
                if let Some(done) = open.take() {
                    waiting = Some(own);
                    return Some(done.get());
                }
                return Some(own);
            }
            if c.is_alphanumeric() {
                open = Some(open.unwrap_or(Hash::EMPTY).push(lower(c)));
            } else if let Some(done) = open.take() {
                return Some(done.get());
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_part_words_and_ideographs() {
        let of = |text: &str| tokens(text).collect::<Vec<_>>();
        assert_eq!(of("The bridge, 2"), [hash("the"), hash("bridge"), hash("2")]);
        assert_eq!(of("A橋の"), [hash("a"), hash("橋"), hash("の")]);
        assert!(is_stop(hash("Und")) && is_stop(hash("の")) && !is_stop(hash("bridge")));
    }
}
