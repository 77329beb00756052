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

/// For the cuts of each feature, the least byte that exceeds the cut; 256 if none does. For rows that consist of bytes.
#[derive(Clone, Debug)]
pub(crate) struct ByteCuts(Vec<Vec<u16>>);

impl Forest {
    /// Builds the table that [`ByteTiles`] needs; build it once per forest.
    pub(crate) fn byte_cuts(&self) -> ByteCuts {
        // Cuts lie between bytes or on them, and may lie outside: the cast saturates.
        let least = |&cut: &f32| if cut < 0.0 { 0 } else { (cut as u16).min(u8::MAX.into()) + 1 };
        let of_feature = |feature| self.cuts(feature).iter().map(least).collect();
        ByteCuts((0..self.firsts.len() - 1).map(of_feature).collect())
    }
}

/// [`LANES`] rows of bytes, column by column.
pub(crate) type ByteTile = [[u8; LANES]; 256];

/// A table of bytes in tiles of [`LANES`] rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByteTiles<'a> {
    /// Columns after the first `width`, and rows after the last one, mean nothing.
    pub(crate) tiles: &'a [ByteTile],
    /// Number of columns that are used.
    pub(crate) width: usize,
    /// The values of the columns after those, in which all rows have the same value.
    pub(crate) shared: &'a [u8],
    /// Number of rows.
    pub(crate) rows: usize,
    /// The column of each feature of the file; see [`Forest::columns`].
    pub(crate) columns: &'a [u32],
    /// See [`Forest::byte_cuts`].
    pub(crate) cuts: &'a ByteCuts,
}

impl FeatureTable for ByteTiles<'_> {
    fn len(&self) -> usize {
        self.rows
    }

    #[inline(always)]
    fn compare<const W: usize>(
        &self,
        lanes: impl Lanes,
        feature: usize,
        _cuts: &[f32],
        first: usize,
        word: usize,
        slots: &mut [[u64; W]],
    ) {
        let (column, cuts) = (self.columns[feature] as usize, &self.cuts.0[feature]);
        if let Some(shared) = column.checked_sub(self.width) {
            let value = u16::from(self.shared[shared]);
            for (slot, &least) in slots.iter_mut().zip(cuts) {
                slot[word] = if value >= least { 0 } else { u64::MAX };
            }
            return;
        }
        let values = &self.tiles[first / LANES][column];
        for (slot, &least) in slots.iter_mut().zip(cuts) {
            slot[word] = match u8::try_from(least) {
                Ok(0) => 0,
                Ok(least) => !lanes.reaching(values, least),
                Err(_) => u64::MAX,
            };
        }
    }
}
