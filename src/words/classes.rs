//! Finds the bytes of a class in a stretch of text at once.

/// Bytes of a stretch: one bit of a word for each.
pub(crate) const STRETCH: usize = u64::BITS as usize;

/// Returns what `read` returns for the stretch that begins at `at`, with spaces after the end of the text.
#[inline(always)]
pub(crate) fn read<T>(text: &[u8], at: usize, read: impl FnOnce(&[u8; STRETCH]) -> T) -> T {
    let padded;
    let stretch = match text.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(stretch) => stretch,
        None => {
            padded = pad(text.get(at..).unwrap_or_default());
            &padded
        }
    };
    read(stretch)
}

#[cold]
#[inline(never)]
fn pad(rest: &[u8]) -> [u8; STRETCH] {
    let mut padded = [b' '; STRETCH];
    padded[..rest.len()].copy_from_slice(rest);
    padded
}

/// Returns a number with the `n` lowest bits set; `n` is 1 to 64.
#[inline(always)]
pub(crate) fn ones(n: u32) -> u64 {
    u64::MAX >> (u64::BITS - n)
}

/// Vector instructions for bytes. All implementations return the same results.
pub(crate) trait ByteLanes: Copy {
    /// Returns the bytes from `first` to `last`; the lowest bit is the first byte of the stretch.
    fn between(self, stretch: &[u8; STRETCH], first: u8, last: u8) -> u64;
}

/// Vectors that every processor has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable;

impl ByteLanes for Portable {
    #[inline(always)]
    fn between(self, stretch: &[u8; STRETCH], first: u8, last: u8) -> u64 {
        use wide::u8x16;
        let (low, most) = (u8x16::splat(first), u8x16::splat(last - first));
        let mut bytes = 0;
        for &sixteen in stretch.as_chunks::<16>().0.iter().rev() {
            let above = u8x16::new(sixteen) - low;
            bytes = bytes << 16 | u64::from(above.max(most).simd_eq(most).to_bitmask());
        }
        bytes
    }
}

/// As for `Lanes` in `model`: loops and functions that are always inlined, so that all is compiled for AVX2.
#[cfg(target_arch = "x86_64")]
impl ByteLanes for fearless_simd::Avx2 {
    #[inline(always)]
    fn between(self, stretch: &[u8; STRETCH], first: u8, last: u8) -> u64 {
        use fearless_simd::{prelude::*, u8x32};
        const HALF: usize = STRETCH / 2;
        let (low, most) = (u8x32::splat(self, first), u8x32::splat(self, last - first));
        let mut bytes = 0;
        for half in stretch.as_chunks::<HALF>().0.iter().rev() {
            let above = u8x32::from_slice(self, half) - low;
            bytes = bytes << HALF | above.simd_le(most).to_bitmask();
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_found_at_each_place() {
        let text: Vec<u8> = (0..=u8::MAX).chain((0..=u8::MAX).rev()).collect();
        for (first, last) in [(b'a', b'z'), (0, b' '), (0x80, 0xbf), (b' ', 0x7f), (b'0', b'0'), (0, 0xff)] {
            for at in 0..text.len() {
                let is_found = |n: &usize| (first..=last).contains(text.get(at + n).unwrap_or(&b' '));
                let expected = (0..STRETCH).filter(is_found).fold(0, |found, n| found | 1 << n);
                let found = read(&text, at, |stretch| Portable.between(stretch, first, last));
                assert_eq!(found, expected, "{at}");
                #[cfg(target_arch = "x86_64")]
                if let Some(avx2) = crate::simd::avx2() {
                    let found = read(&text, at, |stretch| avx2.between(stretch, first, last));
                    assert_eq!(found, expected, "{at}");
                }
            }
        }
    }
}
