//! Detects call-outs: notes, tips and warnings that a page sets apart from its text.

use crate::{
    dom::{NodeId, Tag},
    lexicon::{fields, index::Group, indexed::CALLOUTS},
};

use super::source::SourcePage;

/// Classes of boxes.
const CONTAINERS: Group = Group::of(&CALLOUTS, "containers");

/// Kinds that no box of another purpose has as its only class.
const ALONE: Group = Group::of(&CALLOUTS, "alone");

/// Other kinds, by their classes.
const KINDS: Group = Group::of(&CALLOUTS, "kinds");

/// Returns the kind of call-out that an element is.
pub(crate) fn kind(source: &SourcePage<'_>, node: NodeId) -> Option<String> {
    let tag = source.document.tag(node);
    if !matches!(
        tag,
        Tag::Div
            | Tag::Aside
            | Tag::Section
            | Tag::Blockquote
            | Tag::Details
            | Tag::P
            | Tag::Other
            | Tag::Figure
    ) {
        return None;
    }
    let class = source.class(node);
    if class.is_empty() {
        return None;
    }
    if let Some(kind) = source.attr(node, "data-callout") {
        return known(kind.trim().to_ascii_lowercase().as_str()).map(str::to_owned);
    }
    let class = class.to_ascii_lowercase();
    let mut container = false;
    let mut kind = None;
    // The name of the box, if it is a kind too: `hint hint-warning`.
    let mut name_of_box = None;
    for token in class.split_ascii_whitespace() {
        // Most classes are not in the table, which is looked up once for them.
        let is_listed = CALLOUTS.find(token).is_some();
        if is_listed && CONTAINERS.contains(token) {
            container = true;
            name_of_box = name_of_box.or(known(token));
        } else if is_listed && let Some(known) = known(token) {
            kind = kind.or(Some(known));
        } else if let Some(at) = token.rfind('-')
            && CONTAINERS.contains(token[..at].trim_end_matches('-'))
            && let Some(known) = known(&token[at + 1..])
        {
            // `alert-warning`, `alert--warning`, `markdown-alert-tip`, `confluence-information-macro-note`.
            container = true;
            kind = Some(known);
        }
    }
    let kind = kind.or(name_of_box);
    let alone = kind.is_some()
        && ALONE.contains(class.trim())
        && matches!(tag, Tag::Div | Tag::Section | Tag::Blockquote);
    let plain = kind.is_some() && (alone || tag == Tag::Aside || has_title(source, node));
    match (container, kind) {
        (_, Some(kind)) if container || plain => Some(kind.to_owned()),
        (true, None) if class.split_ascii_whitespace().any(|t| t == "admonition" || t == "callout") => {
            Some("note".to_owned())
        }
        _ => None,
    }
}

fn known(kind: &str) -> Option<&'static str> {
    let mut of_line = fields(KINDS.get(kind).or_else(|| ALONE.get(kind))?);
    let name = of_line.next()?;
    Some(of_line.next().unwrap_or(name))
}

/// Returns whether the first element of a box is its title.
fn has_title(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    document.children(node).find(|&n| document.is_element(n)).is_some_and(|n| is_title(source, n))
}

/// Returns whether an element of a call-out contains its title.
pub(crate) fn is_title(source: &SourcePage<'_>, node: NodeId) -> bool {
    let tag = source.document.tag(node);
    tag == Tag::Summary
        || matches!(
            tag,
            Tag::Div
                | Tag::P
                | Tag::Span
                | Tag::Strong
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::Header
        ) && source.has_class(node, |class| {
            class.ends_with("title")
                || class.contains("__title")
                || class.contains("-title-")
                || class.contains("title_")
                || class.contains("heading")
                || class.ends_with("-summary")
        })
        || matches!(tag, Tag::P | Tag::Strong | Tag::B) && is_kind(source, node)
}

/// Returns whether the text of an element is the name of a kind: "Note", "Warning:".
fn is_kind(source: &SourcePage<'_>, node: NodeId) -> bool {
    /// Maximum length of a kind in bytes.
    const KIND_BYTES: usize = 16;
    source.short_text(node, KIND_BYTES).is_some_and(|text| {
        known(&text.trim_end_matches([':', '.', '!']).trim().to_ascii_lowercase()).is_some()
    })
}
