//! The HTML path: cuts a page's tree into text blocks, measures them, and labels each block.
//!
//! `text_nodes` repairs text, `segment` cuts, `outline` describes the elements around the blocks, `features` measures,
//! `classify` decides.

pub(crate) mod class_hints;
pub(crate) mod classify;
pub(crate) mod features;
pub(crate) mod outline;
pub(crate) mod segment;
mod shortcodes;
pub(crate) mod text_nodes;
