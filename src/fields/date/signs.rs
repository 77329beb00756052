//! What the elements around a line say about the date in it.

use html5ever::local_name;

use super::{PageLayout, visible::Flags};
use crate::{
    block::Place,
    dom::{Document, NodeId, Tag},
    metadata::{self, FieldClass},
};

/// What the elements of a line say; nothing in plain text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DateSigns<'a> {
    /// The machine-readable date that belongs to the line.
    pub(crate) stamp: Option<&'a str>,
    /// An element says that it contains a date, or who wrote the story.
    pub(crate) marked: bool,
    /// An element says that the date is that of a change.
    pub(crate) changed: bool,
    /// The line is in comments, teasers or navigation.
    pub(crate) aside: bool,
    /// It is in the header of the page, which the headline is not in.
    pub(crate) masthead: bool,
    /// It is in an `article` that the headline is not in.
    pub(crate) other_story: bool,
    /// A link surrounds it.
    pub(crate) linked: bool,
}

impl DateSigns<'_> {
    pub(crate) fn flags(&self) -> Flags {
        Flags {
            stamp: self.stamp.is_some(),
            marked: self.marked,
            aside: self.aside,
            masthead: self.masthead,
            other_story: self.other_story,
            linked: self.linked,
        }
    }
}

/// Ancestors in which the element of a date is looked for.
const STEPS: usize = 4;
/// Ancestors in which a header, an article or a link is looked for.
const FAR_STEPS: usize = 12;

/// Reads the elements around a line. `dated`: it has a date itself; otherwise only the signs of a stamp matter. `story` are
/// the ancestors of the headline.
pub(crate) fn read<'a>(view: &PageLayout<'a>, at: usize, dated: bool, story: &[NodeId]) -> DateSigns<'a> {
    let Place::Html { first, last, .. } = view.blocks.blocks[at].place else { return DateSigns::default() };
    let document = view.document;
    let up = || document.ancestors(first).take(STEPS);
    let inside = || {
        std::iter::successors(Some(first), |&n| {
            (n != last).then(|| document.following(n, NodeId::DOCUMENT, true)).flatten()
        })
    };
    let has_date = |c: Option<FieldClass>| {
        matches!(c, Some(FieldClass::Date | FieldClass::Modified | FieldClass::Author))
    };
    let stamp = up().chain(inside()).find_map(|n| stamp(document, n));
    if !dated && stamp.is_none() {
        return DateSigns::default();
    }
    let marked = stamp.is_some() || up().chain(inside()).any(|n| has_date(metadata::class_of(document, n)));
    let changed =
        marked && up().chain(inside()).any(|n| metadata::class_of(document, n) == Some(FieldClass::Modified));
    let mut signs = DateSigns {
        stamp,
        marked,
        changed,
        aside: metadata::in_others(document, first, story),
        ..DateSigns::default()
    };
    for n in document.ancestors(first).take(FAR_STEPS).take_while(|n| !story.contains(n)) {
        match document.tag(n) {
            Tag::Header | Tag::Nav => signs.masthead = true,
            Tag::Article => signs.other_story = true,
            Tag::A => signs.linked = true,
            _ => {}
        }
    }
    signs
}

/// The `datetime` of a `time` element.
fn stamp(document: &Document, node: NodeId) -> Option<&str> {
    (document.tag(node) == Tag::Time)
        .then(|| document.attr(node, &local_name!("datetime")))
        .flatten()
        .filter(|s| !s.trim().is_empty())
}
