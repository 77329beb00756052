//! Finds the words and phrases that tell what a block of text is, while its words are read.
//!
//! Words arrive one by one, as hashes of their folded letters. [`Walk::next`] returns the groups of
//! `lexicon/data/phrases.txt` that the word, or the phrase that it ends, belongs to. For most words a single probe of a
//! bitmap suffices, so the search costs little compared with reading the words.

use std::{ops::Range, sync::LazyLock};

use super::lines::is_cjk;
use crate::lexicon;

/// Groups of `lexicon/data/phrases.txt`, in the order of their bits.
pub(crate) const GROUPS: [&str; 19] = [
    "cookie",
    "copyright",
    "subscribe",
    "share",
    "related",
    "comment",
    "more",
    "advert",
    "label",
    "credit",
    "comment heading",
    "related heading",
    "thread",
    "legal",
    "biography",
    "person",
    "unit",
    "ago",
    "clock",
];

/// A set of groups.
pub(crate) type Bits = u32;

/// Bit of a group: its index in [`GROUPS`].
pub(crate) const fn bit(group: usize) -> Bits {
    1 << group
}

/// Indices of the groups that code refers to by name.
pub(crate) mod group {
    pub(crate) const COOKIE: usize = 0;
    pub(crate) const COPYRIGHT: usize = 1;
    pub(crate) const SUBSCRIBE: usize = 2;
    pub(crate) const RELATED: usize = 4;
    pub(crate) const COMMENT: usize = 5;
    /// The groups before this one are boilerplate wherever they occur.
    pub(crate) const LABEL: usize = 8;
    pub(crate) const CREDIT: usize = 9;
    pub(crate) const COMMENT_HEADING: usize = 10;
    pub(crate) const RELATED_HEADING: usize = 11;
    pub(crate) const THREAD: usize = 12;
    pub(crate) const LEGAL: usize = 13;
    pub(crate) const PERSON: usize = 15;
    pub(crate) const UNIT: usize = 16;
    pub(crate) const AGO: usize = 17;
    pub(crate) const CLOCK: usize = 18;
}

/// A function word of some language.
pub(crate) const STOP: Bits = 1 << 24;
/// A month.
pub(crate) const MONTH: Bits = 1 << 25;
/// A day of the week, today or yesterday.
pub(crate) const DAY: Bits = 1 << 26;
/// A longer phrase can begin with this word.
const OPENS: Bits = 1 << 31;
/// Groups of [`GROUPS`].
const GROUP_BITS: Bits = (1 << 24) - 1;

/// Number of slots of the table: a power of two, at least twice the number of entries.
const SLOTS: usize = 1 << 14;
/// Number of bits of the bitmap that is probed before the table.
const MAP_BITS: usize = 1 << 16;
/// An odd constant with well-mixed bits (2^64 over the golden ratio).
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// Adds a number to a hash.
#[inline]
pub(crate) fn step(hash: u64, code: u32) -> u64 {
    mix(hash, u64::from(code))
}

#[inline]
fn mix(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(5) ^ chunk).wrapping_mul(MIX)
}

/// Number of bytes of a word that are hashed. No entry of the tables is that long.
const WORD_BYTES: usize = 64;
/// The bit that distinguishes lowercase from uppercase letters, in every byte.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// Returns the case-insensitive hash of the word of ASCII letters and digits in `range`. Reads eight bytes at a time, and
/// masks those after the word.
#[inline]
pub(crate) fn ascii_word(bytes: &[u8], range: Range<usize>) -> u64 {
    let mut hash = range.len() as u64;
    let (mut at, end) = (range.start, range.end.min(range.start + WORD_BYTES));
    while at < end {
        let n = (end - at).min(8);
        let chunk = match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => few(&bytes[at..at + n]),
        };
        hash = mix(hash, (chunk | SMALL) & (u64::MAX >> (64 - 8 * n)));
        at += n;
    }
    finish(hash)
}

/// Mixes the hash so that the last letters affect all bits that are used.
#[inline]
fn finish(hash: u64) -> u64 {
    (hash ^ hash >> 32).wrapping_mul(MIX)
}

/// Packs fewer than eight bytes into a number.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b))
}

/// Hashes a word whose letters arrive one by one, after folding their case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    bytes: [u8; WORD_BYTES],
    /// Length of the whole word in bytes, which can exceed what is kept.
    len: usize,
}

impl Default for Spelling {
    fn default() -> Self {
        Self { bytes: [0; WORD_BYTES], len: 0 }
    }
}

