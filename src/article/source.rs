//! The input of assembly: the page, its blocks and outline, and which blocks are kept.

use html5ever::{LocalName, local_name};

use crate::{
    block::{Blocks, Place, label::BlockRole},
    dom::{Document, NodeId, NodeKind},
    html::outline::{ElementId, Outline},
};

use super::address::Base;

/// How many nodes below an element are read if only a short text is of interest.
const SHORT_TEXT_NODES: usize = 48;

/// A page and the blocks that belong to the body.
pub(crate) struct SourcePage<'a> {
    pub(crate) document: &'a Document,
    pub(crate) blocks: &'a Blocks,
    pub(crate) outline: &'a Outline,
    pub(crate) base: &'a Base,
    /// The role of each block in the article, with groups completed.
    pub(crate) parts: Vec<BlockRole>,
    /// Number of kept blocks before each block, and the total at the end.
    kept_before: Vec<u32>,
}

impl<'a> SourcePage<'a> {
    pub(crate) fn new(
        document: &'a Document,
        blocks: &'a Blocks,
        outline: &'a Outline,
        base: &'a Base,
        parts: &[BlockRole],
    ) -> Self {
        let parts = parts.to_vec();
        let mut source = Self { document, blocks, outline, base, parts, kept_before: Vec::new() };
        source.count();
        source
    }

    /// Recounts the kept blocks.
    pub(crate) fn count(&mut self) {
        self.kept_before.clear();
        self.kept_before.push(0);
        let mut kept = 0;
        for part in &self.parts {
            kept += u32::from(*part != BlockRole::Out);
            self.kept_before.push(kept);
        }
    }

    pub(crate) fn is_kept(&self, block: usize) -> bool {
        self.parts.get(block).is_some_and(|part| *part != BlockRole::Out)
    }

    /// Returns the blocks of an element.
    pub(crate) fn range(&self, element: ElementId) -> std::ops::Range<usize> {
        let element = self.outline.element(element);
        // A run of text that begins before an inline element may end in it.
        element.first as usize..(element.last as usize).min(self.parts.len()).max(element.first as usize)
    }

    /// Returns the number of kept blocks in an element.
    pub(crate) fn kept(&self, element: ElementId) -> usize {
        let range = self.range(element);
        let at = |block: usize| self.kept_before[block.min(self.parts.len())];
        (at(range.end) - at(range.start)) as usize
    }

    /// Keeps the dropped blocks of an element.
    pub(crate) fn keep(&mut self, element: ElementId) {
        for block in self.range(element) {
            if self.parts[block] == BlockRole::Out {
                self.parts[block] = BlockRole::Body;
            }
        }
    }

    /// Drops the blocks of an element.
    pub(crate) fn drop(&mut self, element: ElementId) {
        for block in self.range(element) {
            self.parts[block] = BlockRole::Out;
        }
    }

    /// Returns the block-level element of a block.
    pub(crate) fn owner(&self, block: usize) -> Option<NodeId> {
        match self.blocks.blocks.get(block)?.place {
            Place::Html { owner, .. } => Some(owner),
            Place::Text { .. } => None,
        }
    }

    pub(crate) fn class(&self, node: NodeId) -> &'a str {
        self.document.attr(node, &local_name!("class")).unwrap_or_default()
    }

    pub(crate) fn id(&self, node: NodeId) -> &'a str {
        self.document.attr(node, &local_name!("id")).unwrap_or_default()
    }

    pub(crate) fn role(&self, node: NodeId) -> &'a str {
        self.document.attr(node, &local_name!("role")).unwrap_or_default().trim()
    }

    /// Returns whether an element has an attribute other than those that most elements have.
    pub(crate) fn has_rare_attr(&self, node: NodeId) -> bool {
        let is_rare = |name: &LocalName| {
            !matches!(*name, local_name!("class") | local_name!("id") | local_name!("style"))
        };
        self.document.attrs(node).any(|(name, _)| is_rare(name))
    }

    /// Returns an attribute whose name html5ever has no constant for.
    pub(crate) fn attr(&self, node: NodeId, name: &str) -> Option<&'a str> {
        self.document.attrs(node).find(|(n, _)| &***n == name).map(|(_, value)| value)
    }

    /// Returns whether one of an element's classes passes a test, in lower case.
    pub(crate) fn has_class(&self, node: NodeId, mut test: impl FnMut(&str) -> bool) -> bool {
        self.class(node).split_ascii_whitespace().any(|token| {
            if token.bytes().any(|b| b.is_ascii_uppercase()) {
                test(&token.to_ascii_lowercase())
            } else {
                test(token)
            }
        })
    }

    /// Returns the text of an element with white space collapsed, if it has at most `most` bytes.
    pub(crate) fn short_text(&self, node: NodeId, most: usize) -> Option<String> {
        let mut out = String::new();
        for (count, n) in self.document.descendants(node).enumerate() {
            if count >= SHORT_TEXT_NODES {
                return None;
            }
            if self.document.kind(n) == NodeKind::Text {
                for word in self.document.text(n).split_inclusive(char::is_whitespace) {
                    out.push_str(word);
                    if out.len() > 2 * most {
                        return None;
                    }
                }
            }
        }
        let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
        (text.len() <= most).then_some(text)
    }

    /// Returns whether `inner` is `outer` or below it.
    pub(crate) fn is_within(&self, inner: NodeId, outer: NodeId) -> bool {
        inner == outer || self.document.ancestors(inner).any(|n| n == outer)
    }
}
