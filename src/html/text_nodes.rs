//! Repairs text nodes before the page is segmented: removes what the site's software left in the text.

use memchr::{memchr, memchr_iter};

use super::shortcodes;
use crate::dom::{Document, NodeId, NodeKind, Tag};

/// Every text that was decoded twice contains one of these: the first bytes of two- and three-byte characters as
/// windows-1252, in Latin, Cyrillic, Greek, Hebrew, Arabic, Thai, Devanagari and East Asian text.
const MOJIBAKE: [&str; 19] =
    ["Ã", "Â", "â€", "Ð", "Ñ", "Î", "Ï", "×", "Ø", "Ù", "à¸", "à¹", "à¤", "ã", "ä¸", "ä»", "çš", "ë", "ì"];

/// The second bytes of [`MOJIBAKE`], as bits. Most letters with accents have others.
const MOJIBAKE_SECOND: u64 = {
    let (mut bits, mut at) = (0, 0);
    while at < MOJIBAKE.len() {
        bits |= 1 << (MOJIBAKE[at].as_bytes()[1] & 0x3f);
        at += 1;
    }
    bits
};

/// Removes unexpanded shortcodes, and repairs wrongly decoded text with `repair`, which returns `None` for intact
/// text.
pub(crate) fn repair(document: &mut Document, repair: impl Fn(&str) -> Option<String>) {
    for node in 0..document.len() {
        let node = NodeId(node as u32);
        if document.kind(node) != NodeKind::Text {
            continue;
        }
        let text = document.text(node);
        let garbled = !text.is_ascii() && may_be_garbled(text);
        let repaired = if garbled { repair(text) } else { None };
        let text = repaired.as_deref().unwrap_or(text);
        let coded = memchr(b'[', text.as_bytes()).is_some() && !is_code(document, node);
        let stripped = if coded { shortcodes::without(text) } else { None };
        if let Some(text) = stripped.or(repaired) {
            document.set_text(node, &text);
        }
    }
}

/// Returns whether a text has one of [`MOJIBAKE`], which begin with the same byte.
fn may_be_garbled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_second =
        |at: usize| bytes.get(at + 1).is_some_and(|byte| MOJIBAKE_SECOND >> (byte & 0x3f) & 1 == 1);
    let starts = |at: usize| MOJIBAKE.iter().any(|sign| bytes[at..].starts_with(sign.as_bytes()));
    memchr_iter(MOJIBAKE[0].as_bytes()[0], bytes).any(|at| is_second(at) && starts(at))
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
