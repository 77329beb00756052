//! Measures each text block: one row of numbers per block, with the columns of [`names`].
//!
//! The input is a page's [`Blocks`] with their [`Outline`] and [`PageHead`]. One pass per group fills [`Rows`]: text,
//! tags, containers, candidates, repeated signatures, position, neighbours, page. Training and the product read the
//! same rows.

mod amounts;
pub(crate) mod ancestors;
mod anchor;
pub(crate) mod container;
mod definitions;
pub(crate) mod known_tokens;
mod lower;
mod page;
mod phrase_heads;
pub(crate) mod phrases;
mod position;
pub(crate) mod prefix_sums;
pub(crate) mod repeat;
pub(crate) mod story_bounds;
pub(crate) mod summary_box;
pub(crate) mod title;
mod topic;
pub(crate) mod wording;

#[cfg(feature = "lab")]
pub use definitions::FeatureDefinition;
pub(crate) use definitions::{FEATURES, at};

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::outline::Outline;
use crate::{
    block::Blocks,
    metadata::PageMeta,
    model::{LANES, Tiles},
};

/// The part of the page's metadata that features use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageHead<'a> {
    /// Titles, descriptions, address and types.
    pub(crate) meta: &'a PageMeta,
}

/// Features of blocks that are set for some blocks only and are 0 for the others. All others are set for every block:
/// clearing them first would take as long as some of the stages, so only debug builds do.
const SPARSE: [usize; 25] = [
    at::hld,
    at::hw,
    at::samep,
    at::samen,
    at::cardn,
    at::cardw,
    at::cardld,
    at::cardd,
    at::cardh,
    at::cardi,
    at::carddt,
    at::cardt,
    at::artdep,
    at::artt,
    at::rep_n,
    at::rep_t,
    at::rep_s,
    at::an_lca,
    at::an_up,
    at::an_sh,
    at::an_ld,
    at::an_sig,
    at::ti_lca,
    at::ti_up,
    at::ti_sh,
];

/// A matrix of features with one row per block. The features of the page, which are the same for all its blocks, are
/// stored once.
///
/// The others are in tiles of [`LANES`] blocks, as forests read them: the place of a value in its tile is known when
/// the program is compiled but for the block, so that setting one is a single instruction.
#[derive(Debug)]
pub(crate) struct Rows {
    blocks: usize,
    /// At least the tiles of the page.
    values: Vec<f32>,
    page: [f32; PAGE_WIDTH],
}

impl Default for Rows {
    fn default() -> Self {
        Self { blocks: 0, values: Vec::new(), page: [0.0; PAGE_WIDTH] }
    }
}

/// Number of features.
pub(crate) const WIDTH: usize = FEATURES.len();
/// Number of features of blocks. Those of the page come after them.
const BLOCK_WIDTH: usize = at::pg_tot;
/// Number of features of the page.
const PAGE_WIDTH: usize = WIDTH - BLOCK_WIDTH;
/// Number of values in a tile.
const TILE: usize = BLOCK_WIDTH * LANES;

/// The features of one block.
pub(crate) struct FeatureRow<'a> {
    tile: &'a mut [f32; TILE],
    lane: usize,
}

impl FeatureRow<'_> {
    /// Sets a feature of the block.
    #[inline(always)]
    fn set(&mut self, feature: usize, value: f32) {
        self.tile[feature * LANES + self.lane % LANES] = value;
    }

    /// Sets features of consecutive columns.
    #[inline(always)]
    fn set_all<const N: usize>(&mut self, features: [usize; N], values: &[f32; N]) {
        debug_assert!(features.windows(2).all(|pair| pair[0] + 1 == pair[1]), "columns are consecutive");
        let (columns, _) = self.tile[features[0] * LANES..].as_chunks_mut::<LANES>();
        for (column, &value) in columns.iter_mut().zip(values) {
            column[self.lane % LANES] = value;
        }
    }
}

impl Rows {
    /// Yields the row of a block.
    #[cfg(feature = "lab")]
    pub(crate) fn row(&self, block: usize) -> impl Iterator<Item = f32> {
        (0..WIDTH).map(move |feature| self.get(block, feature))
    }

    /// Returns one value.
    pub(crate) fn get(&self, block: usize, feature: usize) -> f32 {
        match feature.checked_sub(BLOCK_WIDTH) {
            Some(of_page) => self.page[of_page],
            None => self.values[place(block, feature)],
        }
    }

    /// Returns the table that forests read, given the column of each of their features.
    pub(crate) fn table<'a>(&'a self, columns: &'a [u32]) -> Tiles<'a> {
        Tiles { values: &self.values, width: BLOCK_WIDTH, shared: &self.page, rows: self.blocks, columns }
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.blocks
    }

