//! Measures each text block: one row of numbers per block, with the columns of [`names`].
//!
//! The input is a page's [`Blocks`] with their [`Outline`] and [`PageHead`]. One pass per group fills [`Rows`]: text,
//! tags, containers, candidates, repeated signatures, position, neighbours, page. Training and the product read the
//! same rows.

mod amounts;
mod anchor;
pub(crate) mod container;
pub(crate) mod known_tokens;
mod names;
mod page;
pub(crate) mod phrases;
mod position;
pub(crate) mod prefix_sums;
pub(crate) mod repeat;
pub(crate) mod story_bounds;
pub(crate) mod summary_box;
pub(crate) mod text;
pub(crate) mod title;
pub(crate) mod tokens;
mod topic;
pub(crate) mod tree;

#[cfg(feature = "lab")]
pub use names::Feature;
pub(crate) use names::{FEATURES, at};

use rustc_hash::FxHashMap;

use crate::metadata::PageMeta;

use super::outline::Outline;
use crate::block::Blocks;

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

/// A matrix of features with one row per block, stored by column. The features of the page, which are the same for all
/// its blocks, are stored once.
#[derive(Debug)]
pub(crate) struct Rows {
    blocks: usize,
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
            None => self.values[feature * self.blocks + block],
        }
    }

    /// Returns the columns of the features of blocks, one after another, and the features of the page.
    pub(crate) fn values(&self) -> (&[f32], &[f32]) {
        (&self.values, &self.page)
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.blocks
    }

    fn set(&mut self, block: usize, feature: usize, value: f32) {
        self.values[feature * self.blocks + block] = value;
    }

    /// Sets a feature of the page.
    fn set_for_all(&mut self, feature: usize, value: f32) {
        self.page[feature - BLOCK_WIDTH] = value;
    }

    /// Returns the values of a feature of blocks.
    fn column(&mut self, feature: usize) -> &mut [f32] {
        &mut self.values[feature * self.blocks..][..self.blocks]
    }

    /// Sets the feature `to` of each block to the feature `from` of the block `by` positions away; 0 for blocks without
    /// such a neighbour.
    fn shift(&mut self, from: usize, by: isize, to: usize) {
        let apart = by.unsigned_abs().min(self.blocks);
        let (from, to, count) = (from * self.blocks, to * self.blocks, self.blocks - apart);
        if by < 0 {
            self.values.copy_within(from..from + count, to + apart);
            self.values[to..to + apart].fill(0.0);
        } else {
            self.values.copy_within(from + apart..from + apart + count, to);
            self.values[to + count..to + count + apart].fill(0.0);
        }
    }

    /// Makes room for a page. Features of blocks other than [`SPARSE`] have any value until they are set.
    fn reset(&mut self, blocks: usize) {
        self.blocks = blocks;
        self.values.resize(blocks * BLOCK_WIDTH, 0.0);
        if cfg!(debug_assertions) {
            self.values.fill(f32::NAN);
        }
        for feature in SPARSE {
            self.column(feature).fill(0.0);
        }
        self.page.fill(0.0);
    }
}

/// The features of a page and the intermediate results; reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Features {
    /// The matrix.
    pub(crate) rows: Rows,
    /// The text statistics of each block.
    pub(crate) texts: Vec<text::Stats>,
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
    lower: text::Lower,
    tree: tree::TreeBuffers,
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
        text::read(blocks, outline, &mut self.lower, &mut self.texts);
        text::fill(&self.texts, outline, &mut self.rows);
        text::fill_copies(&self.texts, &mut self.copies, &mut self.rows);
        tree::fill(outline, &mut self.tree, &mut self.rows);
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
        debug_assert!(!self.rows.values.iter().any(|value| value.is_nan()), "every feature of blocks is set");
    }
}
