//! Runs the stages of the HTML path one at a time, for benches.

use std::hint::black_box;

use crate::{
    deadline::Deadline,
    dom::{self, Document, KeptNodes, ParseLimits},
    html::segment,
    metadata,
    options::Favor,
    pipeline::{Options, html::HtmlBuffers},
};

/// A page's tree, with its buffers.
#[derive(Debug, Default)]
pub struct Tree {
    document: Document,
}

impl Tree {
    /// Parses like the pipeline; returns the number of nodes.
    pub fn parse(&mut self, html: &str) -> usize {
        dom::parse(html, &ParseLimits::default(), &mut self.document);
        self.document.len()
    }

    /// Parses and keeps everything; returns the number of nodes.
    pub fn parse_all(&mut self, html: &str) -> usize {
        dom::parse_keeping(html, KeptNodes::ALL, &ParseLimits::default(), &mut self.document);
        self.document.len()
    }

    /// Parses with html5ever's own tokenizer; returns the number of nodes.
    pub fn parse_plain(&mut self, html: &str) -> usize {
        dom::reference_parser::parse(html, &mut self.document);
        self.document.len()
    }
}

/// The stages after parsing; each continues with the result of the previous one.
#[derive(Debug, Default)]
pub struct Stages {
    buffers: HtmlBuffers,
}

impl Stages {
    /// Parses a page; returns the number of nodes.
    pub fn parse(&mut self, html: &str) -> usize {
        dom::parse(html, &ParseLimits::default(), &mut self.buffers.document);
        self.buffers.document.len()
    }

    /// Reads the metadata.
    pub fn metadata(&mut self) {
        metadata::read(&self.buffers.document, None, &mut self.buffers.meta);
    }

    /// Splits the page into blocks; returns their number.
    pub fn segment(&mut self) -> usize {
        let HtmlBuffers { document, blocks, outline, .. } = &mut self.buffers;
        segment::cut(document, blocks, outline);
        blocks.blocks.len()
    }

    /// Reads the metadata, splits the page into blocks and measures them; returns their number.
    pub fn measure(&mut self) -> usize {
        let measured = self.buffers.measure(None, &Deadline::start(None));
        black_box(measured).map_or(0, |()| self.buffers.blocks.blocks.len())
    }

    /// Selects the body of the page measured last; returns the number of its blocks.
    pub fn select(&mut self) -> usize {
        self.buffers.select(Favor::Balanced).kept().count()
    }

    /// Parses, measures and selects; returns the number of blocks in the body.
    pub fn run(&mut self, html: &str) -> usize {
        let (options, deadline) = (Options::default(), Deadline::start(None));
        if self.buffers.parse(html, &options, &deadline).is_err() {
            return 0;
        }
        self.measure();
        self.select()
    }
}
