//! The settings of a run.

use std::sync::Arc;

use crate::{
    SiteRules,
    date::Date,
    dom::Selector,
    options::{CreditStyle, DatelineStyle, Favor, Limits, StandfirstStyle, TableStyle},
};

/// The settings of a [`Cleaner`](crate::Cleaner).
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) favor: Favor,
    pub(crate) dateline: DatelineStyle,
    pub(crate) credit: CreditStyle,
    pub(crate) standfirst: StandfirstStyle,
    pub(crate) comments: bool,
    pub(crate) tables: TableStyle,
    pub(crate) min_words: usize,
    pub(crate) min_confidence: f32,
    pub(crate) min_field_confidence: f32,
    /// Primary language subtags; empty means all.
    pub(crate) languages: Vec<String>,
    pub(crate) limits: Limits,
    /// Elements that match one of these are removed from the body.
    pub(crate) strip: Vec<Selector>,
    /// Lower-case names that are never authors.
    pub(crate) not_authors: Vec<String>,
    pub(crate) rules: Arc<SiteRules>,
    /// When the pages were fetched. Relative dates are resolved against it, and site rules expire by it.
    pub(crate) now: Option<Date>,
}
