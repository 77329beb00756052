//! Detects elements that contribute no text of their own, whatever the model says about their surroundings.
//!
//! Readers never see them (hidden words in a sentence, notes for screen readers, names of icons), or they concern the
//! site and not the page (consent notices, placeholders of blocked embeds). Segmentation skips them, so that the
//! model sees the rest of the page as if they did not exist.

use super::{breaks, is_dropped};
use crate::{
    dom::{Document, NodeId, NodeKind, Tag},
    html::{
        class_hints::ClassHints,
        outline::{Element, Hiding},
    },
    lexicon::{fold, indexed::READER_NOTES},
};

/// Maximum words of hidden inline text; more text is a fold that a control opens.
const HIDDEN_WORDS: usize = 30;
/// Maximum words of a note for screen readers that is a block of its own, such as the label of a section.
const NOTE_WORDS: usize = 12;
/// Maximum words of a consent notice, including its list of purposes.
const CONSENT_WORDS: usize = 600;
/// Maximum words of the placeholder of a blocked embed.
const PLACEHOLDER_WORDS: usize = 80;
/// Maximum length of an inline note such as "(opens in a new tab)", in bytes.
const PHRASE_BYTES: usize = 80;
/// Minimum links in an inline box, how many of them are as long as a title, and minimum words of a title.
const BOX_LINKS: usize = 3;
const BOX_TITLES: usize = 2;
const TITLE_WORDS: usize = 4;

/// Returns whether an element contributes no text.
pub(super) fn is_silent(document: &Document, element: &Element) -> bool {
    let (node, tag) = (element.node, document.tag(element.node));
    let named = |evidence| element.evidence.any(evidence);
    if named(ClassHints::NEVER_SHOWN) {
        return true;
    }
    if named(ClassHints::CONSENT)
        && !matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article | Tag::H1)
    {
        return is_short(document, node, CONSENT_WORDS, true);
    }
    if named(ClassHints::PLACEHOLDER) && element.breaks {
        return is_short(document, node, PLACEHOLDER_WORDS, true);
    }
    if element.breaks {
        return named(ClassHints::UNSEEN) && tag != Tag::H1 && is_short(document, node, NOTE_WORDS, true);
    }
    (element.hiding >= Hiding::Display || named(ClassHints::UNSEEN))
        && !is_margin_note(document, node)
        && is_short(document, node, HIDDEN_WORDS, false)
        || tag == Tag::Span && (is_note(document, node) || is_box_of_links(document, node))
}

/// Returns whether an element has at most `limit` words, no `h1`, and, unless `blocks`, only inline content.
fn is_short(document: &Document, node: NodeId, limit: usize, blocks: bool) -> bool {
    let mut words = 0;
    let mut at = document.following(node, node, true);
    while let Some(n) = at {
        let tag = document.tag(n);
        let skipped = document.is_element(n) && is_dropped(tag);
        if tag == Tag::H1 || !blocks && document.is_element(n) && breaks(tag) && tag != Tag::Picture {
            return false;
        }
        words += document.text(n).split_whitespace().count();
        if words > limit {
            return false;
        }
        at = document.following(n, node, !skipped);
    }
    true
}

/// Returns whether an inline element is the text of a note that opens next to its number.
fn is_margin_note(document: &Document, node: NodeId) -> bool {
    const NAMES: [&str; 5] = ["footnote", "sidenote", "side-note", "marginnote", "margin-note"];
    document.attr(node, &html5ever::local_name!("class")).is_some_and(|class| {
        let class = class.to_ascii_lowercase();
        NAMES.iter().any(|name| class.contains(name))
    })
}

/// Returns whether the whole text of an inline element is a note for screen readers.
fn is_note(document: &Document, node: NodeId) -> bool {
    let Some(only) = document.first_child(node).filter(|&n| document.next_sibling(n).is_none()) else {
        return false;
    };
    let text = document.text(only);
    text.len() <= PHRASE_BYTES && !text.is_empty() && READER_NOTES.contains(&fold::alnum_key(text))
}

/// Returns whether an inline element inside running text is a box of links that opens over the text.
fn is_box_of_links(document: &Document, node: NodeId) -> bool {
    let is_link = |&n: &NodeId| document.tag(n) == Tag::A;
    if document.children(node).filter(is_link).take(BOX_LINKS).count() < BOX_LINKS {
        return false;
    }
    let mut titles = 0;
    for child in document.children(node) {
        match document.kind(child) {
            NodeKind::Text if document.text(child).trim().is_empty() => {}
            NodeKind::Element if is_link(&child) => {
                let words: usize =
                    document.descendants(child).map(|n| document.text(n).split_whitespace().count()).sum();
                titles += usize::from(words >= TITLE_WORDS);
            }
            NodeKind::Comment => {}
            _ => return false,
        }
    }
    titles >= BOX_TITLES && follows_text(document, node)
}

/// Returns whether an inline element follows text of the same sentence.
fn follows_text(document: &Document, node: NodeId) -> bool {
    let mut at = node;
    loop {
        let before = std::iter::successors(document.prev_sibling(at), |&n| document.prev_sibling(n));
        if before.into_iter().any(|n| !document.text(n).trim().is_empty()) {
            return true;
        }
        match document.parent(at) {
            Some(parent) if !breaks(document.tag(parent)) && document.is_element(parent) => at = parent,
            _ => return false,
        }
    }
}
