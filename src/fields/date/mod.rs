//! Chooses the publication and modification dates of a page.

pub(crate) mod address;
pub(crate) mod choose;
pub(crate) mod visible;

pub(crate) use choose::{Dates, View, anchors, choose};
pub(crate) use visible::{Anchors, Seen, Signs, search};
