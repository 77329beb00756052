//! The steps of the evaluation that work on vectors, for every processor and for those with AVX2.

use fearless_simd::prelude::*;
use wide::{bytemuck::cast, i8x16, i16x8, i16x16};

use super::{LANES, MAX_LEAVES};

/// Rows whose leaves are looked up at once with AVX2.
#[cfg(target_arch = "x86_64")]
const HALF: usize = LANES / 2;

/// Vector instructions. All implementations return the same results.
pub(crate) trait Lanes: Copy {
    /// Returns bounds of all values. If one value is NaN, they are infinite.
    fn bounds(self, values: &[f32; LANES]) -> (f32, f32);

    /// Returns the rows whose value exceeds the cut; NaN exceeds none.
    fn exceeding(self, values: &[f32; LANES], cut: f32) -> u64;

    /// Returns the rows whose byte is at least `least`.
    fn reaching(self, values: &[u8; LANES], least: u8) -> u64;

    /// Adds the value of its leaf to each row's sum. The leaf's number has one bit in each of `planes`, the lowest
    /// first; `values` has two bytes per leaf.
    fn add_leaves<const B: usize>(
        self,
        planes: &[u64; B],
        values: &[[u8; 2]; MAX_LEAVES],
        sums: &mut [i32; LANES],
    );
}

/// Vectors that every processor has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable;

impl Lanes for Portable {
    #[inline(always)]
    fn bounds(self, values: &[f32; LANES]) -> (f32, f32) {
        use wide::f32x8;
        let (eights, _) = values.as_chunks();
        let (mut low, mut high) = (f32x8::splat(f32::INFINITY), f32x8::splat(f32::NEG_INFINITY));
        let mut none = f32x8::ZERO;
        for &eight in eights {
            let eight = f32x8::new(eight);
            (low, high) = (low.fast_min(eight), high.fast_max(eight));
            none |= eight.is_nan();
        }
        if none.any() {
            return (f32::NEG_INFINITY, f32::INFINITY);
        }
        ends(low.to_array(), high.to_array())
    }

    #[inline(always)]
    fn exceeding(self, values: &[f32; LANES], cut: f32) -> u64 {
        use wide::f32x8;
        let cut = f32x8::splat(cut);
        let eight = |values: &[f32; 8]| i16x8::from_i32x8_saturate(cast(f32x8::new(*values).simd_gt(cut)));
        let mut rows = 0;
        for sixteen in values.as_chunks::<16>().0.iter().rev() {
            let (eights, _) = sixteen.as_chunks();
            let words: i16x16 = cast([eight(&eights[0]), eight(&eights[1])]);
            rows = rows << 16 | u64::from(i8x16::from_i16x16_saturate(words).to_bitmask());
        }
        rows
    }

    #[inline(always)]
    fn reaching(self, values: &[u8; LANES], least: u8) -> u64 {
        use wide::u8x16;
        let least = u8x16::splat(least);
        let mut rows = 0;
        for &sixteen in values.as_chunks::<16>().0.iter().rev() {
            let sixteen = u8x16::new(sixteen);
            rows = rows << 16 | u64::from(sixteen.max(least).simd_eq(sixteen).to_bitmask());
        }
        rows
    }

    #[inline(always)]
    fn add_leaves<const B: usize>(
        self,
        planes: &[u64; B],
        values: &[[u8; 2]; MAX_LEAVES],
        sums: &mut [i32; LANES],
    ) {
        let planes = planes.map(u64::to_le_bytes);
        for (n, sums) in sums.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            let mut numbers = 0;
            for (bit, plane) in planes.iter().enumerate() {
                numbers |= SPREAD[usize::from(plane[n])] << bit;
            }
            for (sum, leaf) in sums.iter_mut().zip(numbers.to_le_bytes()) {
                *sum += i32::from(i16::from_le_bytes(values[usize::from(leaf) % MAX_LEAVES]));
            }
        }
    }
}

fn ends(low: [f32; 8], high: [f32; 8]) -> (f32, f32) {
    let low = low.into_iter().reduce(|a, b| if b < a { b } else { a });
    let high = high.into_iter().reduce(|a, b| if b > a { b } else { a });
    (low.unwrap_or_default(), high.unwrap_or_default())
}

