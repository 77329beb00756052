//! What is measured of each text block: one row of numbers a block, named in [`names`].
//!
//! Comes in: the page's [`Blocks`] with their [`Outline`] and what its head says ([`Head`]). Goes out:
//! [`Rows`], filled by one pass a group: text, tags, containers, candidates, repeated signatures, position,
//! neighbours, page. Training and the binary read the same rows.

mod figure;
mod names;
mod phrase;
mod text;
mod token;
mod tree;

pub use names::Feature;
pub(crate) use names::{FEATURES, at};

use html5ever::local_name;
use rustc_hash::FxHashMap;

use crate::dom::{Document, NodeId, Tag};

use super::{Blocks, outline::Outline};

/// What the page's head says about the story, as far as features ask.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head<'a> {
    /// Titles: `title`, `og:title`, `twitter:title`, JSON-LD headline.
    pub(crate) titles: Vec<&'a str>,
    /// Meta descriptions.
    pub(crate) descriptions: Vec<&'a str>,
    /// The page's address.
    pub(crate) url: Option<&'a str>,
    /// Its `lang`.
    pub(crate) language: Option<&'a str>,
    /// Its `og:type`.
    pub(crate) kind: Option<&'a str>,
    /// Bytes of its HTML.
    pub(crate) html_bytes: usize,
}

/// A matrix of features, a row per block.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    values: Vec<f32>,
}

/// Number of features.
pub(crate) const WIDTH: usize = FEATURES.len();

impl Rows {
    /// The row of a block.
    pub(crate) fn row(&self, block: usize) -> &[f32] {
        &self.values[block * WIDTH..(block + 1) * WIDTH]
    }

    /// One value.
    pub(crate) fn get(&self, block: usize, feature: usize) -> f32 {
        self.values[block * WIDTH + feature]
    }

    /// All rows, one after the other.
    pub(crate) fn values(&self) -> &[f32] {
        &self.values
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.values.len() / WIDTH
    }

    fn set(&mut self, block: usize, feature: usize, value: f32) {
        self.values[block * WIDTH + feature] = value;
    }

    fn reset(&mut self, blocks: usize) {
        self.values.clear();
        self.values.resize(blocks * WIDTH, 0.0);
    }
}

/// Features of a page and everything measured on the way, reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Features {
    /// The matrix.
    pub(crate) rows: Rows,
    /// What was read in each block's text.
    pub(crate) texts: Vec<text::Stats>,
    lower: text::Lower,
    tree: tree::Scratch,
    copies: FxHashMap<u64, (u32, u32)>,
}

impl Features {
    /// Measures a page.
    pub(crate) fn measure(&mut self, blocks: &Blocks, outline: &Outline, _head: &Head<'_>) {
        self.rows.reset(blocks.blocks.len());
        text::read(blocks, outline, &mut self.lower, &mut self.texts);
        text::fill(&self.texts, outline, &mut self.rows);
        text::fill_copies(&self.texts, &mut self.copies, &mut self.rows);
        tree::fill(outline, &mut self.tree, &mut self.rows);
    }
}

/// The titles in a page's own head, for callers without its metadata.
pub(crate) fn titles(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for node in document.descendants(NodeId::DOCUMENT) {
        match document.tag(node) {
            Tag::Title => out.push(document.children(node).map(|n| document.text(n)).collect()),
            Tag::Meta => {
                let attr = |name| document.attr(node, &name);
                if matches!(attr(local_name!("property")), Some("og:title" | "twitter:title")) {
                    out.extend(attr(local_name!("content")).map(str::to_owned));
                }
            }
            Tag::Body => break,
            _ => {}
        }
    }
    out
}
