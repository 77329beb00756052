//! The page as a tree: a flat arena that html5ever's tree builder fills, walked without recursion.
//!
//! Comes in: decoded HTML. Goes out: a [`Document`], read-only from then on. What the page says about
//! itself is read in `meta`, its text is cut into blocks in `block`.

mod arena;
mod parse;
mod select;
mod tag;

pub(crate) use arena::{Document, Kind, NodeId};
pub(crate) use parse::{Limits, parse};
pub(crate) use select::Selector;
pub(crate) use tag::Tag;
