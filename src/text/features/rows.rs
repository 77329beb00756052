//! Stores the features of the blocks of a text, in tiles, as forests read them.

use super::{FeatureSink, names};
use crate::model::{ByteCuts, ByteTile, ByteTiles, LANES};

/// The rows of some blocks of a page, in the form that forests read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// At least the tiles of the rows.
    tiles: Vec<ByteTile>,
    /// The features that all blocks of the page share. Their columns come after those of the blocks.
    shared: Vec<u8>,
    /// The blocks of the rows, in order.
    pub(crate) blocks: Vec<u32>,
}

impl Rows {
    /// Number of columns that differ from block to block.
    fn width(&self) -> usize {
        names().len() - self.shared.len()
    }

    /// Removes all rows. Returns the list for the features that all blocks of the next page share.
    pub(super) fn clear(&mut self) -> &mut Vec<u8> {
        self.blocks.clear();
        self.shared.clear();
        &mut self.shared
    }

    /// Adds the row of a block.
    pub(super) fn add(&mut self, block: usize) -> Lane<'_> {
        let at = self.blocks.len();
        if at / LANES == self.tiles.len() {
            self.tiles.push([[0; LANES]; 256]);
        }
        self.blocks.push(block as u32);
        Lane { tile: &mut self.tiles[at / LANES], lane: at % LANES, len: 0 }
    }

    /// Returns the table that forests read, given the column of each of their features.
    pub(crate) fn table<'a>(&'a self, columns: &'a [u32], cuts: &'a ByteCuts) -> ByteTiles<'a> {
        let (tiles, shared, rows) = (&self.tiles, &self.shared, self.blocks.len());
        ByteTiles { tiles, width: self.width(), shared, rows, columns, cuts }
    }

    /// Returns the code of a feature in a row.
    pub(crate) fn get(&self, row: usize, column: usize) -> Option<u8> {
        match column.checked_sub(self.width()) {
            Some(shared) => self.shared.get(shared).copied(),
            None => self.tiles.get(row / LANES).map(|tile| tile[column][row % LANES]),
        }
    }
}

/// The place of one row in its tile. A row has fewer cells than a byte has values.
pub(super) struct Lane<'a> {
    tile: &'a mut ByteTile,
    lane: usize,
    len: u8,
}

impl FeatureSink for Lane<'_> {
    #[inline]
    fn put(&mut self, _: &'static str, code: u8) {
        self.tile[usize::from(self.len)][self.lane % LANES] = code;
        self.len += 1;
    }
}
