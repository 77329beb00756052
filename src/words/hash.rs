//! Defines what a word is, hashes words, and numbers the groups of phrases of plain text (`lexicon/data/labels.txt`). The
//! build script uses this file too: it writes the tables that are looked up by these hashes.
//!
//! A word is a run of letters and digits. In Chinese and Japanese, each character is a word.

use std::ops::Range;

/// Groups of phrases of plain text in `lexicon/data/labels.txt`, in the order of their bits.
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

/// A word that never ends a sentence: an article, a preposition, a conjunction.
pub(crate) const FUNCTION: Bits = 1 << 24;
/// A month.
pub(crate) const MONTH: Bits = 1 << 25;
/// A day of the week, today or yesterday.
pub(crate) const DAY: Bits = 1 << 26;
/// A word so frequent that all running text of its language contains it.
pub(crate) const STOP: Bits = 1 << 27;
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

#[inline]
fn mix(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(5) ^ chunk).wrapping_mul(MIX)
}

/// Number of bytes of a word that are hashed. No entry of the tables is that long.
const WORD_BYTES: usize = 64;
/// The bit that distinguishes lowercase from uppercase letters, in every byte.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// Returns the hash of the word of ASCII letters and digits in `range`, ignoring case. Reads eight bytes at a time, and
/// masks those after the word.
#[inline(always)]
pub(crate) fn ascii_word(bytes: &[u8], range: Range<usize>) -> u64 {
    let len = range.len();
    if let Some(chunk) = bytes.get(range.start..).and_then(|rest| rest.first_chunk())
        && (1..=8).contains(&len)
    {
        let letters = (u64::from_le_bytes(*chunk) | SMALL) & (u64::MAX >> (64 - 8 * len));
        return finish(mix(len as u64, letters));
    }
    long_ascii_word(bytes, range)
}

#[inline(never)]
fn long_ascii_word(bytes: &[u8], range: Range<usize>) -> u64 {
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

/// Packs up to eight bytes into a number.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b))
}

/// Hashes a word whose letters arrive one by one.
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
    /// Adds the next letter, which [`lower`] returned.
    #[inline]
    pub(crate) fn push(&mut self, lower: char) {
        let mut buffer = [0; 4];
        let len = lower.encode_utf8(&mut buffer).len();
        // The bytes after the letter are replaced by the next one.
        if let Some(rest) = self.bytes.get_mut(self.len..).and_then(|rest| rest.first_chunk_mut()) {
            *rest = buffer;
        } else {
            let rest = self.bytes.get_mut(self.len..).unwrap_or_default();
            rest.iter_mut().zip(&buffer[..len]).for_each(|(to, from)| *to = *from);
        }
        self.len += len;
    }

    /// Returns the hash of the word and begins the next one. For an ASCII word it equals that of [`ascii_word`].
    pub(crate) fn take(&mut self) -> u64 {
        let kept = self.len.min(WORD_BYTES);
        let (chunks, _) = self.bytes.as_chunks();
        let mut hash = self.len as u64;
        for (n, &chunk) in chunks[..kept.div_ceil(8)].iter().enumerate() {
            let rest = (kept - 8 * n).min(8);
            hash = mix(hash, u64::from_le_bytes(chunk) & (u64::MAX >> (64 - 8 * rest)));
        }
        self.len = 0;
        finish(hash)
    }
}

/// Returns the hash of a whole word, ignoring case.
#[allow(dead_code, reason = "the library and the build script use different parts of this file")]
pub(crate) fn hash(word: &str) -> u64 {
    let mut spelling = Spelling::default();
    word.chars().for_each(|c| spelling.push(lower(c)));
    spelling.take()
}

/// Returns the hash of a character that is a word of its own.
#[inline]
pub(crate) fn single(c: char) -> u64 {
    mix(0, u64::from(u32::from(c)))
}

/// Returns the 32 bits of a word's hash that identify it on a page: enough for a few thousand different words.
#[inline]
pub(crate) fn token(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Adds a token to the hash of a sequence of tokens, which begins with 0.
#[inline]
pub(crate) fn step(hash: u64, token: u32) -> u64 {
    mix(hash, u64::from(token))
}

/// Returns the hash of a sequence of tokens.
#[allow(dead_code, reason = "the library and the build script use different parts of this file")]
pub(crate) fn hash_of(tokens: &[u32]) -> u64 {
    tokens.iter().fold(0, |hash, &token| step(hash, token))
}

/// Returns the hash of a phrase from the hash of its beginning and that of the next word.
#[inline]
pub(crate) fn chain(before: u64, word: u64) -> u64 {
    (before.rotate_left(23) ^ word).wrapping_mul(MIX)
}

/// Yields the hashes of the words of a short text, in order.
#[allow(dead_code, reason = "the library and the build script use different parts of this file")]
pub(crate) fn words(text: &str) -> impl Iterator<Item = u64> {
    let mut chars = text.chars().chain(std::iter::once(' '));
    let mut waiting: Option<u64> = None;
    let mut open = Spelling::default();
    std::iter::from_fn(move || {
        if let Some(word) = waiting.take() {
            return Some(word);
        }
        for c in chars.by_ref() {
            let script = script(c);
            if script != Script::Ideographic && is_letter(c, script) {
                open.push(lower(c));
                continue;
            }
            let done = (open.len > 0).then(|| open.take());
            let own = (script == Script::Ideographic).then(|| single(c));
            if done.is_some() {
                waiting = own;
                return done;
            }
            if own.is_some() {
                return own;
            }
        }
        None
    })
}

/// Returns one character in lower case; if its lower case is longer, only the first character.
#[inline]
pub(crate) fn lower(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        '\u{c0}'..='\u{de}' | 'А'..='Я' if c != '×' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        '\u{df}'..='\u{ff}' | 'а'..='џ' | '\u{5d0}'..='\u{109f}' | '\u{2000}'..='\u{206f}' => c,
        '\u{3000}'..='\u{a63f}' | '\u{ac00}'..='\u{d7a3}' => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Returns [`char::is_alphanumeric`], without a search for the characters that are most frequent in pages.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{400}'..='\u{481}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        // Quotation marks, dashes and other punctuation.
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Returns [`char::is_alphabetic`], without a search for the characters that are most frequent in pages.
#[allow(dead_code, reason = "the library and the build script use different parts of this file")]
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{400}'..='\u{481}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Returns [`char::is_numeric`], without a search for the letters that are most frequent in scripts without case.
#[allow(dead_code, reason = "the library and the build script use different parts of this file")]
#[inline]
pub(crate) fn is_numeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_digit(),
        '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' | '\u{ac00}'..='\u{d7a3}' => false,
        _ => c.is_numeric(),
    }
}

/// How a script separates words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// By spaces.
    Spaced,
    /// Not at all: Chinese, Japanese.
    Ideographic,
    /// Not at all, letters: Thai, Lao, Khmer, Burmese.
    Unspaced,
}

/// Returns the script of a character.
#[inline]
pub(crate) fn script(c: char) -> Script {
    match c as u32 {
        0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3134f => {
            Script::Ideographic
        }
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff => Script::Unspaced,
        _ => Script::Spaced,
    }
}

/// Whether a character of a script that is not ideographic continues a word. In scripts without word spaces, signs do.
#[inline]
pub(crate) fn is_letter(c: char, script: Script) -> bool {
    script == Script::Unspaced || is_alphanumeric(c)
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

/// Whether a character is written without spaces to its neighbors. Includes signs and forms of East Asian typography.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xf900..=0xfaff | 0xff00..=0xff9f | 0x20000..=0x3134f)
}
