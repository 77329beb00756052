//! The HTML path: splits a page's tree into text blocks, measures them, and labels each block.
//!
//! `text_nodes` repairs text, `segment` splits the page into blocks, `outline` describes the elements around them,
//! `features` measures the blocks, and `classify` labels them.

pub(crate) mod class_hints;
pub(crate) mod classify;
pub(crate) mod features;
pub(crate) mod outline;
pub(crate) mod segment;
mod shortcodes;
pub(crate) mod text_nodes;
