//! Chooses the byline of a page among metadata, links and visible lines.

pub(crate) mod candidates;
pub(crate) mod evidence;
pub(crate) mod html;
pub(crate) mod line_position;
mod links;
mod merge;
pub(crate) mod page_facts;
mod rivals;
mod setting;
mod signed;
pub(crate) mod text;
pub(crate) mod visible;
