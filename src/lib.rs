#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The modules, from the entry points down to the tables. A module uses only modules below it, which
// `tests/layers.rs` checks. `pipeline` sends a page through them:
//
//     bytes ─ input ─┬─ HTML: dom ─ metadata ─ html (segment, features, classify) ─┐
//                    └─ text: text (lines, segment, features, classify) ───────────┴─ select ─ fields ─ article

// Access to single stages for training, benches and fuzzing; not in users' builds.
#[cfg(feature = "lab")]
#[doc(hidden)]
pub mod lab;

// The command line.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

// Batches of pages: flow, journal, resume.
#[cfg(feature = "cli")]
pub mod batch;

// Folders, archives and streams of pages.
#[cfg(feature = "source")]
pub mod source;

// The function `clean` and the `Cleaner`.
mod cleaner;

// Runs the stages in order.
mod pipeline;

// Explains why each block was kept or dropped.
mod explain;

// Views of the record: JSON, Markdown, HTML, TEI, text, CSV, Arrow.
pub mod output;

// The user's rules, one file per site.
mod site_rules;

// Chooses headline, authors, dates and language.
mod fields;

// The result: fields and body.
mod article;

// The plain-text path.
mod text;

// The HTML path.
mod html;

// Selects the blocks of the body.
mod select;

// Text blocks and their labels, shared by both paths.
mod block;

// Reads the page's metadata.
mod metadata;

// Parsers of strings, independent of pages.
pub mod byline;

pub mod credit;

pub mod dateline;

pub mod date;

// The page as a tree.
mod dom;

// Decodes bytes and detects HTML or text.
mod input;

// Foundations.
mod options;

mod page;

mod deadline;

mod error;

// Evaluates learned weights; contains every learned file.
mod model;

// Reads the words of text, the same for both paths.
mod words;

// Reads the word tables.
mod lexicon;

// Detects vector instructions.
mod simd;

/// The version of the `scraper` crate that [`Cleaner::clean_document`] accepts.
#[cfg(feature = "scraper")]
#[cfg_attr(docsrs, doc(cfg(feature = "scraper")))]
pub use scraper;

pub use article::*;
pub use cleaner::{Cleaner, clean};
pub use error::{Error, LimitKind};
pub use explain::{
    BlockReport, Candidate, Explanation, FeatureReport, FieldReport, PageReport, Reason, WordCounts,
    overview::{IndexEntry, index},
};
pub use options::{CreditStyle, DatelineStyle, Favor, Limits, StandfirstStyle, TableStyle};
pub use output::{HtmlOptions, MarkdownOptions};
pub use page::{Content, Input, InputKind, NoArticleReason, Outcome, Page, PageType};
pub use site_rules::{Import, SiteRule, SiteRules, SiteTest, import_ftr};
