//! The page as a tree: a flat arena that html5ever's tree builder fills, walked without recursion.
//!
//! Comes in: decoded HTML. Goes out: a [`Document`], read-only from then on. What the page says about
//! itself is read in `meta`, its text is cut into blocks in `block`.

mod arena;
mod attribute;
mod char_ref;
mod copy;
mod formatting_identity;
mod name;
mod ns;
mod parse;
mod scan;
mod script;
mod select;
mod sink;
mod tag;
mod tokenizer;
mod tree_ops;
mod whitespace;

pub(crate) use arena::{Document, Kind, NodeId};
pub(crate) use parse::{Keep, Limits, parse, parse_keeping};
pub(crate) use select::Selector;
pub(crate) use tag::Tag;

#[cfg(test)]
mod hostile;
#[cfg(any(test, feature = "lab"))]
pub(crate) mod oracle;
pub(crate) mod plain;
