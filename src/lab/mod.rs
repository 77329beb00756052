//! Access to single stages for training, benches and fuzzing, behind the feature `lab`.
//!
//! Not part of the API. Everything here runs the stages of `pipeline`, so that training sees what the product sees.

pub mod candidates;
pub mod fuzz;
pub mod html_blocks;
pub mod stages;
pub mod text_blocks;
