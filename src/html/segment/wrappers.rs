//! Elements without a meaning of their own: they get no row in the outline.
//!
//! Themes and editors differ in how many plain `div` and `span` elements they put around the same content. Features
//! count steps between elements and compare the tags of siblings, so a page must look the same with and without them.

use html5ever::local_name;

use super::{attributes::hiding_of, breaks, is_dropped};
use crate::dom::{Document, NodeId, NodeKind, Tag};
use crate::html::outline::Hiding;

/// Returns `div` for `section`: authors use the two interchangeably.
pub(super) fn neutral(tag: Tag) -> Tag {
    if tag == Tag::Section { Tag::Div } else { tag }
}

/// Whether an element says nothing and groups nothing: a plain `span`, or a plain `div` that is the only content of
/// its parent or has a single block-level element as its content.
pub(super) fn is_transparent(document: &Document, node: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::Span | Tag::Font => is_plain(document, node),
        Tag::Div | Tag::Section => {
            is_plain(document, node) && (holds_one_block(document, node) || is_only_content(document, node))
        }
        _ => false,
    }
}

/// Whether an element has no attribute that says what it is for.
fn is_plain(document: &Document, node: NodeId) -> bool {
    document.attrs(node).all(|(name, value)| match *name {
        local_name!("class")
        | local_name!("id")
        | local_name!("role")
        | local_name!("hidden")
        | local_name!("aria-hidden")
        | local_name!("itemprop")
        | local_name!("itemtype") => false,
        local_name!("style") => hiding_of(value) == Hiding::None,
        _ => true,
    })
}

/// Whether a node can hold text of the page.
fn is_content(document: &Document, node: NodeId) -> bool {
    match document.kind(node) {
        NodeKind::Text => !document.text(node).trim_start().is_empty(),
        NodeKind::Element => !is_dropped(document.tag(node)),
        _ => false,
    }
}

fn holds_one_block(document: &Document, node: NodeId) -> bool {
    let mut content = document.children(node).filter(|&child| is_content(document, child));
    let only = content.next().filter(|_| content.next().is_none());
    only.is_some_and(|child| document.is_element(child) && breaks(document.tag(child)))
}

fn is_only_content(document: &Document, node: NodeId) -> bool {
    let side = |from: NodeId, step: fn(&Document, NodeId) -> Option<NodeId>| {
        std::iter::successors(step(document, from), move |&n| step(document, n))
            .any(|sibling| is_content(document, sibling))
    };
    !side(node, Document::prev_sibling) && !side(node, Document::next_sibling)
}
