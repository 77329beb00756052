//! Scores many rows: sends words of rows down the trees and adds up the leaves in which they end.

use super::{
    FeatureTable, Forest, LANES, MAX_LEAVES, Model, SMALL,
    forest::Step,
    lanes::{self, Lanes},
};

/// Maximum number of words that go down a tree together.
const WORDS: usize = 4;
/// Number of rows that are scored together, at most.
pub(crate) const BATCH_ROWS: usize = WORDS * LANES;

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
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = crate::simd::avx2() {
            return fearless_simd::Simd::vectorize(
                avx2,
                #[inline(always)]
                || self.score_with(avx2, table, models, scratch, out),
            );
        }
        self.score_with(lanes::Portable, table, models, scratch, out);
    }

    /// Does the work of [`Forest::score`]. This function and those that it calls are inlined, so that they are compiled
    /// for the instructions of `lanes`.
    #[inline(always)]
    pub(crate) fn score_with(
        &self,
        lanes: impl Lanes,
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
                1 => self.score_words(lanes, table, first, models, &mut scratch.one, out),
                2 => self.score_words(lanes, table, first, models, &mut scratch.two, out),
                _ => self.score_words(lanes, table, first, models, &mut scratch.four, out),
            };
        }
    }

    /// Scores as many rows as fit in `W` words, and returns their number.
    #[inline(always)]
    fn score_words<const W: usize>(
        &self,
        lanes: impl Lanes,
        table: &impl FeatureTable,
        first: usize,
        models: &[&Model],
        results: &mut Vec<[u64; W]>,
        out: &mut [&mut Vec<f32>],
    ) -> usize {
        self.compare_all(lanes, table, first, results);
        let rows = (table.len() - first).min(W * LANES);
        for (model, out) in models.iter().zip(out) {
            let mut sums = [[0; LANES]; W];
            if model.large {
                model.sum::<W, MAX_LEAVES, 5>(lanes, results, &mut sums);
            } else {
                model.sum::<W, SMALL, 4>(lanes, results, &mut sums);
            }
            out.extend(sums.as_flattened()[..rows].iter().map(|&sum| model.base + model.unit * sum as f32));
        }
        rows
    }
}

impl Model {
    /// Adds one leaf per tree to each row's sum. Trees have up to `L` leaves, whose numbers have `B` bits.
    #[inline(always)]
    fn sum<const W: usize, const L: usize, const B: usize>(
        &self,
        lanes: impl Lanes,
        results: &[[u64; W]],
        sums: &mut [[i32; LANES]; W],
    ) {
        for (_, steps, values) in self.trees() {
            let Some(values) = values.first_chunk::<MAX_LEAVES>() else { continue };
            let planes = leaf_bits::<W, L, B>(&reach(steps, results));
            for (word, sums) in sums.iter_mut().enumerate() {
                let mut own = [0; B];
                let mut bit = 0;
                while bit < B {
                    own[bit] = planes[bit][word];
                    bit += 1;
                }
                lanes.add_leaves(&own, values, sums);
            }
        }
    }
}

/// Returns, for each leaf, the rows that end in it.
#[inline(always)]
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

/// Returns the bits of each row's leaf number: a plane per bit, the lowest first.
#[inline(always)]
fn leaf_bits<const W: usize, const L: usize, const B: usize>(reach: &[[u64; W]; L]) -> [[u64; W]; B] {
    let mut planes = [[0; W]; B];
    for (bit, plane) in planes.iter_mut().enumerate() {
        for leaf in 0..L / 2 {
            // The leaves whose number has this bit.
            let low = leaf & ((1 << bit) - 1);
            let rows = reach[((leaf - low) << 1 | 1 << bit | low) % L];
            for w in 0..W {
                plane[w] |= rows[w];
            }
        }
    }
    planes
}
