//! What each block is worth, and why.

pub(crate) mod forest;
