//! Text blocks: the page cut into runs of text in document order, where HTML and plain text meet.
//!
//! Comes in: a [`Document`](crate::dom::Document) or plain text. Goes out: [`Blocks`]. What a block is
//! worth is none of its business: `score` says that, `article` chooses.

pub(crate) mod label;

use crate::dom::NodeId;

/// Where a block stands in its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A run of inline content of a DOM.
    Html {
        /// The nearest block-level element.
        owner: NodeId,
        /// The inline element that holds all of the block's text if there is exactly one, else the owner.
        eff: NodeId,
        /// First and last text node of the run; everything between them in document order is the block's.
        first: NodeId,
        /// See `first`.
        last: NodeId,
    },
    /// A paragraph of plain text.
    Text {
        /// First line of the input, from 0.
        line: u32,
        /// What the line style makes of it.
        bullet: bool,
    },
}

/// One text block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Byte range of its text in [`Blocks::text`].
    pub(crate) start: u32,
    /// See `start`.
    pub(crate) end: u32,
    /// Where it stands.
    pub(crate) place: Place,
}

/// The text blocks of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blocks {
    /// The text of all blocks, white space folded (kept in `pre`), each ended by `\n`.
    pub(crate) text: String,
    /// In document order.
    pub(crate) blocks: Vec<Block>,
}

impl Blocks {
    /// The text of one block.
    pub(crate) fn text(&self, block: &Block) -> &str {
        &self.text[block.start as usize..block.end as usize]
    }

    /// Empties it and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.blocks.clear();
    }
}
