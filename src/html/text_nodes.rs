//! Repairs text nodes before the page is segmented: removes what the site's software left in the text.

use super::shortcodes;
use crate::dom::{Document, NodeId, NodeKind, Tag};

/// Every text that was decoded twice contains one of these: the first bytes of two- and three-byte characters as
/// windows-1252.
const MOJIBAKE: [&str; 3] = ["Ã", "Â", "â€"];

/// Removes unexpanded shortcodes, and repairs wrongly decoded text with `repair`, which returns `None` for intact
/// text.
pub(crate) fn repair(document: &mut Document, repair: impl Fn(&str) -> Option<String>) {
    for node in 0..document.len() {
        let node = NodeId(node as u32);
        if document.kind(node) != NodeKind::Text {
            continue;
        }
        let text = document.text(node);
        let garbled = !text.is_ascii() && MOJIBAKE.iter().any(|sign| text.contains(sign));
        let repaired = if garbled { repair(text) } else { None };
        let text = repaired.as_deref().unwrap_or(text);
        let coded = text.contains('[') && !is_code(document, node);
        let stripped = if coded { shortcodes::without(text) } else { None };
        if let Some(text) = stripped.or(repaired) {
            document.set_text(node, &text);
        }
    }
}

/// Returns whether a text node shows code, or is never shown.
fn is_code(document: &Document, node: NodeId) -> bool {
    document.ancestors(node).any(|n| {
        matches!(
            document.tag(n),
            Tag::Pre | Tag::Code | Tag::Script | Tag::Style | Tag::Textarea | Tag::Noscript
        )
    })
}
