//! Hashes the words of plain text, and numbers the groups of `lexicon/data/phrases.txt`. The build script uses this file
//! too: it writes the table that is looked up by these hashes.

use std::ops::Range;

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

/// A function word of some language.
pub(crate) const STOP: Bits = 1 << 24;
/// A month.
pub(crate) const MONTH: Bits = 1 << 25;
/// A day of the week, today or yesterday.
pub(crate) const DAY: Bits = 1 << 26;
/// A longer phrase can begin with this word.
pub(crate) const OPENS: Bits = 1 << 31;
/// Groups of [`GROUPS`].
pub(crate) const GROUP_BITS: Bits = (1 << 24) - 1;

/// Bits of the map before the table.
pub(crate) const MAP_BITS: usize = 1 << 16;
/// Words of the longest phrase.
pub(crate) const LONGEST: usize = 3;
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
    pub(crate) len: usize,
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
pub(crate) fn chain(before: u64, word: u64) -> u64 {
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

/// Returns the slot at which the search for a key begins, to be reduced to the size of the table, and its tag.
#[inline]
pub(crate) fn place(key: u64) -> (usize, u32) {
    ((key >> 44) as usize, (key >> 16) as u32)
}

/// Returns the bit of the map that a key has.
#[inline]
pub(crate) fn map_bit(key: u64) -> usize {
    (key >> 48) as usize % MAP_BITS
}

/// Whether a character is written without spaces to its neighbors.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xf900..=0xfaff | 0xff00..=0xff9f | 0x20000..=0x3134f)
}
