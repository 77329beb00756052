//! Detects elements without a meaning of their own, which get no row in the outline.
//!
//! Themes and editors put different numbers of plain `div` and `span` elements around the same content. Features
//! count steps between elements and compare the tags of siblings, so they must be the same with and without such
//! wrappers.

use html5ever::local_name;

use super::{attributes::hiding_of, breaks, is_dropped, word_runs::trim_start};
use crate::dom::{Document, NodeId, NodeKind, Tag};
use crate::html::outline::Hiding;

/// Returns `div` for `section`: authors use the two interchangeably.
pub(super) fn neutral(tag: Tag) -> Tag {
    if tag == Tag::Section { Tag::Div } else { tag }
}

/// Returns whether an element has no meaning and groups nothing: a plain `span`, or a plain `div` that is the only
/// content of its parent or has a single block-level element as its content.
pub(super) fn is_transparent(document: &Document, node: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::Span | Tag::Font => is_plain(document, node),
        Tag::Div | Tag::Section => {
            is_plain(document, node) && (holds_one_block(document, node) || is_only_content(document, node))
        }
        _ => false,
    }
}

/// Returns whether an element has no attribute that describes its purpose.
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

/// Returns whether a node can contain text of the page.
fn is_content(document: &Document, node: NodeId) -> bool {
    match document.kind(node) {
        NodeKind::Text => !trim_start(document.text(node)).is_empty(),
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
