//! Finds the places inside words at which a phrase may begin, many at once.
//!
//! Few phrases may begin inside a word. Their first three bytes are in eight sets. For each of the bytes, two tables have
//! the sets with that low and that high half byte there. A place is possible if one set is in all six tables.

use crate::words::classes::{ByteLanes, Portable};

use super::phrases::INSIDE_HEADS;

/// The first bytes of a phrase that are compared.
pub(crate) const BYTES: usize = 3;
/// The sets with each low, and with each high half byte.
pub(crate) type HalfBytes = [[u8; 16]; 2];

/// Vector instructions for the heads of phrases.
pub(crate) trait HeadLanes: ByteLanes {
    /// Returns the places of the stretch at `at` at which a phrase may begin inside a word. Few others are among them.
    fn inside_heads(self, text: &[u8], at: usize) -> u64;
}

impl HeadLanes for Portable {
    #[inline(always)]
    fn inside_heads(self, _text: &[u8], _at: usize) -> u64 {
        u64::MAX
    }
}

#[cfg(target_arch = "x86_64")]
impl HeadLanes for fearless_simd::Avx2 {
    #[inline(always)]
    fn inside_heads(self, text: &[u8], at: usize) -> u64 {
        use crate::words::classes::STRETCH;
        use fearless_simd::{prelude::*, u8x16, u8x32};
        const HALF: usize = STRETCH / 2;
        // At the end of the page, each place is possible.
        let Some(stretch) = text.get(at..).and_then(|rest| rest.first_chunk::<{ STRETCH + BYTES - 1 }>())
        else {
            return u64::MAX;
        };
        let table = |table: &[u8; 16]| {
            let table = u8x16::from_slice(self, table);
            table.combine(table)
        };
        let (low, zero) = (u8x32::splat(self, 0x0f), u8x32::splat(self, 0));
        let mut places = 0;
        for half in [HALF, 0] {
            let mut sets = u8x32::splat(self, u8::MAX);
            let mut n = 0;
            while n < BYTES {
                let bytes = u8x32::from_slice(self, &stretch[half + n..half + n + HALF]);
                let [of_low, of_high] = &INSIDE_HEADS[n];
                sets &= table(of_low).swizzle_dyn_within_blocks(bytes & low)
                    & table(of_high).swizzle_dyn_within_blocks((bytes >> 4) & low);
                n += 1;
            }
            places = places << HALF | !sets.simd_eq(zero).to_bitmask() & u64::from(u32::MAX);
        }
        places
    }
}
