//! The HTML path: cuts a page's tree into text blocks, measures them, and labels each block.
//!
//! `segment` cuts, `outline` describes the elements around the blocks, `features` measures, `classify` decides.

pub(crate) mod class_hints;
pub(crate) mod classify;
pub(crate) mod features;
pub(crate) mod outline;
pub(crate) mod segment;
