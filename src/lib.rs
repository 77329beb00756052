#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod cleaner;
mod clip;
mod clock;
mod page;
mod pipeline;

mod decode;
mod sniff;

mod dom;

mod meta;

mod block;

mod score;

mod site;

mod article;

pub mod byline;
pub mod credit;
pub mod dateline;
mod headline;
mod language;

mod agency;
pub mod date;

pub mod output;

mod explain;

#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "source")]
pub mod source;

#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
#[doc(hidden)]
pub mod inside;
#[doc(hidden)]
pub mod training;

mod error;
mod forest;
mod rules;

pub use article::*;
pub use cleaner::{Cleaner, CreditStyle, DatelineStyle, Favor, Limits, StandfirstStyle, TableStyle, clean};
pub use error::Error;
pub use explain::{
    BlockReport, Candidate, Explanation, FieldReport, PageReport, Reason, WordCounts,
    index::{IndexEntry, index},
};
pub use output::{HtmlOptions, MarkdownOptions};
pub use page::{Content, Input, Page};
pub use site::{Import, SiteRule, SiteRules, SiteTest, import_ftr};
