//! The page as a tree: a flat arena that html5ever's tree builder fills and that is walked without recursion.
//!
//! Parsing returns a [`Document`], which is read-only from then on. `metadata` reads the page's metadata from it, and
//! `html::segment` splits its text into blocks.

mod arena;
mod attribute;
mod char_ref;
#[cfg(feature = "scraper")]
mod copy;
mod css;
mod formatting_identity;
mod name;
mod ns;
mod parse;
mod scan;
mod script;
mod select;
mod tag;
mod tokenizer;
mod tree_ops;
mod tree_sink;
mod whitespace;

pub(crate) use arena::{Document, NodeId, NodeKind};
pub(crate) use attribute::may_hold_picture;
pub(crate) use parse::{KeptNodes, ParseLimits, parse, parse_keeping};
pub(crate) use select::Selector;
pub(crate) use tag::Tag;

#[cfg(test)]
mod hostile;
#[cfg(any(test, feature = "lab"))]
pub(crate) mod oracle;
#[cfg(feature = "lab")]
pub(crate) mod reference_parser;