/// Spreads the bits of a byte into bytes of 0 and 1.
static SPREAD: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        let mut bit = 0;
        while bit < 8 {
            table[byte] |= (byte as u64 >> bit & 1) << (bit * 8);
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// Only functions that are always inlined are called in these methods, and loops count: a closure in an adapter of the
/// standard library (`map` of an array, `fold`) would be compiled without AVX2 wherever the compiler does not inline the
/// adapter, and each vector operation in it would be a call. Whether it inlines them depends on the codegen units.
#[cfg(target_arch = "x86_64")]
impl Lanes for fearless_simd::Avx2 {
    #[inline(always)]
    fn bounds(self, values: &[f32; LANES]) -> (f32, f32) {
        use fearless_simd::f32x8;
        let (eights, _) = values.as_chunks::<8>();
        let mut low = f32x8::splat(self, f32::INFINITY);
        let mut high = f32x8::splat(self, f32::NEG_INFINITY);
        let mut numbers = low.simd_eq(low);
        for eight in eights {
            let eight = f32x8::from_slice(self, eight);
            (low, high) = (low.min(eight), high.max(eight));
            numbers &= eight.simd_eq(eight);
        }
        if !numbers.all_true() {
            return (f32::NEG_INFINITY, f32::INFINITY);
        }
        ends(low.into(), high.into())
    }

    #[inline(always)]
    fn exceeding(self, values: &[f32; LANES], cut: f32) -> u64 {
        use fearless_simd::f32x8;
        let cut = f32x8::splat(self, cut);
        let mut rows = 0;
        for half in values.as_chunks::<HALF>().0.iter().rev() {
            let [a, b, c, d] = half.as_chunks::<8>().0 else { continue };
            let a = f32x8::from_slice(self, a).simd_gt(cut).narrow(f32x8::from_slice(self, b).simd_gt(cut));
            let c = f32x8::from_slice(self, c).simd_gt(cut).narrow(f32x8::from_slice(self, d).simd_gt(cut));
            rows = rows << HALF | a.narrow(c).to_bitmask();
        }
        rows
    }

    #[inline(always)]
    fn reaching(self, values: &[u8; LANES], least: u8) -> u64 {
        use fearless_simd::u8x32;
        let least = u8x32::splat(self, least);
        let mut rows = 0;
        for half in values.as_chunks::<HALF>().0.iter().rev() {
            rows = rows << HALF | u8x32::from_slice(self, half).simd_ge(least).to_bitmask();
        }
        rows
    }

    #[inline(always)]
    fn add_leaves<const B: usize>(
        self,
        planes: &[u64; B],
        values: &[[u8; 2]; MAX_LEAVES],
        sums: &mut [i32; LANES],
    ) {
        use fearless_simd::{i16x16, i32x8, u8x32};
        let zero = u8x32::splat(self, 0);
        let (first, second) = values.as_flattened().split_at(HALF);
        let (first, second) = (u8x32::from_slice(self, first), u8x32::from_slice(self, second));
        // Low and high bytes of the values of 32 leaves, 16 leaves in a table.
        let (low, low_rest) = first.unzip_low(second).split();
        let (high, high_rest) = first.unzip_high(second).split();
        let (low, low_rest) = (low.combine(low), low_rest.combine(low_rest));
        let (high, high_rest) = (high.combine(high), high_rest.combine(high_rest));
        for half in 0..LANES / HALF {
            let word = |plane: u64| (plane >> (half * HALF)) as u32;
            let mut leaf = zero;
            let mut number = 0;
            while number < B && number < 4 {
                leaf |= rows_of(self, word(planes[number])).select(u8x32::splat(self, 1 << number), zero);
                number += 1;
            }
            let mut own_low = low.swizzle_dyn_within_blocks(leaf);
            let mut own_high = high.swizzle_dyn_within_blocks(leaf);
            if B > 4 {
                let rest = rows_of(self, word(planes[4]));
                own_low = rest.select(low_rest.swizzle_dyn_within_blocks(leaf), own_low);
                own_high = rest.select(high_rest.swizzle_dyn_within_blocks(leaf), own_high);
            }
            let sums = &mut sums[half * HALF..][..HALF];
            let front: i16x16<Self> = own_low.zip_low(own_high).bitcast();
            let back: i16x16<Self> = own_low.zip_high(own_high).bitcast();
            let ((a, b), (c, d)) = (front.widen(), back.widen());
            (i32x8::from_slice(self, &sums[..8]) + a).store_slice(&mut sums[..8]);
            (i32x8::from_slice(self, &sums[8..16]) + b).store_slice(&mut sums[8..16]);
            (i32x8::from_slice(self, &sums[16..24]) + c).store_slice(&mut sums[16..24]);
            (i32x8::from_slice(self, &sums[24..]) + d).store_slice(&mut sums[24..]);
        }
    }
}

/// Sets the bytes of the rows of a half that have their bit in the half's word.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn rows_of(avx2: fearless_simd::Avx2, word: u32) -> fearless_simd::mask8x32<fearless_simd::Avx2> {
    use fearless_simd::u8x32;
    /// For each row of a half, the byte of the half's word with its bit, and the bit.
    const BYTE: [u8; HALF] = {
        let mut out = [0; HALF];
        let mut row = 0;
        while row < HALF {
            out[row] = row as u8 / 8;
            row += 1;
        }
        out
    };
    const BIT: [u8; HALF] = {
        let mut out = [0; HALF];
        let mut row = 0;
        while row < HALF {
            out[row] = 1 << (row % 8);
            row += 1;
        }
        out
    };
    let (byte, bit) = (u8x32::from_slice(avx2, &BYTE), u8x32::from_slice(avx2, &BIT));
    let bytes: u8x32<fearless_simd::Avx2> = fearless_simd::u32x8::splat(avx2, word).bitcast();
    (bytes.swizzle_dyn_within_blocks(byte) & bit).simd_eq(bit)
}
