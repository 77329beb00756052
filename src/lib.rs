//! copydesk
#![forbid(unsafe_code)]
#![allow(dead_code)]

mod article;
mod block;
pub mod byline;
pub mod credit;
pub mod dateline;
mod decode;
mod dom;
mod error;
mod page;
mod rules;
mod sniff;

pub use article::*;
pub use error::Error;
pub use page::{Content, Input, Page};
