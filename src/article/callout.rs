//! Detects call-outs: notes, tips and warnings that a page sets apart from its text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::{
    dom::{NodeId, Tag},
    lexicon,
};

use super::source::Source;

const TABLE: &str = include_str!("../lexicon/data/callouts.txt");

/// The meaning of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CalloutClass {
    Container,
    Kind(&'static str),
}

static TOKENS: LazyLock<FxHashMap<&'static str, CalloutClass>> = LazyLock::new(|| {
    lexicon::entries(TABLE)
        .filter_map(|(group, entry)| {
            let mut fields = lexicon::fields(entry);
            let name = fields.next()?;
            match group {
                "containers" => Some((name, CalloutClass::Container)),
                _ => Some((name, CalloutClass::Kind(fields.next().unwrap_or(name)))),
            }
        })
        .collect()
});

/// Returns the kind of call-out that an element is.
pub(crate) fn kind(source: &Source<'_>, node: NodeId) -> Option<String> {
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
    for token in class.split_ascii_whitespace() {
        match TOKENS.get(token) {
            Some(CalloutClass::Container) => container = true,
            Some(CalloutClass::Kind(known)) => kind = kind.or(Some(*known)),
            None => {
                // `alert-warning`, `alert--warning`, `markdown-alert-tip`, `confluence-information-macro-note`.
                let stem = token.rfind('-').map(|at| (token[..at].trim_end_matches('-'), &token[at + 1..]));
                if let Some((stem, last)) = stem
                    && TOKENS.get(stem) == Some(&CalloutClass::Container)
                    && let Some(CalloutClass::Kind(known)) = TOKENS.get(last)
                {
                    container = true;
                    kind = Some(known);
                }
            }
        }
    }
    let plain = kind.is_some() && (tag == Tag::Aside || has_title(source, node));
    match (container, kind) {
        (_, Some(kind)) if container || plain => Some(kind.to_owned()),
        (true, None) if class.split_ascii_whitespace().any(|t| t == "admonition" || t == "callout") => {
            Some("note".to_owned())
        }
        _ => None,
    }
}

fn known(kind: &str) -> Option<&'static str> {
    match TOKENS.get(kind) {
        Some(CalloutClass::Kind(kind)) => Some(kind),
        _ => None,
    }
}

/// Returns whether the first element of a box is its title.
fn has_title(source: &Source<'_>, node: NodeId) -> bool {
    let document = source.document;
    document.children(node).find(|&n| document.is_element(n)).is_some_and(|n| is_title(source, n))
}

/// Returns whether an element of a call-out contains its title.
pub(crate) fn is_title(source: &Source<'_>, node: NodeId) -> bool {
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
}
