//! Dates of a page.

pub(crate) mod month;
