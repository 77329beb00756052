//! Classifies the bytes of text, 64 at a time.

use wide::u8x16;

/// Number of bytes of a chunk.
pub(super) const CHUNK: usize = 64;
/// Number of bytes that are compared at once.
const LANES: usize = 16;

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
    pub(super) fn read(bytes: &[u8], at: usize, len: usize) -> Self {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first_chunk() {
            Some(chunk) => Self::of(chunk, len),
            None => Self::of_rest(rest, len),
        }
    }

    /// Classifies the end of a text, which is shorter than a chunk.
    #[inline(never)]
    fn of_rest(rest: &[u8], len: usize) -> Self {
        let mut chunk = [0; CHUNK];
        chunk[..rest.len()].copy_from_slice(rest);
        Self::of(&chunk, len)
    }

    #[inline(always)]
    fn of(chunk: &[u8; CHUNK], len: usize) -> Self {
        let mut sets = Self { all: u64::MAX >> (CHUNK - len.clamp(1, CHUNK)), ..Self::default() };
        let (lanes, _) = chunk.as_chunks::<LANES>();
        for (n, lane) in lanes.iter().enumerate() {
            let x = u8x16::new(*lane);
            let place = |set: u8x16| u64::from(set.to_bitmask()) << (LANES * n);
            let up_to = |from: u8, most: u8| {
                let distance = x - u8x16::splat(from);
                distance.min(u8x16::splat(most)).simd_eq(distance)
            };
            let capitals = up_to(b'A', 25);
            let digits = up_to(b'0', 9);
            sets.capitals |= place(capitals);
            sets.digits |= place(digits);
            sets.letters |= place(capitals | digits | up_to(b'a', 25));
            sets.spaces |= place(up_to(b'\t', 4) | x.simd_eq(u8x16::splat(b' ')));
            // The mask has the highest bit of each byte.
            sets.wide |= place(x);
            sets.leads |= place(x.max(u8x16::splat(0xc0)).simd_eq(x));
        }
        let all = sets.all;
        for set in [&mut sets.letters, &mut sets.capitals, &mut sets.digits] {
            *set &= all;
        }
        for set in [&mut sets.spaces, &mut sets.wide, &mut sets.leads] {
            *set &= all;
        }
        sets
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
                let sets = Chunk::read(&text, 0, len);
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
