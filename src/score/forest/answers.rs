//! The answers of rows to the questions of a forest's cuts, 64 rows a word.

use super::{Forest, LANES, Table};

impl Forest {
    /// Asks all cuts of `rows` of the rows from `first`; the answers of `W` words to the cut `c` are `out[c]`, their
    /// bits set for rows that go left.
    pub(super) fn answer<const W: usize>(&self, table: &impl Table, first: usize, out: &mut Vec<[u64; W]>) {
        out.clear();
        out.resize(self.cuts.len(), [0; W]);
        let words = out.as_flattened_mut();
        for (feature, range) in self.firsts.windows(2).enumerate() {
            let (from, to) = (range[0] as usize, range[1] as usize);
            let cuts = &self.cuts[from..to];
            let slots = &mut words[from * W..to * W];
            for word in 0..W {
                let first = first + word * LANES;
                if first < table.len() {
                    table.sort(feature, cuts, first, W, &mut slots[word..]);
                }
            }
            // A row that exceeds `n` cuts goes left at the cut `n` and all above it.
            for at in W..slots.len() {
                slots[at] |= slots[at - W];
            }
        }
    }
}

/// How many cuts a value exceeds; NaN exceeds none.
pub(super) fn bin(cuts: &[f32], value: f32) -> usize {
    cuts.partition_point(|&cut| value > cut)
}

/// Columns of numbers, one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns<'a> {
    /// `rows` values a column.
    pub(crate) values: &'a [f32],
    /// Number of rows.
    pub(crate) rows: usize,
    /// The column of each feature of the file, see [`Forest::columns`].
    pub(crate) columns: &'a [u32],
}

impl Table for Columns<'_> {
    fn len(&self) -> usize {
        self.rows
    }

    fn sort(&self, feature: usize, cuts: &[f32], first: usize, stride: usize, slots: &mut [u64]) {
        let column = &self.values[self.columns[feature] as usize * self.rows..][..self.rows];
        let values = &column[first..self.rows.min(first + LANES)];
        let Some(&head) = values.first() else { return };
        let mut note = |value: f32, run: u64| {
            if let Some(slot) = slots.get_mut(bin(cuts, value) * stride) {
                *slot |= run;
            }
        };
        // Neighbours share many values, and half of all columns have only one: no branch, so that it is quick.
        let differ = values.iter().fold(0, |differ, v| differ | (v.to_bits() ^ head.to_bits()));
        let all = u64::MAX >> (LANES - values.len());
        if differ == 0 {
            note(head, all);
            return;
        }
        let (mut last, mut begin) = (head, 0);
        for (n, &value) in values.iter().enumerate() {
            if value.to_bits() != last.to_bits() {
                note(last, u64::MAX << begin & !(u64::MAX << n));
                (last, begin) = (value, n);
            }
        }
        note(last, u64::MAX << begin & all);
    }
}

/// For every byte how many cuts it exceeds, by feature: for rows that are bytes already.
#[derive(Clone, Debug)]
pub(crate) struct Codes(Vec<[u8; 256]>);

impl Forest {
    /// The table that [`Bytes`] go by; worth keeping.
    pub(crate) fn codes(&self) -> Codes {
        let table = |feature| {
            let cuts = self.cuts(feature);
            let mut bin = 0;
            std::array::from_fn(|byte| {
                while cuts.get(usize::from(bin)).is_some_and(|&cut| byte as f32 > cut) {
                    bin += 1;
                }
                bin
            })
        };
        Codes((0..self.names.len()).map(table).collect())
    }
}

/// Rows of bytes, one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a> {
    /// `width` bytes a row.
    pub(crate) rows: &'a [u8],
    /// Bytes of a row.
    pub(crate) width: usize,
    /// The place in a row of each feature of the file, see [`Forest::columns`].
    pub(crate) columns: &'a [u32],
    /// See [`Forest::codes`].
    pub(crate) codes: &'a Codes,
}

impl Table for Bytes<'_> {
    fn len(&self) -> usize {
        self.rows.len().checked_div(self.width).unwrap_or(0)
    }

    fn sort(&self, feature: usize, _cuts: &[f32], first: usize, stride: usize, slots: &mut [u64]) {
        let (codes, column) = (&self.codes.0[feature], self.columns[feature] as usize);
        let rows = self.rows[first * self.width..].chunks_exact(self.width).take(LANES);
        for (n, row) in rows.enumerate() {
            if let Some(slot) = slots.get_mut(usize::from(codes[usize::from(row[column])]) * stride) {
                *slot |= 1 << n;
            }
        }
    }
}