    /// Returns the row of a block, to set several of its features.
    #[inline(always)]
    fn row_mut(&mut self, block: usize) -> FeatureRow<'_> {
        let tile = self.values[block / LANES * TILE..].first_chunk_mut();
        FeatureRow { tile: tile.expect("every block has a place in a tile"), lane: block % LANES }
    }

    #[inline(always)]
    fn set(&mut self, block: usize, feature: usize, value: f32) {
        self.row_mut(block).set(feature, value);
    }

    /// Sets a feature of the page.
    fn set_for_all(&mut self, feature: usize, value: f32) {
        self.page[feature - BLOCK_WIDTH] = value;
    }

    /// Sets a feature of the blocks in a range to one value.
    fn fill(&mut self, feature: usize, blocks: Range<usize>, value: f32) {
        let mut first = blocks.start;
        while first < blocks.end {
            let last = blocks.end.min((first / LANES + 1) * LANES);
            let at = place(first, feature);
            self.values[at..at + last - first].fill(value);
            first = last;
        }
    }

    /// Sets the feature `to` of each block to the feature `from` of the block `by` positions away; 0 for blocks without
    /// such a neighbour.
    fn shift(&mut self, from: usize, by: isize, to: usize) {
        let apart = by.unsigned_abs().min(LANES);
        let tiles = self.blocks.div_ceil(LANES);
        for tile in 0..tiles {
            let (from, to) = (tile * TILE + from * LANES, tile * TILE + to * LANES);
            if by < 0 {
                self.values.copy_within(from..from + LANES - apart, to + apart);
                if tile > 0 {
                    let before = from - TILE + LANES;
                    self.values.copy_within(before - apart..before, to);
                }
            } else {
                self.values.copy_within(from + apart..from + LANES, to);
                if tile + 1 < tiles {
                    let after = from + TILE;
                    self.values.copy_within(after..after + apart, to + LANES - apart);
                }
            }
        }
        let apart = apart.min(self.blocks);
        let alone = if by < 0 { 0..apart } else { self.blocks - apart..self.blocks };
        self.fill(to, alone, 0.0);
    }

    /// Makes room for a page. Features of blocks other than [`SPARSE`] have any value until they are set.
    fn reset(&mut self, blocks: usize) {
        self.blocks = blocks;
        let size = blocks.div_ceil(LANES) * TILE;
        if self.values.len() < size {
            // Memory that is allocated as zeros needs no clearing, and no value is kept.
            self.values = vec![0.0; size];
        }
        if cfg!(debug_assertions) {
            self.values.fill(f32::NAN);
        }
        for feature in SPARSE {
            self.fill(feature, 0..blocks, 0.0);
        }
        self.page.fill(0.0);
    }
}

/// Returns where the value of a feature of a block is.
fn place(block: usize, feature: usize) -> usize {
    block / LANES * TILE + feature * LANES + block % LANES
}

/// The features of a page and the intermediate results; reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Features {
    /// The matrix.
    pub(crate) rows: Rows,
    /// The text statistics of each block.
    pub(crate) texts: Vec<wording::Stats>,
    /// Running totals.
    pub(crate) sums: crate::html::features::prefix_sums::Sums,
    /// Candidates for the story's container.
    pub(crate) containers: container::ContainerBuffers,
    /// Titles and the story's heading.
    pub(crate) titles: title::Titles,
    /// Elements that contain whole stories.
    pub(crate) bounds: crate::html::features::story_bounds::StoryBuffers,
    /// Features of the page: column and value.
    pub(crate) page: Vec<(usize, f32)>,
    /// Repeated blocks and elements.
    pub(crate) repeats: repeat::RepeatBuffers,
    /// Summaries by a machine before the story.
    pub(crate) summaries: Vec<std::ops::Range<usize>>,
    lower: lower::Lower,
    tree: ancestors::TreeBuffers,
    copies: FxHashMap<u64, (u32, u32)>,
    topic: topic::TopicBuffers,
}

impl Features {
    /// Returns the hashes of a block's tokens, in order.
    pub(crate) fn tokens(&self, block: usize) -> &[u32] {
        let (from, to) = self.texts[block].tokens;
        &self.lower.tokens[from as usize..to as usize]
    }

    /// Returns the text of a block in lower case.
    pub(crate) fn text(&self, block: usize) -> &str {
        self.lower.block(block)
    }

    /// Returns the number of words of the first and second person in a block.
    pub(crate) fn persons(&self, block: usize) -> usize {
        topic::persons(self.tokens(block))
    }

    /// Returns whether a block is a heading that is not a link.
    pub(crate) fn is_subhead(&self, block: usize) -> bool {
        self.rows.get(block, at::ishead) > 0.0 && self.texts[block].link_density < 0.5
    }

    /// Measures a page.
    pub(crate) fn measure(&mut self, blocks: &Blocks, outline: &Outline, head: &PageHead<'_>) {
        self.rows.reset(blocks.blocks.len());
        wording::read(blocks, outline, &mut self.lower, &mut self.texts);
        wording::fill(&self.texts, outline, &mut self.rows);
        wording::fill_copies(&self.texts, &mut self.copies, &mut self.rows);
        ancestors::fill(outline, &mut self.tree, &mut self.rows);
        self.sums.read(&self.texts, outline);
        container::fill(&self.texts, outline, &self.sums, &mut self.containers, &mut self.rows);
        self.titles.read(head, &self.texts, &self.lower, outline, &mut self.rows);
        repeat::fill(&self.texts, outline, &self.sums, &self.titles, &mut self.repeats, &mut self.rows);
        let title = self.titles.block;
        summary_box::find(&self.texts, &self.lower, outline, &self.sums, title, &mut self.summaries);
        anchor::fill(self, outline);
        crate::html::features::position::fill(&self.texts, outline, &self.sums, &self.titles, &mut self.rows);
        crate::html::features::story_bounds::fill(
            &self.texts,
            outline,
            &self.sums,
            &self.titles,
            &mut self.bounds,
            &mut self.rows,
        );
        self.page.clear();
        topic::fill(&self.texts, &self.lower, &self.titles, &mut self.topic, &mut self.rows, &mut self.page);
        page::fill(self, outline, head);
        debug_assert!(
            (0..self.rows.blocks)
                .all(|i| (0..BLOCK_WIDTH).all(|feature| !self.rows.get(i, feature).is_nan())),
            "every feature of blocks is set"
        );
    }
}
