//! Hashes the words of running text. The build script uses this file too.
//!
//! A token is a run of letters, digits and marks. In scripts without word spaces, each character is a token.

/// Hash of a lower-case token; 32 bits suffice to distinguish the few thousand tokens of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u32);

impl Hash {
    /// The hash of no characters.
    pub(crate) const EMPTY: Self = Self(0x811c_9dc5);

    /// Returns the hash with one more lower-case character.
    #[must_use]
    pub(crate) fn push(self, c: char) -> Self {
        // FNV-1a by character.
        Self((self.0 ^ c as u32).wrapping_mul(0x0100_0193))
    }

    /// Returns the hash with one more ASCII letter or digit, in lower case.
    #[must_use]
    pub(crate) fn push_ascii(self, byte: u8) -> Self {
        // Digits have the bit that makes letters small.
        self.push(char::from(byte | 0x20))
    }

    /// Returns the hash as a number.
    pub(crate) fn get(self) -> u32 {
        self.0 ^ (self.0 >> 15)
    }
}

/// Returns the hash of a whole word, ignoring case.
pub(crate) fn hash(word: &str) -> u32 {
    word.chars().map(lower).fold(Hash::EMPTY, Hash::push).get()
}

/// Returns a hash of a block's tokens in order.
pub(crate) fn hash_of(tokens: &[u32]) -> u64 {
    tokens.iter().fold(tokens.len() as u64, |hash, &token| {
        (hash ^ u64::from(token)).wrapping_mul(HASH_FACTOR).rotate_left(HASH_TURN)
    })
}

/// Factor and rotation that mix a token into the hash of its block.
const HASH_FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const HASH_TURN: u32 = 23;

/// Returns one character in lower case; if its lower case is longer, only the first character.
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Returns [`char::is_alphanumeric`], without a search for the characters that are most frequent in pages.
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

/// Returns the script of a non-ASCII character.
pub(crate) fn script(c: char) -> Script {
    match c as u32 {
        0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3134f => {
            Script::Ideographic
        }
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff => Script::Unspaced,
        _ => Script::Spaced,
    }
}

/// Mean characters of a word in Chinese and Japanese (measured on parallel news texts).
pub(crate) const IDEOGRAPHS_PER_WORD: f32 = 2.2;
/// Mean characters of a word in Thai and similar scripts.
pub(crate) const UNSPACED_PER_WORD: f32 = 5.0;

/// Yields the tokens of a text, in order.
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
            if is_alphanumeric(c) {
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
    fn frequent_letters_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn tokens_split_words_and_ideographs() {
        let of = |text: &str| tokens(text).collect::<Vec<_>>();
        assert_eq!(of("The bridge, 2"), [hash("the"), hash("bridge"), hash("2")]);
        assert_eq!(of("A橋の"), [hash("a"), hash("橋"), hash("の")]);
    }
}
