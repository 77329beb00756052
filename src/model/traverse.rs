//! Scores many rows: sends words of rows down the trees and adds up the leaves in which they end.

use super::{FeatureTable, Forest, LANES, MAX_LEAVES, Model, SMALL, Step};

/// Maximum number of words that go down a tree together.
const WORDS: usize = 4;

/// The buffers of [`Forest::score`], kept from page to page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    one: Vec<[u64; 1]>,
    two: Vec<[u64; 2]>,
    four: Vec<[u64; WORDS]>,
}

impl Forest {
    /// Computes the raw score (log-odds) of every row for each of `models`: `out[n]` receives the scores of
    /// `models[n]`.
    pub(crate) fn score(
        &self,
        table: &impl FeatureTable,
        models: &[&Model],
        scratch: &mut Scratch,
        out: &mut [&mut Vec<f32>],
    ) {
        out.iter_mut().for_each(|out| out.clear());
        let mut first = 0;
        while first < table.len() {
            let rest = table.len() - first;
            first += match rest.div_ceil(LANES) {
                1 => self.score_words(table, first, models, &mut scratch.one, out),
                2 => self.score_words(table, first, models, &mut scratch.two, out),
                _ => self.score_words(table, first, models, &mut scratch.four, out),
            };
        }
    }

    /// Scores as many rows as fit in `W` words, and returns their number.
    fn score_words<const W: usize>(
        &self,
        table: &impl FeatureTable,
        first: usize,
        models: &[&Model],
        results: &mut Vec<[u64; W]>,
        out: &mut [&mut Vec<f32>],
    ) -> usize {
        self.compare_all(table, first, results);
        let rows = (table.len() - first).min(W * LANES);
        for (model, out) in models.iter().zip(out) {
            let mut sums = [0; WORDS * LANES];
            if model.large {
                model.sum::<W, MAX_LEAVES, 5>(results, &mut sums[..rows]);
            } else {
                model.sum::<W, SMALL, 4>(results, &mut sums[..rows]);
            }
            out.extend(sums[..rows].iter().map(|&sum| model.base + model.unit * sum as f32));
        }
        rows
    }
}

impl Model {
    /// Adds one leaf per tree to each row's sum. Trees have up to `L` leaves, whose numbers have `B` bits.
    fn sum<const W: usize, const L: usize, const B: usize>(&self, results: &[[u64; W]], sums: &mut [i32]) {
        let mut leaves = [[[0; 8]; LANES / 8]; W];
        for (_, steps, values) in self.trees() {
            let Some(values) = values.first_chunk::<L>() else { continue };
            let planes = leaf_bits::<W, L, B>(&reach(steps, results));
            spread(&planes, &mut leaves);
            for (sum, &leaf) in sums.iter_mut().zip(leaves.as_flattened().as_flattened()) {
                *sum += i32::from(i16::from_le_bytes(values[usize::from(leaf) % L]));
            }
        }
    }
}

/// Returns, for each leaf, the rows that end in it.
#[inline]
fn reach<const W: usize, const L: usize>(steps: &[[u8; 4]], results: &[[u64; W]]) -> [[u64; W]; L] {
    let mut reach = [[0; W]; L];
    reach[0] = [u64::MAX; W];
    for &step in steps {
        let step = Step(step);
        let (from, right) = (step.from() % L, step.right() % L);
        let (here, left) = (reach[from], results[step.cut()]);
        let mut parted = [[0; W]; 2];
        for w in 0..W {
            parted[0][w] = here[w] & left[w];
            parted[1][w] = here[w] & !left[w];
        }
        [reach[from], reach[right]] = parted;
    }
    reach
}

/// Returns the bits of each row's leaf number: a plane per bit, the lowest first, with eight rows per byte.
#[inline]
fn leaf_bits<const W: usize, const L: usize, const B: usize>(reach: &[[u64; W]; L]) -> [[[u8; 8]; W]; B] {
    let mut planes = [[[0; 8]; W]; B];
    for (bit, plane) in planes.iter_mut().enumerate() {
        for w in 0..W {
            let mut rows = 0;
            for leaf in 0..L / 2 {
                // The leaves whose number has this bit.
                let low = leaf & ((1 << bit) - 1);
                rows |= reach[((leaf - low) << 1 | 1 << bit | low) % L][w];
            }
            plane[w] = rows.to_le_bytes();
        }
    }
    planes
}

/// Returns the numbers whose bits are in `planes`, the lowest first.
#[inline]
fn spread<const W: usize, const B: usize>(planes: &[[[u8; 8]; W]; B], out: &mut [[[u8; 8]; LANES / 8]; W]) {
    for (w, word) in out.iter_mut().enumerate() {
        for (n, eight) in word.iter_mut().enumerate() {
            let mut numbers = 0;
            for (bit, plane) in planes.iter().enumerate() {
                numbers |= SPREAD[usize::from(plane[w][n])] << bit;
            }
            *eight = numbers.to_le_bytes();
        }
    }
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
