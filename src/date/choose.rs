//! Which of a page's dates is the story's.
//!
//! Comes in: what the page says of itself. Goes out: the date of publication and of the last change, each with
//! where it was found.

use super::{Context, Date, parse};
use crate::{
    dom::Document,
    meta::{Claim, PageMeta, Source},
};

/// A date and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// RFC 3339.
    pub(crate) text: String,
    /// The day.
    pub(crate) date: Date,
    /// The claim that won.
    pub(crate) source: Source,
}

/// The dates of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    /// When it was published.
    pub(crate) published: Option<Dated>,
    /// When it was last changed.
    pub(crate) modified: Option<Dated>,
}

/// Chooses the dates of a page; `now` is the day on which it was read, where that is known.
pub(crate) fn choose(_document: &Document, meta: &PageMeta, now: Option<Date>) -> Dates {
    let context = Context { language: meta.language.as_deref(), now };
    Dates { published: first(&meta.published, &context), modified: first(&meta.modified, &context) }
}

fn first(claims: &[Claim], context: &Context<'_>) -> Option<Dated> {
    claims.iter().find_map(|c| {
        let date = parse(&c.value, context)?;
        Some(Dated { text: date.to_string(), date, source: c.source })
    })
}
