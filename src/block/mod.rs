//! Text blocks: runs of text in document order, shared by the HTML path and the plain-text path.
//!
//! A block holds text and its position. `html` and `text` classify blocks, and `select` chooses among them.

pub(crate) mod label;

use crate::dom::NodeId;

/// The position of a block in its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A run of inline content in a DOM.
    Html {
        /// The nearest block-level element.
        owner: NodeId,
        /// The inline element that contains all of the block's text if there is exactly one, else the owner.
        eff: NodeId,
        /// First text node of the run. The block contains everything up to `last` in document order.
        first: NodeId,
        /// Last text node of the run.
        last: NodeId,
    },
    /// A paragraph of plain text.
    Text {
        /// First line of the input, from 0.
        line: u32,
        /// Whether the line style makes it a list item.
        bullet: bool,
    },
}

/// One text block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextBlock {
    /// Byte range of its text in [`Blocks::text`].
    pub(crate) start: u32,
    /// End of the range.
    pub(crate) end: u32,
    /// The position of the block.
    pub(crate) place: Place,
}

/// The text blocks of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blocks {
    /// The text of all blocks, with white space collapsed (except in `pre`), each followed by `\n`.
    pub(crate) text: String,
    /// In document order.
    pub(crate) blocks: Vec<TextBlock>,
}

impl Blocks {
    /// Returns the text of one block.
    pub(crate) fn text(&self, block: &TextBlock) -> &str {
        &self.text[block.start as usize..block.end as usize]
    }

    /// Empties the list, but keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.blocks.clear();
    }
}
