//! Finds the credit of a picture at the end of a line, or in a line of its own.

use std::sync::LazyLock;

use super::{RESIDUE_OPENINGS, SEPARATORS, is_unspaced, rest, write_key};
use crate::{
    text::tables::{CREDIT_ENDINGS, CREDIT_HEADS, CREDIT_NOUNS},
    words::hash,
};

/// Maximum number of words after the credit of a caption.
const CREDIT_WORDS: usize = 8;
/// Signs before the credit of a picture.
const CREDIT_OPENINGS: [char; 24] = [
    '.', '(', '[', '（', '［', '【', '|', '/', '—', '–', '-', '"', '”', '!', '?', '。', '©', '·', '■', '▲',
    '\u{2003}', '»', '«', '“',
];

/// Those of them that are ASCII.
const CREDIT_SIGNS: &[u8] = b".([|/-\"!?";

/// Classes of bytes for the search for a credit, as bits.
mod byte {
    pub(super) const SIGN: u8 = 1;
    pub(super) const LETTER: u8 = 1 << 1;
    /// It continues a word.
    pub(super) const WORD: u8 = 1 << 2;
}

static BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        if b.is_ascii_alphabetic() {
            table[i] |= byte::LETTER | byte::WORD;
        }
        if b.is_ascii_digit() || b == b'\'' {
            table[i] |= byte::WORD;
        }
        i += 1;
    }
    let mut i = 0;
    while i < CREDIT_SIGNS.len() {
        table[CREDIT_SIGNS[i] as usize] |= byte::SIGN;
        i += 1;
    }
    table
};

/// The words among the last ones of a line with which a credit may begin, from its end: where each begins, and its first
/// character. They follow an opening sign, or are "via", or are written without spaces.
struct Candidates<'a> {
    text: &'a str,
    /// Where what has been read begins.
    at: usize,
    /// Number of words that have been read.
    words: usize,
}

impl Candidates<'_> {
    /// Goes back to the beginning of the word before. Returns its first character.
    fn next_word(&mut self) -> Option<char> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            let byte = *bytes[..at].last()?;
            let (c, is_letter) = if byte.is_ascii() {
                (char::from(byte), BYTES[usize::from(byte)] & byte::LETTER != 0)
            } else {
                let c = self.text[..at].chars().next_back()?;
                (c, hash::is_alphabetic(c))
            };
            at -= c.len_utf8();
            if is_letter && !self.goes_on(at) {
                self.at = at;
                return Some(c);
            }
        }
    }

    /// Whether a sign that can precede a credit is before the word, with or without spaces between.
    fn is_opened(&self) -> bool {
        let bytes = self.text.as_bytes()[..self.at].iter().rev();
        match bytes.copied().find(|&b| b != b' ') {
            Some(b) if b.is_ascii_graphic() => precedes_credit(b),
            Some(_) => self.text[..self.at].trim_end().ends_with(CREDIT_OPENINGS),
            None => false,
        }
    }

    /// Whether the character before a position continues a word.
    fn goes_on(&self, at: usize) -> bool {
        match self.text.as_bytes()[..at].last() {
            Some(&b) if b.is_ascii() => BYTES[usize::from(b)] & byte::WORD != 0,
            Some(_) => {
                self.text[..at].chars().next_back().is_some_and(|c| hash::is_alphanumeric(c) || c == '’')
            }
            None => false,
        }
    }
}

impl Iterator for Candidates<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        while self.words < CREDIT_WORDS {
            let c = self.next_word()?;
            self.words += 1;
            let is_via = || self.text.as_bytes()[self.at..].starts_with(b"via ");
            if is_unspaced(c) || self.is_opened() || is_via() {
                return Some((self.at, c));
            }
        }
        None
    }
}

/// Finds the word before an agency that distributes a picture.
pub(crate) static VIA: LazyLock<memchr::memmem::Finder<'static>> =
    LazyLock::new(|| memchr::memmem::Finder::new(b"via "));

/// Whether an ASCII character can precede the credit of a picture.
#[inline]
pub(crate) fn precedes_credit(sign: u8) -> bool {
    BYTES[usize::from(sign)] & byte::SIGN != 0
}

/// Whether a line ends with the credit of a picture: "… (Photo: Ana Ruiz/Wire)".
pub(super) fn has_credit(text: &str, key: &mut String) -> bool {
    for (at, c) in (Candidates { text, at: text.len(), words: 0 }) {
        // At the beginning of the line the openings of the table have been compared already.
        if at == 0 {
            break;
        }
        let before = text[..at].trim_end();
        let tail = &text[at..];
        let unspaced = is_unspaced(c);
        if before.ends_with('©') {
            return true;
        }
        write_key(tail, key);
        let ends = CREDIT_ENDINGS.has(key) && !before.ends_with(['-', '"', '”']);
        if ends && (!unspaced || text[..at].ends_with(' ')) && !tail.ends_with(['.', '。']) {
            return true;
        }
        if is_named_credit(before, tail, key) {
            return true;
        }
        let first = c.to_lowercase().next().unwrap_or(c);
        let (start, end) = CREDIT_HEADS.get(first.encode_utf8(&mut [0; 4])).copied().unwrap_or_default();
        for opening in &RESIDUE_OPENINGS[usize::from(start)..usize::from(end)] {
            let Some(end) = opening.end(key) else { continue };
            let after = rest(tail, end, key);
            if !after.is_empty() && (!opening.separated || after.trim_start().starts_with(SEPARATORS)) {
                return true;
            }
        }
    }
    false
}

/// Whether the last sentence of a caption is "Photo Ana Ruiz": a word for a picture and names, without a colon or a full stop.
fn is_named_credit(before: &str, tail: &str, key: &str) -> bool {
    let word = key.split(' ').next().unwrap_or(key);
    if !CREDIT_NOUNS.has(word) || !before.ends_with(['.', '!', '?', '…', '"', '”', '»', '(']) {
        return false;
    }
    let names = tail.trim_end_matches([')', ' ']);
    let mut words = names.split([' ', '/']).skip(1).filter(|w| !w.is_empty()).peekable();
    words.peek().is_some()
        && !names.ends_with(['.', '!', '?'])
        && words.all(|w| w.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic()))
}

/// Whether a line is only a photographer and an agency: "Ana Ruiz/AFP".
pub(super) fn is_credited(text: &str, key: &mut String) -> bool {
    if memchr::memchr(b'/', text.as_bytes()).is_none() {
        return false;
    }
    let text = text.trim_matches(['(', ')', '[', ']', ' ']);
    let Some((left, right)) = text.split_once('/') else { return false };
    let words = |part: &str| part.split_whitespace().count();
    if words(left) > CREDIT_WORDS / 2
        || words(right) > CREDIT_WORDS / 2
        || left.is_empty()
        || right.is_empty()
    {
        return false;
    }
    [left, right].iter().any(|part| {
        write_key(part, key);
        CREDIT_ENDINGS.has(key)
    })
}
