//! Classifies the bytes of text, 64 at a time.

use super::{
    classes,
    classes::{ByteLanes, STRETCH},
};

/// Number of bytes of a chunk.
pub(super) const CHUNK: usize = STRETCH;

/// The kinds of the bytes of a chunk, as sets of positions: bit `n` is byte `n`. White space is that of ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chunk {
    /// ASCII letters and digits.
    pub(super) letters: u64,
    pub(super) capitals: u64,
    pub(super) digits: u64,
    pub(super) spaces: u64,
    /// Bytes of characters that are not ASCII.
    pub(super) wide: u64,
    /// The first bytes of these characters.
    pub(super) leads: u64,
    /// All positions that count.
    pub(super) all: u64,
}

impl Chunk {
    /// Classifies `len` bytes from `at` on, at most [`CHUNK`] and at least one. Loads the bytes after them too if there are any.
    #[inline(always)]
    pub(super) fn read(lanes: impl ByteLanes, bytes: &[u8], at: usize, len: usize) -> Self {
        classes::read(
            bytes,
            at,
            #[inline(always)]
            |chunk| Self::of(lanes, chunk, len),
        )
    }

    #[inline(always)]
    fn of(lanes: impl ByteLanes, chunk: &[u8; CHUNK], len: usize) -> Self {
        let all = u64::MAX >> (CHUNK - len.clamp(1, CHUNK));
        let capitals = lanes.between(chunk, b'A', b'Z') & all;
        let digits = lanes.between(chunk, b'0', b'9') & all;
        Self {
            letters: capitals | digits | lanes.between(chunk, b'a', b'z') & all,
            capitals,
            digits,
            spaces: (lanes.between(chunk, b'\t', b'\r') | lanes.between(chunk, b' ', b' ')) & all,
            wide: lanes.between(chunk, 0x80, 0xff) & all,
            leads: lanes.between(chunk, 0xc0, 0xff) & all,
            all,
        }
    }

    /// Positions of ASCII characters other than letters, digits and white space.
    #[inline]
    pub(super) fn signs(&self) -> u64 {
        self.all & !(self.letters | self.spaces | self.wide)
    }

    /// Positions of capitals after small letters.
    #[inline]
    pub(super) fn humps(&self) -> u64 {
        self.capitals & (self.letters & !self.capitals & !self.digits) << 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_the_right_sets() {
        for byte in 0..=u8::MAX {
            for (len, total) in [(1, 1), (1, 100), (64, 100), (40, 50), (64, 64)] {
                let text = vec![byte; total];
                let sets = Chunk::read(classes::Portable, &text, 0, len);
                let all = u64::MAX >> (64 - len);
                let set = |is: bool| if is { all } else { 0 };
                assert_eq!(sets.letters, set(byte.is_ascii_alphanumeric()), "{byte}");
                assert_eq!(sets.capitals, set(byte.is_ascii_uppercase()), "{byte}");
                assert_eq!(sets.digits, set(byte.is_ascii_digit()), "{byte}");
                assert_eq!(sets.spaces, set(matches!(byte, b'\t'..=b'\r' | b' ')), "{byte}");
                assert_eq!(sets.wide, set(!byte.is_ascii()), "{byte}");
                assert_eq!(sets.leads, set(byte >= 0xc0), "{byte}");
            }
        }
    }
}
