//! Compares 64 rows with a cut at once: the results are the bits of one word.

use super::{FeatureTable, Forest, LANES, lanes::Lanes};

impl Forest {
    /// Compares all cuts with the rows of `table`, beginning at row `first`. `out[c]` receives `W` words for the cut `c`:
    /// a bit is set if its row goes left.
    #[inline(always)]
    pub(crate) fn compare_all<const W: usize>(
        &self,
        lanes: impl Lanes,
        table: &impl FeatureTable,
        first: usize,
        out: &mut Vec<[u64; W]>,
    ) {
        out.resize(self.cuts.len(), [0; W]);
        for (feature, range) in self.firsts.windows(2).enumerate() {
            let (from, to) = (range[0] as usize, range[1] as usize);
            let (cuts, slots) = (&self.cuts[from..to], &mut out[from..to]);
            for word in 0..W {
                let first = first + word * LANES;
                if first < table.len() {
                    table.compare(lanes, feature, cuts, first, word, slots);
                }
            }
        }
    }
}

/// Returns how many cuts a value exceeds; NaN exceeds none.
pub(crate) fn bin(cuts: &[f32], value: f32) -> usize {
    cuts.partition_point(|&cut| value > cut)
}

/// A table of numbers in tiles of [`LANES`] rows. In each tile, the values are in column order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tiles<'a> {
    /// The tiles, one after another, each of `width` columns of [`LANES`] values. Values after the last row mean nothing.
    pub(crate) values: &'a [f32],
    /// Number of columns of a tile.
    pub(crate) width: usize,
    /// The values of the columns after those, in which all rows have the same value.
    pub(crate) shared: &'a [f32],
    /// Number of rows.
    pub(crate) rows: usize,
    /// The column of each feature of the file; see [`Forest::columns`].
    pub(crate) columns: &'a [u32],
}

impl FeatureTable for Tiles<'_> {
    fn len(&self) -> usize {
        self.rows
    }

    #[inline(always)]
    fn compare<const W: usize>(
        &self,
        lanes: impl Lanes,
        feature: usize,
        cuts: &[f32],
        first: usize,
        word: usize,
        slots: &mut [[u64; W]],
    ) {
        let column = self.columns[feature] as usize;
        if let Some(shared) = column.checked_sub(self.width) {
            let exceeded = bin(cuts, self.shared[shared]);
            slots[..exceeded].iter_mut().for_each(|slot| slot[word] = 0);
            slots[exceeded..].iter_mut().for_each(|slot| slot[word] = u64::MAX);
            return;
        }
        let start = (first / LANES * self.width + column) * LANES;
        let Some(mut values) = self.values[start..].first_chunk::<LANES>() else { return };
        let (rows, mut padded) = (self.rows - first, [0.0; LANES]);
        if rows < LANES {
            padded[..rows].copy_from_slice(&values[..rows]);
            padded[rows..].fill(values[0]);
            values = &padded;
        }
        // If a cut is not between two of their values, all rows give the same result. That holds for most columns of
        // most pages.
        let (low, high) = lanes.bounds(values);
        let lowest = cuts.partition_point(|&cut| cut < low);
        let highest = lowest + cuts[lowest..].partition_point(|&cut| cut < high);
        slots[..lowest].iter_mut().for_each(|slot| slot[word] = 0);
        for (slot, &cut) in slots[lowest..highest].iter_mut().zip(&cuts[lowest..highest]) {
            slot[word] = !lanes.exceeding(values, cut);
        }
        slots[highest..].iter_mut().for_each(|slot| slot[word] = u64::MAX);
    }
}

/// For every feature and every byte value, the number of cuts that the byte exceeds. For rows that consist of bytes.
#[derive(Clone, Debug)]
pub(crate) struct Codes(Vec<[u8; 256]>);

impl Forest {
    /// Builds the table that [`Bytes`] needs; build it once per forest.
    pub(crate) fn codes(&self) -> Codes {
        let table = |feature| {
            let mut codes = [0; 256];
            let mut from = 0;
            for (bin, &cut) in (0..).zip(self.cuts(feature)) {
                // Cuts lie between bytes or on them, and may lie outside: the cast saturates.
                let end = if cut < 0.0 { 0 } else { (cut as u32).min(u8::MAX.into()) as usize + 1 };
                codes[from..end.max(from)].fill(bin);
                from = end.max(from);
            }
            codes[from..].fill(self.cuts(feature).len() as u8);
            codes
        };
        Codes((0..self.firsts.len() - 1).map(table).collect())
    }
}

/// A table of bytes in row order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a> {
    /// The rows, each of `width` bytes.
    pub(crate) rows: &'a [u8],
    /// Bytes of a row.
    pub(crate) width: usize,
    /// The position of each feature of the file in a row; see [`Forest::columns`].
    pub(crate) columns: &'a [u32],
    /// See [`Forest::codes`].
    pub(crate) codes: &'a Codes,
}

impl FeatureTable for Bytes<'_> {
    fn len(&self) -> usize {
        self.rows.len().checked_div(self.width).unwrap_or(0)
    }

    fn compare<const W: usize>(
        &self,
        _lanes: impl Lanes,
        feature: usize,
        cuts: &[f32],
        first: usize,
        word: usize,
        slots: &mut [[u64; W]],
    ) {
        let (codes, column) = (&self.codes.0[feature], self.columns[feature] as usize);
        slots.iter_mut().for_each(|slot| slot[word] = 0);
        let rows = self.rows[first * self.width..].chunks_exact(self.width).take(LANES);
        for (n, row) in rows.enumerate() {
            if let Some(slot) = slots.get_mut(usize::from(codes[usize::from(row[column])])) {
                slot[word] |= 1 << n;
            }
        }
        // A row that exceeds `n` cuts goes left at cut `n` and at all higher ones.
        for at in 1..cuts.len() {
            slots[at][word] |= slots[at - 1][word];
        }
    }
}
