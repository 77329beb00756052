//! Selects the set of blocks that makes up the body, from the probability and length of each block.

pub(crate) mod expected_f1;
