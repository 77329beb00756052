//! Chooses the publication and modification dates of a page.
//!
//! `visible` finds the dates in the page's lines, `signs` reads what their elements say, `candidates` groups all dates by
//! day, `evidence` weighs them, and `choose` picks.

pub(crate) mod address_date;
pub(crate) mod candidates;
pub(crate) mod choose;
pub(crate) mod evidence;
pub(crate) mod signs;
pub(crate) mod visible;

pub(crate) use super::layout::{Anchors, PageLayout, anchors};
pub(crate) use choose::{Dates, choose};
pub(crate) use signs::DateSigns;
pub(crate) use visible::{VisibleDate, search};