impl Spelling {
    /// Adds the next letter.
    pub(crate) fn push(&mut self, c: char) {
        if c.is_ascii() {
            if let Some(byte) = self.bytes.get_mut(self.len) {
                *byte = c as u8 | 0x20;
            }
            self.len += 1;
            return;
        }
        let mut buffer = [0; 4];
        for &b in fold(c).encode_utf8(&mut buffer).as_bytes() {
            if let Some(byte) = self.bytes.get_mut(self.len) {
                *byte = b;
            }
            self.len += 1;
        }
    }

    /// Returns the hash of the word and begins the next one. For an ASCII word it equals that of [`ascii_word`].
    pub(crate) fn take(&mut self) -> u64 {
        let kept = &self.bytes[..self.len.min(WORD_BYTES)];
        let hash = kept.chunks(8).fold(self.len as u64, |hash, chunk| mix(hash, few(chunk)));
        self.len = 0;
        finish(hash)
    }
}

/// Returns the hash of a phrase from the hash of its beginning and that of the next word.
#[inline]
fn chain(before: u64, word: u64) -> u64 {
    (before.rotate_left(23) ^ word).wrapping_mul(MIX)
}

/// Folds the case of a character, one to one. For hashing only.
#[inline]
pub(crate) fn fold(c: char) -> char {
    match c {
        'A'..='Z' | '\u{c0}'..='\u{de}' | 'А'..='Я' | 'Α'..='Ω' => {
            char::from_u32(u32::from(c) + 0x20).unwrap_or(c)
        }
        '\u{400}'..='\u{40f}' => char::from_u32(u32::from(c) + 0x50).unwrap_or(c),
        '\u{100}'..='\u{17f}' => char::from_u32(u32::from(c) | 1).unwrap_or(c),
        c => c,
    }
}

/// The table of all words and phrases.
pub(crate) struct Lexicon {
    map: Vec<u64>,
    tags: Vec<u32>,
    bits: Vec<Bits>,
    /// For each slot, the languages whose function word it is, as bits in the order of `names`.
    languages: Vec<u32>,
    names: Vec<&'static str>,
}

/// Built on first use.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

impl Lexicon {
    fn build() -> Self {
        let mut lexicon = Self {
            map: vec![0; MAP_BITS / 64],
            tags: vec![0; SLOTS],
            bits: vec![0; SLOTS],
            languages: vec![0; SLOTS],
            names: Vec::new(),
        };
        for (language, word) in lexicon::entries(include_str!("../lexicon/data/function-words.txt")) {
            if lexicon.names.last() != Some(&language) {
                lexicon.names.push(language);
            }
            let slot = lexicon.add(word, STOP);
            lexicon.languages[slot] |= 1 << (lexicon.names.len() - 1);
        }
        for (_, entry) in lexicon::entries(include_str!("../lexicon/data/months.txt")) {
            for word in lexicon::fields(entry).nth(1).unwrap_or_default().split(',') {
                lexicon.add(word.trim(), MONTH);
            }
        }
        for (name, phrase) in lexicon::entries(include_str!("../lexicon/data/phrases.txt")) {
            let bits = GROUPS.iter().position(|g| *g == name).map_or(DAY, bit);
            lexicon.add(phrase, bits);
        }
        lexicon
    }

    /// Adds a word or phrase; returns its slot.
    fn add(&mut self, phrase: &str, bits: Bits) -> usize {
        let mut words: Vec<u64> = Vec::new();
        let mut open = Spelling::default();
        for c in phrase.chars().chain([' ']) {
            let alone = is_cjk(c) || c == '©';
            if !alone && (c.is_alphanumeric() || c == '_') {
                open.push(c);
                continue;
            }
            if open.len > 0 {
                words.push(open.take());
            }
            if alone {
                words.push(step(0, u32::from(c)));
            }
        }
        let (mut key, mut slot) = (0, 0);
        let last = words.len().min(Walk::LONGEST);
        for (i, &word) in words[..last].iter().enumerate() {
            key = if i == 0 { word } else { chain(key, word) };
            slot = self.insert(key, if i + 1 == last { bits } else { OPENS });
        }
        slot
    }

    fn insert(&mut self, key: u64, bits: Bits) -> usize {
        let (mut slot, tag) = Self::place(key);
        while self.bits[slot] != 0 && self.tags[slot] != tag {
            slot = (slot + 1) % SLOTS;
        }
        self.tags[slot] = tag;
        self.bits[slot] |= bits;
        let at = (key >> 48) as usize % MAP_BITS;
        self.map[at / 64] |= 1 << (at % 64);
        slot
    }

    #[inline]
    fn place(key: u64) -> (usize, u32) {
        ((key >> 44) as usize % SLOTS, (key >> 16) as u32)
    }

    /// Returns the groups of a word or phrase.
    #[inline]
    fn get(&self, key: u64) -> Bits {
        self.slot(key).map_or(0, |slot| self.bits[slot])
    }

