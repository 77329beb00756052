//! Scores of many rows: words of rows go down the trees, and the leaves they end in are summed up.

use super::{Forest, LANES, MAX_LEAVES, Model, SMALL, Table, Tree};

/// Words of rows that go down a tree together, at most.
const WORDS: usize = 4;

/// Buffers of [`Forest::score`], kept from page to page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    one: Vec<[u64; 1]>,
    two: Vec<[u64; 2]>,
    four: Vec<[u64; WORDS]>,
}

impl Forest {
    /// The raw score (log odds) of every row, by each of `models`: `out[n]` gets those of `models[n]`.
    pub(crate) fn score(
        &self,
        table: &impl Table,
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

    /// Scores as many rows as `W` words hold; returns their number.
    fn score_words<const W: usize>(
        &self,
        table: &impl Table,
        first: usize,
        models: &[&Model],
        answers: &mut Vec<[u64; W]>,
        out: &mut [&mut Vec<f32>],
    ) -> usize {
        self.answer(table, first, answers);
        let rows = (table.len() - first).min(W * LANES);
        for (model, out) in models.iter().zip(out) {
            let mut sums = [0; WORDS * LANES];
            if model.stride == SMALL {
                model.sum::<W, SMALL, 4>(answers, &mut sums[..rows]);
            } else {
                model.sum::<W, MAX_LEAVES, 5>(answers, &mut sums[..rows]);
            }
            out.extend(sums[..rows].iter().map(|&sum| model.base + model.unit * sum as f32));
        }
        rows
    }
}

impl Model {
    /// Adds up a leaf a tree for each row; trees have up to `L` leaves, whose numbers have `B` bits.
    fn sum<const W: usize, const L: usize, const B: usize>(&self, answers: &[[u64; W]], sums: &mut [i32]) {
        let (values, _) = self.values.as_chunks::<L>();
        let mut leaves = [[[0; 8]; LANES / 8]; W];
        for (tree, values) in self.trees.iter().zip(values) {
            let planes = leaf_bits::<W, L, B>(&reach(self, tree, answers));
            spread(&planes, &mut leaves);
            for (sum, &leaf) in sums.iter_mut().zip(leaves.as_flattened().as_flattened()) {
                *sum += i32::from(values[usize::from(leaf) % L]);
            }
        }
    }
}

/// The rows that end in each leaf.
#[inline]
fn reach<const W: usize, const L: usize>(model: &Model, tree: &Tree, answers: &[[u64; W]]) -> [[u64; W]; L] {
    let mut reach = [[0; W]; L];
    reach[0] = [u64::MAX; W];
    for step in &model.steps[tree.first as usize..][..usize::from(tree.leaves) - 1] {
        let (from, right) = (usize::from(step.from) % L, usize::from(step.right) % L);
        let (here, left) = (reach[from], answers[usize::from(step.cut)]);
        let mut parted = [[0; W]; 2];
        for w in 0..W {
            parted[0][w] = here[w] & left[w];
            parted[1][w] = here[w] & !left[w];
        }
        [reach[from], reach[right]] = parted;
    }
    reach
}

/// The bits of the number of the leaf that each row is in, the lowest bit's plane first, eight rows a byte.
#[inline]
fn leaf_bits<const W: usize, const L: usize, const B: usize>(reach: &[[u64; W]; L]) -> [[[u8; 8]; W]; B] {
    let mut planes = [[[0; 8]; W]; B];
    for (bit, plane) in planes.iter_mut().enumerate() {
        for w in 0..W {
            let mut rows = 0;
            for leaf in 0..L / 2 {
                // The leaves whose number has the bit set.
                let low = leaf & ((1 << bit) - 1);
                rows |= reach[((leaf - low) << 1 | 1 << bit | low) % L][w];
            }
            plane[w] = rows.to_le_bytes();
        }
    }
    planes
}

/// The numbers whose bits stand in `planes`, the lowest first.
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

/// The bits of a byte as bytes of 0 and 1.
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
