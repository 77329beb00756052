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

    /// Names, attributes and text with their depths, a line each, of the page parsed last.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        let document = &self.document;
        for node in document.descendants(dom::NodeId::DOCUMENT) {
            let mut attrs: Vec<_> = document.attrs(node).map(|(n, v)| format!(" {n}={v:?}")).collect();
            attrs.sort();
            let (depth, name) = (document.ancestors(node).count(), document.name(node));
            out.push_str(&format!("{depth} {name}{} {:?}\n", attrs.concat(), document.text(node)));
        }
        out
    }
}
