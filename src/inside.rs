//! Not part of the API: doors to single stages for this repository's benches and fuzz targets.

use crate::dom::{self, Document, Keep, Limits};

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

    /// The names, attributes and text in document order, as one string.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for node in self.document.descendants(dom::NodeId::DOCUMENT) {
            out.push_str(self.document.name(node));
            for (name, value) in self.document.attrs(node) {
                out.push_str(name);
                out.push_str(value);
            }
            out.push_str(self.document.text(node));
        }
        out
    }
}