    #[inline]
    fn slot(&self, key: u64) -> Option<usize> {
        let at = (key >> 48) as usize % MAP_BITS;
        if self.map[at / 64] >> (at % 64) & 1 == 0 {
            return None;
        }
        let (mut slot, tag) = Self::place(key);
        while self.bits[slot] != 0 {
            if self.tags[slot] == tag {
                return Some(slot);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }

    /// Counts the function words of each language in a text. Also returns the number of its words.
    pub(crate) fn languages(&self, text: &str) -> (impl Iterator<Item = (&'static str, u32)>, u32) {
        let (mut counts, mut words) = ([0_u32; u32::BITS as usize], 0);
        let mut word = Spelling::default();
        for c in text.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
            } else if word.len > 0 {
                words += 1;
                let mut languages = self.slot(word.take()).map_or(0, |slot| self.languages[slot]);
                while languages != 0 {
                    counts[languages.trailing_zeros() as usize] += 1;
                    languages &= languages - 1;
                }
            }
        }
        (self.names.iter().copied().zip(counts), words)
    }
}

/// Matches phrases over the words of a block: remembers the phrases that have begun.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Walk {
    /// Hashes of the begun phrases of one and of two words; 0 if there is none.
    open: [u64; Self::LONGEST - 1],
}

impl Walk {
    /// Words of the longest phrase.
    const LONGEST: usize = 3;

    /// Returns the groups of the next word and of the phrases that it ends.
    #[inline]
    pub(crate) fn next(&mut self, lexicon: &Lexicon, word: u64) -> Bits {
        let own = lexicon.get(word);
        let mut bits = own;
        let mut open = [0; Self::LONGEST - 1];
        if own & OPENS != 0 {
            open[0] = word;
        }
        if self.open[0] != 0 {
            let key = chain(self.open[0], word);
            let found = lexicon.get(key);
            bits |= found & GROUP_BITS;
            if found & OPENS != 0 {
                open[1] = key;
            }
        }
        if self.open[1] != 0 {
            bits |= lexicon.get(chain(self.open[1], word)) & GROUP_BITS;
        }
        self.open = open;
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Bits> {
        let mut walk = Walk::default();
        text.split_whitespace().map(|w| walk.next(&LEXICON, spelled(w))).collect()
    }

    fn spelled(word: &str) -> u64 {
        let mut spelling = Spelling::default();
        word.chars().for_each(|c| spelling.push(c));
        spelling.take()
    }

    #[test]
    fn a_word_has_one_hash_however_it_is_read() {
        for word in ["a", "Ferries", "harbour", "HARBOURS", "telecommunication", &"Chain_9".repeat(12)] {
            let text = format!("x{word}. and something behind it");
            assert_eq!(
                ascii_word(text.as_bytes(), 1..1 + word.len()),
                spelled(&word.to_lowercase()),
                "{word}"
            );
            assert_eq!(ascii_word(word.as_bytes(), 0..word.len()), spelled(word), "{word}");
        }
        assert_ne!(spelled("harbour"), spelled("harbours"));
        assert_ne!(spelled("März"), spelled("Marz"));
        assert_eq!(spelled("ÉTÉ"), spelled("été"));
    }

    #[test]
    fn every_group_of_the_table_has_a_bit_and_the_other_way_round() {
        let mut names: Vec<_> =
            lexicon::groups(include_str!("../lexicon/data/phrases.txt")).map(|(n, _)| n).collect();
        names.retain(|n| *n != "day");
        names.sort_unstable();
        let mut known = GROUPS;
        known.sort_unstable();
        assert_eq!(names, known);
        assert_eq!(GROUPS[group::LABEL], "label");
        assert_eq!(GROUPS[group::CLOCK], "clock");
        assert_eq!(GROUPS[group::THREAD], "thread");
    }

    #[test]
    fn words_and_phrases_are_found_whatever_their_case() {
        assert_ne!(words("The")[0] & STOP, 0);
        assert_ne!(words("März")[0] & MONTH, 0);
        assert_ne!(words("Montag")[0] & DAY, 0);
        let found = words("TOUS DROITS réservés");
        assert_ne!(found[1] & bit(group::COPYRIGHT), 0);
        assert_eq!(found[0] & GROUP_BITS, 0);
        assert_ne!(words("ПОДПИСАТЬСЯ")[0] & bit(2), 0);
        let found = words("lesen sie auch");
        assert_ne!(found[2] & bit(group::RELATED_HEADING), 0);
        assert_eq!(words("harbour master")[1] & !STOP, 0);
    }

    #[test]
    fn the_table_has_room() {
        let used = LEXICON.bits.iter().filter(|b| **b != 0).count();
        assert!(used * 3 < SLOTS, "{used} of {SLOTS}");
    }
}
