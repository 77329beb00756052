//! Chooses the byline of a page among metadata, links and visible lines.

pub(crate) mod evidence;
pub(crate) mod html;
pub(crate) mod text;
pub(crate) mod visible;
