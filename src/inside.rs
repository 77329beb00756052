//! Not part of the API: doors to single stages for this repository's benches and fuzz targets.

use crate::{
    block::Blocks,
    dom::{self, Document, Keep, Limits},
    html::{
        features::{Features, Head},
        outline::Outline,
    },
    metadata,
    metadata::PageMeta,
};

/// A page's tree, with its buffers.
#[derive(Debug, Default)]
pub struct Tree {
    document: Document,
}

impl Tree {
    /// Parses as the pipeline does; returns the number of nodes.
    pub fn parse(&mut self, html: &str) -> usize {
        dom::parse(html, &Limits::default(), &mut self.document);
        self.document.len()
    }

    /// Parses and keeps everything; returns the number of nodes.
    pub fn parse_all(&mut self, html: &str) -> usize {
        dom::parse_keeping(html, Keep::ALL, &Limits::default(), &mut self.document);
        self.document.len()
    }

    /// Parses by html5ever's own tokenizer; returns the number of nodes.
    pub fn parse_plain(&mut self, html: &str) -> usize {
        dom::plain::parse(html, &mut self.document);
        self.document.len()
    }
}

/// The stages behind the parse, one at a time, each over what the one before has left.
#[derive(Debug, Default)]
pub struct Stages {
    tree: Tree,
    bytes: usize,
    meta: PageMeta,
    blocks: Blocks,
    outline: Outline,
    features: Features,
}

impl Stages {
    /// Parses a page.
    pub fn parse(&mut self, html: &str) -> usize {
        self.bytes = html.len();
        self.tree.parse(html)
    }

    /// Reads its metadata.
    pub fn meta(&mut self) {
        metadata::read(&self.tree.document, None, &mut self.meta);
    }

    /// Cuts it into blocks; returns their number.
    pub fn cut(&mut self) -> usize {
        crate::html::segment::cut(&self.tree.document, &mut self.blocks, &mut self.outline);
        self.blocks.blocks.len()
    }

    /// Measures the blocks.
    pub fn measure(&mut self) {
        let head = Head { meta: &self.meta, html_bytes: self.bytes };
        self.features.measure(&self.blocks, &self.outline, &head);
    }
}
